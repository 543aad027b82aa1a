"""The values of corrections: what was typed is checked by the tables and rules that read every
other statement, and kept in one form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from indexer.corrections.dates import date_typed, read_date, written_date
from indexer.corrections.fields import name_of
from indexer.corrections.register import checked_register, typed_register
from indexer.errors import BadCorrection
from indexer.gazetteer.resolution import Kind, Meaning, resolve
from indexer.language import fold
from indexer.model.article import CorrectionField, Role
from indexer.model.messages import Message
from indexer.model.web_address import web_address
from indexer.reading.formats.fields import names
from indexer.reading.kinds import KINDS, UNKNOWN
from indexer.reading.structure.source_names import stated_source

__all__ = [
    "KNOWN_KINDS",
    "NONE",
    "UNTIL_SENT",
    "YES",
    "checked",
    "kinds_of",
    "names_of",
    "roles_of",
    "typed",
    "unknown_places",
]

NONE: Final = "none"
YES: Final = "yes"
UNTIL_SENT: Final = "until-sent"
"""An article that was deleted over HTTP stays away until it is sent again."""
KNOWN_KINDS: Final = (*KINDS, UNKNOWN)
"""Every kind of event that can be stated."""
LONGEST: Final = 1_000
_NONE: Final = {"none", "khong", "khong co", "khong co gi", "-"}
_YES: Final = {"", "co", "yes", "true", "1", "x", "dung", "y"}
_NO: Final = {"khong", "no", "false", "0", "n"}
_UNTIL_SENT: Final = {UNTIL_SENT, "den khi gui lai"}
_PLACES: Final[dict[str, Kind]] = {
    "provinces": "province",
    "counterparts": "counterpart",
    "gates": "gate",
}
_LISTS: Final = (*_PLACES, "kinds")
_WITH_ROLES: Final = ("provinces", "counterparts")
_MENTIONED: Final[Role] = "mentioned"
_AS_MENTIONED, _AS_TYPED = " (mentioned)", " (nhắc đến)"
"""After the name of a place that is only mentioned, as it is kept and as people type it."""
_ROLES: Final[dict[str, Role]] = {
    "main": "main", "chinh": "main", "noi chinh": "main",
    "mentioned": "mentioned", "nhac den": "mentioned", "nhac toi": "mentioned",
    "duoc nhac den": "mentioned", "chi nhac den": "mentioned",
}  # fmt: skip
_IN_BRACKETS = re.compile(r"(.*\S)\s*\(([^()]*)\)")


def checked(field: CorrectionField, said: str | Sequence[str]) -> str:
    """What was typed, in the form that is kept; "" for hide and delete when «không» was typed.

    Raises BadCorrection, in words, naming the field.
    """
    text = said if isinstance(said, str) else "; ".join(said)
    if len(text) > LONGEST:
        raise BadCorrection(Message("correction_long", most=LONGEST), field)
    text = " ".join(text.split())
    if field in ("hide", "delete"):
        return _switch(field, text)
    if field == "register":
        return checked_register(text)
    if field in _LISTS:
        return NONE if isinstance(said, list | tuple) and not said else _listed(field, text)
    if not text:
        raise BadCorrection(Message("correction_empty"), field)
    if field == "date":
        span = read_date(text)
        if span is None:
            raise BadCorrection(Message("correction_no_date", typed=text[:40]), field)
        return written_date(span)
    if field == "title":
        return text
    if fold(text) in _NONE:
        return NONE
    return _address(text) if field == "url" else stated_source(text)


def names_of(value: str) -> tuple[str, ...]:
    """The names in a value of gates or kinds."""
    return () if value == NONE else names(value)


def roles_of(value: str) -> dict[str, Role]:
    """The names in a value of provinces or counterparts, each with its role: main, unless it is
    said to be only mentioned.
    """
    return dict(map(_with_role, names_of(value)))


def _with_role(stated: str) -> tuple[str, Role]:
    """A name and the role that stands in brackets behind it: «Cao Bằng (nhắc đến)»."""
    found = _IN_BRACKETS.fullmatch(stated)
    role = _ROLES.get(fold(found[2]).strip()) if found else None
    return (found[1], role) if found and role else (stated, "main")


def unknown_places(field: str, stated: Iterable[str]) -> list[Message]:
    """What is to be said of those of the stated places that are in no table, or are several; of
    other fields nothing.
    """
    found: list[Message] = []
    for name in stated if field in _PLACES else ():
        try:
            _unit(field, name)
        except BadCorrection as error:
            found.append(error.args[0])
    return found


def kinds_of(value: str) -> tuple[str, ...]:
    """The kinds of event in a value; that none is known, of none."""
    known = (_kinds_by_part().get(fold(name)) for name in names_of(value))
    return tuple(dict.fromkeys(kind for kind in known if kind)) or (UNKNOWN,)


def typed(field: CorrectionField, value: str) -> str:
    """A value as a person would have typed it, in Vietnamese; `checked` gives the value back."""
    if field == "date":
        return date_typed(value)
    if field == "register":
        return typed_register(value)
    if field in _WITH_ROLES:
        value = value.replace(_AS_MENTIONED, _AS_TYPED)
    return {NONE: "không", YES: "có", UNTIL_SENT: "đến khi gửi lại"}.get(value, value)


def _switch(field: CorrectionField, text: str) -> str:
    plain = fold(text)
    if plain in _YES:
        return YES
    if plain in _NO:
        return ""
    if field == "delete" and plain in _UNTIL_SENT:
        return UNTIL_SENT
    raise BadCorrection(Message("correction_switch", field=name_of(field), typed=text[:40]), field)


def _address(text: str) -> str:
    address = web_address(text)
    if not address:
        raise BadCorrection(Message("not_a_web_address"), "url")
    return address


def _listed(field: CorrectionField, text: str) -> str:
    """The units, or the kinds of event, by the names they have in the tables; each must be known,
    and only one. A place that is only mentioned keeps that behind its name.
    """
    if fold(text) in _NONE:
        return NONE
    stated = names(text)
    if not stated:
        raise BadCorrection(Message("correction_empty"), field)
    found: dict[str, Role] = {}
    for one in stated:
        name, role = _with_role(one) if field in _WITH_ROLES else (one, "main")
        known = (_kind(name),) if field == "kinds" else _unit(field, name).names
        found |= dict.fromkeys(known, role)
    said = (name + (_AS_MENTIONED if role == _MENTIONED else "") for name, role in found.items())
    return "; ".join(said)


def _kind(name: str) -> str:
    kind = _kinds_by_part().get(fold(name))
    if kind is None:
        known = "; ".join(KNOWN_KINDS)
        raise BadCorrection(Message("correction_no_kind", typed=name[:60], known=known), "kinds")
    return kind


@cache
def _kinds_by_part() -> dict[str, str]:
    """Kinds of event by each name in theirs, bare: «vi phạm» is «vi phạm, tội phạm»."""
    return {fold(part): kind for kind in KNOWN_KINDS for part in names(kind)}


def _unit(field: str, name: str) -> Meaning:
    meanings = resolve(_PLACES[field], name)
    if len(meanings) == 1:
        return meanings[0]
    if not meanings:
        raise BadCorrection(Message(f"correction_no_{_PLACES[field]}", typed=name[:60]), field)
    several = ", ".join(" / ".join(meaning.names) for meaning in meanings)
    raise BadCorrection(Message("which_value", typed=name[:60], names=several), field)
