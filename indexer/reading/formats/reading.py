"""One input read by the reader of its kind; used for files, and for what archives and messages
hold.
"""

from __future__ import annotations

from collections.abc import Iterator

from indexer.errors import UnreadableSource
from indexer.reading.formats.detection import kind_of
from indexer.reading.formats.inputs import Input
from indexer.reading.formats.registry import format_of, is_misnamed, reader_of
from indexer.reading.source_documents import IngestReport, Skipped, SourceDocument

__all__ = ["read_input"]


def read_input(
    given: Input, report: IngestReport, *, listed: bool = True, kind: str | None = None
) -> Iterator[SourceDocument]:
    """The articles of one input; a fault ends it, is reported, and never raises.

    A kind that is not read is a fault when somebody `listed` the input by name, else it is only
    counted.
    """
    try:
        kind = kind_of(given) if kind is None else kind
        if kind == "encrypted":
            raise UnreadableSource("encrypted")
        if format_of(kind) is None or (kind == "image" and not given.limits.ocr):
            report.unread(given.path, kind, listed=listed)
            return
        if given.suffix and is_misnamed(given.suffix, kind):
            report.noted.append(Skipped(given.path, "other-kind", kind))
        told = report.told
        found = 0
        for document in reader_of(kind)(given, report):
            found += 1
            yield document
        if not found and report.told == told:
            raise UnreadableSource("empty")  # nothing is passed over without a word
    except UnreadableSource as fault:
        report.fault(given.path, fault)
    except MemoryError:
        report.fault(given.path, UnreadableSource("memory"))
    except RecursionError:
        report.fault(given.path, UnreadableSource("too-deep"))
    except OSError as fault:
        report.fault(given.path, UnreadableSource(f"unreadable: {fault.strerror or fault}"))
    except (
        Exception
    ) as fault:  # what strangers made may fail in any way; the other files must still be read
        report.fault(given.path, UnreadableSource(f"damaged: {type(fault).__name__}: {fault}"))
