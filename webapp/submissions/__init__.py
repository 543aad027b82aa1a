"""Articles sent over HTTP: kept on disk before they are promised, written to the index by one thread."""

from webapp.submissions.queue import Desk, Full, NotKept, State, desk

__all__ = ["Desk", "Full", "NotKept", "State", "desk"]
