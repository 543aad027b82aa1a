"""The archive inside pages of another origin, as a reader of them sees it: frame, custom element, script access; and what is refused."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from tests.support.documents import parse
from tests.webapp.conftest import violations, watched
from tests.webapp.test_site import policy
from webapp import create_app, create_site
from webapp.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page

STRICT = "default-src 'none'; script-src {0}; frame-src {0}; form-action {0}; connect-src {0}; style-src 'self'; base-uri 'none'"


@contextmanager
def serving(app: Any) -> Iterator[str]:
    made = make_server("127.0.0.1", 0, app, threaded=True)
    runner = threading.Thread(target=made.serve_forever, daemon=True)
    runner.start()
    try:
        yield f"http://127.0.0.1:{made.server_port}"
    finally:
        made.shutdown()
        runner.join()
        made.server_close()


@dataclass
class Portal:
    """An intranet's pages: `show` serves a body and tells its address; the policy lets in nothing but the archive."""

    origin: str = ""
    archive: str = ""
    pages: dict[int, Response] = field(default_factory=dict)

    def show(self, body: str, *, csp: str = STRICT) -> str:
        name = len(self.pages)
        html = f"<!doctype html><html lang=vi><title>Cổng thông tin</title>{body.replace('ARCHIVE', self.archive)}"
        self.pages[name] = Response(
            html,
            headers={"Content-Security-Policy": csp.format(self.archive.removesuffix("/a/b"))},
            content_type="text/html; charset=utf-8",
        )
        return f"{self.origin}/{name}"


@pytest.fixture(scope="module", params=["root", "prefix"])
def portal(request: pytest.FixtureRequest, seed_index: Path) -> Iterator[Portal]:
    """A portal on one origin, the archive on another: at its root, and mounted below a path."""
    made = Portal()
    host = Flask("portal")
    host.add_url_rule("/<int:name>", "page", lambda name: made.pages[name])
    with serving(host) as made.origin:
        settings = Settings(
            index=seed_index, frame_ancestors=(made.origin,), cors_origins=(made.origin,)
        )
        if request.param == "root":
            archive, below = create_app(settings=settings), ""
        else:
            archive, below = Flask("other"), "/a/b"
            archive.register_blueprint(create_site(settings), url_prefix=below)
        with serving(archive) as origin:
            made.archive = origin + below
            yield made


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1000, "height": 700}, locale="vi-VN")
    made.set_default_timeout(5000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A watched page of the portal, which has no favicon."""
    with watched(context, "favicon") as made:
        yield made


FRAME = '<iframe src="ARCHIVE/embed{}" title="Tìm tin" width="600" height="150"></iframe>'
SCRIPT = '<script src="ARCHIVE/embed.js" defer></script>'
BOX = '<cua-khau-search><a href="ARCHIVE/">Tìm tin hợp tác</a></cua-khau-search>'


def until(page: Page, condition: str) -> None:
    """Wait until a JavaScript condition holds; Playwright's own way needs eval, which these pages forbid."""
    page.evaluate(
        f"new Promise((done) => {{ const look = () => ({condition}) ? done() : requestAnimationFrame(look); look(); }})"
    )


def search_in_frame(page: Page, query: str) -> FrameLocator:
    """Send off what a reader types into the page's frame; the frame."""
    frame = page.frame_locator("iframe")
    frame.get_by_role("searchbox").fill(query)
    frame.get_by_role("searchbox").press("Enter")
    return frame


def test_a_frame_searches_and_keeps_nothing(page: Page, portal: Portal) -> None:
    page.goto(portal.show(FRAME.format("")))
    frame = search_in_frame(page, "cua khau thong minh")
    frame.get_by_role("status").wait_for()
    assert "cửa khẩu thông minh" in frame.locator("mark").all_inner_texts()
    with page.context.expect_page() as opened:
        frame.locator("h2 a").first.click()
    opened.value.wait_for_load_state()
    assert opened.value.url.startswith(f"{portal.archive}/articles/003_")
    assert page.context.cookies() == []


def test_a_frames_filters_hold_for_what_is_typed(page: Page, portal: Portal) -> None:
    page.goto(portal.show(FRAME.format("?counterpart=V%C3%A2n+Nam")))
    search_in_frame(page, "hop tac").get_by_role("status").wait_for()
    assert "counterpart=V%C3%A2n+Nam" in page.frames[1].url


def test_a_frame_takes_the_height_of_what_it_shows(page: Page, portal: Portal) -> None:
    page.goto(portal.show(FRAME.format("") + SCRIPT))
    height = "document.querySelector('iframe').getBoundingClientRect().height"
    until(page, f"{height} < 150")
    search_in_frame(page, "hop tac")
    until(page, f"{height} > 300")
    scrolls = page.frames[1].evaluate("document.documentElement.scrollHeight > innerHeight + 1")
    assert scrolls is False


def test_a_frame_added_later_is_served_too(page: Page, portal: Portal) -> None:
    page.goto(portal.show(SCRIPT + "<main></main>"))
    page.evaluate(
        "(src) => document.querySelector('main').append(Object.assign(document.createElement('iframe'), { src, height: 400 }))",
        f"{portal.archive}/embed",
    )
    until(page, "document.querySelector('iframe').getBoundingClientRect().height < 300")


def test_messages_of_others_move_no_frame(page: Page, portal: Portal) -> None:
    page.goto(portal.show(FRAME.format("") + SCRIPT))
    height = "document.querySelector('iframe').style.height"
    until(page, f"{height} !== ''")
    before = page.evaluate(height)
    page.evaluate(
        "postMessage({ type: 'cua-khau:height', height: 5000 }, '*')"
    )  # of this page itself
    page.evaluate(
        "new Promise((done) => { addEventListener('message', done, { once: true }); postMessage('x', '*'); })"
    )
    assert page.evaluate(height) == before


def test_a_page_that_is_not_named_cannot_show_the_frame(
    context: BrowserContext, portal: Portal, seed_index: Path
) -> None:
    page = context.new_page()
    with serving(
        create_app(
            index=seed_index, settings=Settings(frame_ancestors=("https://intranet.tinh.gov.vn",))
        )
    ) as stranger:
        refused: list[str] = []
        page.on("console", lambda message: refused.append(message.text))
        page.goto(portal.show(f'<iframe src="{stranger}/embed"></iframe>', csp="frame-src *"))
        page.wait_for_load_state("load")
        assert any("frame-ancestors" in text for text in refused)
        assert page.frames[1].url != f"{stranger}/embed"


def test_the_element_is_a_search_box_that_leads_to_the_results(page: Page, portal: Portal) -> None:
    page.goto(portal.show(SCRIPT + BOX))
    box = page.get_by_role("searchbox", name="Tìm tin hợp tác")
    box.fill("cửa khẩu thông minh")
    box.press("Enter")
    page.wait_for_url(f"{portal.archive}/?q=*")
    assert "cửa khẩu thông minh" in page.locator("main mark").all_inner_texts()


def test_the_filters_of_its_link_go_along_with_the_element(page: Page, portal: Portal) -> None:
    link = "ARCHIVE/?province=Lai+Ch%C3%A2u&sort=newest&q=bi%C3%AAn+gi%E1%BB%9Bi"
    page.goto(
        portal.show(
            f'{SCRIPT}<cua-khau-search label="Lai Châu" button="Xem"><a href="{link}">x</a></cua-khau-search>'
        )
    )
    assert page.get_by_label("Lai Châu").input_value() == "biên giới"
    page.get_by_role("button", name="Xem").click()
    page.wait_for_url("**province=Lai+Ch%C3%A2u**")
    assert "sort=newest" in page.url


def test_the_element_is_styled_by_the_pages_own_properties(page: Page, portal: Portal) -> None:
    page.goto(portal.show(SCRIPT + BOX))
    page.evaluate("document.documentElement.style.setProperty('--cua-khau-accent', 'rgb(1, 2, 3)')")
    color = "getComputedStyle(document.querySelector('cua-khau-search').shadowRoot.querySelector('button')).backgroundColor"
    assert page.evaluate(color) == "rgb(1, 2, 3)"


def test_without_javascript_the_element_is_a_link(browser: Browser, portal: Portal) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(portal.show(SCRIPT + BOX))
    page.get_by_role("link", name="Tìm tin hợp tác").click()
    assert page.url == f"{portal.archive}/"
    context.close()


def test_an_element_that_leads_to_no_web_address_stays_a_link(page: Page, portal: Portal) -> None:
    page.goto(
        portal.show(
            SCRIPT + '<cua-khau-search><a href="javascript:alert(1)">x</a></cua-khau-search>'
        )
    )
    assert page.evaluate("document.querySelector('cua-khau-search').shadowRoot") is None


def test_scripts_of_a_named_page_read_the_api(page: Page, portal: Portal) -> None:
    page.goto(portal.show("<main></main>"))
    total = page.evaluate(
        "async (a) => { const one = await fetch(a); const tag = one.headers.get('ETag');"
        "const two = await fetch(a, { headers: { 'If-None-Match': tag }, cache: 'no-store' });"
        "return [(await one.json()).total, two.status]; }",
        f"{portal.archive}/api/v1/search?q=hop+tac",
    )
    assert total == [5, 304]


def test_scripts_of_other_pages_do_not(
    context: BrowserContext, portal: Portal, seed_index: Path
) -> None:
    page = context.new_page()
    with serving(create_app(index=seed_index, settings=Settings())) as shut:
        page.goto(portal.show("<main></main>", csp="connect-src *"))
        read = "async (a) => { try { await fetch(a); return 'read'; } catch { return 'refused'; } }"
        assert page.evaluate(read, f"{shut}/api/v1/search?q=hop") == "refused"


def test_the_guide_shows_every_way_working(page: Page, portal: Portal) -> None:
    page.goto(f"{portal.archive}/embed/guide")
    until(page, "document.querySelector('iframe').style.height !== ''")
    assert page.frame_locator("iframe").get_by_role("status").count() == 1
    box = page.locator("cua-khau-search").get_by_role("searchbox")
    box.fill("hop tac")
    box.press("Enter")
    page.wait_for_url(f"{portal.archive}/?q=hop+tac")


def test_the_lines_of_the_guide_work_as_copied(page: Page, portal: Portal) -> None:
    page.goto(f"{portal.archive}/embed/guide")
    lines = page.locator("pre").all_inner_texts()
    page.goto(portal.show("".join(lines[:3])))
    until(page, "document.querySelector('iframe').style.height !== ''")
    assert page.get_by_role("searchbox").count() == 2  # the form's and the element's


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_guide_and_the_frame(
    browser: Browser, server: str, axe: str, scheme: Any
) -> None:
    context = browser.new_context(
        bypass_csp=True, color_scheme=scheme, viewport={"width": 400, "height": 800}
    )
    page = context.new_page()
    for address in ("/embed/guide", "/embed?q=hop+tac", "/embed"):
        page.goto(f"{server}{address}")
        assert violations(page, axe, frames=False) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


# Without a browser


def test_the_frame_names_who_may_show_it_and_no_other_page_does(seed_index: Path) -> None:
    origins = ("https://intranet.tinh.gov.vn", "https://*.sharepoint.com")
    client = create_app(index=seed_index, settings=Settings(frame_ancestors=origins)).test_client()
    for address in ("/embed", "/embed?q=hop", "/embed?page=x"):
        response = client.get(address)
        assert policy(response.headers["Content-Security-Policy"])["frame-ancestors"] == [
            "'self'",
            *origins,
        ]
        assert "Set-Cookie" not in response.headers
    for address in ("/", "/embed/guide", "/articles/x", "/nope"):
        assert policy(client.get(address).headers["Content-Security-Policy"])[
            "frame-ancestors"
        ] == ["'none'"]


def test_the_policies_stay_strict(client: FlaskClient) -> None:
    frame, guide = (
        policy(client.get(a).headers["Content-Security-Policy"]) for a in ("/embed", "/embed/guide")
    )
    assert (frame["script-src"], frame["style-src"], frame["default-src"]) == (
        ["'self'"],
        ["'self'"],
        ["'none'"],
    )
    assert guide == {**frame, "frame-ancestors": ["'none'"], "frame-src": ["'self'"]}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "address", ["/embed", "/embed?q=hop+tac", "/embed?q=xyzzy", "/embed/guide"]
)
def test_pages_are_well_formed_with_nothing_inline(
    client: FlaskClient, address: str, language: str
) -> None:
    response = client.get(f"{address}{'&' if '?' in address else '?'}lang={language}")
    document = parse(response.text)
    assert (response.status_code, document.one("html").attributes["lang"]) == (200, language)
    assert len(document.all("h1")) == 1
    for element in document.walk():
        assert "style" not in element.attributes
        assert not any(name.startswith("on") for name in element.attributes)
        assert element.tag != "style"
        assert element.tag != "script" or element.attributes.get("src")


def test_the_script_may_be_loaded_from_everywhere_and_is_small(client: FlaskClient) -> None:
    response = client.get("/embed.js")
    assert response.content_type == "text/javascript; charset=utf-8"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert (
        client.get("/embed.js", headers={"If-None-Match": response.headers["ETag"]}).status_code
        == 304
    )
    assert len(response.data) < 6_000
    refused: Callable[[str], bool] = response.text.__contains__
    assert [
        word
        for word in (
            "eval(",
            "innerHTML",
            "new Function",
            "document.write",
            "cookie",
            "localStorage",
        )
        if refused(word)
    ] == []


def test_the_footer_leads_to_the_guide(client: FlaskClient) -> None:
    assert "/embed/guide" in [a.href for a in parse(client.get("/").text).one("footer").all("a")]


def test_completions_of_the_api_keep_their_shape_for_the_box(client: FlaskClient) -> None:
    first = json.loads(client.get("/api/v1/suggest?q=cua+kh").text)["suggestions"][0]
    assert {"text", "label", "url", "total"} <= set(first)


def test_warnings_in_a_frame_are_in_its_language(client: FlaskClient) -> None:
    notice = parse(client.get("/embed?q=%22hop+tac&lang=en").text).one("p", class_="notice")
    assert notice.text == "A quotation mark has no partner: it was left out."
