"""`webapp`: serve the site with waitress.

Options win over the environment (CUAKHAU_…), which wins over the defaults.
"""

from __future__ import annotations

import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import waitress
from flask import Flask

from indexer.errors import CuaKhauError, IndexMissing
from indexer.location import Location, locate
from webapp.app import MAX_CONTENT, create_app
from webapp.service import SearchService
from webapp.serving.health import metrics_application
from webapp.settings import HELP, LOOPBACK, Settings

__all__ = ["main"]

_ENVIRONMENT = "\b\nEnvironment:\n" + "\n".join(
    f"  CUAKHAU_{name.upper():<16} {text}" for name, text in HELP.items()
)


@click.command(
    epilog=_ENVIRONMENT,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    show_envvar=True,
    envvar="CUAKHAU_HOST",
    help="Address to listen on; 0.0.0.0 for every one.",
)
@click.option(
    "--port",
    default=8000,
    show_default=True,
    show_envvar=True,
    envvar="CUAKHAU_PORT",
    type=click.IntRange(0, 65535),
    help="Port; 0 for any free one.",
)
@click.option(
    "--index",
    type=click.Path(path_type=Path),
    help="Index directory; default: CUAKHAU_INDEX, else index_data.",
)
@click.option(
    "--threads",
    default=8,
    show_default=True,
    show_envvar=True,
    envvar="CUAKHAU_THREADS",
    type=click.IntRange(1, 256),
    help="Requests answered at once.",
)
@click.version_option(package_name="cuakhau")
def main(host: str, port: int, index: Path | None, threads: int) -> None:
    """Serve the archive's pages and API.

    Example: webapp --port 8080 --index /srv/cuakhau/index
    """
    try:
        settings = Settings.from_environment()
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    settings = _settle(settings, host, index)
    app = create_app(settings=settings)
    engine = app.extensions["cuakhau"]
    _prepare(engine, locate(settings.index))
    server = _listen(
        app,
        host,
        port,
        threads=threads,
        clear_untrusted_proxy_headers=False,
        max_request_body_size=MAX_CONTENT
        + 4 * settings.upload_bytes,  # what is somewhat too large gets our own answer
    )
    if settings.metrics:
        _serve_metrics(metrics_application(engine), settings.metrics)
    if settings.sso_header:
        click.echo(
            f"Believed: {settings.sso_header} of {', '.join(settings.sso_proxies)}. They must "
            f"set it in every request.",
            err=True,
        )
    click.echo(f"http://{_shown(host)}:{_port(server, port)}/", err=True)
    try:
        server.run()
    except KeyboardInterrupt:
        server.close()


def _listen(app: Flask, host: str, port: int, **options: object) -> Any:
    """A waitress server. Raises click.ClickException when the address is taken, not this
    machine's, or not ours to take.
    """
    try:
        return waitress.create_server(app, host=host, port=port, ident="", **options)
    except (OSError, ValueError) as error:  # waitress reports an unknown host name as a ValueError
        raise click.ClickException(
            f"cannot listen on {_shown(host)}:{port}: {getattr(error, 'strerror', None) or error}"
        ) from error


def _settle(settings: Settings, host: str, index: Path | None) -> Settings:
    """The command line's index; and when no host names were configured, those that the address
    listened on can have.
    """
    if index is not None:
        settings = replace(settings, index=index)
    if settings.trusted_hosts == LOOPBACK and host not in LOOPBACK:
        everywhere = (
            host in ("0.0.0.0", "") or ":" in host
        )  # werkzeug cannot be told of an IPv6 address as a name
        settings = replace(settings, trusted_hosts=("*",) if everywhere else (*LOOPBACK, host))
        if everywhere:
            click.echo("Any host name is answered; name yours in CUAKHAU_TRUSTED_HOSTS.", err=True)
    return settings


def _prepare(engine: SearchService, place: Location) -> None:
    """Build the default index from the seeds the first time; say so when there is none to serve."""
    if place.seeds is not None and engine.is_ready()[1] == IndexMissing.code:
        from indexer.building import build

        click.echo(f"Building the index {place.path} from {place.seeds} …", err=True)
        try:
            build([place.seeds], place.path)
        except (
            CuaKhauError,
            OSError,
        ) as error:  # another process at it, a folder that cannot be written
            click.echo(f"Not built: {error}", err=True)
    ready, reason = engine.is_ready()
    if not ready:
        click.echo(
            f"Not ready ({reason}): {place.path}. Build an index: indexer build SOURCE… "
            f"--index {place.path}",
            err=True,
        )


def _serve_metrics(app: Flask, bind: str) -> None:
    host, _, port = bind.rpartition(":")
    if not port.isdigit():
        raise click.UsageError(f"CUAKHAU_METRICS={bind!r}: expected host:port")
    server = _listen(app, host or "127.0.0.1", int(port), threads=1)
    threading.Thread(target=server.run, name="metrics", daemon=True).start()
    click.echo(f"metrics: http://{_shown(host or '127.0.0.1')}:{port}/metrics", err=True)


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _port(server: object, asked: int) -> int:
    return int(getattr(server, "effective_port", asked))


if __name__ == "__main__":
    sys.exit(main())
