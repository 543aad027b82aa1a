"""Articles per second of one core's own time: records from disk, then anatomy, dates and places.

python -m tests.benchmarks.reading_speed ARTICLES.jsonl [--every 20] [--profile]
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import time
from pathlib import Path

from indexer.reading import IngestReport, extract, records


def main() -> None:
    """Print how fast records are read and how fast they are understood."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("--every", type=int, default=20, help="take one article in so many")
    parser.add_argument(
        "--profile", action="store_true", help="list the functions that take the time"
    )
    options = parser.parse_args()
    report = IngestReport()
    start = time.process_time()
    chosen = [
        record
        for number, record in enumerate(records([options.articles], report))
        if number % options.every == 0
    ]
    reading = time.process_time() - start
    extract(chosen[0])
    profile = cProfile.Profile()
    start = time.process_time()
    if options.profile:
        profile.runcall(lambda: [extract(record) for record in chosen])
    else:
        for record in chosen:
            extract(record)
    taken = time.process_time() - start
    letters = sum(len(record.text) for record in chosen)
    print(f"read       {report.read} records at {report.read / reading:,.0f}/s")
    print(
        f"understood {len(chosen)} articles of {letters / len(chosen):,.0f} characters at {len(chosen) / taken:,.0f}/s"
    )
    if options.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(18)


if __name__ == "__main__":
    main()
