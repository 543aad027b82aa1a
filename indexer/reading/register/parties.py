"""Who stands on each side of an act, places, bodies and persons of both countries, and where it
was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from indexer.model.register import Span
from indexer.reading.register.acts import Act, is_scene
from indexer.reading.register.clauses import Actor, Clause
from indexer.reading.register.lexicon import BODIES
from indexer.reading.register.persons import Holder
from indexer.reading.register.view import Country, Mention, View

__all__ = ["Side", "place_of", "sides_of"]

_KINDS: Final = r"(?:tỉnh|thành phố|tp\.?|thị xã|huyện|thủ đô|khu vực|cửa khẩu|châu|khu tự trị|xã)"
_GOES_ON = re.compile(
    rf"(?:[\s,()–-]|; cùng\b|\bvà\b|\bcùng\b|\bvới\b|\bdo\b|\bông\b|\bbà\b|\bđồng chí\b|\bcác\b"
    rf"|\blàm\b|\b{_KINDS}|\bdân tộc\b|\bchoang\b|\bthuộc\b|\bbí thư\b|\btỉnh ủy\b"
    r"|\btrưởng đoàn\b)*"
)
_BODY = re.compile(rf"(?<!\w)(?:{BODIES})\b(?! (?:nghị|đàm|thảo|kiến|chợ|viên))")
_NO_NAME = re.compile(
    r"\b(?:đã|rời|đến|tới|sang|bắt|thăm|hôm|dự|tham|tại|ở|do|với|cùng|sẽ|đang|gồm|dẫn|là|được|có"
    r"|và|của)\b"
)
_LED = re.compile(
    r"\bdẫn đầu (đoàn [^,.;:]{3,90}?)(?=,| (?:thăm|sang|đến|tới|đi|tham|dự|làm|có|đã|gồm)\b)"
)
_BODY_REACH: Final = 80
_CAPITAL: Final = "Hà Nội"


@dataclass(slots=True)
class Side:
    """One side while an article is read: places by name, bodies by their words, persons by name;
    `is_country`: only the country is named.
    """

    country: Country
    places: dict[str, Mention] = field(default_factory=dict)
    units: dict[str, tuple[int, int]] = field(default_factory=dict)
    leaders: dict[str, Holder | None] = field(default_factory=dict)
    nation: Mention | None = None

    def take(self, other: Side) -> None:
        """Take what another telling of the same side says."""
        for name, mention in other.places.items():
            self.places.setdefault(name, mention)
        for name, unit in other.units.items():
            self.units.setdefault(name, unit)
        for name, holder in other.leaders.items():
            if self.leaders.get(name) is None:
                self.leaders[name] = holder
        self.nation = self.nation or other.nation

    def narrowed(self) -> dict[str, Mention]:
        """The places without a region of which a unit is named."""
        parents = {mention.parent for mention in self.places.values() if mention.parent}
        return {name: one for name, one in self.places.items() if name not in parents}

    def is_one_with(self, other: Side) -> bool:
        """Are both certainly the same: a person in common, or the same places?"""
        if self.leaders and other.leaders:
            return not self.leaders.keys().isdisjoint(other.leaders)
        return self.narrowed().keys() == other.narrowed().keys()

    def agrees(self, other: Side) -> bool:
        """May both be the same side: no other places, no other persons?"""
        if self.leaders and other.leaders and self.leaders.keys().isdisjoint(other.leaders):
            return False
        mine, its = _with_parents(self.places), _with_parents(other.places)
        return not (mine and its) or not mine.isdisjoint(its)


def _with_parents(places: dict[str, Mention]) -> frozenset[str]:
    return frozenset(places) | {one.parent for one in places.values() if one.parent}


def sides_of(view: View, clause: Clause, act: Act) -> tuple[Side, Side]:
    """The Vietnamese and the Chinese side of an act."""
    end = _end(clause, max(act.vietnamese, act.chinese, act.end - 1) + 1)
    kept = (act.vietnamese, act.chinese)
    sides = Side("vn"), Side("cn")
    for side in sides:
        found = [
            (place, actor)
            for place, actor in clause.actors.items()
            if place < end and actor.country == side.country
        ]
        for place, actor in found:
            if _is_owner(clause.text, place):
                if place in kept:
                    _put_nation(side, actor)
            elif place in kept or not is_scene(clause.text, place):
                _put(view, clause, side, actor)
    for nation in view.named(clause.sentence.start, clause.sentence.end):
        if nation.level == "both" and act.vietnamese == act.chinese:
            for side, name in zip(sides, ("Việt Nam", "Trung Quốc"), strict=True):
                side.nation = side.nation or nation._replace(name=name)
    if act.is_frame:
        _put_capital(view, clause, sides[0])
    _put_delegation(view, clause, act, sides[act.vietnamese > act.chinese])
    return sides


def _put_capital(view: View, clause: Clause, side: Side) -> None:
    """Put the country for its capital where a visit to or from the country goes there."""
    if side.places.keys() != {_CAPITAL}:
        return
    for nation in view.named(clause.sentence.start, clause.sentence.end):
        if nation.level == "country" and nation.country == side.country:
            side.nation = nation
            side.places.clear()
            return


def _put_delegation(view: View, clause: Clause, act: Act, guests: Side) -> None:
    """The delegation that somebody leads, by its words: «Đoàn công tác các cơ quan ngoại vụ 14
    địa phương».
    """
    led = _LED.search(clause.text)
    if led and led.end() <= act.start and not guests.units and act.is_frame:
        start, end = clause.at[led.start(1)], clause.at[led.end(1) - 1] + 1
        guests.units[" ".join(view.text[start:end].split())] = (start, end)


def _end(clause: Clause, start: int) -> int:
    """Where the row of names that goes on from there ends."""
    end = start
    while True:
        match = _GOES_ON.match(clause.text, end)
        stop = match.end() if match else end
        if stop not in clause.actors:
            return end
        end = stop + 1


def _is_owner(text: str, place: int) -> bool:
    """Is a person only whose envoy, letter or wife it is: «Đặc phái viên của κ»?"""
    return text.endswith("của ", 0, place) and not text.endswith("lời mời của ", 0, place)


def _put_nation(side: Side, owner: Actor) -> None:
    """Put the country of somebody on its side whose envoy acts, and who is not there."""
    name = "Việt Nam" if side.country == "vn" else "Trung Quốc"
    side.nation = side.nation or Mention(owner.start, owner.end, "country", side.country, name)


def _put(view: View, clause: Clause, side: Side, actor: Actor) -> None:
    """Put an actor on its side."""
    mention = actor.mention
    if mention is None:
        if actor.name:
            side.leaders[actor.name] = actor.holder
        for place in actor.holder.places if actor.holder else ():
            if place.country == side.country:
                side.places.setdefault(place.name, place)
        for nation in view.named(actor.start, actor.end):
            if nation.level == "country" and nation.country == side.country:
                side.nation = side.nation or nation
        return
    if mention.level == "country":
        side.nation = side.nation or mention
    else:
        side.places.setdefault(mention.name, mention)
    unit = _body_before(view, clause.sentence.start, mention)
    if unit:
        side.units.setdefault(" ".join(view.text[unit[0] : unit[1]].split()), unit)


def _body_before(view: View, start: int, mention: Mention) -> tuple[int, int] | None:
    """The body of which a place is the last word: «Sở Ngoại vụ tỉnh Hà Giang»."""
    begin = max(start, mention.start - _BODY_REACH)
    head = view.text[begin : mention.start]
    cut = max(head.rfind(sign) for sign in ",;:()")
    bodies = [match.start() for match in _BODY.finditer(head, cut + 1)]
    outer = [at for at in bodies if not _NO_NAME.search(head, at)]
    return (begin + outer[0], mention.end) if outer else None


def place_of(view: View, clause: Clause, act: Act) -> Span | None:
    """Where it was: the visited place, or what stands after «tại»."""
    if act.is_frame:
        guests = min(act.vietnamese, act.chinese)
        host = act.chinese if guests == act.vietnamese else act.vietnamese
        return _place_span(view, clause.actors.get(host))
    for at in sorted(clause.actors):
        if clause.actors[at].mention is not None and is_scene(clause.text, at):
            return _place_span(view, clause.actors[at])
    return None


def _place_span(view: View, actor: Actor | None) -> Span | None:
    if actor is None or actor.mention is None:
        return None
    return view.span(actor.start, actor.end, actor.name)


def persons_on(side: Side, holders: Sequence[Holder]) -> list[Holder]:
    """The persons of a side with the fullest office the article gives each."""
    found = []
    for name, here in side.leaders.items():
        own = [one for one in holders if one.name == name and one.country == side.country]
        best = max(own, key=lambda one: (one.is_office, bool(one.unit), -one.start), default=here)
        if best is not None:
            found.append(best)
    return found
