"""Precision and recall of provinces, counterparts and event dates against labels made by reading the articles.

    python -m tests.benchmarks.facts_quality ARTICLES.jsonl [--labels tests/reading/labels.csv] [--errors]

The labels hold ids and facts only; ARTICLES.jsonl must hold the articles they name. Events are compared where the text gives one:
several spans are accepted where a reader could choose either. Labels marked held out were not looked at while mending the rules.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from indexer.model.article import Article
from indexer.reading import IngestReport, extract, records

LABELS = Path(__file__).parent.parent / "reading" / "labels.csv"


@dataclass(frozen=True, slots=True)
class Label:
    """What a reader found in one article. `event`: accepted (start, end) spans, empty when the text gives none."""

    id: str
    provinces: frozenset[str]
    counterparts: frozenset[str]
    event: frozenset[tuple[str, str]]
    held_out: bool


@dataclass(slots=True)
class Score:
    """Counts of one kind of fact."""

    found: int = 0
    expected: int = 0
    right: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, id_: str, expected: frozenset[str], found: frozenset[str]) -> None:
        """Count one article."""
        self.found += len(found)
        self.expected += len(expected)
        self.right += len(found & expected)
        if found != expected:
            self.errors.append(
                f"{id_}: too many {sorted(found - expected)}, missing {sorted(expected - found)}"
            )

    def line(self) -> str:
        """Precision and recall in words."""
        precision = self.right / self.found if self.found else 1.0
        recall = self.right / self.expected if self.expected else 1.0
        return f"precision {precision:.3f} ({self.right}/{self.found})  recall {recall:.3f} ({self.right}/{self.expected})"


def load_labels(path: Path) -> dict[str, Label]:
    """Labels by article id."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["id"]: _label(row) for row in csv.DictReader(lines)}


def _label(row: dict[str, str]) -> Label:
    spans = (
        span.split("/") if "/" in span else [span, span] for span in row["event"].split(";") if span
    )
    return Label(
        row["id"],
        frozenset(filter(None, row["provinces"].split("|"))),
        frozenset(filter(None, row["counterparts"].split("|"))),
        frozenset((span[0], span[1]) for span in spans),
        row["held_out"] == "1",
    )


def articles(path: Path, ids: Iterable[str]) -> dict[str, Article]:
    """The named articles of a JSON Lines file, understood."""
    wanted = set(ids)
    return {
        record.id: extract(record)
        for record in records([path], IngestReport())
        if record.id in wanted
    }


def measure(labels: Sequence[Label], read: dict[str, Article]) -> dict[str, Score]:
    """Scores of provinces, counterparts and events over the labelled articles that were found."""
    scores = {"provinces": Score(), "counterparts": Score(), "event date": Score()}
    for label in labels:
        article = read[label.id]
        scores["provinces"].add(
            label.id, label.provinces, frozenset(province.name for province in article.provinces)
        )
        scores["counterparts"].add(
            label.id, label.counterparts, frozenset(unit.name for unit in article.counterparts)
        )
        if label.event:
            span = (article.event.start, article.event.end)
            score = scores["event date"]
            score.found += bool(span[0])
            score.expected += 1
            score.right += span in label.event
            if span not in label.event:
                score.errors.append(f"{label.id}: {span}, expected {sorted(label.event)}")
    return scores


def main() -> None:
    """Print the figures for the labels used while mending and for those held out."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument(
        "--errors",
        action="store_true",
        help="list what was missed or invented, of the labels that are not held out",
    )
    parser.add_argument(
        "--all-errors", action="store_true", help="likewise for the held-out labels"
    )
    options = parser.parse_args()
    labels = load_labels(options.labels)
    read = articles(options.articles, labels)
    absent = [id_ for id_ in labels if id_ not in read]
    if absent:
        print(json.dumps({"absent": absent}, ensure_ascii=False))
    present = [label for label in labels.values() if label.id in read]
    for name, held_out in (("mended on", False), ("held out", True)):
        chosen = [label for label in present if label.held_out == held_out]
        print(f"{name}: {len(chosen)} articles")
        for fact, score in measure(chosen, read).items():
            print(f"  {fact:13s} {score.line()}")
            if (options.errors and not held_out) or options.all_errors:
                print("".join(f"      {error}\n" for error in score.errors), end="")


if __name__ == "__main__":
    main()
