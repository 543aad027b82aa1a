"""One site, one server, one browser a session. The site is asked directly, or as a reader sees it, in real Chromium."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import waitress
from flask import Flask
from flask.testing import FlaskClient

from indexer.building import build
from webapp import create_app
from webapp.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PREFIX = "/tim-kiem"
PATIENCE = 15_000  # milliseconds; a busy machine is slow, not wrong
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def app(seed_index: Path) -> Flask:
    made = create_app(index=seed_index, settings=Settings())
    made.testing = True
    return made


def client_of(articles: Iterable[dict[str, Any]], folder: Path) -> FlaskClient:
    """A client of a site with these articles; its index and their file are kept in the folder."""
    source = folder / "articles.jsonl"
    source.write_text("".join(f"{json.dumps(article)}\n" for article in articles), "utf-8")
    build([source], folder / "index", jobs=1)
    made = create_app(index=folder / "index", settings=Settings())
    made.testing = True
    return made.test_client()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def proxied(seed_index: Path) -> FlaskClient:
    """A client of the site as a reverse proxy shows it, at https://so.vn/tim-kiem/."""
    settings = Settings(proxy_prefix=1, proxy_host=1, proxy_proto=1, trusted_hosts=("*",))
    made = create_app(index=seed_index, settings=settings).test_client()
    made.environ_base |= {
        "HTTP_X_FORWARDED_PREFIX": PREFIX,
        "HTTP_X_FORWARDED_HOST": "so.vn",
        "HTTP_X_FORWARDED_PROTO": "https",
    }
    return made


@pytest.fixture(scope="session")
def server(seed_index: Path) -> Iterator[str]:
    """The address of the site, served by waitress; below PREFIX the same site as a reverse proxy shows it."""
    plain = create_app(index=seed_index, settings=Settings())
    proxied = create_app(index=seed_index, settings=Settings(proxy_for=1, proxy_prefix=1))

    def behind_proxy(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if not path.startswith(f"{PREFIX}/"):
            return plain(environ, start_response)
        return proxied(
            environ | {"PATH_INFO": path.removeprefix(PREFIX), "HTTP_X_FORWARDED_PREFIX": PREFIX},
            start_response,
        )

    made = waitress.create_server(behind_proxy, host="127.0.0.1", port=0, threads=8)
    runner = threading.Thread(target=made.run, daemon=True)
    runner.start()
    yield f"http://127.0.0.1:{made.effective_port}"
    made.close()


def missing(what: str) -> None:
    """Skip for want of a tool; where everything must be proven, fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is needed with CI=true")
    pytest.skip(f"{what} is not installed")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if executable is None:
        missing("chromium")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser, server: str) -> Iterator[BrowserContext]:
    made = browser.new_context(
        base_url=server, viewport={"width": 1280, "height": 800}, locale="vi-VN"
    )
    made.set_default_timeout(PATIENCE)
    yield made
    made.close()


@contextmanager
def watched(context: BrowserContext, *harmless: str) -> Iterator[Page]:
    """A page that makes no complaint but those with harmless words: no script error, nothing refused by the security policy."""
    made = context.new_page()
    complaints: list[str] = []
    made.on("pageerror", lambda error: complaints.append(str(error)))
    made.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    yield made
    assert [text for text in complaints if not any(words in text for words in harmless)] == []


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A watched page of our own; that an address answers with an error is no complaint."""
    with watched(context, "status of 4", "status of 5") as made:
        yield made


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, as its package brings it."""
    return (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


def violations(page: Page, axe: str, *, frames: bool = True) -> list[tuple[str, list[str]]]:
    """The rules of axe-core that a page breaks, each with the elements that break it; `frames`: look into its frames too."""
    page.evaluate(axe)
    found = page.evaluate("iframes => axe.run({ resultTypes: ['violations'], iframes })", frames)
    return [
        (rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found["violations"]
    ]
