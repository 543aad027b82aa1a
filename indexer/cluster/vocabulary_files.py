"""What a front end keeps of an archive in a cluster beside itself: how often every term stands in
it, a sample of its newest articles, and those that tell something for the register of cooperation.
All are files of the local index's format.

Reading a query asks a few hundred times how often terms and pairs of them occur: never over a
network. What follows some words, and with which capitals they are written, is learnt from the
sample. How often terms stand is a sum over articles: what comes is added, what goes is subtracted.
The register is put together from all that the articles say; two in a hundred have anything to say.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from indexer.cluster.client import Client
from indexer.cluster.published import Published, read_files
from indexer.storage import IndexReader, Segment
from indexer.storage.format.bigram_table import Pairs, merge_pairs, write_pairs
from indexer.storage.format.columns import ColumnWriter, Seal, narrowest
from indexer.storage.format.document_store import write_records
from indexer.storage.format.postings import FieldTerms, lengths_of, offsets_of, write_keys
from indexer.storage.format.schema import FACETS, FIELDS, Field
from indexer.storage.format.term_dictionary import FieldReader
from indexer.storage.reader.segment_reader import ARTICLES, COLUMNS, SegmentReader, beside
from indexer.storage.writer.merge import merge_segments
from indexer.storage.writer.segment_writer import SegmentBuilder

__all__ = [
    "LIKENESS",
    "REGISTER",
    "SAMPLE",
    "SAMPLED",
    "STATISTICS",
    "Change",
    "fetched",
    "files_among",
    "of_stem",
    "sealed",
    "segments_of",
    "write_register",
    "write_sample",
    "write_statistics",
]

SAMPLED: Final = 5_000
"""Articles in the sample, the newest. The whole of them weigh some 20 MB."""
STATISTICS: Final = "statistics"
SAMPLE: Final = "sample"
LIKENESS: Final = "likeness"
REGISTER: Final = "register"
_COUNTED: Final = {"text", "title", "words", *FACETS}


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of the articles that files are about: those of some segments come, each without
    its deleted ones; of those before, as segments too, some go.
    """

    added: Sequence[tuple[SegmentReader, set[int]]]
    gone: Sequence[SegmentReader] = ()
    gone_ids: Collection[str] = ()


def of_stem(stem: str) -> tuple[str, str]:
    """The two files of a stem."""
    return stem + COLUMNS, stem + ARTICLES


def files_among(names: Collection[str], kind: str) -> str:
    """The stem of the statistics or of the sample among the names of an archive's files."""
    stems = {name.removesuffix(COLUMNS) for name in names if name.endswith(COLUMNS)}
    return next((stem for stem in stems if stem.startswith(kind)), "")


def fetched(client: Client, published: Published, kind: str, folder: Path) -> SegmentReader:
    """The file of a kind, fetched into a folder. Raises IndexCorrupt where it is another."""
    stem = files_among(published.seals, kind)
    read_files(client, published, of_stem(stem), folder)
    return sealed(folder / stem, published)


def sealed(stem: Path, published: Published) -> SegmentReader:
    """One of an archive's files. Raises FileNotFoundError, and IndexCorrupt where it is another."""
    columns, articles = (Seal(*published.seals[name]) for name in of_stem(stem.name))
    return SegmentReader(stem, (columns, articles))


def write_statistics(before: SegmentReader | None, change: Change, stem: Path) -> None:
    """Write the dictionaries of an archive with the number of documents and places of each term,
    without postings; and its pairs. Raises IndexCorrupt where a segment is damaged.
    """
    whole = stem.with_name("whole")
    _join(change.added, whole)
    parts = [(SegmentReader(whole), 1), *((one, -1) for one in change.gone)]
    if before is not None:
        parts.append((before, 1))
    with ColumnWriter(beside(stem, COLUMNS)) as out:
        for spec in FIELDS.values():
            fields = [(part.field(spec.name), sign) for part, sign in parts]
            _write_dictionary(out, spec, fields if spec.name in _COUNTED else [])
        write_pairs(out, _pairs(parts))
    write_records(beside(stem, ARTICLES), [])
    for name in of_stem(whole.name):
        (whole.parent / name).unlink()


def write_sample(before: SegmentReader | None, change: Change, stem: Path) -> None:
    """Write the newest articles: those of the sample before and those that come. Raises
    IndexCorrupt where a segment is damaged.
    """
    parts = _left(before, change)
    excess = sum(file.doc_count - len(deleted) for file, deleted in parts) - SAMPLED
    for file, deleted in parts:
        for doc in range(file.doc_count):
            if excess <= 0:
                break
            if doc not in deleted:
                deleted.add(doc)
                excess -= 1
    _join(parts, stem)


def write_register(before: SegmentReader | None, change: Change, stem: Path) -> None:
    """Write the articles that tell something for the register: those of before, and those that
    come. Raises IndexCorrupt where a segment is damaged.
    """
    parts = _left(before, change)
    for file, deleted in parts:
        telling, _ = file.findings()
        deleted.update(doc for doc in range(file.doc_count) if doc not in telling)
    _join(parts, stem)


def _left(before: SegmentReader | None, change: Change) -> list[tuple[SegmentReader, set[int]]]:
    """A file of before and the segments that come, each with the articles that do not stay."""
    parts = [(file, set(deleted)) for file, deleted in change.added]
    if before is not None:
        ids = before.field("id")
        places = (ids.find(id_.encode()) for id_ in change.gone_ids)
        gone = {doc for at in places if at >= 0 for doc in ids.docs(at).tolist()}
        parts.insert(0, (before, gone))
    return parts


def _join(parts: Sequence[tuple[SegmentReader, set[int]]], stem: Path) -> None:
    """Write what is left of segments as one; there may be none."""
    left = [part for part in parts if len(part[1]) < part[0].doc_count]
    if left:
        merge_segments(left, stem)
    else:
        SegmentBuilder().write(stem)


def segments_of(snapshot: IndexReader) -> list[tuple[SegmentReader, set[int]]]:
    """The segments of a snapshot, each with its deleted documents."""
    return [(segment.file, _deleted(segment)) for segment in snapshot.segments]


def _deleted(segment: Segment) -> set[int]:
    return set() if segment.live is None else set(np.flatnonzero(~segment.live).tolist())


def _pairs(parts: Sequence[tuple[SegmentReader, int]]) -> Pairs:
    """The sum of tables of pairs, some of which are subtracted."""
    tables = []
    for part, sign in parts:
        table = part.pairs.table()
        counts = (sign * table.counts.astype(np.int64)).astype(np.uint32)  # modulo 2 ** 32
        tables.append(Pairs(table.syllables, table.codes, counts))
    summed = merge_pairs(tables)
    left = summed.counts > 0
    return Pairs(summed.syllables, summed.codes[left], summed.counts[left])


def _write_dictionary(
    out: ColumnWriter, spec: Field, fields: Sequence[tuple[FieldReader, int]]
) -> None:
    name, terms = spec.name, _summed(fields)
    posts, places = offsets_of(terms.dfs), offsets_of(terms.cfs)
    write_keys(out, name, terms.keys)
    out.add_chunks(f"{name}/post_offsets", narrowest(int(posts[-1])), [posts])
    out.add_chunks(f"{name}/docs", "<u2", [])
    if spec.kind == "documents":
        return
    out.add_chunks(f"{name}/frequencies", "<u1", [])
    if spec.kind == "positions":
        out.add_chunks(f"{name}/position_offsets", narrowest(int(places[-1])), [places])
        out.add_chunks(f"{name}/positions", "<u2", [])


def _summed(fields: Sequence[tuple[FieldReader, int]]) -> FieldTerms:
    """The terms of some dictionaries with the sums of their counts; some are subtracted."""
    keys = sorted(set().union(*(field.keys() for field, _ in fields)))
    rank = {key: at for at, key in enumerate(keys)}
    dfs, cfs = np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=np.int64)
    for field, sign in fields:
        own = field.keys()
        ranks = np.fromiter(map(rank.__getitem__, own), dtype=np.int64, count=len(own))
        dfs[ranks] += sign * lengths_of(field.post_offsets)
        if field.position_offsets is not None:
            cfs[ranks] += sign * lengths_of(field.position_offsets)
    left = dfs > 0
    kept = [key for key, is_left in zip(keys, left.tolist(), strict=True) if is_left]
    return FieldTerms(kept, dfs[left], np.maximum(cfs[left], 0))
