"""Tables of phrases are read as they are needed: what is found must not show it."""

from __future__ import annotations

from indexer.gazetteer.place_names import place_names
from indexer.language import fold
from indexer.language.lexicon.abbreviations import abbreviations
from indexer.language.lexicon.phrases import (
    PhraseTable,
    beginnings,
    names_table,
    readings_of,
    words_of,
)
from indexer.language.unicode.folding import strip_marks


def test_the_beginnings_of_a_writing_hold_the_first_term_it_is_read_as() -> None:
    texts = {
        text
        for place in place_names()
        for text in (place.name, place.pinyin, place.chinese, *place.aliases)
    }
    texts |= {
        text
        for entry in abbreviations()
        for text in (entry.short, *entry.also, *(x.text for x in entry.expansions))
    }
    terms = {
        (text, phrase[0])
        for text in texts
        if text
        for phrase in (*readings_of(text), words_of(text))
        if phrase
    }
    assert {
        (text, term) for text, term in terms if fold(term) not in beginnings(strip_marks(text))
    } == set()


def test_entries_come_in_the_order_of_the_table_whatever_was_looked_up_before() -> None:
    writings = [("TPHCM", 1), ("TP.HCM", 2), ("tp hcm", 3)]
    for first in (("tp",), ("tphcm",), ("tp", "hcm")):
        table = PhraseTable(
            writings, lambda text, number: ((phrase, number) for phrase in readings_of(text))
        )
        table.named(first)
        assert (table.named(("tphcm",)), table.named(("tp", "hcm"))) == ((1, 2), (2, 3))


def test_an_empty_table_finds_nothing() -> None:
    table = PhraseTable(
        [("", 1), (" ", 2)],
        lambda text, number: ((phrase, number) for phrase in readings_of(text) if phrase),
    )
    assert (table.named(()), table.named(("",)), table.within(["a", ""])) == ((), (), [])


def test_the_longest_phrase_that_begins_with_a_word_is_told() -> None:
    table = names_table(["Lạng Sơn", "Lạng Giang Thượng", "Móng Cái"])
    assert [table.longest_from(word) for word in ("lạng", "lang", "móng", "sơn")] == [3, 3, 2, 0]
