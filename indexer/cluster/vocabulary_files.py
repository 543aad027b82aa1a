"""What a front end keeps of an archive in a cluster beside itself: how often every term stands in
it, and a sample of its newest articles. Both are files of the local index's format.

Reading a query asks a few hundred times how often terms and pairs of them occur: never over a
network. What follows some words, and with which capitals they are written, is learnt from the
sample.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from indexer.storage import IndexReader, Segment
from indexer.storage.format.bigram_table import write_pairs
from indexer.storage.format.columns import ColumnWriter, narrowest
from indexer.storage.format.document_store import write_records
from indexer.storage.format.postings import write_keys
from indexer.storage.format.schema import FACETS, FIELDS, Field
from indexer.storage.reader.segment_reader import ARTICLES, COLUMNS, SegmentReader, beside
from indexer.storage.writer.merge import merge_segments

__all__ = ["FILES", "SAMPLE", "STATISTICS", "write_files"]

SAMPLED: Final = 5_000
"""Articles in the sample, the newest. The whole of them weigh some 20 MB."""
STATISTICS: Final = "statistics"
SAMPLE: Final = "sample"
FILES: Final = tuple(stem + part for stem in (STATISTICS, SAMPLE) for part in (COLUMNS, ARTICLES))
_COUNTED: Final = {"text", "title", "words", *FACETS}


def write_files(snapshot: IndexReader, folder: Path) -> None:
    """Write the files of a snapshot into a folder. Raises IndexCorrupt where it is damaged."""
    whole = folder / "whole"
    merge_segments([(segment.file, _deleted(segment)) for segment in snapshot.segments], whole)
    merged = SegmentReader(whole)
    _write_statistics(merged, folder / STATISTICS)
    older = set(range(max(0, merged.doc_count - SAMPLED)))
    merge_segments([(merged, older)], folder / SAMPLE)
    for part in (COLUMNS, ARTICLES):
        beside(whole, part).unlink()


def _deleted(segment: Segment) -> set[int]:
    return set() if segment.live is None else set(np.flatnonzero(~segment.live).tolist())


def _write_statistics(merged: SegmentReader, stem: Path) -> None:
    """The dictionaries of a segment with the number of documents and places of each term, without
    postings; and its pairs.
    """
    with ColumnWriter(beside(stem, COLUMNS)) as out:
        for spec in FIELDS.values():
            _write_dictionary(out, spec, merged)
        write_pairs(out, merged.pairs.table())
    write_records(beside(stem, ARTICLES), [])


def _write_dictionary(out: ColumnWriter, spec: Field, merged: SegmentReader) -> None:
    name, field = spec.name, merged.field(spec.name)
    counted = name in _COUNTED
    none = np.zeros(1, dtype=np.uint8)
    write_keys(out, name, field.keys() if counted else [])
    posts = field.post_offsets if counted else none
    out.add_chunks(f"{name}/post_offsets", narrowest(int(posts[-1])), [posts])
    out.add_chunks(f"{name}/docs", "<u2", [])
    if spec.kind == "documents":
        return
    out.add_chunks(f"{name}/frequencies", "<u1", [])
    if spec.kind == "positions":
        places = none if field.position_offsets is None else field.position_offsets
        out.add_chunks(f"{name}/position_offsets", narrowest(int(places[-1])), [places])
        out.add_chunks(f"{name}/positions", "<u2", [])
