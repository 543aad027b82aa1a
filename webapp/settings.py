"""What an office may set: one frozen record, read from a file, the environment (CUAKHAU_…) and the
command line; the later wins.

Every field is documented in `HELP`, which `webapp --help` prints and the README repeats.
"""

from __future__ import annotations

import math
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from webapp.serving.origins import check

__all__ = ["ELSEWHERE", "HELP", "LOOPBACK", "PREFIX", "Settings"]

LOOPBACK = ("localhost", "127.0.0.1")
PREFIX = "CUAKHAU_"
CONFIG = "CUAKHAU_CONFIG"
WRITE_WAIT = "CUAKHAU_WRITE_WAIT"
ELSEWHERE = (  # read by the engine, and before the settings
    CONFIG,
    "CUAKHAU_CLUSTER_CA",
    "CUAKHAU_CLUSTER_CACHE",
    "CUAKHAU_CLUSTER_CERTIFICATE",
    "CUAKHAU_CLUSTER_KEY",
    "CUAKHAU_CLUSTER_PASSWORD",
    "CUAKHAU_CLUSTER_REPLICAS",
    "CUAKHAU_CLUSTER_SHARDS",
    "CUAKHAU_CLUSTER_STATE",
    "CUAKHAU_CLUSTER_USER",
    "CUAKHAU_READ_MEMORY",
    "CUAKHAU_READ_OCR",
    "CUAKHAU_READ_SECONDS",
    "CUAKHAU_READ_SIZE",
    "CUAKHAU_SYNONYMS",
    WRITE_WAIT,
)
OF_TESTS = "CUAKHAU_TEST_"
CHOICES = {"language": ("vi", "en"), "log_format": ("text", "json")}
PATHS = ("index", "log_file")


@dataclass(frozen=True, slots=True)
class Settings:
    """`index` None means the default place (`indexer.location`); `trusted_hosts` ("*",) accepts
    every host name; `processes` 0 is one for each core.
    """

    index: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    processes: int = 0
    threads: int = 8
    language: str = "vi"
    site_name: str = "Cửa Khẩu"
    trusted_hosts: tuple[str, ...] = LOOPBACK
    proxy_for: int = 0
    proxy_proto: int = 0
    proxy_host: int = 0
    proxy_prefix: int = 0
    searches: int = 4
    patience: float = 2.0
    rate: float = 0.0
    wrong_tokens: float = 600.0
    metrics: str = ""
    log_file: Path | None = None
    log_format: str = "text"
    log_private: bool = False
    hsts: int = 0
    frame_ancestors: tuple[str, ...] = ()
    cors_origins: tuple[str, ...] = ()
    token: str = field(default="", repr=False)
    upload_bytes: int = 20_000_000
    originals: tuple[str, ...] = ()
    sso_header: str = ""
    sso_proxies: tuple[str, ...] = ()
    sso_api: bool = False

    def __post_init__(self) -> None:
        check(self)

    @classmethod
    def from_environment(
        cls, environ: Mapping[str, str] | None = None, config: Path | None = None
    ) -> Settings:
        """Read CUAKHAU_<FIELD>, and before it the file `config` or that CUAKHAU_CONFIG names; an
        empty value counts as unset.

        Raises ValueError naming the variable or key at fault; a name nobody knows is at fault too.
        """
        environ = os.environ if environ is None else environ
        named = environ.get(CONFIG, "").strip()
        path = config or (Path(named) if named else None)
        given = _of_file(path) if path is not None else {}
        _known(environ)
        for one in fields(cls):
            name = f"{PREFIX}{one.name.upper()}"
            value = environ.get(name, "").strip()
            if not value:
                continue
            try:
                given[one.name] = _convert(one.name, one.default, value)
            except ValueError as error:
                shown = "…" if one.name == "token" else repr(value)
                raise ValueError(f"{name}={shown}: {error}") from error
        return cls(**given)


def _known(environ: Mapping[str, str]) -> None:
    """A misspelt variable would leave a door open that its owner believes shut."""
    known = {f"{PREFIX}{one.name.upper()}" for one in fields(Settings)} | set(ELSEWHERE)
    for name in sorted(environ):
        if name.upper().startswith(PREFIX) and name not in known and not name.startswith(OF_TESTS):
            raise ValueError(f"{name}: no such setting{_meant(name.upper(), known)}")
    if wait := environ.get(WRITE_WAIT, "").strip():  # which the engine would take for unset
        try:
            _convert(WRITE_WAIT, 0.0, wait)
        except ValueError as error:
            raise ValueError(f"{WRITE_WAIT}={wait!r}: {error}") from error


def _meant(name: str, known: set[str]) -> str:
    close = get_close_matches(name, sorted(known), 1)
    return f"; {close[0]}?" if close else ""


def _of_file(path: Path) -> dict[str, Any]:
    """The settings that a TOML file states, by the fields' names."""
    try:
        with path.open("rb") as file:
            read = tomllib.load(file)
    except OSError as error:
        raise ValueError(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: {error}") from error
    defaults = {one.name: one.default for one in fields(Settings)}
    given: dict[str, Any] = {}
    for name, value in read.items():
        if name not in defaults:
            raise ValueError(f"{path}: {name}: no such setting{_meant(name, set(defaults))}")
        try:
            given[name] = _convert(name, defaults[name], _as_text(value))
        except ValueError as error:
            raise ValueError(f"{path}: {name}: {error}") from error
    return given


def _as_text(value: object) -> str:
    """A value of the file as the environment would write it."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ",".join(value)
    if isinstance(value, str | int | float):
        return str(value)
    raise ValueError("a text, a number, true, false, or a list of texts")


def _convert(name: str, default: object, value: str) -> object:
    if name in PATHS:
        return Path(value)
    if isinstance(default, tuple):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if isinstance(default, bool):
        if value not in ("0", "1"):
            raise ValueError("0 or 1")
        return value == "1"
    if isinstance(default, float | int):
        try:
            number = type(default)(value)
        except ValueError:
            kind = "a whole number" if isinstance(default, int) else "a number"
            raise ValueError(f"{kind}, not negative") from None
        if not math.isfinite(number) or number < 0:
            raise ValueError("a number, not negative")
        return number
    if value not in CHOICES.get(name, (value,)):
        raise ValueError(" or ".join(CHOICES[name]))
    return value


HELP = {
    "index": "index directory (default: index_data)",
    "host": "address to listen on (127.0.0.1); 0.0.0.0 or :: for every one",
    "port": "port (8000); 0 for any free one",
    "processes": "processes that serve (0: one for each core)",
    "threads": "requests answered at once by each process (8); four times as many wait, then 503",
    "language": "language of the pages unless the address says otherwise: vi or en",
    "site_name": "name shown at the head of every page",
    "trusted_hosts": "host names the server answers to, comma separated; * for all (default: "
    "loopback names)",
    "proxy_for": "how many trusted proxies set X-Forwarded-For",
    "proxy_proto": "how many trusted proxies set X-Forwarded-Proto",
    "proxy_host": "how many trusted proxies set X-Forwarded-Host",
    "proxy_prefix": "how many trusted proxies set X-Forwarded-Prefix",
    "searches": "searches evaluated at once by each process (4); more wait, then get 503",
    "patience": "seconds a request waits for its turn before 503 (2)",
    "rate": "requests a minute that one address may make, after a burst of 60; 0: any number",
    "wrong_tokens": "wrong tokens a minute that one address may try (600), then 429; 0: any number",
    "metrics": "host:port of a separate listener for /metrics and /readyz; unset serves them "
    "with the pages",
    "log_file": "file for the log; unset: stderr",
    "log_format": "text or json",
    "log_private": "1: log addresses asked for, queries among them, and who asked",
    "hsts": "seconds for which browsers shall come by https alone; 0: do not say",
    "frame_ancestors": "origins that may show /embed in a frame, comma separated",
    "cors_origins": "origins whose pages may read the API, comma separated",
    "token": "token with which articles may be added over HTTP, 16 characters at least; unset: "
    "nobody may",
    "upload_bytes": "size an upload may have",
    "originals": "folders whose files readers may download, where articles were read from them; "
    "whole paths, comma separated; unset: none",
    "sso_header": "header in which a proxy names who is signed in, e.g. X-Remote-User; "
    "unset: anyone "
    "may read",
    "sso_proxies": "addresses or networks of the proxies whose header counts, comma separated",
    "sso_api": "1: the header opens the API too; 0: the API needs the token when there is a header",
}
