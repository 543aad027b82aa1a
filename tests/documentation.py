"""The four documents, each read once: what a test of the documentation looks into."""

from __future__ import annotations

from pathlib import Path

from tests.support.running import ROOT

__all__ = ["DOCUMENTS", "EVERYTHING", "README"]

DOCUMENTS: dict[Path, str] = {
    path: path.read_text("utf-8")
    for path in (
        ROOT / "README.md",
        *(ROOT / room / "README.md" for room in ("indexer", "webapp", "tests")),
    )
}
README = DOCUMENTS[ROOT / "README.md"]
EVERYTHING = "\n".join(DOCUMENTS.values())
