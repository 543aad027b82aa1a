"""What a comparison found, as rows of tables: one measure, a value for each engine, which way is better."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.conformance.judging import cases
from tests.support.typing_ways import WAYS

__all__ = ["GROUPS", "ORDER_NAMES", "WAY_NAMES", "Row", "beaten", "mean_relevance", "rows"]

Found = Mapping[str, Any]
ORDERS = ("words", "phrase", "facets", "answer")

GROUPS = {
    "conformance": "Đúng tiếng Việt, số câu đạt · Right for Vietnamese, cases held",
    "relevance": "Xếp hạng · Relevance",
    "speed": "Nhanh chậm, p50 / p95 · Speed, p50 / p95",
    "http": "Cả câu trả lời qua HTTP · Whole answers over HTTP",
    "build": "Lập chỉ mục · Building",
    "faults": "Hỏng hóc · Faults",
}
KINDS = {
    "bare": "không dấu",
    "half": "nửa dấu",
    "d": "đ và d",
    "nfd": "chữ tổ hợp NFD",
    "tone-placement": "chỗ đặt dấu thanh",
    "i-y": "i và y",
    "telex": "Telex",
    "vni": "VNI",
    "misplaced-tone": "dấu gõ lạc",
    "marks-agree": "dấu đã gõ phải khớp",
    "words": "từ, không phải tiếng rời",
    "abbreviations": "chữ tắt",
    "places": "địa danh, ba hệ chữ, hai thời kỳ",
    "phrases": "cụm từ",
    "numbers": "số",
    "dates": "ngày",
    "capitals": "chữ hoa",
    "punctuation": "dấu câu",
    "hashtags": "thẻ #",
    "glued": "viết liền",
    "typos": "gõ nhầm",
    "negation": "loại trừ, HOẶC",
    "partial": "gần đúng",
    "marks": "tô chữ",
    "facets": "bộ lọc",
    "unknown-dates": "không rõ ngày",
    "totals": "tổng số",
    "ranking": "thứ tự",
}
WAY_NAMES = {
    "accented": "đủ dấu · accented",
    "bare": "không dấu · bare",
    "partial": "nửa dấu · half",
    "nfd": "NFD",
    "upper": "chữ hoa · capitals",
    "tone": "dấu thanh chỗ kia · other tone place",
    "telex": "Telex",
    "vni": "VNI",
    "typo": "gõ nhầm · one slip",
}
ORDER_NAMES = {
    "words": "từ: mười bài, tổng số · words: ten hits, the total",
    "phrase": "cụm từ · phrase",
    "facets": "từ và ba bộ lọc đếm bài · words and three facets",
    "answer": "cả câu trả lời, có trích đoạn · whole answer with passages",
}
MEASURES = {"mrr": "MRR@10", "ndcg": "nDCG@10", "recall": "recall@10"}


@dataclass(frozen=True, slots=True)
class Row:
    """`values`: engine → figure to compare by; `shown`: engine → what the table says, when it is
    more. An engine that has none is a gap.
    """

    group: str
    label: str
    values: Mapping[str, float]
    less_is_better: bool
    shown: Mapping[str, str]
    compared: bool = True

    @property
    def best(self) -> list[str]:
        """Who is best, all that are, as far as the table shows."""
        if not self.compared or not self.values:
            return []
        top = (min if self.less_is_better else max)(self.values.values())
        said = {self.shown[key] for key, value in self.values.items() if value == top}
        return [key for key in self.values if self.shown[key] in said]

    def better_than(self, key: str) -> list[str]:
        """Who is better than an engine as far as the table shows, the best first."""
        if not self.compared or key not in self.values:
            return []
        sign, own = (1 if self.less_is_better else -1), self.values[key]
        others = [k for k, value in self.values.items() if sign * value < sign * own]
        others = [k for k in others if self.shown[k] != self.shown[key]]
        return sorted(others, key=lambda k: sign * self.values[k])


def rows(found: Found) -> list[Row]:
    """All rows there are figures for, in the order of the page."""
    listed = (row for part in _PARTS if part in found for row in _PARTS[part](found))
    return [row for row in listed if row.values]


def beaten(found: Found) -> list[Row]:
    """The rows in which another engine is better than ours."""
    return [row for row in rows(found) if row.better_than("ours")]


def _row(
    group: str,
    label: str,
    figures: Mapping[str, Found],
    value: Callable[[Found], float],
    form: Callable[[Found], str],
    *,
    less: bool = False,
    compared: bool = True,
) -> Row:
    whole = {k: f for k, f in figures.items() if "missing" not in f and "failed" not in f}
    shown = {key: form(figure) for key, figure in whole.items()}
    return Row(group, label, {k: value(f) for k, f in whole.items()}, less, shown, compared)


def _conformance(found: Found) -> Iterator[Row]:
    counts: dict[str, int] = {}
    for case in cases():
        counts[case.kind] = counts.get(case.kind, 0) + 1
    figures = found["conformance"]
    for kind, count in counts.items():
        label = f"{KINDS[kind]} · {kind} ({count})"
        yield _row(
            "conformance",
            label,
            figures,
            lambda f, k=kind: f["held"][k],
            lambda f, k=kind: str(f["held"][k]),  # type: ignore[misc]
        )
    total = lambda f: sum(f["held"].values())  # noqa: E731
    label = f"**tất cả · all ({sum(counts.values())})**"
    yield _row("conformance", label, figures, total, lambda f: str(total(f)))


def mean_relevance(found: Found, way: str, measure: str) -> dict[str, float]:
    """Engine → mean over the sets that every engine there was asked."""
    sets = found["relevance"].values()
    keys = [key for key in found["engines"] if any(way in own[key] for own in sets)]
    asked = [own for own in sets if all(way in own[key] for key in keys)]
    return {key: statistics.fmean(own[key][way][measure] for own in asked) for key in keys if asked}


def _relevance(found: Found) -> Iterator[Row]:
    for way in WAYS:
        means = mean_relevance(found, way, "mrr")
        yield _plain("relevance", f"MRR@10, {WAY_NAMES[way]}", means, "{:.3f}")
    for measure in ("ndcg", "recall"):
        for way in ("accented", "bare"):
            means = mean_relevance(found, way, measure)
            yield _plain("relevance", f"{MEASURES[measure]}, {WAY_NAMES[way]}", means, "{:.3f}")
    for name, own in found["relevance"].items():
        for way in ("accented", "bare"):
            asked = {key: figures for key, figures in own.items() if way in figures}
            means = {key: figures[way]["ndcg"] for key, figures in asked.items()}
            yield _plain("relevance", f"`{name}`: nDCG@10, {WAY_NAMES[way]}", means, "{:.3f}")


def _plain(group: str, label: str, values: Mapping[str, float], form: str) -> Row:
    return Row(group, label, values, False, {key: form.format(v) for key, v in values.items()})


def _speed(found: Found) -> Iterator[Row]:
    for order in ORDERS:
        figures = {key: f.get(order, f) for key, f in found["speed"].items()}
        yield _row(
            "speed",
            f"{ORDER_NAMES[order]}, ms",
            _same_size(found, figures),
            lambda f: f["p50"],
            _times,
            less=True,
        )
    if "cold" in found:
        yield _row(
            "speed",
            "từ lúc khởi động đến câu trả lời đầu, ms · from nothing running to the first answer, ms",
            _same_size(found, found["cold"]),
            lambda f: f["ms"],
            lambda f: f"{f['ms']:,.0f}",
            less=True,
        )
        figures = _same_size(found, found["cold"])
        yield _row(
            "speed",
            "bộ nhớ khi trả lời, MB · memory while answering, MB",
            figures,
            lambda f: f["memory"],
            lambda f: f"{f['memory'] / 1e6:,.0f}",
            less=True,
        )


def _times(figures: Found) -> str:
    return f"{_ms(figures['p50'])} / {_ms(figures['p95'])}"


def _ms(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}"


def _same_size(found: Found, figures: Mapping[str, Found]) -> dict[str, Found]:
    """Without those who bear fewer articles: their times are no comparison."""
    built = found["build"]
    whole = built["ours"].get("articles")
    return {key: f for key, f in figures.items() if built[key].get("articles") == whole}


def _http(found: Found) -> Iterator[Row]:
    figures = _same_size(found, found["http"])
    for clients in ("1", "8", "32"):
        label = f"{clients} người hỏi cùng lúc, câu trả lời mỗi giây / p99 ms · clients, answers a second / p99 ms"
        yield _row(
            "http",
            label,
            figures,
            lambda f, c=clients: f[c]["rate"],
            lambda f, c=clients: _rate(f[c]),
        )  # type: ignore[misc]


def _rate(figures: Found) -> str:
    wait = "–" if figures["p99"] is None else _ms(figures["p99"])
    lost = f", lỗi · failed {figures['failed']}" if figures["failed"] else ""
    return f"{figures['rate']:,.0f} / {wait}{lost}"


def _build(found: Found) -> Iterator[Row]:
    figures = found["build"]
    yield _row(
        "build",
        "số bài · articles",
        figures,
        lambda f: f["articles"],
        lambda f: f"{f['articles']:,}",
        compared=False,
    )
    yield _row(
        "build",
        "bài mỗi giây · articles a second",
        figures,
        lambda f: f["articles"] / f["seconds"],
        lambda f: f"{f['articles'] / f['seconds']:,.0f}",
    )
    yield _row(
        "build",
        "giây bộ xử lý trên nghìn bài · processor seconds per 1,000",
        figures,
        lambda f: f["processor"] / f["articles"],
        lambda f: f"{1e3 * f['processor'] / f['articles']:.2f}",
        less=True,
    )
    yield _row(
        "build",
        "bộ nhớ cao nhất, MB · memory at most, MB",
        figures,
        lambda f: f["peak"],
        lambda f: f"{f['peak'] / 1e6:,.0f}",
        less=True,
    )
    yield _row(
        "build",
        "đĩa, kB mỗi bài · disk, kB an article",
        figures,
        lambda f: f["bytes"] / f["articles"],
        lambda f: f"{f['bytes'] / f['articles'] / 1e3:.2f}",
        less=True,
    )


def _faults(found: Found) -> Iterator[Row]:
    figures = found["faults"]
    killed = lambda f: f["killed"]["lost"] + f["killed"]["unreadable"] + f["killed"]["in_part"]  # noqa: E731
    yield _row(
        "faults",
        "kill -9 khi ghi: bài đã nhận bị mất / đợt ghi dở / không mở được · killed while writing: acknowledged and lost / batches in part / unreadable",
        figures,
        killed,
        lambda f: "{lost} / {in_part} / {unreadable}".format(**f["killed"]),
        less=True,
    )
    full = {k: f.get("full", f) for k, f in figures.items()}
    yield _row(
        "faults",
        "đĩa đầy: có báo / vẫn đọc được / bài đã nhận bị mất khi có chỗ lại · disk full: told / still read / acknowledged and lost once there is room",
        full,
        _spoiled,
        lambda f: f"{_yes(f['told'])} / {_yes(f['read_while_full'])} / {f['lost']}",
        less=True,
    )
    turned = lambda f: f["turned"]["other"]  # noqa: E731
    yield _row(
        "faults",
        "một byte hỏng: trả lời khác mà không báo / có báo / không sao · a byte turned: other answers, untold / told / no matter",
        figures,
        turned,
        lambda f: "{other} / {told} / {same} ({tries})".format(**f["turned"]),
        less=True,
    )


def _spoiled(figures: Found) -> float:
    return figures["lost"] + (not figures["read_while_full"]) + (not figures["told"])


def _yes(value: bool) -> str:
    return "có · yes" if value else "không · no"


_PARTS: dict[str, Callable[[Found], Iterator[Row]]] = {
    "conformance": _conformance,
    "relevance": _relevance,
    "speed": _speed,
    "http": _http,
    "build": _build,
    "faults": _faults,
}
