"""Units of a query beside one another: which of several readings their neighbours speak for, and
which of them are one thing.

After the cut (`segmentation`): neighbouring units are joined that mostly stand together where both
are («bí thư» + «tỉnh ủy»); so is what is a whole query and stands so in the articles. Every figure
here was chosen on words and queries described in tests/README.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, pairwise, product
from math import inf

from indexer.language import is_syllable, iy_variants
from indexer.language.lexicon.surnames import SURNAMES
from indexer.searching.ports import Vocabulary, in_proportion
from indexer.searching.rewriting.query_unit import NAMES, QueryUnit, Row
from indexer.searching.rewriting.spelling.speller import Read

__all__ = [
    "LONGEST_NAME",
    "MAX_ROWS",
    "MIN_PAIR",
    "as_compound",
    "beyond_name",
    "by_neighbours",
    "join",
    "often_alone",
    "with_iy_writings",
]

MAX_ROWS = 4  # rows of spellings of a unit that are searched for
MIN_PAIR = 3  # times a pair must stand in the archive
MIN_PAIR_ALONE = 5  # and words that are a whole query, side by side, to be one
LONGEST_NAME = 4  # syllables of a person's name
# a word after a name that is whole without it («Tô Lâm thăm») is no part of it: the name mostly
# stands as one word by itself, few of its places go on so, and the segmenter joined not even most
# of these
WHOLE_NAME = 0.5
FEW_GO_ON = 0.5
MOSTLY_JOINED = 0.6
TOGETHER_WITH_NAME = 0.7
TOGETHER = 0.5  # units are joined that stand together in this share of the articles with both,
MIN_TOGETHER = 5  # in so many articles at least,
TURNED = 0.2  # and in the other order less than this share of that


def by_neighbours(units: Sequence[QueryUnit], vocabulary: Vocabulary) -> list[QueryUnit]:
    """The units, of one that may be read in several ways («hai quan») that way first which most
    articles hold together with a unit beside it: thủ tục hải quan, not hải quân. Each is kept.
    """
    found = list(units)
    for at, unit in enumerate(units):
        beside = [
            other.rows[0]
            for other in (*units[max(at - 1, 0) : at], *units[at + 1 : at + 2])
            if not other.optional and not other.rows[0][0].isdigit()
        ]
        if not unit.joined or len(unit.rows) < 2 or not beside:
            continue

        def together(row: Row, beside: Sequence[Row] = beside) -> int:
            return sum(vocabulary.holding((row, other)) for other in beside)

        # sorted() leaves rows in their order where articles tell them no better apart
        found[at] = replace(unit, rows=tuple(sorted(unit.rows, key=together, reverse=True)))
    return found


def beyond_name(row: Row, joined: int, vocabulary: Vocabulary) -> bool:
    """Are these three words a name of two that is whole by itself, and one beside it?"""
    name = row[:2]
    alone = vocabulary.compound_df(" ".join(name))
    with_name = vocabulary.holding((name,))
    whole = vocabulary.holding((row,))
    return (
        alone >= WHOLE_NAME * with_name
        and whole < FEW_GO_ON * with_name
        and joined < MOSTLY_JOINED * whole
    )


def join(
    units: Sequence[QueryUnit], reads: Sequence[Read], vocabulary: Vocabulary
) -> list[QueryUnit]:
    """The units, neighbours joined that mostly stand together where both are; the surest first."""
    found = list(units)
    while len(found) > 1:
        gains = [_together(a, b, vocabulary) - _least_share(a, b) for a, b in pairwise(found)]
        at = max(range(len(gains)), key=lambda i: (gains[i], -i))
        if gains[at] < 0:
            break
        first, second = found[at], found[at + 1]
        rows = with_iy_writings([first.rows[0] + second.rows[0]], vocabulary)
        parts = (*_words_of(first), *_words_of(second))
        found[at : at + 2] = [QueryUnit(first.start, second.end, "word", rows, inner=parts)]
    return found


def with_iy_writings(rows: Sequence[Row], vocabulary: Vocabulary) -> tuple[Row, ...]:
    """The rows, then what of the archive differs from one in i/y alone: «kĩ thuật» is «kỹ
    thuật», however few write it so.
    """
    found = dict.fromkeys(rows)
    for row in rows:
        ways = [(term, *iy_variants(term)) for term in row]
        if all(len(way) == 1 for way in ways):
            continue
        for other in islice(product(*ways), 1, MAX_ROWS):
            if all(vocabulary.pair_counts([a], [b])[0][0] for a, b in pairwise(other)):
                found.setdefault(other)
    return tuple(found)


def as_compound(units: list[QueryUnit], vocabulary: Vocabulary) -> list[QueryUnit]:
    """All of a stretch as one thing where articles hold it so: a word of two syllables with one
    more before or behind it («luật hình sự», «phó giáo sư»), a person's name in full.
    """
    row = sum((unit.rows[0] for unit in units), ())
    if len(units) < 2 or not 3 <= len(row) <= LONGEST_NAME:
        return units
    if _is_compound(units):
        least = often_alone(vocabulary)
    elif _may_be_full_name(units, row, vocabulary):
        least = 1
    else:
        return units
    if vocabulary.holding((row,)) < least:
        return units
    rows = with_iy_writings([row], vocabulary)
    inner = tuple(word for unit in units for word in _words_of(unit))
    return [QueryUnit(units[0].start, units[-1].end, "word", rows, inner=inner, weak=True)]


def _is_compound(units: Sequence[QueryUnit]) -> bool:
    """Are these a word of two syllables and a syllable, neither of them a name?"""
    if sorted(unit.end - unit.start for unit in units) != [1, 2]:
        return False
    return not any(unit.optional or unit.kind in NAMES or _may_be_name(unit) for unit in units)


def _may_be_full_name(units: Sequence[QueryUnit], row: Row, vocabulary: Vocabulary) -> bool:
    """May a row be a person's name that was cut? Not where it is words of two syllables each, or
    begins with a name that is whole without the rest.
    """
    if row[0] not in SURNAMES or len(units[0].rows[0]) > 2:
        return False
    if all(unit.joined and unit.kind != "name" for unit in units):
        return False
    return not (units[0].joined and beyond_name(row[:3], vocabulary.joined_df(row[:3]), vocabulary))


def _may_be_name(unit: QueryUnit) -> bool:
    """May a unit be a person («Tô Lâm thăm»)?"""
    return unit.joined and unit.rows[0][0] in SURNAMES


def often_alone(vocabulary: Vocabulary) -> int:
    """How often words that are a whole query must stand side by side, to be one."""
    return max(MIN_PAIR, in_proportion(MIN_PAIR_ALONE, vocabulary))


def _words_of(unit: QueryUnit) -> tuple[Row, ...]:
    """The words of several syllables that a unit is made of."""
    return unit.inner or (unit.rows[:1] if unit.joined else ())


def _least_share(first: QueryUnit, second: QueryUnit) -> float:
    """What two units must reach to be one: names are a matter of their own more often than not."""
    names = (first.kind in NAMES) + (second.kind in NAMES)
    return (TOGETHER, TOGETHER_WITH_NAME, 2.0)[names]


def _together(first: QueryUnit, second: QueryUnit, vocabulary: Vocabulary) -> float:
    """Of the articles with both units, the share that holds them side by side; 0 where they are
    loose.
    """
    if first.optional or second.optional:
        return 0.0
    one, two = first.rows[0], second.rows[0]
    if any(word[0].isdigit() for word in one + two):
        return 0.0
    least = in_proportion(MIN_TOGETHER, vocabulary)
    most = _most_holding(one, two, vocabulary)
    if most < least:
        return 0.0
    both = vocabulary.holding((one, two))
    if both < least or most < _least_share(first, second) * both:
        return 0.0
    together = vocabulary.holding((one + two,))
    if together < least:
        return 0.0
    turned = TURNED * together
    if _most_holding(two, one, vocabulary) >= turned and vocabulary.holding((two + one,)) >= turned:
        return 0.0
    return together / both


def _most_holding(one: Row, two: Row, vocabulary: Vocabulary) -> float:
    """No more articles hold two rows side by side than so many: the syllables that meet there do
    so no more often. Known at once, where positions would be read to know it exactly.
    """
    border = (one[-1], two[0])
    if not all(map(is_syllable, border)):
        return inf
    return vocabulary.pair_counts([border[0]], [border[1]])[0][0]
