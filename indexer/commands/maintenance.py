"""`indexer check`, `backup`, `restore`, `rollback`, `rebuild`: looking after an index."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from indexer.commands.exit_status import FAILED, FOUND, NO_INDEX, complain, leave, refused
from indexer.commands.terminal import Progress, say, show
from indexer.commands.text_output import number
from indexer.errors import ReadOnlyArchive, UnreadableSource
from indexer.location import is_cluster, locate

__all__ = [
    "at",
    "backup",
    "check",
    "index_option",
    "jobs_option",
    "quiet_option",
    "rebuild",
    "restore",
    "rollback",
]

index_option = click.option(
    "--index",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The index directory. [CUAKHAU_INDEX, else index_data/]",
)
quiet_option = click.option(
    "--quiet", is_flag=True, help="No progress and no summary on stderr; errors are still told."
)
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="Processes to work with. [default: all cores]",
)


def at(given: Path | None, work: Callable[[Path], int], *, cluster: bool = False) -> int:
    """Do the work on the index directory, or where it may be done there on an archive in a
    `cluster`; errors of the engine and the system become lines on
    stderr and an exit status. Raises UnreadableSource: the sources are for who named them.
    """
    path = locate(given).path
    try:
        if is_cluster(path) and not cluster:
            raise ReadOnlyArchive(str(path))
        return work(path)
    except UnreadableSource:
        raise
    except (OSError, MemoryError) as error:
        complain(refused(error, path))
        return FAILED
    except Exception as error:
        return leave(error, path)


@click.command()
@index_option
@quiet_option
def check(index: Path | None, quiet: bool) -> int:
    """Read the whole index and compare it with its checksums. Status 3 when it is damaged.

    An index whose articles were read by older rules is sound; that is said on stderr. Of an archive
    in a cluster every article is read there.

    \b
    Example:
      indexer check && indexer backup /media/usb/cuakhau
    """
    from indexer.building.knowledge import is_current
    from indexer.building.submitted import Submitted
    from indexer.storage.maintenance import check as read_whole

    def work(path: Path) -> int:
        if is_cluster(path):
            from indexer.cluster.upkeep import check as read_cluster

            articles = read_cluster(path)
        else:
            articles = read_whole(path)
            if not is_current(path):
                complain(f"{say('rules')}: {say('rules_older')}")
            _whole, damaged = Submitted(path).sources()
            for file in damaged:
                complain(say("sent_damaged", path=file))
            if damaged:
                return NO_INDEX
        if not quiet:
            show(say("sound", articles=number(articles)) + "\n", paged=False)
        return FOUND

    return at(index, work, cluster=True)


@click.command()
@click.argument("dest", type=click.Path(path_type=Path))
@index_option
@quiet_option
def backup(dest: Path, index: Path | None, quiet: bool) -> int:
    """Copy the index to DEST, a directory that is empty or not there yet. Searching goes on,
    writing waits; the copy is checked.

    \b
    Example:
      indexer backup /media/usb/cuakhau-$(date +%F)
    """
    from indexer.storage.maintenance import backup as copy

    def work(path: Path) -> int:
        try:
            articles = copy(path, dest)
        except FileExistsError:
            raise click.UsageError(say("backup_exists", path=dest)) from None
        if not quiet:
            complain(say("backed_up", articles=number(articles), path=dest))
        return FOUND

    return at(index, work)


@click.command()
@click.argument("backup", type=click.Path(exists=True, file_okay=False, path_type=Path))
@index_option
@jobs_option
@quiet_option
def restore(backup: Path, index: Path | None, jobs: int | None, quiet: bool) -> int:
    """Put a BACKUP back: serve what it holds, and what was sent to the web server since.

    The backup is checked first. What is served now is kept: `indexer rollback` takes this back.

    \b
    Example:
      indexer restore /media/usb/cuakhau-2026-03-24
    """
    from indexer.building.recovery import restore_backup

    def work(path: Path) -> int:
        report = restore_backup(backup, path, jobs=jobs)
        if not quiet:
            sent = report.added + report.updated
            complain(say("restored", articles=number(report.articles), sent=number(sent)))
        return FOUND

    return at(index, work)


@click.command()
@index_option
@quiet_option
def rollback(index: Path | None, quiet: bool) -> int:
    """Serve the generation before the last full build, restore or rebuild; once more takes it back.

    It is checked first. What was added since stays in its files: the next build finds it. When it
    is not known which generation is served, the newest sound one is.

    \b
    Example:
      indexer rollback && indexer status
    """
    from indexer.building.recovery import roll_back

    def work(path: Path) -> int:
        report = roll_back(path)
        if not quiet:
            complain(say("rolled_back", articles=number(report.articles)))
        return FOUND

    return at(index, work)


@click.command()
@index_option
@jobs_option
@quiet_option
@click.option("--partial", is_flag=True, help="Leave out stored articles that are damaged.")
def rebuild(index: Path | None, jobs: int | None, quiet: bool, partial: bool) -> int:
    """Write the index anew from the articles stored in it, without their sources.

    For dictionaries or postings that are damaged, or made by an older analysis. Dates and places
    stay as they were read. Status 3 when stored articles are damaged: build from the sources,
    restore a backup, or leave them out with --partial.

    \b
    Example:
      indexer rebuild --index /srv/cuakhau/index
    """
    from indexer.building.recovery import rebuild_from_stored

    def work(path: Path) -> int:
        with Progress(quiet=quiet) as progress:
            report = rebuild_from_stored(path, jobs=jobs, progress=progress, partial=partial)
        if report.removed:
            complain(say("left_out", count=number(report.removed)))
        if not quiet:
            complain(say("rebuilt", articles=number(report.articles)))
        return FAILED if report.removed else FOUND

    return at(index, work)
