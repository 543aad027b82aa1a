"""What an office may set: one frozen record, read from the environment (CUAKHAU_…) and the command
line.

Every field is documented in `HELP`, which `webapp --help` prints and the README repeats.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from webapp.serving.origins import check

__all__ = ["HELP", "LOOPBACK", "Settings"]

LOOPBACK = ("localhost", "127.0.0.1")


@dataclass(frozen=True, slots=True)
class Settings:
    """`index` None means the default place (`indexer.location`); `trusted_hosts` ("*",) accepts
    every host name.
    """

    index: Path | None = None
    language: str = "vi"
    site_name: str = "Cửa Khẩu"
    trusted_hosts: tuple[str, ...] = LOOPBACK
    proxy_for: int = 0
    proxy_proto: int = 0
    proxy_host: int = 0
    proxy_prefix: int = 0
    searches: int = 8
    patience: float = 2.0
    metrics: str = ""
    frame_ancestors: tuple[str, ...] = ()
    cors_origins: tuple[str, ...] = ()
    token: str = field(default="", repr=False)
    upload_bytes: int = 20_000_000
    sso_header: str = ""
    sso_proxies: tuple[str, ...] = ()
    sso_api: bool = False

    def __post_init__(self) -> None:
        check(self)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read CUAKHAU_<FIELD>; an empty value counts as unset.

        Raises ValueError naming the variable at fault.
        """
        environ = os.environ if environ is None else environ
        given: dict[str, object] = {}
        for one in fields(cls):
            name = f"CUAKHAU_{one.name.upper()}"
            value = environ.get(name, "").strip()
            if not value:
                continue
            try:
                given[one.name] = _convert(
                    one.default, value, Path if one.name == "index" else None
                )
            except ValueError as error:
                raise ValueError(f"{name}={value!r}: {error}") from error
        if given.get("language", "vi") not in ("vi", "en"):
            raise ValueError(f"CUAKHAU_LANGUAGE={given['language']!r}: vi or en")
        # each value was converted to its field's type above
        return cls(**given)  # type: ignore[arg-type]


def _convert(default: object, value: str, kind: type[Path] | None) -> object:
    if kind is not None:
        return kind(value)
    if isinstance(default, tuple):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if isinstance(default, bool):
        if value not in ("0", "1"):
            raise ValueError("0 or 1")
        return value == "1"
    if isinstance(default, float | int):
        number = type(default)(value)
        if number < 0:
            raise ValueError("must not be negative")
        return number
    return value


HELP = {
    "index": "index directory (default: index_data)",
    "language": "language of the pages unless the address says otherwise: vi or en",
    "site_name": "name shown at the head of every page",
    "trusted_hosts": "host names the server answers to, comma separated; * for all (default: "
    "loopback names)",
    "proxy_for": "how many trusted proxies set X-Forwarded-For",
    "proxy_proto": "how many trusted proxies set X-Forwarded-Proto",
    "proxy_host": "how many trusted proxies set X-Forwarded-Host",
    "proxy_prefix": "how many trusted proxies set X-Forwarded-Prefix",
    "searches": "searches evaluated at once; more wait, then get 503",
    "patience": "seconds a search waits for its turn before 503",
    "metrics": "host:port of a separate listener for /metrics; unset serves it with the pages",
    "frame_ancestors": "origins that may show /embed in a frame, comma separated",
    "cors_origins": "origins whose pages may read the API, comma separated",
    "token": "token with which articles may be added over HTTP, 16 characters at least; unset: "
    "nobody may",
    "upload_bytes": "size an upload may have",
    "sso_header": "header in which a proxy names who is signed in, e.g. X-Remote-User; "
    "unset: anyone "
    "may read",
    "sso_proxies": "addresses or networks of the proxies whose header counts, comma separated",
    "sso_api": "1: the header opens the API too; 0: the API needs the token when there is a header",
}
