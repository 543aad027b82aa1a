"""`indexer`: build and keep the archive.

A thin skin over `indexer.building` and `indexer.archive`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from indexer.commands.copying import copy
from indexer.commands.correct import correct, tell_corrections
from indexer.commands.exit_status import FAILED, FOUND, complain, run
from indexer.commands.maintenance import (
    at,
    backup,
    check,
    index_option,
    jobs_option,
    quiet_option,
    rebuild,
    restore,
    rollback,
)
from indexer.commands.terminal import Progress, language, say, show, use_color
from indexer.commands.text_output import number
from indexer.errors import IndexMissing, UnreadableSource

if TYPE_CHECKING:
    from indexer.building import BuildReport
    from indexer.reading import IngestReport

__all__ = ["indexer", "main"]

SHOWN = 20  # skipped files named one by one on a terminal; all of them in a file or a pipe

_sources = click.argument(
    "source", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)


def _with_ocr(_context: click.Context, _option: click.Parameter, asked: bool) -> None:
    if asked:
        os.environ["CUAKHAU_READ_OCR"] = "1"  # the limits of reading are the environment's


_ocr = click.option(
    "--ocr",
    is_flag=True,
    expose_value=False,
    callback=_with_ocr,
    help="Read scanned pages and pictures by Tesseract (slow; it must be installed).",
)
_strict = click.option(
    "--strict",
    is_flag=True,
    help="Change nothing, with status 1, when a source cannot be read or an article is met twice.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="cuakhau", prog_name="indexer")
def indexer() -> None:
    """Build and keep the archive that `search` and the web pages read.

    SOURCE is a folder, read recursively, or a file: text, Markdown, web pages, Word, OpenDocument,
    RTF, PDF, mail, spreadsheets, feeds, ZIP; or a .jsonl or .csv file (also .gz, .xz) with id,
    title, body, date, url, source, author. A metadata.csv beside a folder's files may state what
    they do not. What is read and what is not: the table in indexer/README.md.

    \b
    Examples:
      indexer build bai-viet/ tin-2024.jsonl.xz
      indexer add bai-moi/
      indexer status

    \b
    Exit status: 0 done; 1 not done; 2 usage; 3 no usable index; 4 index busy.
    Environment: CUAKHAU_INDEX. Shell completion: eval "$(_INDEXER_COMPLETE=bash_source indexer)".
    """


@indexer.command()
@_ocr
@_sources
@index_option
@jobs_option
@_strict
@quiet_option
@click.option("--anew", is_flag=True, help="Write everything again, even what has not changed.")
def build(
    source: tuple[Path, ...],
    index: Path | None,
    jobs: int | None,
    strict: bool,
    quiet: bool,
    anew: bool,
) -> int:
    """Make the index hold the articles of the sources, and those sent to the web server, and
    nothing else.

    It is written aside and then switched to; one made from the same sources before is brought up to
    date. The old index is served until the new one is complete; a build that is stopped or fails
    leaves it as it was.

    \b
    Examples:
      indexer build seeds
      indexer build --index /srv/cuakhau/index --jobs 4 bai-viet/ tin-2024.jsonl.xz
    """
    from indexer.building import SUBMITTED
    from indexer.building import build as write
    from indexer.building.place import home_of

    if not any(one.is_file() or any(path.is_file() for path in one.rglob("*")) for one in source):
        complain(
            say("no_files")
        )  # an empty folder is a share that is not mounted more often than an archive to be emptied
        return FAILED

    def work(path: Path) -> int:
        with Progress(quiet=quiet) as progress:
            report = write(source, path, jobs=jobs, progress=progress, strict=strict, anew=anew)
        status = _told(report, quiet)
        if report.submitted and not quiet:
            complain(
                say(
                    "with_submitted", count=number(report.submitted), path=home_of(path) / SUBMITTED
                )
            )
        return status

    return _at(index, work)


@indexer.command()
@_ocr
@_sources
@index_option
@jobs_option
@_strict
@quiet_option
def add(
    source: tuple[Path, ...], index: Path | None, jobs: int | None, strict: bool, quiet: bool
) -> int:
    """Add the articles of the sources; one whose id is in the index already replaces it.

    \b
    Examples:
      indexer add bai-moi/
      indexer add --strict tin-thang-3.csv
    """
    from indexer.building import add as write

    def work(path: Path) -> int:
        with Progress(quiet=quiet) as progress:
            report = write(source, path, jobs=jobs, progress=progress, strict=strict)
        return _told(report, quiet)

    return _at(index, work)


@indexer.command()
@click.argument("id_", metavar="ID...", nargs=-1, required=True)
@index_option
@quiet_option
def remove(id_: tuple[str, ...], index: Path | None, quiet: bool) -> int:
    """Remove articles by their ids. Status 1 when one of them is not in the index.

    \b
    Example:
      indexer remove 003_50f2c003bc21364e
    """
    from indexer.building import remove as write

    def work(path: Path) -> int:
        report = write(id_, path)
        removed = report.removed
        if report.unsaved:
            complain(say("unsaved", reason=report.unsaved))
        missing = len(set(id_)) - removed
        if missing or not quiet:
            complain(
                say("removed", count=removed, missing=missing)
                if missing
                else say("removed_all", count=removed)
            )
        return FAILED if missing else FOUND

    return _at(index, work)


@indexer.command()
@index_option
@click.option("--json", "json_", is_flag=True, help="As one JSON object.")
def status(index: Path | None, json_: bool) -> int:
    """Show what the archive holds: articles, dates, places, size on disk.

    \b
    Examples:
      indexer status
      indexer status --json | jq .articles
    """
    from indexer.commands.status import status_json, status_of_index, status_text

    def work(path: Path) -> int:
        found = status_of_index(path)
        show(status_json(found) if json_ else status_text(found), paged=False)
        return FOUND

    return at(index, work, cluster=True)


@indexer.command()
@_ocr
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@index_option
@jobs_option
@quiet_option
def watch(folder: Path, index: Path | None, jobs: int | None, quiet: bool) -> int:
    """Keep the index in step with a folder: new, changed and deleted files, until Ctrl-C.

    Articles from elsewhere stay. The index is made when there is none.

    \b
    Example:
      indexer watch --index /srv/cuakhau/index /srv/cuakhau/bai-viet
    """
    from indexer.building import build
    from indexer.building import watch as follow

    def tell(report: BuildReport) -> None:
        _told(report, quiet)

    def work(path: Path) -> int:
        if not quiet:
            complain(say("watching", path=folder))
        try:
            follow(folder, path, told=tell, jobs=jobs)
        except IndexMissing:
            tell(build([folder], path, jobs=jobs))
            follow(folder, path, told=tell, jobs=jobs)
        return FOUND

    return _at(index, work)


@indexer.command()
@_ocr
@click.argument("file", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "json_", is_flag=True, help="One JSON object a line, with every evidence.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Mark the evidence by colour.",
)
def explain(file: tuple[Path, ...], json_: bool, color: str) -> int:
    """Show how files are read: title, dates, places, each with the words that gave it. Nothing is
    indexed.

    \b
    Examples:
      indexer explain seeds/003_50f2c003bc21364e.txt
      indexer explain --json bai.docx | jq .provinces
    """
    from indexer.commands.article_output import article_facts, article_json
    from indexer.reading import IngestReport, extract, records

    report = IngestReport()
    colored = use_color(color, sys.stdout)
    for record in records(file, report):
        article = extract(record)
        show(
            article_json(article) if json_ else article_facts(article, color=colored) + "\n",
            paged=False,
        )
    for line in report.lines(language()):
        complain(line)
    return FOUND if report.read else FAILED


for _command in (correct, copy, check, backup, restore, rollback, rebuild):
    indexer.add_command(_command)


def _at(given: Path | None, work: Callable[[Path], int]) -> int:
    """Do the work on the index directory, as `at` does; sources that were refused are told."""
    try:
        return at(given, work, cluster=True)
    except UnreadableSource as error:  # of --strict, or nothing at all could be read
        if error.reading is not None:
            _told_skipped(error.reading)
        else:
            complain(str(error))
        complain(say("not_written"))
        return FAILED


def _told(report: BuildReport, quiet: bool) -> int:
    """Say what was skipped and, unless quiet, what was done; the exit status."""
    _told_skipped(report.reading)
    tell_corrections(report)
    if report.corrected and not quiet:
        complain(say("corrections_stand", count=number(report.corrected)))
    if report.away and not quiet:
        complain(say("kept_away", count=number(report.away)))
    if report.unsaved:
        complain(say("unsaved", reason=report.unsaved))
    if not quiet:
        counts = {
            name: getattr(report, name)
            for name in ("added", "updated", "removed", "unchanged", "articles")
        }
        reading = report.reading
        complain(
            say(
                "summary",
                read=reading.read,
                skipped=len(reading.skipped),
                duplicates=len(reading.duplicates),
                seconds=f"{report.seconds:.1f}",
                **counts,
            )
        )
    return (
        FAILED
        if report.reading.skipped and not (report.reading.read or report.unchanged)
        else FOUND
    )


def _told_skipped(reading: IngestReport) -> None:
    """What was skipped or met twice, and why."""
    lines = reading.lines(language())
    shown = SHOWN if sys.stderr.isatty() else len(lines)
    for line in lines[:shown]:
        complain(line)
    if len(lines) > shown:
        complain(say("more_skipped", count=len(lines) - shown))
    if any(skipped.reason == "needs-library" for skipped in reading.skipped):
        complain(say("install_formats"))


def main() -> NoReturn:
    """The console script."""
    run(indexer.main, "indexer")


if __name__ == "__main__":
    main()
