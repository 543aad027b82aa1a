"""What the engine says is complete in both languages and stays a plain string to programs."""

from __future__ import annotations

import json
import re
import string

import pytest

from indexer.model.facets import FACETS
from indexer.model.messages import Message, catalogue, say, translate
from indexer.searching.parsing.parser import parse
from indexer.searching.rewriting.filters import find_values
from tests.support.running import ROOT
from tests.support.small_vocabulary import SmallVocabulary


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_both_languages_say_the_same_of_the_same(key: str) -> None:
    vietnamese, english = catalogue()[key]
    assert vietnamese
    assert names(vietnamese) == names(english)
    # a quarter is the one Vietnamese form that English examples show
    assert not re.search("[À-ỹĐđ]", english.replace("quý I", ""))


def test_every_message_is_said_somewhere_and_no_other() -> None:
    sources = "".join(
        path.read_text("utf-8")
        for package in ("indexer", "webapp")
        for path in (ROOT / package).rglob("*")
        if path.suffix in (".py", ".html")
    )
    beginnings = tuple(re.findall(r"""\bf["'](\w+_)\{""", sources))  # f"value_{kind}"
    unsaid = {key for key in catalogue() if not re.search(rf"""["']{key}["']""", sources)}
    assert {key for key in unsaid if not key.startswith(beginnings)} == set()
    said = set(re.findall(r"""\b(?:say|Message)\(\s*["'](\w+)["']""", sources))
    assert said - set(catalogue()) == set()
    lines = (ROOT / "indexer" / "model" / "messages.csv").read_text("utf-8").splitlines()
    assert len([line for line in lines if not line.startswith("#")]) == len(catalogue()) + 1 - len(
        FACETS
    )


def test_a_key_is_said_in_either_language() -> None:
    assert say("up_to", "vi", period="1987") == "từ 1987 trở về trước"
    assert say("up_to", "en", period="1987") == "1987 and earlier"
    assert say("no_year", "en", date=Message("unknown_date")) == "date unknown, year unknown"


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
