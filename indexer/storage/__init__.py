"""The archive on disk: a Whoosh index whose postings are memory-mapped arrays.

The only room that imports Whoosh.
"""

from typing import TYPE_CHECKING

from indexer.lazy import lazy_names

if TYPE_CHECKING:
    from indexer.storage.reader.index import Index, open_index
    from indexer.storage.reader.index_reader import IndexReader, Segment
    from indexer.storage.writer.index_writer import Writer, append, rebuild

__all__ = ["Index", "IndexReader", "Segment", "Writer", "append", "open_index", "rebuild"]

# reading must not pay for importing the writer
__getattr__ = lazy_names(
    __name__,
    {
        "Index": "indexer.storage.reader.index",
        "open_index": "indexer.storage.reader.index",
        "Segment": "indexer.storage.reader.index_reader",
        "IndexReader": "indexer.storage.reader.index_reader",
        "Writer": "indexer.storage.writer.index_writer",
        "append": "indexer.storage.writer.index_writer",
        "rebuild": "indexer.storage.writer.index_writer",
    },
)
