"""The register of cooperation: its entries, an entry, persons in office, promises, the dossier of a
pair, the digest of a day or week.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any, TypeVar

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from indexer.exporting.dossier import dossier_of
from indexer.exporting.register_word import digest_title
from indexer.exporting.words import Words
from indexer.gazetteer.resolution import Kind, resolve
from indexer.gazetteer.tables import counterparts, provinces
from indexer.model.facets import FACETS
from indexer.model.request import SearchRequest
from indexer.model.results import SearchResults
from indexer.register.counting import FACETS_COUNTED, facets_of
from indexer.register.entries import Entry, Register, RegisterRequest
from indexer.register.filtering import OF_ENTRIES
from indexer.searching.query_string import as_read
from webapp.exports.routes import Turns
from webapp.i18n import current_language, told
from webapp.pages import filters, stats
from webapp.pages.filters import FacetView, Row
from webapp.pages.telling import Footnotes, digest_asked, helpers
from webapp.requests import current_search, for_register, pair_asked
from webapp.service import engine

__all__ = ["entries_of", "latest", "pair_named", "pairs", "register"]

ROWS_PER_PAGE = 50  # rows of a page
ROWS_IN_SIGHT = 10  # rows of a facet in sight; the rest is folded
MAX_NAMES_OFFERED = 80  # names of the other side to choose from
MAX_PAIRS = 12  # offered where none is asked for
T = TypeVar("T")


def register(site: Blueprint) -> None:
    """The addresses of the register."""
    site.add_url_rule("/register", "register", entries)
    site.add_url_rule("/register/<path:identifier>", "entry", entry)
    site.add_url_rule("/offices", "offices", offices)
    site.add_url_rule("/promises", "promises", promises)
    site.add_url_rule("/dossier", "dossier", dossier)
    site.add_url_rule("/digest", "digest", digest)


def entries() -> ResponseReturnValue:
    """A line for each entry, by year, with facets beside."""
    asked = _asked()
    request = RegisterRequest.of(asked)
    whole, found = _whole(), Turns().register(request)
    shown, listing = _listing(asked, found, found.entries)
    counted = facets_of(whole, request, asked)
    return render_template(
        "cuakhau/register.html",
        years=[(year, list(rows)) for year, rows in groupby(shown, _year)],
        facets=[
            _folded(filters.facet_view(asked, name, counted[name], None))
            for name in FACETS_COUNTED
            if FACETS[name].shape != "time"
        ],
        when=filters.when_view(asked, counted["year"], {}),
        **listing,
    )


def entry(identifier: str) -> ResponseReturnValue:
    """An event with the sentence for each thing told of it, and the articles that tell it."""
    register = _whole()
    found = register.entry(identifier)
    if found is None:
        abort(404)
    agreed = [one for one in register.promises if one.entry == found.id]
    return render_template(
        "cuakhau/entry.html",
        entry=found,
        promises=agreed,
        followed=[one for one in register.promises if found.id in one.followed],
        pair=_pair_of(found),
        footnotes=Footnotes(found.sources),
        **helpers(),
    )


def offices() -> ResponseReturnValue:
    """Persons in office, unit by unit."""
    asked = _of_persons(_asked())
    found = Turns().register(RegisterRequest.of(asked))
    shown, listing = _listing(asked, found, found.offices)
    return render_template(
        "cuakhau/offices.html",
        units=[(unit, list(rows)) for unit, rows in groupby(shown, lambda one: one.unit)],
        **listing,
    )


def promises() -> ResponseReturnValue:
    """What was agreed on with a term, and whether anything later names it."""
    asked = _of_persons(_asked())
    found = Turns().register(RegisterRequest.of(asked))
    shown, listing = _listing(asked, found, found.promises)
    return render_template(
        "cuakhau/promises.html",
        promises=shown,
        **listing,
    )


def dossier() -> ResponseReturnValue:
    """The dossier of a pair; without one, pairs to choose from."""
    (province, wrong), (counterpart, wrong_too) = pair_asked()
    current_search()
    made = dossier_of(Turns(), province, counterpart) if province and counterpart else None
    mistakes = [told(one) for one in (wrong, wrong_too) if one]
    page = render_template(
        "cuakhau/dossier.html",
        made=made,
        province=province,
        counterpart=counterpart,
        mistakes=mistakes,
        names=engine().once("dossier names", _names),
        pairs=[] if made else pairs(),
        **helpers(),
    )
    return page, 400 if mistakes else 200


def digest() -> ResponseReturnValue:
    """The news of a day or a week: one entry for each event, then the rest in short."""
    asked = replace(_asked(), page=1, years=(), date_from="", date_to="")
    made = digest_asked(Turns())
    newest = engine().newest().end
    before = made.first > date.min
    after = made.last < date.max and (not newest or made.last.isoformat() < newest)
    return render_template(
        "cuakhau/digest.html",
        made=made,
        title=digest_title(made, Words(current_language())),
        base=asked,
        before=(made.first - timedelta(1)).isoformat() if before else "",
        after=(made.last + timedelta(1)).isoformat() if after else "",
        chips=filters.chips(asked),
        **helpers(),
    )


def entries_of(identifier: str) -> tuple[Entry, ...]:
    """The entries that an article tells."""
    return engine().once("entries by article", _by_article).get(identifier, ())


def latest(most: int) -> tuple[Entry, ...]:
    """The newest entries of a known year."""
    return tuple(one for one in _whole().entries if one.date.has_year)[:most]


def pairs() -> list[tuple[str, str]]:
    """The pairs of which most is told, by entries or, without any, by articles."""
    return engine().once("dossier pairs", _pairs)


def pair_named(asked: SearchRequest, results: SearchResults) -> tuple[str, str] | None:
    """The one province and the one counterpart that a search names, in its filters or its words."""
    named = [unit.read[0] for unit in results.query.units if unit.kind == "place" and unit.read]
    ours = _one("province", asked.provinces, named)
    theirs = _one("counterpart", asked.counterparts, named)
    return (ours, theirs) if ours and theirs else None


def _one(kind: Kind, filters: tuple[str, ...], named: Iterable[str]) -> str:
    """The only unit of a kind that is named; "" for none or several."""
    meanings = [meaning for name in (*filters, *named) for meaning in resolve(kind, name)]
    names = {one.names[0] for one in meanings if one.via == "name" and len(one.names) == 1}
    return names.pop() if len(names) == 1 else ""


def _pairs() -> list[tuple[str, str]]:
    today = {row.today for row in provinces()}
    regions = {row.name for row in counterparts() if not row.parent}
    counts = Counter(
        (ours, theirs)
        for one in _whole().entries
        for ours in one.provinces
        for theirs in one.counterparts
        if ours in today and theirs in regions
    )
    cells = engine().ask(lambda archive: archive.matrix(SearchRequest())).cells
    told = sorted(
        counts or cells, key=lambda pair: (counts[pair], cells.get(pair, 0)), reverse=True
    )
    return told[:MAX_PAIRS]


def _names() -> tuple[list[str], list[str]]:
    """Places to choose from: today's provinces, and the units of the other side in the archive."""
    ours = sorted({row.today for row in provinces()})
    regions = stats.facet_values(engine(), SearchRequest(), "counterpart").values
    theirs = [one.value for region in regions for one in (region, *region.children)]
    return ours, theirs[:MAX_NAMES_OFFERED]


def _asked() -> SearchRequest:
    """What of the address's search the register knows, places by their names in the archive."""
    asked = for_register(current_search())
    return as_read(asked, engine().as_read(asked))


def _of_persons(asked: SearchRequest) -> SearchRequest:
    """What of it can be asked of persons and promises: nothing that is said of entries alone."""
    without: dict[str, Any] = dict.fromkeys(OF_ENTRIES, ())
    return replace(asked, **without)


def _whole() -> Register:
    return engine().ask(lambda archive: archive.register())


def _by_article() -> dict[str, tuple[Entry, ...]]:
    found: dict[str, tuple[Entry, ...]] = {}
    for one in _whole().entries:
        for identifier in one.articles:
            found[identifier] = (*found.get(identifier, ()), one)
    return found


def _year(entry: Entry) -> str:
    year = entry.date.start[:4]
    return year if year.isdigit() else filters.UNKNOWN_YEAR


@dataclass(frozen=True, slots=True)
class Pages:
    """Which page of how many is shown, and the requests for those beside it."""

    number: int
    total: int
    before: SearchRequest | None
    after: SearchRequest | None


def _pages(rows: Sequence[T], asked: SearchRequest) -> tuple[Sequence[T], Pages]:
    """The rows of the page asked for, and the pages around it."""
    total = max(1, -(-len(rows) // ROWS_PER_PAGE))
    here = min(asked.page, total)
    before = replace(asked, page=here - 1) if here > 1 else None
    after = replace(asked, page=here + 1) if here < total else None
    return rows[(here - 1) * ROWS_PER_PAGE : here * ROWS_PER_PAGE], Pages(
        here, total, before, after
    )


def _listing(
    asked: SearchRequest, found: Register, rows: Sequence[T]
) -> tuple[Sequence[T], dict[str, Any]]:
    """The rows of the page asked for, and what every list of the register tells beside them."""
    shown, pages = _pages(rows, asked)
    return shown, {
        "asked": asked,
        "total": len(rows),
        "unread": found.unread,
        "chips": filters.chips(asked),
        "pages": pages,
        **helpers(),
    }


def _folded(view: FacetView) -> tuple[FacetView, list[Row], list[Row]]:
    """A facet with the rows in sight and those that are folded; nothing here is left out of a
    search.
    """
    rows = [replace(row, minus="", excluded_query=None) for row in view.rows]
    heads = (at for at, row in enumerate(rows) if at >= ROWS_IN_SIGHT and not row.level)
    cut = next(heads, len(rows))
    return view, rows[:cut], rows[cut:]


def _pair_of(entry: Entry) -> tuple[str, str] | None:
    """The first province and the first Chinese unit of an entry."""
    units = {row.name for row in counterparts()}
    ours = [name for name in entry.vietnamese.names if name in entry.provinces]
    theirs = [name for name in entry.chinese.names if name in units]
    return (ours[0], theirs[0]) if ours and theirs else None
