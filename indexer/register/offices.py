"""Who held which office, as the archive tells it: tenures of all persons named with office and
unit, and so the successions of an office.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final, Literal, cast

from indexer.gazetteer.resolution import resolve
from indexer.language.unicode.folding import strip_marks
from indexer.model.article import UNKNOWN_DATE, Article, DateSpan
from indexer.model.register import Findings, FoundPerson
from indexer.register.entries import Tenure
from indexer.register.spellings import name_key, office_key, unit_key
from indexer.register.tellings import counterparts_of, provinces_of, quote_of

__all__ = ["tenures_of"]

_MOST_ARTICLES: Final = 20
"""Articles that a tenure names; it counts all."""
_INCOMPLETE: Final = ("tỉnh", "thành phố", "huyện", "châu", "thị xã", "khu")
"""Last words of a unit that leaves out whose it is: «Sở Ngoại vụ tỉnh»."""
_MINISTER: Final = "bộ trưởng"
_FOREIGN: Final = "bộ trưởng ngoại giao"
"""What a foreign minister («ngoại trưởng») is minister of."""
_RARER: Final = 5
"""Times that a spelling is rarer than the usual one of which it is a slip."""

Key = tuple[str, str, str, str]


@dataclass(slots=True)
class _Held:
    """One person in one office, while articles are gone through: (day, document, number of the
    person in its findings) of the first and last telling.
    """

    names: Counter[str] = field(default_factory=Counter)
    offices: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)
    docs: dict[int, tuple[str, int]] = field(default_factory=dict)

    def take(self, other: _Held) -> None:
        """Take the tellings of the same office by a shorter name."""
        self.names += other.names
        for doc, told in other.docs.items():
            self.docs.setdefault(doc, told)

    def bounds(self) -> tuple[int, int]:
        """The documents of its first and last telling, by the days of those that have one."""
        dated = [(day, doc) for doc, (day, _) in self.docs.items() if day]
        if not dated:
            doc = min(self.docs)
            return doc, doc
        return min(dated)[1], max(dated)[1]


def tenures_of(
    findings: Mapping[int, Findings],
    day_of: Callable[[int], str],
    article_of: Callable[[int], Article],
    id_of: Callable[[int], str],
) -> tuple[Tenure, ...]:
    """The tenures told by documents' findings, by unit, office and time. `day_of` gives the first
    day of a document's date, "" when its year is not known.
    """
    held: dict[Key, _Held] = {}
    for doc, found in findings.items():
        for number, person in enumerate(found.persons):
            unit = _unit(person, found)
            if unit.endswith(_INCOMPLETE):
                continue
            country = person.words.value
            key = country, *_office(person.office, unit), name_key(person.name)
            one = held.setdefault(key, _Held())
            one.names[person.name] += 1
            one.offices[person.office] += 1
            one.units[unit] += 1
            one.docs.setdefault(doc, (day_of(doc), number))
    _settle(held)
    _shorten(held)
    _respell(held)
    made = (_tenure(key, one, findings, article_of, id_of) for key, one in held.items())
    return tuple(sorted(made, key=_order))


def _office(office: str, unit: str) -> tuple[str, str]:
    """The keys of a unit and of its office; of a foreign minister, however called, the same."""
    unit, office = unit_key(unit), office_key(office)
    if office.endswith(_FOREIGN) and not unit:
        return _FOREIGN.split(" ", 2)[2], office.removesuffix(_FOREIGN) + _MINISTER
    return unit, office


def _settle(held: dict[Key, _Held]) -> None:
    """Take a person of the same name, office and unit for one where articles differ in the country,
    as one that names only the person leaves open: that of the most articles.
    """
    countries: dict[tuple[str, ...], list[Key]] = {}
    for key in held:
        countries.setdefault(key[1:], []).append(key)
    for keys in countries.values():
        _take_rarer(held, keys)


def _respell(held: dict[Key, _Held]) -> None:
    """Take a rare spelling of a Chinese name for the usual one in the same office: the same letters
    with other marks, «Nguỵ Phương Hoà», many times rarer. Two Vietnamese may differ by a mark.
    """
    spelled: dict[tuple[str, ...], list[Key]] = {}
    for key in held:
        country, unit, office, name = key
        if country == "cn":
            spelled.setdefault((unit, office, strip_marks(name)), []).append(key)
    for keys in spelled.values():
        _take_rarer(held, keys, times=_RARER)


def _take_rarer(held: dict[Key, _Held], keys: Sequence[Key], times: int = 1) -> None:
    """Take for the one of the most articles those that are so many times rarer."""
    usual, *others = sorted(keys, key=lambda key: (-len(held[key].docs), key))
    for key in others:
        if len(held[key].docs) * times <= len(held[usual].docs):
            held[usual].take(held.pop(key))


def _shorten(held: dict[Key, _Held]) -> None:
    """Take a shortened office for the whole one of the same person and unit, where there is one
    such: «Bí thư Quảng Tây» for «Bí thư Khu ủy Quảng Tây».
    """
    of_person: dict[tuple[str, str, str], list[Key]] = {}
    for key in held:
        country, unit, _, name = key
        of_person.setdefault((country, unit, name), []).append(key)
    for keys in of_person.values():
        for key in keys:
            whole = [other for other in keys if other[2].startswith(f"{key[2]} ")]
            if len(whole) == 1:
                held[whole[0]].take(held.pop(key))


def _unit(person: FoundPerson, found: Findings) -> str:
    """The unit of an office, with its province where the event that the article tells says whose
    it is: «Sở Ngoại vụ tỉnh» of Hà Giang.
    """
    if not person.unit.endswith(_INCOMPLETE):
        return person.unit
    places = {
        span.value
        for event in found.events
        for span in (event.vietnamese if person.words.value == "vn" else event.chinese).places
    }
    return f"{person.unit} {places.pop()}" if len(places) == 1 else person.unit


def _tenure(
    key: Key,
    held: _Held,
    findings: Mapping[int, Findings],
    article_of: Callable[[int], Article],
    id_of: Callable[[int], str],
) -> Tenure:
    first, last = held.bounds()
    unit = held.units.most_common(1)[0][0]
    names = _names(unit)
    newest = sorted(held.docs, key=lambda doc: held.docs[doc][0], reverse=True)

    def told(doc: int) -> tuple[Article, FoundPerson]:
        return article_of(doc), findings[doc].persons[held.docs[doc][1]]

    (one, person), (other, again) = told(first), told(last)
    return Tenure(
        blake2b("\0".join(key).encode(), digest_size=6).hexdigest(),
        held.names.most_common(1)[0][0],
        held.offices.most_common(1)[0][0],
        unit,
        cast(Literal["vn", "cn"], key[0]),
        tuple(name for name, _ in held.names.most_common()),
        quote_of(one, person.sentence),
        _date(one),
        quote_of(other, again.sentence),
        _date(other),
        tuple(id_of(doc) for doc in newest[:_MOST_ARTICLES]),
        len(held.docs),
        provinces_of(names) if key[0] == "vn" else (),
        counterparts_of(names) if key[0] == "cn" else (),
    )


def _names(unit: str) -> tuple[str, ...]:
    """The places that a unit's last words name: «Sở Ngoại vụ tỉnh Hà Giang»."""
    words = unit.split()
    for start in range(max(0, len(words) - 4), len(words)):
        tail = " ".join(words[start:])
        for meaning in (*resolve("province", tail), *resolve("counterpart", tail)):
            if meaning.via == "name" and tail in meaning.names:
                return (tail,)
    return ()


def _date(article: Article) -> DateSpan:
    return next((one for one in _dates(article) if one.start), UNKNOWN_DATE)


def _dates(article: Article) -> Iterable[DateSpan]:
    return article.published, article.date, article.event


def _order(tenure: Tenure) -> tuple[str, str, str, str, str]:
    return (
        tenure.country,
        unit_key(tenure.unit),
        office_key(tenure.office),
        tenure.first_date.start,
        tenure.person,
    )
