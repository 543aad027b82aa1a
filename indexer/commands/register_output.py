"""`search --register`: the register of cooperation in a terminal, a script or a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from indexer.commands.answering import Output, write_file
from indexer.commands.exit_status import FOUND, NOTHING, complain
from indexer.commands.record_output import dump, iso
from indexer.commands.terminal import clean, language, say, show, width
from indexer.commands.text_output import flowed, number
from indexer.model.date_labels import date_label
from indexer.model.request import SearchRequest
from indexer.model.tables import BOM

if TYPE_CHECKING:
    from indexer.archive import Archive
    from indexer.exporting.words import Words
    from indexer.register.entries import Entry, Register

__all__ = ["write_register"]

INDENT: Final = 4


def write_register(archive: Archive, request: SearchRequest, output: Output, *, count: bool) -> int:
    """Print the entries asked for, a page of them; Excel has persons and promises on further
    sheets. The exit status.
    """
    from dataclasses import replace

    from indexer.register.entries import RegisterRequest

    found = archive.register(RegisterRequest.of(request))
    total = len(found.entries)
    if found.unread:
        complain(say("register_unread", n=number(found.unread)))
    if count:
        show(f"{total}\n", paged=False)
        return FOUND if total else NOTHING
    first = (request.page - 1) * request.per_page
    page = replace(found, entries=found.entries[first : first + request.per_page])
    if not total:
        complain(say("register_nothing"))
    elif not page.entries and request.per_page:
        complain(say("beyond", page=request.page, total=number(total)))
    _put(page, total, request, output)
    return FOUND if total else NOTHING


def _put(page: Register, total: int, request: SearchRequest, output: Output) -> None:
    if output.format in ("docx", "xlsx"):
        assert output.file is not None  # without one the command ended with a usage error
        write_file(output.file, _FILES[output.format](page, request))
        return
    text = _TEXTS[output.format](page, total, request)
    if output.file is None:
        show(text, paged=output.format == "text")
    else:
        mark = BOM if output.format == "csv" else ""
        write_file(output.file, (mark + text).encode("utf-8", "replace"))


def _text(page: Register, total: int, _request: SearchRequest) -> str:
    """Entries to read: what it was, when, who led, and the sentence that says so."""
    lines = [say("register_found", total=number(total)), ""]
    for entry in page.entries:
        lines += _entry_lines(entry)
    return "\n".join(lines)


def _entry_lines(entry: Entry) -> Iterator[str]:
    from indexer.exporting.register import differing, headline, papers

    words = _words()
    when = date_label(entry.date, language())
    yield clean(f"{when}  {headline(entry, words)}")
    leaders = [*entry.vietnamese.leaders, *entry.chinese.leaders]
    told = [
        "; ".join(person.title for person in leaders),
        "; ".join(one.value for one in entry.signed),
        "; ".join(map(differing, entry.contradictions)),
        f"«{entry.told.text}»",
        f"{papers(entry, words)}: {', '.join(entry.articles)} [{entry.id}]",
    ]
    for line in filter(None, told):
        yield flowed([(clean(line), False)], width(), INDENT, False).rstrip("\n")
    yield ""


def _plain(page: Register, _total: int, _request: SearchRequest) -> str:
    """An entry a line: id, date, kind, both sides, documents, articles, parted by tabs."""
    rows = (
        (
            entry.id,
            iso(entry.date),
            entry.kind,
            ", ".join(entry.vietnamese.names),
            ", ".join(entry.chinese.names),
            "; ".join(told.value for told in entry.signed),
            " ".join(entry.articles),
        )
        for entry in page.entries
    )
    return "".join("\t".join(map(clean, row)) + "\n" for row in rows)


def _json(page: Register, total: int, request: SearchRequest) -> str:
    body = {
        "total": total,
        "page": request.page,
        "per_page": request.per_page,
        "entries": _objects(page),
        "unread": page.unread,
        "warnings": [say("register_unread", n=number(page.unread))] if page.unread else [],
    }
    return dump(body, pretty=True) + "\n"


def _jsonl(page: Register, _total: int, _request: SearchRequest) -> str:
    return "".join(dump(one) + "\n" for one in _objects(page))


def _objects(page: Register) -> list[dict[str, Any]]:
    from indexer.register.objects import entry_object

    return [entry_object(entry, language()) for entry in page.entries]


def _csv(page: Register, _total: int, _request: SearchRequest) -> str:
    from indexer.exporting.register import of_entries
    from indexer.exporting.tables import as_csv

    return as_csv(of_entries(page.entries, _words(stable=True), _no_link)).removeprefix(BOM)


def _xlsx(page: Register, _request: SearchRequest) -> bytes:
    from indexer.exporting import excel
    from indexer.exporting.register import of_entries, of_offices, of_promises

    words = _words()
    sheets = [
        of_entries(page.entries, words, _no_link),
        of_offices(page.offices, words, _no_link),
        of_promises(page.promises, words, _no_link),
    ]
    return excel.of_tables(words.say("register"), sheets)


def _docx(page: Register, request: SearchRequest) -> bytes:
    from datetime import date

    from indexer.exporting.register_word import Frame, of_register

    words = _words()
    frame = Frame(words, date.today(), "", _no_link, _no_link)
    return of_register(page, words.filters(request), frame)


def _no_link(_id: str) -> str:
    return ""


def _words(*, stable: bool = False) -> Words:
    from indexer.exporting.words import Words

    return Words(language(), stable)


_TEXTS: Final[dict[str, Callable[[Register, int, SearchRequest], str]]] = {
    "text": _text,
    "plain": _plain,
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
}
_FILES: Final[dict[str, Callable[[Register, SearchRequest], bytes]]] = {
    "xlsx": _xlsx,
    "docx": _docx,
}
