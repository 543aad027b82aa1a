"""The archive on disk: a Whoosh index whose postings are memory-mapped arrays.

The only room that imports Whoosh.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indexer.storage.reader.index import Index, open_index
    from indexer.storage.reader.index_reader import IndexReader, Segment
    from indexer.storage.writer.index_writer import Writer, append, rebuild

__all__ = ["Index", "IndexReader", "Segment", "Writer", "append", "open_index", "rebuild"]

_HOMES = {
    "Index": "reader.index",
    "open_index": "reader.index",
    "Segment": "reader.index_reader",
    "IndexReader": "reader.index_reader",
    "Writer": "writer.index_writer",
    "append": "writer.index_writer",
    "rebuild": "writer.index_writer",
}


def __getattr__(name: str) -> Any:
    """Load the public names on first use: reading must not pay for importing the writer."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
