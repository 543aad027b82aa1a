"""Headers in which a proxy and a browser tell the address that was asked: believed only when they
have the shape of one.

A wrong prefix would stand in every link of a page, another site's among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

if TYPE_CHECKING:
    from webapp.settings import Settings

__all__ = ["CheckedHeaders"]

PREFIX = re.compile(r"(?:/(?!\.{1,2}(?:/|\Z))[\w.~-]+)*/?", re.ASCII)
SCHEME = re.compile(r"https?", re.IGNORECASE)
HOSTS = ("HTTP_HOST", "HTTP_X_FORWARDED_HOST")


class CheckedHeaders:
    """Host names in lower case (RFC 3986, 3.2.2); 400 for a prefix or scheme that is none, where a
    proxy is trusted to set it.
    """

    def __init__(self, app: WSGIApplication, settings: Settings) -> None:
        self._app = app
        self._checked = [
            (name, pattern)
            for name, pattern, proxies in (
                ("HTTP_X_FORWARDED_PREFIX", PREFIX, settings.proxy_prefix),
                ("HTTP_X_FORWARDED_PROTO", SCHEME, settings.proxy_proto),
            )
            if proxies
        ]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        for name in HOSTS:
            if name in environ:
                environ[name] = environ[name].lower()
        for name, pattern in self._checked:
            values = [value.strip() for value in environ.get(name, "").split(",")]
            if not all(pattern.fullmatch(value) for value in values if value):
                return _refuse(start_response, name)
            if values != [""]:
                environ[name] = ",".join(value.rstrip("/") for value in values)
        return self._app(environ, start_response)


def _refuse(start_response: StartResponse, name: str) -> list[bytes]:
    header = name.removeprefix("HTTP_").replace("_", "-").title()
    body = f"400 {header}\n".encode()
    start_response(
        "400 Bad Request",
        [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        ],
    )
    return [body]
