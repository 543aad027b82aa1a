"""What cannot be seen of the sources is kept in the index, and told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.building import add, build
from indexer.errors import UnreadableSource
from indexer.storage import open_index


@pytest.fixture
def hidden(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """Folders and files that may not be read; root may read all, so the system's answer is made up."""
    names: set[str] = set()
    scandir, opened = os.scandir, Path.open

    def guarded_scandir(path: str | Path) -> object:
        if str(path) in names:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    def guarded_open(path: Path, *rest: object, **named: object) -> object:
        if str(path) in names:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "scandir", guarded_scandir)
    monkeypatch.setattr(Path, "open", guarded_open)
    yield names


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    folder, index = tmp_path / "news", tmp_path / "index"
    (folder / "sub" / "deep").mkdir(parents=True)
    for name in ("a", "b", "sub/c", "sub/deep/d"):
        (folder / f"{name}.txt").write_text(f"bài {name}", encoding="utf-8")
    build([folder], index)
    return folder, index


def ids(index: Path) -> list[str]:
    snapshot = open_index(index).snapshot()
    return sorted(
        snapshot.article(doc).id
        for doc in range(snapshot.doc_count_all)
        if snapshot.find(snapshot.id_of(doc)) == doc
    )


@pytest.mark.parametrize("anew", [False, True])
def test_articles_of_a_folder_that_may_not_be_read_stay(
    places: tuple[Path, Path], hidden: set[str], anew: bool
) -> None:
    folder, index = places
    hidden.add(str(folder / "sub"))
    (folder / "b.txt").unlink()
    (folder / "e.txt").write_text("bài e", encoding="utf-8")
    report = build([folder], index, anew=anew)
    assert [(one.path, one.reason) for one in report.reading.skipped] == [
        (str(folder / "sub"), "unreadable")
    ]
    assert (ids(index), report.articles) == (["a", "c", "d", "e"], 4)
    with pytest.raises(UnreadableSource):
        build([folder], index, anew=anew, strict=True)
    hidden.clear()
    (folder / "sub" / "c.txt").unlink()
    build([folder], index)
    assert ids(index) == ["a", "d", "e"]


@pytest.mark.parametrize("anew", [False, True])
def test_the_article_of_a_file_that_may_not_be_read_stays(
    places: tuple[Path, Path], hidden: set[str], anew: bool
) -> None:
    folder, index = places
    (folder / "a.txt").write_text("bài a đã khác", encoding="utf-8")
    hidden.add(str(folder / "a.txt"))
    assert not build([folder], index, anew=anew).reading.clean
    assert ids(index) == ["a", "b", "c", "d"]
    hidden.clear()
    assert build([folder], index).updated == 1


@pytest.mark.parametrize("anew", [False, True])
def test_of_two_folders_one_that_is_emptied_keeps_its_articles(
    places: tuple[Path, Path], tmp_path: Path, anew: bool
) -> None:
    folder, index = places
    (tmp_path / "share").mkdir()
    (tmp_path / "share" / "s.txt").write_text("bài s", encoding="utf-8")
    build([folder, tmp_path / "share"], index)
    (tmp_path / "share" / "s.txt").unlink()
    report = build([folder, tmp_path / "share"], index, anew=anew)
    assert [(one.path, one.reason) for one in report.reading.skipped] == [
        (str(tmp_path / "share"), "emptied")
    ]
    assert ids(index) == ["a", "b", "c", "d", "s"]
    build([folder], index, anew=anew)  # one that is not named is not meant
    assert ids(index) == ["a", "b", "c", "d"]


def test_an_empty_folder_from_which_nothing_came_is_nothing_to_tell(
    places: tuple[Path, Path], tmp_path: Path
) -> None:
    folder, index = places
    (tmp_path / "new").mkdir()
    assert build([folder, tmp_path / "new"], index, strict=True).reading.clean
    assert add([tmp_path / "new"], index, strict=True).reading.clean
