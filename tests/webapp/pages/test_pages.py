"""What a reader gets from each page, without a browser: links, forms and words on the five seed articles."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, quote_plus, unquote_plus, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient

from indexer.building import build
from tests.support.documents import Element, parse
from tests.webapp.conftest import client_of
from webapp import create_app
from webapp.settings import Settings

QUANG_TAY = "003_50f2c003bc21364e"
PAGES = [
    "/",
    "/?q=cua+khau+thong+minh",
    "/?q=hop+tac&province=lang+son&without_counterpart=V%C3%A2n+Nam&year=unknown",
    "/?q=xyzzy&province=L%E1%BA%A1ng+S%C6%A1n",
    "/?sort=newest&per_page=50",
    f"/articles/{QUANG_TAY}?q=cua+khau",
    "/articles/004_8ebbdd460858dd8e",
    "/matrix",
    "/matrix?q=hop+tac",
    "/matrix?region=V%C3%A2n+Nam",
    "/timeline",
    "/facets/province?q=hop+tac",
    "/facets/counterpart?contains=nam",
    "/help",
    "/compare",
    "/compare?of=Qu%E1%BA%A3ng+T%C3%A2y&of=V%C3%A2n+Nam",
    "/saved",
]


def get(client: FlaskClient, address: str, status: int = 200) -> Element:
    response = client.get(address)
    assert response.status_code == status
    assert response.content_type == "text/html; charset=utf-8"
    return parse(response.text)


def titles(document: Element) -> list[str]:
    """The titles of the full matches."""
    near = document.all("li", class_="near")
    return [hit.one("h2").text for hit in document.all("li", class_="hit") if hit not in near]


def facet_value(document: Element, facet: str, name: str) -> Element:
    section = next(s for s in document.all("section", class_="facet") if s.one("h3").text == facet)
    return next(li for li in section.all("li") if li.one(class_="name").text == name)


def submitted(document: Element, button: Element) -> str:
    """The address to which a click on the button of a GET form leads."""
    form = document.one("form", id=button.attributes["form"])
    fields = [
        (field.attributes["name"], field.attributes["value"])
        for field in (*form.all("input"), button)
    ]
    return f"{form.attributes['action']}?{urlencode(fields)}"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_well_formed_titled_and_in_its_language(
    client: FlaskClient, address: str, language: str
) -> None:
    if language == "en":
        address += ("&" if "?" in address else "?") + "lang=en"
    document = get(client, address)
    assert document.one("html").attributes["lang"] == language
    assert document.one("head").one("title").text
    assert len(document.all("h1")) == 1
    identifiers = [e.attributes["id"] for e in document.walk() if "id" in e.attributes]
    assert sorted(identifiers) == sorted(set(identifiers))


@pytest.mark.parametrize("address", PAGES)
def test_every_link_of_every_page_leads_somewhere(client: FlaskClient, address: str) -> None:
    links = {
        urlsplit(a.href)._replace(scheme="", netloc="", fragment="").geturl()
        for a in get(client, address).all("a")
        if a.href.startswith("/")
    }
    assert {
        link: client.get(link).status_code for link in links if client.get(link).status_code != 200
    } == {}


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(
    client: FlaskClient, address: str
) -> None:
    document = get(client, address)
    assert [
        e
        for e in document.walk()
        if "style" in e.attributes or any(name.startswith("on") for name in e.attributes)
    ] == []
    assert [
        s
        for s in document.all("script")
        if s.text or not s.attributes["src"].startswith("/static/")
    ] == []
    assert document.all("style") == []
    assert [
        e
        for e in document.walk()
        if e.tag in ("link", "img")
        and e.attributes.get("rel") != "canonical"
        and not e.attributes.get("href", "/").startswith("/")
    ] == []


@pytest.mark.parametrize(
    "query", ["cua khau thong minh", "CỬA KHẨU THÔNG MINH", "cửa khẩu thông minh"]
)
def test_the_article_on_quang_tay_comes_first_with_its_words_marked(
    client: FlaskClient, query: str
) -> None:
    document = get(client, f"/?q={query}")
    first = document.all("li", class_="hit")[0]
    assert urlsplit(first.one("h2").all("a")[0].href).path == f"/articles/{QUANG_TAY}"
    assert "cửa khẩu thông minh" in [mark.text for mark in first.all("mark")]


def test_the_box_keeps_what_was_typed_and_the_form_the_filters(client: FlaskClient) -> None:
    document = get(client, "/?q=<hop>+tac&province=L%E1%BA%A1ng+S%C6%A1n&sort=newest&page=2")
    form = document.one("form", class_="find")
    fields = {i.attributes["name"]: i.attributes["value"] for i in form.all("input")}
    assert fields == {"q": "<hop> tac", "province": "Lạng Sơn", "sort": "newest"}


def test_a_facet_click_filters_and_a_chip_takes_it_back(client: FlaskClient) -> None:
    document = get(client, "/?q=hop+tac")
    everything = titles(document)
    row = facet_value(document, "Đối tác", "Quảng Tây")
    count = int(row.one(class_="n").text)
    filtered = get(client, row.one("a", class_="value").href)
    assert len(titles(filtered)) == count < len(everything)
    chip = filtered.one("a", class_="chip")
    assert chip.attributes["aria-label"] == "Bỏ lọc đối tác: Quảng Tây"
    assert titles(get(client, chip.href)) == everything


def test_a_second_value_of_a_facet_widens_and_counts_do_not_change(client: FlaskClient) -> None:
    one = get(client, "/?q=hop+tac&counterpart=Qu%E1%BA%A3ng+T%C3%A2y")
    row = facet_value(one, "Đối tác", "Vân Nam")
    both = get(client, row.one("a", class_="value").href)
    assert len(titles(both)) == 5
    assert [
        facet_value(d, "Đối tác", n).one(class_="n").text
        for d in (one, both)
        for n in ("Quảng Tây", "Vân Nam")
    ] == [
        "1",
        "4",
        "1",
        "4",
    ]
    assert [c.text for c in both.all("a", class_="chip")] == [
        "Đối tác: Quảng Tây ✕",
        "Đối tác: Vân Nam ✕",
    ]
    assert [j.text for j in both.all(class_="joint")] == ["hoặc"]


def test_the_minus_excludes_and_the_value_stays_to_be_taken_back(client: FlaskClient) -> None:
    document = get(client, "/?q=hop+tac")
    minus = facet_value(document, "Đối tác", "Vân Nam").one("button", class_="not")
    assert minus.attributes["title"] == "Loại trừ Vân Nam"
    without = get(client, submitted(document, minus))
    assert len(titles(without)) == 1
    assert [c.text for c in without.all("a", class_="chip")] == ["Đối tác: Vân Nam ✕"]
    back = facet_value(without, "Đối tác", "Vân Nam").one("a", class_="not")
    assert len(titles(get(client, back.href))) == 5


def test_a_chosen_value_without_articles_stays_in_sight(client: FlaskClient) -> None:
    document = get(client, "/?q=xyzzy&province=L%E1%BA%A1ng+S%C6%A1n")
    row = facet_value(document, "Địa phương", "Lạng Sơn")
    assert (row.one(class_="n").text, row.one("a", class_="value").attributes["aria-current"]) == (
        "0",
        "true",
    )


def test_a_province_typed_bare_is_the_same_filter(client: FlaskClient) -> None:
    document = get(client, "/?q=hop+tac&province=lang+son")
    assert document.one("a", class_="chip").text == "Địa phương: Lạng Sơn ✕"
    row = facet_value(document, "Địa phương", "Lạng Sơn").one("a", class_="value")
    assert "province" not in parse_qs(urlsplit(row.href).query)


def test_an_old_province_stands_under_the_one_it_belongs_to_today(client: FlaskClient) -> None:
    document = get(client, "/facets/province")
    rows = [
        (li.attributes.get("class", ""), li.one(class_="name").text)
        for li in document.one(class_="whole").all("li")
    ]
    assert rows[rows.index(("", "Tuyên Quang")) + 1] == ("l1", "Hà Giang")


def test_years_lead_to_months_and_the_unknown_year_has_its_own_place(client: FlaskClient) -> None:
    document = get(client, "/?q=hop+tac")
    unknown = facet_value(document, "Thời gian", "không rõ năm")
    assert len(titles(get(client, unknown.one("a").href))) == int(unknown.one(class_="n").text)
    year = get(client, facet_value(document, "Thời gian", "2023").one("a").href)
    month = facet_value(year, "Thời gian", "tháng 3/2023").one("a", class_="value")
    filtered = get(client, month.href)
    assert titles(filtered) == [
        "Thúc đẩy giao lưu, hợp tác giữa 4 tỉnh biên giới của Việt Nam và tỉnh Vân Nam (Trung Quốc)"
    ]
    assert [c.text for c in filtered.all("a", class_="chip")] == ["Thời gian: tháng 3/2023 ✕"]
    assert (
        facet_value(filtered, "Thời gian", "2023")
        .one("a", class_="value")
        .attributes["aria-current"]
        == "true"
    )
    day = facet_value(filtered, "Thời gian", "27/3/2023").one("a", class_="value")
    assert titles(get(client, day.href)) == titles(filtered)
    other = facet_value(filtered, "Thời gian", "2025").one("a", class_="value")
    assert len(titles(get(client, other.href))) == 1
    again = facet_value(filtered, "Thời gian", "tháng 3/2023").one("a", class_="value")
    assert titles(get(client, again.href)) == titles(year)


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ("date_from=3/2023&date_to=2024", ["Từ: 3/2023 ✕", "Đến: 2024 ✕"]),
        ("date_to=2024-05-06", ["Đến: 6/5/2024 ✕"]),
    ],
)
def test_dates_typed_as_people_do_are_filters(
    client: FlaskClient, dates: str, words: list[str]
) -> None:
    document = get(client, f"/?q=hop+tac&{dates}")
    assert [c.text for c in document.all("a", class_="chip")] == words
    assert len(titles(document)) == 1


def test_a_merged_province_can_be_chosen_whole_or_as_it_was(client: FlaskClient) -> None:
    document = get(client, "/facets/province?q=hop+tac")
    rows = {
        li.one(class_="name").text: li.one("a", class_="value").href
        for li in document.one(class_="whole").all("li")
    }
    assert parse_qs(urlsplit(rows["Ninh Bình"]).query)["province"] == ["Ninh Bình"]
    former = parse_qs(urlsplit(rows["Ninh Bình (địa giới cũ)"]).query)["province"]
    assert former == ["Ninh Bình (cũ)"]


def test_a_date_that_is_none_is_said_at_once_and_the_rest_still_answered(
    client: FlaskClient,
) -> None:
    document = get(client, "/?q=hop+tac&date_from=khong+ro", 400)
    assert "khong ro" in document.one(class_="error").text
    assert document.one("input", name="date_from").attributes["aria-invalid"] == "true"
    assert len(titles(document)) == 5


def test_the_way_of_reading_is_told_with_a_way_out(client: FlaskClient) -> None:
    document = get(client, "/?q=cuwar+khaaur")
    reading = document.one(class_="reading")
    assert "cửa khẩu" in reading.text
    assert parse_qs(urlsplit(reading.one("a").href).query)["literal"] == ["1"]


def test_a_long_list_says_where_it_ends_and_what_is_taken_away(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("webapp.site", "webapp.pages.routes"):
        monkeypatch.setattr(f"{module}.MAX_DEPTH", 4)
    first, last = (
        get(client, "/?q=hop+tac&per_page=2"),
        get(client, "/?q=hop+tac&per_page=2&page=2"),
    )
    assert (
        first.all(class_="notice"),
        [n.text.partition(";")[0] for n in last.all(class_="notice")],
    ) == ([], ["Chỉ xem được 4 bài đầu"])
    assert "Tệp có 4 bài đầu." in first.one(class_="take").text
    assert last.all("a", rel="next") == []


@pytest.mark.parametrize("asked", ["q=hop+tac&date_from=2026-11-27", "q=hop+tac&year=2044"])
def test_a_search_later_than_the_newest_article_says_so_first(
    client: FlaskClient, asked: str
) -> None:
    notices = get(client, f"/?{asked}").all(class_="notice")
    assert notices[0].text.startswith("Bài mới nhất trong kho: ≈ 6/3/2025")
    assert "Bài mới nhất" not in get(client, "/?q=xyzzy&date_from=2020").one("main").text
    assert "Bài mới nhất" not in get(client, "/?q=hop+tac").one("main").text


def test_a_search_for_yesterday_says_how_new_the_archive_is(client: FlaskClient) -> None:
    page = get(client, "/?q=hop+tac+h%C3%B4m+qua")
    assert "Bài mới nhất trong kho: ≈ 6/3/2025" in page.one("main").text


def test_the_front_page_says_how_new_the_archive_is(client: FlaskClient) -> None:
    text = get(client, "/").one("main").text
    assert re.search(r"Bài mới nhất trong kho: ≈ 6/3/2025, cập nhật \d+/\d+/20\d\d", text)


def test_an_empty_result_offers_ways_on(client: FlaskClient) -> None:
    document = get(client, "/?q=hop+tac&date_to=1950&province=L%E1%BA%A1ng+S%C6%A1n")
    empty = document.one(class_="empty")
    assert "Không có bài nào" in empty.one("h2").text
    ways = [(li.one("a").href, li.one(class_="n").text) for li in empty.all("li")]
    assert ways
    for href, count in ways:
        assert f"{len(titles(get(client, href)))} bài" == count
        assert count != "0 bài"


def test_quotes_that_hold_nothing_are_not_insisted_on(client: FlaskClient) -> None:
    document = get(client, "/?q=%22xyzzy+hop%22+tac")
    assert document.one("strong").text == "0 bài"
    assert "Gần đúng" in document.one(class_="nearby").text


def test_below_few_matches_come_near_ones_with_what_they_lack(client: FlaskClient) -> None:
    document = get(client, "/?q=hop+tac+xyzzy")
    assert document.one("strong").text == "0 bài"
    assert "Gần đúng" in document.one(class_="nearby").text
    near = document.all(class_="near")
    assert near
    assert all(hit.one(class_="missing").text == "Thiếu: xyzzy" for hit in near)


def test_the_syllables_apart_are_a_link_never_the_default(client: FlaskClient) -> None:
    document = get(client, "/?q=h%E1%BB%99i+ngh%E1%BB%8B")
    assert len(titles(document)) == 2
    link = next(a for a in document.all("a") if "tiếng rời nhau (5)" in a.text)
    loose = get(client, link.href)
    assert len(titles(loose)) == 5
    back = next(a for a in loose.all("a") if a.text == "Chỉ bài có đúng từ, đúng tên")
    assert len(titles(get(client, back.href))) == 2


def test_nothing_at_all_still_offers_to_drop_the_filters(client: FlaskClient) -> None:
    empty = get(client, "/?q=xyzzy&province=L%E1%BA%A1ng+S%C6%A1n").one(class_="empty")
    assert "Bỏ lọc địa phương: Lạng Sơn" in [a.text for a in empty.all("a")]


def test_home_tells_what_the_archive_holds_and_its_examples_work(client: FlaskClient) -> None:
    document = get(client, "/")
    assert document.one("h1").text == "Kho có 5 bài"
    examples = document.one(class_="examples").all("a")
    assert len(examples) == 3
    for example in examples:
        assert len(titles(get(client, example.href))) == int(example.one(class_="n").text) > 0
    assert client.get("/?q=").text == client.get("/").text


def test_plans_for_a_far_year_are_not_the_newest_articles(tmp_path: Path) -> None:
    for year in ("2024", "2098"):
        (tmp_path / f"{year}.txt").write_text(
            f"Cầu qua sông ở Lạng Sơn\n\nCầu sẽ xong ngày 5/3/{year}, theo kế hoạch của tỉnh.\n",
            "utf-8",
        )
    build([tmp_path / "2098.txt", tmp_path / "2024.txt"], tmp_path / "index")
    client = create_app(index=tmp_path / "index", settings=Settings()).test_client()
    home = get(client, "/")
    assert [hit.one("time").text for hit in home.all("li", class_="hit")] == ["5/3/2024"]
    assert home.one("h1").text == "Kho có 2 bài"


def test_the_timeline_has_a_table_of_the_same_numbers(client: FlaskClient) -> None:
    section = get(client, "/timeline").one("section", class_="timeline")
    rows = {tr.one("th").text: tr.one("td").text for tr in section.one("tbody").all("tr")}
    assert rows == {"2023": "1", "2025": "1", "không rõ năm": "3"}
    bars = [
        a.one("title").text for svg in section.all("svg") for a in svg.all("a") if a.all("path")
    ]
    assert bars == ["2023: 1 bài", "2025: 1 bài", "không rõ năm: 3"]
    assert {a.attributes["tabindex"] for svg in section.all("svg") for a in svg.all("a")} == {"-1"}


def test_periods_without_articles_are_gaps_that_lead_nowhere(client: FlaskClient) -> None:
    svg = get(client, "/timeline").all("svg")[0]
    assert [
        (e.tag, e.attributes["data-key"]) for e in svg.walk() if "data-key" in e.attributes
    ] == [
        ("a", "2023"),
        ("g", "2024"),
        ("a", "2025"),
    ]


def test_each_cell_of_the_matrix_leads_to_its_articles(client: FlaskClient) -> None:
    table = get(client, "/matrix").one("table", class_="matrix")
    cells = {
        a.attributes["aria-label"]: a.href for a in table.all("a") if "aria-label" in a.attributes
    }
    assert "Lạng Sơn, Quảng Tây: 1" in cells
    for label, href in cells.items():
        assert len(titles(get(client, href))) == int(label.rpartition(": ")[2])


def test_the_sums_of_the_matrix_count_what_names_both_sides(client: FlaskClient) -> None:
    table = get(client, "/matrix").one("table", class_="matrix")
    sums = [(int(a.text), a.href) for cell in table.all("td", class_="sum") for a in cell.all("a")]
    assert len(sums) > 5
    for count, href in sums:
        assert len(titles(get(client, href))) == count
    rows = [row for row in table.one("tbody").all("tr")[1:] if "class" not in row.attributes]
    by_row = [int(row.one("td", class_="sum").text) for row in rows]
    assert by_row == sorted(by_row, reverse=True)


def test_the_matrix_can_be_of_the_63_provinces_and_of_one_month(client: FlaskClient) -> None:
    former = get(client, "/matrix?units=former")
    rows = [row.one("th").text for row in former.one("tbody").all("tr")[1:]]
    assert "Hà Giang" in rows
    assert "Tuyên Quang" not in rows  # whole, as it is today
    assert not former.one("tbody").all("tr", class_="part")

    months = get(client, "/matrix").all(class_="regions")[0].all("a")
    assert months[0].text == "toàn bộ thời gian"
    one = get(client, months[1].href)
    rows, whole = (page.one("table", class_="matrix") for page in (one, get(client, "/matrix")))
    assert len(rows.all("tr")) < len(whole.all("tr"))
    chosen = [
        a.text for a in one.all(class_="regions")[0].all("a") if "aria-current" in a.attributes
    ]
    assert chosen == [months[1].text]


def test_the_matrix_looks_into_a_region(client: FlaskClient) -> None:
    choices = get(client, "/matrix").all(class_="regions")
    inside = next(a for p in choices for a in p.all("a") if a.text == "trong Quảng Tây")
    table = get(client, inside.href).one("table", class_="matrix")
    heads = [th.text for th in table.one("thead").all("th")]
    assert {"Nam Ninh", "Liễu Châu", "Sùng Tả", "Bắc Hải"} == set(heads[2:])
    cell = next(
        a for a in table.all("a") if a.attributes.get("aria-label") == "Lạng Sơn, Nam Ninh: 1"
    )
    assert len(titles(get(client, cell.href))) == 1


def test_the_article_page_shows_the_whole_text_with_marks_and_facts(client: FlaskClient) -> None:
    document = get(client, f"/articles/{QUANG_TAY}?q=cua+khau&counterpart=Qu%E1%BA%A3ng+T%C3%A2y")
    assert "cửa khẩu" in [m.text for m in document.one("article").all("mark")]
    facts = [li.text for li in document.one("aside", class_="facts").all("li")]
    assert any(fact.startswith("Lạng Sơn") for fact in facts)
    note = document.one("aside", class_="facts").all(class_="note")[0]
    assert note.text
    numbers = {a.attributes["data-e"] for a in document.all("a", class_="why")}
    assert numbers <= {e.attributes["id"][1:] for e in document.all(class_="anchor")}
    back = document.one(class_="back").one("a").href
    assert parse_qs(urlsplit(back).query) == {"q": ["cua khau"], "counterpart": ["Quảng Tây"]}
    assert document.one("link", rel="canonical").href == f"http://localhost/articles/{QUANG_TAY}"


def test_an_article_opened_from_its_links_below_a_hit_leads_back_to_the_results(
    client: FlaskClient,
) -> None:
    results = "/?q=cua+khau&counterpart=Qu%E1%BA%A3ng+T%C3%A2y&per_page=50"
    related, cite = get(client, results).one(class_="also").all("a")
    assert (related.href, cite.href) == (
        f"/articles/{QUANG_TAY}#related",
        f"/articles/{QUANG_TAY}#cite",
    )
    article = parse(client.get(cite.href, headers={"Referer": f"http://localhost{results}"}).text)
    assert article.one(class_="back").one("a").href == results
    assert "cửa khẩu" in [mark.text for mark in article.one("article").all("mark")]
    for elsewhere in (
        "http://example.org/?q=cua+khau",
        "http://localhost/matrix?q=cua",
        "http://localhost/?q=a&page=x",
        "http://localhost/",
    ):
        assert (
            parse(client.get(cite.href, headers={"Referer": elsewhere}).text).all(class_="back")
            == []
        )


def test_no_line_of_the_published_text_is_lost_and_boilerplate_is_folded(
    client: FlaskClient,
) -> None:
    from tests.support.running import SEEDS

    document = get(client, "/articles/004_8ebbdd460858dd8e")
    shown = document.one("article").text
    lines = (SEEDS / "004_8ebbdd460858dd8e.txt").read_text("utf-8").splitlines()
    assert [line for line in lines if " ".join(line.split()) not in shown] == []
    folded = " ".join(d.text for d in document.all("details", class_="boilerplate"))
    assert "Boeing" in folded
    assert "Vương Ninh" not in folded


def test_the_language_switch_keeps_the_search_and_all_links_keep_the_language(
    client: FlaskClient,
) -> None:
    vietnamese = get(client, "/?q=hop+tac&province=L%E1%BA%A1ng+S%C6%A1n")
    switch = vietnamese.one("a", hreflang="en")
    assert parse_qs(urlsplit(switch.href).query) == {
        "q": ["hop tac"],
        "province": ["Lạng Sơn"],
        "lang": ["en"],
    }
    english = get(client, switch.href)
    assert titles(english) == titles(vietnamese)
    own = [
        a.href
        for a in english.all("a")
        if a.href.startswith("/") and "hreflang" not in a.attributes
    ]
    assert [href for href in own if parse_qs(urlsplit(href).query).get("lang") != ["en"]] == []
    assert english.one("form", class_="find").one("input", name="lang").attributes["value"] == "en"
    assert "lang" not in parse_qs(urlsplit(english.one("a", hreflang="vi").href).query)


def test_text_from_the_archive_and_the_address_is_escaped(client: FlaskClient) -> None:
    for address in (
        "/?q=%3Cscript%3Ealert(1)%3C/script%3E%22onload=",
        "/?province=%3Cb%3E",
        "/facets/province?contains=%22%3E%3Ci%3E",
        "/nope/%3Cb%3E",
    ):
        document = parse(client.get(address).text)
        assert [s for s in document.all("script") if s.text] == []
        assert (document.all("b"), document.all("i")) == ([], [])


def test_warnings_and_ways_on_are_in_the_language_of_the_page(client: FlaskClient) -> None:
    document = get(client, "/?q=%22hop+tac&province=Atlantis&lang=en")
    assert [e.text for e in document.all("p", class_="notice")] == [
        "The archive has no province “Atlantis”.",
        "A quotation mark has no partner: it was left out.",
    ]
    ways = [e.text for e in document.one("div", class_="empty").all("a")]
    assert "Without the province Atlantis" in ways
    assert [way for way in ways if way.startswith("Bỏ")] == []


@pytest.mark.parametrize(
    ("query", "message", "field"),
    [
        ("date_from=5/2025&date_to=3/2025", "Ngày bắt đầu sau ngày kết thúc.", "from"),
        ("date_from=31/2/2025", "Ngày «31/2/2025» không hợp lệ", "from"),
        ("date_to=x", "Ngày «x» không hợp lệ", "to"),
    ],
)
def test_a_date_that_cannot_be_is_told_beside_its_field_and_stays_there(
    client: FlaskClient, query: str, message: str, field: str
) -> None:
    response = client.get(f"/?q=hop+tac&{query}")
    document = parse(response.text)
    assert response.status_code == 400
    assert document.one("p", id=f"wrong-{field}").text.startswith(message)
    box = document.one("input", id=field)
    assert box.attributes["aria-invalid"] == "true"
    assert box.attributes["aria-describedby"] == f"wrong-{field}"
    assert box.attributes["value"] in unquote_plus(query)
    assert len(titles(document)) == 5
    assert message in client.get(f"/api/v1/search?q=hop+tac&{query}").json["detail"]  # type: ignore[index]


@pytest.mark.parametrize("typed", ["27/3/2023", "3/2023", "tháng 3/2023", "quý I/2023", "2023"])
def test_a_date_may_be_typed_as_people_write_it(client: FlaskClient, typed: str) -> None:
    document = get(client, f"/?q=hop+tac&date_from={quote_plus(typed)}&date_to={quote_plus(typed)}")
    assert [title[:18] for title in titles(document)] == ["Thúc đẩy giao lưu,"]


def test_a_day_is_shown_in_the_field_in_vietnamese_order(client: FlaskClient) -> None:
    document = get(client, "/?q=hop+tac&date_from=2023-03-05&date_to=2023-04")
    values = [document.one("input", id=id_).attributes["value"] for id_ in ("from", "to")]
    assert values == ["5/3/2023", "4/2023"]


def test_quick_ranges_end_today_and_say_which_is_chosen(client: FlaskClient) -> None:
    document = get(client, "/?q=hop+tac")
    links = {
        a.text: parse_qs(urlsplit(a.href).query) for a in document.one(class_="recent").all("a")
    }
    assert list(links) == ["7 ngày qua", "Tháng này", "Quý này", "Năm nay", "Năm ngoái"]
    week = [date.fromisoformat(links["7 ngày qua"][name][0]) for name in ("date_from", "date_to")]
    assert (week[1] - week[0]).days == 6
    assert links["Tháng này"]["date_from"] == links["Tháng này"]["date_to"] == [f"{week[1]:%Y-%m}"]
    first, last = links["Quý này"]["date_from"][0], links["Quý này"]["date_to"][0]
    assert first <= f"{week[1]:%Y-%m}" <= last
    assert int(links["Năm nay"]["date_from"][0]) == int(links["Năm ngoái"]["date_from"][0]) + 1
    this_year = links["Năm nay"]["date_from"][0]
    chosen = get(client, f"/?q=hop+tac&date_from={this_year}&date_to={this_year}")
    assert [
        a.text for a in chosen.one(class_="recent").all("a") if "aria-current" in a.attributes
    ] == ["Năm nay"]


def test_english_pages_tell_chinese_places_in_pinyin_too(client: FlaskClient) -> None:
    document = get(client, f"/articles/{QUANG_TAY}?q=hop+tac&lang=en")
    assert {"Quảng Tây (Guangxi)", "Nam Ninh (Nanning)"} <= {a.text for a in document.all("a")}
    facet = get(client, "/?q=hop+tac&counterpart=Qu%E1%BA%A3ng+T%C3%A2y&lang=en")
    assert "Counterpart: Quảng Tây (Guangxi) ✕" in [a.text for a in facet.all("a", class_="chip")]
    assert "Vân Nam (Yunnan)" in get(client, "/matrix?lang=en").one("table", class_="matrix").text
    assert "(Guangxi)" not in get(client, "/?q=hop+tac").text


def test_an_article_begins_with_its_sentences_that_hold_the_words(client: FlaskClient) -> None:
    document = get(client, f"/articles/{QUANG_TAY}?q=cua+khau+thong+minh")
    listed = document.one("ol", class_="found").all("a")
    assert 1 <= len(listed) <= 3
    assert all("cửa khẩu" in a.one("mark").text for a in listed)
    for a in listed:
        assert document.one("mark", id=a.href.removeprefix("#")).text in a.text
    summary = document.one("details", id="cite")
    assert "--" not in summary.one("p", class_="reference").text
    assert not get(client, f"/articles/{QUANG_TAY}").all("ol", class_="found")


def test_undated_articles_left_out_by_a_filter_of_time_are_counted(client: FlaskClient) -> None:
    told = get(client, "/?q=hop+tac&year=2025").one("p", class_="undated")
    assert told.text == "3 bài không rõ năm không được tính · xem cả"
    assert len(titles(get(client, told.one("a").href))) == 4
    told = get(client, "/?q=hop+tac&date_from=2025").one("p", class_="undated")
    assert told.text == "3 bài không rõ năm không được tính · xem các bài ấy"
    assert len(titles(get(client, told.one("a").href))) == 3
    for query in ("/?q=hop+tac", "/?q=hop+tac&year=2025&year=unknown"):
        assert not get(client, query).all("p", class_="undated")


def test_a_long_facet_comes_in_parts(client: FlaskClient, tmp_path: Path) -> None:
    articles = [
        {"id": f"{i}", "text": f"Tin số {i} về hợp tác.", "source": f"Báo {i:03}"}
        for i in range(450)
    ]
    many = client_of(articles, tmp_path)
    seen: list[str] = []
    address = "/facets/source?q=hop+tac"
    for part in ("1/3 · 450 tên", "2/3 · 450 tên", "3/3 · 450 tên"):
        page = get(many, address)
        names = [name.text for name in page.one(class_="whole").all(class_="name")]
        assert len(names) <= 200
        seen += names
        pager = page.one("nav", class_="pager")
        assert pager.one("span").text == part
        following = [a.href for a in pager.all("a") if a.attributes["rel"] == "next"]
        address = following[0] if following else ""
    assert sorted(seen) == [f"Báo {i:03}" for i in range(450)]
    assert address == ""
    narrowed = get(many, "/facets/source?q=hop+tac&contains=bao+44")
    assert len(narrowed.one(class_="whole").all("li")) == 10
    for part in ("0", "99", "x"):
        assert len(get(many, f"/facets/source?q=hop+tac&part={part}").all(class_="name")) > 0


def test_a_page_too_far_offers_the_first_and_drops_no_filter_that_is_not_there(
    client: FlaskClient,
) -> None:
    plain = get(client, "/?q=hop+tac&page=51", 400)
    assert "Tìm «hop tac» từ trang đầu" in [a.text for a in plain.all("a")]
    filtered = get(client, "/?q=hop+tac&year=2025&page=51", 400)
    assert "Tìm «hop tac», không kèm bộ lọc" in [a.text for a in filtered.all("a")]
