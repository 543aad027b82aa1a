"""The raw article as it was found, and the account of a reading: what was read, skipped or found
twice.

Reasons are codes; the words for the person at the keyboard, Vietnamese or English, are given by
`describe`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Literal

__all__ = ["Duplicate", "IngestReport", "Skipped", "SourceDocument", "fingerprint"]

Language = Literal["vi", "en"]

_REASONS: dict[str, tuple[str, str]] = {
    "missing": ("không có tệp hay thư mục này", "no such file or folder"),
    "empty": ("không có chữ nào", "it holds no text"),
    "binary": ("không phải văn bản", "it is not text"),
    "unsupported": ("loại tệp này chưa đọc được", "this kind of file cannot be read"),
    "old-word": (
        "Word đời cũ (.doc): hãy lưu lại thành .docx",
        "an old Word file (.doc): save it as .docx",
    ),
    "scanned": (
        "PDF ảnh quét, không có chữ: cần nhận dạng chữ (OCR) trước",
        "a scanned PDF without text: it needs OCR first",
    ),
    "encrypted": ("PDF có mật khẩu", "the PDF is locked by a password"),
    "damaged": ("tệp hỏng, không mở được", "the file is damaged and cannot be opened"),
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
    "bad-date": (
        "ngày không đọc được (cần dạng 2025-03-06)",
        "the date cannot be read (write 2025-03-06)",
    ),
    "bad-metadata": ("phần khai báo không đọc được", "the metadata cannot be read"),
    "no-column": ("thiếu cột nội dung (`body` hoặc `text`)", "there is no `body` or `text` column"),
    "needs-library": (
        "cần cài thêm thư viện đọc định dạng này",
        "a library for this format is not installed",
    ),
    "emptied": (
        "thư mục trống: bài từng lấy ở đây vẫn giữ trong chỉ mục",
        "the folder is empty: the articles that came from it stay in the index",
    ),
    "too-large": ("tệp quá lớn", "the file is too large"),
    "unreadable": ("không được phép đọc hoặc đĩa lỗi", "it may not be read, or the disk failed"),
    "bad-feed": ("không phải RSS hay Atom hợp lệ", "it is not a valid RSS or Atom feed"),
}

_DUPLICATES: dict[str, tuple[str, str]] = {
    "id": (
        "trùng mã `{id}` với {other}: giữ bài gặp trước",
        "same id `{id}` as {other}: the first one is kept",
    ),
    "text": ("trùng nội dung với {other}: giữ cả hai", "same text as {other}: both are kept"),
}


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
        where = f"{self.path}:{self.line}" if self.line else self.path
        reason = _REASONS[self.reason][language == "en"]
        return f"{where}: {reason}" + (f" ({self.detail})" if self.detail else "")


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
        return f"{self.path}: " + _DUPLICATES[self.kind][language == "en"].format(
            id=self.id, other=self.other
        )


@dataclass(slots=True)
class IngestReport:
    """The account of one reading, filled while `records` is consumed.

    `ignored` counts files in folders that are no documents at all (pictures, thumbnails); they are
    no fault. `unseen` are folders that could not be looked into: what they hold is not known.
    """

    read: int = 0
    ignored: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """True when nothing was skipped and nothing was met twice: what `--strict` asks."""
        return not self.skipped and not self.duplicates

    def summary(self, language: Language = "vi") -> str:
        """One line: how many were read, skipped, met twice."""
        if language == "en":
            return (
                f"{self.read} read, {len(self.skipped)} skipped, {len(self.duplicates)} duplicates"
            )
        return f"đọc {self.read} bài, bỏ qua {len(self.skipped)}, trùng {len(self.duplicates)}"

    def lines(self, language: Language = "vi") -> list[str]:
        """Every skip and duplicate in words, in the order met."""
        return [skip.describe(language) for skip in self.skipped] + [
            again.describe(language) for again in self.duplicates
        ]


_SPACES = b"\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f "
# the rarer ones in UTF-8; each pattern opens with one byte, so that the search skips all others
_RARE_SPACES = tuple(
    map(
        re.compile,
        (rb"\xc2[\x85\xa0]", rb"\xe2(?:\x80[\x80-\x8a\xa8\xa9\xaf]|\x81\x9f)", rb"\xe3\x80\x80"),
    )
)


def fingerprint(text: str) -> str:
    """128-bit digest of the text without its white space: two copies of one article share it.

    Raises `UnicodeEncodeError` for halves of surrogate pairs.
    """
    written = text.encode()
    for spaces in _RARE_SPACES:
        written = spaces.sub(b"", written)
    return blake2b(written.translate(None, _SPACES), digest_size=16).hexdigest()
