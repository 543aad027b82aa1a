"""The application factory: the site alone, behind as many trusted proxies as it is told of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp.service import Shared
from webapp.serving.forwarded import CheckedHeaders
from webapp.serving.overload import Overload
from webapp.settings import Settings
from webapp.site import create_site, standalone

__all__ = ["MAX_CONTENT", "create_app"]

MAX_CONTENT = 64 * 1024  # bytes; the pages take nothing but GET, uploads have a limit of their own


def create_app(
    index: str | Path | None = None,
    settings: Settings | None = None,
    shared: Shared | None = None,
) -> Flask:
    """A WSGI application serving the index at `index` (default: the settings', else CUAKHAU_INDEX,
    else index_data); `shared`: what it has in common with other processes that serve the same.
    """
    settings = settings or Settings.from_environment()
    if index is not None:
        settings = replace(settings, index=Path(index))
    app = Flask("webapp", static_folder=None, template_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_CONTENT,
        TRUSTED_HOSTS=None
        if "*" in settings.trusted_hosts or not settings.trusted_hosts
        else [host.casefold() for host in settings.trusted_hosts],
    )
    app.url_map.merge_slashes = False  # an article's id may hold two in a row
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.register_blueprint(create_site(settings, shared))
    standalone(app)
    behind = ProxyFix(
        app.wsgi_app,
        x_for=settings.proxy_for,
        x_proto=settings.proxy_proto,
        x_host=settings.proxy_host,
        x_prefix=settings.proxy_prefix,
    )
    checked = CheckedHeaders(behind, settings)
    turns, service = app.extensions["cuakhau_admission"], app.extensions["cuakhau"]
    # the documented way to wrap it
    app.wsgi_app = Overload(checked, turns, service, settings)  # type: ignore[method-assign]
    return app
