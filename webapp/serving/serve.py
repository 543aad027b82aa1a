"""`webapp`: serve the site, with as many processes as there are cores.

Options win over the environment (CUAKHAU_…), which wins over the file of settings, which wins over
the defaults.
"""

from __future__ import annotations

import _thread
import os
import shutil
import signal
import socket
import stat
import sys
import tempfile
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import click
from flask import Flask

from indexer.building.given_records import limits
from indexer.errors import CuaKhauError, IndexMissing
from indexer.language.lexicon.synonyms import own_fault
from indexer.location import Location, is_cluster, locate, shown
from indexer.model.messages import translate
from webapp.app import MAX_CONTENT, create_app
from webapp.service import SearchService, Shared
from webapp.serving import logs
from webapp.serving.admission import server_threads
from webapp.serving.health import metrics_application
from webapp.serving.listener import Listener, bind, raise_descriptor_limit
from webapp.serving.processes import Guarded, SharedSocket, cores, supervise, terminable
from webapp.settings import HELP, LOOPBACK, Settings
from webapp.submissions.queue import SubmissionQueue
from webapp.submissions.sign_in import may_send

__all__ = ["main"]

_ENVIRONMENT = "\b\nEnvironment, or keys of --config in lower case without CUAKHAU_:\n" + "\n".join(
    f"  CUAKHAU_{name.upper():<16} {text}" for name, text in HELP.items()
)


class _Command(click.Command):
    """A command whose --help and --version end in a line, too, where they cannot be written."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except BrokenPipeError:  # the reader has seen enough; Click is quiet about it
            raise
        except OSError as error:
            # nothing may be flushed there at exit either
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise click.ClickException(error.strerror or str(error)) from error


@click.command(
    cls=_Command,
    epilog=_ENVIRONMENT,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.option("--host", help="Address to listen on; 0.0.0.0 or :: for every one.  [127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port; 0 for any free one.  [8000]")
@click.option(
    "--index",
    type=click.Path(path_type=Path),
    help="Index directory; default: CUAKHAU_INDEX, else index_data.",
)
@click.option(
    "--processes",
    type=click.IntRange(0, 256),
    help="Processes that serve; 0: one for each core.  [0]",
)
@click.option(
    "--threads",
    type=click.IntRange(1, 256),
    help="Requests answered at once by each process.  [8]",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File of settings (TOML); default: CUAKHAU_CONFIG.",
)
@click.version_option(package_name="cuakhau")
def main(config: Path | None, **given: Any) -> None:
    """Serve the archive's pages and API.

    Example: webapp --port 8080 --index /srv/cuakhau/index
    """
    settings = _settle(config, {name: value for name, value in given.items() if value is not None})
    raise_descriptor_limit()
    try:
        logs.configure(settings)
    except OSError as error:
        raise click.ClickException(f"{settings.log_file}: {error.strerror}") from error
    if settings.sso_header:
        _keep_private(locate(settings.index).path)
    try:
        folder = Path(tempfile.mkdtemp(prefix="cuakhau-"))
    except OSError as error:
        raise click.ClickException(f"no folder for counts: {error.strerror or error}") from error
    try:
        _serve(settings, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _tell(text: str) -> None:
    """A line for who started the server, if anybody can read it: a full disk is no reason not to
    serve.
    """
    with suppress(OSError):
        click.echo(text, err=True)


def _settle(config: Path | None, given: dict[str, Any]) -> Settings:
    """File, environment and options together; and when no host names were configured, those that
    the address listened on can have.
    """
    try:
        settings = replace(Settings.from_environment(config=config), **given)
        limits()  # of reading uploads, which the environment sets, too
    except ValueError as error:
        raise click.UsageError(translate(error.args[0], "en")) from error
    host = settings.host
    if settings.trusted_hosts == LOOPBACK and host not in LOOPBACK:
        everywhere = (
            host in ("0.0.0.0", "") or ":" in host
        )  # werkzeug cannot be told of an IPv6 address as a name
        settings = replace(settings, trusted_hosts=("*",) if everywhere else (*LOOPBACK, host))
        if everywhere:
            _tell("Any host name is answered; name yours in CUAKHAU_TRUSTED_HOSTS.")
    return settings


def _serve(settings: Settings, folder: Path) -> None:
    """Listen, say so, and answer until stopped."""
    listening = _listening(settings.host, settings.port)
    count = settings.processes or cores()
    watched = SearchService(settings, Shared(folder, None))
    _prepare(watched, locate(settings.index))
    if settings.metrics:
        _serve_metrics(metrics_application(watched), settings.metrics)
    if settings.sso_header:
        _tell(
            f"Believed: {settings.sso_header} of {', '.join(settings.sso_proxies)}. They must "
            "set it in every request."
        )
    host, port = _shown(settings.host or "0.0.0.0"), listening.getsockname()[1]
    _tell(f"http://{host}:{port}/")
    logs.event("start", processes_started=count, **logs.settings_shown(settings))
    if count > 1:
        try:
            supervise(count, serve_until_closed, settings, listening, folder)
        except RuntimeError as error:
            raise click.ClickException(str(error)) from error
    else:
        with terminable(), suppress(KeyboardInterrupt, SystemExit):
            _listener(settings, listening, Shared(folder, 0)).run()
    logs.event("stop")


def serve_until_closed(
    settings: Settings,
    listening: socket.socket,
    shared: Shared,
    line: Connection,
    gate: Guarded | None,
) -> None:
    """One of several processes: serve until the other end of `line` is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the first one decides
    raise_descriptor_limit()
    logs.configure(settings)
    if settings.sso_header:
        os.umask(0o077)
    if gate is not None:
        listening = SharedSocket(fileno=listening.detach())
        listening.gate = gate
    with terminable(), suppress(SystemExit):
        server = _listener(settings, listening, shared)
        threading.Thread(target=_watch, args=(line, server), daemon=True).start()
        server.run()


def _watch(line: Connection, server: Listener) -> None:
    """End this process in good order when the other end is closed."""
    with suppress(EOFError, OSError):
        line.recv()
    _thread.interrupt_main(signal.SIGTERM)
    server.pull_trigger()


def _listener(settings: Settings, listening: socket.socket, shared: Shared) -> Listener:
    app = create_app(settings=settings, shared=shared)
    app.extensions["cuakhau"].is_ready()  # the first reader shall not wait for the opening
    submission_queue = app.extensions["cuakhau_submission_queue"]
    return Listener(
        app,
        listening,
        threads=server_threads(settings),
        # what is somewhat too large gets our own answer
        max_body=MAX_CONTENT + 4 * settings.upload_bytes,
        may_upload=partial(_may_upload, submission_queue),
    )


def _may_upload(queue: SubmissionQueue, headers: Mapping[str, str]) -> bool:
    """Has who sends a request the token, or are they signed in by it?"""
    return queue.admits(headers.get("AUTHORIZATION", "")) or may_send(
        queue, headers.get("COOKIE", "")
    )


def _listening(host: str, port: int) -> socket.socket:
    """Raises click.ClickException when the address is taken, not this machine's, or not ours to
    take.
    """
    try:
        return bind(host, port)
    except OSError as error:
        raise click.ClickException(
            f"cannot listen on {_shown(host)}:{port}: {error.strerror or error}"
        ) from error


def _keep_private(index: Path) -> None:
    """What is only for who is signed in is not for every account of this machine either."""
    os.umask(0o077)
    if os.name != "posix" or not index.is_dir():
        return
    try:
        if stat.S_IMODE(index.stat().st_mode) & 0o077:
            index.chmod(0o700)
    except OSError as error:
        _tell(f"{index} can be read by others: {error.strerror}")


def _prepare(engine: SearchService, place: Location) -> None:
    """Build the default index from the seeds the first time; say so when there is none to serve."""
    if place.seeds is not None and engine.is_ready()[1] == IndexMissing.code:
        from indexer.building import build

        _tell(f"Building the index {place.path} from {place.seeds} …")
        try:
            build([place.seeds], place.path)
        except (
            CuaKhauError,
            OSError,
        ) as error:  # another process at it, a folder that cannot be written
            _tell(f"Not built: {error}")
    if fault := own_fault():
        _tell(f"CUAKHAU_SYNONYMS is not used: {fault}")
    ready, reason = engine.is_ready()
    if not ready:
        _tell(f"Not ready ({reason}): {shown(place.path)}. {_how_to_fill(place.path)}")


def _how_to_fill(path: Path) -> str:
    if is_cluster(path):
        return f"Fill it from an index: indexer copy DIR {shown(path)}"
    return f"Build an index: indexer build SOURCE… --index {path}"


def _serve_metrics(app: Flask, address: str) -> None:
    host, _, port = address.rpartition(":")
    host = host.strip("[]") or "127.0.0.1"
    server = Listener(app, _listening(host, int(port)), threads=2)
    threading.Thread(target=server.run, name="metrics", daemon=True).start()
    _tell(f"metrics: http://{_shown(host)}:{port}/metrics")


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


if __name__ == "__main__":
    sys.exit(main())
