"""Filter values as people type them (`lang son`, `Guangxi`, `vân-nam`) → the values the archive holds.

A value that is unknown matches nothing, and a warning names the nearest ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from indexer.errors import BadQuery
from indexer.language import Variant, canonical, fold, syllables, variant
from indexer.searching.periods import parse_period
from indexer.searching.request import SearchRequest
from indexer.searching.synonyms import other_writings
from indexer.searching.syntax import FacetName
from indexer.searching.vocabulary import Vocabulary

__all__ = ["FIELD_LABELS", "ResolvedRequest", "find_value", "resolve", "unknown_value"]

FIELD_LABELS: dict[str, str] = {"province": "tỉnh", "counterpart": "đối tác", "source": "nguồn", "year": "năm"}
_LISTS: tuple[tuple[str, FacetName], ...] = (
    ("provinces", "province"),
    ("counterparts", "counterpart"),
    ("sources", "source"),
    ("without_provinces", "province"),
    ("without_counterparts", "counterpart"),
    ("without_sources", "source"),
)
_TITLES = (("thành", "phố"), ("tỉnh",), ("tp",), ("t.p",), ("châu",), ("khu", "tự", "trị"))


@dataclass(frozen=True, slots=True)
class ResolvedRequest:
    """The request with the archive's own filter values and whole ISO days, and what had to be said about them."""

    request: SearchRequest
    warnings: tuple[str, ...]


def resolve(request: SearchRequest, vocabulary: Vocabulary) -> ResolvedRequest:
    """Every filter value as the archive writes it. Raises BadQuery for a date that is none or a stretch that ends before it begins."""
    warnings: list[str] = []
    changes: dict[str, object] = {}
    for field, facet in _LISTS:
        values = []
        for typed in getattr(request, field):
            found = find_value(facet, typed, vocabulary)
            if found is None:
                warnings.append(unknown_value(facet, typed, vocabulary))
            values.append(found if found is not None else typed)
        changes[field] = tuple(dict.fromkeys(values))
    changes["years"] = tuple(dict.fromkeys(y.strip() for y in request.years))
    changes["date_from"] = _day(request.date_from, 0, "date_from")
    changes["date_to"] = _day(request.date_to, 1, "date_to")
    if changes["date_from"] and changes["date_to"] and str(changes["date_from"]) > str(changes["date_to"]):
        raise BadQuery("Ngày bắt đầu sau ngày kết thúc.", "date_from")
    return ResolvedRequest(replace(request, **changes), tuple(warnings))  # type: ignore[arg-type]


def find_value(field: FacetName, typed: str, vocabulary: Vocabulary) -> str | None:
    """The value of a facet meant by what was typed: bare, in another case, with hyphens, or by another name; None when unknown."""
    values = vocabulary.facet_values(field)
    if any(value == typed for value, _ in values):
        return typed
    words = _words(typed)
    found = _closest(words, values)
    if found is None and field in ("province", "counterpart"):
        found = _closest(_without_title(words), values)
        for reading in other_writings(typed, words) if found is None else ():
            found = found or _closest(reading, values) or _closest(_without_title(reading), values)
    if found is None and field == "source":
        found = next((value for value, _ in values if value.casefold() == canonical(typed).text.strip().casefold()), None)
    return found


def unknown_value(field: FacetName, typed: str, vocabulary: Vocabulary) -> str:
    """The warning for a value nothing carries, with the nearest ones there are."""
    values = {fold(value.lower()): value for value, _ in vocabulary.facet_values(field)}
    near = get_close_matches(fold(canonical(typed[:60]).text.lower()), list(values), n=3, cutoff=0.6)
    hint = f" Gần nhất: {', '.join(values[key] for key in near)}." if near else ""
    return f"Không có {FIELD_LABELS[field]} «{typed[:60]}» trong kho bài.{hint}"


def _closest(words: Sequence[str], values: Sequence[tuple[str, int]]) -> str | None:
    """The value whose every syllable agrees with the typed one; the closest, then the most frequent."""
    if not words:
        return None
    best: tuple[int, int, str] | None = None
    bare = "".join(map(fold, words))
    for value, count in values:
        if fold(value.lower()).replace(" ", "").replace("-", "") != bare:
            continue
        own = _words(value)
        pairs = zip(words, own, strict=True) if len(own) == len(words) else [("".join(words), "".join(own))]
        closeness = max(variant(typed, term) for typed, term in pairs)
        if closeness <= Variant.MARKS_MISSING and (best is None or (closeness, -count, value) < best):
            best = (closeness, -count, value)
    return best[2] if best else None


def _words(text: str) -> tuple[str, ...]:
    return tuple(t.text for t in syllables(text.replace("-", " ").replace("_", " ")) if t.kind in ("word", "number", "han"))


def _without_title(words: tuple[str, ...]) -> tuple[str, ...]:
    for title in _TITLES:
        if len(words) > len(title) and all(variant(w, t) <= Variant.MARKS_MISSING for w, t in zip(words, title, strict=False)):
            return words[len(title) :]
    return words


def _day(typed: str, end: int, parameter: str) -> str:
    if not typed:
        return ""
    period = parse_period(typed)
    if period is None or not period[end]:
        raise BadQuery(f"Không hiểu ngày «{typed[:40]}»; ví dụ: 2024-11-05, 11/2024, 2024.", parameter)
    return period[end]
