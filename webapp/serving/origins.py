"""What the settings for embedding, sharing and signing in may say; a mistake there must stop the
start, not open a door.
"""

from __future__ import annotations

import re
from ipaddress import ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from webapp.settings import Settings

__all__ = ["check"]

# An origin (RFC 6454): scheme, host, port. In a frame's ancestors the first label may be * (CSP
# level 3, 2.3.1).
_HOST = (
    r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*"
    r"|\[[0-9a-f:]+\])(?::\d{1,5})?"
)
_EXACT = re.compile(rf"https?://{_HOST}")
_ANCESTOR = re.compile(rf"https?://(?:\*\.)?{_HOST}")
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,63}")
MIN_TOKEN = 16


def check(settings: Settings) -> None:
    """Raises ValueError naming the variable at fault."""
    for name, pattern in (("frame_ancestors", _ANCESTOR), ("cors_origins", _EXACT)):
        for origin in getattr(settings, name):
            if not pattern.fullmatch(origin):
                raise ValueError(
                    f"CUAKHAU_{name.upper()}: {origin!r} is not an origin such as https://intranet.tinh.gov.vn"
                )
    if settings.token and (
        len(settings.token) < MIN_TOKEN
        or not settings.token.isascii()
        or not settings.token.isprintable()
    ):
        raise ValueError(f"CUAKHAU_TOKEN: at least {MIN_TOKEN} printable ASCII characters")
    if settings.sso_header and not _HEADER.fullmatch(settings.sso_header):
        raise ValueError(
            f"CUAKHAU_SSO_HEADER={settings.sso_header!r}: the name of a header, such as "
            f"X-Remote-User"
        )
    if settings.sso_header and not settings.sso_proxies:
        raise ValueError(
            "CUAKHAU_SSO_PROXIES: name the proxies that set CUAKHAU_SSO_HEADER, else anyone could"
        )
    for proxy in settings.sso_proxies:
        try:
            ip_network(proxy)
        except ValueError as error:
            raise ValueError(f"CUAKHAU_SSO_PROXIES={proxy!r}: {error}") from error
