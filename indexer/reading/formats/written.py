"""The text of a JSON value: as it stands, as a list of paragraphs, or as the blocks that editors of
pages keep (Editor.js, Slate, ProseMirror, Quill).
"""

from __future__ import annotations

from typing import Any, Final

__all__ = ["written"]

_INSIDE: Final = (
    "text",
    "value",
    "insert",
    "content",
    "body",
    "rendered",
    "html",
    "lead",
    "sapo",
    "paragraphs",
    "blocks",
    "ops",
    "children",
    "items",
    "data",
    "caption",
)
"""Keys under which a block holds its text, or other blocks."""
_TOLD_BY: Final = ("type", "nodeType", "_type", "kind")
"""Keys that say what a block is: one without a text under it may be a line or a picture."""
_TEXT: Final = (None, "text", "span")
_OF_RUNS: Final = ("children", "content", "ops")
"""Keys under which editors keep the runs of a paragraph."""
_DEEPEST: Final = 40


def written(value: Any) -> str | None:
    """The text of a value; None for one that is no text and holds none in a form that is known.

    A number is no text, but may stand in a list of them: a row of a table.
    """
    return _written(value, 0)


def _written(value: Any, depth: int, key: str = "") -> str | None:
    """`key` is what the value stands under."""
    if isinstance(value, str):
        return value
    if depth > _DEEPEST:
        return None
    if isinstance(value, list):
        return _listed(value, depth, key)
    if isinstance(value, dict):
        return _block(value, depth)
    return None


def _listed(value: list[Any], depth: int, key: str) -> str | None:
    """The parts of a list, each on a line of its own; None when one of them is not known."""
    parts = [
        str(one)
        if isinstance(one, int | float) and not isinstance(one, bool) and depth
        else _written(one, depth + 1)
        for one in value
    ]
    if any(part is None for part in parts):
        return None
    inline = key in _OF_RUNS and all(map(_is_run, value))
    return ("" if inline else "\n").join(part for part in parts if part)


def _is_run(value: Any) -> bool:
    """Is it a run of letters within a paragraph, rather than a paragraph?"""
    if not isinstance(value, dict):
        return False
    kind = next((value[key] for key in _TOLD_BY if key in value), None)
    return kind in _TEXT and any(isinstance(value.get(key), str) for key in _INSIDE[:3])


def _block(value: dict[str, Any], depth: int) -> str | None:
    """What a block holds, in its order."""
    parts = [
        part
        for key, inner in value.items()
        if key in _INSIDE and (part := _written(inner, depth + 1, key)) is not None
    ]
    known = parts or any(key in value for key in _TOLD_BY)
    return "\n".join(filter(None, parts)) if known else None
