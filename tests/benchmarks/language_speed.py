"""Speed of the language room: syllables per second, and time against length for text good and bad.

    python -m tests.benchmarks.language_speed [ARTICLES.jsonl] [--articles N]

Without a file the seeds are read over and over; with one (JSON Lines with a "body"), its articles, each once, as a build does.
"""

from __future__ import annotations

import argparse
import json
import time
import unicodedata
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

from indexer.language import (
    canonical,
    decode,
    edit_cost,
    fold,
    from_legacy,
    index_terms,
    is_syllable,
    syllables,
    variant,
)
from indexer.language.syllable.phonology import all_syllables

SEEDS = Path(__file__).parents[2] / "seeds"
SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
UNITS = {
    "Vietnamese": "cửa khẩu Hữu Nghị ",
    "the same, decomposed": unicodedata.normalize("NFD", "cửa khẩu Hữu Nghị "),
    "letters, no space": "x",
    "accented, no space": "ệ",
    "marks without end": "\u0301",
    "numbers, no space": "1/2.",
    "hyphens, no space": "a-",
    "Chinese": "广西",
    "surrogates": "\ud800",
}


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _rate(name: str, count: int, seconds: float, unit: str = "syllables") -> None:
    print(f"{name:36} {count / seconds:12,.0f} {unit}/s")


def _articles(path: Path | None, limit: int) -> list[str]:
    if path is None:
        seeds = [seed.read_text(encoding="utf-8") for seed in sorted(SEEDS.glob("*.txt"))]
        return seeds * max(1, limit // len(seeds))
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["body"] for line in islice(lines, limit)]


def running_text(articles: list[str]) -> None:
    """The functions a build and a page run over whole articles."""
    seconds = _seconds(lambda: [index_terms(text) for text in articles])
    count = sum(len(index_terms(text)[0]) for text in articles)
    _rate("index_terms, first reading", count, seconds)
    _rate(
        "index_terms, second reading",
        count,
        _seconds(lambda: [index_terms(text) for text in articles]),
    )
    some = articles[: len(articles) // 4 + 1]
    count = sum(len(index_terms(text)[0]) for text in some)
    _rate(
        "syllables (tokens with offsets)",
        count,
        _seconds(lambda: [syllables(text) for text in some]),
    )
    _rate("canonical", count, _seconds(lambda: [canonical(text) for text in some]))
    _rate("from_legacy", count, _seconds(lambda: [from_legacy(text) for text in some]))


def single_words() -> None:
    """The functions that look at one word, over every lawful syllable; nothing remembered from before."""
    words = all_syllables()
    others = words[1:] + words[:1]
    for name, work in (
        ("is_syllable", lambda: [is_syllable(word) for word in words]),
        ("fold", lambda: [fold(word) for word in words]),
        (
            "variant",
            lambda: [variant(one, other) for one, other in zip(words, others, strict=True)],
        ),
        ("decode", lambda: [decode(word) for word in words]),
        ("edit_cost, limit 1", lambda: [edit_cost("khảuu", word, 1.0) for word in words]),
    ):
        _rate(name, len(words), _seconds(work), "words")


def curve(names: Iterable[str]) -> None:
    """Seconds of `syllables` and of `index_terms` from 1 kB to 10 MB, and the nanoseconds a byte costs at either end."""
    print(
        f"\n{'seconds for':36}"
        + "".join(f"{size // 1000:>9,} kB" for size in SIZES)
        + "   ns/byte at 10 kB, 10 MB"
    )
    for name in names:
        unit = UNITS[name]
        width = len(unit.encode("utf-8", "surrogatepass"))
        for function in (
            (index_terms, syllables)
            if name in ("Vietnamese", "the same, decomposed")
            else (index_terms,)
        ):
            spent = []
            for size in SIZES:
                text = unit * (size // width)
                spent.append(_seconds(lambda text=text, function=function: function(text)))  # type: ignore[misc]
            per_byte = f"{spent[1] / SIZES[1] * 1e9:8.0f} {spent[-1] / SIZES[-1] * 1e9:8.0f}"
            label = f"{function.__name__}, {name}"
            print(f"{label:36}" + "".join(f"{value:12.4f}" for value in spent) + "   " + per_byte)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("articles", nargs="?", type=Path)
    parser.add_argument("--articles", dest="limit", type=int, default=10_000)
    options = parser.parse_args()
    running_text(_articles(options.articles, options.limit))
    single_words()
    curve(UNITS)


if __name__ == "__main__":
    main()
