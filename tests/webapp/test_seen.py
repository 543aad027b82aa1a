"""How the pages look and feel to everyone: widths, themes, text spacing, targets, print, and axe-core's rules."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.webapp.conftest import violations

ADDRESSES = {
    "home": "/",
    "results": "/?q=hop+tac&counterpart=V%C3%A2n+Nam&without_province=L%E1%BA%A1ng+S%C6%A1n&year=2023&year=unknown",
    "nothing": "/?q=xyzzy&province=L%E1%BA%A1ng+S%C6%A1n",
    "mistyped": "/?q=hop&date_from=hom+kia",
    "article": "/articles/003_50f2c003bc21364e?q=cua+khau",
    "boilerplate": "/articles/004_8ebbdd460858dd8e?q=hop+tac",
    "matrix": "/matrix?q=hop+tac",
    "timeline": "/timeline",
    "facet": "/facets/province?q=hop+tac",
    "help": "/help",
    "compare": "/compare?of=Qu%E1%BA%A3ng+T%C3%A2y&of=V%C3%A2n+Nam",
    "saved": "/saved",
    "register": "/register",
    "offices": "/offices",
    "promises": "/promises",
    "dossiers": "/dossier",
    "dossier": "/dossier?province=L%E1%BA%A1ng+S%C6%A1n&counterpart=Qu%E1%BA%A3ng+T%C3%A2y",
    "digest": "/digest?date=2025-03-06",
    "missing": "/nope",
}
# WCAG 2.2, 1.4.12: nothing may be lost when a reader spaces the text like this.
SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""
# Links within a sentence are as high as its lines; all else is at least 32 × 32 pixels.
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), summary')]
  .filter(e => e.checkVisibility({ checkVisibilityCSS: true }) && !e.closest('.vh, .skip, svg, .prose p, .syntax, h1 + p'))
  .map(e => [e, e.getBoundingClientRect()])
  .filter(([e, box]) => box.width && (box.width < 31.5 || box.height < 31.5))
  .map(([e, box]) => e.outerHTML.slice(0, 90) + ' ' + Math.round(box.width) + '×' + Math.round(box.height))"""
# Text that runs out of its box: it would be cut off or lie over its neighbour.
SPILLING = """() => [...document.querySelectorAll('a, button, p, li, h1, h2, h3, td, th, label')]
  .filter(e => e.checkVisibility() && !e.closest('.vh, .skip, .scroll') && e.scrollWidth > e.clientWidth + 1
    && !['inline', 'contents'].includes(getComputedStyle(e).display))
  .map(e => e.outerHTML.slice(0, 90))"""


def sideways(page: Page) -> int:
    """How many pixels wider than the window the page is."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_no_page_scrolls_sideways_and_every_target_can_be_hit(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for name, address in ADDRESSES.items():
        page.goto(address)
        assert (name, sideways(page)) == (name, 0)
        assert (name, page.evaluate(SMALL_TARGETS)) == (name, [])


def test_the_shortest_name_can_be_hit_too(page: Page) -> None:
    for name in ("home", "results", "article"):
        page.goto(ADDRESSES[name])
        page.evaluate(
            "document.querySelectorAll('.hit h2 a, .hit h3 a, .fact a:not(.why)').forEach(a => { a.textContent = 'Ô' })"
        )
        assert (name, page.evaluate(SMALL_TARGETS)) == (name, [])


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_lost_when_text_is_spaced_out(browser: Browser, server: str, width: int) -> None:
    context = browser.new_context(
        base_url=server, viewport={"width": width, "height": 800}, bypass_csp=True
    )
    page = context.new_page()
    for name, address in ADDRESSES.items():
        page.goto(address)
        page.add_style_tag(content=SPACING)
        assert (name, sideways(page), page.evaluate(SPILLING)) == (name, 0, [])
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_axe_finds_nothing(
    browser: Browser, server: str, axe: str, width: int, scheme: Any
) -> None:
    context = browser.new_context(
        base_url=server,
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        bypass_csp=True,
    )
    page = context.new_page()
    for name, address in ADDRESSES.items():
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        assert (name, violations(page, axe)) == (name, [])
    context.close()


def test_axe_finds_nothing_while_completions_are_open(
    browser: Browser, server: str, axe: str
) -> None:
    context = browser.new_context(base_url=server, bypass_csp=True)
    page = context.new_page()
    page.goto("/?lang=en")
    page.get_by_role("combobox").press_sequentially("cua kha", delay=10)
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert violations(page, axe) == []
    context.close()


def test_the_dark_theme_is_dark_and_the_light_one_light(browser: Browser, server: str) -> None:
    shades = []
    for scheme in ("light", "dark"):
        context = browser.new_context(base_url=server, color_scheme=scheme)  # type: ignore[arg-type]  # both are schemes
        page = context.new_page()
        page.goto("/")
        shades.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        context.close()
    assert shades == ["rgb(255, 255, 255)", "rgb(20, 25, 26)"]


def test_print_shows_query_filters_and_address_but_no_forms(page: Page, server: str) -> None:
    page.goto("/?q=hop+tac&province=L%E1%BA%A1ng+S%C6%A1n")
    page.emulate_media(media="print")
    visible = page.locator("body").inner_text()
    title = page.get_by_role("heading", name="Kết quả tìm: hop tac").bounding_box()
    assert title is not None
    assert title["height"] > 20
    assert "Lạng Sơn" in visible
    assert f"{server}/?q=hop+tac&province=L" in visible
    assert [
        e
        for e in ("form.find", ".filters", ".sort", ".take", ".pick", ".per-page", ".prefs")
        if page.locator(e).first.is_visible()
    ] == []


def test_the_matrix_and_the_timeline_are_whole_on_paper(page: Page) -> None:
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 within its margins
    page.emulate_media(media="print")
    page.goto("/matrix")
    page.evaluate("""() => document.querySelectorAll('.matrix tr').forEach(row => {
      while (row.cells.length < 16) row.append(row.cells[1].cloneNode(true)) })""")
    assert (
        sideways(page),
        page.evaluate(
            "document.querySelector('.matrix').getBoundingClientRect().right <= innerWidth"
        ),
    ) == (0, True)
    page.goto("/timeline")
    assert page.locator("tbody").inner_text().split() == [
        "2023",
        "1",
        "2025",
        "1",
        "không",
        "rõ",
        "năm",
        "3",
    ]
