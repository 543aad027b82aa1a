"""Every place of the gazetteer can be named in a query, by any of its writings."""

from __future__ import annotations

from indexer.gazetteer.place_names import place_names
from indexer.language.lexicon.phrases import words_of
from indexer.searching.rewriting.synonyms import spans_within
from tests.support.small_vocabulary import SmallVocabulary


def test_every_writing_of_every_place_is_read() -> None:
    texts = [text for place in place_names() for text in place.texts]
    everything = SmallVocabulary([" . ".join(texts)])
    for place in place_names():
        for text in place.texts:
            words = words_of(text)
            ways = [way for span in spans_within(words, words, everything) for way in span.ways]
            assert all(way.words and way.text for way in ways), text


def test_a_province_without_a_chinese_name_is_found_by_its_other_writings() -> None:
    vocabulary = SmallVocabulary(["Kon Tum và Kontum", "Huế, Thừa Thiên Huế"])
    (span,) = spans_within(("kontum",), ("Kontum",), vocabulary)
    assert [way.text for way in span.ways] == ["Kon Tum"]


def _said(typed: str, vocabulary: SmallVocabulary) -> set[str]:
    """Every row of words that is searched for where a short form was typed."""
    words = words_of(typed)
    spans = spans_within(words, typed.split(), vocabulary)
    return {" ".join(way.words) for span in spans for way in span.ways}


def test_all_writings_of_a_short_form_find_one_another() -> None:
    vocabulary = SmallVocabulary(
        ["Nghị quyết TW.", "Ban Chấp hành T.Ư họp.", "Hội nghị Trung ương."]
    )
    assert {"tw", "trung ương"} <= _said("T.Ư", vocabulary)
    assert {"t.ư", "trung ương"} <= _said("TW", vocabulary)
    assert {"t.ư", "tw"} <= _said("trung ương", vocabulary)


def test_an_ambiguous_short_form_is_read_by_what_its_neighbour_is_short_for() -> None:
    vocabulary = SmallVocabulary(
        ["Đường dây Việt Nam – Trung Quốc.", *["Tỉnh Tuyên Quang họp."] * 3, "TQ. VN."]
    )
    spans = spans_within(("vn", "tq"), ("VN", "TQ"), vocabulary)
    assert [way.text for span in spans for way in span.ways] == ["việt nam", "trung quốc"]


def test_a_long_form_is_found_where_only_its_beginning_is_shortened() -> None:
    vocabulary = SmallVocabulary(["MTTQ Việt Nam. Mặt trận Tổ quốc Việt Nam."])
    assert "mttq việt nam" in _said("mặt trận tổ quốc việt nam", vocabulary)


def test_letters_in_no_table_are_read_as_the_initials_of_a_term_that_the_archive_has() -> None:
    vocabulary = SmallVocabulary(["Hành lang kinh tế.", "Khu hợp tác kinh tế qua biên giới."])
    assert _said("HLKT", vocabulary) == {"hành lang kinh tế"}
    assert _said("hlkt", vocabulary) == {"hành lang kinh tế"}
    assert "khu hợp tác kinh tế qua biên giới" in _said("khu HTKTQBG", vocabulary)
    assert not _said("HLKT", SmallVocabulary(["Kinh tế hành lang."]))
    assert not _said("HLKT", SmallVocabulary(["HLKT là tên khác.", "Hành lang kinh tế."]))


def test_a_short_form_whose_neighbour_speaks_for_two_readings_is_both() -> None:
    vocabulary = SmallVocabulary(["Bí thư Tỉnh ủy họp.", "Bí thư Thành ủy họp.", "Trung ương."])
    assert _said("bí thư TU", vocabulary) >= {"tỉnh ủy", "thành ủy"}
    assert "trung ương" not in _said("bí thư TU", vocabulary)
