"""The provinces and counterparts of an article, each with its role and evidence."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from indexer.article import Counterpart, Evidence, Province, Role
from indexer.reading.blocks import Block
from indexer.reading.gazetteer import province_today
from indexer.reading.places.context import Passage, rejected, rule_for, sentence_of
from indexer.reading.places.matching import matches
from indexer.reading.places.names import Entry

__all__ = ["Places", "find_places"]

_READ = frozenset({"title", "lead", "body", "caption"})
_IN_TITLE = Evidence(0, 0, "named in the title")
_HEADLINE = 400
_DWELLS = 3
"""Times a region is named from which on the article is about it; sentences in which a province acts from which on it is main."""


class Places(NamedTuple):
    """What was found, in order of first naming; a counterpart's region comes before it."""

    provinces: tuple[Province, ...]
    counterparts: tuple[Counterpart, ...]


@dataclass(slots=True)
class _Unit:
    """What is known of one unit while reading."""

    evidence: list[Evidence] = field(default_factory=list)
    sentences: set[int] = field(default_factory=set)
    leading: bool = False

    @property
    def role(self) -> Role:
        return "main" if self.leading or len(self.sentences) >= _DWELLS else "mentioned"


class _Stretch(NamedTuple):
    """A part that is read; `standing` in the text, unlike a title with a field of its own."""

    passage: Passage
    standing: bool
    leading: bool


def find_places(
    title: str, text: str, blocks: Sequence[Block], original: Callable[[int, int], tuple[int, int]], modern: bool = False
) -> Places:
    """Read every part that belongs to the article.

    A title from a field of its own counts, though it gives no span of the text. `modern`: the article is of the time after 1 July 2025,
    so a town or gate stands for the province of today.
    """
    stretches = _stretches(title, text, blocks)
    regions = _regions(stretches)
    provinces: dict[str, _Unit] = {}
    counterparts: dict[tuple[str, str], _Unit] = {}
    doubtful: list[tuple[_Stretch, int, tuple[str, str]]] = []
    foreign: Counter[str] = Counter()
    for stretch in stretches:
        for at, match in enumerate(stretch.passage.names):
            if all(entry.kind in ("china", "none") for entry in match.entries) or rejected(stretch.passage, at):
                continue
            read = _read(stretch.passage, at, regions)
            if read is None:
                doubtful += [(stretch, at, (entry.unit, entry.parent)) for entry in match.entries if entry.kind == "counterpart"]
                foreign.update(entry.unit for entry in match.entries if entry.kind == "province" and entry.reading == "china")
                continue
            entry, rule = read
            if entry.kind in ("counterpart", "far gate"):
                unit = counterparts.setdefault((entry.unit, entry.parent), _Unit())
            elif entry.kind == "none" or entry.kind == "china":
                continue
            else:
                name = province_today(entry.unit) if modern and entry.kind != "province" else entry.unit
                unit = provinces.setdefault(name, _Unit())
            _note(unit, stretch, at, rule, original)
    for name, times in foreign.items():
        if name in provinces and times >= len(provinces[name].evidence):
            del provinces[name]
    for stretch, at, key in doubtful:
        if key in counterparts:
            _note(counterparts[key], stretch, at, "named before in this article", original)
    return Places(_provinces(provinces), _counterparts(counterparts))


def _stretches(title: str, text: str, blocks: Sequence[Block]) -> list[_Stretch]:
    stretches: list[_Stretch] = []
    found = list(matches(text))
    in_title = list(matches(title)) if title else []
    vietnam = any(entry.kind == "province" and not entry.reading for match in (*in_title, *found) for entry in match.entries[:1])
    if in_title:
        stretches.append(_Stretch(Passage(title, in_title, title.isupper(), vietnam), False, True))
    starts = [match.start for match in found]
    lead = next((number for number, block in enumerate(blocks) if block.kind == "lead"), -1)
    for number, block in enumerate(blocks):
        if block.kind not in _READ:
            continue
        names = found[bisect_left(starts, block.start) : bisect_left(starts, block.end)]
        if names:
            leading = block.kind in ("title", "lead") or (number == lead + 1 and block.kind == "body" and _enumerates(text, block))
            shouted = block.end - block.start < _HEADLINE and text[block.start : block.end].isupper()
            stretches.append(_Stretch(Passage(text, names, shouted, vietnam), True, leading))
    return stretches


def _enumerates(text: str, block: Block) -> bool:
    """Does the paragraph after the lead list who takes part: "gồm: …"?"""
    return any(word in text[block.start : min(block.end, block.start + 160)] for word in ("gồm:", "gồm ", "bao gồm"))


def _read(passage: Passage, at: int, regions: frozenset[str]) -> tuple[Entry, str] | None:
    for entry in passage.names[at].entries:
        rule = rule_for(entry, passage, at, regions)
        if rule:
            return entry, rule
    return None


def _regions(stretches: Sequence[_Stretch]) -> frozenset[str]:
    """The Chinese regions the article dwells on: named in its title or lead, or three times."""
    counts: Counter[str] = Counter()
    for stretch in stretches:
        for at, match in enumerate(stretch.passage.names):
            entry = match.entries[0]
            if entry.kind == "counterpart" and entry.reading == "free" and not rejected(stretch.passage, at):
                counts[entry.parent or entry.unit] += _DWELLS if stretch.leading else 1
    return frozenset(region for region, count in counts.items() if count >= _DWELLS)


def _note(unit: _Unit, stretch: _Stretch, at: int, rule: str, original: Callable[[int, int], tuple[int, int]]) -> None:
    match = stretch.passage.names[at]
    if stretch.standing:
        unit.evidence.append(Evidence(*original(match.start, match.end), rule))
    else:
        unit.evidence.append(_IN_TITLE)
    unit.leading = unit.leading or stretch.leading
    if not unit.leading:
        unit.sentences.add(sentence_of(stretch.passage, at)[0])


def _provinces(found: dict[str, _Unit]) -> tuple[Province, ...]:
    return tuple(Province(name, province_today(name), unit.role, tuple(unit.evidence)) for name, unit in found.items())


def _counterparts(found: dict[tuple[str, str], _Unit]) -> tuple[Counterpart, ...]:
    """Regions first, each followed by its units; a region named only through a unit takes the unit's evidence."""
    regions: dict[str, _Unit] = {name: unit for (name, parent), unit in found.items() if not parent}
    for (_, parent), unit in found.items():
        if parent and (parent, "") not in found:
            region = regions.setdefault(parent, _Unit())
            region.evidence += [Evidence(span.start, span.end, "region of a unit named") for span in unit.evidence]
            region.leading = region.leading or unit.role == "main"
    result: list[Counterpart] = []
    for region_name, region in regions.items():
        result.append(Counterpart(region_name, None, region.role, tuple(region.evidence)))
        for (name, parent), unit in found.items():
            if parent == region_name:
                result.append(Counterpart(name, parent, unit.role, tuple(sorted(unit.evidence, key=lambda span: span.start))))
    return tuple(result)
