"""The one thread that takes entries from the spool into the index: several at once, in their
order, again until it has worked.

Taking an entry in twice does no harm, so one that was being taken when the process died is simply
taken again.
"""

from __future__ import annotations

import logging
import threading
import time
from itertools import groupby
from pathlib import Path

from indexer.building import BuildReport, correct, take_sent
from indexer.corrections.table import Table
from indexer.errors import BadArticle, CuaKhauError
from webapp.submissions.spool import Entry, Spool

__all__ = ["Writer"]

AT_ONCE = 64 * 1024 * 1024  # bytes of entries in one commit
RETRY_SECONDS = 1.0
MAX_RETRY_SECONDS = 30.0
"""Seconds until the next try when the index is busy, missing or damaged, memory short or the disk
full: twice as long each time, up to so long. Whatever is sent meanwhile asks for a try at once.
"""
LOOK = 0.25  # seconds between two looks at what another process may have taken in
_log = logging.getLogger("webapp.submissions")


class Writer:
    """Started by the first `wake`; a daemon, which dies with the process at any point without
    loss.
    """

    def __init__(self, index: Path, spool: Spool) -> None:
        self._index, self._spool = index, spool
        self._work = threading.Event()
        self._done = threading.Condition()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """There is work; also after a fork, in which threads do not live on."""
        self._work.set()
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="submissions", daemon=True)
                self._thread.start()

    def wait(self, name: str, seconds: float) -> None:
        """Wait until an entry waits no longer, or for so long."""
        end = time.monotonic() + seconds
        with self._done:
            while self._spool.state(name)[0] and (left := end - time.monotonic()) > 0:
                self._done.wait(min(left, LOOK))

    def _run(self) -> None:
        patience = RETRY_SECONDS
        while True:
            self._work.wait()
            self._work.clear()
            try:
                if self._drain():
                    patience = RETRY_SECONDS
                    continue
            except Exception as error:  # not the entries' fault: they stay, and are tried again
                name, inbox = type(error).__name__, self._spool.inbox
                _log.warning("articles wait in %s: %s: %s", inbox, name, error)
            self._later(patience)
            patience = min(2 * patience, MAX_RETRY_SECONDS)

    def _later(self, seconds: float) -> None:
        timer = threading.Timer(seconds, self._work.set)
        timer.daemon = True
        timer.start()

    def _drain(self) -> bool:
        """Take in all that waits; False when another process is about it."""
        with self._spool.alone() as alone:
            while names := self._spool.pending():
                if not alone:
                    return False
                self._take_group(self._group(names))
                with self._done:
                    self._done.notify_all()
        return True

    def _take_group(self, group: list[str]) -> None:
        """Take several entries in at once; one by one when that fails by one of them, or by their
        number, so that none holds up the others.
        """
        try:
            self._take(group)
        except Exception as error:
            if not (_is_its_own(error) or (isinstance(error, MemoryError) and len(group) > 1)):
                raise
            for name in group:
                if self._spool.state(name)[0]:  # not yet taken in
                    self._take_alone(name)

    def _group(self, names: list[str]) -> list[str]:
        """The first entries, as many as go into one commit."""
        group, size = names[:1], self._spool.size(names[0])
        for name in names[1:]:
            if (size := size + self._spool.size(name)) > AT_ONCE:
                break
            group.append(name)
        return group

    def _take_alone(self, name: str) -> None:
        try:
            self._take([name])
        except Exception as error:
            if not _is_its_own(error):
                raise
            _log.exception("cannot take in %s", name)
            self._spool.fail(name, f"{type(error).__name__}: {error}")

    def _take(self, names: list[str]) -> None:
        """Bring the index to where these entries lead: articles and corrections in their order, as
        many of one kind as follow each other in one step.
        """
        entries = [(name, self._spool.read(name)) for name in names]
        for corrects, run in groupby(entries, key=lambda one: bool(one[1].correct)):
            group = list(run)
            if corrects:
                self._correct([entry for _, entry in group])
            else:
                self._change([entry for _, entry in group])
            self._spool.drop([name for name, _ in group])

    def _change(self, entries: list[Entry]) -> None:
        """Add and remove articles: for each id the last word counts."""
        last: dict[str, str | None] = {}
        for entry in entries:
            last.update(dict(entry.add))
            last.update(dict.fromkeys(entry.remove))
        articles = {id_: line for id_, line in last.items() if line is not None}
        gone = [id_ for id_, line in last.items() if line is None]
        _tell(take_sent(articles, gone, self._index))

    def _correct(self, entries: list[Entry]) -> None:
        """Put into the file of corrections what people say, and bring the index to it."""

        def edit(table: Table) -> None:
            for entry in entries:
                for one in entry.correct:
                    one.apply(table)

        _tell(correct(self._index, edit))


def _tell(report: BuildReport) -> None:
    if report.unsaved:
        _log.warning("the next build reads all files again: %s", report.unsaved)


def _is_its_own(error: Exception) -> bool:
    """Does an entry fail by itself, whatever the state of the index, the memory and the disk?"""
    if isinstance(error, BadArticle):
        return True
    return not isinstance(error, CuaKhauError | OSError | MemoryError)
