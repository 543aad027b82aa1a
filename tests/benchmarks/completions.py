"""Completions while words and headlines are typed: whole units, exact numbers, how soon what is
wished for is among the best five, and how long an answer takes.

    python -m tests.benchmarks.completions INDEX [--words 100] [--headlines 60]

The words are those of words.txt, the headlines a seeded sample of the archive's own; each is typed
accented, bare and by the keys of Telex, and asked for after every letter from the third on. A
headline counts as helped when one of the best five goes on in it for a whole word at least.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from indexer.archive import Archive
from indexer.language import encode_telex, fold
from indexer.language.lexicon.function_words import FUNCTION_WORDS
from indexer.language.lexicon.phrases import words_of

WORDS = Path(__file__).parent / "words.txt"
SEED = 14
BEST = 5
LONGEST = 28  # letters of a headline that are typed
COUNTED = 600  # completions whose number is held beside a search


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("--words", type=int, default=100)
    parser.add_argument("--headlines", type=int, default=60)
    parser.add_argument("--limit", type=int, default=8)
    options = parser.parse_args()
    archive = Archive.open(options.index)
    archive.suggest("xin ch")  # tables are read once
    texts: dict[str, int] = {}
    milliseconds: list[float] = []
    for way, typing in (("accented", str), ("bare", fold), ("telex", _telex)):
        helped: dict[int, list[bool]] = defaultdict(list)
        for target, is_word in _targets(archive, options.words, options.headlines):
            whole = typing(target)
            for size in range(3, min(len(whole), LONGEST) + 1):
                typed = whole[:size]
                started = time.process_time()
                found = archive.suggest(typed, options.limit)
                milliseconds.append(1e3 * (time.process_time() - started))
                texts.update((one.text, one.total) for one in found)
                best = [" ".join(map(fold, words_of(one.text))) for one in found[:BEST]]
                helped[size].append(any(_helps(text, target, size, is_word) for text in best))
        print(f"{way:9} wished for among the best {BEST}, by letters typed:")
        print("   " + "  ".join(f"{n}: {_share(helped[n]):.2f}" for n in sorted(helped)))
        print(f"   all: {_share([one for n in helped for one in helped[n]]):.3f}")
    _tell(archive, texts, milliseconds)


def _tell(archive: Archive, texts: dict[str, int], milliseconds: list[float]) -> None:
    offered = list(texts)
    print(f"{len(milliseconds)} answers, {len(offered)} different completions")
    print(f"whole units: {_share([_is_whole(text, archive) for text in offered]):.3f}")
    counted = random.Random(SEED).sample(offered, min(COUNTED, len(offered)))
    exact = [archive.search(text, per_page=1).total == texts[text] for text in counted]
    print(f"exact numbers: {_share(exact):.3f} of {len(exact)}")
    ranked = sorted(milliseconds)
    p50, p95 = ranked[len(ranked) // 2], ranked[len(ranked) * 95 // 100]
    print(f"processor time: p50 {p50:.1f} ms, p95 {p95:.1f} ms, most {ranked[-1]:.0f} ms")


def _targets(archive: Archive, words: int, headlines: int) -> Iterator[tuple[str, bool]]:
    chosen = random.Random(SEED)
    lines = WORDS.read_text("utf-8").splitlines()
    known = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    for word in chosen.sample(known, min(words, len(known))):
        yield word.lower(), True
    docs = range(archive.doc_count)
    for doc in chosen.sample(docs, min(headlines, len(docs))):
        title = archive.backend.snapshot.article(doc).title
        yield " ".join(words_of(title)[:8]), False


def _helps(offered: str, target: str, typed: int, is_word: bool) -> bool:
    """Is a completion the word wished for, or does it go on in the headline for a word?"""
    wished = " ".join(map(fold, words_of(target)))
    if f"{offered} ".startswith(f"{wished} "):
        return True
    return not is_word and len(offered) >= typed and wished.startswith(f"{offered} ")


def _is_whole(text: str, archive: Archive) -> bool:
    """Does a completion end with a whole unit: no function word, and nothing that the segmenter
    mostly joins with what comes next?
    """
    words = words_of(text)
    if not words or words[-1] in FUNCTION_WORDS:
        return False
    vocabulary = archive.backend.vocabulary
    for size in range(min(4, len(words)), 1, -1):
        last = words[-size:]
        joined = vocabulary.joined_df(last)
        if joined:
            return vocabulary.compound_df(" ".join(last)) * 2 >= joined
    return True


def _telex(text: str) -> str:
    return " ".join(encode_telex(word) for word in text.split())


def _share(held: list[bool]) -> float:
    return sum(held) / max(1, len(held))


if __name__ == "__main__":
    main()
