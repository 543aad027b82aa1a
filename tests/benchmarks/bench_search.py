"""Search speed, size and memory beside other engines: same machine, same articles, same queries, one run.

    python -m tests.benchmarks.bench_search CORPUS [--sizes 1000,10000,143796,1000000] [--most whoosh=10000]
                                            [--engines ours,tantivy,fts5,whoosh,xapian] [--queries 40] [--rounds 3]
                                            [--clock wall|cpu] [--work DIR]

CORPUS is any JSON Lines with title and body (or text), plain, .gz or .xz; sizes past its end are filled with articles made of
its sentences. Every engine gets the same ready tokens and facts (corpora.py), and those named in `--most` no more articles
than that: Whoosh takes hours for what others build in minutes. Indexes are kept in DIR and used again.
Times are milliseconds in a warm process: each query `rounds` times, engines in turn, all times counted; on a machine that
others use, processor time (`--clock cpu`: the least of the rounds) is what can be compared. "top 10" does without
the total where an engine can; all other shapes count it. With several sizes the last table says how times grow.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from indexer.model.article import Article
from tests.benchmarks.corpora import BenchQuery, articles, queries

SHAPES = (
    "top 10",
    "total",
    "facets",
    "phrase",
    "prefix",
    "bare",
    "half",
    "filtered",
    "newest",
    "page 50",
)
ENGINES = {
    "ours": ("ours", "Ours"),
    "tantivy": ("tantivy", "Tantivy"),
    "fts5": ("fts5", "Fts5"),
    "whoosh": ("stock_whoosh", "StockWhoosh"),
    "xapian": ("xapian", "Xapian"),
}
NEEDS = {"tantivy": "tantivy", "xapian": "xapian", "whoosh": "whoosh"}
SYSTEM_PACKAGES = "/usr/lib/python3/dist-packages"
"""Where Debian puts python3-xapian: found when that Python has the version of this one."""


def engine(key: str) -> Any:
    """A new engine of a kind."""
    if key == "xapian" and SYSTEM_PACKAGES not in sys.path:
        sys.path.append(SYSTEM_PACKAGES)
    module, name = ENGINES[key]
    return getattr(import_module(f"tests.benchmarks.engines.{module}"), name)()


def available(keys: Sequence[str]) -> list[str]:
    """Those whose library can be imported."""
    found = []
    sys.path.append(SYSTEM_PACKAGES)
    for key in keys:
        try:
            import_module(NEEDS.get(key, "json"))
            found.append(key)
        except ImportError:
            print(f"{key}: not installed here, left out")
    return found


class Weighed:
    """Articles handed on; `size` is the bytes of their text so far."""

    def __init__(self, given: Iterable[Article]) -> None:
        self._given = given
        self.size = 0

    def __iter__(self) -> Iterator[Article]:
        for article in self._given:
            self.size += len(article.title.encode()) + len(article.text.encode())
            yield article


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def build(key: str, corpus: Path, size: int, folder: Path) -> None:
    """Build an index in a process of its own, unless there is one; prints what it took."""
    if (folder / "built.json").exists():
        return
    program = (
        "import json,resource,sys,time; from pathlib import Path; from tests.benchmarks.bench_search import Weighed, engine; "
        "from tests.benchmarks.corpora import articles; key,corpus,size,folder=sys.argv[1:]; t=time.monotonic(); "
        "given=Weighed(articles(Path(corpus), int(size))); engine(key).build(Path(folder)/'index', given); "
        "print(json.dumps({'seconds': time.monotonic()-t, 'text': given.size, "
        "'peak_mb': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss/1024}))"
    )
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-c", program, key, str(corpus), str(size), str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    (folder / "built.json").write_text(done.stdout)


def cold(key: str, folder: Path, query: BenchQuery) -> dict[str, float]:
    """Open and first query in a new process (after imports), and the memory it then takes, its own and with mapped files."""
    program = (
        "import json,sys,time; from pathlib import Path; from tests.benchmarks.bench_search import SHAPES, engine; "
        "from tests.benchmarks.corpora import BenchQuery; key,folder,words=sys.argv[1:]; e=engine(key); t=time.perf_counter(); "
        "q=BenchQuery(tuple(words.split()),'Tỉnh 1'); e.open(Path(folder)/'index'); opened=time.perf_counter()-t; e.ask('top 10',q); "
        "first=time.perf_counter()-t; [e.ask(s,q) for s in SHAPES]; "
        "held={l.split(':')[0]: int(l.split()[1])/1024 for l in open('/proc/self/smaps_rollup') if l.endswith('kB\\n')}; "
        "print(json.dumps({'open_ms': opened*1e3, 'first_ms': first*1e3, 'private_mb': held['Private_Dirty'], 'resident_mb': held['Rss']}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, key, str(folder), " ".join(query.words)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    result: dict[str, float] = json.loads(done.stdout)
    return result


def throughput(
    running: Any, asked: Sequence[BenchQuery], threads: int, seconds: float = 3.0
) -> float:
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


def measure(
    running: dict[str, Any], asked: Sequence[BenchQuery], rounds: int, clock: str
) -> dict[tuple[str, str], np.ndarray[Any, Any]]:
    """Milliseconds per engine and shape, every query `rounds` times after one warm-up; of processor time the least of each."""
    now = time.process_time if clock == "cpu" else time.perf_counter
    times = {(key, shape): np.zeros((rounds, len(asked))) for key in running for shape in SHAPES}
    for shape in SHAPES:
        for turn in range(rounds + 1):
            for place, query in enumerate(asked):
                for key, ready in running.items():
                    start = now()
                    ready.ask(shape, query)
                    if turn:
                        times[key, shape][turn - 1, place] = 1e3 * (now() - start)
    return {
        pair: values.min(axis=0) if clock == "cpu" else values.ravel()
        for pair, values in times.items()
    }


def table(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    )


def report(
    corpus: Path, size: int, keys: Sequence[str], work: Path, count: int, rounds: int, clock: str
) -> dict[str, float]:
    """Measure one size and print its tables; returns our p50 of every shape."""
    running: dict[str, Any] = {}
    for key in keys:
        build(key, corpus, size, work / f"{size}-{key}")
        running[key] = engine(key)
        running[key].open(work / f"{size}-{key}" / "index")
    asked = queries(corpus, count)
    times = measure(running, asked, rounds, clock)
    built = {key: json.loads((work / f"{size}-{key}" / "built.json").read_text()) for key in keys}
    text = next((one["text"] for one in built.values() if "text" in one), 0) or sum(
        len(article.title.encode()) + len(article.text.encode())
        for article in articles(corpus, size)
    )
    print(
        f"\n{size:,} articles, {text / 1e6:.0f} MB of text, {count} queries; milliseconds ({clock}), p50 / p95 (each as a multiple of ours)"
    )
    rows = [["", *(running[key].name for key in keys)], ["---"] * (len(keys) + 1)]
    for shape in SHAPES:
        own = np.percentile(times[keys[0], shape], (50, 95))
        cells = []
        for key in keys:
            p50, p95 = np.percentile(times[key, shape], (50, 95))
            cells.append(f"{p50:.2f} / {p95:.2f} (×{p50 / own[0]:.1f} / ×{p95 / own[1]:.1f})")
        rows.append([shape, *cells])
    starts = {key: cold(key, work / f"{size}-{key}", asked[0]) for key in keys}
    rows.append(
        [
            "open, first query cold, ms",
            *(f"{starts[k]['open_ms']:.1f}, {starts[k]['first_ms']:.1f}" for k in keys),
        ]
    )
    rows.append(
        [
            "memory, MB: own, resident",
            *(f"{starts[k]['private_mb']:.0f}, {starts[k]['resident_mb']:.0f}" for k in keys),
        ]
    )
    rows.append(
        [
            "index, MB (of the text)",
            *(_share(size_of(work / f"{size}-{k}" / "index"), text) for k in keys),
        ]
    )
    rows.append(
        [
            "build, s; peak, MB",
            *(f"{built[k]['seconds']:.0f}; {built[k]['peak_mb']:.0f}" for k in keys),
        ]
    )
    rows.append(["faceted/s, 1 thread, 8", *(_throughputs(k, running[k], asked) for k in keys)])
    print(table(rows), flush=True)
    return {shape: float(np.percentile(times[keys[0], shape], 50)) for shape in SHAPES}


def growth(ours: dict[int, dict[str, float]]) -> None:
    """Print how our p50 grows with the number of articles; ×1 is as many times slower as there are more articles."""
    first, *others = sorted(ours)
    rows = [
        ["our p50, ms", f"{first:,}", *(f"{size:,} (of linear)" for size in others)],
        ["---"] * (len(ours) + 1),
    ]
    for shape in SHAPES:
        base = ours[first][shape]
        cells = [
            f"{ours[size][shape]:.2f} (×{ours[size][shape] / base / (size / first):.2f})"
            for size in others
        ]
        rows.append([shape, f"{base:.2f}", *cells])
    print("\n" + table(rows))


def _share(size: int, text: int) -> str:
    return f"{size / 1e6:.0f} ({size / text:.2f})"


def _throughputs(key: str, ready: Any, asked: Sequence[BenchQuery]) -> str:
    """The better of two runs each; 8 threads where an engine's connection may be shared by them."""
    counts = [1, 8] if key in {"ours", "tantivy"} else [1]
    best = dict.fromkeys(counts, 0.0)
    for _ in range(2):
        for threads in counts:
            best[threads] = max(best[threads], throughput(ready, asked, threads))
    return ", ".join(f"{best[threads]:.0f}" for threads in counts)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--most", default="whoosh=10000", help="ENGINE=ARTICLES,…")
    parser.add_argument("--queries", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clock", choices=("wall", "cpu"), default="wall")
    parser.add_argument("--work", type=Path)
    chosen = parser.parse_args(arguments)
    keys = available(chosen.engines.split(","))
    most = dict(part.split("=") for part in chosen.most.split(",") if part)
    ours: dict[int, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as aside:
        for size in map(int, chosen.sizes.split(",")):
            able = [key for key in keys if size <= int(most.get(key, size))]
            work = chosen.work or Path(aside)
            ours[size] = report(
                chosen.corpus, size, able, work, chosen.queries, chosen.rounds, chosen.clock
            )
    if len(ours) > 1 and keys[0] == "ours":
        growth(ours)


if __name__ == "__main__":
    main()
