"""For those who keep the service running: is it alive, can it answer, how much does it do."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from flask import Blueprint, Flask, Response, abort, current_app

from indexer.model.periods import VIETNAM
from webapp.service import Busy, SearchService, engine

__all__ = ["blueprint", "metrics_application"]

blueprint = Blueprint("health", __name__)
_PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


@blueprint.get("/healthz")
def healthz() -> Response:
    """Alive: the process answers. Nothing else is looked at."""
    return _plain("ok\n")


@blueprint.get("/readyz")
def readyz() -> Response:
    """Ready: the index opens and a known query is answered; else 503 and the reason in a word.

    Not here when it has a listener of its own (CUAKHAU_METRICS).
    """
    _only_without_listener()
    return readiness(engine())


@blueprint.get("/metrics")
def metrics() -> Response:
    """Prometheus text; not here when it has a listener of its own (CUAKHAU_METRICS)."""
    _only_without_listener()
    return exposition(engine())


def _only_without_listener() -> None:
    if current_app.config["CUAKHAU_SETTINGS"].metrics:
        abort(404)


def metrics_application(of: SearchService) -> Flask:
    """A second application, for a separate bind, that serves these three and nothing else."""
    app = Flask("webapp.serving.metrics", static_folder=None)
    app.add_url_rule("/metrics", "metrics", lambda: exposition(of))
    app.add_url_rule("/readyz", "readyz", lambda: readiness(of))
    app.add_url_rule("/healthz", "healthz", healthz)
    return app


def readiness(of: SearchService) -> Response:
    ready, reason = of.is_ready()
    response = _plain(f"{reason}\n", 200 if ready else 503)
    if not ready:
        response.headers["Retry-After"] = "30"
    return response


def exposition(of: SearchService) -> Response:
    ready, _ = of.is_ready()
    gauges = {"cuakhau_ready": float(ready)}
    if ready:
        gauges["cuakhau_articles"] = float(of.archive.doc_count)
        gauges |= _times(of)
    return Response(of.metrics.text(**gauges), content_type=_PROMETHEUS)


def _times(of: SearchService) -> dict[str, float]:
    """When the newest article is of and when the archive last changed, in seconds since 1970."""
    known = {"cuakhau_updated_timestamp_seconds": of.updated()}
    with suppress(ValueError, Busy):  # its day is not known, or nobody has time to look
        day = datetime.fromisoformat(of.newest().start).replace(tzinfo=VIETNAM)
        known["cuakhau_newest_article_timestamp_seconds"] = day
    return {name: when.timestamp() for name, when in known.items() if when is not None}


def _plain(text: str, status: int = 200) -> Response:
    response = Response(text, status=status, content_type="text/plain; charset=utf-8")
    response.cache_control.no_store = True
    return response
