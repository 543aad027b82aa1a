"""Single sign-on by a trusted header: off by default, honoured only from configured proxies, with
a switch of its own for the API.

The proxy in front has signed the reader in and names them in a header of every request; who comes
without it, reads nothing.
"""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from flask import abort, current_app, g, request

from webapp import links
from webapp.api.answers import unauthorized
from webapp.serving.admission import check_wrong_token
from webapp.settings import Settings
from webapp.submissions import submission_queue

__all__ = ["guard", "signed_in"]

# What tells nothing of the archive: is the service alive, its files, the names of its search box.
OPEN = ("health.", "static", "embed.script", "embed.opensearch", "help")
# The box of the pages completes what is typed: it belongs to them.
OF_PAGES = ("api.suggest", "api.other_suggest")


def guard() -> None:
    """Before every request: let in who is signed in.

    The API takes the header only when told so, else the token.
    """
    settings: Settings = current_app.config["CUAKHAU_SETTINGS"]
    endpoint = (request.endpoint or "").removeprefix(f"{links.ORIGIN}.")
    if not settings.sso_header or endpoint.startswith(OPEN):
        return
    api = endpoint.startswith("api.") and endpoint not in OF_PAGES
    user = signed_in(settings)
    if user and (settings.sso_api or not api):
        g.cuakhau_user = user
        return
    if not api:
        abort(403)
    authorization = request.headers.get("Authorization", "")
    if not submission_queue().admits(authorization):
        check_wrong_token(authorization)
        abort(unauthorized())


def signed_in(settings: Settings) -> str:
    """Whom the header names, "" when it is not there or did not come from one of the proxies."""
    origin = request.environ.get("werkzeug.proxy_fix.orig", {})
    peer = origin.get("REMOTE_ADDR") or request.environ.get("REMOTE_ADDR", "")
    try:
        address = ip_address(peer)
    except ValueError:
        return ""
    # Who listens on `::` sees the addresses of IPv4 in those of IPv6.
    address = getattr(address, "ipv4_mapped", None) or address
    if not any(address in ip_network(proxy) for proxy in settings.sso_proxies):
        return ""
    return request.headers.get(settings.sso_header, "").strip()
