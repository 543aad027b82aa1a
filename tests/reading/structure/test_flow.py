"""White space and line ends hide no name and no date, and what is found is marked where it stands."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language import canonical
from indexer.reading import SourceDocument, extract
from indexer.reading.formats.markdown import unmarked
from indexer.reading.formats.markup import plain_text
from indexer.reading.sources import cleaned
from indexer.reading.structure.flow import flowing
from indexer.reading.structure.site_names import without_site
from indexer.reading.structure.source_names import is_source_line, named_source, stated_source
from tests.support.work import work

PLAIN = (
    "Hội đàm biên giới\nSáng ngày 6 tháng 3 năm 2025, UBND tỉnh Lạng Sơn hội đàm với Quảng Tây tại "
    "cửa khẩu Hữu Nghị. Hai bên bàn về cửa khẩu thông minh.\n"
)
WRITTEN = {
    "two blanks": PLAIN.replace(" ", "  "),
    "tabs": PLAIN.replace("Lạng Sơn", "Lạng\tSơn").replace("Quảng Tây", "Quảng\t\tTây"),
    "no-break spaces": PLAIN.replace(" ", "\xa0"),
    "a line end in a name": PLAIN.replace("Quảng Tây", "Quảng\nTây"),
    "a Windows line end in a name": PLAIN.replace("Lạng Sơn", "Lạng\r\nSơn"),
    "a line separator in a name": PLAIN.replace("Lạng Sơn", "Lạng\u2028Sơn"),
    "a line end in a date": PLAIN.replace("6 tháng", "6\ntháng").replace("năm 2025", "năm\n2025"),
    "en dashes": PLAIN.replace("ngày 6 tháng 3 năm 2025", "6–3–2025"),
    "fraction slashes": PLAIN.replace("ngày 6 tháng 3 năm 2025", "6⁄3⁄2025"),
    "no marks": (
        "Hoi dam bien gioi\nSang ngay 6 thang 3 nam 2025, UBND tinh Lang Son hoi dam voi Quang Tay "
        "tai cua khau Huu Nghi. Hai ben ban ve cua khau thong minh.\n"
    ),
}


def facts(text: str) -> tuple[set[str], set[str], str]:
    article = extract(SourceDocument("1", "", text))
    return (
        {one.name for one in article.provinces},
        {one.name for one in article.counterparts},
        article.event.start,
    )


@pytest.mark.parametrize("way", WRITTEN)
def test_facts_are_read_however_the_text_is_spaced(way: str) -> None:
    assert facts(WRITTEN[way]) == facts(PLAIN) == ({"Lạng Sơn"}, {"Quảng Tây"}, "2025-03-06")


@pytest.mark.parametrize("width", [34, 40, 52, 66, 72, 80, 100])
def test_hard_wrapped_text_flows(width: int) -> None:
    lead = (
        "Sáng 6 tháng 3 năm 2025, tại cửa khẩu quốc tế Hữu Nghị, đoàn đại biểu tỉnh Cao Bằng do "
        "đồng chí Nguyễn Văn An, Phó Chủ tịch Ủy ban nhân dân tỉnh làm trưởng đoàn đã hội đàm với "
        "đoàn đại biểu Khu tự trị dân tộc Choang Quảng Tây (Trung Quốc)."
    )
    text = f"Hội đàm biên giới hai tỉnh\n\n{lead}\n\nHai bên thống nhất nhiều nội dung quan trọng."
    wrapped = "\n\n".join(textwrap.fill(part, width) for part in text.split("\n\n"))
    assert facts(wrapped) == facts(text)


def test_evidence_lies_where_the_words_stand() -> None:
    article = extract(SourceDocument("1", "", WRITTEN["two blanks"]))
    places = [*article.provinces, *article.counterparts]
    said = {article.text[e.start : e.end] for one in places for e in one.evidence}
    assert {" ".join(words.split()) for words in said} >= {"Lạng Sơn", "Quảng Tây"}


@given(st.text(alphabet="aĐ \t\n\r-6/–.\u0301\xa0", max_size=60))
def test_offsets_lead_back(text: str) -> None:
    flow = flowing(canonical(text))
    last = 0
    for at in range(len(flow.text)):
        start, end = flow.original(at, at + 1)
        assert last <= end <= len(text)
        last = max(last, start)


def test_control_characters_go_and_part_words() -> None:
    found = cleaned(SourceDocument("a\nb", "T\x07iêu", "Quảng\x0cTây\x00 \x1b[2J", url="x"))
    assert (found.id, found.title, found.text) == ("a b", "Tiêu", "Quảng\nTây [2J")


@pytest.mark.parametrize(
    ("title", "site", "url", "bare"),
    [
        ("Hội đàm Lào Cai - Vân Nam", "", "", "Hội đàm Lào Cai - Vân Nam"),
        ("Khai mạc hội chợ Việt - Trung", "", "", "Khai mạc hội chợ Việt - Trung"),
        ("Lễ hội - Bộ đội biên phòng vui xuân", "", "", "Lễ hội - Bộ đội biên phòng vui xuân"),
        ("Hội đàm - Báo Lào Cai điện tử", "", "", "Hội đàm"),
        ("Hội đàm | Xã hội | Báo Tin tức", "", "", "Hội đàm"),
        ("Hội đàm - Trang X", "Trang X", "", "Hội đàm"),
        ("Hội đàm - VnExpress", "", "", "Hội đàm"),
        ("Hội đàm » baolangson", "", "https://baolangson.vn/a", "Hội đàm"),
        ("Sở X - Hội đàm biên giới", "Sở X", "", "Hội đàm biên giới"),
    ],
)
def test_a_title_loses_its_sites_name_alone(title: str, site: str, url: str, bare: str) -> None:
    assert without_site(title, site, url) == bare


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Theo TTXVN", "TTXVN"), ("(Nguồn: TTXVN/Vietnam+)", "VietnamPlus"), ("Theo báo Lao Động", "Lao Động"),
        ("Theo Báo Lạng Sơn", "Báo Lạng Sơn"), ("Theo Sở Ngoại vụ Cao Bằng", "Sở Ngoại vụ Cao Bằng"),
        ("Theo đó, hai bên thống nhất.", ""), ("Theo ông Nguyễn Văn A, đây là hiện tượng đáng báo động.", ""),
        ("Theo UBND TP.", ""), ("Theo dõi hải quân Trung Quốc", ""), ("Nguồn nước thô rất yếu.", ""),
        ("Nguồn: Internet", ""), ("Văn hóa", ""),
    ],
)  # fmt: skip
def test_a_source_is_a_name_never_a_clause(line: str, name: str) -> None:
    assert is_source_line(line) == bool(name)
    if name:
        assert named_source([line]) == name


def test_one_source_has_one_spelling() -> None:
    spellings = ["Báo Lạng Sơn", "BÁO LẠNG SƠN", "Ba\u0301o La\u0323ng Sơn", "baolangson.vn"]
    assert {stated_source(one) for one in spellings} == {"Báo Lạng Sơn"}


@pytest.mark.parametrize(
    "stuff",
    ["# a ", "[", "![", "[a](", "**", "*a", "_ ", "`", "(", "](", "<a ", "<!--", "<", "&", "<b>"],
)
def test_markup_without_end_is_read_in_linear_work(stuff: str) -> None:
    unmarked(stuff * 10)
    short, long = stuff * 400, stuff * 4000
    assert work(lambda: unmarked(long)) < 15 * work(lambda: unmarked(short)) + 500
    assert work(lambda: plain_text(long)) < 15 * work(lambda: plain_text(short)) + 500


def test_markdown_reads_as_it_shows() -> None:
    text = "## Tiêu đề ##\n\n- mục **đậm** và *nghiêng*\n![ảnh đẹp](a.png) [liên kết](http://x/(a)) [b]"
    assert unmarked(text) == ("Tiêu đề\n\nmục đậm và nghiêng\nẢnh: ảnh đẹp liên kết [b]\n")
    assert unmarked("# a" + " " * 3000 + "b") == "a" + " " * 3000 + "b\n"
