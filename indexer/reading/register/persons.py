"""Persons with their offices: «Bí thư Tỉnh ủy Vân Nam Vương Ninh», «ông Đỗ Thái Hòa, Giám đốc Sở
Ngoại vụ tỉnh».

An office is read with the unit that follows it; its person is named right after, or right before
with a comma between. Who held an office before («nguyên», «cựu») holds none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from indexer.language.lexicon.surnames import SURNAMES
from indexer.reading.places.matcher import Match, matches
from indexer.reading.places.names import Entry
from indexer.reading.register.lexicon import (
    BUSINESS,
    CHINESE,
    CHINESE_LEADERS,
    COUNTRIES,
    HISTORICAL,
    MEMBERSHIPS,
    OFFICES,
    RANKS,
    SELF_SUFFICIENT,
    SURNAMES_CHINESE,
    UNIT_WORDS,
    VERBS,
    VIETNAMESE,
    names_office,
)
from indexer.reading.register.view import Country, Mention, Sentence, View

__all__ = ["Holder", "holders"]

_CAP, _LOW = "A-ZÀ-ÖØ-ÞĂĐĨŨƠƯẠ-Ỹ", "a-zà-öø-ÿăđĩũơưạ-ỹ"
_UPPER: Final = (
    "".join(chr(code) for code in range(0x1EA0, 0x1EFA) if chr(code).isupper())
    + "ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ"
)
_SYLLABLE = rf"[{_UPPER}][^\W\d_{_UPPER}]*"
_NAME = re.compile(rf"{_SYLLABLE}(?:[ ]{_SYLLABLE}){{1,3}}(?![\w])")
_NAME_BEFORE = re.compile(
    rf"(?:(?:Ông|Bà|Ngài) )?(?P<name>{_SYLLABLE}(?: {_SYLLABLE}){{1,3}})"
    r"(?: \([^()]{1,30}\))?,? ?[,(–-] ?"
    r"(?:hiện (?:là|đang là) |là |kiêm )?$"
)
_OFFICE = re.compile(
    rf"(?<![\w/])(?:(?P<former>nguyên|cựu) )?(?P<office>(?:(?:quyền|q\.|phó) )*(?:{OFFICES}))"
    r"(?P<standing> thường trực)?(?![\w])",
    re.I,
)
_TOKEN = re.compile(r"\s?([\w&]+(?:['’./-][\w&]+)*|[,()–:;.-])")
_RANK = re.compile(rf"(?:\s?{RANKS}\s)+", re.I)
_COMMA_NAME = re.compile(rf",?\s{RANKS}\s", re.I)
_PAREN = re.compile(r"\s?\([^()\n]{2,40}\)")
_COUNTRY_AFTER = re.compile(r",? ?\(?(?:nước )?(Trung Quốc|Việt Nam|TQ|VN)\b")
_CHAINED = re.compile(r"\s?(?:,|,? kiêm|,? và|;)?\s?(?:là |đồng thời là |kiêm )?$")
_STEMS: Final = frozenset({"đinh", "tân", "nhâm", "mậu", "kỷ", "canh"})
_BRANCHES: Final = frozenset(
    {"tý", "sửu", "dần", "mão", "thìn", "tỵ", "ngọ", "mùi", "thân", "dậu", "tuất", "hợi"}
)
"""The ten stems, as far as they are family names, and the branches: «Xuân Đinh Dậu» is a year."""
_NO_NAMES: Final = frozenset({"trưởng", "ban", "chủ", "giám", "cục", "bí", "sở", "phòng", "chỉ"})
"""Second syllables of offices and bodies: «Phó Trưởng Ban Chỉ» is nobody."""
_NATIONS: Final = frozenset({"Pháp", "Úc", "Lào"})
"""Countries that are no last syllable of a name."""
_SHORT_NAME: Final = 2
"""Syllables of a name that is rather a place where the gazetteer has one of that name."""
_ABBREVIATED: Final = frozenset({"TP", "Tp", "TX", "TT"})
"""Kinds of places that may be written with a full stop: «TP. HCM»."""
_ACRONYM = re.compile(r"(?!TP|TX|UBND|HĐND)[A-ZĐ&]{3,}")
"""A unit in one word, «VCCI», rather than a first word that is left of one: «Chương»."""
_LONGEST_UNIT: Final = 18
"""Tokens of a unit at most."""
_REACH: Final = 70


class _Office(NamedTuple):
    """text[start:end], with the unit text[unit:end]; `name`: where the person's name follows.
    `is_whole`: it is certain where the unit ends.
    """

    start: int
    unit: int
    end: int
    office: str
    is_former: bool
    is_whole: bool
    name: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in an office as one place tells it: text[start:end] has office, unit and name.
    `country` is None where nothing tells it, `other` says that it is another country's.
    """

    name: str
    office: str
    unit: str
    start: int
    end: int
    sentence: Sentence
    country: Country | None
    is_other: bool = False
    is_former: bool = False
    is_whole: bool = True
    places: tuple[Mention, ...] = ()

    @property
    def is_office(self) -> bool:
        """Is it an office, with what it is the office of, rather than a seat or a bare title?"""
        low = self.office.lower()
        if low.startswith(MEMBERSHIPS) or self.is_former or BUSINESS.search(self.unit):
            return False
        if self.unit and not self.is_whole:
            return False
        if " " not in self.unit and not self.places and not _ACRONYM.fullmatch(self.unit):
            return any(own in low for own in SELF_SUFFICIENT)
        return any(sign.isupper() for sign in self.unit) or any(
            own in low for own in SELF_SUFFICIENT
        )


def holders(view: View) -> list[Holder]:
    """The persons with offices that a text names, in order, each as often as it says so."""
    found: list[Holder] = []
    spans = {mention.start: mention for mention in view.mentions}
    for sentence in view.sentences:
        if names_office(view.text[sentence.start : sentence.end]):
            found += _of_sentence(view, sentence, spans)
    return _with_countries(found)


def _of_sentence(view: View, sentence: Sentence, spans: dict[int, Mention]) -> Iterator[Holder]:
    chain: list[_Office] = []
    for match in _OFFICE.finditer(view.text, sentence.start, sentence.end):
        if chain and match.start() < chain[-1].end:
            continue
        office = _read(view.text, match, sentence.end, spans)
        if chain and not _goes_with(view, chain[-1], office):
            yield from _named(view, sentence, chain)
            chain = []
        chain.append(office)
        if office.name:
            yield from _named(view, sentence, chain)
            chain = []
    if chain:
        yield from _named(view, sentence, chain)


def _goes_with(view: View, one: _Office, other: _Office) -> bool:
    """Are two offices in a row one person's? With the name behind both, only where both are known
    to be of one country, or the first is a seat: «Phó Tỉnh trưởng Vân Nam, Thứ trưởng A» are two.
    """
    if not _CHAINED.fullmatch(view.text, one.end, other.start):
        return False
    if other.name is None:
        return True
    units = (view.text[office.unit : office.end] for office in (one, other))
    first, second = (
        _country(view, office, unit) for office, unit in zip((one, other), units, strict=True)
    )
    if one.office.lower().startswith(MEMBERSHIPS):
        return first in (second, (None, False))
    return first == second != (None, False)


def _read(text: str, match: re.Match[str], stop: int, spans: dict[int, Mention]) -> _Office:
    """An office with the unit behind it, and the name right after that if there is one."""
    at = unit_end = match.end()
    after_place = False
    name: tuple[int, int] | None = None
    is_whole = True
    for _ in range(_LONGEST_UNIT):
        rank = _RANK.match(text, at, stop)
        after = rank.end() if rank else at + text.startswith(" ", at)
        name = _name_at(text, after, stop, spans)
        if name or rank:
            break
        mention = spans.get(after)
        if mention:
            at = unit_end = mention.end
            after_place = True
            continue
        paren = _PAREN.match(text, at, stop)
        if paren and any(start in spans for start in range(paren.start(), paren.end())):
            at = paren.end()
            continue
        token = _TOKEN.match(text, at, stop)
        goes_on = token and _goes_on(text, token, stop, spans, after_place=after_place)
        if token is None or not goes_on:
            is_whole = token is None or not token[1][0].isalpha() or token[1] in VERBS
            break
        at = token.end()
        after_place = False
        if token[1][0].isalnum():
            unit_end = at
        at += token[1] in _ABBREVIATED and text.startswith(".", at)
    else:
        is_whole = False
    office = match["office"] + (match["standing"] or "")
    start = match.start("office")
    is_former = bool(match["former"])
    return _Office(start, match.end(), unit_end, office, is_former, is_whole or bool(name), name)


def _goes_on(
    text: str, token: re.Match[str], stop: int, spans: dict[int, Mention], *, after_place: bool
) -> bool:
    """Does a token belong to the name of a unit?"""
    word = token[1]
    if text.startswith("phát biểu", token.start(1)):
        return False
    if word in ("–", "-"):
        return token.end() < stop and text[token.end() :][:2].strip()[:1].isupper()
    if not word[0].isalpha():
        return False
    if word == "và":
        after = token.end() + 1
        rank = _RANK.match(text, token.end(), stop)
        is_person = rank or _name_at(text, after, stop, spans)
        is_office = _OFFICE.match(text, after, stop) is not None
        return text[after : after + 1].isupper() and not is_person and not is_office
    if word == "đồng":
        return text.endswith(("hội", "Hội"), 0, token.start())
    if word[0].isupper() or word in UNIT_WORDS:
        return True
    return not after_place and word not in VERBS and _ends_with_capital(text, token.start())


def _ends_with_capital(text: str, at: int) -> bool:
    """Does the syllable before begin with a capital, so that the next may belong to it: «Âm
    nhạc»?
    """
    before = text[max(0, at - 12) : at].split()
    return bool(before) and before[-1][0].isupper()


def _name_at(text: str, at: int, stop: int, spans: dict[int, Mention]) -> tuple[int, int] | None:
    """The name of a person that begins there: a family name and one to three given ones."""
    match = _NAME.match(text, at, stop)
    if match is None or at in spans or not _is_name(match[0]):
        return None
    if match[0].startswith("Dương") and text.endswith("Thái Bình ", 0, at):
        return None
    end = match.end()
    for start in range(at + 1, end):
        if start in spans and spans[start].level in ("place", "country"):
            end = start - 1  # a place begins within: what stands before it is the name
            break
    return (at, end) if " " in text[at:end].strip() else None


def _is_name(words: str) -> bool:
    syllables = words.lower().split()
    if (
        len(syllables) < 2
        or (len(syllables) == 2 and syllables[1] == "mỹ")
        or words.split()[-1] in _NATIONS
    ):
        return False
    known = syllables[0] in SURNAMES or syllables[0] in SURNAMES_CHINESE
    if (
        words in COUNTRIES
        or syllables[0] == "ông"
        or (syllables[0] in _STEMS and syllables[-1] in _BRANCHES)
    ):
        return False
    if not known or words.lower() in HISTORICAL or syllables[1] in _NO_NAMES:
        return False
    for match in matches(words):
        is_whole = match.end - match.start == len(words) and len(syllables) == _SHORT_NAME
        if is_whole or any(map(_is_elsewhere, match.entries)):
            return False
    return True


def _is_elsewhere(entry: Entry) -> bool:
    """Is it a gate or a place beyond the two countries' units, and so no person's name?"""
    return entry.kind in ("gate", "far gate", "china", "none")


def _named(view: View, sentence: Sentence, chain: list[_Office]) -> Iterator[Holder]:
    """The holder of the offices in a row: named after the last of them, or before the first."""
    last = chain[-1]
    name = last.name
    start, end = chain[0].start, last.end
    if name:
        end = name[1]
    elif before := _before(view, sentence, start):
        name = before
        start = before[0]
    elif after := _after_comma(view, sentence, last):
        name = after
        end = after[1]
    else:
        return
    person = view.text[name[0] : name[1]]
    if person.lower() in HISTORICAL:
        return
    for office in chain:
        unit = view.text[office.unit : office.end].strip(" ,–-")
        stretch = office.start, max(office.end, office.unit)
        places = tuple(m for m in view.named(*stretch) if m.level == "place")
        country, other = _country(view, office, unit)
        if name[1] <= office.start and country == "cn" and _has_office(view.text, name[0]):
            continue  # «Phó thủ tướng Vũ Khoan, Bí thư Khu ủy Quảng Tây Tào Bá Thuần» are two
        yield Holder(
            person,
            office.office,
            unit,
            start,
            end,
            sentence,
            country,
            other,
            office.is_former,
            office.is_whole,
            places,
        )


def _has_office(text: str, at: int) -> bool:
    """Does an office without a country stand right before a name?"""
    head = text[max(0, at - _REACH) : at].rstrip()
    return any(match.end() == len(head) for match in _OFFICE.finditer(head))


def _before(view: View, sentence: Sentence, start: int) -> tuple[int, int] | None:
    """The name that stands, with a comma, before an office."""
    head = view.text[max(sentence.start, start - _REACH) : start]
    match = _NAME_BEFORE.search(head)
    if match is None or not _is_name(match["name"]):
        return None
    begin = start - len(head) + match.start("name")
    end = begin + len(match["name"])
    return None if any(mention.start < end for mention in view.named(begin, end)) else (begin, end)


def _after_comma(view: View, sentence: Sentence, office: _Office) -> tuple[int, int] | None:
    """The name that stands, with a comma and «ông», behind an office."""
    comma = _COMMA_NAME.match(view.text, office.end, sentence.end)
    spans = {mention.start: mention for mention in view.named(office.end, sentence.end)}
    return _name_at(view.text, comma.end(), sentence.end, spans) if comma else None


def _country(view: View, office: _Office, unit: str) -> tuple[Country | None, bool]:
    """Whose office it is, by what its unit names; and whether it is another country's."""
    for mention in view.named(office.start, office.end):
        if mention.level == "other":
            return None, True
        if mention.level in ("place", "country"):
            return mention.country, False
    after = _COUNTRY_AFTER.match(view.text, office.end)
    if after:
        return ("cn" if after[1] in ("Trung Quốc", "TQ") else "vn"), False
    whole = f"{office.office} {unit}"
    if CHINESE.search(whole) or any(map(_is_in_china, matches(unit))):
        return "cn", False
    if VIETNAMESE.search(whole):
        return "vn", False
    return None, False


def _is_in_china(match: Match) -> bool:
    """Is it a place of China beyond the units of the other side: «Bắc Kinh»?"""
    return all(entry.kind == "china" for entry in match.entries)


def _with_countries(found: list[Holder]) -> list[Holder]:
    """Those whose country nothing beside them tells: told elsewhere of the same person, of China's
    known leaders, and else of the paper's own country, which a paper leaves out.
    """
    told: dict[str, Country] = {}
    others = {one.name for one in found if one.is_other}
    votes = Counter((one.name, one.country) for one in found if one.country)
    for (name, country), _ in reversed(votes.most_common()):
        if country is not None:
            told[name] = country
    return [
        replace(one, country=_told_of(one, told), is_other=one.is_other or one.name in others)
        for one in found
    ]


def _told_of(one: Holder, told: dict[str, Country]) -> Country | None:
    if one.name.lower() in CHINESE_LEADERS:
        return "cn"
    if one.name in told:
        return told[one.name]
    surname = one.name.lower().split()[0]
    if surname in SURNAMES_CHINESE or one.office.lower().endswith("ngoại trưởng"):
        return None
    return "vn"
