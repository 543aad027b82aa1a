"""What may be corrected, and the Vietnamese and English names under which a table states it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final, Literal, TypeVar, get_args

from indexer.language import fold
from indexer.model.article import CorrectionField

__all__ = ["COLUMNS", "FIELDS", "Column", "column_of", "field_of", "name_of"]

Column = Literal["id", "field", "value", "who", "when", "why"]
Key = TypeVar("Key", bound=str)
FIELDS: Final[tuple[CorrectionField, ...]] = get_args(CorrectionField)
COLUMNS: Final[dict[Column, tuple[str, ...]]] = {
    "id": ("mã hoặc tệp", "id", "mã", "mã bài", "mã bài viết", "tệp", "tên tệp", "file", "path"),
    "field": ("trường", "field", "mục", "cột"),
    "value": ("giá trị", "value", "sửa thành", "đúng là"),
    "who": ("người sửa", "who", "ai", "người"),
    "when": ("sửa lúc", "when", "khi nào", "ngày sửa", "lúc"),
    "why": ("lý do", "why", "vì sao", "lí do", "ghi chú", "note"),
}
"""The columns of the table, each with its names; the first is the one that is written."""
_FIELD_NAMES: Final[dict[CorrectionField, tuple[str, ...]]] = {
    "title": ("tiêu đề", "title", "tựa đề", "tên bài"),
    "date": ("ngày", "date", "thời gian"),
    "provinces": ("tỉnh", "provinces", "province", "tỉnh thành", "địa phương"),
    "counterparts": ("đối tác", "counterparts", "counterpart", "phía Trung Quốc"),
    "source": ("nguồn", "source"),
    "url": ("địa chỉ", "url", "liên kết", "link", "đường dẫn"),
    "hide": ("ẩn", "hide", "hidden"),
    "delete": ("xóa", "delete", "deleted", "xoá", "bỏ"),
    "gates": ("cửa khẩu", "gates", "gate"),
    "register": ("sổ đối ngoại", "register", "sổ"),
    "kinds": ("loại sự kiện", "kinds", "kind", "loại", "kind of event"),
}


def name_of(field: CorrectionField) -> str:
    """How a field is called in the table."""
    return _FIELD_NAMES[field][0]


def field_of(typed: str) -> CorrectionField | None:
    """The field that a name, Vietnamese or English, with its marks or without, stands for."""
    return _known_fields().get(_plain(typed))


def column_of(typed: str) -> Column | None:
    """The column that a head stands for."""
    return _known_columns().get(_plain(typed))


@cache
def _known_fields() -> dict[str, CorrectionField]:
    return _by_name(_FIELD_NAMES)


@cache
def _known_columns() -> dict[str, Column]:
    return _by_name(COLUMNS)


def _by_name(names: Mapping[Key, tuple[str, ...]]) -> dict[str, Key]:
    return {_plain(name): key for key, several in names.items() for name in several}


def _plain(name: str) -> str:
    """Without case, marks and doubled blanks; «cửa-khẩu» is a field of queries, and this one."""
    return " ".join(fold(name[:80]).replace("_", " ").replace("-", " ").split())
