"""Does what is found hold the word that was meant? Newest, best and all of it, typed with marks and
without.

    python -m tests.benchmarks.words INDEX [--bare-only] [--letter-by-letter]

For each word of words.txt: the share of the newest ten and of the best ten that hold its syllables
side by side, and how many articles are found for each that holds it. What an article holds is read
from its text, not from the index. The word's short forms in the tables (UBND) and its other
spelling with i or y (tỉ giá) count as the word, which is found so on purpose; `--letter-by-letter`
counts only the word as it stands in words.txt.
"""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from indexer import Archive, SearchRequest
from indexer.language import fold, iy_variants, place_tone
from indexer.language.lexicon.abbreviations import long_forms_within

WORDS = Path(__file__).with_suffix(".txt")
_WORD = re.compile(r"[^\W_]+")
_HIDDEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


def words() -> list[str]:
    """The words measured."""
    lines = WORDS.read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


class Texts:
    """The articles' texts as plain rows of syllables."""

    def __init__(self, archive: Archive) -> None:
        self._tones: dict[str, str] = {}
        reader = archive.backend.snapshot
        self.by_id: dict[str, str] = {}
        for segment in reader.segments:
            for doc in range(segment.doc_count_all):
                article = reader.article(segment.base + doc)
                self.by_id[article.id] = self.plain(f"{article.title} . {article.text}")

    def plain(self, text: str) -> str:
        text = unicodedata.normalize("NFC", _HIDDEN.sub("", text)).lower()
        return f" {' '.join(map(self._tone, _WORD.findall(text)))} "

    def _tone(self, word: str) -> str:
        known = self._tones.get(word)
        if known is None:
            known = self._tones[word] = place_tone(word)
        return known

    def holders(self, word: str, *, letter_by_letter: bool = True) -> set[str]:
        """The articles that hold a word, or, unless `letter_by_letter`, what is the same word."""
        ways = [word] if letter_by_letter else [word, *_other_writings(word)]
        wanted = [self.plain(way) for way in ways]
        return {id for id, text in self.by_id.items() if any(way in text for way in wanted)}


def _other_writings(word: str) -> Iterator[str]:
    """The short forms of a word that stand for nothing else, and its spellings with i or y."""
    terms = tuple(word.lower().split())
    for start, end, entries in long_forms_within(terms):
        if (start, end) == (0, len(terms)):
            for entry in entries:
                if not entry.ambiguous:
                    yield from (entry.short, *entry.also)
    for at, term in enumerate(terms):
        for other in iy_variants(term):
            yield " ".join((*terms[:at], other, *terms[at + 1 :]))


def measure(
    archive: Archive, texts: Texts, typed: str, word: str, *, letter_by_letter: bool = True
) -> tuple[float, float, float]:
    """(newest@10, best@10, found for each holder) of one word."""
    holders = texts.holders(word, letter_by_letter=letter_by_letter)
    if not holders:
        return 1.0, 1.0, 1.0
    shares = []
    total = 0
    for sort in ("newest", "relevance"):
        found = archive.search(SearchRequest(typed, sort=sort, per_page=10))  # type: ignore[arg-type]
        total = found.total
        hits = [hit for hit in found.hits if not getattr(hit, "near", False)]
        wanted = min(10, len(holders))
        shares.append(sum(hit.id in holders for hit in hits) / max(wanted, len(hits)))
    return shares[0], shares[1], total / len(holders)


def _quantile(values: Iterable[float], share: float) -> float:
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]


def _ways(bare_only: bool) -> Iterator[str]:
    yield from ("bare",) if bare_only else ("accented", "bare")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("--bare-only", action="store_true")
    parser.add_argument("--letter-by-letter", action="store_true")
    parser.add_argument("--worst", type=int, default=12)
    options = parser.parse_args()
    archive = Archive.open(options.index)
    texts = Texts(archive)
    for way in _ways(options.bare_only):
        rows = []
        for word in words():
            typed = word if way == "accented" else fold(word)
            shares = measure(archive, texts, typed, word, letter_by_letter=options.letter_by_letter)
            rows.append((word, *shares))
        newest, best, ratio = ([row[i] for row in rows] for i in (1, 2, 3))
        print(
            f"{way}: {len(rows)} words · newest@10 {sum(newest) / len(rows):.3f} · best@10 "
            f"{sum(best) / len(rows):.3f} · found/holders median {_quantile(ratio, 0.5):.3f}, "
            f"p90 {_quantile(ratio, 0.9):.3f}"
        )
        for row in sorted(rows, key=lambda row: row[1] + row[2] - 0.1 * row[3])[: options.worst]:
            print("   {}: newest {:.1f}, best {:.1f}, found/holders {:.2f}".format(*row))


if __name__ == "__main__":
    main()
