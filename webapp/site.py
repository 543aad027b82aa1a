"""The whole site as one Blueprint: pages, exports, API, health.

`webapp.app` serves it alone, others mount it in theirs.
"""

from __future__ import annotations

import hashlib
import time
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, current_app, g, request, url_for
from flask.blueprints import BlueprintSetupState

from indexer.model.article import Article
from indexer.model.copies import same_text
from indexer.model.date_labels import is_inferred
from indexer.model.facets import FURTHER, FacetSpec
from indexer.model.messages import grouped, translate
from indexer.model.request import MAX_DEPTH, SearchRequest
from indexer.model.results import Hit, further
from indexer.searching.facet_results import value_label
from webapp import api, i18n, links, params
from webapp.embedding import feeds, register_feed
from webapp.embedding import routes as embed
from webapp.errors import register_errors
from webapp.exports import register as register_files
from webapp.exports import routes as export
from webapp.pages import comparing, filters, labels
from webapp.pages import routes as pages
from webapp.pages.places import place_line
from webapp.periods import first_day, last_day
from webapp.service import SearchService, Shared, engine
from webapp.serving import health, logs
from webapp.serving.admission import Admission, admit, release
from webapp.serving.security import protect
from webapp.serving.sso import guard
from webapp.settings import Settings
from webapp.submissions import SubmissionQueue, sign_in, submission_queue
from webapp.submissions.upload import upload

__all__ = ["create_site"]

STATIC = Path(__file__).parent / "static"
A_YEAR = 31_536_000  # seconds
# The rooms of the site, each a Blueprint of its own with its prefix.
ROOMS = (
    (api.blueprint, "/api/v1"),
    (export.blueprint, "/export"),
    (register_files.blueprint, "/export"),
    (health.blueprint, ""),
    (embed.blueprint, ""),
    (feeds.blueprint, ""),
    (register_feed.blueprint, ""),
)


def create_site(settings: Settings | None = None, shared: Shared | None = None) -> Blueprint:
    """A Blueprint for `app.register_blueprint(create_site(…), url_prefix="/tim-kiem")`; one index
    per application.
    """
    settings = settings or Settings.from_environment()
    site = Blueprint(links.ORIGIN, __name__, static_folder="static", template_folder="templates")
    pages.register(site)
    site.add_url_rule("/upload", "upload", upload, methods=["GET", "POST"])
    site.add_url_rule("/sign-out", "sign_out", sign_in.sign_out, methods=["POST"])
    for room, prefix in ROOMS:
        site.register_blueprint(room, url_prefix=prefix)

    @site.record_once
    def set_up(state: BlueprintSetupState) -> None:
        app = state.app
        app.extensions["cuakhau"] = opened = SearchService(settings, shared)
        app.extensions["cuakhau_admission"] = Admission(
            settings, shared.folder if shared is not None else None
        )
        app.extensions["cuakhau_submission_queue"] = SubmissionQueue(opened.path, settings.token)
        app.config.setdefault("CUAKHAU_LANGUAGE", settings.language)
        app.config.setdefault("CUAKHAU_SETTINGS", settings)
        i18n.init(app)

    register_errors(site)
    site.before_request(_start_clock)
    site.before_request(admit)
    site.before_request(guard)
    site.after_request(_finish)
    site.teardown_request(release)
    site.app_url_defaults(_carry)
    site.context_processor(_helpers)
    return site


def _start_clock() -> None:
    g.setdefault("cuakhau_started", time.perf_counter())


def _finish(response: Response) -> Response:
    """Headers, caching of files whose address names their content, and the count of this request;
    once, however it is reached.
    """
    if g.get("cuakhau_finished"):
        return response
    g.cuakhau_finished = True
    protect(response)
    endpoint = (request.endpoint or "").removeprefix(f"{links.ORIGIN}.")
    if endpoint == "static" and request.args.get("v"):
        (
            response.cache_control.public,
            response.cache_control.max_age,
            response.cache_control.immutable,
        ) = True, A_YEAR, True
        response.cache_control.no_cache = None
    elif not response.cache_control:
        response.cache_control.no_cache = True
    route = endpoint or "none"
    seconds = time.perf_counter() - g.get("cuakhau_started", time.perf_counter())
    metrics = engine().metrics
    metrics.count("cuakhau_requests_total", route=route, status=str(response.status_code))
    if "cuakhau_started" in g:
        metrics.observe("cuakhau_request_seconds", seconds, route=route)
    response.headers["X-Request-Id"] = logs.request_id()
    logs.tell_request(response, route, seconds, current_app.config["CUAKHAU_SETTINGS"])
    return response


def _carry(endpoint: str, values: dict[str, Any]) -> None:
    """Addresses of our pages keep the language; those of our files name their content, so that
    they can be kept for long.
    """
    if not endpoint.startswith(f"{links.ORIGIN}."):
        return
    if endpoint == f"{links.ORIGIN}.static":
        values.setdefault("v", _fingerprint(str(values.get("filename", ""))))
    elif "lang" not in values and i18n.current_language() != current_app.config["CUAKHAU_LANGUAGE"]:
        values["lang"] = i18n.current_language()


def _fingerprint(filename: str) -> str | None:
    """What a file of ours holds, in ten letters; None for a name that is asked for in vain."""
    return _fingerprints().get(filename)


@cache
def _fingerprints() -> dict[str, str]:
    """Those of all files: names that visitors invent are neither looked for nor kept."""
    return {
        path.relative_to(STATIC).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:10]
        for path in STATIC.rglob("*")
        if path.is_file()
    }


def _helpers() -> dict[str, Any]:
    """What every template may use."""
    settings: Settings = current_app.config["CUAKHAU_SETTINGS"]
    language = i18n.current_language()
    return {
        "_": i18n.translator(),
        "ngettext": i18n.ngettext,
        "language": language,
        "languages": i18n.LANGUAGES,
        "most_results": MAX_DEPTH,
        "per_page_choices": params.PER_PAGE,
        "site_name": settings.site_name,
        "say": i18n.say,
        "told": i18n.told,
        "search": g.get("cuakhau_search", SearchRequest()),
        "article_url": links.article_url,
        "feed_url": links.feed_url,
        "first_day": first_day,
        "form_fields": links.form_fields,
        "form_key": sign_in.form_key,
        "last_day": last_day,
        "correct_url": links.correct_url,
        "compare_url": comparing.compare_url,
        "correction_name": labels.correction_name,
        "correction_value": labels.correction_value,
        "date_label": labels.date_label,
        "document_facts": labels.document_facts,
        "document_name": labels.document_name,
        "date_reason": labels.date_reason,
        "date_typed": labels.date_typed,
        "unit_name": labels.unit_name,
        "is_inferred": is_inferred,
        "language_url": links.language_url,
        "number": partial(grouped, language=language),
        "page_url": links.page_url,
        "query_url": links.query_url,
        "request_id": logs.request_id,
        "passages": labels.passages,
        "period_label": labels.period_label,
        "period_url": links.period_url,
        "place_line": place_line,
        "today": lambda: labels.period_label(date.today().isoformat()),
        "unknown_url": lambda search: links.period_url(search, ""),
        "short_label": labels.short_label,
        "signed_in_as": sign_in.signed_in_as,
        "takes_changes": lambda: submission_queue().is_open,
        "saved_query": links.saved_query,
        "search_url": links.search_url,
        "search_words": labels.search_words,
        "value_label": lambda facet, value: translate(value_label(facet, value), language),
        "further": _further,
        "same_text": lambda hit: same_text(hit, language),
        "static_url": lambda name: url_for(f"{links.ORIGIN}.static", filename=name),
        "url": lambda name, _external=False, **values: links.base_url(
            name, external=_external, **values
        ),
    }


def _further(labelled: Article | Hit) -> list[tuple[FacetSpec, str, list[str]]]:
    """Each further facet of an article, its heading, its values."""
    values = further(labelled)
    return [(facet, filters.title(facet), values[facet.attribute]) for facet in FURTHER]


def standalone(app: Flask) -> None:
    """Errors outside any route (no such page) get the site's page and headers too."""
    register_errors(app)
    app.context_processor(_helpers)
    app.before_request(_start_clock)
    app.after_request(_finish)
