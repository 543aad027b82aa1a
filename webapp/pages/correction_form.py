"""The form in which people put an article right: what stands in each field now, what was read, and
what those who sent it have changed.

Only fields that somebody changed are stated; a field that is left as it was shown stays as it is,
whatever others have done to it meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from indexer.corrections.applying import as_read
from indexer.corrections.dates import date_typed, written_date
from indexer.corrections.edits import Edit, read_edit
from indexer.corrections.values import KNOWN_KINDS, NONE, checked
from indexer.errors import BadCorrection
from indexer.model.article import Article, CorrectionField, Counterpart, DateSpan, Province
from webapp.i18n import current_language, told
from webapp.i18n import gettext as _
from webapp.pages.labels import date_label

__all__ = ["FieldView", "changes", "field_views"]

TEXTS: Final[tuple[CorrectionField, ...]] = (
    "title",
    "date",
    "provinces",
    "counterparts",
    "gates",
    "kinds",
    "source",
    "url",
)
"""Fields that are typed, in the order of the form."""
SWITCHES: Final[tuple[CorrectionField, ...]] = ("hide", "delete")
WAS: Final = "was_"
"""Before the name of a field: what it showed when the form was made."""
_EMPTY: Final = {"date": "unknown", "title": ""}
"""What a field means that was emptied; of all others, that there is none."""


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field as it is shown: its value, what it showed at first, what was read of the article
    (in words), how to fill it in, and what is wrong with it.
    """

    name: CorrectionField
    label: str
    value: str
    was: str
    read: str
    note: str
    error: str
    choices: tuple[str, ...] = ()


def field_views(
    article: Article, typed: Mapping[str, str], faults: list[BadCorrection]
) -> list[FieldView]:
    """The fields of an article's form; with what was typed, where anything was."""
    errors = {fault.parameter: told(fault.args[0]) for fault in faults}
    read = as_read(article)
    views: list[FieldView] = []
    for name in TEXTS:
        now = _shown(article, name)
        value = typed.get(name, now)
        views.append(
            FieldView(
                name,
                _labels()[name],
                value,
                typed.get(WAS + name, now),
                _described(read, name),
                _notes().get(name, ""),
                errors.get(name, ""),
                tuple(dict.fromkeys((value, *KNOWN_KINDS))) if name == "kinds" else (),
            )
        )
    return views


def changes(
    identifier: str, typed: Mapping[str, str], who: str, why: str
) -> tuple[Edit, list[BadCorrection]]:
    """The change that a form states, and what is wrong with it."""
    stated: dict[str, Any] = {}
    for name in TEXTS:
        value, was = typed.get(name, "").strip(), typed.get(WAS + name, "").strip()
        if name in typed and value != was and not _is_same(name, value, was):
            stated[name] = value or _EMPTY.get(name, NONE)
    for name in SWITCHES:
        wanted = bool(typed.get(name))
        if wanted != bool(typed.get(WAS + name)):
            stated[name] = wanted
    return read_edit(identifier, stated, who, why)


def _is_same(name: CorrectionField, value: str, was: str) -> bool:
    """Do two writings say the same?"""
    with suppress(BadCorrection):
        return checked(name, value) == checked(name, was)
    return False


def _shown(article: Article, name: CorrectionField) -> str:
    """What a field says, as a person would type it."""
    match name:
        case "date":
            return _date(article.date)
        case "provinces":
            return _places(article.provinces)
        case "counterparts":
            return _places(article.counterparts)
        case "gates":
            return "; ".join(one.rpartition("\t")[2] for one in article.labelled("gate"))
        case "kinds":
            return "; ".join(article.labelled("kind"))
        case "source":
            return article.source
        case "url":
            return article.url
        case _:
            return article.title


def _places(units: Iterable[Province | Counterpart]) -> str:
    """Places as they are typed: those that are only mentioned say so."""
    only_mentioned = _("nhắc đến")
    shown: dict[str, str] = {}
    for unit in units:
        mentioned = unit.role == "mentioned" and unit.name not in shown
        shown[unit.name] = f"{unit.name} ({only_mentioned})" if mentioned else unit.name
    return "; ".join(shown.values())


def _date(span: DateSpan) -> str:
    """A date as it is typed; "" for one that nobody could type, without its day or its year."""
    if not span.start or span.start.startswith("--"):
        return ""
    written = written_date(span)
    return date_typed(written) if current_language() == "vi" else written


def _described(article: Article, name: CorrectionField) -> str:
    if name == "date":
        return date_label(article.date)
    return _shown(article, name) or _("không có")


def _labels() -> dict[CorrectionField, str]:
    return {
        "title": _("Tiêu đề"),
        "date": _("Thời gian"),
        "provinces": _("Địa phương"),
        "counterparts": _("Đối tác"),
        "gates": _("Cửa khẩu"),
        "kinds": _("Loại sự kiện"),
        "source": _("Nguồn"),
        "url": _("Địa chỉ bài gốc"),
    }


def _notes() -> dict[CorrectionField, str]:
    several = _(
        "Nhiều tên thì cách nhau bằng dấu chấm phẩy; để trống là không có. "
        "Nơi chỉ được nhắc đến thì ghi thêm: Cao Bằng (nhắc đến)."
    )
    return {
        "date": _(
            "Ví dụ: 24/3/2025, 24–28/3/2025, tháng 3/2025, quý 1/2025, 2025 hoặc «không rõ»."
        ),
        "provinces": several,
        "counterparts": several,
        "gates": _("Tên bên nào cũng được; nhiều cửa khẩu thì cách nhau bằng dấu chấm phẩy."),
    }
