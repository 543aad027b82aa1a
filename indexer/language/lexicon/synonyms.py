"""Words that mean the same, as plain files list them: one line a group, in Solr's format.

    tàu hỏa, xe lửa            each finds the other
    tàu hỏa => đường sắt       the first finds the second, too; not the other way round

The file that comes with the program and the office's own, which CUAKHAU_SYNONYMS names, are read
when a query is, anew when they have changed; the index knows nothing of them.
"""

from __future__ import annotations

import os
from contextlib import suppress
from errno import EFBIG, ENOENT
from pathlib import Path

from indexer.caching import memoized
from indexer.language.lexicon.phrases import PhraseTable, words_of

__all__ = ["ENVIRONMENT", "own_fault", "parse_synonyms", "synonyms_version", "synonyms_within"]

ENVIRONMENT = "CUAKHAU_SYNONYMS"
MAX_BYTES = 4_000_000
"""Of an office's file: a hundred times the one that comes with the program."""
_SHIPPED = Path(__file__).parent / "synonyms.txt"

Table = PhraseTable[tuple[str, ...], tuple[str, ...]]


def parse_synonyms(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """(a writing, what it finds too) for each line; lines that are no group are passed over."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for line in text.splitlines():
        line = line.partition("#")[0]
        left, arrow, right = line.partition("=>")
        names = [name.strip() for name in left.split(",") if name.strip()]
        if arrow:
            others = tuple(name.strip() for name in right.split(",") if name.strip())
            found += [(name, others) for name in names if others]
        else:
            found += [
                (name, tuple(other for other in names if other != name))
                for name in names
                if len(names) > 1
            ]
    return found


def synonyms_within(words: tuple[str, ...]) -> list[tuple[int, int, tuple[str, ...]]]:
    """(start, end, other words for them) of the rows among the words that have synonyms."""
    found = _table(*synonyms_version()).within(words)
    return [
        (start, end, tuple(dict.fromkeys(name for others in entries for name in others)))
        for start, end, entries in found
    ]


def synonyms_version() -> tuple[str, int]:
    """The office's file, and when it was last written: with either, what words mean changes."""
    own = os.environ.get(ENVIRONMENT, "")
    return own, _changed(own)


def own_fault() -> str:
    """Why the office's file is not used, for its owner to read; "" when it is, or none is named."""
    path = os.environ.get(ENVIRONMENT, "")
    if not path:
        return ""
    try:
        _own(path)
    except OSError as error:
        return f"{path}: {error.strerror or error}"
    return ""


def _own(path: str) -> str:
    """The office's file. Raises OSError when it cannot be read, or is none to be read: a device
    never ends.
    """
    if not Path(path).is_file():
        raise FileNotFoundError(ENOENT, "no such file", path)
    with Path(path).open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise OSError(EFBIG, f"larger than {MAX_BYTES:,} bytes", path)
    return content.decode("utf-8-sig", errors="replace")


def _changed(path: str) -> int:
    """When the office's file was last written; 0 when there is none."""
    try:
        return Path(path).stat().st_mtime_ns if path else 0
    except OSError:
        return 0


@memoized("language.lexicon.synonyms", entries=2, entry_bytes=100_000)
def _table(path: str, changed: int) -> Table:
    lines = parse_synonyms(_SHIPPED.read_text("utf-8"))
    if changed:
        with suppress(OSError):  # said at the start; no search fails by it
            lines += parse_synonyms(_own(path))
    return PhraseTable(lines, lambda text, others: [(words_of(text), others)])
