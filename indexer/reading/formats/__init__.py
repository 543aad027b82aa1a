"""One module per format; each reads a file into records and raises `UnreadableSource("reason:
detail")` when it cannot.
"""

from indexer.reading.formats.choice import IGNORED_NAMES, UNREADABLE, reader_for

__all__ = ["IGNORED_NAMES", "UNREADABLE", "reader_for"]
