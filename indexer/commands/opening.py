"""Open the index a command was asked for; build the default one from `seeds/` the first time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from indexer.commands.exit_status import NO_INDEX, complain, explain_error, refused, status_of
from indexer.commands.messages import say
from indexer.errors import CuaKhauError, IndexMissing
from indexer.location import locate

if TYPE_CHECKING:
    from indexer.archive import Archive

__all__ = ["open_archive"]


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
    from indexer.commands.progress import Progress

    complain(say("building_default", path=path, seeds=seeds))
    with Progress() as progress:
        build([seeds], path, progress=progress)
    return Archive.open(path)
