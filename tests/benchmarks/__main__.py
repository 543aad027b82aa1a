"""`make bench`: search speed beside other engines, on a corpus of your own or on the seeds resampled.

python -m tests.benchmarks [--corpus articles.jsonl.xz] [--sizes 1000,10000]
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from tests.benchmarks import bench_search


def seeds_as_json_lines(folder: Path) -> Path:
    """The seed articles as JSON Lines, first line as title."""
    path = folder / "seeds.jsonl"
    seeds = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
    with path.open("w", encoding="utf-8") as file:
        for seed in seeds:
            title, _, body = seed.read_text(encoding="utf-8").strip().partition("\n")
            file.write(
                json.dumps(
                    {"id": seed.stem, "title": title, "body": body or title}, ensure_ascii=False
                )
                + "\n"
            )
    return path


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--sizes", default="1000,10000")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus = chosen.corpus or seeds_as_json_lines(Path(folder))
        bench_search.main([str(corpus), "--sizes", chosen.sizes])


if __name__ == "__main__":
    main()
