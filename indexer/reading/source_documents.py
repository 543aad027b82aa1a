"""The raw article as it was found, and the account of a reading: what was read, skipped or found
twice.

Reasons are codes; the words for the person at the keyboard, Vietnamese or English, are given by
`describe`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import PurePath
from typing import Literal

from indexer.errors import UnreadableSource
from indexer.model.messages import Language, of_system

__all__ = [
    "Duplicate",
    "IngestReport",
    "Skipped",
    "SourceDocument",
    "describe",
    "fingerprint",
]


_REASONS: dict[str, tuple[str, str]] = {
    # what was not read
    "missing": ("không có tệp hay thư mục này", "no such file or folder"),
    "empty": ("không có chữ nào", "it holds no text"),
    "binary": ("không phải văn bản", "it is not text"),
    "unsupported": ("định dạng tệp này chưa được hỗ trợ", "this format of files is not supported"),
    "not-a-file": ("không phải tệp thường", "it is not a regular file"),
    "link": (
        "liên kết trỏ ra ngoài thư mục nguồn: không đi theo",
        "a link that leads out of the source: not followed",
    ),
    "picture": ("ảnh, cần OCR (xem --ocr)", "a picture: it needs OCR (see --ocr)"),
    "scanned": ("PDF ảnh quét, cần OCR (xem --ocr)", "a scanned PDF: it needs OCR (see --ocr)"),
    "no-ocr": (
        "cần cài Tesseract và dữ liệu tiếng Việt (tesseract-ocr, tesseract-ocr-vie)",
        "Tesseract and its Vietnamese data are needed (tesseract-ocr, tesseract-ocr-vie)",
    ),
    "encrypted": ("tệp có mật khẩu", "the file is locked by a password"),
    "damaged": ("tệp hỏng, không mở được", "the file is damaged and cannot be opened"),
    "timeout": (
        "đọc quá lâu nên đã dừng (giới hạn CUAKHAU_READ_SECONDS)",
        "reading took too long and was stopped (limit CUAKHAU_READ_SECONDS)",
    ),
    "memory": (
        "đọc tốn quá nhiều bộ nhớ nên đã dừng (giới hạn CUAKHAU_READ_MEMORY)",
        "reading took too much memory and was stopped (limit CUAKHAU_READ_MEMORY)",
    ),
    "crashed": (
        "chương trình đọc bị sập vì tệp này",
        "the program that reads it crashed on this file",
    ),
    "too-deep": ("lồng nhau quá nhiều tầng", "it is nested too deeply"),
    "line-too-long": ("dòng này quá dài", "this line is too long"),
    "not-json": ("dòng này không phải JSON", "this line is not JSON"),
    "not-object": (
        "dòng này không phải một bài (cần một đối tượng JSON)",
        "this line is not an article (a JSON object)",
    ),
    "no-id": ("bài thiếu mã `id`", "the article has no `id`"),
    "no-text": (
        "bài không có nội dung (`body` hoặc `text`)",
        "the article has no `body` or `text`",
    ),
    "bad-body": (
        "nội dung (`body`) không phải chữ, cũng không phải dãy đoạn văn",
        "the `body` is neither a text nor a list of paragraphs",
    ),
    "bad-metadata": ("phần khai báo không đọc được", "the metadata cannot be read"),
    "no-column": ("thiếu cột cần có", "a column is missing"),
    "needs-library": (
        "cần cài thêm thư viện đọc định dạng này",
        "a library for this format is not installed",
    ),
    "emptied": (
        "thư mục trống: bài từng lấy ở đây vẫn giữ trong chỉ mục",
        "the folder is empty: the articles that came from it stay in the index",
    ),
    "too-large": ("quá lớn", "it is too large"),
    "unreadable": ("không được phép đọc hoặc đĩa lỗi", "it may not be read, or the disk failed"),
    "bad-feed": (
        "không phải RSS, Atom hay RDF hợp lệ",
        "it is not a valid RSS, Atom or RDF feed",
    ),
    # what was read, with something to say of it
    "bad-date": (
        "ngày không hiểu được (nên viết 2025-03-06 hoặc 6/3/2025)",
        "the date is not understood (write 2025-03-06 or 6/3/2025)",
    ),
    "cut-short": (
        "tệp bị cắt cụt hay sai cú pháp, đọc đến đâu hay đến đó",
        "it ends too early or is not well formed; read as far as it goes",
    ),
    "open-quote": (
        "dấu nháy mở mà không đóng: phần còn lại của bảng nằm trong một ô của dòng này",
        "a quotation mark is never closed: the rest of the table is in one cell of this row",
    ),
    "bad-bytes": (
        "có byte hỏng, hiện thành dấu � trong bài",
        "it holds bad bytes, shown as � in the article",
    ),
    "scanned-pages": (
        "có trang là ảnh quét, không có chữ (xem --ocr)",
        "some pages are scanned pictures without text (see --ocr)",
    ),
    "fragments": (
        "chữ trong PDF bị rời từng mảnh, có thể tìm không ra",
        "the words of the PDF come in fragments and may not be found",
    ),
    "no-such-file": (
        "dòng khai báo nói về một tệp không có",
        "a row of metadata names a file that is not there",
    ),
    "no-file-name": (
        "dòng khai báo không nêu tên tệp",
        "a row of metadata names no file",
    ),
    "same-name": (
        "trùng tên với một tệp khác nên bài mang mã",
        "another file has the same name, so the article has the id",
    ),
    "other-kind": (
        "đuôi tệp không đúng loại; đã đọc theo nội dung là",
        "its name is of another kind; read by its content as",
    ),
    "no-facts": (
        "không nhận ra được ngày và địa danh vì lỗi chương trình",
        "dates and places could not be read for a fault of the program",
    ),
}
_HARMLESS = frozenset({"same-name", "other-kind"})
"""Notes of which nothing is lost: `--strict` lets them pass."""

_DUPLICATES: dict[str, tuple[str, str]] = {
    "id": (
        "trùng mã `{id}` với {other}: giữ bài gặp trước",
        "same id `{id}` as {other}: the first one is kept",
    ),
    "text": ("trùng nội dung với {other}: giữ cả hai", "same text as {other}: both are kept"),
}


def describe(reason: str, language: Language = "en") -> str:
    """A reason in words."""
    return _REASONS[reason][language == "en"]


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """An article as found. `date` is ISO 8601 as stated by metadata, or empty; names override what
    would be extracted.
    """

    id: str
    title: str
    text: str
    date: str = ""
    url: str = ""
    source: str = ""
    author: str = ""
    provinces: tuple[str, ...] = ()
    counterparts: tuple[str, ...] = ()
    path: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or one line of it, that was not read.

    `reason` is a code, `detail` what the library said.
    """

    path: str
    reason: str
    detail: str = ""
    line: int = 0

    def describe(self, language: Language = "vi") -> str:
        """One line for the reader: where, why, and in brackets what the library said."""
        path = _printable(self.path)
        where = f"{path}:{self.line}" if self.line else path
        reason = describe(self.reason, language)
        detail = of_system(self.detail, language)
        return f"{where}: {reason}" + (f" ({detail})" if detail else "")


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An article met again: `kind` is "id" (the later one was skipped) or "text" (both
    were kept).
    """

    kind: Literal["id", "text"]
    id: str
    path: str
    other: str

    def describe(self, language: Language = "vi") -> str:
        """One line for the reader."""
        return f"{_printable(self.path)}: " + _DUPLICATES[self.kind][language == "en"].format(
            id=self.id, other=self.other
        )


@dataclass(slots=True)
class IngestReport:
    """The account of one reading, filled while `records` is consumed.

    `skipped` is what was not read, `noted` what was read although something is wrong with it.
    `others` counts the files in folders that are of no kind that is read, by their endings.
    `unseen` are folders that could not be looked into: what they hold is not known.
    """

    read: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    noted: list[Skipped] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)
    unseen: list[str] = field(default_factory=list)

    def fault(self, path: str, fault: UnreadableSource) -> None:
        """Note that a file was not read, for the reason that the error's message begins with."""
        reason, _, detail = str(fault).partition(": ")
        if reason not in _REASONS:
            reason, detail = "damaged", str(fault)
        self.skipped.append(Skipped(path, reason, _printable(detail)))

    def unread(self, path: str, kind: str, *, listed: bool) -> None:
        """Note a file of no kind that is read: a fault when it was `listed` by name."""
        if listed:
            reason = "picture" if kind == "image" else "unsupported"
            self.skipped.append(Skipped(path, reason, "" if kind == "image" else kind))
        else:
            self.others[PurePath(path).suffix.casefold() or kind or "?"] += 1

    @property
    def faults(self) -> list[Skipped]:
        """All that was skipped or noted."""
        return self.skipped + self.noted

    @property
    def told(self) -> int:
        """How many things there are to tell."""
        return len(self.skipped) + len(self.noted) + sum(self.others.values())

    @property
    def clean(self) -> bool:
        """True when nothing was skipped, lost or met twice: what `--strict` asks."""
        told = [note for note in self.noted if note.reason not in _HARMLESS]
        return not (self.skipped or told or self.duplicates or self.others)

    def summary(self, language: Language = "vi") -> str:
        """One line: how many were read, skipped, met twice."""
        if language == "en":
            return (
                f"{self.read} read, {len(self.skipped)} skipped, {len(self.duplicates)} duplicates"
            )
        return f"đọc {self.read} bài, bỏ qua {len(self.skipped)}, trùng {len(self.duplicates)}"

    def lines(self, language: Language = "vi") -> list[str]:
        """Every skip, note and duplicate in words, in the order met; last, what else lay there."""
        told = [fault.describe(language) for fault in self.faults]
        told += [again.describe(language) for again in self.duplicates]
        return told + ([self._others(language)] if self.others else [])

    def _others(self, language: Language) -> str:
        """«20 tệp loại khác, không đọc: .pptx 12, .jpg 8»."""
        kinds = sorted(self.others.items(), key=lambda one: (-one[1], one[0]))
        listed = ", ".join(f"{kind} {count}" for kind, count in kinds)
        count = sum(self.others.values())
        if language == "en":
            return f"{count} files of other kinds, not read: {listed}"
        return f"{count} tệp loại khác, không đọc: {listed}"


def _printable(text: str) -> str:
    """What a library said, on one line, without characters that a terminal would act on."""
    return "".join(letter if letter.isprintable() else " " for letter in text)[:300]


_SPACES = b"\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f "
# the rarer ones in UTF-8; each pattern opens with one byte, so that the search skips all others
_RARE_SPACES = tuple(
    map(
        re.compile,
        (rb"\xc2[\x85\xa0]", rb"\xe2(?:\x80[\x80-\x8a\xa8\xa9\xaf]|\x81\x9f)", rb"\xe3\x80\x80"),
    )
)


def fingerprint(written: bytes) -> str:
    """128-bit digest of a text in UTF-8 without its white space: two copies of one article share
    it.
    """
    for spaces in _RARE_SPACES:
        written = spaces.sub(b"", written)
    return blake2b(written.translate(None, _SPACES), digest_size=16).hexdigest()
