"""Dates and numbers as readers of either language expect them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from indexer.model.article import UNKNOWN_DATE, DateSpan
from indexer.model.results import Hit, Passage
from webapp.pages import labels
from webapp.settings import Settings
from webapp.site import create_site


@pytest.fixture(scope="module")
def app() -> Flask:
    app = Flask(__name__)
    app.register_blueprint(create_site(Settings()))
    return app


@pytest.fixture
def vietnamese(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def test_dates_are_said_in_the_language_of_the_page(app: Flask) -> None:
    span = DateSpan("2024-11-20", "2024-11-22", "range", "context")
    with app.test_request_context("/"):
        assert labels.date_label(span) == "≈ 20–22/11/2024"
        assert labels.period_label("..1987") == "từ 1987 trở về trước"
        assert labels.period_label("unknown") == "không rõ năm"
    with app.test_request_context("/?lang=en"):
        assert labels.date_label(span) == "≈ 20–22 Nov 2024"
        assert labels.period_label("..1987") == "1987 and earlier"
        assert labels.short_label("2024-03") == "Mar"


@pytest.mark.parametrize(
    ("key", "expected", "short"),
    [
        ("2024", "2024", "2024"),
        ("2024-03", "tháng 3/2024", "3/24"),
        ("2024-03-05", "5/3/2024", "5/3"),
    ],
)
@pytest.mark.usefixtures("vietnamese")
def test_a_period_is_named_in_full_and_in_short(key: str, expected: str, short: str) -> None:
    assert (labels.period_label(key), labels.short_label(key)) == (expected, short)


def test_thousands_are_set_apart_as_each_language_does(app: Flask) -> None:
    with app.test_request_context("/"):
        assert labels.number(143796) == "143.796"
    with app.test_request_context("/?lang=en"):
        assert labels.number(143796) == "143,796"


@pytest.mark.usefixtures("vietnamese")
def test_every_basis_has_its_reason() -> None:
    reasons = {
        labels.date_reason(DateSpan("2024-03-05", "2024-03-05", "day", basis))
        for basis in ("explicit", "context", "metadata", "unknown")
    }
    reasons.add(labels.date_reason(DateSpan("--03-05", "--03-05", "day", "unknown")))
    reasons.add(labels.date_reason(UNKNOWN_DATE))
    assert len(reasons) == 6


@given(
    st.lists(st.text("ab ", max_size=12), min_size=1, max_size=60).map(" ".join),
    st.integers(0, 400),
    st.integers(1, 20),
)
def test_a_brief_passage_holds_its_first_mark_and_is_cut_out_of_the_text(
    text: str, at: int, length: int
) -> None:
    start = min(at, max(0, len(text) - 1))
    marks = ((start, min(len(text), start + length)),) if text else ()
    passage = Passage("body", text, marks, 1000)
    hit = Hit("id", "", "", 0.0, "", UNKNOWN_DATE, (), (), (Passage("title", text, ()), passage))
    (brief,) = labels.passages(hit, briefly=True)
    assert passage.text[brief.start - 1000 :].startswith(brief.text)
    assert len(brief.text) <= max(labels.BRIEF, length + labels.BEFORE + 1)
    assert [brief.text[a:b] for a, b in brief.marks] == [text[a:b] for a, b in marks]
    assert labels.passages(hit) == [passage]
