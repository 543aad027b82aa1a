"""From an open archive and a request to what is printed: the steps of `search` after its options
are read. The default archive is built from `seeds/` the first time.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from indexer.commands import article_output
from indexer.commands import record_output as rendering
from indexer.commands import text_output as reading_text
from indexer.commands.exit_status import (
    FOUND,
    NO_INDEX,
    NOTHING,
    complain,
    explain_error,
    refused,
    status_of,
)
from indexer.commands.terminal import Progress, clean, language, reason, say, show, use_color, width
from indexer.errors import CuaKhauError, IndexMissing
from indexer.location import locate
from indexer.model.facets import FACETS
from indexer.model.messages import translate
from indexer.model.request import MAX_DEPTH, MAX_PER_PAGE, SearchRequest
from indexer.model.tables import BOM
from indexer.records import dataclass

if TYPE_CHECKING:
    from indexer.archive import Archive
    from indexer.model.results import SearchResults, Suggestion

__all__ = [
    "BRIEFS",
    "Output",
    "answer",
    "as_command",
    "open_archive",
    "print_article",
    "print_count",
    "print_explanation",
    "print_results",
    "write_brief",
    "write_file",
]

BRIEFS = ("docx", "xlsx")

_OPTIONS = {facet.name: f"--{facet.name}" for facet in FACETS.values() if facet.option} | {
    "date_from": "--from",
    "date_to": "--to",
    "sort": "--sort",
    "match": "--match",
}
# what has no option of its own is asked in the query
_FIELDS = {facet.name: f'{facet.key}:"{{}}"' for facet in FACETS.values() if not facet.option}
_FIELDS |= {facet.without: f'-{facet.key}:"{{}}"' for facet in FACETS.values() if facet.excludable}
_FIELDS["year"] = "năm:{}"


@dataclass(frozen=True, slots=True)
class Output:
    """How the answer is wanted: format, colour mode, facet counts, fields (none: the format's
    own), and the file to write (None: stdout).
    """

    format: str
    color: str = "auto"
    facets: bool = False
    fields: tuple[str, ...] = ()
    file: Path | None = None


def open_archive(given: Path | None) -> tuple[Archive, Path]:
    """The archive and its directory.

    Ends the command with status 3 or 4 when there is none to be had.
    """
    from indexer.archive import Archive

    place = locate(given)
    try:
        try:
            return Archive.open(place.path), place.path
        except IndexMissing:
            if place.seeds is None:
                raise
            return _first_build(place.seeds, place.path), place.path
    except CuaKhauError as error:
        complain(explain_error(error, place.path))
        raise click.exceptions.Exit(status_of(error)) from error
    except (OSError, MemoryError) as error:
        complain(refused(error, place.path))
        raise click.exceptions.Exit(NO_INDEX) from error


def _first_build(seeds: Path, path: Path) -> Archive:
    """Build the default index from the seeds, with a line on stderr."""
    from indexer.archive import Archive
    from indexer.building import build

    complain(say("building_default", path=path, seeds=seeds))
    with Progress() as progress:
        build([seeds], path, progress=progress)
    return Archive.open(path)


def answer(archive: Archive, request: SearchRequest) -> SearchResults:
    """The results; a page may hold none (`--limit 0`, only the counts) or more than the engine
    gives at once.
    """
    size = request.per_page
    if size == 0:
        results = archive.search(replace(request, page=1, per_page=1))
        return replace(results, hits=(), page=request.page, per_page=0)
    if size <= MAX_PER_PAGE:
        found = archive.search(request)
        if found.total or request.near:
            return found
        near = archive.search(replace(request, near=True, page=1, per_page=1))
        return replace(found, near_total=near.near_total)
    first = (request.page - 1) * size
    last = min(first + size, MAX_DEPTH)
    parts = []
    for page in range(first // MAX_PER_PAGE, -(-last // MAX_PER_PAGE)):
        parts.append(archive.search(replace(request, page=page + 1, per_page=MAX_PER_PAGE)))
        if parts[-1].distinct <= (page + 1) * MAX_PER_PAGE:
            break
    hits = tuple(hit for part in parts for hit in part.hits)
    skip = first % MAX_PER_PAGE
    took = sum(part.took_ms for part in parts)
    return replace(
        parts[0], hits=hits[skip : skip + size], page=request.page, per_page=size, took_ms=took
    )


def print_count(results: SearchResults) -> int:
    """Print how many articles match to stdout, what must be said about it to stderr; the exit
    status.
    """
    print_warnings(results)
    show(f"{results.total}\n", paged=False)
    return FOUND if results.total else NOTHING


def print_warnings(results: SearchResults) -> None:
    """What was not understood, or was left out, on stderr."""
    for warning in results.warnings:
        complain(translate(warning, language()))


def print_results(results: SearchResults, request: SearchRequest, output: Output) -> int:
    """Print the results to stdout and what must be said about them to stderr; the exit status."""
    if output.format not in ("json", "jsonl"):
        print_warnings(results)
    if not results.total and not results.hits:
        _help(results, request)
    elif not results.hits and request.per_page:
        complain(say("beyond", page=request.page, total=reading_text.number(results.total)))
    else:
        for line in reading_text.read_as(results) if output.format in ("plain", "csv") else ():
            complain(line)
        for way in results.suggestions if output.format not in ("json", "jsonl") else ():
            tried = _tried(way)
            if tried:
                complain(f"{translate(way.label, language())} {tried}")
    text = _rendered(results, output)
    if output.file is None:
        show(text, paged=output.format == "text")
    else:
        mark = BOM if output.format == "csv" else ""
        write_file(output.file, (mark + text).encode("utf-8", "replace"))
    return FOUND if results.hits or results.total else NOTHING


def write_brief(archive: Archive, request: SearchRequest, output: Output) -> int:
    """Write what a page of results offers as Word or Excel; as many articles as `--limit` says."""
    from datetime import date

    from indexer.exporting import brief, excel, word
    from indexer.exporting.words import Words

    words = Words(language())
    order = brief.Order(
        request,
        words,
        date.today(),
        lambda _id: "",
        most=request.per_page,
        skipped=(request.page - 1) * request.per_page,
    )
    made = brief.gather(archive, order)
    write = word.of_brief if output.format == "docx" else excel.of_brief
    assert output.file is not None  # without one the command ended with a usage error
    write_file(output.file, write(made, words))
    if not request.per_page:  # the numbers alone
        return FOUND
    if not made.hits:
        complain(say("nothing", query=request.q) if request.q else say("nothing_filtered"))
    return FOUND if made.hits else NOTHING


def write_file(path: Path, content: bytes) -> None:
    """Make the file whole or leave it as it was; of a link the file it leads to. Raises
    click.ClickException when it cannot be.

    A device or a pipe (`/dev/stdout`) is written to: put in place of one, a file would end it for
    everybody.
    """
    from indexer.storage import durability

    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as stream:
                stream.write(content)
        else:
            durability.write(path.resolve(), content)
    except OSError as error:
        raise click.ClickException(f"{path}: {reason(error)}") from error


def _tried(way: Suggestion) -> str:
    """A way on as a command to try; "" for everything there is, which no command asks for."""
    command = as_command(way.url)
    if command == "search":
        return ""
    return say("try", command=command, total=reading_text.number(way.total))


def as_command(query_string: str) -> str:
    """A link's query string as the command that asks the same.

    >>> as_command("q=c%E1%BB%ADa+kh%E1%BA%A9u&province=L%E1%BA%A1ng+S%C6%A1n")
    "search 'cửa khẩu' --province 'Lạng Sơn'"
    """
    import shlex
    from urllib.parse import parse_qsl

    asked = [(name, clean(value)) for name, value in parse_qsl(query_string.lstrip("?"))]
    words = [value for name, value in asked if name == "q"]
    words += [_FIELDS[name].format(value) for name, value in asked if name in _FIELDS]
    options = [
        part for name, value in asked if name in _OPTIONS for part in (_OPTIONS[name], value)
    ]
    return shlex.join(["search", " ".join(words), *options] if words else ["search", *options])


def _rendered(results: SearchResults, output: Output) -> str:
    fields = output.fields or rendering.DEFAULT_FIELDS
    match output.format:
        case "json":
            return rendering.as_json(results, output.fields, pretty=sys.stdout.isatty())
        case "jsonl":
            return rendering.as_jsonl(results, output.fields, facets=output.facets)
        case "csv":
            return rendering.as_csv(results, fields, facets=output.facets)
        case "plain":
            return rendering.as_plain(
                results, fields, facets=output.facets, color=use_color(output.color, sys.stdout)
            )
        case _ if results.total or results.hits:
            return reading_text.as_text(
                results,
                width=width(),
                color=use_color(output.color, sys.stdout),
                facets=output.facets,
            )
        case _:
            return ""


def _help(results: SearchResults, request: SearchRequest) -> None:
    """Nothing was found: say so, and where there is something."""
    complain(say("nothing", query=request.q) if request.q else say("nothing_filtered"))
    for line in reading_text.read_as(results):
        complain(line)
    offers: list[Suggestion] = [
        suggestion for suggestion in results.suggestions if suggestion.total
    ]
    for offer in offers[:3]:
        tried = _tried(offer)
        if tried:
            complain(tried)
    if results.near_total and not results.hits:
        complain(say("near_in_text", total=reading_text.number(results.near_total)))
    elif not offers:
        complain(say("nothing_help"))


def print_article(archive: Archive, request: SearchRequest, place: int, output: Output) -> int:
    """Print result number `place` of the request as a whole article."""
    results = archive.search(replace(request, page=place, per_page=1))
    article = archive.article(results.hits[0].id) if results.hits else None
    if article is None:
        complain(say("no_such_result", number=place, total=reading_text.number(results.total)))
        return NOTHING
    match output.format:
        case "json" | "jsonl":
            show(
                article_output.article_json(
                    article, pretty=output.format == "json" and sys.stdout.isatty()
                ),
                paged=False,
            )
        case "text":
            marks = archive.marks(article.id, request.q)
            color = use_color(output.color, sys.stdout)
            show(
                article_output.article_text(article, marks, width=width(), color=color), paged=True
            )
        case _:
            show(article_output.article_plain(article), paged=False)
    return FOUND


def print_explanation(archive: Archive, request: SearchRequest) -> None:
    """How the query was read, on stderr, so that stdout stays the results alone; whatever page of
    results is asked for.
    """
    complain(archive.explain(replace(request, page=1, per_page=1)))
