"""The archive inside other pages: a frame, a custom element, the browser's address bar; and a page
that shows each of them working.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

from flask import Blueprint, Response, current_app, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from indexer.exporting.xml_text import xml_text
from indexer.model.request import SearchRequest
from webapp import links, params
from webapp.api.answers import conditional, json_answer
from webapp.embedding.feeds_xml import xml_response
from webapp.i18n import gettext as _
from webapp.requests import current_search
from webapp.service import engine
from webapp.serving.security import allow_framing, content_security_policy
from webapp.settings import Settings

__all__ = ["blueprint"]

SCRIPT = Path(__file__).parents[1] / "static" / "embed" / "embed.js"
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
SHORT_NAME = 16  # characters, by the specification
DEFAULT_HITS = 5  # hits in a frame unless per_page says otherwise
MAX_SUGGESTIONS = 10

blueprint = Blueprint("embed", __name__)


@blueprint.get("/embed")
def frame() -> ResponseReturnValue:
    """A search box with a few results, for a frame in the pages of the configured origins.

    Sets no cookie, keeps nothing.
    """
    settings: Settings = current_app.config["CUAKHAU_SETTINGS"]
    allow_framing(("'self'", *settings.frame_ancestors))
    asked = current_search()
    blank = params.is_blank(request.args.items(multi=True))
    shown = asked if request.args.get("per_page") else replace(asked, per_page=DEFAULT_HITS)
    return render_template(
        "cuakhau/embed.html",
        results=None if blank else engine().search(shown),
        origins=" ".join(settings.frame_ancestors),
    )


@blueprint.get("/embed.js")
def script() -> Response:
    """The custom element and the frames' heights; any page may load it."""
    response = Response(SCRIPT.read_bytes(), content_type="text/javascript; charset=utf-8")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.add_etag()
    response.cache_control.no_cache = True
    return response.make_conditional(request)  # type: ignore[return-value]  # the same response


@blueprint.get("/embed/guide")
def guide() -> Response:
    """Each way of embedding, working on this very page, with the lines to copy."""
    settings: Settings = current_app.config["CUAKHAU_SETTINGS"]
    page = render_template(
        "cuakhau/embed_guide.html",
        here=url_for("cuakhau.search", _external=True),
        ancestors=settings.frame_ancestors,
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = f"{content_security_policy()}; frame-src 'self'"
    return response


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """The OpenSearch description by which a browser's address bar learns to search here."""
    name = current_app.config["CUAKHAU_SETTINGS"].site_name
    root = ElementTree.Element("OpenSearchDescription", {"xmlns": OPENSEARCH})
    for tag, text in (
        ("ShortName", xml_text(name)[:SHORT_NAME]),
        ("LongName", xml_text(name)[:48]),
        ("Description", _("Tìm trong kho tin %(name)s", name=xml_text(name))[:1024]),
        ("Language", "vi"),
        ("InputEncoding", "UTF-8"),
        ("OutputEncoding", "UTF-8"),
    ):
        ElementTree.SubElement(root, tag).text = text
    icon = url_for("cuakhau.static", filename="icon.svg", _external=True)
    ElementTree.SubElement(
        root, "Image", {"width": "16", "height": "16", "type": "image/svg+xml"}
    ).text = icon
    for kind, endpoint, paged in (
        ("text/html", "search", True),
        ("application/atom+xml", "feeds.atom", True),
        ("application/x-suggestions+json", "embed.completions", False),
    ):
        address = links.page_url(endpoint, SearchRequest(), external=True)
        template = f"{address}{'&' if '?' in address else '?'}q={{searchTerms}}" + (
            "&page={startPage?}" if paged else ""
        )
        ElementTree.SubElement(root, "Url", {"type": kind, "method": "get", "template": template})
    own = links.page_url("embed.opensearch", SearchRequest(), external=True)
    kind = "application/opensearchdescription+xml"
    ElementTree.SubElement(root, "Url", {"type": kind, "rel": "self", "template": own})
    return xml_response(root, kind)


@blueprint.get("/opensearch/suggest")
def completions() -> Response:
    """Completions in the form browsers ask for: [typed, [completion, …]]."""
    typed = request.args.get("q", "")

    def make() -> Response:
        found = engine().ask(lambda archive: archive.suggest(typed, limit=MAX_SUGGESTIONS))
        return json_answer(
            [typed, [suggestion.text for suggestion in found]],
            mimetype="application/x-suggestions+json",
        )

    return conditional(make, typed)
