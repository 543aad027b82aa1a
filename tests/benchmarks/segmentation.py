"""Is our segmentation pyvi's, and how much faster? Prints identical texts, tokens per second and their ratio.

    python -m tests.benchmarks.segmentation articles.jsonl [--max 20000] [--speed 1000]

Every text of the file is segmented by both; pyvi works in as many processes as there are cores. Speed is measured on the first
texts, one core, the whole call of each.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import time
import warnings
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from indexer.language.segmentation.words import segment_many

LOT = 200


def texts(path: Path) -> Iterator[str]:
    """Title and body of each line."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            yield f"{article.get('title', '')}\n{article.get('body') or article.get('text') or ''}"


def by_pyvi(lot: list[str]) -> list[str]:
    """What pyvi says of each text."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyvi import ViTokenizer

    return [ViTokenizer.tokenize(text) for text in lot]


def lots(path: Path, limit: int | None) -> Iterator[list[str]]:
    """The texts in lots of LOT."""
    source = islice(texts(path), limit)
    while lot := list(islice(source, LOT)):
        yield lot


def tokens_per_second(path: Path, limit: int) -> tuple[float, float]:
    """Ours and pyvi's, each over the same texts after one warm-up text; tokens are counted in pyvi's own output."""
    chosen = list(islice(texts(path), limit))
    segment_many(chosen[:1])
    by_pyvi(chosen[:1])
    start = time.perf_counter()
    ours = segment_many(chosen)
    middle = time.perf_counter()
    by_pyvi(chosen)
    end = time.perf_counter()
    count = sum(text.count(" ") + text.count("_") + 1 for text in ours)
    return count / (middle - start), count / (end - middle)


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--max", type=int, default=None, help="texts to compare (all)")
    parser.add_argument("--speed", type=int, default=1000, help="texts to measure speed on")
    options = parser.parse_args()
    compared = identical = 0
    with multiprocessing.Pool() as pool:
        for theirs, lot in zip(
            pool.imap(by_pyvi, lots(options.path, options.max)),
            lots(options.path, options.max),
            strict=True,
        ):
            ours = segment_many(lot)
            compared += len(lot)
            identical += sum(a == b for a, b in zip(ours, theirs, strict=True))
    print(f"identical with pyvi: {identical} of {compared} texts")
    ours_speed, pyvi_speed = tokens_per_second(options.path, options.speed)
    print(
        f"tokens per second, one core: ours {ours_speed:,.0f}, pyvi {pyvi_speed:,.0f}, ratio {ours_speed / pyvi_speed:.1f}"
    )


if __name__ == "__main__":
    main()
