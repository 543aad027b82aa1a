"""Every message has its English, and the compiled catalogue says what its source says."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

ROOM = Path(__file__).parents[2] / "webapp"
CATALOGUE = ROOM / "translations" / "en" / "LC_MESSAGES" / "cuakhau.po"
_PLACEHOLDER = re.compile(r"%\(\w+\)s")


def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def forms(text: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """The singular, and the plural where there is one."""
    return (text,) if isinstance(text, str) else tuple(text)


def singular(message: str | list[str] | tuple[str, ...]) -> str:
    return forms(message)[0]


def test_every_message_of_the_pages_is_translated() -> None:
    found = extract_from_dir(
        ROOM,
        method_map=[("**.py", "python"), ("templates/**.html", "jinja2")],
        strip_comment_tags=True,
    )
    used = {singular(message) for _file, _line, message, _comments, _context in found}
    translated = {singular(m.id): m.string for m in catalogue() if m.id}
    assert used == set(translated)
    assert [message for message, string in translated.items() if not all(forms(string))] == []


def test_translations_keep_the_placeholders() -> None:
    for message in catalogue():
        for form in forms(message.string) if message.id else ():
            assert set(_PLACEHOLDER.findall(form)) == set(
                _PLACEHOLDER.findall(singular(message.id))
            )


def said(catalogue: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    """What a reader gets for each message; who wrote the file, with which version and in what order stands aside."""
    return {
        forms(message.id): forms(message.string)
        for message in catalogue
        if message.id and not message.fuzzy
    }


def test_the_compiled_catalogue_says_what_the_source_says() -> None:
    source = catalogue()
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = read_mo(file)
    assert said(compiled) == said(source)
    assert compiled.plural_forms == source.plural_forms
    assert compiled.charset == source.charset
