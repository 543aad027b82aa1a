"""What writers do, small: each from a state to another, and never seen in between."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from indexer.building import add, build, remove
from indexer.errors import IndexMissing
from indexer.model.article import Article
from indexer.storage import append, open_index, rebuild
from indexer.storage.maintenance import backup, restore, rollback
from webapp.submissions.spool import Entry, Spool
from webapp.submissions.writer import Writer

__all__ = ["SCENARIOS", "Scenario", "State", "held"]

State = dict[str, str] | None
"""The texts of an index's articles by id; None when there is no index."""
Act = Callable[[Path], object]


@dataclass(frozen=True)
class Scenario:
    """`prepare` makes a folder ready; `act` is what is interrupted, and then done again.

    `before` and `after` are the states of the index `where`; `again` is what is done again, when it is
    not just the act.
    """

    prepare: Act
    act: Act
    before: State
    after: State
    where: str = "index"
    again: Act | None = field(default=None)


def held(index: Path) -> State:
    """What an index holds."""
    try:
        reader = open_index(index).snapshot()
    except IndexMissing:
        return None
    articles = [reader.article(doc) for doc in range(reader.doc_count_all)]
    return {one.id: one.text for doc, one in enumerate(articles) if reader.find(one.id) == doc}


def _files(folder: Path, **texts: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def _nothing(root: Path) -> None:
    _files(root / "news", a="một", b="hai")


def _built(root: Path) -> None:
    _files(root / "news", a="một", b="hai", c="ba")
    build([root / "news"], root / "index", jobs=1)


def _changed(root: Path) -> None:
    _built(root)
    _files(root / "news", b="hai mới", d="bốn")
    (root / "news" / "a.txt").unlink()


def _more(root: Path) -> None:
    _built(root)
    _files(root / "more", d="bốn")
    (root / "more" / "of-many.jsonl").write_text('{"id": "a", "text": "một mới"}\n', "utf-8")


def _many(root: Path) -> None:
    """Eight segments: one more, and some are merged."""
    with rebuild(root / "index") as writer:
        writer.add(Article("0", "", "bài"))
    for number in range(1, 8):
        with append(root / "index") as writer:
            writer.add(Article(str(number), "", "bài"))


def _add_to_many(root: Path) -> None:
    with append(root / "index") as writer:
        writer.add(Article("8", "", "bài"))
        writer.remove("0")


def _sent(root: Path) -> None:
    """One article that was sent before, one more and a removal that wait."""
    _built(root)
    _put(root, "s", "gửi")
    _put(root, "t", "gửi")
    _drain(root)


def _put(root: Path, id_: str, text: str) -> None:
    line = json.dumps({"id": id_, "text": text}, ensure_ascii=False)
    Spool(root / "index").put(Entry(add=((id_, line),)))


def _drain(root: Path) -> None:
    index = root / "index"
    assert Writer(index, Spool(index))._drain()


def _submit(root: Path) -> None:
    _put(root, "u", "gửi nữa")
    Spool(root / "index").put(Entry(remove=("s",)))
    (root / "acknowledged").touch()
    _drain(root)


def _submit_or_drain(root: Path) -> None:
    """What was acknowledged is not asked again; without an answer clients do ask again."""
    if not (root / "acknowledged").exists():
        _submit(root)
    _drain(root)


def _two_generations(root: Path) -> None:
    _built(root)
    _files(root / "news", a="một mới")
    build([root / "news"], root / "index", jobs=1, anew=True)


def _backed_up(root: Path) -> None:
    _built(root)
    backup(root / "index", root / "copy")
    remove(["a", "b"], root / "index")


def _copy_anew(root: Path) -> None:
    """What was copied in part is no backup: away with it, and again."""
    if not (root / "copy" / "CURRENT").exists():
        shutil.rmtree(root / "copy", ignore_errors=True)
        backup(root / "index", root / "copy")


def _roll_back(root: Path) -> None:
    rollback(root / "index")


def _roll_back_if_not(root: Path) -> None:
    if held(root / "index") != _OLD:
        rollback(root / "index")


_OLD = {"a": "một", "b": "hai", "c": "ba"}
_SENT = _OLD | {"s": "gửi", "t": "gửi"}
_EIGHT = {str(number): "bài" for number in range(8)}
SCENARIOS: dict[str, Scenario] = {
    "first build": Scenario(
        _nothing,
        lambda root: build([root / "news"], root / "index", jobs=1),
        None,
        {"a": "một", "b": "hai"},
    ),
    "build of changes": Scenario(
        _changed,
        lambda root: build([root / "news"], root / "index", jobs=1),
        _OLD,
        {"b": "hai mới", "c": "ba", "d": "bốn"},
    ),
    "build anew": Scenario(
        _changed,
        lambda root: build([root / "news"], root / "index", jobs=1, anew=True),
        _OLD,
        {"b": "hai mới", "c": "ba", "d": "bốn"},
    ),
    "add": Scenario(
        _more,
        lambda root: add([root / "more"], root / "index", jobs=1),
        _OLD,
        _OLD | {"d": "bốn", "a": "một mới"},
    ),
    "remove": Scenario(
        _built, lambda root: remove(["a"], root / "index"), _OLD, {"b": "hai", "c": "ba"}
    ),
    "merge": Scenario(
        _many,
        _add_to_many,
        _EIGHT,
        {str(number): "bài" for number in range(1, 9)},
    ),
    "submissions": Scenario(
        _sent,
        _submit,
        _SENT,
        _OLD | {"t": "gửi", "u": "gửi nữa"},
        again=_submit_or_drain,
    ),
    "backup": Scenario(
        _built,
        lambda root: backup(root / "index", root / "copy"),
        None,
        _OLD,
        where="copy",
        again=_copy_anew,
    ),
    "rollback": Scenario(
        _two_generations, _roll_back, _OLD | {"a": "một mới"}, _OLD, again=_roll_back_if_not
    ),
    "restore": Scenario(
        _backed_up, lambda root: restore(root / "copy", root / "index"), {"c": "ba"}, _OLD
    ),
}
