"""Facets of an answer: the fullest values, the chosen ones always, the rest counted but left for the list of its own."""

from __future__ import annotations

from indexer.model.facets import FACETS, LISTS
from indexer.model.messages import translate
from indexer.model.request import SearchRequest
from indexer.searching.facet_results import MAX_VALUES_SHOWN, facet_link, facet_results, value_label
from indexer.searching.query_string import from_query

SOURCES = {f"Báo {n:03d}": 1000 - n for n in range(MAX_VALUES_SHOWN + 50)}


def test_very_long_facets_are_cut_and_say_so() -> None:
    facet = facet_results({"source": SOURCES}, SearchRequest())["source"]
    assert (facet.truncated, facet.more) == (True, 50)
    assert [value.value for value in facet.values] == list(SOURCES)[:MAX_VALUES_SHOWN]


def test_a_chosen_value_stays_in_sight_with_its_count() -> None:
    facet = facet_results({"source": SOURCES}, SearchRequest(sources=("Báo 140",)))["source"]
    assert [(v.value, v.count) for v in facet.values if v.selected] == [("Báo 140", 860)]
    assert facet.more == 49


def test_the_whole_list_can_be_had() -> None:
    facet = facet_results({"source": SOURCES}, SearchRequest(), most=None)["source"]
    assert (len(facet.values), facet.truncated) == (MAX_VALUES_SHOWN + 50, False)


def test_a_merged_province_stands_over_the_names_it_was_written_with() -> None:
    counts = {
        "province": {"Hà Giang": 2, "Tuyên Quang": 3, "Tuyên Quang (cũ)": 1},
        "province_pair": {"Tuyên Quang\tHà Giang": 2, "Tuyên Quang\tTuyên Quang (cũ)": 1},
    }
    (group,) = facet_results(counts, SearchRequest())["province"].values
    assert (group.value, group.count) == ("Tuyên Quang", 3)
    assert [(child.value, child.label, child.count) for child in group.children] == [
        ("Hà Giang", "Hà Giang", 2),
        ("Tuyên Quang (cũ)", "Tuyên Quang (địa giới cũ)", 1),
    ]


def test_a_unit_that_is_named_by_its_own_name_alone_has_nothing_below_it() -> None:
    counts = {
        "province": {"An Giang": 3, "An Giang (cũ)": 2},
        "province_pair": {"An Giang\tAn Giang (cũ)": 2},
    }
    (group,) = facet_results(counts, SearchRequest())["province"].values
    assert (group.value, group.count, group.children) == ("An Giang", 3, ())
    chosen = facet_results(counts, SearchRequest(provinces=("An Giang (cũ)",)))["province"]
    assert [(v.value, v.selected) for v in chosen.values] == [
        ("An Giang", False),
        ("An Giang (cũ)", True),
    ]


def test_a_part_takes_the_place_of_the_whole_and_the_whole_that_of_its_parts() -> None:
    counts = {
        "counterpart": {"Quảng Tây": 3, "Nam Ninh": 2, "Sùng Tả": 1},
        "counterpart_pair": {"Quảng Tây\tNam Ninh": 2, "Quảng Tây\tSùng Tả": 1},
    }
    whole = SearchRequest(counterparts=("Quảng Tây", "Vân Nam"))
    region = facet_results(counts, whole)["counterpart"].values[0]
    assert from_query(facet_link(whole)("counterpart", region.children[0])).counterparts == (
        "Vân Nam",
        "Nam Ninh",
    )
    parts = SearchRequest(counterparts=("Nam Ninh", "Sùng Tả"))
    region = facet_results(counts, parts)["counterpart"].values[0]
    assert from_query(facet_link(parts)("counterpart", region)).counterparts == ("Quảng Tây",)


def test_a_month_is_chosen_like_any_value_and_left_again() -> None:
    counts = {"year": {"2025": 3}, "month": {"2025-03": 2}}
    request = SearchRequest("a", page=2)
    month = facet_results(counts, request)["year"].values[0].children[0]
    chosen = from_query(facet_link(request)("year", month))
    assert chosen == SearchRequest("a", years=("2025-03",))
    month = facet_results(counts, chosen)["year"].values[0].children[0]
    assert from_query(facet_link(chosen)("year", month)) == SearchRequest("a")


def test_the_first_values_come_with_what_is_below_them_as_far_as_there_is_room() -> None:
    counts = {
        "counterpart": {"Quảng Tây": 9, "Vân Nam": 8, "Hải Nam": 7, "Nam Ninh": 2, "Sùng Tả": 1}
        | {"Côn Minh": 3},
        "counterpart_pair": {
            "Quảng Tây\tNam Ninh": 2,
            "Quảng Tây\tSùng Tả": 1,
            "Vân Nam\tCôn Minh": 3,
        },
    }

    def first(most: int, request: SearchRequest) -> tuple[list[tuple[str, int, int]], int]:
        facet = facet_results(counts, request)["counterpart"].first(most)
        return [(v.value, len(v.children), v.more) for v in facet.values], facet.more

    nothing = SearchRequest()
    assert first(2, nothing) == ([("Quảng Tây", 0, 2), ("Vân Nam", 0, 1)], 1)
    assert first(4, nothing) == ([("Quảng Tây", 0, 2), ("Vân Nam", 1, 0), ("Hải Nam", 0, 0)], 0)
    chosen = SearchRequest(counterparts=("Côn Minh",))
    assert first(1, chosen) == ([("Quảng Tây", 0, 2), ("Vân Nam", 1, 0)], 1)


def test_former_boundaries_are_named_with_the_kind_of_a_city() -> None:
    former = "Hồ Chí Minh (cũ)"
    assert value_label("province", former) == "TP. Hồ Chí Minh (địa giới cũ)"
    city = value_label("province", "Hồ Chí Minh")
    assert (city, translate(city, "en")) == ("TP. Hồ Chí Minh", "Hồ Chí Minh City")
    assert value_label("province", "Hà Nội") == "Hà Nội"
    assert translate(value_label("province", former), "en").endswith("(former boundaries)")
    assert value_label("source", former) == former


def test_every_facet_has_its_place_in_a_request() -> None:
    request = SearchRequest()
    assert all(getattr(request, attribute) == () for attribute in LISTS.values())
    assert list(facet_results({}, request)) == list(FACETS)
