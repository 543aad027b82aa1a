"""What people type into corrections: read as they mean it, or refused in their words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.corrections.dates import date_typed, read_date, written_date
from indexer.corrections.values import KNOWN_KINDS, checked, kinds_of, typed
from indexer.errors import BadCorrection
from indexer.gazetteer.tables import gates
from indexer.language import fold
from indexer.model.article import CorrectionField

NEWS_DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("2025-03-24/2025-03-28", "2025-03-24/2025-03-28"),
        ("24–28/3/2025", "2025-03-24/2025-03-28"),
        ("từ 24 đến 28/3/2025", "2025-03-24/2025-03-28"),
        ("từ ngày 24/3 đến ngày 2/4/2025", "2025-03-24/2025-04-02"),
        ("30/12 - 2/1/2025", "2024-12-30/2025-01-02"),
        ("30/12/2024-2/1/2025", "2024-12-30/2025-01-02"),
        ("24.3.2025", "2025-03-24"),
        ("24 tháng 3 năm 2025", "2025-03-24"),
        ("2025-03-24 00:00:00", "2025-03-24"),
        ("3/4/2025", "2025-04-03"),
        ("2025-03", "2025-03"),
        ("Mar-25", "2025-03"),
        ("thg3-25", "2025-03"),
        ("3-5/2025", "2025-03-01/2025-05-31"),
        ("quý IV/2025", "2025-Q4"),
        ("2025-Q1", "2025-Q1"),
        ("năm 2025", "2025"),
        ("2024-2025", "2024-01-01/2025-12-31"),
        ("Không rõ", "unknown"),
    ],
)
def test_dates_as_people_write_them(said: str, kept: str) -> None:
    assert checked("date", said) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("cửa khẩu Hữu Nghị", "Hữu Nghị – Hữu Nghị Quan"),
        ("友谊关; mong cai", "Hữu Nghị – Hữu Nghị Quan; Móng Cái – Đông Hưng"),
        ("Chi Ma - Ái Điểm", "Chi Ma – Ái Điểm"),
        ("Lao Bảo", "Lao Bảo"),
        ("không", "none"),
    ],
)
def test_a_gate_by_the_name_of_either_side(said: str, kept: str) -> None:
    assert checked("gates", said) == kept


def test_every_gate_and_kind_of_event_is_known_by_its_own_name() -> None:
    assert [row.pair for row in gates() if checked("gates", row.pair) != row.pair] == []
    for kind in KNOWN_KINDS:
        assert kinds_of(checked("kinds", kind)) == (kind,)
        assert kinds_of(checked("kinds", f"hội đàm; {fold(kind)}"))[-1] in (kind, "hội đàm")
    assert kinds_of(checked("kinds", "không")) == ("không rõ",)


@pytest.mark.parametrize(
    "said", ["hôm qua", "24/3", "31/2/2025", "3/24/2025", "28/3/2025-24/3/2025", "24/3/2025 hoặc 5"]
)
def test_what_is_no_date_is_refused_in_words(said: str) -> None:
    with pytest.raises(BadCorrection, match="không hiểu được; nên viết 24/3/2025"):
        checked("date", said)


@given(NEWS_DAYS, NEWS_DAYS, st.sampled_from(["day", "month", "year", "range"]))
def test_a_date_is_read_back_from_both_its_forms(first: object, last: object, shape: str) -> None:
    start, end = sorted((str(first), str(last)))
    if shape == "range" and start == end:
        return
    said = {"day": start, "month": start[:7], "year": start[:4], "range": f"{start}/{end}"}[shape]
    span = read_date(said)
    assert span is not None
    assert written_date(span) == said
    assert read_date(date_typed(said)) == span


@pytest.mark.parametrize(
    ("field", "said", "kept"),
    [
        ("provinces", "lang son, cao bằng", "Lạng Sơn; Cao Bằng"),
        ("provinces", "Hải Hưng", "Hải Dương; Hưng Yên"),
        ("provinces", "không", "none"),
        ("provinces", "Lạng Sơn; cao bằng (nhắc đến)", "Lạng Sơn; Cao Bằng (mentioned)"),
        (
            "provinces",
            "Lạng Sơn (main); Tuyên Quang (cũ) (mentioned)",
            "Lạng Sơn; Tuyên Quang (cũ) (mentioned)",
        ),
        ("counterparts", "nam ninh(được nhắc đến)", "Nam Ninh (mentioned)"),
        ("counterparts", "广西; nam ninh", "Quảng Tây; Nam Ninh"),
        ("title", "  Hội   đàm ", "Hội đàm"),
        ("source", "none", "none"),
        ("url", "https://bao.vn/a b", "https://bao.vn/a%20b"),
        ("hide", "", "yes"),
        ("hide", "không", ""),
        ("delete", "đến khi gửi lại", "until-sent"),
    ],
)
def test_values_are_checked_by_the_tables(field: CorrectionField, said: str, kept: str) -> None:
    assert checked(field, said) == kept
    if kept:
        assert checked(field, typed(field, kept)) == kept


@pytest.mark.parametrize(
    ("field", "said", "reason"),
    [
        ("provinces", "Atlantis", "Không có tỉnh «Atlantis»"),
        ("provinces", "Cao Bằng (đã họp)", "Không có tỉnh «Cao Bằng"),
        ("counterparts", "Paris", "Không có đơn vị phía Trung Quốc «Paris»"),
        ("url", "javascript:alert(1)", "http"),
        ("hide", "có lẽ", "chỉ nhận «có» hoặc «không»"),
        ("title", " ", "Thiếu giá trị"),
        ("title", "a" * 2000, "quá dài"),
    ],
)
def test_what_cannot_be_is_refused(field: CorrectionField, said: str, reason: str) -> None:
    with pytest.raises(BadCorrection, match=reason):
        checked(field, said)
