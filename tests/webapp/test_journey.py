"""A reader's way through the site in real Chromium: with JavaScript, without it, with the keyboard only, under a prefix."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.webapp.conftest import PATIENCE, PREFIX

QUANG_TAY = "003_50f2c003bc21364e"


def facet_value(page: Page, name: str) -> Locator:
    """The link of a facet's value."""
    return page.locator("a.value", has=page.get_by_text(name, exact=True))


@pytest.fixture
def plain(browser: Browser, server: str) -> Iterator[Page]:
    """A page with JavaScript off."""
    context = browser.new_context(
        base_url=server, java_script_enabled=False, viewport={"width": 1280, "height": 800}
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("prefix", ["", PREFIX], ids=["at the root", "under a prefix"])
def test_from_bare_typing_to_the_next_mark_and_back(page: Page, prefix: str) -> None:
    page.goto(f"{prefix}/")
    field = page.get_by_role("combobox", name="Tìm trong kho bài")
    field.press_sequentially("cua kha", delay=10)
    options = page.get_by_role("option")
    expect(options.filter(has_text="cửa khẩu").first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(field).to_have_value("cua kha")

    options.filter(has_text=re.compile(r"^cửa khẩu\s*\d*$")).first.click()
    expect(page).to_have_url(re.compile(rf"{prefix}/\?q=c%E1%BB%ADa\+kh%E1%BA%A9u$"))
    hits = page.locator("li.hit")
    found = hits.count()
    assert found > 1

    facet_value(page, "Quảng Tây").click()
    expect(hits).to_have_count(1)
    chip = page.get_by_role("link", name="Bỏ lọc đối tác: Quảng Tây", exact=True)
    expect(chip).to_be_visible()
    chip.click()
    expect(hits).to_have_count(found)
    results = page.url

    page.locator(f"li.hit h2 a[href*='{QUANG_TAY}']").click()
    expect(page).to_have_url(re.compile(rf"{prefix}/articles/{QUANG_TAY}\?"))
    total = int(page.locator("nav.marks").get_attribute("data-marks") or 0)
    assert total > 1
    page.keyboard.press("n")
    expect(page.locator("nav.marks [role=status]")).to_have_text(f"1/{total}")
    page.get_by_role("button", name="Vị trí sau (phím n)").click()
    expect(page.locator("mark.here").first).to_be_in_viewport()
    expect(page.locator("nav.marks [role=status]")).to_have_text(f"2/{total}")
    page.keyboard.press("p")
    page.keyboard.press("p")
    expect(page.locator("nav.marks [role=status]")).to_have_text(f"{total}/{total}")

    page.get_by_role("link", name="Về kết quả tìm").click()
    expect(page).to_have_url(results)
    expect(hits).to_have_count(found)
    page.get_by_role("link", name="Trích dẫn").first.click()
    expect(page.locator(".reference")).to_be_visible()
    page.get_by_role("link", name="Về kết quả tìm").click()
    expect(page).to_have_url(results)


def test_everything_works_without_javascript(plain: Page) -> None:
    plain.goto("/")
    plain.get_by_role("searchbox", name="Tìm trong kho bài").fill("cua khau thong minh")
    plain.get_by_role("button", name="Tìm", exact=True).click()
    expect(plain.locator("li.hit").first).to_contain_text("cửa khẩu thông minh")
    facet_value(plain, "Quảng Tây").click()
    expect(plain.locator("a.chip")).to_have_count(1)
    plain.locator("a.chip").click()
    plain.get_by_role("button", name="Loại trừ Quảng Tây", exact=True).click()
    expect(plain.locator("a.chip")).to_contain_text("Quảng Tây")
    plain.get_by_role("link", name="Bỏ loại trừ Quảng Tây", exact=True).click()
    expect(plain.locator("a.chip")).to_have_count(0)
    plain.locator("li.hit h2 a").first.click()
    plain.get_by_role("link", name="Vị trí 2", exact=True).click()
    expect(plain.locator("mark#m2")).to_be_in_viewport()
    expect(plain.locator(".prefs")).to_be_hidden()
    plain.locator(".fact a.why").first.click()
    expect(plain).to_have_url(re.compile(r"#e\d+$"))
    plain.get_by_role("link", name="Về kết quả tìm").click()
    plain.get_by_role("link", name="Xem tất cả, thêm").first.click()
    plain.get_by_label("Tên có chứa").fill("lang")
    plain.locator("main").get_by_role("button", name="Tìm").click()
    expect(plain.locator(".values li")).to_have_count(1)
    plain.locator(".values a.value").click()
    expect(plain.locator("a.chip")).to_contain_text("Lạng Sơn")
    plain.get_by_label("Từ ngày").fill("2030-01-01")
    plain.get_by_role("button", name="Lọc theo ngày").click()
    expect(plain.locator(".empty h2")).to_contain_text("Không có bài nào")


def test_facets_open_without_javascript_on_a_phone(browser: Browser, server: str) -> None:
    context = browser.new_context(
        base_url=server, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    page.goto("/?q=hop+tac")
    value = facet_value(page, "Quảng Tây")
    expect(value).to_be_hidden()
    page.locator("details.filters > summary").click()
    expect(value).to_be_visible()
    context.close()


def test_the_whole_journey_by_keyboard(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.keyboard.press("/")
    field = page.get_by_role("combobox", name="Tìm trong kho bài")
    expect(field).to_be_focused()
    page.keyboard.type("hop ta")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "completion-0")
    expect(field).to_be_focused()
    expect(field).to_have_value("hop ta")
    page.keyboard.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None
    page.keyboard.press("Escape")
    expect(page.get_by_role("option").first).to_be_hidden()
    expect(field).to_have_value("hop ta")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("li.hit").first).to_be_visible()

    target = facet_value(page, "Vân Nam")
    for _ in range(120):
        page.keyboard.press("Tab")
        if target.evaluate("e => e === document.activeElement"):
            break
    expect(target).to_be_focused()
    assert target.evaluate("e => getComputedStyle(e).outlineStyle") != "none"
    page.keyboard.press("Enter")
    expect(page.locator("a.chip")).to_have_text(re.compile("Vân Nam"))


def test_an_article_is_opened_and_a_place_chosen_while_typing(page: Page) -> None:
    page.goto("/")
    field = page.get_by_role("combobox", name="Tìm trong kho bài")
    field.press_sequentially("hop tac van nam", delay=10)
    articles = page.get_by_role("group", name="Bài", exact=True).get_by_role("option")
    expect(articles.first).to_be_visible()
    field.press("ArrowUp")  # from the box to the last of the list
    expect(articles.last).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    expect(page).to_have_url(re.compile("/articles/"))

    page.goto("/")
    field.press_sequentially("hop tac van nam", delay=10)
    page.get_by_role("group", name="Lọc theo nơi").get_by_role("option").first.click()
    expect(page.locator("a.chip")).to_have_text(re.compile("Vân Nam"))
    expect(field).to_have_value("hop tac")


def test_the_ticked_articles_are_counted_and_taken_away(page: Page) -> None:
    page.goto("/?q=hop+tac")
    ticks = page.get_by_role("checkbox", name=re.compile("Chọn bài"))
    ticks.nth(1).check()
    ticks.nth(2).check()
    expect(page.locator(".take")).to_contain_text("2 bài đã chọn")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Word").click()
    assert taken.value.suggested_filename == "ban-tong-hop.docx"
    assert taken.value.url.count("chosen=") == 2


def test_ticks_stay_from_page_to_page_of_one_search(page: Page) -> None:
    page.goto("/?q=hop+tac&per_page=2")
    ticks = page.get_by_role("checkbox", name=re.compile("Chọn bài"))
    ticks.first.check()
    page.get_by_role("link", name="Sau ›").click()
    expect(page.locator(".take")).to_contain_text("1 bài đã chọn")
    ticks.last.check()
    expect(page.locator(".take")).to_contain_text("2 bài đã chọn")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Word").click()
    assert taken.value.url.count("chosen=") == 2
    page.get_by_role("link", name="‹ Trước").click()
    expect(ticks.first).to_be_checked()
    expect(page.locator(".take")).to_contain_text("2 bài đã chọn")
    page.goto("/?q=cua+khau")
    expect(page.locator(".take")).not_to_contain_text("đã chọn")


def test_a_search_is_kept_in_this_browser_and_tells_what_is_new(page: Page, tmp_path: Path) -> None:
    page.goto("/?q=hop+tac&province=lang+son")
    page.get_by_role("button", name="Lưu câu tìm").click()
    expect(page.get_by_role("button", name="Đã lưu", exact=True)).to_be_disabled()
    page.get_by_role("link", name="Tìm đã lưu").click()
    rows = page.locator(".saved li")
    expect(rows).to_have_count(1)
    link = rows.get_by_role("link", name="hop tac · Địa phương: Lạng Sơn")
    expect(rows).to_contain_text("không có bài mới")

    page.evaluate(
        """() => { const name = Object.keys(localStorage).find((key) => key.startsWith("cuakhau.saved"));
        const all = JSON.parse(localStorage[name]); all[0].ids.pop(); all[0].total -= 1;
        localStorage[name] = JSON.stringify(all); }"""
    )
    page.reload()
    expect(rows).to_contain_text("1 bài mới")
    link.click()
    expect(page.locator("li.hit").first).to_be_visible()
    page.go_back()
    page.reload()
    expect(rows).to_contain_text("không có bài mới")

    with page.expect_download() as taken:
        page.get_by_role("button", name="Lưu danh sách ra tệp").click()
    kept = tmp_path / taken.value.suggested_filename
    taken.value.save_as(kept)
    page.get_by_role("button", name="Bỏ: hop tac").click()
    expect(page.locator(".saved .none")).to_be_visible()
    page.get_by_label("Thêm từ tệp:").set_input_files(kept)
    expect(page.get_by_role("status").last).to_have_text("Đã thêm 1 câu tìm từ tệp.")
    expect(rows).to_have_count(1)
    kept.write_text('{"searches": 1}')
    page.get_by_label("Thêm từ tệp:").set_input_files(kept)
    expect(page.locator(".saved [role=status]")).to_contain_text("Không đọc được")
    expect(rows).to_have_count(1)


def test_a_search_is_kept_though_the_reader_leaves_at_once(page: Page) -> None:
    page.goto("/?q=hop+tac")
    page.route("**/api/v1/search*", lambda route: None)  # the answer is slow
    page.get_by_role("button", name="Lưu câu tìm").click()
    page.get_by_role("link", name="Tìm đã lưu").click()
    rows = page.locator(".saved li")
    expect(rows).to_have_count(1)
    page.unroute("**/api/v1/search*")
    page.reload()
    expect(rows).to_contain_text("không có bài mới")
    kept = page.evaluate(
        "Object.entries(localStorage).find(([name]) => name.startsWith('cuakhau.saved'))[1]"
    )
    assert '"total":5' in kept


def test_a_brief_is_taken_away_without_scripts(plain: Page) -> None:
    plain.goto("/?q=hop+tac&province=lang+son")
    with plain.expect_download() as taken:
        plain.get_by_role("button", name="Excel").click()
    assert taken.value.suggested_filename == "ban-tong-hop.xlsx"
    assert "province=L" in taken.value.url


def test_typing_with_an_input_method_is_never_disturbed(page: Page) -> None:
    """Completions wait for a composition to end and never change what stands in the box."""
    asked: list[str] = []
    page.on(
        "request", lambda request: asked.append(request.url) if "/suggest" in request.url else None
    )
    page.goto("/")
    field = page.get_by_role("combobox", name="Tìm trong kho bài")
    field.focus()
    composer = page.context.new_cdp_session(page)
    for text in ("c", "cu", "cư", "cửa"):
        composer.send(
            "Input.imeSetComposition",
            {"text": text, "selectionStart": len(text), "selectionEnd": len(text)},
        )
        page.wait_for_function("text => document.querySelector('#q').value === text", arg=text)
        page.keyboard.press("ArrowDown")
    # The waiting time of completions passes while the composition is open; nothing may be asked.
    page.evaluate("() => new Promise(done => setTimeout(done, 300))")
    assert asked == []
    composer.send("Input.insertText", {"text": "cửa"})
    expect(page.get_by_role("option").first).to_be_visible()
    assert len(asked) == 1
    expect(field).to_have_value("cửa")


@pytest.mark.parametrize(
    ("keys", "meant"),
    [("cuwar khaaur", "cửa khẩu"), ("cu7a3 kha6u3", "cửa khẩu"), ("bootstrap", "bootstrap")],
)
def test_keystrokes_of_telex_and_vni_stay_as_typed(page: Page, keys: str, meant: str) -> None:
    page.goto("/")
    field = page.get_by_role("combobox", name="Tìm trong kho bài")
    field.press_sequentially(keys, delay=5)
    expect(field).to_have_value(keys)
    field.press("Enter")
    if meant != keys:
        expect(page.locator(".reading")).to_contain_text(meant)


def test_completions_and_shortcuts_can_be_turned_off(page: Page) -> None:
    asked: list[str] = []
    page.on(
        "request", lambda request: asked.append(request.url) if "/suggest" in request.url else None
    )
    page.goto("/")
    page.get_by_role("button", name="Phím tắt và tùy chọn").click()
    for name in ("Gợi ý khi gõ", "Phím tắt một chữ"):
        button = page.get_by_role("button", name=name)
        expect(button).to_have_attribute("aria-pressed", "true")
        button.click()
        expect(button).to_have_attribute("aria-pressed", "false")
    page.reload()
    field = page.get_by_role("combobox", name="Tìm trong kho bài")
    page.keyboard.press("/")
    expect(field).not_to_be_focused()
    field.press_sequentially("cua khau", delay=5)
    field.press("Enter")
    expect(page.locator("li.hit").first).to_be_visible()
    assert asked == []


def test_a_facet_beside_the_results_narrows_while_typing(page: Page) -> None:
    page.goto("/?q=hop+tac")
    section = page.locator("section.facet", has=page.get_by_role("heading", name="Địa phương"))
    shown = section.locator(".values > li:visible")
    before = shown.count()
    section.get_by_role("searchbox").fill("ninh")
    expect(shown.filter(has_text="Ninh")).not_to_have_count(0)
    below = section.locator(".values > li.l1:visible")  # a parent stands over what was found
    expect(below.filter(has_text="Ninh Thuận")).to_have_count(1)
    section.get_by_role("searchbox").fill("")
    expect(shown).to_have_count(before)


def test_dragging_over_the_timeline_chooses_a_stretch(page: Page) -> None:
    page.goto("/?q=hop+tac")
    area = page.locator("svg[data-brush]").bounding_box()
    assert area is not None
    middle = area["y"] + area["height"] / 2
    page.mouse.move(area["x"] + area["width"] * 0.4, middle)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] - 3, middle, steps=4)
    expect(page.locator("svg .chosen")).to_have_count(2)
    page.mouse.up()
    expect(page).to_have_url(re.compile("date_from=2024&date_to=2025"))
    expect(page.locator("li.hit")).to_have_count(1)


def test_a_bar_of_the_timeline_is_a_link(page: Page) -> None:
    page.goto("/?q=hop+tac")
    page.locator("svg[data-brush] a[data-key='2023']").click()
    expect(page).to_have_url(re.compile("year=2023"))


def test_the_sentence_that_gave_a_fact_shows_on_hover_and_focus(page: Page) -> None:
    page.goto(f"/articles/{QUANG_TAY}")
    fact = page.locator(".fact", has=page.get_by_role("link", name="Lạng Sơn", exact=True))
    note = fact.locator(".note").first
    expect(note).to_be_hidden()
    fact.hover()
    expect(note).to_be_visible()
    expect(note.locator("b")).to_contain_text("Lạng Sơn")
    assert page.locator(".ev.here").count() >= 1
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    page.mouse.move(0, 0)
    fact.locator("a.why").first.focus()
    expect(note).to_be_visible()


def test_a_citation_can_be_copied(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/articles/{QUANG_TAY}#cite")
    button = page.get_by_role("button", name="Sao chép")
    expect(button).to_be_visible()
    button.click()
    expect(page.get_by_role("button", name="Đã sao chép")).to_be_visible()
    assert (
        page.evaluate("navigator.clipboard.readText()") == page.locator(".reference").inner_text()
    )


def is_active(element: Locator) -> None:
    """Wait until an element has the keyboard, whether or not the window is in front: beside other
    browsers on a busy machine it need not be.
    """
    for _ in range(150):
        if element.evaluate("element => document.activeElement === element"):
            return
        element.page.wait_for_timeout(100)
    raise AssertionError(f"{element} has not the keyboard")


def test_hits_and_filters_are_a_few_keys_away(page: Page) -> None:
    page.goto("/?q=hop+tac")
    for name in ("Đến nội dung chính", "Đến kết quả", "Đến bộ lọc", "Đến ô tìm kiếm"):
        page.keyboard.press("Tab")
        is_active(page.get_by_role("link", name=name))
    page.get_by_role("link", name="Đến kết quả").press("Enter")
    is_active(page.locator("#hits"))  # the browser goes to the place in its own time
    page.keyboard.press("Tab")
    titles = page.locator("li.hit h2 a")
    is_active(titles.first)
    page.keyboard.press("j")
    is_active(titles.nth(1))
    for _ in range(9):
        page.keyboard.press("k")
    is_active(titles.first)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Phím tắt và tùy chọn")).to_be_visible()
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_what_a_minus_does_is_said_on_focus_and_to_the_finger(
    page: Page, browser: Browser, server: str
) -> None:
    page.goto("/?q=hop+tac")
    minus = page.get_by_role("button", name="Loại trừ Quảng Tây", exact=True)
    page.keyboard.press("Tab")
    minus.focus()
    said = "getComputedStyle(document.activeElement, '::after').content"
    assert page.evaluate(said) == '"Loại trừ Quảng Tây"'
    phone = browser.new_context(
        base_url=server, viewport={"width": 375, "height": 740}, has_touch=True, is_mobile=True
    )
    touched = phone.new_page()
    touched.goto("/?q=hop+tac")
    shown = "getComputedStyle(document.querySelector('button.not'), '::before').content"
    assert touched.evaluate(shown) == '"trừ" / ""'  # seen, not said: the title is
    phone.close()


def test_choosing_a_value_keeps_the_place(page: Page, browser: Browser, server: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 500})
    page.goto("/?q=hop+tac")
    value = facet_value(page, "Quảng Tây")
    value.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    assert before > 0
    value.click()
    expect(page.locator("a.chip")).to_have_count(1)
    assert page.evaluate("scrollY") > before / 2
    phone = browser.new_context(base_url=server, viewport={"width": 375, "height": 740})
    sheet = phone.new_page()
    sheet.goto("/?q=hop+tac")
    sheet.locator("details.filters > summary").click()
    facet_value(sheet, "Quảng Tây").click()
    expect(sheet.locator("a.chip")).to_have_count(1)
    expect(facet_value(sheet, "Lạng Sơn")).to_be_visible()
    sheet.get_by_role("link", name="Xem kết quả").click()
    expect(facet_value(sheet, "Lạng Sơn")).to_be_hidden()
    expect(sheet.locator("li.hit").first).to_be_in_viewport()
    sheet.goto("/?q=hop+tac")
    expect(facet_value(sheet, "Quảng Tây")).to_be_hidden()
    phone.close()


def test_a_place_of_a_hit_narrows_the_search_and_the_others_open(page: Page) -> None:
    page.goto("/?q=hop+tac")
    hit = page.locator("li.hit", has=page.locator(f"a[href*='{QUANG_TAY}']"))
    rest = hit.locator("details.rest")
    others = rest.get_by_text("Quảng Ninh, Lạng Sơn")
    expect(others).to_be_hidden()
    page.set_viewport_size({"width": 1366, "height": 768})
    sign, region = rest.locator("summary"), hit.get_by_role("link", name="Quảng Tây", exact=True)
    boxes = [one.bounding_box() for one in (sign, region)]
    assert all(boxes)
    assert boxes[0]["y"] == boxes[1]["y"]  # type: ignore[index]  # the line goes on behind it
    rest.locator("summary").press("Enter")
    expect(others).to_be_visible()
    hit.get_by_role("link", name="Nam Ninh", exact=True).click()
    expect(page.locator("a.chip")).to_have_text(re.compile("Nam Ninh"))
    expect(page.locator("#q")).to_have_value("hop tac")
    expect(page.locator("li.hit").get_by_role("link", name="Nam Ninh", exact=True)).to_have_count(0)


def test_the_first_hit_is_in_sight_on_a_phone(browser: Browser, server: str) -> None:
    phone = browser.new_context(base_url=server, viewport={"width": 375, "height": 700})
    page = phone.new_page()
    page.goto("/?q=hop+tac&province=L%E1%BA%A1ng+S%C6%A1n")
    expect(page.locator("li.hit .meta").first).to_be_in_viewport()
    for bar, last in ((".top nav", "English"), (".take", "Thêm")):
        box = page.locator(bar).bounding_box()
        assert box is not None
        assert box["height"] < 60
        page.locator(bar).get_by_text(last).focus()
        expect(page.locator(bar).get_by_text(last)).to_be_in_viewport()
    phone.close()


def test_the_map_stands_beside_the_table_of_places(page: Page) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto("/matrix")
    table, tiles = (page.locator(one).bounding_box() for one in (".matrix", ".tiles"))
    assert table is not None
    assert tiles is not None
    assert tiles["x"] > table["x"] + table["width"]
    expect(page.locator(".tiles a").first).to_be_in_viewport()
