"""Cells as spreadsheets leave them alone: what they would run as a formula, and ids that they would
take for numbers or days, get a quote before them; one that stood there is doubled, so that taking
one away gives the text back.
"""

from __future__ import annotations

import re

__all__ = ["guarded", "unguarded"]

_GUARD = re.compile(r"^(?='*(?:[=+\-@＝＋－＠]|[\d.,:/ eE+-]+$))")
_GUARDED = re.compile(r"^'(?='*(?:[=+\-@＝＋－＠]|[\d.,:/ eE+-]+$))")


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet changes.

    >>> guarded("007"), unguarded(guarded("007"))
    ("'007", '007')
    """
    return _GUARD.sub("'", text)


def unguarded(cell: str) -> str:
    """The text of a cell, without blanks around it."""
    return _GUARDED.sub("", cell.strip())
