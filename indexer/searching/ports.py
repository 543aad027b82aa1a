"""What searching asks of whatever holds the archive: `Vocabulary` for reading a query,
`SearchBackend` for answering it.

The local index, the tests' brute-force oracle and a cluster are the same to everything above this
module: nothing there knows of segments, document numbers or arrays. tests/searching/contract holds
every backend to the same cases.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import NamedTuple, NewType, Protocol, TypeVar, cast

from indexer.model.article import Article
from indexer.model.query import DateRange, Facet, Node, SynonymQuery
from indexer.model.request import Sort
from indexer.records import dataclass
from indexer.searching.constants import Weights

__all__ = [
    "Budget",
    "DayCounts",
    "Filters",
    "Handle",
    "KeepsDerived",
    "LongerWords",
    "QueryPlan",
    "Rescoring",
    "ScoreExplanation",
    "ScoredHit",
    "SearchBackend",
    "TopDocs",
    "Vocabulary",
    "in_proportion",
]

T = TypeVar("T")

Handle = NewType("Handle", int)
"""An article as one backend knows it: only the backend that gave it can say which it is."""


class Vocabulary(Protocol):
    """Read-only and cheap: each call is a binary search or a look-up, safe to make a few hundred
    times per query.
    """

    @property
    def doc_count(self) -> int:
        """Number of articles."""

    def spellings(self, key: str) -> Sequence[tuple[str, int]]:
        """Indexed terms whose folded form is `key`, with the number of articles that hold each."""

    def prefix(self, key: str, limit: int) -> Sequence[tuple[str, int]]:
        """At most `limit` indexed terms whose folded form starts with `key`, with document
        frequencies, most frequent first.
        """

    def df(self, term: str) -> int:
        """Number of articles that hold exactly this term; 0 when it is not indexed."""

    def title_df(self, term: str) -> int:
        """Number of articles whose title holds exactly this term."""

    def following(self, head: Sequence[str], nexts: Sequence[tuple[str, ...]]) -> Sequence[int]:
        """About how many articles hold each of `nexts` (words in a row) right after the words
        `head`.
        """

    def parted(self, head: Sequence[str], words: tuple[str, ...]) -> bool:
        """Do a head and the words after it mostly belong to two phrases, with a comma or a full
        stop between?
        """

    def written(self, words: tuple[str, ...]) -> str | None:
        """The words, in a row, with the capitals that articles give them; None where none holds
        them so.
        """

    def pair_counts(self, firsts: Sequence[str], seconds: Sequence[str]) -> Sequence[Sequence[int]]:
        """How often each of `seconds` (columns) stands right after each of `firsts` (rows) in the
        archive.
        """

    def followers(self, first: str, limit: int) -> Sequence[tuple[str, int]]:
        """At most `limit` words that most often stand right after `first`, with how often, most
        frequent first.
        """

    def compounds(self, key: str, limit: int) -> Sequence[tuple[str, int]]:
        """At most `limit` words of several syllables ("cửa khẩu") whose folded form starts with
        `key` ("cua kh"), most frequent first.
        """

    def compound_df(self, word: str) -> int:
        """Number of articles that hold a word of several syllables ("cửa khẩu") as one word."""

    def joined_df(self, words: tuple[str, ...]) -> int:
        """Number of articles that hold these syllables as one word, or as the beginning of one."""

    def frequency(self, term: str) -> int:
        """How often this term stands in the archive."""

    @property
    def token_count(self) -> int:
        """How many terms stand in the archive, each as often as it does."""

    def holding(self, phrases: tuple[tuple[str, ...], ...]) -> int:
        """Number of articles that hold each of these rows of terms, its terms side by side."""

    def facet_values(self, field: str) -> Sequence[tuple[str, int]]:
        """Values of a facet field ("province", "counterpart", "source", "year") with the number of
        articles that carry each.
        """

    def derived(self, make: Callable[[Vocabulary], T]) -> T:
        """What `make` makes of this vocabulary, made once and kept as long as the vocabulary."""


class KeepsDerived:
    """`Vocabulary.derived` for those who offer the rest: one value for each maker.

    Makers are functions of a module, so there are as many values as such functions. Two threads may
    make the same one at the same time; either is kept.
    """

    def __init__(self) -> None:
        self._derived: dict[object, object] = {}

    def derived(self, make: Callable[[Vocabulary], T]) -> T:
        """What `make` makes of this vocabulary, made once."""
        if make not in self._derived:
            self._derived[make] = make(cast(Vocabulary, self))
        return cast(T, self._derived[make])


def in_proportion(times: int, vocabulary: Vocabulary) -> int:
    """So many times, or fewer in an archive of fewer than a thousand times as many articles."""
    return min(times, 1 + vocabulary.doc_count // 1_000)


@dataclass(frozen=True, slots=True)
class Filters:
    """Filters beside the query.

    `include` maps a group ("province") to alternatives: OR within a group, AND across groups.
    """

    include: Mapping[str, tuple[Facet | DateRange, ...]] = field(default_factory=dict)
    exclude: tuple[Facet | DateRange, ...] = ()


@dataclass(frozen=True, slots=True)
class Budget:
    """What a query may cost: indexed terms looked at, postings read, seconds.

    Beyond it the answer is partial.
    """

    terms: int = 5_000
    postings: int = 60_000_000
    seconds: float = 2.0


@dataclass(frozen=True, slots=True)
class LongerWords:
    """A word of the query, as a row of terms, and what makes another word of it where it follows:
    hợp tác, xã. `share`: how much of what the query tells is this word's.
    """

    row: tuple[str, ...]
    following: tuple[str, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Rescoring:
    """How the best candidates by BM25 are ordered anew by the positions of the query's words.

    `chains`: the words in typed order, a chain per stretch without a break; `otherwise`: the same
    with short forms written out, and the like. An article counts as what it fits best. `longer`:
    what holds a word only within these holds another word.
    """

    chains: tuple[tuple[SynonymQuery, ...], ...]
    weights: Weights
    otherwise: tuple[tuple[tuple[SynonymQuery, ...], ...], ...] = ()
    longer: tuple[LongerWords, ...] = ()


_NO_FILTERS = Filters()
_DEFAULT_BUDGET = Budget()


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """One execution: which articles, in which order, which of them, and what is counted.

    Hits offset … offset + limit are given. Ties go to the newest, then by id; "newest" and "oldest"
    go by the first day of the date, unknown dates last in both, then by id. With `rescoring`, and
    by relevance, the first RERANKED candidates are ordered anew before they are cut into pages.

    `facets` maps a filter group to the facet fields counted under every filter but that group's
    own, for example {"province": ("province", "province_pair")}; a group need not have a
    filter. With `together`, of matching articles with the same text only the first is a hit; a
    backend that cannot tell these answers as without.
    """

    tree: Node
    filters: Filters = _NO_FILTERS
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rescoring: Rescoring | None = None
    budget: Budget = _DEFAULT_BUDGET
    together: bool = False


class ScoredHit(NamedTuple):
    """A matching article, to be read with `SearchBackend.articles`, and its score. A tuple: dozens
    are made for every answer.
    """

    handle: Handle
    score: float


@dataclass(frozen=True, slots=True)
class TopDocs:
    """The hits asked for, best first; `facets` maps a facet field to value → count.

    `total` and the counts are exact unless `total_exact` is False: then the budget was reached and
    they are lower bounds. Where articles of the same text are one hit, `distinct` counts hits and
    `alike` names for those of the page the other matching articles; totals and counts are of
    articles all the same.
    """

    hits: tuple[ScoredHit, ...]
    total: int
    total_exact: bool
    facets: Mapping[str, Mapping[str, int]]
    distinct: int
    alike: Mapping[Handle, tuple[ScoredHit, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DayCounts:
    """ISO day → articles that begin then, in order; `unknown` articles are not known that well."""

    counts: Mapping[str, int]
    unknown: int


@dataclass(frozen=True, slots=True)
class ScoreExplanation:
    """What the score of a hit is made of: the name of a part → what it adds."""

    id: str
    parts: Mapping[str, float]


class SearchBackend(Protocol):
    """An archive as it was at one commit. It never changes and is safe to share between threads."""

    @property
    def generation(self) -> str:
        """Changes with every commit and every rebuild."""

    @property
    def doc_count(self) -> int:
        """Number of articles."""

    @property
    def vocabulary(self) -> Vocabulary:
        """Its words; the same object every time, for as long as the backend is used."""

    def execute(self, plan: QueryPlan) -> TopDocs:
        """The answer to a plan. Raises ValueError for a date that is not an ISO day."""

    def holding(self, nodes: Sequence[Node], hits: Sequence[ScoredHit]) -> Sequence[Sequence[bool]]:
        """For each node (rows), which of the hits (columns) match it."""

    def articles(self, hits: Sequence[ScoredHit]) -> Sequence[Article]:
        """The articles of hits this backend gave, in their order.

        Raises IndexCorrupt when one cannot be read back.
        """

    def article(self, id: str) -> Article | None:
        """The article with this id, or None."""

    def days(self, tree: Node, filters: Filters) -> DayCounts:
        """How many matching articles begin on each day, of dates known to the day: a day, or a
        range of less than four weeks.
        """

    def cross_counts(
        self,
        tree: Node,
        filters: Filters,
        rows: tuple[str, Sequence[str]],
        columns: tuple[str, Sequence[str]],
    ) -> Mapping[tuple[str, str], int]:
        """How many matching articles carry both a value of one facet field and one of another;
        `rows` and `columns` are a field and those of its values that are asked for. Pairs that no
        article carries are left out.
        """

    def explain(self, plan: QueryPlan, hits: int) -> Sequence[ScoreExplanation]:
        """What the scores of the first hits of a plan are made of, whatever page it asks for; by
        relevance only.
        """
