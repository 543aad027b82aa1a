"""Articles sent over HTTP: kept on disk before they are promised, written to the index by one
thread.
"""

from webapp.submissions.queue import Full, NotPersisted, State, SubmissionQueue, submission_queue

__all__ = ["Full", "NotPersisted", "State", "SubmissionQueue", "submission_queue"]
