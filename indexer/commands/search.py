"""`search`: ask the index from a terminal or a script. A thin skin over `indexer.archive`.

Whatever is slow to import is imported where it is used: the whole process answers in a few tenths
of a second.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NoReturn, cast, get_args

import click

from indexer.commands.answering import (
    BRIEFS,
    Output,
    answer,
    open_archive,
    print_article,
    print_count,
    print_explanation,
    print_results,
    write_brief,
)
from indexer.commands.completion import complete, use_quoting_bash
from indexer.commands.exit_status import leave, run
from indexer.commands.record_output import FIELDS
from indexer.commands.terminal import say, typed
from indexer.model.facets import FACETS
from indexer.model.request import MAX_DEPTH, Match, Same, SearchRequest, Sort

__all__ = ["main", "search"]

_OF_ENDING = {f".{name}": name for name in ("json", "jsonl", "csv", "docx", "xlsx")}
FORMATS = ("text", "plain", "json", "jsonl", "csv", "docx", "xlsx")


def facet_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add an option for each facet that has one; the last of them stands below the others."""
    for facet in reversed(FACETS.values()):
        if facet.option:
            add = click.option(
                f"--{facet.name}",
                multiple=True,
                metavar="NAME",
                shell_complete=partial(complete, facet.name),
                help=facet.option,
            )
            command = add(command)
    return command


class Words(click.Command):
    """A command whose unknown single-dash arguments are words of the query: `search cửa khẩu
    -hàng`.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Let `-word` pass into the query; a long option that is not known stays an error, and
        `-h` alone asks for help.
        """
        if args == ["-h"]:
            args = ["--help"]
        known = {name for parameter in self.get_params(ctx) for name in parameter.opts}
        for argument in args:
            if argument == "--":
                break
            name = argument.split("=", 1)[0]
            if name.startswith("--") and name not in known:
                import difflib

                raise click.NoSuchOption(
                    name, possibilities=difflib.get_close_matches(name, known), ctx=ctx
                )
        return super().parse_args(ctx, args)


@click.command(
    cls=Words, context_settings={"ignore_unknown_options": True, "max_content_width": 100}
)
@click.argument("query", nargs=-1)
@click.option(
    "--index",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The index directory. [CUAKHAU_INDEX, else index_data/]",
)
@facet_options
@click.option(
    "--from",
    "date_from",
    default="",
    metavar="DATE",
    help="Not before this day, month or year: 2025-03-24, 2025-03, 2025.",
)
@click.option(
    "--to", "date_to", default="", metavar="DATE", help="Not after this day, month or year."
)
@click.option(
    "--sort",
    type=click.Choice(["relevance", "newest", "oldest"]),
    default="relevance",
    show_default=True,
    help="The order of the results.",
)
@click.option(
    "--match",
    type=click.Choice(["units", "loose"]),
    default="units",
    show_default=True,
    help="Words and names as such, or their syllables anywhere in an article.",
)
@click.option(
    "--same",
    type=click.Choice(get_args(Same)),
    help="Articles of the same text as one result, or each by itself. [default: together; apart "
    "in plain and csv]",
)
@click.option(
    "--limit",
    type=click.IntRange(0, MAX_DEPTH),
    default=20,
    show_default=True,
    metavar="N",
    help="Results a page.",
)
@click.option(
    "--page", type=click.IntRange(1), default=1, show_default=True, metavar="N", help="Which page."
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    help="[default: by the ending of --output, else text on a terminal, plain in a pipe]",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write there, not on the screen; needed for docx and xlsx. CSV gets the mark by which "
    "Excel reads it as UTF-8.",
)
@click.option("--json", "json_", is_flag=True, help="The same as --format json.")
@click.option(
    "--fields",
    metavar="NAMES",
    help="Fields of each result, parted by commas, for plain, csv, json and jsonl.",
)
@click.option(
    "--facets",
    is_flag=True,
    help="Count the results by province, counterpart, year, gate, kind of event and source too.",
)
@click.option(
    "--register",
    is_flag=True,
    help="The register of cooperation instead of articles: meetings, visits, signings, "
    "conferences, exchanges, under the same filters.",
)
@click.option("--count", is_flag=True, help="Print only how many articles match.")
@click.option(
    "--open",
    "open_",
    type=click.IntRange(1, MAX_DEPTH),
    metavar="N",
    help="Print result number N whole, in the pager on a terminal.",
)
@click.option(
    "--explain",
    is_flag=True,
    help="Say on stderr how the query was read and what each score is made of.",
)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Mark words by colour.",
)
@click.version_option(package_name="cuakhau", prog_name="search")
def search(
    query: tuple[str, ...],
    index: Path | None,
    date_from: str,
    date_to: str,
    sort: str,
    match: str,
    same: str | None,
    limit: int,
    page: int,
    format_: str | None,
    output: Path | None,
    json_: bool,
    fields: str | None,
    facets: bool,
    register: bool,
    count: bool,
    open_: int | None,
    explain: bool,
    color: str,
    **chosen: tuple[str, ...],
) -> int:
    """Search the archive of articles.

    Accents, case and word order are free; Telex and VNI are read too. "…" is a phrase, -word
    excludes, OR (HOẶC) offers a choice, word* is a beginning, tỉnh:"Lạng Sơn" asks a field (so do
    đối-tác, nguồn, cửa-khẩu, loại, năm, ngày, tiêu-đề); «năm ngoái», «7 ngày qua», «từ 2024 đến
    2026» are times. QUERY may be left out when there is a filter; with --facets alone the whole
    archive is counted.

    \b
    Examples:
      search "cửa khẩu thông minh"
      search cua khau --counterpart "van nam" --from 2023 --sort newest
      search '"giao lưu hữu nghị" -thông-minh tỉnh:"Hà Giang"' --facets
      search cửa khẩu --json | jq -r '.hits[].title'
      search cửa khẩu --format csv --fields id,date,title,provinces --output ket-qua.csv
      search cửa khẩu --province "lang son" --format docx --output ban-tong-hop.docx
      search cửa khẩu --open 1
      search --register --counterpart "van nam" --from 2023

    \b In a pipe each result is one line: id, date, title and passage, parted by tabs. With
    --facets, lines "facet<TAB>field<TAB>value<TAB>count" follow; in csv the counts take the place
    of the results. Fields: number, id, date, precision, basis, title, passage, url, source, score,
    provinces, counterparts, gates, kinds, highlights.

    \b Exit status: 0 found; 1 nothing found; 2 usage, bad query or output
    that cannot be written; 3 no usable index; 4 index busy. Environment: CUAKHAU_INDEX, NO_COLOR,
    PAGER. Shell completion: eval "$(_SEARCH_COMPLETE=bash_source search)".
    """
    text = " ".join(typed(" ".join(query)).split())
    asks_for_articles = bool(text or any(chosen.values()) or date_from or date_to)
    if not (asks_for_articles or facets or register):
        raise click.UsageError(say("no_query"))
    _check_depth(page, limit)
    if register and (open_ is not None or fields or facets or explain):
        raise click.UsageError(say("register_alone"))
    if output is not None and (count or open_ is not None):
        raise click.UsageError(say("output_alone"))
    names = _fields(fields)
    wanted = Output(_format(format_, json_, names, output), color, facets, names, output)
    lines = wanted.format in ("plain", "csv")  # for programs: they hold what is counted
    values: dict[str, Any] = {
        FACETS[name].attribute: tuple(map(typed, given)) for name, given in chosen.items()
    }
    request = SearchRequest(
        q=text,
        match=cast(Match, match),
        same=cast(Same, same or ("apart" if lines else "together")),
        near=not lines,
        date_from=date_from,
        date_to=date_to,
        sort=cast(Sort, sort),  # Click has checked it
        page=page,
        per_page=limit if asks_for_articles or register else 0,
        **values,
    )
    archive, path = open_archive(index)
    try:
        if register:
            from indexer.commands.register_output import write_register

            return write_register(archive, request, wanted, count=count)
        if open_ is not None:
            return print_article(archive, request, open_, wanted)
        if wanted.format in BRIEFS:
            return write_brief(archive, request, wanted)
        results = answer(archive, request)
        if explain:
            print_explanation(archive, request)
    except Exception as error:
        return leave(error, path)
    if count:
        return print_count(results)
    return print_results(results, request, wanted)


def _check_depth(page: int, limit: int) -> None:
    if page > 1 and page * limit > MAX_DEPTH:
        last = max(1, MAX_DEPTH // limit)
        raise click.UsageError(say("depth", depth=MAX_DEPTH, last=last, limit=limit))


def _fields(names: str | None) -> tuple[str, ...]:
    """The fields of `--fields`; a usage error for one that does not exist."""
    fields = tuple(name for name in (names or "").replace(",", " ").split())
    for name in fields:
        if name not in FIELDS:
            raise click.UsageError(say("unknown_field", name=name, known=", ".join(FIELDS)))
    return fields


def _format(name: str | None, json: bool, fields: tuple[str, ...], output: Path | None) -> str:
    """The format asked for, else that of the file's ending, else text on a terminal (unless
    fields are chosen) and plain in a pipe or a file.
    """
    if json:
        return "json"
    if name is None and output is not None:
        name = _OF_ENDING.get(output.suffix.casefold())
    if name in BRIEFS and output is None:
        raise click.UsageError(say("output_needed", format=name))
    if fields and name == "text":
        raise click.UsageError(say("fields_need_records"))
    reading = sys.stdout.isatty() and not fields and output is None
    return name or ("text" if reading else "plain")


def main() -> NoReturn:
    """The console script."""
    if "_SEARCH_COMPLETE" in os.environ:
        use_quoting_bash()
    run(search.main, "search")


if __name__ == "__main__":
    main()
