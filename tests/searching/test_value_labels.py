"""Values of facets as a reader sees them, in both languages."""

from __future__ import annotations

from indexer.model.messages import translate
from indexer.reading.kinds import KINDS, UNKNOWN
from indexer.searching.facet_results import value_label


def test_every_kind_of_event_has_an_english_name_and_keeps_its_own() -> None:
    for kind in (*KINDS, UNKNOWN):
        label = value_label("kind", kind)
        assert label == kind
        assert translate(label, "en") != kind


def test_other_values_stay_as_they_are() -> None:
    assert translate(value_label("kind", "a kind of one's own"), "en") == "a kind of one's own"
    assert translate(value_label("source", "khác"), "en") == "khác"
