"""The register as readers see it: on one sheet of paper, by axe-core's rules, on a phone."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import waitress
from playwright.sync_api import Browser

from indexer.archive import Archive
from indexer.register import joining
from indexer.register.entries import Person, Register, Side, Tenure, Told
from tests.support.registers import TALKS_ID, register_of_seeds
from tests.webapp.conftest import violations
from tests.webapp.test_seen import SMALL_TARGETS, SPILLING, sideways
from webapp import create_app
from webapp.settings import Settings

PAIR = "province=L%E1%BA%A1ng+S%C6%A1n&counterpart=Qu%E1%BA%A3ng+T%C3%A2y"
PAGES = (
    "/register",
    f"/register/{TALKS_ID}",
    "/offices",
    "/promises",
    f"/dossier?{PAIR}",
    "/digest?date=2025-03-06",
)
OFFICE = "Ủy viên Ban Thường vụ, Phó Chủ tịch Thường trực Ủy ban nhân dân"


def full(known: Register) -> Register:
    """The register with as much of one pair as a busy office has, in long words."""
    talks, conference = known.entries
    leaders = tuple(
        Person(f"Nguyễn Văn Trường {n}", OFFICE, "tỉnh Lạng Sơn", talks.told) for n in range(3)
    )
    both = {"provinces": ("Lạng Sơn",), "counterparts": ("Quảng Tây",)}
    about = replace(talks.told, text=f"{talks.told.text} " * 5)
    event = replace(
        talks,
        vietnamese=Side(talks.vietnamese.places, (), leaders),
        chinese=Side(talks.chinese.places, (), leaders),
        about=about,
        **both,  # type: ignore[arg-type]
    )
    signed = [
        Told(f"Biên bản ghi nhớ hợp tác về cửa khẩu thông minh {n}", talks.told) for n in range(9)
    ]
    events = [replace(event, id=f"hd-{n}", signed=tuple(signed)) for n in range(12)]
    promises = [
        replace(known.promises[0], id=f"ht-{n}", what=f"Hội nghị thường niên lần thứ {n}", **both)  # type: ignore[arg-type]
        for n in range(9)
    ]
    return replace(
        known,
        entries=(*events, talks, conference),
        offices=(*known.offices, *tenures(known.offices[0])),
        promises=(*promises, *known.promises),
    )


def tenures(one: Tenure) -> Iterator[Tenure]:
    """Eight offices of either side, each with four holders."""
    for n in range(8):
        for holder in range(4):
            held = replace(one, id=f"cv-{n}-{holder}", office=f"{OFFICE} {n}", unit="Lạng Sơn")
            named = replace(held, person=f"Hoàng Thị Phương {holder}", provinces=("Lạng Sơn",))
            yield named
            yield replace(
                named, id=f"cn-{n}-{holder}", country="cn", unit="Quảng Tây",
                provinces=(), counterparts=("Quảng Tây",),
            )  # fmt: skip


@pytest.fixture
def busy(seed_index: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a site with a full register."""
    known = full(register_of_seeds(Archive.open(seed_index)))
    monkeypatch.setattr(joining, "register_of", lambda backend: known)
    app = create_app(index=seed_index, settings=Settings())
    made = waitress.create_server(app, host="127.0.0.1", port=0, threads=4)
    runner = threading.Thread(target=made.run, daemon=True)
    runner.start()
    yield f"http://127.0.0.1:{made.effective_port}"
    made.close()


def test_a_full_dossier_prints_on_one_sheet(browser: Browser, busy: str) -> None:
    page = browser.new_page()
    page.goto(f"{busy}/dossier?{PAIR}")
    assert page.locator(".events li").count() == 5
    margins = dict.fromkeys(("top", "bottom", "left", "right"), "10mm")
    printed = page.pdf(format="A4", margin=margins)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


@pytest.mark.parametrize(("width", "scheme"), [(375, "dark"), (1366, "light")])
def test_every_page_fits_and_keeps_the_rules(
    browser: Browser, busy: str, axe: str, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    for address in PAGES:
        page.goto(f"{busy}{address}")
        assert (address, sideways(page)) == (address, 0)
        assert (address, page.evaluate(SMALL_TARGETS)) == (address, [])
        assert (address, page.evaluate(SPILLING)) == (address, [])
        assert (address, violations(page, axe)) == (address, [])
    context.close()


def test_a_script_adds_a_button_that_prints(browser: Browser, busy: str) -> None:
    for scripted in (True, False):
        context = browser.new_context(java_script_enabled=scripted)
        page = context.new_page()
        page.goto(f"{busy}/dossier?{PAIR}")
        assert page.locator("[data-print]").is_visible() == scripted
        context.close()
