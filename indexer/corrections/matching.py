"""Which corrections an article has: by its id, or by the file it came from."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from pathlib import PurePosixPath

from indexer.corrections.fields import FIELDS
from indexer.corrections.table import Row
from indexer.model.article import Correction, CorrectionField

__all__ = ["Corrections", "mark_of"]


class Corrections:
    """The rows of a table, to be asked of each article."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._by_id: dict[str, list[Row]] = {}
        self._by_file: dict[str, list[tuple[tuple[str, ...], Row]]] = {}
        for row in rows:
            self._by_id.setdefault(row.key, []).append(row)
            if parts := _parts(row.key):
                self._by_file.setdefault(parts[-1], []).append((parts, row))

    def may_concern(self, id_: str, file: str) -> bool:
        """Might anything be said of an article? A quick look, for archives whole."""
        return id_ in self._by_id or _name(file) in self._by_file

    def of(self, id_: str, file: str) -> tuple[Correction, ...]:
        """What is said of an article, one a field, in the order of FIELDS; what is said of its id
        counts before what is said of its file.
        """
        return tuple(row.correction for row in self.rows_of(id_, file))

    def rows_of(self, id_: str, file: str) -> tuple[Row, ...]:
        """The rows that say it."""
        found: dict[CorrectionField, Row] = {}
        for row in (*self._of_file(file), *self._by_id.get(id_, ())):
            found[row.correction.field] = row
        rows = (found[field] for field in FIELDS if field in found)
        return tuple(row for row in rows if row.correction.value)

    def _of_file(self, file: str) -> list[Row]:
        ends = self._by_file.get(_name(file)) if file else None
        if not ends:
            return []
        parts = _parts(file)
        return [row for end, row in ends if parts[-len(end) :] == end]


def mark_of(corrections: tuple[Correction, ...]) -> str:
    """Stands for all that is said of an article: 16 hexadecimal digits, "" for nothing."""
    if not corrections:
        return ""
    said = "\0".join(
        text for one in corrections for text in (one.field, one.value, one.who, one.when, one.why)
    )
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _name(path: str) -> str:
    """The last part of a path, as Windows or as others write it."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2]


def _parts(path: str) -> tuple[str, ...]:
    """The folders and the name of a path, as Windows or as others write it."""
    return PurePosixPath(path.replace("\\", "/")).parts
