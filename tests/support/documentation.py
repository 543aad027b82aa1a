"""The four documents, each read once: what a test of the documentation looks into."""

from __future__ import annotations

import re
from pathlib import Path

from tests.support.running import ROOT

__all__ = ["DOCUMENTS", "EVERYTHING", "README", "SHELL"]

DOCUMENTS: dict[Path, str] = {
    path: path.read_text("utf-8")
    for path in (
        ROOT / "README.md",
        *(ROOT / room / "README.md" for room in ("indexer", "webapp", "tests")),
    )
}
README = DOCUMENTS[ROOT / "README.md"]
EVERYTHING = "\n".join(DOCUMENTS.values())
SHELL = [
    line
    for block in re.findall(r"^```sh\n(.*?)^```", EVERYTHING, re.M | re.S)
    for line in block.splitlines()
]
"""The lines that a reader would type into a terminal, comments and all."""
