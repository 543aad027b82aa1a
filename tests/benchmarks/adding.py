"""How long does a commit of 1, 100 and 10,000 articles onto a full archive take, and of removing one?

    python -m tests.benchmarks.adding articles.jsonl INDEX

The articles are the file's own under new ids. INDEX is copied first and stays as it is.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from itertools import islice
from pathlib import Path

from indexer.building import BuildReport, add, remove

SIZES = (1, 100, 10_000)


def renamed(path: Path, count: int, target: Path) -> Path:
    """The first articles of a file under new ids."""
    with path.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        for line in islice(lines, count):
            article = json.loads(line)
            out.write(json.dumps({**article, "id": f"{target.stem}-{article['id']}"}, ensure_ascii=False) + "\n")
    return target


def show(what: str, report: BuildReport) -> None:
    """One line of the table."""
    print(f"| {what} | {report.seconds:.2f} | {report.articles:,} |", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("index", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        index = Path(shutil.copytree(options.index, folder / "index"))
        print("| commit | seconds | articles after it |\n| --- | ---: | ---: |")
        for size in SIZES:
            show(f"add {size:,}", add([renamed(options.path, size, folder / f"more{size}.jsonl")], index))
        with options.path.open(encoding="utf-8") as lines:
            first = json.loads(lines.readline())["id"]
        show("remove 1", remove([f"more1-{first}"], index))


if __name__ == "__main__":
    main()
