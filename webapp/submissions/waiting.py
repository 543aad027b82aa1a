"""Waiting for a submission to reach the index, without holding what others need."""

from __future__ import annotations

from indexer.corrections.edits import Edit
from webapp.serving import logs
from webapp.serving.admission import admission
from webapp.submissions.queue import State, submission_queue

__all__ = ["corrected", "waited"]


def waited(kept: State, seconds: int) -> State:
    """The state after at most so many seconds, and at once where too many wait already."""
    if not seconds:
        return kept
    with admission().aside() as may:
        return submission_queue().wait(kept, seconds if may else 0)


def corrected(edit: Edit, seconds: int) -> State:
    """Keep what people say of an article; its state after at most so many seconds."""
    kept = submission_queue().correct(edit)
    logs.event("corrected", submission=kept.name, fields=len(edit.said) + len(edit.undone))
    return waited(kept, seconds)
