"""The pages of the register, over a register put together by hand."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, unquote

import docx
import openpyxl
import pytest
from flask.testing import FlaskClient

from indexer.archive import Archive
from indexer.model.article import UNKNOWN_DATE
from indexer.register import joining
from indexer.register.entries import Promise, Quote, Register
from tests.support.documents import parse
from tests.support.registers import TALKS, TALKS_ID, register_of_seeds
from webapp import create_app
from webapp.settings import Settings

PAIR = "province=ha+giang&counterpart=van+nam"
PAGES = (
    "/register",
    f"/register/{TALKS_ID}",
    "/offices",
    "/promises",
    "/dossier",
    f"/dossier?{PAIR}",
    "/digest?date=2025-03-06",
)


@pytest.fixture
def known(seed_index: Path) -> Register:
    return register_of_seeds(Archive.open(seed_index))


@pytest.fixture
def reader(
    seed_index: Path, known: Register, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FlaskClient]:
    """A reader of a site whose archive tells this register."""
    monkeypatch.setattr(joining, "register_of", lambda backend: known)
    made = create_app(index=seed_index, settings=Settings())
    made.testing = True
    yield made.test_client()


@pytest.mark.parametrize("address", PAGES)
def test_every_page_speaks_both_languages_and_keeps_its_tongue(
    reader: FlaskClient, address: str
) -> None:
    vietnamese = reader.get(address)
    english = reader.get(f"{address}{'&' if '?' in address else '?'}lang=en")
    assert (vietnamese.status_code, english.status_code) == (200, 200)
    links = [link for link in re.findall(r'href="(/[^"#]*)', english.text) if "static" not in link]
    back = [link for link in links if "lang=en" not in link]
    assert back == [re.sub("&", "&amp;", address)]  # the way to Vietnamese alone
    assert vietnamese.text != english.text


def test_the_register_has_a_line_for_each_entry_by_year(reader: FlaskClient) -> None:
    page = parse(reader.get("/register").text)
    years = [row.text.strip() for row in page.all("tr", class_="year")]
    assert years == ["2025", "2023"]
    text = reader.get("/register").text
    assert "Hội đàm: Hà Giang – Văn Sơn (Vân Nam)" in text
    assert '<span class="han" lang="zh">文山</span>' in text
    assert "Hội nghị: Hà Giang, Lào Cai, Lai Châu và 1 nơi khác – Vân Nam" in text
    assert "các bài ghi khác nhau" in text


@pytest.mark.parametrize(
    ("search", "left"),
    [
        ("counterpart=van+son", 1),
        ("province=lao+cai", 1),
        ("province=tuyen+quang", 2),
        ("kind=h%E1%BB%99i+%C4%91%C3%A0m", 1),
        ("year=2023", 1),
        ("date_from=2024", 1),
        ("q=th%E1%BB%8Fa+thu%E1%BA%ADn", 1),
        ("source=bao+ha+giang", 2),
        ("source=B%C3%A1o+Lai+Ch%C3%A2u", 0),
        ("without_source=B%C3%A1o+H%C3%A0+Giang", 0),
        ("without_kind=h%E1%BB%99i+%C4%91%C3%A0m", 1),
        ("province=ca+mau", 0),
    ],
)
def test_filters_leave_what_they_ask_for(reader: FlaskClient, search: str, left: int) -> None:
    page = reader.get(f"/register?{search}").text
    assert f"<strong>{left} sự việc</strong>" in page


def test_every_facet_leads_to_as_many_entries_as_it_says(reader: FlaskClient) -> None:
    page = parse(reader.get("/register").text)
    values = [link for link in page.all("a") if "value" in (link.attributes.get("class") or "")]
    assert len(values) > 8
    for link in values:
        count = link.one("span", class_="n").text.strip()
        address = link.attributes["href"] or ""
        assert f"<strong>{count} sự việc</strong>" in reader.get(address).text


def test_a_date_that_is_none_is_refused(reader: FlaskClient) -> None:
    assert reader.get("/register?date_from=31/13/2025").status_code == 400
    assert reader.get("/digest?date=31/13/2025").status_code == 400
    assert reader.get("/digest?span=year").status_code == 400


def test_an_entry_shows_the_sentence_of_every_field(reader: FlaskClient, known: Register) -> None:
    page = parse(reader.get(f"/register/{TALKS_ID}").text)
    notes = page.one("ol", class_="notes")
    numbers = [link.text.strip() for link in page.all("a", class_="why")]
    assert len(numbers) > 8
    assert {int(number) for number in numbers} == set(range(1, len(notes.all("li")) + 1))
    talks = known.entry(TALKS_ID)
    assert talks is not None and talks.date_quote is not None
    marked = [bold.text for bold in notes.all("b")]
    assert talks.date_quote.text in marked
    assert "không thấy nói" in page.text  # no place is told
    assert "Các bài ghi khác nhau" in page.text


def test_a_quote_is_found_again_in_its_article(reader: FlaskClient, known: Register) -> None:
    page = reader.get(f"/register/{TALKS_ID}").text
    fragments = re.findall(rf'href="/articles/{TALKS}#:~:text=([^"]+)"', page)
    text = reader.get(f"/articles/{TALKS}").text
    assert fragments
    for fragment in fragments:
        for end in fragment.split(","):
            assert unquote(end) in re.sub(r"<[^>]+>", "", text)


def test_an_article_leads_to_its_entries(reader: FlaskClient) -> None:
    page = reader.get(f"/articles/{TALKS}").text
    assert f'href="/register/{TALKS_ID}"' in page
    other = reader.get("/articles/002_41e6c7acf38bc0d6").text
    assert "/register/" not in other


def test_a_dossier_has_everything_of_its_pair(reader: FlaskClient) -> None:
    page = reader.get(f"/dossier?{PAIR}").text
    for told in (
        "河江",
        "云南",
        "Hội đàm: Hà Giang – Văn Sơn (Vân Nam)",
        "Thỏa thuận thiết lập cơ chế Hội đàm",
        "Đặng Quốc Khánh",
        "Vương Ninh",
        "chưa thấy tin tiếp theo",
        "Thanh Thủy – Thiên Bảo (quốc tế)",
    ):
        assert told in page
    years = [cell for row in parse(page).all("tr") for cell in row.all("td")]
    assert [cell.text.strip() for cell in years] == ["1", "0", "1", "1", "0", "1"]


def test_a_pair_without_anything_says_so(reader: FlaskClient) -> None:
    page = reader.get("/dossier?province=Ca+Mau&counterpart=Quang+Tay").text
    assert page.count("không thấy nói") >= 6


def test_a_pair_that_is_none_is_named(reader: FlaskClient) -> None:
    wrong = reader.get("/dossier?province=xyz&counterpart=van+nam")
    assert wrong.status_code == 400
    assert "Không có địa phương «xyz»" in wrong.text
    assert "Không có đối tác" not in wrong.text
    assert reader.get("/export/dossier.docx?province=ha+giang").status_code == 400


def test_pairs_are_offered_and_each_has_something(reader: FlaskClient) -> None:
    links = parse(reader.get("/dossier").text).one("ul", class_="pairs").all("a")
    assert [link.text.split("–")[0].strip() for link in links] == [
        "Tuyên Quang",
        "Lào Cai",
        "Lai Châu",
        "Điện Biên",
    ]
    for link in links:
        assert "trong 0)" not in reader.get(link.attributes["href"] or "").text


def test_the_digest_tells_an_event_once(reader: FlaskClient) -> None:
    day = reader.get("/digest?date=6/3/2025&span=day").text
    assert "Điểm tin ngày 6/3/2025" in day
    assert day.count("Hội đàm: Hà Giang – Văn Sơn (Vân Nam)") == 1
    assert "1 báo đưa" in day
    assert "Tin khác" not in day  # the only article of that day tells of the event
    week = reader.get("/digest?date=2025-03-09").text
    assert "Điểm tin tuần 3/3/2025 – 9/3/2025" in week
    empty = reader.get("/digest?date=2020-01-01&span=day").text
    assert "Không có tin nào" in empty


def test_without_a_date_it_is_the_week_of_the_newest_article(reader: FlaskClient) -> None:
    assert "Điểm tin tuần" in reader.get("/digest").text
    assert "Điểm tin tuần" in reader.get("/digest?date=1900-01-01").text


def test_the_first_page_results_and_matrix_lead_there(reader: FlaskClient) -> None:
    assert f'href="/register/{TALKS_ID}"' in reader.get("/").text
    results = reader.get("/?province=Lao+Cai&counterpart=Van+Nam").text
    dossier = f"/dossier?province={quote('Lào')}+Cai&amp;counterpart={quote('Vân')}+Nam"
    assert f'href="{dossier}"' in results
    assert f'href="{dossier}"' in reader.get("/matrix").text


@pytest.mark.parametrize(
    ("search", "leads"),
    [
        ("q=V%C3%A2n+Nam+L%C3%A0o+Cai", True),
        ("q=van+nam&province=lao+cai", True),
        ("q=V%C3%A2n+Nam", False),
        ("q=V%C3%A2n+Nam+L%C3%A0o+Cai&province=ha+giang", False),  # which of the two?
    ],
)
def test_a_search_that_names_a_pair_leads_to_its_dossier(
    reader: FlaskClient, search: str, leads: bool
) -> None:
    assert ("Hồ sơ: Lào Cai – Vân Nam" in reader.get(f"/?{search}").text) == leads


def test_an_older_index_says_what_is_missing(
    reader: FlaskClient, known: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = replace(known, unread=3)
    monkeypatch.setattr(joining, "register_of", lambda backend: older)
    for address in PAGES:
        told = "3 bài được đưa vào kho trước khi có sổ" in reader.get(address).text
        assert (address, told) == (address, address not in (f"/register/{TALKS_ID}", "/dossier"))
    for address, _ in FILES:
        file = docx.Document(io.BytesIO(reader.get(address).data))
        assert any("trước khi có sổ" in paragraph.text for paragraph in file.paragraphs)


def test_an_archive_in_a_cluster_says_where_a_register_is(
    reader: FlaskClient, known: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joining, "register_of", lambda snapshot: replace(known, unread=3))
    monkeypatch.setattr("webapp.pages.telling.is_cluster", lambda path: True)
    page = reader.get("/register").text
    assert "Kho trong cụm chưa có sổ" in page
    assert "indexer build" not in page


def test_an_id_of_before_shows_what_the_entry_shows(
    reader: FlaskClient, known: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    talks = known.entry(TALKS_ID)
    assert talks is not None
    promise = Promise("p1", "Hội đàm lần thứ 9", "năm 2026", talks.told, UNKNOWN_DATE, talks.date)
    merged = replace(talks, aliases=("before",))
    promised = (replace(promise, entry=TALKS_ID), replace(promise, id="p2", followed=(TALKS_ID,)))
    monkeypatch.setattr(
        joining, "register_of", lambda backend: Register(entries=(merged,), promises=promised)
    )
    now, before = (reader.get(f"/register/{id}").text for id in (TALKS_ID, "before"))
    assert now.count("Hội đàm lần thứ 9") == before.count("Hội đàm lần thứ 9") == 2


def test_an_entry_there_is_not(reader: FlaskClient) -> None:
    assert reader.get("/register/nope").status_code == 404


def test_long_lists_come_in_pages(
    reader: FlaskClient, known: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = tuple(replace(known.entries[0], id=f"hd-{n}") for n in range(130))
    whole = replace(known, entries=many)
    monkeypatch.setattr(joining, "register_of", lambda backend: whole)
    second = reader.get("/register?page=2&year=2025").text
    assert second.count('<td class="day">') == 50
    assert 'rel="prev" href="/register?year=2025"' in second
    assert 'rel="next" href="/register?year=2025&amp;page=3"' in second
    assert reader.get("/register?page=9").text.count('<td class="day">') == 30


def test_names_typed_bare_are_those_of_the_archive(reader: FlaskClient) -> None:
    page = parse(reader.get("/register?province=tuyen+quang&counterpart=van+son").text)
    chosen = [link.one("span", class_="name").text for link in page.all("a", class_="on")]
    assert chosen == ["Tuyên Quang", "Văn Sơn"]


def test_tabs_lead_from_filters_to_the_dossier_of_their_pair(reader: FlaskClient) -> None:
    tabs = parse(reader.get(f"/register?{PAIR}").text).one("nav", class_="tabs")
    links = [link.attributes["href"] or "" for link in tabs.all("a")]
    dossier = next(link for link in links if link.startswith("/dossier?"))
    assert "Hồ sơ: Hà Giang – Vân Nam" in reader.get(dossier).text


FILES = [
    ("/export/register.docx?lang=vi", "Thỏa thuận thiết lập cơ chế Hội đàm"),
    (f"/export/dossier.docx?{PAIR}", "Bí thư Tỉnh ủy Vân Nam: Vương Ninh (3/2023)"),
    ("/export/digest.docx?date=2025-03-06", "1 báo đưa"),
]


@pytest.mark.parametrize(("address", "told"), FILES)
def test_word_files_tell_the_same(reader: FlaskClient, address: str, told: str) -> None:
    made = docx.Document(io.BytesIO(reader.get(address).data))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(paragraph.text for paragraph in made.paragraphs), *cells])
    assert told in text
    assert "Lập ngày" in text


def test_workbooks_have_a_sheet_for_each_kind(reader: FlaskClient) -> None:
    def sheets(address: str) -> dict[str, int]:
        book = openpyxl.load_workbook(io.BytesIO(reader.get(address).data))
        return {sheet.title: sheet.max_row - 1 for sheet in book}

    assert sheets("/export/register.xlsx") == {
        "Sổ đối ngoại": 2,
        "Người và chức vụ": 3,
        "Hẹn, cam kết": 1,
    }
    assert sheets(f"/export/dossier.xlsx?{PAIR}")["Thỏa thuận, văn kiện đã ký"] == 1
    assert sheets("/export/digest.xlsx?date=2025-03-06")["Sổ đối ngoại"] == 1


def test_the_table_for_programs_has_stable_names(reader: FlaskClient) -> None:
    head, first, _second = reader.get("/export/register.csv?heads=stable").text.splitlines()
    assert head.lstrip("\ufeff").startswith("number,date_start,date_end,date_label,kind,")
    assert f"/register/{TALKS_ID}" in first
    assert "Đỗ Thái Hòa ≠ Lý Hồng Quyên" in first


def test_a_quote_of_an_article_that_is_gone_is_shown_as_it_was(
    reader: FlaskClient, known: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = Quote("gone", "body", 0, 8, "lời cũ.")
    talks = replace(known.entries[0], date_quote=lost)
    whole = replace(known, entries=(talks,))
    monkeypatch.setattr(joining, "register_of", lambda backend: whole)
    notes = parse(reader.get(f"/register/{TALKS_ID}").text).one("ol", class_="notes")
    assert "lời cũ." in notes.text
