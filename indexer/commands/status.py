"""What an archive holds, in a few lines or as JSON (`indexer status`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path

from indexer.commands.record_output import dump
from indexer.commands.terminal import clean, language, say
from indexer.commands.text_output import number
from indexer.location import is_cluster, shown
from indexer.model.article import UNKNOWN_DATE, DateSpan
from indexer.model.article_objects import date_object
from indexer.model.date_labels import date_label, period_label
from indexer.model.facets import FACETS
from indexer.model.messages import translate
from indexer.model.request import SearchRequest
from indexer.records import dataclass
from indexer.searching.facet_results import value_label

__all__ = ["Status", "status_json", "status_of_index", "status_text"]

Counts = dict[str, int]
AHEAD = 31  # days; an article on plans for 2045 bears that date


@dataclass(frozen=True, slots=True)
class Status:
    """`generation` changes with every commit; `facets` are articles by value, of each facet by its
    name in a request; `size` is bytes on disk. `rules` is the version of the rules by which the
    articles were read; `rules_current` says that it is this program's. `newest` is the date of the
    newest article, plans for days far ahead apart; `updated`, ISO 8601, is when the index last
    changed.
    """

    index: str
    generation: str
    articles: int
    segments: int
    size: int
    rules: str
    rules_current: bool
    newest: DateSpan
    updated: str
    facets: dict[str, Counts]


def status_of_index(path: Path) -> Status:
    """Look at the index, or at an archive in a cluster. Raises IndexMissing, IndexOutdated,
    IndexCorrupt or ClusterUnavailable.
    """
    if is_cluster(path):
        return _status_of_cluster(path)
    from indexer.building import knowledge
    from indexer.storage import open_index
    from indexer.storage.maintenance import size

    snapshot = open_index(path).snapshot()
    return Status(
        index=str(path),
        generation=snapshot.generation,
        articles=snapshot.doc_count,
        segments=len(snapshot.segments),
        size=size(path),
        rules=knowledge.known_of(path),
        rules_current=knowledge.is_current(path),
        newest=_newest(path),
        updated=_updated(path),
        facets=_counts(snapshot.facet_values),
    )


def _status_of_cluster(path: Path) -> Status:
    from indexer.archive import Archive
    from indexer.building import knowledge
    from indexer.cluster.upkeep import state_of

    archive = Archive.open(path)
    state = state_of(path)
    values = archive.backend.vocabulary.facet_values
    return Status(
        index=shown(path),
        generation=archive.generation,
        articles=archive.doc_count,
        segments=state.shards,
        size=state.size,
        rules=state.rules,
        rules_current=state.rules == knowledge.rules(),
        newest=_newest(path),
        updated=state.updated,
        facets=_counts(values),
    )


def _counts(values: Callable[[str], Iterable[tuple[str, int]]]) -> dict[str, Counts]:
    """Articles by value of every facet, from what gives those of a field. Provinces stand above
    gates and are none.
    """
    counts = {facet.attribute: dict(values(facet.name)) for facet in FACETS.values()}
    for facet in FACETS.values():
        if facet.pair and not facet.places:
            pairs = [pair.split("\t", 1) for pair in dict(values(facet.pair))]
            for above in {above for above, _ in pairs} - {value for _, value in pairs}:
                counts[facet.attribute].pop(above, None)
    return counts


def _updated(path: Path) -> str:
    changed = (path / "CURRENT").stat().st_mtime
    return datetime.fromtimestamp(changed).astimezone().isoformat(timespec="seconds")


def _newest(path: Path) -> DateSpan:
    from indexer.archive import Archive

    soon = date.today() + timedelta(days=AHEAD)
    request = SearchRequest(sort="newest", date_to=soon.isoformat(), per_page=1)
    hits = Archive.open(path).search(request).hits
    return hits[0].date if hits else UNKNOWN_DATE


def status_json(status: Status) -> str:
    """The status as one JSON object."""
    told = asdict(status) | {"newest": date_object(status.newest, language())}
    return dump(told | told.pop("facets"), pretty=True) + "\n"


def status_text(status: Status) -> str:
    """The status in lines: counts, the span of years, the most frequent places and sources."""
    years = status.facets["years"]
    known = sorted(year for year in years if year.isdigit())
    span = f"{known[0]}–{known[-1]}" if len(known) > 1 else "".join(known)
    dated = sum(years[year] for year in known)
    rows = [
        ("index", clean(status.index)),
        ("generation", status.generation),
        ("articles", number(status.articles)),
        ("size", _size(status.size)),
        ("rules", "" if status.rules_current else say("rules_older")),
        ("newest", date_label(status.newest, language()) if status.newest.start else ""),
        ("updated", period_label(status.updated[:10], language())),
        ("heading_year", say("of_articles", span=span, dated=number(dated)) if known else ""),
    ]
    lines = [(say(key), value) for key, value in rows]
    lines += [
        (facet.title[language() == "en"], _most(facet.name, status.facets[facet.attribute]))
        for facet in FACETS.values()
        if facet.shape != "time"
    ]
    return "".join(f"{name}: {value}\n" for name, value in lines if value)


def _size(size: int) -> str:
    """Bytes as people say them: 12 kB, 3,4 MB, 1,2 GB."""
    for unit, length in (("GB", 1 << 30), ("MB", 1 << 20)):
        if size >= length:
            tenths = round(10 * size / length)
            point = "," if language() == "vi" else "."
            return f"{number(tenths // 10)}{point}{tenths % 10} {unit}"
    return f"{number(-(-size // 1024))} kB"


def _most(facet: str, counts: Counts, shown: int = 5) -> str:
    """`63: Lạng Sơn 12, Cao Bằng 9 …`: how many there are, and the most frequent."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    names = ", ".join(
        f"{clean(translate(value_label(facet, name), language()))} {number(count)}"
        for name, count in ordered[:shown]
    )
    return f"{number(len(counts))}: {names}{' …' if len(counts) > shown else ''}" if counts else ""
