"""The provinces and counterparts of an article, each with its role and evidence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from indexer.gazetteer.tables import province_today
from indexer.model.article import Counterpart, Evidence, Province, Role
from indexer.reading.places.disambiguation import disambiguation_rule, is_gate
from indexer.reading.places.matcher import matches
from indexer.reading.places.names import Entry
from indexer.reading.places.passage import COMMUNES, Passage, around, before, sentence_of
from indexer.reading.places.rejection import rejection_rule
from indexer.reading.places.roles import acts, is_passing, is_scene
from indexer.reading.structure.blocks import Block

__all__ = ["Places", "Stretch", "find_places", "read_names"]

_READ = frozenset({"title", "lead", "body", "caption"})
_SILENT = frozenset({"china", "none"})
"""Kinds that are no units of ours; they only tell what stands around them."""
_COUNTRY = frozenset({"Trung Quốc", "Trung Hoa", "China", "TQ"})
_IN_TITLE = Evidence(0, 0, "named in the title")
_LOCATIVE = re.compile(r"(?:tại|ở|về|đến|từ|ra|vào) $")
_HEADLINE = 400
_EARLY = 800
"""Characters from the lead's beginning in which one learns where it happens."""
_SHARE = 3
"""A place that the body tells of is main with at least one of so many names of the most named."""
_DWELLS = 3
"""Times a region is named from which on the article is about it; sentences in which a province
acts from which on it is main.
"""


class Places(NamedTuple):
    """What was found, in order of first naming; a counterpart's region comes before it."""

    provinces: tuple[Province, ...]
    counterparts: tuple[Counterpart, ...]
    gates: tuple[tuple[str, str], ...] = ()
    """(province, gate with the one it faces) of every gate named as one."""


class Stretch(NamedTuple):
    """A part that is read; `standing` in the text, unlike a title with a field of its own."""

    passage: Passage
    standing: bool
    leading: bool
    early: int = 0
    """Where, in a paragraph, the beginning ends in which one learns where it happens."""


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
            early = starts[max(lead, 0)] + _EARLY if kind == "body" else 0
            stretches.append(
                Stretch(Passage(text, found[first:at], shouted, vietnam), True, leading, early)
            )
    return stretches


def find_places(
    stretches: Sequence[Stretch],
    original: Callable[[int, int], tuple[int, int]],
    modern: bool = False,
) -> Places:
    """What the names stand for.

    `modern`: in an article of the time after 1 July 2025 a town or gate stands for the province of
    today, and the wards and communes of that time are known.
    """
    finder = _Finder(original, modern)
    named = finder.standing(stretches)
    finder.read(named, _regions(named))
    return finder.places()


@dataclass(slots=True)
class _Unit:
    """What is known of one unit while reading: its evidence, and its names in the head (title,
    lead, list of who takes part) and in the body.
    """

    evidence: list[Evidence] = field(default_factory=list)
    head: list[_Named] = field(default_factory=list)
    body: list[_Named] = field(default_factory=list)
    role: Role = "mentioned"

    def is_main(self, least: int) -> bool:
        """Does the head tell of it, an office of it act, or so many sentences of the body tell of
        it, not in passing?
        """
        if any(not is_passing(name.stretch.passage, name.at) for name in self.head):
            return True
        if any(acts(name.stretch.passage, name.at) for name in self.body[:_DWELLS]):
            return True
        if len(self.body) < least:
            return False
        acting = [n for n in self.body if not is_passing(n.stretch.passage, n.at)]
        sentences = {sentence_of(name.stretch.passage, name.at)[0] for name in acting}
        return len(sentences) >= least


class _Named(NamedTuple):
    """A name that stands for a place: where it is, and the kind of unit before it."""

    stretch: Stretch
    at: int
    unit: str

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.stretch.passage.names[self.at].start


class _Finder:
    """Reads the names of one article and gathers what each unit's evidence is."""

    def __init__(self, original: Callable[[int, int], tuple[int, int]], modern: bool) -> None:
        self._original, self._modern = original, modern
        self._provinces: dict[str, _Unit] = {}
        self._counterparts: dict[tuple[str, str], _Unit] = {}
        self._doubtful: list[tuple[_Named, Entry]] = []
        self._foreign: Counter[str] = Counter()
        self._gates: dict[str, str] = {}
        self._elsewhere = False
        """Does the head name a place of China that is no unit of ours?"""

    def standing(self, stretches: Sequence[Stretch]) -> list[_Named]:
        """The names that stand for places: none of persons, streets, newspapers, clubs."""
        kept: list[_Named] = []
        persons: set[str] = set()
        for stretch in stretches:
            passage = stretch.passage
            for at, match in enumerate(passage.names):
                if match.entries[0].kind in _SILENT and _all_silent(match.entries):
                    self._elsewhere |= stretch.leading and _is_elsewhere(match.entries[0])
                    continue
                ahead = around(passage, at)
                reason = rejection_rule(passage, at, ahead)
                if not reason:
                    kept.append(_Named(stretch, at, ahead.unit))
                elif reason == "person":
                    persons.add(passage.text[match.start : match.end])
        short = {name for name in persons if " " not in name}
        return [name for name in kept if not (short and _is_given_name(name, short))]

    def read(self, named: Sequence[_Named], regions: frozenset[str]) -> None:
        """Take every name for what its surroundings tell."""
        for name in named:
            readings = self._readings(name, regions)
            for entry, rule in readings:
                self._take(name, entry, rule)
            if not readings:
                self._doubt(name)

    def _readings(self, name: _Named, regions: frozenset[str]) -> list[tuple[Entry, str]]:
        """The first reading that holds; of a former province all that stand there today."""
        passage = name.stretch.passage
        found: list[tuple[Entry, str]] = []
        for entry in passage.names[name.at].entries:
            if self._is_ward_to_be(name, entry):
                continue
            if found and entry.reading != "former":
                continue
            rule = disambiguation_rule(entry, passage, name.at, name.unit, regions)
            if rule:
                found.append((entry, rule))
                if entry.reading != "former":
                    break
        return found

    def _is_ward_to_be(self, name: _Named, entry: Entry) -> bool:
        """Is it a ward or commune that is one of that name since July 2025 only?"""
        if self._modern or entry.kind != "district" or entry.reading == "free":
            return False
        return entry.reading == "commune" or name.unit in COMMUNES

    def _take(self, name: _Named, entry: Entry, rule: str) -> None:
        if entry.kind in _SILENT:
            return
        if entry.kind in ("counterpart", "far gate"):
            unit = self._counterparts.setdefault((entry.unit, entry.parent), _Unit())
        else:
            today = self._modern and entry.kind != "province"
            province = province_today(entry.unit) if today else entry.unit
            unit = self._provinces.setdefault(province, _Unit())
            if entry.kind == "gate" and is_gate(name.stretch.passage, name.at):
                self._gates.setdefault(entry.kinds[0], province_today(entry.unit))
        self._note(unit, name, rule)

    def _doubt(self, name: _Named) -> None:
        for entry in name.stretch.passage.names[name.at].entries:
            if entry.kind == "counterpart":
                self._doubtful.append((name, entry))
            elif entry.kind == "province" and entry.reading == "china":
                self._foreign[entry.unit] += 1

    def _note(self, unit: _Unit, name: _Named, rule: str) -> None:
        stretch, at, _ = name
        match = stretch.passage.names[at]
        if stretch.standing:
            unit.evidence.append(Evidence(*self._original(match.start, match.end), rule))
        else:
            unit.evidence.append(_IN_TITLE)
        (unit.head if stretch.leading else unit.body).append(name)

    def places(self) -> Places:
        """The provinces and counterparts, each with its role and evidence."""
        for name, times in self._foreign.items():
            if name in self._provinces and times >= len(self._provinces[name].evidence):
                del self._provinces[name]
        for named, entry in self._doubtful:
            known = self._counterparts.get((entry.unit, entry.parent))
            if known:
                self._note(known, named, "named before in this article")
        self._weigh()
        gates = tuple((province, gate) for gate, province in self._gates.items())
        return Places(_provinces(self._provinces), _counterparts(self._counterparts), gates)

    def _weigh(self) -> None:
        """Set the roles; where no place is main, the first that tells where it happens is."""
        units = (*self._provinces.values(), *self._counterparts.values())
        regions = [unit for (_, parent), unit in self._counterparts.items() if not parent]
        cities = [unit for (_, parent), unit in self._counterparts.items() if parent]
        main = [*_told_most([*self._provinces.values(), *regions]), *_told_most(cities)]
        for unit in main:
            unit.role = "main"
        if main or self._elsewhere:
            return
        early = [
            (name.start, number)
            for number, unit in enumerate(units)
            for name in unit.body[:_DWELLS]
            if name.start < name.stretch.early and is_scene(name.stretch.passage, name.at)
        ]
        if early:
            units[min(early)[1]].role = "main"


def _told_most(units: Sequence[_Unit]) -> list[_Unit]:
    """Those of some units of one size that are main: a city is not held beside its region, which
    is named wherever the city is.
    """
    most = max((len(unit.head) + len(unit.body) for unit in units), default=0)
    least = max(_DWELLS, most // _SHARE)
    return [unit for unit in units if unit.is_main(least)]


def _is_elsewhere(entry: Entry) -> bool:
    """Is it a place of China that is no unit of ours?"""
    return entry.kind == "china" and entry.unit not in _COUNTRY


def _all_silent(entries: Sequence[Entry]) -> bool:
    return all(entry.kind in _SILENT for entry in entries)


def _is_given_name(name: _Named, persons: set[str]) -> bool:
    """Is a bare name that of a person named in full elsewhere: "Phạm Thị Huế … Huế"?"""
    match = name.stretch.passage.names[name.at]
    if name.unit or name.stretch.passage.text[match.start : match.end] not in persons:
        return False
    return not _LOCATIVE.search(before(name.stretch.passage, name.at, 12).lower())


def _enumerates(text: str, block: Block) -> bool:
    """Does the paragraph after the lead list who takes part: "gồm: …"?"""
    return any(
        word in text[block.start : min(block.end, block.start + 160)]
        for word in ("gồm:", "gồm ", "bao gồm")
    )


def _regions(named: Sequence[_Named]) -> frozenset[str]:
    """The Chinese regions the article dwells on: named in its title or lead, or three times."""
    counts: Counter[str] = Counter()
    for stretch, at, _ in named:
        entry = stretch.passage.names[at].entries[0]
        if entry.kind == "counterpart" and entry.reading == "free":
            counts[entry.parent or entry.unit] += _DWELLS if stretch.leading else 1
    return frozenset(region for region, count in counts.items() if count >= _DWELLS)


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
    result: list[Counterpart] = []
    for region_name, region in regions.items():
        own = (unit for (_, parent), unit in found.items() if parent == region_name)
        role: Role = "main" if any(unit.role == "main" for unit in own) else region.role
        result.append(Counterpart(region_name, None, role, tuple(region.evidence)))
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
