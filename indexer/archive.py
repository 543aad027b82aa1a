"""The archive as a library: open it, search it, read an article, add to it. No web, no terminal.

    >>> from indexer import Archive
    >>> archive = Archive.build("seeds", "kho")             # once; afterwards: Archive.open("kho")
    >>> results = archive.search("cua khau thong minh", counterpart="quang tay")
    >>> results.total
    1
    >>> first = results.hits[0]
    >>> first.id
    '003_50f2c003bc21364e'
    >>> passage = next(p for p in first.highlights if p.field == "body")
    >>> "cửa khẩu thông minh" in {passage.text[start:end] for start, end in passage.marks}
    True

Safe to share between threads; commits of other processes are seen at the next call.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexer.location import is_cluster
from indexer.model.article import Article
from indexer.model.request import SearchRequest, Sort
from indexer.model.results import FacetResult, Hit, SearchResults, Suggestion
from indexer.model.web_address import web_address
from indexer.searching.engine import counted, search
from indexer.searching.local.backend import LocalBackend
from indexer.searching.ports import SearchBackend
from indexer.storage import Index, IndexReader, open_index

if TYPE_CHECKING:
    from indexer.building import BuildReport
    from indexer.cluster.index import ClusterIndex
    from indexer.register.entries import Register, RegisterRequest
    from indexer.searching.pivots import Pivot, Timeline, Unit

__all__ = ["Archive"]

Names = str | Sequence[str]
Given = Article | Mapping[str, Any]


class Archive:
    """A searchable archive of articles, in an index directory or in a cluster."""

    def __init__(self, index: Index | ClusterIndex) -> None:
        self._index = index
        self._backend: LocalBackend | None = None
        self._register: Register | None = None

    @classmethod
    def open(cls, path: str | Path) -> Archive:
        """Open the index at `path`, or the archive in a cluster whose address it is
        (`opensearch+https://host1:9200,host2:9200/name`).

        Raises IndexMissing, IndexOutdated or IndexCorrupt; of a cluster ClusterUnavailable, too.
        """
        if is_cluster(path):
            from indexer.cluster.index import ClusterIndex

            return cls(ClusterIndex(path))
        return cls(open_index(Path(path)))

    @classmethod
    def build(cls, sources: Names | Path | Sequence[Path], path: str | Path) -> Archive:
        """Make an index at `path` from files and folders, replacing what was there, and open it.

        >>> Archive.build("seeds", "kho").doc_count
        5
        """
        from indexer.building import build

        build(_paths(sources), Path(path))
        return cls.open(path)

    @property
    def path(self) -> Path:
        """The index directory, or the address in a cluster."""
        return self._index.path

    @property
    def backend(self) -> SearchBackend:
        """The index as it is now, with the vocabulary and caches that are kept as long as it does
        not change; what one answer needs should come from one backend.
        """
        if not isinstance(self._index, Index):
            return self._index.backend()
        snapshot = self._index.snapshot()
        known = self._backend
        if known is None or known.snapshot is not snapshot:
            known = self._backend = LocalBackend(snapshot)
        return known

    @property
    def doc_count(self) -> int:
        """Number of articles."""
        return self.backend.doc_count

    @property
    def generation(self) -> str:
        """Changes with every change of the archive."""
        return self.backend.generation

    def search(
        self,
        query: str | SearchRequest,
        *,
        province: Names = (),
        counterpart: Names = (),
        source: Names = (),
        date_from: str = "",
        date_to: str = "",
        sort: Sort = "relevance",
        page: int = 1,
        per_page: int = 20,
    ) -> SearchResults:
        """Hits, exact total and facets. A SearchRequest is taken as it is; the other arguments go
        with a query in words.

        Raises BadQuery for dates that are none and pages too deep; any query text is understood
        somehow.

        >>> archive = Archive.open("kho")
        >>> units = ["van nam", "Quảng Tây"]
        >>> archive.search("hợp tác", counterpart=units, date_to="2025-03").total
        2
        """
        if isinstance(query, str):
            query = SearchRequest(
                query,
                provinces=_names(province),
                counterparts=_names(counterpart),
                sources=_names(source),
                date_from=date_from,
                date_to=date_to,
                sort=sort,
                page=page,
                per_page=per_page,
            )
        return search(self.backend, query)

    def article(self, id: str) -> Article | None:
        """The article with this id, or None: its text as published, places and dates with the
        words that gave them.

        >>> article = Archive.open("kho").article("003_50f2c003bc21364e")
        >>> place = article.provinces[0]
        >>> article.text[place.evidence[0].start : place.evidence[0].end] == place.name
        True
        """
        article = self.backend.article(id)
        return None if article is None else replace(article, url=web_address(article.url))

    def original(self, id: str) -> Path | None:
        """The file an article was read from, None when there is none to show: it was given or
        sent, the file also holds an article that was hidden or deleted, or the archive is in a
        cluster, whose files are another machine's.
        """
        from indexer.building.originals import original_of

        if not isinstance(self._index, Index):
            return None
        return original_of(id, self._index.snapshot(), self.path)

    def marks(self, id: str, query: str) -> tuple[tuple[int, int], ...]:
        """Where the words of a query stand in the whole text of an article: code points,
        in order.
        """
        from indexer.searching.services import marks

        return marks(self.backend, id, query)

    def suggest(
        self,
        typed: str,
        limit: int = 10,
        base: SearchRequest = SearchRequest(),  # noqa: B008 a frozen record
        *,
        filters: bool = True,
    ) -> tuple[Suggestion, ...]:
        """Completions of what is being typed, most useful first; each total is what choosing it
        finds under the filters of `base`. `filters`: places are offered as filters, too.
        """
        from indexer.searching.services import suggest

        return suggest(self.backend, typed, limit, base, filters=filters)

    def related(self, id: str, limit: int = 5) -> tuple[Hit, ...] | None:
        """Articles with the same key phrases and places, best first; None when there is no such
        article.
        """
        from indexer.searching.services import related

        return related(self.backend, id, limit)

    def facets(self, query: str | SearchRequest = "", **filters: Any) -> dict[str, FacetResult]:
        """The facets of a search, or of the whole archive: `province`, `counterpart`, `year`,
        `source`. Takes what `search` takes.

        >>> [value.label for value in Archive.open("kho").facets()["counterpart"].values]
        ['Vân Nam', 'Quảng Tây']
        """
        return self.search(query, **filters).facets

    def facet(self, request: SearchRequest, name: str, contains: str = "") -> FacetResult:
        """All values of a facet for a search, or those whose name holds `contains`, typed bare or
        not.
        """
        from indexer.searching.services import facet

        return facet(self.backend, request, name, contains)

    def facet_names(self, name: str) -> list[str]:
        """Every value of a facet in the archive, most frequent first."""
        return [value for value, _ in self.backend.vocabulary.facet_values(name)]

    def register(self, request: RegisterRequest | None = None) -> Register:
        """The register of cooperation: an entry for each meeting, visit, signing, conference or
        exchange, persons with their offices, promises; with a request, what it asks for of them.

        Made once for each state of the archive. Raises BadQuery for dates that are none.
        """
        from indexer.register.entries import Register
        from indexer.register.filtering import select
        from indexer.register.joining import register_of

        known = self._register
        if known is None or known.generation != self.generation:
            telling: IndexReader | None
            if isinstance(self._index, Index):
                telling = self._index.snapshot()
            else:
                telling = self._index.telling()
            if telling is not None:
                known = register_of(telling)
            else:
                known = Register(unread=self.doc_count, generation=self.generation)
            self._register = known
        return known if request is None else select(known, request)

    def timeline(self, request: SearchRequest, unit: Unit = "year") -> Timeline:
        """How many articles of a search per year, month or day."""
        from indexer.searching.pivots import timeline

        return timeline(counted(self.backend, request), unit)

    def matrix(self, request: SearchRequest, region: str = "") -> Pivot:
        """How many articles of a search name each province together with each counterpart region,
        or each unit of one region.
        """
        from indexer.searching.pivots import pivot

        return pivot(counted(self.backend, request), region)

    def explain(self, request: SearchRequest) -> str:
        """How a search was read and what its first hits' scores are made of, in lines for
        people.
        """
        from indexer.searching.services import explain

        return explain(self.backend, request)

    def add(self, articles: Names | Path | Sequence[Path] | Given | Iterable[Given]) -> BuildReport:
        """Add articles; one whose id is known replaces the old one. All become visible in one
        step, or none.

        They are files and folders, or records: mappings with `id`, `text` (or `body`) and, where
        known, `title`, `date`, `url`, `source`, `author`, `provinces`, `counterparts`; or whole
        `Article`s, taken as they are. Raises BadArticle naming the field at fault; IndexBusy when
        another process is writing; of an archive in a cluster ClusterUnavailable, too.

        >>> archive = Archive.open("kho")
        >>> text = "Ngày 5/3/2025, Lạng Sơn khai trương cửa khẩu mới."
        >>> archive.add({"id": "moi", "text": text, "source": "VOV"}).added
        1
        >>> archive.search("khai truong cua khau moi").hits[0].id
        'moi'
        >>> archive.remove(["moi"]).removed
        1
        """
        from indexer.building import add, add_given

        if isinstance(articles, str | Path):
            return add([Path(articles)], self.path)
        several = [articles] if isinstance(articles, Article | Mapping) else list(articles)
        paths = [one for one in several if isinstance(one, str | Path)]
        if len(paths) == len(several):
            return add([Path(path) for path in paths], self.path)
        if paths:
            raise TypeError("give either paths or articles")
        return add_given([one for one in several if not isinstance(one, str | Path)], self.path)

    def remove(self, ids: Iterable[str]) -> BuildReport:
        """Remove articles by id. Raises as `add` does."""
        from indexer.building import remove

        return remove(ids, self.path)


def _names(value: Names) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _paths(sources: Names | Path | Sequence[Path]) -> list[Path]:
    given = [sources] if isinstance(sources, str | Path) else sources
    return [Path(source) for source in given]
