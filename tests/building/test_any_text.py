"""No article, whatever it holds, ends a build."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from indexer.building import build
from indexer.building.batches import Item, write
from indexer.reading import SourceDocument

PIECES = [
    *(
        "a",
        "Ấ",
        "đ",
        "\u0301",
        "\u0323",
        "\n",
        "\t",
        "\u00a0",
        "\u200b",
        "\ufeff",
        "\x00",
        "\x85",
        "\u2028",
        "ﬁ",
        "İ",
        "Σ",
        "٣",
        "²",
        "😀",
        "🇻🇳",
    ),
    *(
        "1",
        "0",
        "/",
        ".",
        "-",
        ",",
        ":",
        "%",
        "(",
        ")",
        '"',
        "”",
        "*",
        "**",
        "[",
        "](",
        "<b>",
        "|",
        "@",
        "http://",
        "www.",
        "TP.",
        "广西",
    ),
    *(
        "Lạng Sơn",
        "Quảng Tây",
        "Ảnh:",
        "Theo",
        "Tin liên quan",
        "ngày 31/12/2025",
        "29/2/2023",
        "30/2",
        "tháng 13",
        "năm 0000",
        "12/2024",
    ),
    *(
        "quý I/2025",
        "từ 3-5/6",
        "từ 29/2 đến 1/3/2023",
        "từ ngày 30/12 đến 2/1/0001",
        "99999999999999999999",
    ),
]
texts = st.lists(
    st.tuples(st.sampled_from(PIECES) | st.text(max_size=3), st.sampled_from(["", " "])).map(
        "".join
    ),
    max_size=60,
).map("".join)


@settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(texts, texts, st.sampled_from(["", "2025-03-06", "1000-01-01", "2999-12-31"]))
@example("", "Lạng Sơn (29/2/2023) Tin", "")
@example("", "29/2/2023\nTin về Lạng Sơn và Quảng Tây\nHai bên gặp nhau ngày 30/2.", "")
def test_any_text_can_be_indexed(tmp_path: Path, title: str, text: str, date: str) -> None:
    seen: list[int] = []
    write([Item(SourceDocument("1", title, text, date), "a\tb")], tmp_path / "segment", seen.append)
    assert sum(seen) == 1


def test_a_date_that_is_no_year_of_news_is_reported_not_met_with_an_error(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    dates = ["0001-01-01T00:00:00+14:00", "9999-12-31", "31/2/2025", "1/1/0000"]
    source.write_text(
        "".join(f'{{"id": "{date}", "body": "Ngày mai", "date": "{date}"}}\n' for date in dates),
        encoding="utf-8",
    )
    report = build([source], tmp_path / "index")
    assert [note.reason for note in report.reading.noted] == ["bad-date"] * 4
    assert report.articles == 4
