"""Who may change the archive by a page: the token is asked for once, and then a cookie stands for
it, signed by it, until the browser is closed and for `LASTS` seconds at most.

The cookie is read by no script and sent by no other site's page; it never holds the token, and a
new token makes all of them worthless. What a form sends counts only with the form's key, which
other sites cannot know. Where a proxy signs people in, a cookie is good for one of them alone.
"""

from __future__ import annotations

import hmac
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Final

from flask import Response, abort, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.http import parse_cookie

from webapp import links
from webapp.serving.admission import check_wrong_token
from webapp.submissions.queue import SubmissionQueue, submission_queue

__all__ = ["form_key", "is_sent", "may_send", "needs_token", "sign_out", "signed_in_as"]

COOKIE: Final = "cuakhau_sign_in"
SECURE_COOKIE: Final = f"__Secure-{COOKIE}"
"""Its name over https: browsers take it from no page that came by http."""
LASTS: Final = 8 * 60 * 60  # seconds: a day's work
LONGEST_NAME: Final = 100
FORM: Final = "application/x-www-form-urlencoded"
OWN_FIELDS: Final = ("token", "name", "key")
"""Fields of the form that asks for the token; all others belong to the page behind it."""
View = Callable[..., ResponseReturnValue]


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who knows the token, under the name they gave; it ends at a second of the epoch."""

    ends: int
    nonce: str
    name: str

    def cookie(self) -> str:
        """The session as the browser keeps it."""
        name = urlsafe_b64encode(self.name.encode("utf-8", "replace")).decode()
        said = (
            f"{self.ends}.{self.nonce}.{_ticket(submission_queue(), self.ends, self.nonce)}.{name}"
        )
        return f"{said}.{_signature(said)}"

    def key(self) -> str:
        """What shows that a form was ours."""
        return submission_queue().sign(f"form {self.ends} {self.nonce}")[:32]


def needs_token(view: View) -> View:
    """A page for those who know the token: others are asked for it, and nobody is where none is
    configured. What they had typed into a form of the page comes back with them, not yet sent.

    The body of an upload is left unread: its view may set how large it can be.
    """

    @wraps(view)
    def guarded(**parts: str) -> ResponseReturnValue:
        if not submission_queue().is_open:
            abort(404)
        known = _known()
        typed = dict(request.form) if known is None and request.mimetype == FORM else {}
        session = known or _opened(typed)
        behind = {name: typed[name] for name in typed if name not in OWN_FIELDS}
        if session is None:
            return _asked(behind, is_wrong="token" in typed)
        g.cuakhau_session = session
        if known is None and not behind:
            response = make_response(redirect(_here(), 303))
        else:
            response = make_response(view(**parts))
        if known is None:
            _remember(response, session)
        response.cache_control.no_store = True
        return response

    return guarded


def is_sent() -> bool:
    """Was a form of ours sent, by who is signed in? Reads the body."""
    session: Session | None = g.get("cuakhau_session")
    given = request.form.get("key", "") if session and request.method == "POST" else ""
    return session is not None and hmac.compare_digest(given.encode(), session.key().encode())


def form_key() -> str:
    """The key that a form of this page is to send as `key`; "" where nobody is signed in."""
    session: Session | None = g.get("cuakhau_session")
    return session.key() if session is not None else ""


def signed_in_as() -> str:
    """The name of who is signed in: the proxy's where there is one, else the one they gave."""
    session: Session | None = g.get("cuakhau_session")
    return _user() or (session.name if session is not None else "")


def sign_out() -> ResponseReturnValue:
    """Forget that somebody knows the token."""
    g.cuakhau_session = _known()
    response = make_response(redirect(links.base_url("search"), 303))
    if is_sent():
        response.delete_cookie(
            _cookie_name(), path=links.base_url("search", lang=None), secure=request.is_secure
        )
    return response


def may_send(queue: SubmissionQueue, cookies: str) -> bool:
    """Does a request with this `Cookie` header come from who was signed in, so that its body is
    worth reading? Who it is, and whether it is still they, is seen to when it is answered.
    """
    sent = parse_cookie(cookies)
    said = sent.get(SECURE_COOKIE) or sent.get(COOKIE, "")
    ends, nonce, ticket, *_ = [*said.split("."), "", "", ""]
    if not ends.isascii() or not ends.isdigit() or int(ends[:20]) < time.time():
        return False
    return hmac.compare_digest(ticket.encode(), _ticket(queue, int(ends[:20]), nonce).encode())


def _ticket(queue: SubmissionQueue, ends: int, nonce: str) -> str:
    """What lets the listener read a large body before it knows who sends it."""
    return queue.sign(f"ticket {ends} {nonce}")[:32]


def _known() -> Session | None:
    """The session of this request's cookie, if it is one of ours and has not ended."""
    said, _, signature = request.cookies.get(_cookie_name(), "").rpartition(".")
    if not hmac.compare_digest(signature.encode(), _signature(said).encode()):
        return None
    ends, nonce, _, name = said.split(".")
    if int(ends) < time.time():
        return None
    return Session(int(ends), nonce, urlsafe_b64decode(name).decode())


def _opened(typed: dict[str, str]) -> Session | None:
    """A new session for who typed the token. Raises TooManyRequests for who guesses."""
    given = typed.get("token", "")
    if not submission_queue().is_token(given):
        check_wrong_token(given)
        return None
    name = " ".join(typed.get("name", "").split())[:LONGEST_NAME]
    return Session(int(time.time()) + LASTS, secrets.token_urlsafe(12), name)


def _here() -> str:
    """The address that was asked for."""
    page = url_for(request.endpoint or "", **(request.view_args or {})).partition("?")[0]
    query = request.query_string.decode("latin-1")
    return f"{page}?{query}" if query else page


def _asked(behind: dict[str, str], *, is_wrong: bool) -> Response:
    """The page that asks for the token, and keeps what was typed."""
    page = render_template(
        "cuakhau/sign_in.html",
        behind=behind,
        is_wrong=is_wrong,
        is_upload=request.method == "POST" and request.mimetype != FORM,
        user=_user(),
    )
    response = make_response(page, 403)
    response.cache_control.no_store = True
    return response


def _remember(response: Response, session: Session) -> None:
    response.set_cookie(
        _cookie_name(),
        session.cookie(),
        path=links.base_url("search", lang=None),
        secure=request.is_secure,
        httponly=True,
        samesite="Strict",
    )


def _cookie_name() -> str:
    return SECURE_COOKIE if request.is_secure else COOKIE


def _signature(said: str) -> str:
    return submission_queue().sign(f"session {_user()} {said}")


def _user() -> str:
    """Who the proxy says has signed in."""
    return str(g.get("cuakhau_user", ""))
