"""A second build does only what has changed, and comes to what a build anew would."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.building import BuildReport, add, build, remove, take_sent
from indexer.building.provenance import Provenance
from indexer.errors import UnreadableSource
from indexer.model.article import Article
from indexer.storage import append, open_index, rebuild
from indexer.storage.format.sealed import seal, unseal


def write(folder: Path, **texts: str) -> None:
    """Files by stem; an old time stamp, so that it can be relied on."""
    folder.mkdir(exist_ok=True)
    for stem, text in texts.items():
        path = folder / f"{stem}.txt"
        path.write_text(text, encoding="utf-8")
        os.utime(path, ns=(1_700_000_000 * 10**9 + len(text) * 10**9,) * 2)


def built(root: Path, **texts: str) -> tuple[Path, Path]:
    """A folder of such files, and the index of it."""
    folder, index = root / "news", root / "index"
    write(folder, **texts)
    build([folder], index)
    return folder, index


def articles(index: Path) -> dict[str, Article]:
    snapshot = open_index(index).snapshot()
    live = (
        segment.base + doc
        for segment in snapshot.segments
        for doc in range(segment.doc_count_all)
        if segment.live is None or segment.live[doc]
    )
    return {article.id: article for article in map(snapshot.article, live)}


def texts_of(index: Path) -> dict[str, str]:
    return {id_: article.text for id_, article in articles(index).items()}


def counts(report: BuildReport) -> tuple[int, int, int, int, bool]:
    return report.added, report.updated, report.removed, report.unchanged, report.rebuilt


def test_a_second_build_of_the_same_files_changes_nothing(tmp_path: Path) -> None:
    folder, index = tmp_path / "news", tmp_path / "index"
    write(folder, a="một", b="hai")
    assert counts(build([folder], index)) == (2, 0, 0, 0, True)
    generation = open_index(index).snapshot().generation
    report = build([folder], index)
    assert counts(report) == (0, 0, 0, 2, False)
    assert report.reading.read == 0
    assert not report.changed
    assert open_index(index).snapshot().generation == generation


def test_new_changed_and_deleted_files_are_noticed(tmp_path: Path) -> None:
    folder, index = built(tmp_path, a="một", b="hai", c="ba", d="bốn")
    write(folder, b="hai đã khác", e="năm")
    (folder / "c.txt").unlink()
    assert counts(build([folder], index)) == (1, 1, 1, 2, False)
    assert texts_of(index) == {"a": "một", "b": "hai đã khác", "d": "bốn", "e": "năm"}


def test_a_file_changed_within_its_size_and_time_is_noticed_while_that_is_fresh(
    tmp_path: Path,
) -> None:
    folder, index = tmp_path / "news", tmp_path / "index"
    folder.mkdir()
    path = folder / "a.txt"
    path.write_text("một", encoding="utf-8")
    build([folder], index)
    stamp = path.stat().st_mtime_ns
    path.write_text("hài", encoding="utf-8")
    os.utime(path, ns=(stamp, stamp))
    assert counts(build([folder], index))[:2] == (0, 1)


def test_a_file_touched_but_not_changed_is_left(tmp_path: Path) -> None:
    folder, index = built(tmp_path, a="một")
    os.utime(folder / "a.txt")
    report = build([folder], index)
    assert (report.reading.read, report.unchanged) == (0, 1)


def test_of_a_changed_file_of_many_articles_only_those_that_changed_are_indexed(
    tmp_path: Path,
) -> None:
    lines, index = tmp_path / "a.jsonl", tmp_path / "index"
    lines.write_text(
        "".join(json.dumps({"id": str(i), "body": f"bài {i}"}) + "\n" for i in range(20)),
        encoding="utf-8",
    )
    build([lines], index)
    lines.write_text(
        "".join(json.dumps({"id": str(i), "body": f"bài {max(i, 2)}"}) + "\n" for i in range(19)),
        encoding="utf-8",
    )
    assert counts(build([lines], index)) == (0, 2, 1, 17, False)


def test_changed_metadata_changes_the_articles_it_describes(tmp_path: Path) -> None:
    folder, index = tmp_path / "news", tmp_path / "index"
    write(folder, a="một", b="hai")
    (folder / "metadata.csv").write_text("file,date\na.txt,2025-03-06\n", encoding="utf-8")
    build([folder], index)
    (folder / "metadata.csv").write_text("file,date\na.txt,2025-03-07\n", encoding="utf-8")
    assert counts(build([folder], index)) == (0, 1, 0, 1, False)
    assert articles(index)["a"].date.start == "2025-03-07"


def test_faults_are_reported_at_every_build(tmp_path: Path) -> None:
    folder, index = tmp_path / "news", tmp_path / "index"
    write(folder, a="một", b="")
    (folder / "c.jsonl").write_text('{"id": "c", "body": "ba"}\n{\n', encoding="utf-8")
    first = build([folder], index)
    second = build([folder], index)
    assert first.reading.skipped == second.reading.skipped
    assert len(first.reading.skipped) == 2
    assert counts(second) == (0, 0, 0, 2, False)


def test_other_sources_are_built_anew(tmp_path: Path) -> None:
    index = tmp_path / "index"
    write(tmp_path / "news", a="một")
    write(tmp_path / "other", b="hai")
    build([tmp_path / "news"], index)
    assert build([tmp_path / "other"], index).rebuilt
    assert set(articles(index)) == {"b"}


def test_what_other_sources_leave_behind_is_counted(tmp_path: Path) -> None:
    _, index = built(tmp_path, a="một", b="hai", c="ba")
    write(tmp_path / "other", a="một", d="bốn")
    report = build([tmp_path / "other"], index)
    assert (report.rebuilt, report.articles, report.removed) == (True, 2, 2)


def test_another_analysis_version_builds_anew(tmp_path: Path) -> None:
    folder, index = built(tmp_path, a="một")
    (path,) = index.glob("generations/*/settings.json")
    path.write_bytes(seal({**unseal(path.read_bytes(), "settings"), "analysis_version": 9}))
    assert build([folder], index).rebuilt


def test_a_removed_article_comes_back_with_a_build_of_its_file(tmp_path: Path) -> None:
    folder, index = built(tmp_path, a="một", b="hai")
    remove(["a"], index)
    assert counts(build([folder], index)) == (1, 0, 0, 1, False)


def test_adding_leaves_what_is_there(tmp_path: Path) -> None:
    index = tmp_path / "index"
    write(tmp_path / "news", a="một")
    write(tmp_path / "more", b="hai")
    build([tmp_path / "news"], index)
    assert counts(add([tmp_path / "more"], index)) == (1, 0, 0, 0, False)
    assert counts(add([tmp_path / "more"], index)) == (0, 0, 0, 1, False)
    assert set(articles(index)) == {"a", "b"}


def test_two_files_of_one_name_are_two_articles_and_the_first_keeps_its_id(tmp_path: Path) -> None:
    folder, index = built(tmp_path, a="một")
    write(folder / "later", a="hai")
    report = build([folder], index)
    assert [(note.reason, note.detail) for note in report.reading.noted] == [
        ("same-name", "later/a")
    ]
    assert texts_of(index) == {"a": "một", "later/a": "hai"}
    write(folder / "a-first", a="ba")
    build([folder], index)
    build([folder], index)
    assert texts_of(index) == {"a": "một", "later/a": "hai", "a-first/a": "ba"}


def test_namesakes_of_several_kinds_and_folders_keep_their_ids(tmp_path: Path) -> None:
    folder, index = tmp_path / "news", tmp_path / "index"
    for place in ("", "one", "two"):
        write(folder / place, tin=f"Tin {place}\n\nNội dung ở {place or 'gốc'}.")
        for ending in ("md", "html"):
            (folder / place / f"tin.{ending}").write_text(f"Bài {ending} {place}\n\nKhác.", "utf-8")
    first = build([folder], index)
    ids = sorted(articles(index))
    assert len(ids) == 9, first.reading.lines("en")
    for file in folder.rglob("tin.html"):
        file.write_text(file.read_text("utf-8") + " Sửa.", "utf-8")
    for anew in (False, False, True):
        report = build([folder], index, anew=anew)
        assert (sorted(articles(index)), report.removed) == (ids, 0)


def table(path: Path, *bodies: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(("Nội dung", *bodies)) + "\n", "utf-8")
    return path


def test_rows_without_ids_of_two_tables_of_one_name_are_all_kept(tmp_path: Path) -> None:
    folder, index = tmp_path / "news", tmp_path / "index"
    table(folder / "2024" / "tin.csv", "Một.", "Hai.")
    later = table(folder / "2025" / "tin.csv", "Ba.", "Bốn.", "Năm.")
    table(folder / "2025" / "tin.tsv", "Sáu.")
    expected = {
        "tin-2": "Một.", "tin-3": "Hai.", "2025/tin-2": "Ba.", "2025/tin-3": "Bốn.",
        "2025/tin-4": "Năm.", "2025/tin.tsv-2": "Sáu.",
    }  # fmt: skip
    for anew in (False, False, True):
        report = build([folder], index, anew=anew)
        assert (texts_of(index), report.reading.duplicates) == (expected, [])
    table(later, "Ba.", "Bốn.", "Năm.", "Bảy.")
    build([folder], index)
    assert texts_of(index) == expected | {"2025/tin-5": "Bảy."}


def test_a_table_added_from_another_folder_replaces_no_rows_of_its_namesake(
    tmp_path: Path,
) -> None:
    index = tmp_path / "index"
    build([table(tmp_path / "2024" / "tin.csv", "Một.", "Hai.")], index)
    later = table(tmp_path / "2025" / "tin.csv", "", "", "Ba.")
    for _ in range(2):
        add([later], index)
        assert texts_of(index) == {"tin-2": "Một.", "tin-3": "Hai.", "tin-4": "Ba."}
    table(later, "", "Tư.", "Ba.")
    add([later], index)
    assert sorted(texts_of(index).values()) == ["Ba.", "Hai.", "Một.", "Tư."]


def test_rows_that_state_ids_keep_them_whatever_their_file_is_called(tmp_path: Path) -> None:
    folder, index = tmp_path / "news", tmp_path / "index"
    for year, number in (("2024", 7), ("2025", 8)):
        (folder / year).mkdir(parents=True)
        line = {"id": f"bao-{number}", "text": f"Tin {year}."}
        (folder / year / "bao.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    build([folder], index)
    assert texts_of(index) == {"bao-7": "Tin 2024.", "bao-8": "Tin 2025."}


def test_a_file_added_from_another_folder_does_not_replace_its_namesake(tmp_path: Path) -> None:
    _, index = built(tmp_path, a="một")
    write(tmp_path / "other", a="hai")
    add([tmp_path / "other"], index)
    assert texts_of(index) == {"a": "một", "other/a": "hai"}


def test_a_file_that_was_moved_keeps_its_id(tmp_path: Path) -> None:
    folder, index = built(tmp_path, a="một", b="hai")
    (folder / "sub").mkdir()
    (folder / "a.txt").rename(folder / "sub" / "a.txt")
    build([folder], index)
    assert texts_of(index) == {"a": "một", "b": "hai"}


def test_a_build_that_waited_for_another_heeds_what_it_did(tmp_path: Path) -> None:
    folder, index = built(tmp_path, a="một", b="hai")
    write(folder, c="ba")
    reports: list[BuildReport] = []
    waiting = threading.Thread(target=lambda: reports.append(build([folder], index, jobs=1)))
    with append(index) as writer:
        waiting.start()
        writer.add(Article("x", "", "của người khác"))
        writer.remove("a")
    waiting.join()
    assert set(articles(index)) == {"a", "b", "c"}
    assert reports[0].articles == 3


def test_a_damaged_or_foreign_ledger_only_costs_a_reading(tmp_path: Path) -> None:
    folder, index = built(tmp_path, a="một")
    for damage in (
        "",
        "[]",
        "{}",
        '{"generation": "1.1", "files": {"a": 3}}',
        '{"generation": "0.0", "files": {}}',
    ):
        (index / "sources.json").write_text(damage)
        report = build([folder], index)
        assert (report.reading.read, report.unchanged, report.rebuilt) == (1, 1, False)


def texts(index: Path) -> list[str]:
    return sorted(article.text for article in articles(index).values())


files = st.dictionaries(
    st.sampled_from("abcde"), st.sampled_from(["một", "hai", "ba bốn", ""]), max_size=5
)


@settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.lists(st.tuples(files, files), min_size=2, max_size=4))
def test_builds_one_upon_the_other_come_to_what_a_build_anew_comes_to(
    tmp_path: Path, states: list[tuple[dict[str, str], dict[str, str]]]
) -> None:
    root = Path(os.path.realpath(tmp_path)) / os.urandom(8).hex()
    root.mkdir()
    folder, index = root / "news", root / "index"
    for here, below in states:
        write(folder)
        for path in folder.rglob("*.txt"):
            path.unlink()
        write(folder, always="năm")  # sources of which nothing can be read leave the index alone
        write(folder, **here)
        write(folder / "sub", **below)
        updated = build([folder], index)
        anew = build([folder], root / "anew", anew=True)
        assert texts(index) == texts(root / "anew")  # ids last, so a namesake's may differ
        assert updated.reading.skipped == anew.reading.skipped
        assert updated.articles == anew.articles


def test_nothing_is_left_beside_the_index(tmp_path: Path) -> None:
    _, index = built(tmp_path, a="một")
    assert not (index / "units").exists()


def sent(index: Path, **texts: str) -> None:
    """Take in articles as the web server does with those sent to it."""
    lines = {
        id_: json.dumps({"id": id_, "title": "Tin", "text": text}) for id_, text in texts.items()
    }
    take_sent(lines, [], index)


def test_a_build_keeps_what_was_sent(tmp_path: Path) -> None:
    folder, index = built(tmp_path, a="một", b="hai")
    sent(index, c="ba", b="hai mới")
    assert texts_of(index) == {"a": "một", "b": "hai mới", "c": "ba"}
    for anew in (False, True):
        report = build([folder], index, strict=True, anew=anew)
        assert (report.articles, report.submitted, report.rebuilt) == (3, 2, anew)
        assert texts_of(index) == {"a": "một", "b": "hai mới", "c": "ba"}
    other = tmp_path / "other"
    write(other, d="bốn")
    report = build([other], index)
    assert (report.submitted, report.rebuilt, sorted(articles(index))) == (2, True, ["b", "c", "d"])


def test_what_was_sent_does_not_hide_that_nothing_could_be_read(tmp_path: Path) -> None:
    _, index = built(tmp_path, a="một")
    sent(index, c="ba")
    (tmp_path / "bad.jsonl").write_bytes(b"\x00\x01\x02" * 100)
    with pytest.raises(UnreadableSource):
        build([tmp_path / "bad.jsonl"], index)
    assert sorted(articles(index)) == ["a", "c"]


def test_no_build_of_a_folder_speaks_of_what_was_sent_where_nothing_was(tmp_path: Path) -> None:
    write(tmp_path / "news", a="một")
    assert build([tmp_path / "news"], tmp_path / "index").submitted == 0


@pytest.mark.parametrize("anew", [False, True])
def test_a_build_of_a_file_that_was_damaged_since_keeps_the_index(
    anew: bool, tmp_path: Path
) -> None:
    source, index = tmp_path / "news.jsonl", tmp_path / "index"
    source.write_text('{"id": "a", "body": "một"}\n{"id": "b", "body": "hai"}\n', encoding="utf-8")
    build([source], index)
    source.write_bytes(b"\x00\x01\x02" * 100)
    with pytest.raises(UnreadableSource):
        build([source], index, anew=anew)
    assert sorted(articles(index)) == ["a", "b"]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4, unique=True),
        min_size=1,
        max_size=4,
    )
)
def test_origins_are_the_same_looked_up_and_read_at_once(
    tmp_path_factory: pytest.TempPathFactory, commits: list[list[str]]
) -> None:
    index = tmp_path_factory.mktemp("origins") / "index"
    with rebuild(index) as writer:
        writer.add(Article("x", "Tin", "không có nguồn"))
    for number, ids in enumerate(commits):
        with append(index) as writer:
            for id_ in ids:
                writer.add(Article(id_, "Tin", "bài"), origin=f"tệp {number}\t{id_}")
    snapshot = open_index(index).snapshot()
    expected = {"x": ""} | {
        id_: f"tệp {number}\t{id_}" for number, ids in enumerate(commits) for id_ in ids
    }
    assert Provenance(snapshot).all() == expected
    assert {id_: Provenance(snapshot).get(id_) for id_ in [*expected, "y"]} == {
        **expected,
        "y": None,
    }


def test_a_commit_whose_files_cannot_be_written_down_is_a_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, index = built(tmp_path, a="một")
    (index / "sources.json").unlink()
    (index / "sources.json").mkdir()
    write(folder, b="hai")
    for report in (build([folder], index), add([folder], index), remove(["b"], index)):
        assert "sources.json" in report.unsaved
    assert sorted(articles(index)) == ["a"]
    (index / "sources.json").rmdir()
    assert build([folder], index).unsaved == ""
    assert sorted(articles(index)) == ["a", "b"]
