"""One line a request, as text or JSON, to stderr or a file; an id in every line, answer and error
page, so that what a reader reports can be found.

A line names the route, never what was asked nor by whom, unless `log_private` is set.
"""

from __future__ import annotations

import json
import logging
import logging.handlers
import os
import secrets
import sys
from contextlib import suppress
from dataclasses import fields
from datetime import datetime
from typing import Any, TextIO

from flask import Response, g, has_app_context, request

from webapp.settings import Settings

__all__ = ["configure", "event", "request_id", "settings_shown", "tell_request"]

LOGGER = logging.getLogger("cuakhau")
LOGGER.addHandler(logging.NullHandler())  # until `configure` says where lines go
SECRETS = ("token",)
MAX_TEXT = 300  # characters of one value


def configure(settings: Settings) -> None:
    """Send the lines where the settings say. Raises OSError when the file cannot be written."""
    handler: logging.Handler
    if settings.log_file:
        # Whoever rotates the file need not tell us: it is opened anew when it was moved.
        opened = _File if os.name == "nt" else _WatchedFile
        handler = opened(settings.log_file, encoding="utf-8", errors="backslashreplace")
    elif sys.stderr is not None:
        handler = _Stream(sys.stderr)
    else:  # a Windows service
        handler = logging.NullHandler()
    handler.setFormatter(_Json() if settings.log_format == "json" else _Text())
    for name in ("cuakhau", "webapp", "waitress"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(logging.INFO if name == "cuakhau" else logging.WARNING)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # waiting is told by /metrics


def request_id() -> str:
    """The id of the current request."""
    if "cuakhau_id" not in g:
        g.cuakhau_id = secrets.token_hex(6)
    return str(g.cuakhau_id)


def event(what: str, level: int = logging.INFO, /, **values: object) -> None:
    """A line about something other than a request; within one it carries the request's id."""
    if has_app_context() and "cuakhau_id" in g:
        values["id"] = g.cuakhau_id
    LOGGER.log(level, what, extra={"values": values})


def tell_request(response: Response, route: str, seconds: float, settings: Settings) -> None:
    """The line of a request: 401, 403, 429 and every 5xx as warnings."""
    status = response.status_code
    values: dict[str, object] = {
        "id": request_id(),
        "method": request.method if len(request.method) <= 10 else "other",
        "route": route,
        "status": status,
        "bytes": response.content_length,
        "ms": round(seconds * 1000, 1),
    }
    if settings.log_private:
        values["address"] = request.remote_addr
        values["path"] = request.full_path.rstrip("?")
        if user := g.get("cuakhau_user"):
            values["user"] = user
    warned = status in (401, 403, 429) or status >= 500
    LOGGER.log(logging.WARNING if warned else logging.INFO, "request", extra={"values": values})


def settings_shown(settings: Settings) -> dict[str, object]:
    """All settings, secrets masked."""
    found = {one.name: getattr(settings, one.name) for one in fields(settings)}
    return {name: "***" if value and name in SECRETS else value for name, value in found.items()}


class _Unfailing(logging.Handler):
    """A handler for which nobody's request fails: lines that a full disk or a folder gone away does
    not take are lost, said on stderr once, and counted in the log as soon as it takes lines again.
    """

    _lost = 0

    def emit(self, record: logging.LogRecord) -> None:
        before = self._lost
        try:
            super().emit(record)
        except OSError:  # of opening a file that was moved: logging lets it through
            self.handleError(record)
        if before and before == self._lost:
            self._lost = 0
            told = {"name": LOGGER.name, "levelno": logging.WARNING, "levelname": "WARNING"}
            told |= {"msg": "lines_lost", "values": {"lines": before}}
            self.emit(logging.makeLogRecord(told))

    def handleError(self, record: logging.LogRecord) -> None:
        """Count the line as lost; called by logging while an exception is being handled."""
        self._lost += 1
        if self._lost == 1 and sys.stderr is not None:
            with suppress(OSError, ValueError):  # full or closed like the log itself
                print(f"The log takes no lines: {sys.exc_info()[1]}", file=sys.stderr, flush=True)


class _Stream(_Unfailing, logging.StreamHandler[TextIO]):
    """To stderr."""


class _File(_Unfailing, logging.FileHandler):
    """To a file that stays where it is."""


class _WatchedFile(_Unfailing, logging.handlers.WatchedFileHandler):
    """To a file that is opened anew when it was moved."""


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told = " ".join(f"{name}={_plain(value)}" for name, value in _values(record).items())
        line = f"{_when(record)} {record.levelname} {_cleaned(record.getMessage())} {told}".rstrip()
        return f"{line}\n{self._traceback(record)}" if record.exc_info else line

    def _traceback(self, record: logging.LogRecord) -> str:
        assert record.exc_info is not None
        text = self.formatException(record.exc_info)
        return "\n".join(f"  {_cleaned(line)}" for line in text.splitlines())


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "time": _when(record),
            "level": record.levelname,
            "event": _cut(record.getMessage()),
            **_values(record),
        }
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False, default=str)


def _when(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created).astimezone()
    return moment.isoformat(timespec="milliseconds")


def _values(record: logging.LogRecord) -> dict[str, Any]:
    return {"pid": os.getpid(), **getattr(record, "values", {})}


def _plain(value: object) -> str:
    """One value of a text line: quoted where it would else end early or break the line."""
    text = _cut(str(value))
    return text if text.isprintable() and text and not set(' "=') & set(text) else json.dumps(text)


def _cleaned(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in _cut(text))


def _cut(text: str) -> str:
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]}…"
