"""Facets and active filters as the templates show them: rows to click and chips that read as a
sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from indexer.model.request import SearchRequest
from indexer.model.results import FacetResult, FacetValue
from indexer.searching.query_string import from_query, toggle
from webapp import params
from webapp.i18n import gettext as _
from webapp.pages.labels import period_label
from webapp.periods import first_day, last_day

__all__ = [
    "UNKNOWN_YEAR",
    "Chip",
    "FacetView",
    "Row",
    "WhenView",
    "canonical",
    "chips",
    "facet_view",
    "when_view",
]

UNKNOWN_YEAR = "unknown"  # the value of `year` for articles whose year is not known
SHOWN = 8  # values of a facet beside the results; the rest is one click away
CHILDREN = 4  # of each of them, likewise
FEW = 4  # values, without children, where every link is long
RECENT = 8  # years in sight; older ones are folded
OLDER = 24  # of these; what was before is one choice


@dataclass(frozen=True, slots=True)
class Row:
    """A value of a facet: `toggled` is the search a click leads to, `excluded_toggled` that of the
    minus beside it.

    `minus` names the parameter by which the minus may add `value` to the search as it is; "" where
    more must change.
    """

    value: str
    label: str
    count: int
    level: int
    selected: bool
    excluded: bool
    toggled: SearchRequest
    excluded_toggled: SearchRequest | None
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
class Chip:
    """An active filter: `joint` leads in («hoặc», «và»), `removed` is the search without it."""

    joint: str
    kind: str
    text: str
    removed: SearchRequest
    label: str


def titles() -> dict[str, str]:
    return {
        "province": _("Tỉnh, thành"),
        "counterpart": _("Đối tác"),
        "source": _("Nguồn"),
        "year": _("Thời gian"),
    }


def facet_view(
    search: SearchRequest, name: str, facet: FacetResult, most: int | None = SHOWN
) -> FacetView:
    """The facet's rows: `most` of its top values with some of their children (None: all), and
    every value that is set.
    """
    rows: list[Row] = []
    left_out = _collect(search, name, facet.values, most, 0, rows)
    known = {row.value for row in rows}
    lost = [
        v
        for field in params.FACETS[name]
        if field
        for v in getattr(search, field)
        if v not in known
    ]
    rows += [
        _row(search, name, FacetValue(v, v, 0, v in getattr(search, params.FACETS[name][0]), ""), 0)
        for v in lost
    ]
    return FacetView(name, titles()[name], tuple(rows), left_out)


def _collect(
    search: SearchRequest,
    name: str,
    values: Sequence[FacetValue],
    most: int | None,
    level: int,
    rows: list[Row],
) -> int:
    """Add the rows of these values and their children; the number of those left out.

    One alone is never left out.
    """
    present = [value for value in values if value.count or _is_set(search, name, value)]
    cut = len(present) if most is None or len(present) <= most + 1 else most
    left_out = 0
    for i, value in enumerate(present):
        if i >= cut and not _is_set(search, name, value):
            left_out += 1
            continue
        rows.append(_row(search, name, value, level))
        left_out += _collect(
            search,
            name,
            _below(value),
            None if most is None else 0 if most <= FEW else CHILDREN,
            level + 1,
            rows,
        )
    return left_out


def _below(value: FacetValue) -> list[FacetValue]:
    """The children; one that bears its parent's name (An Giang before it took in Kiên Giang) says
    that it is meant alone.
    """
    if len(value.children) == 1 and value.children[0].value == value.value:
        return []
    return [
        replace(c, label=_("riêng %(name)s", name=c.label)) if c.value == value.value else c
        for c in value.children
    ]


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
                        _period(search, day, days[day], 2)
                        for day in sorted(days)
                        if day.startswith(month.value)
                    ]
    unknown = next((v for v in years.values if v.value == UNKNOWN_YEAR), None)
    if unknown and (unknown.count or UNKNOWN_YEAR in search.years):
        view.unknown.append(_period(search, UNKNOWN_YEAR, unknown.count, 0))
    return view


def _period(search: SearchRequest, key: str, count: int, level: int) -> Row:
    """A year is chosen by `year`, so that several can be; a month or day by the dates it spans.

    A click on a chosen one leads up.
    """
    chosen = (first_day(search.date_from), last_day(search.date_to))
    inside = key != UNKNOWN_YEAR and first_day(key) <= chosen[0] and "" < chosen[1] <= last_day(key)
    if len(key) == 4 or key == UNKNOWN_YEAR:
        selected = inside or key in search.years
        toggled = replace(
            search if inside and key not in search.years else toggle(search, "year", key),
            page=1,
            date_from="",
            date_to="",
        )
    else:
        selected = inside  # a month also while one of its days is chosen
        up = key.rpartition("-")[0]
        exact = inside and chosen == (first_day(key), last_day(key))
        bounds = (key, key) if not exact else (up, up) if len(up) > 4 else ("", "")
        toggled = replace(
            search,
            page=1,
            years=(up,) if exact and len(up) == 4 else (),
            date_from=bounds[0],
            date_to=bounds[1],
        )
    return Row(key, period_label(key), count, level, selected, False, toggled, None)


def _row(search: SearchRequest, name: str, value: FacetValue, level: int) -> Row:
    """The engine's link toggles the value; a merged province stands for the names it was written
    with.
    """
    chosen, without = params.FACETS[name]
    own = (
        [child.value for child in value.children]
        if name == "province" and value.children
        else [value.value]
    )
    excluded = bool(without) and all(one in getattr(search, without) for one in own)
    minus = search
    for one in own if without else ():
        if (one in getattr(minus, without)) == excluded:
            minus = toggle(minus, f"without_{name}", one)
    selected = value.selected or value.value in getattr(search, chosen)
    simple = without and own == [value.value] and not selected
    toggled = (
        replace(from_query(value.url), page=1) if value.url else toggle(search, name, value.value)
    )
    parameter = f"without_{name}" if simple else ""
    return Row(
        value.value,
        value.label,
        value.count,
        level,
        selected,
        excluded,
        toggled,
        minus if without else None,
        parameter,
    )


def _is_set(search: SearchRequest, name: str, value: FacetValue) -> bool:
    chosen, without = params.FACETS[name]
    own = (
        value.selected
        or value.value in getattr(search, chosen)
        or (bool(without) and value.value in getattr(search, without))
    )
    return own or any(_is_set(search, name, child) for child in value.children)


def chips(search: SearchRequest) -> tuple[Chip, ...]:
    """The filters in force, in the order they read: places, source, time, and what is left out."""
    kinds: dict[str, tuple[str, Callable[[str], str]]] = {
        "province": (_("Tỉnh"), str),
        "counterpart": (_("Đối tác"), str),
        "source": (_("Nguồn"), str),
        "year": (_("Năm"), lambda v: _("không rõ") if v == UNKNOWN_YEAR else v),
    }
    found: list[Chip] = []
    for name, (kind, show) in kinds.items():
        for i, value in enumerate(getattr(search, params.FACETS[name][0])):
            joint = _("hoặc") if i else _("và") if found else ""
            found.append(_chip(joint, kind, show(value), toggle(search, name, value)))
    found += _date_chips(search, _("và") if found else "")
    for name, (kind, show) in kinds.items():
        for value in getattr(search, params.FACETS[name][1], ()) if params.FACETS[name][1] else ():
            found.append(
                _chip(_("trừ"), kind, show(value), toggle(search, f"without_{name}", value))
            )
    if search.literal:
        found.append(
            _chip("", _("Cách tìm"), _("đúng như đã gõ"), replace(search, page=1, literal=False))
        )
    return tuple(found)


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
    return Chip(joint, kind, text, removed, _("Bỏ lọc %(kind)s: %(value)s", kind=kind, value=text))


def canonical(search: SearchRequest, facets: Mapping[str, FacetResult]) -> SearchRequest:
    """Filter values as the archive writes them: `lang son` becomes the «Lạng Sơn» that the engine
    marked as selected.
    """
    for name, (field, _without) in params.FACETS.items():
        given: Sequence[str] = getattr(search, field)
        selected = (
            [v.value for v in _walk(facets[name].values, name) if v.selected]
            if name in facets
            else []
        )
        strays = [v for v in given if v not in selected]
        meant = [v for v in selected if v not in given]
        if strays and len(strays) == len(meant):
            exchanged = dict(zip(strays, meant, strict=True))
            meaning: dict[str, Any] = {field: tuple(exchanged.get(v, v) for v in given)}
            search = replace(search, **meaning)
    return search


def _walk(values: Sequence[FacetValue], name: str) -> Iterator[FacetValue]:
    """The values a filter can name: of merged provinces the names as written, of years no
    months.
    """
    for value in values:
        if not (name == "province" and value.children):
            yield value
        if name != "year":
            yield from _walk(value.children, name)
