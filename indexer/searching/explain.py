"""How a query was understood, line by line, for the curious: its tree, the spellings of each word
with their weights.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import wrap

from indexer.model.messages import translate
from indexer.model.query import (
    And,
    DateRange,
    Facet,
    MatchAll,
    MatchNone,
    MinShouldMatch,
    Node,
    Not,
    Or,
    Phrase,
    SynonymQuery,
)
from indexer.searching.ports import Vocabulary
from indexer.searching.rewriting.rewritten_query import RewrittenQuery

__all__ = ["explain", "folded", "score"]

MAX_SPELLINGS_SHOWN = 6  # spellings of a word,
LIKELY = 0.02  # none less likely than this
WIDTH = 80


def explain(reading: RewrittenQuery, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Lines of plain text, WIDTH wide: how it reads, what was read otherwise, what was not
    understood, and the tree, indented.
    """
    lines = [f"query: {reading.text}", f"read as: {reading.interpreted}"]
    for c in reading.corrections:
        lines.append(f"{c.kind}: {c.typed} → {c.read}" + ("" if c.applied else " (offered)"))
    lines += [f"warning: {translate(warning, 'en')}" for warning in reading.warnings]
    lines += [f"in no article: {', '.join(reading.unknown)}"] if reading.unknown else []
    lines += [
        "tree: each spelling with its likelihood and the articles that hold it",
        *_lines(reading.tree, vocabulary, 1),
    ]
    return tuple(line for long in lines for line in folded(long))


def score(id: str, parts: Mapping[str, float]) -> tuple[str, ...]:
    """An article's score and its parts, those that are none left out."""
    said = " + ".join(
        f"{name} {part:.3f}".replace(" ", "\u00a0") for name, part in parts.items() if part
    )  # kept together
    lines = [line.replace("\u00a0", " ") for line in folded(f"  = {said}")]
    return (f"score {sum(parts.values()):.3f}: {id}", *lines) if said else (f"score 0: {id}",)


def folded(line: str) -> list[str]:
    """A line broken between words where it is wider than WIDTH, the rest indented below it; a
    longer word is not broken.
    """
    margin = " " * (len(line) - len(line.lstrip()) + 4)
    return wrap(
        line,
        WIDTH,
        subsequent_indent=margin,
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    ) or [line]


def _lines(node: Node, vocabulary: Vocabulary, depth: int) -> Iterator[str]:
    head = "  " * depth
    match node:
        case SynonymQuery():
            yield head + _word(node, vocabulary)
        case Phrase():
            slop = f", {node.slop} others between" if node.slop else ""
            yield f"{head}phrase{slop}{_scope(node.scope)}:"
            yield from (f"{head}  {_word(word, vocabulary)}" for word in node.words)
        case And() | Or():
            yield head + ("all of:" if isinstance(node, And) else "any of:")
            for child in node.children:
                yield from _lines(child, vocabulary, depth + 1)
        case MinShouldMatch():
            whole = sum(node.weights) or len(node.children)
            yield f"{head}at least {node.minimum:.2f} of {whole:.2f} by weight:"
            for child, weight in zip(
                node.children, node.weights or (1.0,) * len(node.children), strict=True
            ):
                first, *rest = _lines(child, vocabulary, depth + 1)
                yield f"{first}  [{weight:.2f}]"
                yield from rest
        case Not():
            yield head + "without:"
            yield from _lines(node.child, vocabulary, depth + 1)
        case Facet():
            yield f"{head}{node.field} = {node.value}"
        case DateRange():
            yield f"{head}dated {node.start or '…'} to {node.end or '…'}"
        case MatchAll():
            yield head + "every article"
        case MatchNone():
            yield head + "no article"


def _word(word: SynonymQuery, vocabulary: Vocabulary) -> str:
    """`cửa 1.00 (1,268), của 0.06 (9,481), 10 more`: spelling, likelihood, articles; no unlikely
    ones beside others.
    """
    likely = [s for s in word.spellings if s.weight >= LIKELY] or word.spellings
    shown = ", ".join(
        f"{s.term} {s.weight:.2f} ({vocabulary.df(s.term):,})" for s in likely[:MAX_SPELLINGS_SHOWN]
    )
    more = len(word.spellings) - len(likely[:MAX_SPELLINGS_SHOWN])
    return shown + (f", {more} more" if more > 0 else "") + _scope(word.scope)


def _scope(scope: str) -> str:
    return "" if scope == "text" else f" in the {scope}"
