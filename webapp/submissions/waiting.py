"""Waiting for a submission to reach the index, without holding what others need."""

from __future__ import annotations

from webapp.serving.admission import admission
from webapp.submissions.queue import State, submission_queue

__all__ = ["waited"]


def waited(kept: State, seconds: int) -> State:
    """The state after at most so many seconds, and at once where too many wait already."""
    if not seconds:
        return kept
    with admission().aside() as may:
        return submission_queue().wait(kept, seconds if may else 0)
