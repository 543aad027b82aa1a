"""What a comparison leaves: its JSON, its page and its charts in a folder, and the tables of the
documents, each between two comments that say where it is from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.compare.charts import charts
from tests.compare.page import machine_line, page, table
from tests.compare.rows import GROUPS, rows
from tests.support.running import ROOT

__all__ = ["DOCUMENTS", "RESULTS", "publish", "renewed", "write"]

Found = Mapping[str, Any]
RESULTS = ROOT / "tests" / "compare" / "results"
SUMMARY = (
    "**tất cả",
    "MRR@10, đủ dấu",
    "MRR@10, Telex",
    "từ: mười bài",
    "cả câu trả lời",
    "32 người",
    "bài mỗi giây",
    "một byte hỏng",
)
"""The rows that stand for their groups, by how they begin."""
CHARTS = {
    "latency": "Thời gian trả lời của từng bộ máy · answer times of each engine",
    "typing": "MRR@10 theo cách gõ · MRR@10 by way of typing",
}


def write(found: Found, folder: Path) -> None:
    """Write the JSON, the page and the charts."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(found, ensure_ascii=False, indent=1)
    (folder / "comparison.json").write_text(text + "\n", "utf-8")
    (folder / "comparison.md").write_text(page(found), "utf-8")
    for name, drawn in charts(found).items():
        (folder / name).write_text(drawn, "utf-8")


def publish(found: Found) -> None:
    """Write them where the project keeps them, and renew its documents."""
    write(found, RESULTS)
    for name in DOCUMENTS:
        path = ROOT / name
        path.write_text(renewed(name, path.read_text("utf-8"), found), "utf-8")


def renewed(name: str, text: str, found: Found) -> str:
    """A document with what it tells of a comparison as that found it."""
    begun, ended = "<!-- make compare -->\n", "<!-- /make compare -->"
    made = DOCUMENTS[name](found)
    return re.sub(f"{begun}.*?{ended}", lambda _: f"{begun}{made}\n{ended}", text, flags=re.DOTALL)


def _summary(found: Found) -> str:
    listed = rows(found)
    chosen = [row for start in SUMMARY for row in listed if row.label.startswith(start)]
    pictures = [
        f'<picture><source media="(prefers-color-scheme: dark)" srcset="tests/compare/results/{name}-dark.svg">'
        f'<img alt="{said}" src="tests/compare/results/{name}-light.svg"></picture>'
        for name, said in CHARTS.items()
        if f"{name}-light.svg" in charts(found)
    ]
    return "\n".join([f"{machine_line(found)}.", "", table(found, chosen), "", "".join(pictures)])


def _conformance(found: Found) -> str:
    own = [row for row in rows(found) if row.group == "conformance"]
    return f"{GROUPS['conformance']} ({found['date']}):\n\n{table(found, own)}"


DOCUMENTS: dict[str, Callable[[Found], str]] = {
    "README.md": _summary,
    "tests/README.md": _conformance,
}
