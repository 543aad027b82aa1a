"""The provinces and counterparts of an article, each with its role and evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from indexer.article import Counterpart, Evidence, Province, Role
from indexer.reading.anatomy import Block
from indexer.reading.gazetteer import province_today
from indexer.reading.places.context import read_match
from indexer.reading.places.matching import matches

__all__ = ["Places", "find_places"]

_READ = frozenset({"title", "lead", "body", "caption"})


class Places(NamedTuple):
    """What was found, in order of first naming; a counterpart's region comes before it."""

    provinces: tuple[Province, ...]
    counterparts: tuple[Counterpart, ...]


def find_places(title: str, text: str, blocks: Sequence[Block], original: Callable[[int, int], tuple[int, int]]) -> Places:
    """Read every part that belongs to the article. A title from a field of its own counts, but gives no span."""
    found_provinces: dict[str, list[Evidence]] = {}
    found_counterparts: dict[tuple[str, str], list[Evidence]] = {}
    main: set[str] = set()
    china = any(word in text or word in title for word in ("Trung Quốc", "Quảng Tây", "Vân Nam", "TRUNG QUỐC", "Việt - Trung"))
    stretches: list[tuple[str, str, int]] = [("title", title, -1)] if title else []
    stretches += [(block.kind, text[block.start : block.end], block.start) for block in blocks if block.kind in _READ]
    for number, (kind, stretch, base) in enumerate(stretches):
        last_end = -10
        for match in matches(stretch):
            read = read_match(stretch, match, china, match.start - last_end <= 4)
            if read is None:
                continue
            last_end = match.end
            entry, rule = read
            if entry.kind == "none":
                continue
            evidence = Evidence(*original(base + match.start, base + match.end), rule) if base >= 0 else None
            if entry.kind == "counterpart":
                spans = found_counterparts.setdefault((entry.unit, entry.parent), [])
            else:
                spans = found_provinces.setdefault(entry.unit, [])
            if evidence:
                spans.append(evidence)
            if kind in ("title", "lead") or number <= 1 + bool(title):
                main.add(entry.unit)
    return Places(_provinces(found_provinces, main), _counterparts(found_counterparts, main))


def _provinces(found: dict[str, list[Evidence]], main: set[str]) -> tuple[Province, ...]:
    return tuple(
        Province(name, province_today(name), "main" if name in main else "mentioned", tuple(spans)) for name, spans in found.items()
    )


def _counterparts(found: dict[tuple[str, str], list[Evidence]], main: set[str]) -> tuple[Counterpart, ...]:
    units: dict[tuple[str, str], Counterpart] = {}
    for (name, parent), spans in found.items():
        role: Role = "main" if name in main else "mentioned"
        if parent and (parent, "") not in found:
            region = units.get((parent, ""))
            merged = (*(region.evidence if region else ()), *spans)
            region_role: Role = "main" if role == "main" or (region and region.role == "main") else "mentioned"
            units[parent, ""] = Counterpart(parent, None, region_role, merged)
        units[name, parent] = Counterpart(name, parent or None, role, tuple(spans))
    return tuple(sorted(units.values(), key=lambda unit: (unit.parent or unit.name, unit.parent is not None)))
