"""The answer when too many wait already: made without the application, for some thousandth of what
a page costs, so that refusing does not use up what answering needs.
"""

from __future__ import annotations

import html
import json
import logging
import secrets
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from indexer.model.messages import Language, say
from webapp.service import Busy, SearchService
from webapp.serving import logs
from webapp.serving.admission import Admission
from webapp.serving.security import content_security_policy
from webapp.settings import Settings

__all__ = ["Overload"]

# Paths within the site that are never refused: `admission.AT_ONCE` by its addresses.
AT_ONCE = ("/healthz", "/readyz", "/metrics", "/static/", "/embed.js")
FOR_PROGRAMS = ("/api/", "/feed.")


class Overload:
    """Hands requests on, but for those that would be refused."""

    def __init__(
        self,
        app: WSGIApplication,
        turns: Admission,
        service: SearchService,
        settings: Settings,
    ) -> None:
        self._app, self._turns, self._metrics = app, turns, service.metrics
        language: Language = "en" if settings.language == "en" else "vi"
        self._title = say("system_busy", language)
        self._detail = say("system_busy_detail", language)
        self._language = language

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = str(environ.get("PATH_INFO", ""))
        if not self._turns.is_full or path.startswith(AT_ONCE):
            return self._app(environ, start_response)
        id_ = secrets.token_hex(6)
        self._metrics.count("cuakhau_requests_refused_total")
        self._metrics.count("cuakhau_requests_total", route="refused", status="503")
        logs.event("refused", logging.WARNING, id=id_, method=environ["REQUEST_METHOD"])
        kind, body = self._problem(id_) if path.startswith(FOR_PROGRAMS) else self._page(id_)
        start_response(
            "503 Service Unavailable",
            [
                ("Content-Type", kind),
                ("Content-Length", str(len(body))),
                ("Retry-After", str(Busy.retry_after)),
                ("X-Request-Id", id_),
                ("Cache-Control", "no-store"),
                ("Content-Security-Policy", content_security_policy()),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]

    def _problem(self, id_: str) -> tuple[str, bytes]:
        problem = {
            "type": "about:blank",
            "title": self._title,
            "status": 503,
            "detail": self._detail,
            "code": Busy.code,
            "request_id": id_,
        }
        return "application/problem+json", json.dumps(problem, ensure_ascii=False).encode()

    def _page(self, id_: str) -> tuple[str, bytes]:
        title, detail = html.escape(self._title), html.escape(self._detail)
        page = (
            f'<!doctype html><html lang="{self._language}"><meta charset="utf-8">'
            f"<title>{title}</title><h1>{title}</h1><p>{detail}</p><p>{id_}</p></html>\n"
        )
        return "text/html; charset=utf-8", page.encode()
