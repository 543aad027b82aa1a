"""One module per format, one table of formats (`registry`); a file is told by its content."""

from indexer.reading.formats.reading import read_input
from indexer.reading.formats.registry import FORMATS, METADATA

__all__ = ["FORMATS", "METADATA", "read_input"]
