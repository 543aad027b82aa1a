"""What the engine says is complete in both languages and stays a plain string to programs."""

from __future__ import annotations

import json
import re
import string

import pytest

from indexer.model import messages as wording
from indexer.model.messages import KEYS, Message, translate
from indexer.searching.parsing.parser import parse
from indexer.searching.rewriting.filters import find_values
from tests.support.small_vocabulary import SmallVocabulary


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(KEYS))
def test_both_languages_say_the_same_of_the_same(key: str) -> None:
    vietnamese, english = wording._CATALOGUE[key]
    assert names(vietnamese) == names(english)
    assert not re.search("[À-ỹĐđ]", english)


def test_a_message_is_its_vietnamese_text() -> None:
    (warning,) = parse('"cửa khẩu').warnings
    assert (
        json.dumps(warning, ensure_ascii=False) == '"Dấu ngoặc kép không có cặp: coi như không có."'
    )
    assert translate(warning, "vi") == warning
    assert translate(warning, "en") == "A quotation mark has no partner: it was left out."


def test_values_are_put_into_the_readers_language_too_and_never_read_as_patterns() -> None:
    vocabulary = SmallVocabulary([], {"province": {"Lạng Sơn": 1}})
    assert (
        translate(find_values("province", "Lang Sona", vocabulary).warning, "en")
        == "The archive has no province “Lang Sona”. Nearest: Lạng Sơn."
    )
    assert (
        translate(find_values("source", "{near} %s {0}", vocabulary).warning, "en")
        == "The archive has no source “{near} %s {0}”."
    )
    assert (
        translate(Message("and_drop_filters", way=Message("drop_quotes")), "en")
        == "Not as a phrase, without any filter"
    )


def test_other_text_stays_as_it_is() -> None:
    assert translate("cửa khẩu", "en") == "cửa khẩu"
