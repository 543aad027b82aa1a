"""A change of what is said of one article, from a form or a JSON object: fields that are stated,
and fields that are taken back. It can be kept as JSON until the index can be written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from typing import Any, Final

from indexer.corrections.fields import FIELDS
from indexer.corrections.table import Table, note, now
from indexer.corrections.values import checked
from indexer.errors import BadCorrection
from indexer.language.unicode.canonical import has_half_pair
from indexer.model.article import Correction, CorrectionField
from indexer.model.messages import Message

__all__ = ["Edit", "kept_edit", "read_edit"]

_LISTS: Final = ("provinces", "counterparts", "gates", "kinds")
_SWITCHES: Final = ("hide", "delete")


@dataclass(frozen=True, slots=True)
class Edit:
    """Corrections to set of the article with the id `key`, after those of other fields are
    undone, by `who`.
    """

    key: str
    said: tuple[Correction, ...] = ()
    undone: tuple[CorrectionField, ...] = ()
    who: str = ""

    def apply(self, table: Table) -> None:
        """Make the change. Once more does no harm."""
        table.undo(self.key, self.undone, self.who)
        for one in self.said:
            table.set(self.key, one)

    def plain(self) -> list[Any]:
        """The change as JSON keeps it."""
        return [self.key, [astuple(one) for one in self.said], self.undone, self.who]


def kept_edit(plain: list[Any]) -> Edit:
    """The change that `Edit.plain` gave; one of an older version does not say by whom."""
    key, said, undone, *who = plain
    return Edit(key, tuple(Correction(*one) for one in said), tuple(undone), *who)


def read_edit(
    key: str, fields: Mapping[str, Any], who: str = "", why: str = ""
) -> tuple[Edit, list[BadCorrection]]:
    """The change that fields by their English names state, None for one that is taken back; and
    what is wrong with them, each naming its field.
    """
    said: list[Correction] = []
    undone: list[CorrectionField] = []
    faults: list[BadCorrection] = []
    for name, value in fields.items():
        try:
            field = _field(name)
            text = "" if value is None else checked(field, _stated(field, value))
        except BadCorrection as error:
            faults.append(error)
            continue
        if text:
            said.append(Correction(field, text, note(who), now(), note(why)))
        else:
            undone.append(field)
    return Edit(key, tuple(said), tuple(undone), note(who)), faults


def _field(name: str) -> CorrectionField:
    for field in FIELDS:
        if name == field:
            return field
    known = ", ".join(FIELDS)
    raise BadCorrection(Message("correction_no_field", typed=name[:40], known=known), name[:80])


def _stated(field: CorrectionField, value: Any) -> str | list[str]:
    """The value as text or, of places, as a list of texts. Raises BadCorrection."""
    if isinstance(value, bool) and field in _SWITCHES:
        return "yes" if value else "no"
    if isinstance(value, int) and not isinstance(value, bool) and field == "date":
        return str(value)
    if isinstance(value, list) and field in _LISTS:
        return [_text(field, _named(one)) for one in value]
    return _text(field, value)


def _named(one: Any) -> Any:
    """A place as answers tell it, `{"name", "role"}`, in the way it is typed; else what it is."""
    if (
        isinstance(one, dict)
        and {"name", "role"}.issuperset(one)
        and isinstance(one.get("name"), str)
    ):
        role = one.get("role", "main")
        return f"{one['name']} ({role})" if role != "main" else one["name"]
    return one


def _text(field: CorrectionField, value: Any) -> str:
    if not isinstance(value, str):
        raise BadCorrection(Message("not_a_string"), field)
    if has_half_pair(value):
        raise BadCorrection(Message("half_a_character"), field)
    return value
