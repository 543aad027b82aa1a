"""Response headers that keep the pages to themselves (OWASP ASVS 5.0, chapter 3.4)."""

from __future__ import annotations

from flask import Response, current_app, g, request

__all__ = ["allow_framing", "content_security_policy", "protect"]

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
}


def content_security_policy(ancestors: tuple[str, ...] = ()) -> str:
    """Nothing inline, nothing from another host; shown in a frame only by `ancestors`, none by
    default.
    """
    rules = [f"{name} {value}" for name, value in _POLICY.items()]
    return "; ".join(
        [*rules, f"frame-ancestors {' '.join(ancestors) or chr(39) + 'none' + chr(39)}"]
    )


def allow_framing(ancestors: tuple[str, ...]) -> None:
    """Let this one response be shown in a frame by these origins."""
    g.cuakhau_ancestors = ancestors


def protect(response: Response) -> Response:
    """Add the headers, leaving alone those a view has set itself."""
    for name, value in {
        "Content-Security-Policy": content_security_policy(g.get("cuakhau_ancestors", ())),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    }.items():
        response.headers.setdefault(name, value)
    seconds = current_app.config["CUAKHAU_SETTINGS"].hsts
    if seconds and request.is_secure:
        response.headers["Strict-Transport-Security"] = f"max-age={seconds}"
    return response
