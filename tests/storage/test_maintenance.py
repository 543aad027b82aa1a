"""A copy of an index is an index, with all that lies beside it."""

from __future__ import annotations

from pathlib import Path

from indexer.model.article import Article
from indexer.storage import open_index, rebuild
from indexer.storage.maintenance import backup


def test_a_backup_holds_what_was_sent_and_what_waits(tmp_path: Path) -> None:
    index, copy = tmp_path / "index", tmp_path / "copy"
    with rebuild(index) as writer:
        writer.add(Article("a", "Tin", "một"))
    kept = {
        "inbox/1.json": "{}",
        "inbox/failed/2.json": "{",
        "inbox/failed/2.txt": "damaged",
        "submitted/x.jsonl": '{"id": "a"}',
    }
    passing = {"inbox/LOCK": "", "inbox/.1.json.new": "{", "submitted/.y.new": ""}
    for name, text in {**kept, **passing}.items():
        (index / name).parent.mkdir(parents=True, exist_ok=True)
        (index / name).write_text(text)
    assert backup(index, copy) == 1
    found = {path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()}
    assert {name for name in found if name.startswith(("inbox", "submitted"))} == kept.keys()
    assert {name: (copy / name).read_text() for name in kept} == kept
    assert open_index(copy).snapshot().doc_count == 1
