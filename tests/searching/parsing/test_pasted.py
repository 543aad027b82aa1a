"""What is pasted with a query and is no part of it."""

from __future__ import annotations

import pytest

from indexer.searching.parsing.parser import parse
from indexer.searching.parsing.pasted import unpasted


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        ("Ký kết R&amp;D với Vân Nam", "Ký kết R&D với Vân Nam"),
        ("c&#7917;a kh&#x1EA9;u &amp;quot;Trà Lĩnh&amp;quot;", 'cửa khẩu "Trà Lĩnh"'),
        ("•\u00a0thông quan nông sản", "thông quan nông sản"),
        ("- thông quan nông sản", "thông quan nông sản"),
        ("3. Hội đàm biên phòng", "Hội đàm biên phòng"),
        ("b) Hội đàm biên phòng", "Hội đàm biên phòng"),
        ("(2) Hội đàm biên phòng", "Hội đàm biên phòng"),
        ("Trích yếu: mời họp báo", "mời họp báo"),
        ("Trích yếu nội dung: V/v mời họp báo", "về việc mời họp báo"),
        ("Kế hoạch v/v: đón đoàn", "Kế hoạch về việc đón đoàn"),
        ("Báo cáo giao ban - Trang 2/14", "Báo cáo giao ban"),
        ("Báo cáo giao ban (trang 2 trên 14)", "Báo cáo giao ban"),
        ("tin\tdịch\r\n  lề", "tin dịch lề"),
    ],
)
def test_what_was_pasted_with_the_words_is_left_out(pasted: str, meant: str) -> None:
    assert unpasted(pasted) == meant


@pytest.mark.parametrize(
    "text",
    [
        "trang 2/14",
        "trang phục dân tộc",
        "-Quảng Ninh",
        "-",
        "•",
        "24/7",
        "1.300 tỷ đồng",
        "2.",
        "AT&T",
        "copy&paste",
        "kênh v/vtv",
        "email: so.ngoaivu@example.vn",
        "baochinhphu.vn",
    ],
)
def test_what_was_typed_stays(text: str) -> None:
    assert unpasted(text) == text


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://example.vn/mo-lai-loi-mo-ban-quan-20250312.html", "mo lai loi mo ban quan"),
        ("www.example.vn/kinh-te/mo-lai-loi-mo-a91.htm?utm_source=zalo#top", "mo lai loi mo"),
        ("https://example.vn/mo-lai-loi-mo-post123456.vnp", "mo lai loi mo"),
        ("https://example.vn/b%C3%A1o-c%C3%A1o-qu%C3%BD", "báo cáo quý"),
        (
            "https://example.vn/hop-tac/2025/nam-ninh-ket-nghia-ha-long",
            "nam ninh ket nghia ha long",
        ),
        ("https://example.vn/", "https://example.vn/"),
        ("https://example.vn/a/123456", "https://example.vn/a/123456"),
    ],
)
def test_an_address_is_read_as_the_headline_in_it(address: str, words: str) -> None:
    assert unpasted(f"xem {address}") == f"xem {words}"


def test_words_as_typed_are_left_as_they_are() -> None:
    typed = parse("3. Hội đàm", literal=True).root.children
    assert len(typed) == 1 + len(parse("3. Hội đàm").root.children)
