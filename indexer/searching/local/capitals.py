"""With which capitals the articles of a snapshot write some words: «tập cận bình» → «Tập Cận Bình».

The index holds small letters; the articles hold what their papers wrote. A few are read, and what
stands at the start of a sentence counts only where nothing else does.
"""

from __future__ import annotations

import re
from collections import Counter

from indexer.language import canonical, fold
from indexer.storage import IndexReader

__all__ = ["READ", "holders_as_word", "written"]

READ = 3  # articles that are read, the newest
LOOKED_AT = 8_000  # characters of each
_START = re.compile(r"(?:^|[.!?:;…•\n–\-\"“‘(]\s*)$")  # what stands before a sentence


def written(snapshot: IndexReader, words: tuple[str, ...], docs: tuple[int, ...]) -> str | None:
    """The words as these documents mostly write them, in a row; None where none does."""
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)", re.IGNORECASE)
    inside: Counter[str] = Counter()
    first: Counter[str] = Counter()
    for doc in docs[:READ]:
        article = snapshot.article(doc)
        text = canonical(f"{article.title}\n{article.text[:LOOKED_AT]}").text
        for found in pattern.finditer(text):
            before = text[max(0, found.start() - 3) : found.start()]
            counter = first if _START.search(before) else inside
            counter[" ".join(found.group().split())] += 1
    best = (inside or _without_first_capital(first)).most_common(1)
    return best[0][0] if best else None


def _without_first_capital(said: Counter[str]) -> Counter[str]:
    """What was seen only at the start of sentences, where the first capital says nothing."""
    found: Counter[str] = Counter()
    for text, times in said.items():
        first, _, rest = text.partition(" ")
        small = rest == rest.lower() and not first.isupper()
        found[text.lower() if small else text] += times
    return found


def holders_as_word(snapshot: IndexReader, words: tuple[str, ...]) -> tuple[int, ...]:
    """A few documents, the newest, in which the segmenter joined these syllables as one word."""
    term = "_".join(words)
    found: list[int] = []
    for segment in reversed(snapshot.segments):
        reader = segment.file.field("words")
        ordinal = reader.ordinal(term, fold(term))
        if ordinal < 0:
            continue
        docs = segment.live_docs(reader, ordinal)
        found += [segment.base + doc for doc in docs[-READ:].tolist()[::-1]]
        if len(found) >= READ:
            break
    return tuple(found[:READ])
