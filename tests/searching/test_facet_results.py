"""Facets of an answer: the fullest values, the chosen ones always, the rest counted but left for the list of its own."""

from __future__ import annotations

from indexer.model.request import SearchRequest
from indexer.searching.facet_results import MOST, facet_results

SOURCES = {f"Báo {n:03d}": 1000 - n for n in range(MOST + 50)}


def test_very_long_facets_are_cut_and_say_so() -> None:
    facet = facet_results({"source": SOURCES}, SearchRequest())["source"]
    assert facet.truncated
    assert [value.value for value in facet.values] == list(SOURCES)[:MOST]


def test_a_chosen_value_stays_in_sight_with_its_count() -> None:
    facet = facet_results({"source": SOURCES}, SearchRequest(sources=("Báo 140",)))["source"]
    assert [(v.value, v.count) for v in facet.values if v.selected] == [("Báo 140", 860)]


def test_the_whole_list_can_be_had() -> None:
    facet = facet_results({"source": SOURCES}, SearchRequest(), most=None)["source"]
    assert (len(facet.values), facet.truncated) == (MOST + 50, False)


def test_a_merged_province_stands_over_the_names_it_was_written_with() -> None:
    counts = {
        "province": {"Hà Giang": 2},
        "province_today": {"Tuyên Quang": 2},
        "province_pair": {"Tuyên Quang\tHà Giang": 2},
    }
    (group,) = facet_results(counts, SearchRequest())["province"].values
    assert (group.value, group.count, [child.value for child in group.children]) == (
        "Tuyên Quang",
        2,
        ["Hà Giang"],
    )
