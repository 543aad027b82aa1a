"""What the documents tell of the comparison is what its JSON holds, and nothing is left out of it."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.compare.charts import charts
from tests.compare.page import page
from tests.compare.publishing import DOCUMENTS, RESULTS, renewed
from tests.compare.rows import beaten, rows
from tests.conformance.judging import cases
from tests.peers.peer import PEERS
from tests.support.running import ROOT

FOUND: dict[str, Any] = json.loads((RESULTS / "comparison.json").read_text("utf-8"))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_tells_what_was_measured(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "<!-- make compare -->" in text
    assert renewed(name, text, FOUND) == text


def test_the_page_and_the_charts_are_those_of_the_figures() -> None:
    assert (RESULTS / "comparison.md").read_text("utf-8") == page(FOUND)
    drawn = charts(FOUND)
    assert sorted(drawn) == sorted(path.name for path in RESULTS.glob("*.svg"))
    for name, text in drawn.items():
        assert (RESULTS / name).read_text("utf-8") == text
        assert ElementTree.fromstring(text).tag.endswith("svg")


def test_no_engine_is_silently_left_out() -> None:
    assert list(FOUND["engines"]) == list(PEERS)
    text = page(FOUND)
    for one in FOUND["engines"].values():
        assert f"- {one['name']}" in text


def test_every_row_in_which_another_is_better_is_told() -> None:
    told = page(FOUND).partition("Where another is better")[2]
    lost = beaten(FOUND)
    assert lost  # a table without any would be one nobody should believe
    assert [row.label for row in lost if f"- {row.label}: " not in told] == []


def test_the_conformance_figures_are_of_the_cases_there_are() -> None:
    assert FOUND["cases"] == len(cases())
    assert sum(FOUND["conformance"]["ours"]["held"].values()) == len(cases())
    assert {row.group for row in rows(FOUND)} >= {
        "conformance",
        "relevance",
        "speed",
        "http",
        "build",
        "faults",
    }
