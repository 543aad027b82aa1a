"""What is said to people, in Vietnamese and English, in one place: `messages.csv` beside this
module, for the engine, the commands, the pages and the API.

A Message is its Vietnamese text; whoever shows it to a reader of English asks `translate` for that.
Texts that stand in one page and nowhere else are its template's own.
"""

from __future__ import annotations

import csv
import errno
import os
from functools import cache
from pathlib import Path
from typing import Literal

from indexer.model.facets import FACETS

__all__ = ["Language", "Message", "catalogue", "grouped", "of_system", "say", "translate"]

Language = Literal["vi", "en"]
_TABLE = Path(__file__).with_name("messages.csv")


@cache
def catalogue() -> dict[str, tuple[str, str]]:
    """Key → the Vietnamese and the English text, with `{names}` to be filled in; the words for
    facets are those of their table.
    """
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(line for line in lines if not line.startswith("#"))
        next(rows)  # the head
        listed = {key: (vietnamese, english) for key, vietnamese, english in rows}
    return listed | {facet.name: facet.word for facet in FACETS.values()}


class Message(str):
    """A text of the catalogue with its `{names}` filled in; `key` is stable. A value may be a
    Message itself.
    """

    key: str
    values: dict[str, object]

    def __new__(cls, key: str, **values: object) -> Message:
        """The message in Vietnamese; `translate` gives the others."""
        made = super().__new__(cls, catalogue()[key][0].format(**values))
        made.key, made.values = key, values
        return made


def translate(text: object, language: Language) -> str:
    """A message in the reader's language; any other text as it is."""
    if not isinstance(text, Message):
        return str(text)
    return say(text.key, language, **text.values) if language == "en" else str(text)


def grouped(number: int, language: Language) -> str:
    """A count with the language's sign between thousands: 143.796, in English 143,796."""
    text = f"{number:,}"
    return text if language == "en" else text.replace(",", ".")


def say(key: str, language: Language, **values: object) -> str:
    """The text of a key in a language; values that are messages are put into it too."""
    told = {
        name: translate(value, language) if isinstance(value, Message) else value
        for name, value in values.items()
    }
    return catalogue()[key][language == "en"].format(**told)


def of_system(said: str, language: Language) -> str:
    """What the system says of a refusal («Permission denied»), in the reader's language; any other
    text as it is.
    """
    key = _system_keys().get(said)
    return say(key, language) if key else said


@cache
def _system_keys() -> dict[str, str]:
    """What the system says → its key in the catalogue, `errno_` and the error's name."""
    keys = {code: f"errno_{name}" for code, name in errno.errorcode.items()}
    return {os.strerror(code): key for code, key in keys.items() if key in catalogue()}
