"""Mail (.eml) and web pages saved as one file (.mht): MIME messages, read by Python's own
library.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import PurePosixPath
from typing import Final

from indexer.errors import UnreadableSource
from indexer.reading.formats.encodings import decode, repair
from indexer.reading.formats.fields import with_fields
from indexer.reading.formats.inputs import Input
from indexer.reading.formats.markup import plain_text
from indexer.reading.formats.reading import read_input
from indexer.reading.limits import MEMBERS, NESTING
from indexer.reading.source_documents import IngestReport, Skipped, SourceDocument

__all__ = ["attached", "letter", "read"]

_LONGEST_NAME: Final = 100
_REPLY = re.compile(r"^(?:(?:re|fwd?|tl|trả lời|chuyển tiếp)\s{0,2}:\s{0,3}){1,9}", re.I)


def read(given: Input, report: IngestReport) -> Iterator[SourceDocument]:
    """The page of a web archive; of a mail its text, and an article for each attachment that can
    be read.
    """
    if given.depth >= NESTING:
        raise UnreadableSource("too-deep")
    message = message_from_bytes(given.data(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    parts = _parts(message)
    if _is_page(message, given):
        yield from _page(given, message, parts, report)
        return
    text = _text(parts)
    files = [part for part in parts if _is_file(part)]
    if text.strip():
        yield letter(
            given,
            text,
            _header(message, "subject"),
            _header(message, "from"),
            _header(message, "date"),
            report,
        )
    elif not files:
        raise UnreadableSource("empty")
    names: set[str] = set()
    for number, part in enumerate(files, 1):
        name = _file_name(part) or f"{number}"
        name = f"{number}-{name}" if PurePosixPath(name).stem in names else name
        names.add(PurePosixPath(name).stem)
        yield from attached(given, name, _payload(part), report)


def letter(
    given: Input, text: str, subject: str, sender: str, date: str, report: IngestReport
) -> SourceDocument:
    """The article of a mail: titled by its subject, by its sender, of the day it was sent."""
    name, address = parseaddr(sender)
    fields = {
        "title": _REPLY.sub("", subject).strip(),
        "author": repair(name or address or sender),
        "date": date,
    }
    found = SourceDocument(id=given.id, title="", text=repair(text), path=given.path)
    document, bad = with_fields(found, fields)
    if bad:
        report.noted.append(Skipped(given.path, "bad-date", bad))
    return document


def attached(
    given: Input, name: str, data: bytes, report: IngestReport
) -> Iterator[SourceDocument]:
    """The articles of an attachment."""
    name = re.sub(r"[\x00-\x1f\x7f/\\]", "_", name)[-_LONGEST_NAME:]
    id_ = f"{given.id}/{PurePosixPath(name).stem}"
    inner = Input(f"{given.path}/{name}", id_, io.BytesIO(data), given.limits, given.depth + 1)
    yield from read_input(inner, report, listed=False)


def _parts(message: EmailMessage) -> list[EmailMessage]:
    """The message's parts that are no containers."""
    parts: list[EmailMessage] = []
    for part in message.walk():
        if len(parts) > MEMBERS:
            raise UnreadableSource(f"too-large: more than {MEMBERS} parts")
        if not part.is_multipart() and isinstance(part, EmailMessage):
            parts.append(part)
    return parts


def _is_page(message: EmailMessage, given: Input) -> bool:
    saved = message.get("Snapshot-Content-Location") is not None
    return saved or given.suffix in (".mht", ".mhtml")


def _page(
    given: Input, message: EmailMessage, parts: list[EmailMessage], report: IngestReport
) -> Iterator[SourceDocument]:
    from indexer.reading.formats.html import page

    first = next(
        (
            part
            for part in parts
            if part.get_content_type() in ("text/html", "application/xhtml+xml")
        ),
        None,
    )
    if first is None:
        raise UnreadableSource("empty")
    url = _header(message, "Snapshot-Content-Location") or _header(first, "Content-Location")
    document, bad = page(given, _written(first), url)
    if bad:
        report.noted.append(Skipped(given.path, "bad-date", bad))
    yield document


def _text(parts: list[EmailMessage]) -> str:
    """What the mail says: its plain text, else its HTML."""
    told = [part for part in parts if not _is_file(part)]
    plain = [_written(part) for part in told if part.get_content_type() == "text/plain"]
    if any(text.strip() for text in plain):
        return "\n".join(plain)
    return "\n".join(
        plain_text(_written(part)) for part in told if part.get_content_type() == "text/html"
    )


def _is_file(part: EmailMessage) -> bool:
    """Is it an attachment: named, or of a kind that is no text of the mail?"""
    if part.get_content_disposition() == "attachment":
        return True
    if part.get("Content-ID") and part.get_content_maintype() == "image":
        return False
    return bool(_file_name(part)) or part.get_content_maintype() == "application"


def _file_name(part: EmailMessage) -> str:
    try:
        return part.get_filename() or ""
    except Exception:  # headers made by strangers may fail in any way
        return ""


def _header(message: EmailMessage, name: str) -> str:
    """A header in words; "" when there is none, or when it cannot be read."""
    try:
        value = str(message.get(name, ""))
    except Exception:  # headers made by strangers may fail in any way
        return ""
    if any(
        "\udc80" <= letter <= "\udcff" for letter in value
    ):  # bytes that the mail did not declare
        value = decode(value.encode("utf-8", "surrogateescape")).text
    return repair(" ".join(value.split()))


def _payload(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _written(part: EmailMessage) -> str:
    data = _payload(part)
    if not data.strip():
        return ""
    is_page = part.get_content_type() != "text/plain"
    return decode(data, [part.get_content_charset() or ""], markup=is_page).text
