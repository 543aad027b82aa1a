"""What the settings for listening, embedding, sharing and signing in may say; a mistake there must
stop the start, not open a door.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network
from pathlib import Path
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
_BIND = re.compile(r"(?:(?:\[[0-9a-fA-F:.]+\]|[^\s:\[\]]+)?:)\d{1,5}")
_NAME = re.compile(r"(?:\.?\w(?:[\w.-]*\w)?\.?|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?")
MIN_TOKEN = 16
WIDEST = {4: 8, 6: 7}
"""By version, bits of the widest network that an office has to itself: 10.0.0.0/8, fc00::/7."""
_OF_EVERYBODY = re.compile(
    r"accept.*|authorization|cache-control|connection|content-.*|cookie|dnt|expect|forwarded|host"
    r"|if-.*|keep-alive|origin|pragma|priority|purpose|range|referer|sec-.*|te|trailer"
    r"|transfer-encoding|upgrade.*|user-agent|via|x-forwarded-(?:by|for|host|port|prefix|proto"
    r"|scheme|server|ssl)|x-real-ip|x-request(?:ed)?-.*",
    re.IGNORECASE,
)
"""Headers that browsers, scripts or proxies set whoever asks, so that they name nobody."""
LEAST_MOST = {"port": (0, 65_535), "threads": (1, 256), "processes": (0, 256)}


def check(settings: Settings) -> None:
    """Raises ValueError naming the variable at fault."""
    _check_numbers(settings)
    _check_hosts(settings)
    _check_origins(settings)
    _check_token(settings)
    _check_originals(settings)
    _check_sso(settings)


def _check_numbers(settings: Settings) -> None:
    for name, (least, most) in LEAST_MOST.items():
        if not least <= getattr(settings, name) <= most:
            raise ValueError(f"CUAKHAU_{name.upper()}={getattr(settings, name)}: {least}–{most}")
    if settings.metrics and not (
        _BIND.fullmatch(settings.metrics) and int(settings.metrics.rpartition(":")[2]) < 65_536
    ):
        raise ValueError(f"CUAKHAU_METRICS={settings.metrics!r}: expected host:port")


def _check_hosts(settings: Settings) -> None:
    """A name that no request can bear would shut everybody out."""
    for name in settings.trusted_hosts:
        if name != "*" and not _NAME.fullmatch(name):
            raise ValueError(
                f"CUAKHAU_TRUSTED_HOSTS: {name!r} is not a host name such as tim.tinh.gov.vn"
            )


def _check_origins(settings: Settings) -> None:
    for name, pattern in (("frame_ancestors", _ANCESTOR), ("cors_origins", _EXACT)):
        for origin in getattr(settings, name):
            if not pattern.fullmatch(origin):
                raise ValueError(
                    f"CUAKHAU_{name.upper()}: {origin!r} is not an origin such as https://intranet.tinh.gov.vn"
                )


def _check_token(settings: Settings) -> None:
    if settings.token and (
        len(settings.token) < MIN_TOKEN
        or not settings.token.isascii()
        or not settings.token.isprintable()
    ):
        raise ValueError(f"CUAKHAU_TOKEN: at least {MIN_TOKEN} printable ASCII characters")


def _check_originals(settings: Settings) -> None:
    for folder in map(Path, settings.originals):
        if not folder.is_absolute() or ".." in folder.parts or folder == Path(folder.anchor):
            raise ValueError(
                f"CUAKHAU_ORIGINALS: {str(folder)!r} is not the whole path of a folder of sources"
            )


def _check_sso(settings: Settings) -> None:
    if settings.sso_header and not _HEADER.fullmatch(settings.sso_header):
        raise ValueError(
            f"CUAKHAU_SSO_HEADER={settings.sso_header!r}: the name of a header, such as "
            f"X-Remote-User"
        )
    if _OF_EVERYBODY.fullmatch(settings.sso_header):
        raise ValueError(
            f"CUAKHAU_SSO_HEADER={settings.sso_header!r}: requests of everybody have it; name the "
            f"one that a proxy sets to who has signed in, such as X-Remote-User"
        )
    for alone in ("sso_proxies", "sso_api"):
        if getattr(settings, alone) and not settings.sso_header:
            raise ValueError(
                f"CUAKHAU_{alone.upper()}: without CUAKHAU_SSO_HEADER nobody has to sign in"
            )
    if settings.sso_header and not settings.sso_proxies:
        raise ValueError(
            "CUAKHAU_SSO_PROXIES: name the proxies that set CUAKHAU_SSO_HEADER, else anyone could"
        )
    old: list[IPv4Network] = []
    new: list[IPv6Network] = []
    for proxy in settings.sso_proxies:
        try:
            network = ip_network(proxy)
        except ValueError as error:
            raise ValueError(f"CUAKHAU_SSO_PROXIES={proxy!r}: {error}") from error
        if isinstance(network, IPv4Network):
            old.append(network)
        else:
            new.append(network)
    # Two halves of everybody are everybody.
    wholes: list[IPv4Network | IPv6Network] = [*collapse_addresses(old), *collapse_addresses(new)]
    for whole in wholes:
        if whole.prefixlen < WIDEST[whole.version]:
            raise ValueError(
                f"CUAKHAU_SSO_PROXIES={str(whole)!r}: that is everybody; name the proxies' own "
                f"addresses"
            )
