"""Other ways to write the same thing: abbreviations and their long forms, places in three scripts. Whole phrases only."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["place_readings"]


def place_readings(words: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Other names of the place these words name, as words."""
    return ()
