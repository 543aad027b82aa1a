"""Make the README's picture from the real page on the five seed articles: python -m tests.support.screenshot

It needs Chromium and nothing from the network; run it again when the results page changes.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import threading
from pathlib import Path

import waitress
from playwright.sync_api import sync_playwright

from indexer.building import build
from tests.support.running import ROOT, SEEDS
from webapp import create_app
from webapp.settings import Settings

PICTURE = ROOT / "webapp" / "static" / "screenshot.png"
ADDRESS = "/?q=cua+khau+thong+minh"
SIZE = {"width": 1200, "height": 760}
LIMIT = 200_000  # bytes


def main() -> None:
    """Serve a fresh index of the seeds, open the results and keep what is seen."""
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        build([SEEDS], index)
        server = waitress.create_server(
            create_app(index=index, settings=Settings()), host="127.0.0.1", port=0
        )
        threading.Thread(target=server.run, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]  # a width and a height
            for _ in range(
                40
            ):  # the first answer also opens the index, and a busy machine is slow; readers see a warm one
                page.goto(f"http://127.0.0.1:{server.effective_port}{ADDRESS}")
                if re.search(r" · (<1|\d|[1-3]\d) ms", page.locator(".status").inner_text()):
                    break
            page.screenshot(path=PICTURE)
            browser.close()
        server.close()
    size = PICTURE.stat().st_size
    if size > LIMIT:
        raise SystemExit(f"{PICTURE} has {size} bytes, more than {LIMIT}")
    print(f"{PICTURE.relative_to(ROOT)}: {size} bytes")


if __name__ == "__main__":
    main()
