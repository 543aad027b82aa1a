"""The archive as the pages use it: opened once, searched by a bounded number of threads at a time.

All pages, the API and the feeds go through here, so that the bound and the counts hold for every
one of them.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from flask import current_app

from indexer.errors import CuaKhauError, IndexCorrupt, IndexMissing, SystemRefusal
from indexer.location import locate
from indexer.model.article import UNKNOWN_DATE, DateSpan
from indexer.model.periods import VIETNAM
from indexer.model.request import SearchRequest
from indexer.model.results import SearchResults
from indexer.searching.engine import understand
from indexer.storage.durability import refusal
from webapp.serving.logs import LOGGER
from webapp.serving.metrics import Metrics
from webapp.settings import Settings

if TYPE_CHECKING:
    from indexer.archive import Archive

__all__ = ["AHEAD", "Busy", "SearchService", "Shared", "engine"]

T = TypeVar("T")
AHEAD = 31  # days from now; articles on plans for 2045 bear that date, they are no news


class Busy(CuaKhauError):
    """Too many searches at once; try again in `retry_after` seconds."""

    code = "busy"
    retry_after = 2


@dataclass(frozen=True, slots=True)
class Shared:
    """What several processes that serve one site have in common: a folder for counts and rates,
    and which of them this one is; None: none, it only looks at theirs.
    """

    folder: Path
    slot: int | None


class SearchService:
    """`ask` runs one call on the archive.

    Raises Busy, or IndexMissing, IndexOutdated, IndexCorrupt when it cannot be opened.
    """

    def __init__(self, settings: Settings, shared: Shared | None = None) -> None:
        self.path: Path = locate(settings.index).path
        self.metrics = Metrics(shared.folder, shared.slot) if shared else Metrics()
        self._gate = threading.BoundedSemaphore(max(1, settings.searches))
        self._patience = settings.patience
        self._opening = threading.Lock()
        self._archive: Archive | None = None
        self._kept: dict[str, tuple[str, object]] = {}

    @property
    def archive(self) -> Archive:
        """The open archive; it looks for a newer generation by itself.

        A failed opening is tried again at the next call.
        """
        if self._archive is None:
            with self._opening:
                if self._archive is None:
                    from indexer.archive import Archive

                    try:
                        self._archive = Archive.open(self.path)
                    except (OSError, MemoryError) as error:
                        if kind := refusal(error):
                            raise SystemRefusal(f"{self.path}: {error}", kind) from error
                        raise IndexCorrupt(f"{self.path} cannot be read: {error}") from error
                    _tell_older(self.path)
        return self._archive

    def stamp(self) -> str:
        """Changes with every change of the archive: its generation, and when an index made anew
        took its place.
        """
        marker = self.path / "CURRENT"
        return f"{self.archive.generation} {marker.stat().st_mtime_ns if marker.exists() else 0}"

    def ask(self, question: Callable[[Archive], T]) -> T:
        """The answer of `question(archive)`, once there is room for it."""
        with self._turn():
            return question(self.archive)

    def search(self, request: SearchRequest) -> SearchResults:
        """The most usual question."""
        return self.ask(lambda archive: archive.search(request))

    def as_read(self, request: SearchRequest) -> SearchRequest:
        """The request with its filter values as the archive has them."""
        return self.ask(lambda archive: understand(archive.backend, request).request)

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What `make` makes, kept until the archive changes."""
        stamp = self.stamp()
        kept = self._kept.get(name)
        if kept is None or kept[0] != stamp:
            kept = self._kept[name] = (stamp, make())
        return cast(T, kept[1])

    def newest(self) -> DateSpan:
        """The date of the newest article, plans for days far ahead apart."""

        def ask() -> DateSpan:
            soon = datetime.now(VIETNAM).date() + timedelta(days=AHEAD)
            request = SearchRequest(sort="newest", date_to=soon.isoformat(), per_page=1)
            hits = self.search(request).hits
            return hits[0].date if hits else UNKNOWN_DATE

        return self.once("newest", ask)

    def updated(self) -> datetime | None:
        """When the archive last changed."""
        marker = self.path / "CURRENT"
        try:
            return datetime.fromtimestamp(marker.stat().st_mtime, VIETNAM)
        except OSError:  # replaced this very moment
            return None

    def is_ready(self) -> tuple[bool, str]:
        """Whether searches can be answered, and if not why, in one word."""
        try:
            self.archive.search("hợp tác")
        except CuaKhauError as error:
            return False, error.code
        except (OSError, MemoryError):
            return False, SystemRefusal.code
        except Exception:  # a fault of ours may not keep the server from saying so
            logging.getLogger(__name__).exception("the archive cannot be asked")
            return False, "internal_error"
        return True, "ready"

    @contextmanager
    def _turn(self) -> Iterator[None]:
        started = time.monotonic()
        if not self._gate.acquire(timeout=self._patience):
            self.metrics.count("cuakhau_searches_refused_total")
            raise Busy("too many searches at once")
        try:
            self.metrics.observe("cuakhau_search_wait_seconds", time.monotonic() - started)
            yield
        finally:
            self._gate.release()


def engine() -> SearchService:
    """The engine of the current application."""
    found = current_app.extensions.get("cuakhau")
    if not isinstance(found, SearchService):
        raise IndexMissing("the site was not set up with an index")
    return found


def _tell_older(path: Path) -> None:
    """Log that the articles of an index were read by other rules than this program's."""
    from indexer.building.knowledge import is_current

    try:
        current = is_current(path)
    except (CuaKhauError, OSError):  # replaced since it was opened: whoever asks next is told
        return
    if not current:
        LOGGER.warning(
            "the articles of the index were read by older rules; indexer build reads them again"
        )
