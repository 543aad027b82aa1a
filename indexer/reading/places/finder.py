"""The provinces and counterparts of an article, each with its role and evidence."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from indexer.gazetteer.tables import province_today
from indexer.model.article import Counterpart, Evidence, Province, Role
from indexer.reading.places.disambiguation import (
    Passage,
    rejected,
    rule_for,
    sentence_of,
    unit_before,
)
from indexer.reading.places.matcher import matches
from indexer.reading.places.names import Entry
from indexer.reading.structure.blocks import Block

__all__ = ["Places", "Stretch", "find_places", "read_names"]

_READ = frozenset({"title", "lead", "body", "caption"})
_SILENT = frozenset({"china", "none"})
"""Kinds that are no units of ours; they only tell what stands around them."""
_IN_TITLE = Evidence(0, 0, "named in the title")
_HEADLINE = 400
_DWELLS = 3
"""Times a region is named from which on the article is about it; sentences in which a province
acts from which on it is main.
"""


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


class Stretch(NamedTuple):
    """A part that is read; `standing` in the text, unlike a title with a field of its own."""

    passage: Passage
    standing: bool
    leading: bool


def read_names(title: str, text: str, blocks: Sequence[Block]) -> list[Stretch]:
    """The names in every part that belongs to the article.

    A title from a field of its own counts, though it gives no span of the text.
    """
    found = matches(text)
    in_title = matches(title) if title else []
    vietnam = any(
        match.entries[0].kind == "province" and not match.entries[0].reading
        for match in (*in_title, *found)
    )
    stretches = (
        [Stretch(Passage(title, in_title, title.isupper(), vietnam), False, True)]
        if in_title
        else []
    )
    lead = next((number for number, block in enumerate(blocks) if block.kind == "lead"), -1)
    starts = [block.start for block in blocks]
    at = 0
    while at < len(found):
        number = bisect_right(starts, found[at].start) - 1
        kind, start, end = blocks[number]
        first = at
        while at < len(found) and found[at].start < end:
            at += 1
        if at == first:  # between two parts
            at += 1
        elif kind in _READ:
            leading = kind in ("title", "lead") or (
                number == lead + 1 and kind == "body" and _enumerates(text, blocks[number])
            )
            shouted = end - start < _HEADLINE and text[start:end].isupper()
            stretches.append(
                Stretch(Passage(text, found[first:at], shouted, vietnam), True, leading)
            )
    return stretches


def find_places(
    stretches: Sequence[Stretch],
    original: Callable[[int, int], tuple[int, int]],
    modern: bool = False,
) -> Places:
    """What the names stand for.

    `modern`: in an article of the time after 1 July 2025 a town or gate stands for the province of
    today.
    """
    regions = _regions(stretches)
    provinces: dict[str, _Unit] = {}
    counterparts: dict[tuple[str, str], _Unit] = {}
    doubtful: list[tuple[Stretch, int, tuple[str, str]]] = []
    foreign: Counter[str] = Counter()
    for stretch in stretches:
        passage = stretch.passage
        for at, match in enumerate(passage.names):
            entries = match.entries
            if entries[0].kind in _SILENT and all(entry.kind in _SILENT for entry in entries):
                continue
            before = unit_before(passage, at)
            if rejected(passage, at, before):
                continue
            read = _read(passage, at, before, regions)
            if read is None:
                doubtful += [
                    (stretch, at, (entry.unit, entry.parent))
                    for entry in entries
                    if entry.kind == "counterpart"
                ]
                foreign.update(
                    entry.unit
                    for entry in entries
                    if entry.kind == "province" and entry.reading == "china"
                )
                continue
            entry, rule = read
            if entry.kind in ("counterpart", "far gate"):
                unit = counterparts.setdefault((entry.unit, entry.parent), _Unit())
            elif entry.kind in _SILENT:
                continue
            else:
                name = (
                    province_today(entry.unit)
                    if modern and entry.kind != "province"
                    else entry.unit
                )
                unit = provinces.setdefault(name, _Unit())
            _note(unit, stretch, at, rule, original)
    for name, times in foreign.items():
        if name in provinces and times >= len(provinces[name].evidence):
            del provinces[name]
    for stretch, at, key in doubtful:
        if key in counterparts:
            _note(counterparts[key], stretch, at, "named before in this article", original)
    return Places(_provinces(provinces), _counterparts(counterparts))


def _enumerates(text: str, block: Block) -> bool:
    """Does the paragraph after the lead list who takes part: "gồm: …"?"""
    return any(
        word in text[block.start : min(block.end, block.start + 160)]
        for word in ("gồm:", "gồm ", "bao gồm")
    )


def _read(
    passage: Passage, at: int, before: str, regions: frozenset[str]
) -> tuple[Entry, str] | None:
    for entry in passage.names[at].entries:
        rule = rule_for(entry, passage, at, before, regions)
        if rule:
            return entry, rule
    return None


def _regions(stretches: Sequence[Stretch]) -> frozenset[str]:
    """The Chinese regions the article dwells on: named in its title or lead, or three times."""
    counts: Counter[str] = Counter()
    for stretch in stretches:
        for at, match in enumerate(stretch.passage.names):
            entry = match.entries[0]
            if (
                entry.kind == "counterpart"
                and entry.reading == "free"
                and not rejected(stretch.passage, at, unit_before(stretch.passage, at))
            ):
                counts[entry.parent or entry.unit] += _DWELLS if stretch.leading else 1
    return frozenset(region for region, count in counts.items() if count >= _DWELLS)


def _note(
    unit: _Unit,
    stretch: Stretch,
    at: int,
    rule: str,
    original: Callable[[int, int], tuple[int, int]],
) -> None:
    match = stretch.passage.names[at]
    if stretch.standing:
        unit.evidence.append(Evidence(*original(match.start, match.end), rule))
    else:
        unit.evidence.append(_IN_TITLE)
    unit.leading = unit.leading or stretch.leading
    if not unit.leading:
        unit.sentences.add(sentence_of(stretch.passage, at)[0])


def _provinces(found: dict[str, _Unit]) -> tuple[Province, ...]:
    return tuple(
        Province(name, province_today(name), unit.role, tuple(unit.evidence))
        for name, unit in found.items()
    )


def _counterparts(found: dict[tuple[str, str], _Unit]) -> tuple[Counterpart, ...]:
    """Regions first, each followed by its units; a region named only through a unit takes the
    unit's evidence.
    """
    regions: dict[str, _Unit] = {name: unit for (name, parent), unit in found.items() if not parent}
    for (_, parent), unit in found.items():
        if parent and (parent, "") not in found:
            region = regions.setdefault(parent, _Unit())
            region.evidence += [
                Evidence(span.start, span.end, "region of a unit named") for span in unit.evidence
            ]
            region.leading = region.leading or unit.role == "main"
    result: list[Counterpart] = []
    for region_name, region in regions.items():
        result.append(Counterpart(region_name, None, region.role, tuple(region.evidence)))
        for (name, parent), unit in found.items():
            if parent == region_name:
                result.append(
                    Counterpart(
                        name,
                        parent,
                        unit.role,
                        tuple(sorted(unit.evidence, key=lambda span: span.start)),
                    )
                )
    return tuple(result)
