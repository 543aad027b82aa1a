"""Facets and active filters as the templates show them: rows to click and chips that read as a
sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from indexer.model.facets import FACETS, FacetSpec
from indexer.model.periods import VIETNAM
from indexer.model.request import SearchRequest
from indexer.model.results import FacetLink, FacetResult, FacetValue
from indexer.searching.facet_results import facet_link, value_label
from indexer.searching.query_string import to_query, toggle
from webapp.i18n import current_language, told
from webapp.i18n import gettext as _
from webapp.pages.labels import period_label, unit_name
from webapp.periods import first_day, last_day

__all__ = [
    "UNKNOWN_YEAR",
    "Chip",
    "FacetView",
    "Recent",
    "Row",
    "Undated",
    "WhenView",
    "chips",
    "facet_view",
    "recent_periods",
    "undated",
    "when_view",
]

UNKNOWN_YEAR = "unknown"  # the value of `year` for articles whose year is not known
VALUES_IN_SIGHT = 8  # values of a facet beside the results; the rest is one click away
CHILDREN = 4  # of each of them, likewise
FEW_VALUES = 4  # values, without children, where every link is long
DAY = 2  # the level of days, below years and their months
RECENT = 8  # years in sight; older ones are folded
OLDER = 24  # of these; what was before is one choice


@dataclass(frozen=True, slots=True)
class Row:
    """A value of a facet: `query` is the search a click leads to, as a query string,
    `excluded_query` that of the minus beside it.

    `minus` names the parameter by which the minus may add `value` to the search as it is; "" where
    more must change.
    """

    value: str
    label: str
    count: int
    level: int
    selected: bool
    excluded: bool
    query: str
    excluded_query: str | None
    minus: str = ""


@dataclass(frozen=True, slots=True)
class FacetView:
    """`left_out` counts the values that are on the facet's own page only."""

    name: str
    title: str
    rows: tuple[Row, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class WhenView:
    """The facet of time: the latest years with what is chosen, older years, all up to `earlier`
    ("": none), and the unknown year.
    """

    recent: list[Row]
    older: list[Row]
    unknown: list[Row]
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class Recent:
    """A stretch of time up to today: the search within it, and whether that is this one."""

    label: str
    search: SearchRequest
    chosen: bool


@dataclass(frozen=True, slots=True)
class Undated:
    """How many articles of unknown year are left out, and the search that has them: `joined` with
    those of the years chosen, or alone.
    """

    count: int
    search: SearchRequest
    joined: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter: `joint` leads in («hoặc», «và»), `removed` is the search without it."""

    joint: str
    kind: str
    text: str
    removed: SearchRequest
    label: str


def title(facet: FacetSpec) -> str:
    """The heading of a facet in the reader's language."""
    return facet.title[current_language() == "en"]


def facet_view(
    search: SearchRequest, name: str, facet: FacetResult, most: int | None = VALUES_IN_SIGHT
) -> FacetView:
    """The facet's rows: `most` of its top values with some of their children (None: all), and
    every value that is set.
    """
    rows: list[Row] = []
    link = facet_link(search)
    left_out = _collect(search, name, facet.values, most, 0, rows, link)
    known = {row.value for row in rows}
    facet_spec = FACETS[name]
    chosen = getattr(search, facet_spec.attribute)
    lost = [value for value in (*chosen, *_left_out(search, facet_spec)) if value not in known]
    for value in dict.fromkeys(lost):
        absent = FacetValue(value, value_label(name, value), 0, value in chosen)
        rows.append(_row(search, name, absent, 0, link))
    return FacetView(name, title(facet_spec), tuple(rows), left_out)


def _left_out(search: SearchRequest, facet: FacetSpec) -> tuple[str, ...]:
    values: tuple[str, ...] = getattr(search, facet.without_attribute) if facet.excludable else ()
    return values


def _collect(
    search: SearchRequest,
    name: str,
    values: Sequence[FacetValue],
    most: int | None,
    level: int,
    rows: list[Row],
    link: FacetLink,
) -> int:
    """Add the rows of these values and their children; the number of those left out.

    One alone is never left out.
    """
    present = [value for value in values if value.count or _is_set(search, name, value)]
    cut = len(present) if most is None or len(present) <= most + 1 else most
    left_out = 0
    below = most
    if most is not None:
        below = CHILDREN if most > FEW_VALUES else 0
    for i, value in enumerate(present):
        if i >= cut and not _is_set(search, name, value):
            left_out += 1
            continue
        rows.append(_row(search, name, value, level, link))
        left_out += _collect(
            search,
            name,
            value.children,
            below,
            level + 1,
            rows,
            link,
        )
    return left_out


def undated(search: SearchRequest, unknown: int) -> Undated | None:
    """The articles of unknown year that a filter of time leaves out, `unknown` of them; None
    where there is no such filter or nothing left out.
    """
    if not unknown or UNKNOWN_YEAR in search.years:
        return None
    if search.date_from or search.date_to:
        alone = replace(search, page=1, years=(UNKNOWN_YEAR,), date_from="", date_to="")
        return Undated(unknown, alone, joined=False)
    if search.years:
        both = replace(search, page=1, years=(*search.years, UNKNOWN_YEAR))
        return Undated(unknown, both, joined=True)
    return None


def recent_periods(search: SearchRequest) -> tuple[Recent, ...]:
    """The stretches of time asked for most, up to today in Viet Nam."""
    today = datetime.now(VIETNAM).date()
    quarter = 3 * ((today.month - 1) // 3) + 1
    spans = (
        (_("7 ngày qua"), (today - timedelta(days=6)).isoformat(), today.isoformat()),
        (_("Tháng này"), f"{today:%Y-%m}", f"{today:%Y-%m}"),
        (_("Quý này"), f"{today.year}-{quarter:02}", f"{today.year}-{quarter + 2:02}"),
        (_("Năm nay"), f"{today.year}", f"{today.year}"),
        (_("Năm ngoái"), f"{today.year - 1}", f"{today.year - 1}"),
    )
    return tuple(
        Recent(
            label,
            replace(search, page=1, years=(), date_from=first, date_to=last),
            (search.date_from, search.date_to) == (first, last)
            or (first == last and search.years == (first,)),
        )
        for label, first, last in spans
    )


def when_view(
    search: SearchRequest, years: FacetResult, days: Mapping[str, int], older: int = OLDER
) -> WhenView:
    """Years, newest first, below a chosen one its months, below a chosen month its days.

    `days` counts articles by day, for the month that is looked at.
    """
    view = WhenView([], [], [])
    dated = sorted(
        (value for value in years.values if value.value != UNKNOWN_YEAR),
        key=lambda v: v.value,
        reverse=True,
    )
    if len(dated) > RECENT + older + 2:
        view = replace(view, earlier=dated[RECENT + older].value)
    for i, year in enumerate(dated):
        row = _period(search, year.value, year.count, 0)
        if year.value <= view.earlier and not row.selected:
            continue
        rows = view.recent if i < RECENT or row.selected or len(dated) <= RECENT + 2 else view.older
        rows.append(row)
        if row.selected or len(dated) == 1:
            for month in year.children:
                rows.append(_period(search, month.value, month.count, 1))
                if rows[-1].selected:
                    rows += [
                        _period(search, day, days[day], DAY)
                        for day in sorted(days)
                        if day.startswith(month.value)
                    ]
    unknown = next((v for v in years.values if v.value == UNKNOWN_YEAR), None)
    if unknown and (unknown.count or UNKNOWN_YEAR in search.years):
        view.unknown.append(_period(search, UNKNOWN_YEAR, unknown.count, 0))
    return view


def _period(search: SearchRequest, key: str, count: int, level: int) -> Row:
    """A year or a month is chosen by `year`, so that several years can be; a day by its date.

    A click on a chosen one leads up: from a day to its month, from a month to its year. What
    lies in it may be what is chosen.
    """
    chosen = (first_day(search.date_from), last_day(search.date_to))
    own = ("", "") if key == UNKNOWN_YEAR else (first_day(key), last_day(key))
    around = own[0] <= chosen[0] and "" < chosen[1] <= own[1]
    parts = {year for year in search.years if year.startswith(key)}
    up = key.rpartition("-")[0]
    timeless = replace(search, page=1, date_from="", date_to="")
    if key in search.years or (around and chosen == own):
        rest = tuple(year for year in search.years if year != key)
        toggled = replace(timeless, years=(up,) if up else rest)
    elif not up:
        rest = tuple(year for year in search.years if "-" not in year)  # a month gives way
        toggled = replace(timeless, years=rest if parts or around else (*rest, key))
    elif level == DAY:
        toggled = replace(timeless, years=(), date_from=key, date_to=key)
    else:
        toggled = replace(timeless, years=(key,))
    selected = around or bool(parts)  # a month also while one of its days is chosen
    return Row(key, period_label(key), count, level, selected, False, to_query(toggled), None)


def _row(search: SearchRequest, name: str, value: FacetValue, level: int, link: FacetLink) -> Row:
    """A value with its links; a minus that adds the value as it is to a form has none."""
    facet = FACETS[name]
    selected = value.selected or value.value in getattr(search, facet.attribute)
    excluded = value.value in _left_out(search, facet)
    minus = None
    if facet.excludable and (selected or excluded):
        minus = to_query(toggle(search, facet.without, value.value))
    return Row(
        value.value,
        unit_name(told(value.label)),
        value.count,
        level,
        selected,
        excluded,
        link(name, value),
        minus,
        "" if selected or not facet.excludable else facet.without,
    )


def _is_set(search: SearchRequest, name: str, value: FacetValue) -> bool:
    facet = FACETS[name]
    own = (
        value.selected
        or value.value in getattr(search, facet.attribute)
        or value.value in _left_out(search, facet)
    )
    return own or any(_is_set(search, name, child) for child in value.children)


def chips(search: SearchRequest) -> tuple[Chip, ...]:
    """The filters in force, in the order they read: places, source, time, and what is left out."""
    found: list[Chip] = []
    for facet in FACETS.values():
        also = _("và") if found else ""
        for i, value in enumerate(getattr(search, facet.attribute)):
            joint = _("hoặc") if i else also
            removed = toggle(search, facet.name, value)
            found.append(_chip(joint, _kind(facet), _shown(facet, value), removed))
    found += _date_chips(search, _("và") if found else "")
    for facet in FACETS.values():
        for value in _left_out(search, facet):
            removed = toggle(search, facet.without, value)
            found.append(_chip(_("trừ"), _kind(facet), _shown(facet, value), removed))
    if search.literal:
        found.append(
            _chip("", _("Cách tìm"), _("nguyên văn"), replace(search, page=1, literal=False))
        )
    return tuple(found)


def _kind(facet: FacetSpec) -> str:
    """What leads in a chip: «Tỉnh», «Đối tác», «Thời gian» before years and months."""
    words = facet.title if facet.shape == "time" else facet.word
    word = words[current_language() == "en"]
    return word[:1].upper() + word[1:]


def _shown(facet: FacetSpec, value: str) -> str:
    if facet.shape == "time":
        return _("không rõ") if value == UNKNOWN_YEAR else period_label(value)
    return unit_name(told(value_label(facet.name, value)))


def _date_chips(search: SearchRequest, joint: str) -> list[Chip]:
    """One chip for a period named as a whole, else one for each end."""
    if search.date_from and search.date_from == search.date_to:
        return [
            _chip(
                joint,
                _("Thời gian"),
                period_label(search.date_from),
                replace(search, page=1, date_from="", date_to=""),
            )
        ]
    found = []
    if search.date_from:
        found.append(
            _chip(
                joint,
                _("Từ"),
                period_label(search.date_from),
                replace(search, page=1, date_from=""),
            )
        )
    if search.date_to:
        found.append(
            _chip(
                "" if found else joint,
                _("Đến"),
                period_label(search.date_to),
                replace(search, page=1, date_to=""),
            )
        )
    return found


def _chip(joint: str, kind: str, text: str, removed: SearchRequest) -> Chip:
    return Chip(
        joint, kind, text, removed, _("Bỏ lọc %(kind)s: %(value)s", kind=kind.lower(), value=text)
    )
