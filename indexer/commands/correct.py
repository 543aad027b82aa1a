"""`indexer correct`: what people say of articles, set, listed, taken back, brought in and out."""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from indexer.commands.exit_status import FAILED, FOUND, USAGE, complain
from indexer.commands.maintenance import at, index_option, quiet_option
from indexer.commands.terminal import language, say, show
from indexer.errors import BadCorrection
from indexer.model.messages import Message, translate

if TYPE_CHECKING:
    from indexer.building import BuildReport
    from indexer.corrections.history import Ended
    from indexer.corrections.table import Row, Table
    from indexer.model.article import Correction, CorrectionField

__all__ = ["correct", "tell_corrections"]

_who = click.option("--who", default="", metavar="NAME", help="Who says so. [the system's user]")
_why = click.option("--why", default="", metavar="TEXT", help="Why: shown with the article.")


@click.group()
def correct() -> None:
    """Correct what was read of articles, hide or delete them; it lasts, whatever sources say.

    It is kept in corrections.csv of the index directory, which a spreadsheet can open and save;
    `indexer correct apply`, and every later build, brings the index to what it says. FIELD is one
    of title, date, provinces, counterparts, gates, kinds, source, url, hide, delete, or its
    Vietnamese name (tiêu đề, ngày, tỉnh, đối tác, cửa khẩu, loại sự kiện, nguồn, địa chỉ, ẩn, xóa).
    ID is an article's id, or the name of
    its file, perhaps with the end of its path, for all articles of that file.

    \b
    Examples:
      indexer correct set 003_50f2c003bc21364e date 2025-03-24/2025-03-28 --why "theo công văn"
      indexer correct set 003_50f2c003bc21364e tỉnh "Lạng Sơn; Cao Bằng"
      indexer correct set tin-nham.docx hide
      indexer correct list
      indexer correct undo 003_50f2c003bc21364e date
      indexer correct history
    """


@correct.command("set")
@click.argument("id_", metavar="ID")
@click.argument("field")
@click.argument("value", default="")
@_who
@_why
@index_option
@quiet_option
def set_(
    id_: str, field: str, value: str, who: str, why: str, index: Path | None, quiet: bool
) -> int:
    """State what FIELD of the article ID is.

    Dates: 2025-03-24, 2025-03-24/2025-03-28, 24–28/3/2025, 2025-03, 2025-Q1, 2025, «không rõ».
    Several provinces, counterparts, gates or kinds of event are parted by `;`; «không» or none for
    none at all; a province or counterpart that is only mentioned: «Cao Bằng (nhắc đến)», or
    "Cao Bằng (mentioned)". A gate may be called by the name of either side. hide and
    delete take no value: a hidden article is kept and can be shown again, of a deleted one nothing
    is kept, and undoing that needs its source.

    \b
    Example:
      indexer correct set bai-12 ngày 24–28/3/2025 --who "Lan, phòng Lãnh sự"
    """
    from indexer.corrections.table import note, now
    from indexer.corrections.values import checked
    from indexer.model.article import Correction

    name = _field(field)
    said = checked_or_usage(lambda: checked(name, value))

    def edit(table: Table) -> None:
        if said:
            table.set(id_, Correction(name, said, note(who or _user()), now(), note(why)))
        else:
            table.undo(id_, (name,), who or _user())

    return at(index, lambda path: _done(path, edit, quiet, id_), cluster=True)


@correct.command()
@click.argument("id_", metavar="ID")
@click.argument("field", nargs=-1)
@_who
@index_option
@quiet_option
def undo(id_: str, field: tuple[str, ...], who: str, index: Path | None, quiet: bool) -> int:
    """Take back what was said of the article ID: of these FIELDs, or all of it. It is then again
    what was read. Status 1 when nothing had been said.

    \b
    Example:
      indexer correct undo bai-12 date
    """
    from indexer.corrections.fields import FIELDS

    names = tuple(_field(name) for name in field) or FIELDS
    gone: list[object] = []

    def work(path: Path) -> int:
        by = who or _user()
        status = _done(path, lambda table: gone.extend(table.undo(id_, names, by)), quiet, id_)
        if not gone:
            complain(say("correct_nothing", id=id_))
            return FAILED
        return status

    return at(index, work, cluster=True)


@correct.command("list")
@click.option("--json", "json_", is_flag=True, help="One JSON object a line.")
@index_option
def list_(json_: bool, index: Path | None) -> int:
    """Show all corrections, and the lines of the file that are at fault. Status 1 when there is
    one at fault.

    \b
    Example:
      indexer correct list --json | jq -r .id
    """
    from indexer.building.place import folder_of
    from indexer.corrections.table import CORRECTIONS, Table

    def work(path: Path) -> int:
        table = Table(folder_of(path) / CORRECTIONS)
        show("".join(_line(row, json_) for row in table), paged=False)
        for fault in table.faults:
            complain(translate(fault.told(), language()))
        return FAILED if table.faults else FOUND

    return at(index, _told(work), cluster=True)


@correct.command()
@click.argument("id_", metavar="[ID]", default="")
@click.option("--json", "json_", is_flag=True, help="One JSON object a line.")
@index_option
def history(id_: str, json_: bool, index: Path | None) -> int:
    """Show what was said once and no more: corrections that were undone, or that others took the
    place of, of the article ID or of all; with when that was, and by whom. Status 1 when there are
    none.

    \b
    Example:
      indexer correct history bai-12
    """
    from indexer.building.place import folder_of
    from indexer.corrections.history import ended_in

    def work(path: Path) -> int:
        ended = [one for one in ended_in(folder_of(path)) if id_ in ("", one.key)]
        show("".join(_ended_line(one, json_) for one in ended), paged=False)
        return FOUND if ended else FAILED

    return at(index, work)


@correct.command()
@click.option(
    "--import",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Take the corrections of FILE too, which another index or a spreadsheet wrote.",
)
@click.option(
    "--export",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write all corrections to FILE, and change nothing.",
)
@index_option
@quiet_option
def apply(source: Path | None, target: Path | None, index: Path | None, quiet: bool) -> int:
    """Bring the index to what the file of corrections says, after it was changed by hand.

    \b
    Examples:
      indexer correct apply
      indexer correct apply --export sua.csv
      indexer correct apply --import sua.csv --index /srv/cuakhau/index
    """
    from indexer.building.place import folder_of
    from indexer.corrections.table import CORRECTIONS, Table

    def work(path: Path) -> int:
        if target is not None:
            Table(folder_of(path) / CORRECTIONS).write(target)
            return FOUND
        if source is None:
            return _done(path, None, quiet)
        other = Table(source)
        for fault in other.faults:
            complain(translate(fault.told(), language()))
        return _done(path, lambda table: _take(table, other), quiet)

    return at(index, _told(work), cluster=True)


def _take(table: Table, other: Table) -> None:
    table.take(other)


def _field(typed: str) -> CorrectionField:
    from indexer.corrections.fields import FIELDS, field_of, name_of

    field = field_of(typed)
    if field is None:
        called = map(name_of, FIELDS) if language() == "vi" else FIELDS
        known = ", ".join(called)
        message = Message("correction_no_field", typed=typed[:40], known=known)
        raise click.UsageError(translate(message, language()))
    return field


def checked_or_usage(check: Callable[[], str]) -> str:
    """What a check gives; what it refuses is a mistake of usage, in the reader's language."""
    try:
        return check()
    except BadCorrection as error:
        raise click.UsageError(translate(error.args[0], language())) from None


def _told(work: Callable[[Path], int]) -> Callable[[Path], int]:
    """The work, with a file that is no table told in words."""

    def told(path: Path) -> int:
        try:
            return work(path)
        except BadCorrection as error:
            complain(translate(error.args[0], language()))
            return USAGE

    return told


def _done(path: Path, edit: Callable[[Table], None] | None, quiet: bool, id_: str = "") -> int:
    """Correct the index, and say what came of it."""
    from indexer.building import correct as write

    def work(path: Path) -> int:
        report = write(path, edit)
        tell_corrections(report)
        if report.unsaved:
            complain(say("unsaved", reason=report.unsaved))
        if not quiet:
            counts = {name: getattr(report, name) for name in ("added", "updated", "removed")}
            complain(say("correct_done", **counts))
            if id_ and not report.changed and not _is_known(path, id_):
                complain(say("correct_waits", id=id_))
        return FAILED if report.faults and edit is None else FOUND

    return _told(work)(path)


def _is_known(path: Path, id_: str) -> bool:
    from indexer.building.place import place_of

    return place_of(path).holding().find(id_) is not None


def tell_corrections(report: BuildReport) -> None:
    """Say which lines of the file of corrections were passed over."""
    for fault in report.faults:
        complain(translate(fault.told(), language()))


def _ended_line(one: Ended, json_: bool) -> str:
    if json_:
        told = _told_as_json(one.key, one.correction)
        told |= {"ended": one.how, "ended_when": one.when, "ended_who": one.who}
        return json.dumps(told, ensure_ascii=False) + "\n"
    from indexer.corrections.table import Row

    line = _line(Row(one.key, one.correction), False).rstrip("\n")
    end = say(f"correction_{one.how}", when=one.when, who=one.who or "?")
    return f"{line}\t{end}\n"


def _told_as_json(key: str, one: Correction) -> dict[str, str]:
    told = {"id": key, "field": one.field, "value": one.value}
    return told | {"who": one.who, "when": one.when, "why": one.why}


def _line(row: Row, json_: bool) -> str:
    from indexer.corrections.fields import name_of
    from indexer.corrections.values import typed

    one = row.correction
    if json_:
        return json.dumps(_told_as_json(row.key, one), ensure_ascii=False) + "\n"
    vietnamese = language() == "vi"
    field = name_of(one.field) if vietnamese else one.field
    value = typed(one.field, one.value) if vietnamese else one.value
    about = " · ".join(said for said in (one.when, one.who, one.why) if said)
    return f"{row.key}\t{field}: {value}" + (f"\t{about}" if about else "") + "\n"


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
