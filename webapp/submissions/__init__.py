"""Articles sent over HTTP: kept on disk before they are promised, written to the index by one thread."""

from webapp.submissions.desk import Desk, Full, State, desk

__all__ = ["Desk", "Full", "State", "desk"]
