"""What programs get: lines, CSV, JSON and JSON Lines, from results made by hand."""

from __future__ import annotations

import csv
import io
import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from indexer.commands.record_output import FIELDS, as_csv, as_json, as_jsonl, as_plain, dump, iso
from indexer.model.article import DateSpan
from tests.support.examples import BODY, FIRST, HOSTILE, found


def test_plain_is_one_line_a_result_with_four_fields() -> None:
    assert (
        as_plain(found(FIRST))
        == f"003_50f2\t--11-20/--11-22\tĐoàn công tác 5 địa phương thăm, làm việc tại Quảng Tây\t{BODY}\n"
    )


def test_plain_never_breaks_its_lines_or_moves_the_cursor() -> None:
    output = as_plain(found(HOSTILE, FIRST), FIELDS)
    assert [len(line.split("\t")) for line in output.splitlines()] == [len(FIELDS)] * 2
    assert [c for c in output if unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n"] == []
    assert "\u202e" not in output


def test_plain_marks_words_only_in_colour() -> None:
    assert "\x1b[1;31mcửa khẩu thông minh\x1b[0m" in as_plain(found(FIRST), color=True)
    assert "\x1b" not in as_plain(found(FIRST))


def test_plain_facets_follow_the_results() -> None:
    assert as_plain(found(FIRST), ("number",), facets=True).splitlines() == [
        "1",
        "facet\tprovince\tTuyên Quang\t4",
        "facet\tprovince\tHà Giang\t3\tTuyên Quang",
        "facet\tprovince\tLạng Sơn\t1",
    ]


def test_numbers_go_on_from_page_to_page() -> None:
    assert as_plain(found(FIRST, FIRST, total=12, page=3, per_page=5), ("number",)) == "11\n12\n"


def test_csv_has_a_header_and_no_formula() -> None:
    rows = list(
        csv.DictReader(
            io.StringIO(as_csv(found(HOSTILE, FIRST), ("id", "source", "passage", "provinces")))
        )
    )
    assert rows == [
        {
            "id": "'=cmd|' /C calc'!A0",
            "source": "'@paper",
            "passage": "'+12J cửa khẩu",
            "provinces": "",
        },
        {
            "id": "003_50f2",
            "source": "Báo Cà Mau",
            "passage": BODY,
            "provinces": "Lạng Sơn; Cà Mau",
        },
    ]


@given(st.text())
def test_no_csv_cell_begins_like_a_formula(title: str) -> None:
    from dataclasses import replace

    rows = list(csv.reader(io.StringIO(as_csv(found(replace(FIRST, title=title)), ("title",)))))
    assert not rows[1] or not rows[1][0].lstrip(" ").startswith(("=", "+", "-", "@"))


def test_csv_of_the_facet_counts() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(found(FIRST), facets=True))))
    assert rows[:3] == [
        ["facet", "value", "count", "parent"],
        ["province", "Tuyên Quang", "4", ""],
        ["province", "Hà Giang", "3", "Tuyên Quang"],
    ]


def test_json_keeps_the_text_and_its_marks_exactly() -> None:
    hit = json.loads(as_json(found(HOSTILE)))["hits"][0]
    assert hit["title"] == HOSTILE.title
    passage = hit["highlights"][1]
    assert [passage["text"][a:b] for a, b in passage["marks"]] == ["cửa", "khẩu"]


def test_json_lines_are_the_hits_of_the_object() -> None:
    results = found(FIRST, HOSTILE)
    assert [json.loads(line) for line in as_jsonl(results).splitlines()] == json.loads(
        as_json(results)
    )["hits"]


def test_fields_choose_the_keys_of_a_hit() -> None:
    hits = json.loads(as_json(found(FIRST), ("id", "number", "date")))["hits"]
    assert [list(hit) for hit in hits] == [["id", "number", "date"]]
    assert hits[0]["date"]["start"] == "--11-20"


@given(st.text(alphabet=st.characters()))
def test_json_is_safe_to_print_and_loses_nothing(text: str) -> None:
    printed = dump(text)
    assert json.loads(printed) == text
    assert [c for c in printed if unicodedata.category(c) in ("Cc", "Cs")] == []


def test_dates_are_days_intervals_or_without_a_year() -> None:
    assert iso(DateSpan("2023-03-27", "2023-03-27", "day", "explicit")) == "2023-03-27"
    assert iso(DateSpan("2025-03-01", "2025-03-31", "month", "explicit")) == "2025-03-01/2025-03-31"
    assert iso(DateSpan("", "", "unknown", "unknown")) == ""
