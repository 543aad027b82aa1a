"""The page a careful buyer reads: tables in Markdown, Vietnamese first, and where another is better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.compare.rows import GROUPS, Row, beaten, rows

__all__ = ["machine_line", "page", "table"]

Found = Mapping[str, Any]
WHY = {
    "conformance": "ngôn ngữ của câu ấy nằm ngoài điều chúng tôi làm được · the case is beyond what we do",
    "relevance": "thứ hạng của bộ máy ấy hợp câu hỏi của bộ này hơn · its order suits these questions better",
    "speed": "bộ máy ấy viết bằng C, C++, Rust hay Java và làm ít việc hơn cho mỗi câu: không đọc từ, không gợi ý, không sửa phím; của chúng tôi là Python · it is written in C, C++, Rust or Java and does less for a query: it reads no words, offers nothing, decodes no keys; ours is Python",
    "http": "mỗi câu trả lời của chúng tôi tốn nhiều giờ bộ xử lý hơn, và gồm nhiều hơn (gợi ý, sáu bộ lọc, đoạn trích từ bản gốc) · an answer of ours costs more processor time and holds more (offers, six facets, passages of the original)",
    "build": "bộ máy ấy chỉ tách chữ; của chúng tôi còn cắt từ, đọc tỉnh, đối tác, ngày và ghi bằng chứng · it splits words only; ours also segments, reads places and dates and keeps the evidence",
    "faults": "xem dòng ấy · see the row",
}


def page(found: Found) -> str:
    """All tables."""
    parts = [f"# So sánh · Side by side\n\n{machine_line(found)}", _engines(found)]
    listed = rows(found)
    for group, title in GROUPS.items():
        own = [row for row in listed if row.group == group]
        if own:
            parts.append(f"## {title}\n\n{table(found, own)}")
    parts.append(_beaten(found))
    return "\n\n".join(parts) + "\n"


def machine_line(found: Found) -> str:
    """On what, when, how long."""
    machine, built = found["machine"], found.get("build", {}).get("ours", {})
    number = f"{built['articles']:,} bài · articles, " if "articles" in built else ""
    text = f"{found['text'] / 1e6:,.0f} MB chữ · of text"
    memory = f"{machine['memory'] / 1e9:.0f} GB"
    low, high = found["load"]
    return (
        f"{number}{text}; {found['date']}; {machine['processor']}, {machine['cores']} lõi · cores, {memory}, "
        f"Python {machine['python']}; {found['seconds'] / 60:.0f} phút · minutes; "
        f"tải của máy · load {low:.1f}–{high:.1f}"
    )


def table(found: Found, listed: Sequence[Row]) -> str:
    """A row for each measure, a column for each engine there are figures for; the best in bold."""
    keys = [key for key in found["engines"] if any(key in row.values for row in listed)]
    lines = ["| | " + " | ".join(found["engines"][key]["name"] for key in keys) + " |"]
    lines.append("| --- | " + " | ".join(["---:"] * len(keys)) + " |")
    for row in listed:
        cells = (_cell(row, key) for key in keys)
        lines.append(f"| {row.label} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(row: Row, key: str) -> str:
    shown = row.shown.get(key, "–")
    return f"**{shown}**" if key in row.best and len(row.best) < len(row.values) else shown


def _engines(found: Found) -> str:
    lines = []
    for key, one in found["engines"].items():
        if one["missing"]:
            lines.append(f"- {one['name']}: thiếu · missing ({one['missing']})")
            continue
        failed = [f"{part}: {why}" for part, why in _failed(found, key)]
        note = f"; không xong · not done: {'; '.join(failed)}" if failed else ""
        lines.append(f"- {one['name']} {one['version']}{note}")
    return "\n".join(lines)


def _failed(found: Found, key: str) -> list[tuple[str, str]]:
    told = []
    for part in GROUPS:
        figures = found.get(part, {})
        listed = figures.items() if part == "relevance" else [(part, figures)]
        told += [(name, own[key]["failed"]) for name, own in listed if "failed" in own.get(key, {})]
    return told


def _beaten(found: Found) -> str:
    """Row by row, who is better than ours and why."""
    lines = ["## Nơi bộ máy khác hơn · Where another is better", ""]
    names = {key: one["name"] for key, one in found["engines"].items()}
    for row in beaten(found):
        others = ", ".join(f"{names[key]} {row.shown[key]}" for key in row.better_than("ours"))
        lines.append(f"- {row.label}: {others}; Cửa Khẩu {row.shown['ours']}.")
    for group in dict.fromkeys(row.group for row in beaten(found)):
        lines.append(f"- *{GROUPS[group]}*: {WHY[group]}.")
    return "\n".join(lines)
