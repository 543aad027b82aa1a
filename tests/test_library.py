"""The library as a program meets it: documented examples that run, articles given as records, nothing of the web loaded."""

from __future__ import annotations

import doctest
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import indexer.archive
from indexer import Archive
from indexer.errors import BadArticle, IndexMissing
from tests.support.running import SEEDS

NEW = {
    "id": "moi-1",
    "title": "Khai trương cửa khẩu",
    "text": "Ngày 5/3/2025, tỉnh Lạng Sơn khai trương lối mở Na Hình.",
    "source": "VOV",
}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive.build(SEEDS, tmp_path / "kho")


def test_the_documented_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "seeds").symlink_to(SEEDS)
    monkeypatch.chdir(tmp_path)
    Archive.build("seeds", "kho")
    done = doctest.testmod(indexer.archive)
    assert (done.failed, done.attempted > 15) == (0, True)


def test_an_article_given_as_a_mapping_is_found_and_its_facts_are_read(archive: Archive) -> None:
    report = archive.add(NEW)
    assert (report.added, report.updated, report.articles) == (1, 0, 6)
    hit = archive.search("lối mở Na Hình").hits[0]
    assert (hit.id, hit.title, hit.source, hit.date.start) == (
        "moi-1",
        NEW["title"],
        "VOV",
        "2025-03-05",
    )
    assert [province.name for province in hit.provinces] == ["Lạng Sơn"]


def test_what_is_stated_goes_before_what_the_text_says(archive: Archive) -> None:
    archive.add(
        {**NEW, "date": "2024-01-02", "provinces": ["cao bang"], "counterparts": "Nam Ninh"}
    )
    article = archive.article("moi-1")
    assert article is not None
    assert (article.date.start, article.date.basis) == ("2024-01-02", "metadata")
    assert [p.name for p in article.provinces] == ["Cao Bằng"]
    assert [c.name for c in article.counterparts] == ["Quảng Tây", "Nam Ninh"]


def test_the_same_article_again_changes_nothing_and_a_different_one_takes_its_place(
    archive: Archive,
) -> None:
    archive.add([NEW])
    generation = archive.generation
    again = archive.add([NEW])
    assert (again.added, again.updated, again.unchanged, archive.generation) == (
        0,
        0,
        1,
        generation,
    )
    changed = archive.add([{**NEW, "text": "Nội dung đã sửa."}])
    assert (changed.added, changed.updated, archive.doc_count) == (0, 1, 6)


def test_a_whole_article_is_taken_as_it_is(archive: Archive) -> None:
    first = archive.article("003_50f2c003bc21364e")
    assert first is not None
    copy = replace(first, id="ban-sao", title="Bản sao nguyên vẹn")
    assert archive.add(copy).added == 1
    assert archive.article("ban-sao") == copy


def test_paths_are_still_taken_and_not_mixed_with_articles(
    archive: Archive, tmp_path: Path
) -> None:
    path = tmp_path / "bai.txt"
    path.write_text("Một bài mới về đường sắt liên vận.", "utf-8")
    assert archive.add(path).added == 1
    assert archive.add([path]).unchanged == 1
    with pytest.raises(TypeError):
        archive.add([path, NEW])  # type: ignore[list-item]


def test_an_article_that_replaces_a_files_one_gives_way_when_the_file_is_added_again(
    archive: Archive,
) -> None:
    identifier = "003_50f2c003bc21364e"
    before = archive.article(identifier)
    archive.add({"id": identifier, "text": "Đã thay."})
    assert archive.add(SEEDS).updated == 1
    assert archive.article(identifier) == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": ""}, "id"),
        ({"id": 1.5}, "id"),
        ({"id": "a\nb"}, "id"),
        ({"id": "a" * 501}, "id"),
        ({"id": "\ud800"}, "id"),
        ({"text": "  "}, "text"),
        ({"text": 5}, "text"),
        ({"title": ["a"]}, "title"),
        ({"text": "a\udfff"}, "text"),
        ({"date": "hôm qua"}, "date"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"provinces": [1]}, "provinces"),
        ({"tilte": "a"}, "tilte"),
    ],
)
def test_a_bad_article_is_refused_by_field_and_nothing_is_added(
    archive: Archive, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadArticle) as raised:
        archive.add([NEW, {**NEW, "id": "moi-2", **changes}])
    assert raised.value.parameter == field
    assert archive.doc_count == 5


def test_facets_of_the_archive_and_of_a_search(archive: Archive) -> None:
    assert set(archive.facets()) == {"province", "counterpart", "gate", "kind", "year", "source"}
    whole, narrowed = (
        archive.facets()["counterpart"].values,
        archive.facets("du lịch", province="Hà Giang")["counterpart"].values,
    )
    assert sum(value.count for value in whole) >= sum(value.count for value in narrowed)


def test_a_missing_index_is_said(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        Archive.open(tmp_path / "none")


def test_the_library_loads_nothing_of_the_web(seed_index: Path) -> None:
    code = (
        "import sys; from indexer import Archive; a = Archive.open(sys.argv[1]); assert a.search('hop tac').total;"
        "print(sorted({'flask', 'werkzeug', 'jinja2', 'click', 'sklearn', 'pyvi', 'webapp'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(seed_index)], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_types_are_told_to_those_who_check_them() -> None:
    assert (Path(indexer.archive.__file__).parent / "py.typed").is_file()
