"""How dense the program's code is: decisions a line, and none within another's expression."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MOST_DECISIONS = 0.30  # a line of code of a room as a whole; Tantivy, Flask and httpx have .19–.23
DECIDES = (
    ast.If,
    ast.IfExp,
    ast.For,
    ast.While,
    ast.ExceptHandler,
    ast.Assert,
    ast.match_case,
    ast.comprehension,
)


def sources(room: str) -> Iterator[tuple[Path, str, ast.Module]]:
    for path in sorted((ROOT / room).rglob("*.py")):
        text = path.read_text("utf-8")
        yield path, text, ast.parse(text)


def decisions(tree: ast.AST) -> int:
    """Places where the code may go one way or another; «a and b» is one more."""
    found = 0
    for node in ast.walk(tree):
        found += isinstance(node, DECIDES)
        if isinstance(node, ast.BoolOp):
            found += len(node.values) - 1
        if isinstance(node, ast.comprehension):
            found += len(node.ifs)
    return found


def lines_of_code(text: str, tree: ast.AST) -> int:
    """Lines with code on them; comments, blank lines and docstrings are none."""
    written: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in (tokenize.NAME, tokenize.OP, tokenize.NUMBER, tokenize.STRING):
            written.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            written.difference_update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(written)


@pytest.mark.parametrize("room", ["indexer", "webapp"])
def test_one_decision_a_line(room: str) -> None:
    decided = written = 0
    for _, text, tree in sources(room):
        decided += decisions(tree)
        written += lines_of_code(text, tree)
    assert decided / written <= MOST_DECISIONS


@pytest.mark.parametrize("room", ["indexer", "webapp"])
def test_no_conditional_expression_stands_within_another(room: str) -> None:
    nested = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, _, tree in sources(room)
        for node in ast.walk(tree)
        if isinstance(node, ast.IfExp)
        if any(isinstance(part, ast.IfExp) for part in ast.iter_child_nodes(node))
    ]
    assert nested == []


def test_decisions_and_lines_are_counted() -> None:
    text = (
        '"""Two\nlines."""\n\ndef f(a, b):\n    # a remark\n    return [c for c in a if c and b]\n'
    )
    tree = ast.parse(text)
    assert (decisions(tree), lines_of_code(text, tree)) == (3, 2)
