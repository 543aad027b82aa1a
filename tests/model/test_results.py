"""The one JSON shape, and dates in the reader's words."""

from __future__ import annotations

import json

from indexer.model.article import UNKNOWN_DATE, Counterpart, DateSpan, Province
from indexer.model.date_labels import date_label
from indexer.model.results import (
    Correction,
    FacetResult,
    FacetValue,
    Hit,
    Passage,
    QueryReading,
    SearchResults,
    Suggestion,
    hit_object,
)


def test_the_json_shape() -> None:
    hit = Hit(
        "a1", "Đầu đề", "https://x.vn", 1.23456789, "Báo", DateSpan("--03-24", "--03-28", "range", "unknown"),
        (Province("Hà Giang", "Tuyên Quang", "main"),), (Counterpart("Nam Ninh", "Quảng Tây"),),
        (Passage("body", "cửa khẩu", ((0, 8),), 12),),
        event=DateSpan("2025-03-24", "2025-03-24", "day", "explicit"),
    )  # fmt: skip
    value = FacetValue(
        "Tuyên Quang",
        "Tuyên Quang",
        2,
        False,
        (FacetValue("Hà Giang", "Hà Giang", 2, True),),
    )
    results = SearchResults(
        QueryReading("cua", "cửa", (Correction("cua", "cửa", "accents", True),)), 1, True, 1.98765, 1, 20, (hit,),
        {"province": FacetResult((value,))}, ("Cảnh báo",), (Suggestion("cửa", "Bỏ", "q=cửa", 3),),
    )  # fmt: skip
    assert json.loads(json.dumps(results.to_dict())) == {
        "query": {
            "text": "cua",
            "interpreted": "cửa",
            "corrections": [{"typed": "cua", "read": "cửa", "kind": "accents", "applied": True}],
            "units": [],
        },
        "total": 1,
        "total_exact": True,
        "distinct": 0,
        "near_total": 0,
        "loose_total": 0,
        "facets_of": "full",
        "took_ms": 1.988,
        "page": 1,
        "per_page": 20,
        "hits": [
            {
                "id": "a1",
                "title": "Đầu đề",
                "url": "https://x.vn",
                "score": 1.234568,
                "source": "Báo",
                "date": {"start": "--03-24", "end": "--03-28", "precision": "range", "basis": "unknown", "label": "24–28/3, không rõ năm"},
                "event": {"start": "2025-03-24", "end": "2025-03-24", "precision": "day", "basis": "explicit", "label": "24/3/2025"},
                "provinces": [{"name": "Hà Giang", "today": "Tuyên Quang", "role": "main"}],
                "counterparts": [{"name": "Nam Ninh", "parent": "Quảng Tây", "role": "mentioned"}],
                "highlights": [{"field": "body", "text": "cửa khẩu", "marks": [[0, 8]], "start": 12}],
                "near": False,
                "missing": [],
                "gates": [],
                "kinds": [],
            }
        ],
        "facets": {
            "province": {
                "values": [
                    {
                        "value": "Tuyên Quang", "label": "Tuyên Quang", "count": 2, "selected": False,
                        "children": [{"value": "Hà Giang", "label": "Hà Giang", "count": 2, "selected": True, "children": []}],
                    }
                ],
                "truncated": False,
                "more": 0,
            }
        },
        "warnings": ["Cảnh báo"],
        "suggestions": [{"text": "cửa", "label": "Bỏ", "url": "q=cửa", "total": 3}],
    }  # fmt: skip


def test_a_hit_leaves_out_what_says_nothing_more() -> None:
    plain = hit_object(Hit("a", "Đầu đề", "", 1.0, "", UNKNOWN_DATE, (), (), ()), "vi")
    assert {"event", "document", "same", "same_total"}.isdisjoint(plain)
    copied = Hit("a", "Đầu đề", "", 1.0, "", UNKNOWN_DATE, (), (), (), same_total=3)
    assert hit_object(copied, "vi")["same_total"] == 3


def test_unknown_dates_say_so() -> None:
    assert date_label(UNKNOWN_DATE) == "không rõ ngày"
