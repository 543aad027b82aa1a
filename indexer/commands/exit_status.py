"""How a command ends: its exit status, and the one line on stderr that says why.

Shared by `search` and `indexer`.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import click

from indexer.commands.terminal import (
    clean,
    language,
    leave_output,
    prepare_messages,
    prepare_streams,
    reason,
    say,
)
from indexer.errors import (
    BadBackup,
    BadCorrection,
    BadQuery,
    BadSetting,
    ClusterUnavailable,
    CuaKhauError,
    IndexBusy,
    IndexCorrupt,
    IndexMissing,
    IndexOutdated,
    NoGeneration,
    ReadOnlyArchive,
)
from indexer.location import is_cluster, shown
from indexer.model.facets import FACETS
from indexer.model.messages import of_system, translate

__all__ = [
    "BUSY",
    "FAILED",
    "FOUND",
    "INTERRUPTED",
    "NOTHING",
    "NO_INDEX",
    "USAGE",
    "complain",
    "explain_error",
    "leave",
    "refused",
    "run",
    "status_of",
]

FOUND, NOTHING, USAGE, NO_INDEX, BUSY, INTERRUPTED = 0, 1, 2, 3, 4, 130
FAILED = 1  # of `indexer`: something was not done
# the options under the names the engine uses in its errors
_OPTIONS = {
    "date_from": "--from",
    "date_to": "--to",
    "per_page": "--limit",
    "page": "--page",
    **{facet.name: f"--{facet.name}" for facet in FACETS.values() if facet.option},
}


def complain(message: str) -> None:
    """One line on stderr, cleaned of control characters."""
    click.echo("\n".join(clean(line) for line in message.splitlines()), err=True)


def status_of(error: CuaKhauError) -> int:
    """The exit status of an error: 2 for a bad query or setting, or what an archive in a cluster
    cannot do, 3 for an index that cannot be used, 4 for a busy one, else 1.
    """
    if isinstance(error, BadQuery | BadSetting | ReadOnlyArchive):
        return USAGE
    unusable = IndexMissing | IndexOutdated | IndexCorrupt | BadBackup | ClusterUnavailable
    if isinstance(error, unusable):
        return NO_INDEX
    return BUSY if isinstance(error, IndexBusy) else FAILED


def explain_error(error: Exception, path: Path) -> str:
    """What went wrong with the index at `path` and what to do about it."""
    if is_cluster(path):
        return _explain_cluster_error(error, shown(path))
    how = say("how_to_build", command=f"indexer build --index {shlex.quote(str(path))} SOURCE…")
    match error:
        case IndexMissing():
            return say("missing", path=path) + "\n" + how
        case IndexOutdated():
            command = f"indexer build --index {shlex.quote(str(path))} SOURCE…"
            return say("outdated", path=path, command=command)
        case IndexCorrupt():
            # what is damaged must not be built upon
            return (
                say("corrupt", path=path, reason=error)
                + "\n"
                + how.replace("indexer build", "indexer build --anew")
            )
        case BadBackup():
            return _explain_backup(error)
        case NoGeneration():
            return say("no_generation", path=path)
        case IndexBusy():
            return say("busy", path=path)
        case BadCorrection():
            return say("error", message=translate(error.args[0], language()))
        case BadQuery():
            return _explain_query(error)
        case _:
            return say("error", message=translate(error.args[0] if error.args else "", language()))


def _explain_cluster_error(error: Exception, place: str) -> str:
    """What went wrong with an archive in a cluster and what to do about it."""
    how = say("how_to_build", command=f"indexer build --index {shlex.quote(place)} SOURCE…")
    match error:
        case ReadOnlyArchive():
            copy = f"indexer copy {shlex.quote(place)} DIR"
            return f"{say('cluster_has_own', path=place)}\n  {copy}"
        case ClusterUnavailable():
            return say("cluster_unreachable", path=place, reason=error)
        case IndexBusy():
            return say("busy_by", path=place, reason=error)
        case BadCorrection():
            return say("error", message=translate(error.args[0], language()))
        case IndexMissing():
            return say("missing", path=place) + "\n" + how
        case IndexOutdated():
            return say("missing_version", path=place) + "\n" + how
        case IndexCorrupt():
            return say("corrupt", path=place, reason=error) + "\n" + how
        case BadQuery(parameter="index"):
            return say("not_an_address", path=place)
        case BadQuery():
            return _explain_query(error)
        case _:
            return say("error", message=error)


def _explain_query(error: BadQuery) -> str:
    """What is wrong with a request, by the option at fault."""
    option = _OPTIONS.get(error.parameter, "")
    message = translate(error.args[0], language())
    return say("error", message=f"{option}: {message}" if option else message)


def _explain_backup(error: BadBackup) -> str:
    """What is wrong with a backup; the index it was for is as it was."""
    match error.fault:
        case IndexMissing():
            return say("backup_none", path=error.backup)
        case IndexOutdated():
            return say("backup_outdated", path=error.backup)
    return say("backup_corrupt", path=error.backup, reason=error.fault)


def refused(error: OSError | MemoryError, path: Path) -> str:
    """What the system refused, as what it is: it says nothing of the index at `path`."""
    from indexer.storage.durability import refusal

    filename = getattr(error, "filename", None) or path
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    what = f"{filename}: {of_system(said, language())}"
    match refusal(error):
        case "files":
            return say("refused_files", what=what)
        case "memory":
            return say("refused_memory", what=what)
        case "permission":
            return say("refused_permission", what=what)
        case "space":
            return say("refused_space", what=what)
        case "device":
            return say("refused_device", what=what)
    return say("error", message=what)


def leave(error: Exception, path: Path) -> int:
    """Tell an error of the engine with the index at `path`, a refusal of the system, or the damage
    behind one nobody foresaw; the exit status. Raises others.
    """
    from indexer.storage.durability import refusal

    if isinstance(error, OSError | MemoryError) and refusal(error):
        complain(refused(error, path))
        return NO_INDEX
    found = error if isinstance(error, CuaKhauError) else _damage(path)
    if found is None:
        raise error
    complain(explain_error(found, path))
    return status_of(found)


def _damage(path: Path) -> IndexCorrupt | None:
    """What is damaged in the index at `path`, None when every byte of it is sound.

    To be asked after an error nobody foresaw: damaged bytes raise whatever they happen to look
    like, and a mistake of the program's own must not be blamed on the index.
    """
    from indexer.storage.maintenance import check

    try:
        check(path)
    except IndexCorrupt as found:
        return found
    except (CuaKhauError, OSError, MemoryError):
        return None
    return None


def run(main: Callable[..., object], name: str) -> NoReturn:
    """Run a Click command and leave with its status; Ctrl-C is 130, and no traceback is for the
    reader.
    """
    prepare_streams()
    prepare_messages()
    try:
        status = main(prog_name=name, standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(INTERRUPTED)
    except OSError as error:  # Click's own help could not be written
        leave_output()
        if isinstance(error, BrokenPipeError):
            sys.exit(FOUND)
        complain(say("error", message=reason(error)))
        sys.exit(USAGE)
    sys.exit(status if isinstance(status, int) else FOUND)
