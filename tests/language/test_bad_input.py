"""Nothing a file or a stranger sends makes the language room fail or wait."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given

from indexer import language
from indexer.gazetteer.place_names import places_named
from tests.support.strategies import anything

FUNCTIONS: list[Callable[[str], object]] = [
    language.canonical,
    language.syllables,
    language.index_terms,
    language.fold,
    language.term,
    language.is_syllable,
    language.decode,
    language.from_legacy,
    language.expansions,
    places_named,
    language.place_tone,
    language.iy_variants,
    language.marks,
    language.encode_telex,
    language.encode_vni,
]
UNITS = {
    "letters": "x",
    "syllables": "cửa khẩu Hữu Nghị ",
    "decomposed": "cu\u031b\u0309a kha\u0302\u0309u ",
    "glued": "QuảngTây",
    "marks": "\u0301\u0323\u0302",
    "zero width": "a\u200b",
    "joiners": "\u200d",
    "digits": "1",
    "dots": "1.",
    "dates": "1/2-",
    "hyphens": "a-",
    "capitals": "T.",
    "at signs": "a@",
    "addresses": "http://a.b/@",
    "almost an address": "a.b@c.",
    "Chinese": "广西",
    "surrogates": "\ud800\udc00",
    "NUL": "\x00",
    "right to left": "\u202eא\u05b0",
    "emoji": "👩\u200d💻💐",
    "jamo": "\u1112\u1161\u11ab",
    "Thai": "ที่",
    "eth": "Ðð",
    "apostrophes": "'a",
    "full width": "Ａ",
    "old font": "¶§",
}
LARGE = 60_000


@given(anything)
def test_nothing_fails(text: str) -> None:
    for function in FUNCTIONS:
        function(text)
    language.variant(text, text[::-1])
    language.edit_cost(text, text[::-1])


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
@pytest.mark.parametrize(
    "function", [language.syllables, language.index_terms, language.from_legacy, language.fold]
)
def test_repeated_oddities_are_read_to_the_end(
    function: Callable[[str], object], unit: str
) -> None:
    """The same oddity a few thousand times; how time grows with it is tests/benchmarks/language_speed.py's to show."""
    once, often = function(unit * 2), function(unit * (LARGE // len(unit)))
    assert type(once) is type(often)


def test_ten_megabytes_without_a_space_are_read() -> None:
    text = "x" * 9_999_999 + "ệ"
    tokens = language.syllables(text)
    assert max(len(token.text) for token in tokens) == 64
    assert (tokens[0].start, tokens[-1].end) == (0, len(text))
    assert language.fold(text)[-2:] == "xe"
