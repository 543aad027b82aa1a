"""The five articles the office began with, read as an archivist reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.model.article import Article
from indexer.reading import IngestReport, extract, records

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="module")
def seeds() -> dict[str, Article]:
    report = IngestReport()
    articles = {record.id[:3]: extract(record) for record in records([SEEDS], report)}
    assert (report.read, report.skipped, report.duplicates) == (5, [], [])
    return articles


def provinces(article: Article, role: str = "") -> list[str]:
    return sorted(province.name for province in article.provinces if role in ("", province.role))


def counterparts(article: Article) -> list[str]:
    return [
        f"{unit.parent} ▸ {unit.name}" if unit.parent else unit.name
        for unit in article.counterparts
    ]


def event(article: Article) -> tuple[str, str, str, str]:
    return article.event.start, article.event.end, article.event.precision, article.event.basis


def test_000_names_fourteen_provinces_and_the_days_without_a_year(
    seeds: dict[str, Article],
) -> None:
    article = seeds["000"]
    named = (
        "Đà Nẵng, Đắk Lắk, Điện Biên, Hà Giang, Hải Phòng, Kiên Giang, Lai Châu, Lào Cai, Nghệ An, Phú Thọ, Quảng Bình, Sơn La, "
        "Vĩnh Phúc, Yên Bái"
    )
    assert provinces(article, "main") == sorted(named.split(", "))
    assert counterparts(article) == ["Vân Nam", "Vân Nam ▸ Lệ Giang"]
    assert event(article) == ("--03-24", "--03-28", "range", "unknown")
    assert (
        article.title
        == "Thứ trưởng Bộ Ngoại giao Nguyễn Minh Hằng đã dẫn đầu Đoàn công tác các cơ quan ngoại vụ 14 địa phương thăm…"
    )


def test_001_is_dated_by_the_year_it_speaks_of_as_its_own(seeds: dict[str, Article]) -> None:
    article = seeds["001"]
    assert provinces(article) == ["Hà Giang"]
    assert article.provinces[0].today == "Tuyên Quang"
    assert counterparts(article) == ["Vân Nam", "Vân Nam ▸ Văn Sơn"]
    assert event(article) == ("2025-03-06", "2025-03-06", "day", "context")
    assert (article.source, article.author, article.title_derived) == (
        "Báo Hà Giang",
        "Phi Anh",
        True,
    )


def test_002_names_no_province_and_only_a_month(seeds: dict[str, Article]) -> None:
    article = seeds["002"]
    assert provinces(article) == []
    assert counterparts(article) == ["Vân Nam"]
    assert event(article) == ("--03-01", "--03-31", "month", "unknown")
    assert article.author == "Ngô Huyền và nhóm PV, BTV"


def test_003_tells_who_acts_from_who_is_named_and_keeps_its_teaser_apart(
    seeds: dict[str, Article],
) -> None:
    article = seeds["003"]
    assert provinces(article, "main") == sorted(
        ["Cà Mau", "Ninh Thuận", "Ninh Bình", "Nam Định", "Vĩnh Long"]
    )
    assert provinces(article, "mentioned") == sorted(
        ["Lạng Sơn", "Quảng Ninh", "Cao Bằng", "Hà Giang", "Hà Nội", "Hải Phòng"]
    )
    assert counterparts(article) == [
        "Quảng Tây",
        "Quảng Tây ▸ Nam Ninh",
        "Quảng Tây ▸ Liễu Châu",
        "Quảng Tây ▸ Sùng Tả",
        "Quảng Tây ▸ Bắc Hải",
    ]
    assert (article.event.start[-6:], article.event.end[-6:]) == ("-11-20", "-11-22")
    assert not article.event.start.startswith("2025")
    related = [
        article.text[part.start : part.end] for part in article.parts if part.kind == "related"
    ]
    assert [text[:24] for text in related] == [
        "Trao đổi về thí điểm xây",
        "Tỉnh Lạng Sơn mong muốn ",
    ]


def test_004_keeps_its_title_and_text_and_loses_the_unrelated_headlines(
    seeds: dict[str, Article],
) -> None:
    article = seeds["004"]
    assert (
        article.title
        == "Thúc đẩy giao lưu, hợp tác giữa 4 tỉnh biên giới của Việt Nam và tỉnh Vân Nam (Trung Quốc)"
    )
    assert not article.title_derived
    assert provinces(article) == sorted(["Hà Giang", "Lào Cai", "Lai Châu", "Điện Biên"])
    assert counterparts(article) == ["Vân Nam"]
    assert event(article) == ("2023-03-27", "2023-03-27", "day", "context")
    assert article.source == "TTXVN"
    kept = " ".join(
        article.text[part.start : part.end] for part in article.parts if part.kind != "boilerplate"
    )
    for word in ("Israel", "Ukraine", "Singapore", "Boeing", "Quảng Ninh", "Bạn thấy bài viết này"):
        assert word not in kept
    for sentence in (
        "Ngày 27/3, tỉnh Hà Giang đã chủ trì",
        "Trên cơ sở các nội dung được trao đổi",
        "vào quý I năm 2024.",
    ):
        assert sentence in kept


def test_each_tells_its_kind_of_event(seeds: dict[str, Article]) -> None:
    kinds = [article.labelled("kind") for _, article in sorted(seeds.items())]
    assert kinds == [("thăm",), ("hội đàm",), ("hội đàm",), ("thăm",), ("hội nghị",)]


def test_no_sentence_of_any_seed_is_lost(seeds: dict[str, Article]) -> None:
    for article in seeds.values():
        covered = "".join(article.text[part.start : part.end] for part in article.parts)
        assert "".join(covered.split()) == "".join(article.text.split())


def test_the_text_stays_as_published_and_every_span_names_its_place(
    seeds: dict[str, Article],
) -> None:
    for path in sorted(SEEDS.glob("*.txt")):
        article = seeds[path.stem[:3]]
        assert article.text == path.read_text(encoding="utf-8")
        for province in article.provinces:
            assert province.evidence
            for span in province.evidence:
                assert article.text[span.start : span.end] in (province.name, "Móng Cái", "Hạ Long")
