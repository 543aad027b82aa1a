"""Search speed, size and memory beside other engines: same machine, same articles, same queries, one run.

    python -m tests.benchmarks.bench_search CORPUS [--sizes 1000,10000,143796] [--engines ours,tantivy,fts5,whoosh,xapian]
                                            [--queries 40] [--rounds 3] [--work DIR]

CORPUS is any JSON Lines with title and body (or text), plain, .gz or .xz; sizes past its end are filled with articles made of
its sentences. Every engine gets the same ready tokens and facts (corpora.py). Indexes are kept in DIR and used again.
Times are milliseconds in a warm process: each query `rounds` times, engines in turn, all times counted.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks.corpora import BenchQuery, articles, queries

SHAPES = ("top 10", "facets", "phrase", "prefix", "bare", "half", "filtered", "newest", "page 50")
ENGINES = {
    "ours": ("ours", "Ours"),
    "tantivy": ("tantivy", "Tantivy"),
    "fts5": ("fts5", "Fts5"),
    "whoosh": ("stock_whoosh", "StockWhoosh"),
    "xapian": ("xapian", "Xapian"),
}
NEEDS = {"tantivy": "tantivy", "xapian": "xapian", "whoosh": "whoosh"}


def engine(key: str) -> Any:
    """A new engine of a kind."""
    module, name = ENGINES[key]
    return getattr(import_module(f"tests.benchmarks.engines.{module}"), name)()


def available(keys: Sequence[str]) -> list[str]:
    """Those whose library can be imported."""
    found = []
    for key in keys:
        try:
            import_module(NEEDS.get(key, "json"))
            found.append(key)
        except ImportError:
            print(f"{key}: not installed here, left out")
    return found


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def build(key: str, corpus: Path, size: int, folder: Path) -> None:
    """Build an index in a process of its own, unless there is one; prints what it took."""
    if (folder / "built.json").exists():
        return
    program = (
        "import json,resource,sys,time; from pathlib import Path; from tests.benchmarks.bench_search import engine; "
        "from tests.benchmarks.corpora import articles; key,corpus,size,folder=sys.argv[1:]; t=time.monotonic(); "
        "engine(key).build(Path(folder)/'index', articles(Path(corpus), int(size))); "
        "print(json.dumps({'seconds': time.monotonic()-t, 'peak_mb': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss/1024}))"
    )
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-c", program, key, str(corpus), str(size), str(folder)], capture_output=True, text=True, check=True
    )
    (folder / "built.json").write_text(done.stdout)


def cold(key: str, folder: Path, query: BenchQuery) -> dict[str, float]:
    """Open and first query in a new process (seconds after imports), and what memory is its own after all shapes were asked."""
    program = (
        "import json,sys,time; from pathlib import Path; from tests.benchmarks.bench_search import SHAPES, engine; "
        "from tests.benchmarks.corpora import BenchQuery; key,folder,words=sys.argv[1:]; e=engine(key); t=time.perf_counter(); "
        "q=BenchQuery(tuple(words.split()),'Tỉnh 1'); e.open(Path(folder)/'index'); opened=time.perf_counter()-t; e.ask('top 10',q); "
        "first=time.perf_counter()-t; [e.ask(s,q) for s in SHAPES]; "
        "own=sum(int(l.split()[1]) for l in open('/proc/self/smaps_rollup') if l.startswith('Private_Dirty')); "
        "print(json.dumps({'open_ms': opened*1e3, 'first_ms': first*1e3, 'private_mb': own/1024}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, key, str(folder), " ".join(query.words)], capture_output=True, text=True, check=True
    )
    result: dict[str, float] = json.loads(done.stdout)
    return result


def throughput(running: Any, asked: Sequence[BenchQuery], threads: int, seconds: float = 3.0) -> float:
    """Faceted queries per second with so many threads."""
    end = time.monotonic() + seconds

    def work(offset: int) -> int:
        done = 0
        while time.monotonic() < end:
            running.ask("facets", asked[(offset * 7 + done) % len(asked)])
            done += 1
        return done

    start = time.monotonic()
    with ThreadPoolExecutor(threads) as pool:
        total = sum(pool.map(work, range(threads)))
    return total / (time.monotonic() - start)


def measure(running: dict[str, Any], asked: Sequence[BenchQuery], rounds: int) -> dict[tuple[str, str], np.ndarray[Any, Any]]:
    """Milliseconds per engine and shape, every query `rounds` times after one warm-up."""
    times: dict[tuple[str, str], list[float]] = {(key, shape): [] for key in running for shape in SHAPES}
    for shape in SHAPES:
        for turn in range(rounds + 1):
            for query in asked:
                for key, ready in running.items():
                    start = time.perf_counter()
                    ready.ask(shape, query)
                    if turn:
                        times[key, shape].append(1e3 * (time.perf_counter() - start))
    return {pair: np.array(values) for pair, values in times.items()}


def table(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows)


def report(corpus: Path, size: int, keys: Sequence[str], work: Path, count: int, rounds: int) -> None:
    """Measure one size and print its tables."""
    running: dict[str, Any] = {}
    for key in keys:
        build(key, corpus, size, work / f"{size}-{key}")
        running[key] = engine(key)
        running[key].open(work / f"{size}-{key}" / "index")
    asked = queries(corpus, count)
    times = measure(running, asked, rounds)
    names = [running[key].name for key in keys]
    text = sum(len(a.title.encode()) + len(a.text.encode()) for a in articles(corpus, size))
    print(f"\n{size:,} articles, {text / 1e6:.0f} MB of text, {count} queries; milliseconds, p50 / p95 (p50 as a multiple of ours)")
    rows = [["", *names], ["---"] * (len(keys) + 1)]
    for shape in SHAPES:
        own = np.percentile(times[keys[0], shape], 50)
        cells = []
        for key in keys:
            p50, p95 = np.percentile(times[key, shape], (50, 95))
            cells.append(f"{p50:.2f} / {p95:.2f} (×{p50 / own:.1f})")
        rows.append([shape, *cells])
    starts = {key: cold(key, work / f"{size}-{key}", asked[0]) for key in keys}
    built = {key: json.loads((work / f"{size}-{key}" / "built.json").read_text()) for key in keys}
    rows.append(["open, first query cold, ms", *(f"{starts[k]['open_ms']:.1f}, {starts[k]['first_ms']:.1f}" for k in keys)])
    rows.append(["private memory, MB", *(f"{starts[k]['private_mb']:.0f}" for k in keys)])
    rows.append(["index, MB (of the text)", *(_share(size_of(work / f"{size}-{k}" / "index"), text) for k in keys)])
    rows.append(["build, s; peak, MB", *(f"{built[k]['seconds']:.0f}; {built[k]['peak_mb']:.0f}" for k in keys)])
    rows.append(["faceted/s, 1 thread, 8", *(f"{throughput(running[k], asked, 1):.0f}, {_eight(k, running[k], asked)}" for k in keys)])
    print(table(rows))


def _share(size: int, text: int) -> str:
    return f"{size / 1e6:.0f} ({size / text:.2f})"


def _eight(key: str, ready: Any, asked: Sequence[BenchQuery]) -> str:
    """Threads where an engine's connection may be shared by them."""
    return f"{throughput(ready, asked, 8):.0f}" if key in {"ours", "tantivy"} else "-"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--queries", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", type=Path)
    chosen = parser.parse_args(arguments)
    keys = available(chosen.engines.split(","))
    with tempfile.TemporaryDirectory() as aside:
        for size in map(int, chosen.sizes.split(",")):
            report(chosen.corpus, size, keys, chosen.work or Path(aside), chosen.queries, chosen.rounds)


if __name__ == "__main__":
    main()
