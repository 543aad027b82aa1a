"""Where articles are handed in: checks who may, keeps what was handed in, tells what has become of
it.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from flask import current_app

from indexer.building.given_records import SourceDocument, as_line
from indexer.building.place import home_of
from indexer.corrections.edits import Edit
from indexer.errors import CuaKhauError, IndexMissing
from webapp.submissions.spool import Entry, Spool
from webapp.submissions.writer import Writer

__all__ = ["Full", "NotPersisted", "State", "SubmissionQueue", "submission_queue"]


class NotPersisted(CuaKhauError):
    """What was handed in could not be written to disk, and is not promised; try again in
    `retry_after` seconds.
    """

    code = "not_kept"
    retry_after = 60


class Full(CuaKhauError):
    """Too much waits to be written; try again in `retry_after` seconds."""

    code = "queue_full"
    retry_after = 10


@dataclass(frozen=True, slots=True)
class State:
    """What has become of a submission.

    `name` is signed: only those that were given out have a state.
    """

    name: str
    state: Literal["queued", "committed", "failed"]
    detail: str = ""


class SubmissionQueue:
    """One per application and index.

    What was waiting when the last process ended is taken in at once.
    """

    MAX_WAITING = 1_000  # entries

    def __init__(self, index: Path, token: str) -> None:
        self._token = token.encode()
        self._spool = Spool(home_of(index))
        self._writer = Writer(index, self._spool)
        if self._spool.pending():
            self._writer.wake()

    @property
    def is_open(self) -> bool:
        """Whether a token is configured; without one nothing can be handed in."""
        return bool(self._token)

    def admits(self, authorization: str) -> bool:
        """Does an Authorization header bear the token? Takes as long for a wrong one as for the
        right one.
        """
        scheme, _, given = authorization.partition(" ")
        return self.is_token(given) and scheme.casefold() == "bearer"

    def is_token(self, given: str) -> bool:
        """Is it the token? Takes as long for a wrong one as for the right one."""
        same = hmac.compare_digest(
            sha256(given.strip().encode("utf-8", "replace")).digest(), sha256(self._token).digest()
        )
        return same and self.is_open

    def add(self, articles: Sequence[SourceDocument]) -> State:
        """Keep articles; once this returns they will be in the index whatever becomes of this
        process.
        """
        return self._keep(Entry(add=tuple((article.id, as_line(article)) for article in articles)))

    def remove(self, ids: Sequence[str]) -> State:
        """Keep the wish to remove articles."""
        return self._keep(Entry(remove=tuple(ids)))

    def correct(self, edit: Edit) -> State:
        """Keep a change of what is said of an article."""
        return self._keep(Entry(correct=(edit,)))

    def expects(self, id_: str) -> bool:
        """Does an article with this id wait to be added?"""
        awaited = False
        for name in self._spool.pending():
            try:
                entry = self._spool.read(name)
            except (FileNotFoundError, ValueError):  # taken in this moment, or damaged
                continue
            awaited = (awaited or id_ in dict(entry.add)) and id_ not in entry.remove
        return awaited

    def wait(self, state: State, seconds: float) -> State:
        """The state after at most so many seconds, sooner when it is no longer queued."""
        if state.state == "queued" and seconds:
            self._writer.wake()
            self._writer.wait(state.name.partition("-")[0], seconds)
        return self.state(state.name) or state

    def state(self, name: str) -> State | None:
        """The state of a submission; None for names that were never given out under this token."""
        number, _, signature = name.partition("-")
        if not hmac.compare_digest(signature.encode(), self.sign(number)[:20].encode()):
            return None
        waits, reason = self._spool.state(number)
        if waits:
            return State(name, "queued", reason)
        return State(name, "failed" if reason else "committed", reason)

    def sign(self, text: str) -> str:
        """What only who has the token can make of a text: 64 hexadecimal digits."""
        return hmac.new(self._token, text.encode("utf-8", "replace"), sha256).hexdigest()

    def _keep(self, entry: Entry) -> State:
        try:
            number = self._put(entry)
        except OSError as error:
            raise NotPersisted(f"a submission cannot be kept: {error}") from error
        return State(f"{number}-{self.sign(number)[:20]}", "queued")

    def _put(self, entry: Entry) -> str:
        if len(self._spool.pending()) >= self.MAX_WAITING:
            self._writer.wake()
            raise Full("too many submissions wait to be written")
        number = self._spool.put(entry)
        self._writer.wake()
        return number


def submission_queue() -> SubmissionQueue:
    """The queue of the current application."""
    found = current_app.extensions.get("cuakhau_submission_queue")
    if not isinstance(found, SubmissionQueue):
        raise IndexMissing("the site was not set up with an index")
    return found
