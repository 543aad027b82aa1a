"""Every message has its English, and the compiled catalogue is that of the source."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOM = Path(__file__).parents[2] / "webapp"
CATALOGUE = ROOM / "translations" / "en" / "LC_MESSAGES" / "cuakhau.po"
_PLACEHOLDER = re.compile(r"%\(\w+\)s")


def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def singular(message: object) -> str:
    return message if isinstance(message, str) else next(iter(message))  # type: ignore[arg-type]  # else a tuple of the two forms


def test_every_message_of_the_pages_is_translated() -> None:
    found = extract_from_dir(ROOM, method_map=[("**.py", "python"), ("templates/**.html", "jinja2")], strip_comment_tags=True)
    used = {singular(message) for _file, _line, message, _comments, _context in found}
    translated = {singular(m.id): m.string for m in catalogue() if m.id}
    assert used == set(translated)
    assert [message for message, string in translated.items() if not all(string if isinstance(string, tuple) else (string,))] == []


def test_translations_keep_the_placeholders() -> None:
    for message in catalogue():
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        for form in forms if message.id else ():
            assert set(_PLACEHOLDER.findall(form)) == set(_PLACEHOLDER.findall(singular(message.id)))


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogue())
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled.getvalue()
