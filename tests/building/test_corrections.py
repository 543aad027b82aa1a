"""Corrections outlive every writer: unit cases, then random histories of all of them against a model."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer import Archive, SearchRequest
from indexer.building import add, build, correct, remove, synchronise, take_sent
from indexer.building.recovery import rebuild_from_stored, restore_backup, roll_back
from indexer.corrections.table import CORRECTIONS, Table
from indexer.corrections.values import checked
from indexer.model.article import Article, Correction, CorrectionField
from indexer.storage import open_index
from indexer.storage.maintenance import backup

TEXT = "Hội đàm giữa Lạng Sơn và Quảng Tây\n\nNgày 5/3/2024, tại Lạng Sơn, hai bên hội đàm."


def article(index: Path, id_: str = "a") -> Article | None:
    now = open_index(index).snapshot()
    doc = now.find(id_)
    return None if doc is None else now.article(doc)


def shown(index: Path, id_: str = "a") -> Article:
    found = article(index, id_)
    assert found is not None
    return found


def say(index: Path, field: CorrectionField, value: str = "", id_: str = "a") -> None:
    said = Correction(field, checked(field, value), "Lan", "2026-11-28T03:00:00Z", "xem lại")
    correct(index, lambda table: table.set(id_, said))


def unsay(index: Path, id_: str = "a") -> None:
    def edit(table: Table) -> None:
        table.undo(id_)

    correct(index, edit)


def send(index: Path, id_: str = "a", text: str = TEXT, **more: str) -> None:
    take_sent({id_: json.dumps({"id": id_, "text": text, **more})}, [], index)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "b.txt").write_text("Bài khác\n\nỞ Cao Bằng.", "utf-8")
    return folder


@pytest.fixture
def index(tmp_path: Path, news: Path) -> Path:
    build([news], tmp_path / "index", jobs=1)
    return tmp_path / "index"


WRITERS: dict[str, Callable[[Path, Path], object]] = {
    "build": lambda news, index: build([news], index, jobs=1),
    "build anew": lambda news, index: build([news], index, jobs=1, anew=True),
    "add": lambda news, index: add([news], index, jobs=1),
    "watch": lambda news, index: synchronise([news], index, jobs=1, gone=lambda _: True),
    "send": lambda news, index: send(index),
    "rebuild": lambda news, index: rebuild_from_stored(index, jobs=1),
    "roll back": lambda news, index: (build([news], index, jobs=1, anew=True), roll_back(index)),
    "touched": lambda news, index: (
        (news / "a.txt").write_text(f"{TEXT}\nThêm.", "utf-8"),
        add([news], index, jobs=1),
    ),
}


@pytest.mark.parametrize("writer", WRITERS)
def test_a_correction_outlives_every_writer_and_undoing_gives_back_what_was_read(
    writer: str, news: Path, index: Path
) -> None:
    before = shown(index)
    assert before.date.start == "2024-03-05"
    say(index, "date", "24-28/3/2025")
    say(index, "provinces", "không")
    say(index, "title", "Tên đúng")
    WRITERS[writer](news, index)
    after = shown(index)
    assert (after.date.start, after.date.end) == ("2025-03-24", "2025-03-28")
    assert after.date == after.event
    assert after.date.basis == "corrected"
    assert (after.title, after.provinces) == ("Tên đúng", ())
    assert [one.field for one in after.corrected] == ["title", "date", "provinces"]
    assert after.text.startswith(TEXT)
    for file in news.iterdir():
        file.unlink()
    unsay(index)
    again = shown(index)
    assert (again.title, again.date, again.provinces) == (
        before.title,
        before.date,
        before.provinces,
    )
    assert again.corrected == ()


@pytest.mark.parametrize("writer", WRITERS)
def test_what_is_hidden_stays_hidden_and_comes_back_without_its_source(
    writer: str, news: Path, index: Path
) -> None:
    before = shown(index)
    say(index, "hide")
    assert article(index) is None
    WRITERS[writer](news, index)
    assert article(index) is None
    for file in news.iterdir():
        file.unlink()
    unsay(index)
    assert shown(index).title == before.title


@pytest.mark.parametrize("writer", [name for name in WRITERS if name != "roll back"])
def test_what_is_deleted_stays_deleted_and_comes_back_from_its_source(
    writer: str, news: Path, index: Path
) -> None:
    say(index, "delete")
    WRITERS[writer](news, index)
    assert article(index) is None
    assert TEXT[:20].encode() not in b"".join(f.read_bytes() for f in index.glob("hidden/*"))
    unsay(index)
    build([news], index, jobs=1)
    assert shown(index).text.startswith(TEXT)


def test_gates_and_kinds_of_event_are_corrected_with_their_facets(index: Path) -> None:
    before = shown(index)
    say(index, "gates", "đông hưng; Chi Ma")
    say(index, "kinds", "vi pham, ký kết")
    after = shown(index)
    assert after.labelled("gate") == (
        "Quảng Ninh\tMóng Cái – Đông Hưng",
        "Lạng Sơn\tChi Ma – Ái Điểm",
    )
    assert after.labelled("kind") == ("vi phạm, tội phạm", "ký kết")
    archive = Archive.open(index)
    for facet, value in (("gate", "Móng Cái – Đông Hưng"), ("kind", "ký kết")):
        assert value in str(archive.facet(SearchRequest(), facet).values)
    found = archive.search(SearchRequest(gates=("mong cai",), kinds=("ky ket",)))
    assert [hit.id for hit in found.hits] == ["a"]
    say(index, "gates", "không")
    say(index, "kinds", "không")
    assert (shown(index).labelled("gate"), shown(index).labelled("kind")) == ((), ("không rõ",))
    unsay(index)
    assert shown(index).labels == before.labels


def test_adding_a_folder_does_not_undo_what_was_sent(news: Path, index: Path) -> None:
    send(index, date="2025-06-01")
    (news / "a.txt").write_text(f"{TEXT}\nMới hơn.", "utf-8")
    add([news], index, jobs=1)
    assert shown(index).date.start == "2025-06-01"


def test_what_was_deleted_over_http_comes_back_only_when_it_is_sent_again(
    news: Path, index: Path
) -> None:
    take_sent({}, ["a"], index)
    add([news], index, jobs=1)
    build([news], index, jobs=1, anew=True)
    assert article(index) is None
    assert [row.correction.value for row in Table(index / CORRECTIONS)] == ["until-sent"]
    send(index, text="Gửi lại")
    assert shown(index).text == "Gửi lại"
    assert list(Table(index / CORRECTIONS)) == []


def test_a_deletion_by_a_person_is_stronger_than_sending_again(index: Path) -> None:
    say(index, "delete")
    send(index)
    assert article(index) is None


def test_a_correction_waits_for_its_article(index: Path, news: Path) -> None:
    say(index, "date", "2025", "moi")
    say(index, "hide", id_="an.txt")
    (news / "moi.txt").write_text(TEXT, "utf-8")
    (news / "an.txt").write_text(TEXT, "utf-8")
    report = add([news], index, jobs=1)
    assert (report.added, report.away) == (1, 1)
    assert shown(index, "moi").date.precision == "year"
    assert article(index, "an") is None


def test_a_file_changed_by_hand_counts_with_the_next_writer(news: Path, index: Path) -> None:
    lines = "\ufeffMã bài;Trường;Giá trị\r\na;Ngày;thg3-25\r\nb;ẩn;có\r\nb;ngày;hôm kia\r\n"
    (index / CORRECTIONS).write_text(lines, "utf-8")
    report = build([news], index, jobs=1)
    assert [fault.line for fault in report.faults] == [4]
    assert shown(index).date.precision == "month"
    assert article(index, "b") is None
    (index / CORRECTIONS).unlink()
    build([news], index, jobs=1)
    assert shown(index).date.start == "2024-03-05"
    assert article(index, "b") is not None


def test_a_backup_brings_corrections_to_an_index_that_has_none_and_its_own_stay(
    index: Path, tmp_path: Path
) -> None:
    say(index, "date", "2025")
    say(index, "hide", id_="b")
    backup(index, tmp_path / "copy")
    restore_backup(tmp_path / "copy", tmp_path / "other", jobs=1)
    assert shown(tmp_path / "other").date.precision == "year"
    unsay(tmp_path / "other", "b")
    assert article(tmp_path / "other", "b") is not None
    say(index, "date", "2026")
    restore_backup(tmp_path / "copy", index, jobs=1)
    assert shown(index).date.start == "2026-01-01"
    assert article(index, "b") is None


def test_removing_what_is_hidden_forgets_its_text(index: Path) -> None:
    say(index, "hide")
    assert remove(["a"], index).removed == 1
    assert all("Lạng".encode() not in file.read_bytes() for file in index.glob("hidden/*"))
    unsay(index)
    assert article(index) is None


class History:
    """All writers at random, and what people have said; texts tell nothing of title and date."""

    IDS = ("a", "b", "c")

    def __init__(self, root: Path, seed: int) -> None:
        self.dice, self.index, self.news = random.Random(seed), root / "index", root / "news"
        self.said: dict[tuple[str, CorrectionField], str] = {}
        self.files: dict[str, str] = {}
        self.sent: dict[str, str] = {}
        self.gone: set[str] = set()
        self.told: list[str] = []
        self.news.mkdir(parents=True)
        self.edit("z")
        build([self.news], self.index, jobs=1)

    def edit(self, id_: str) -> None:
        self.files[id_] = f"Bài {id_}, lần {self.dice.random()}"
        (self.news / f"{id_}.txt").write_text(self.files[id_], "utf-8")

    def step(self) -> None:
        id_ = self.dice.choice(self.IDS)
        name = self.dice.choice([name for name in dir(self) if name.startswith("do_")])
        self.told.append(f"{name} {id_}")
        getattr(self, name)(id_)
        self.check(built=name == "do_build")

    def do_edit(self, id_: str) -> None:
        self.edit(id_)

    def do_unlink(self, id_: str) -> None:
        self.files.pop(id_, None)
        (self.news / f"{id_}.txt").unlink(missing_ok=True)

    def do_build(self, _: str) -> None:
        build([self.news], self.index, jobs=1, anew=self.dice.random() < 0.4)

    def do_add(self, _: str) -> None:
        add([self.news], self.index, jobs=1)

    def do_watch(self, _: str) -> None:
        synchronise([self.news], self.index, jobs=1, gone=lambda file: "/news/" in file)

    def do_rebuild(self, _: str) -> None:
        rebuild_from_stored(self.index, jobs=1)

    def do_send(self, id_: str) -> None:
        self.sent[id_] = f"Gửi {id_}, lần {self.dice.random()}"
        self.gone.discard(id_)
        send(self.index, id_, self.sent[id_])

    def do_delete(self, id_: str) -> None:
        self.sent.pop(id_, None)
        self.gone.add(id_)
        take_sent({}, [id_], self.index)

    def do_remove(self, id_: str) -> None:
        self.sent.pop(id_, None)
        remove([id_], self.index)

    def do_correct(self, id_: str) -> None:
        field: CorrectionField = self.dice.choice(("title", "date", "hide"))
        value = {"title": f"Tên {id_}", "date": "2025-03", "hide": "yes"}[field]
        self.said[id_, field] = value
        say(self.index, field, value, id_)

    def do_undo(self, id_: str) -> None:
        self.said = {key: value for key, value in self.said.items() if key[0] != id_}
        self.gone.discard(id_)
        unsay(self.index, id_)

    def check(self, *, built: bool) -> None:
        for id_ in self.IDS:
            found = article(self.index, id_)
            away = id_ in self.gone or (id_, "hide") in self.said
            if found is None:
                there = built and (id_ in self.files or id_ in self.sent)
                assert away or not there, (id_, self.told)
                continue
            assert not away, (id_, self.told)
            if id_ in self.sent:
                assert found.text == self.sent[id_], (id_, self.told)
            elif built:
                assert found.text == self.files[id_], (id_, self.told)
            title = self.said.get((id_, "title"))
            assert title in (None, found.title), (id_, self.told)
            assert (found.title == f"Tên {id_}") == (title is not None), (id_, self.told)
            assert (found.date.basis == "corrected") == ((id_, "date") in self.said)
            assert (found.found is None) == (not found.corrected)


@pytest.mark.parametrize("seed", range(30))
def test_random_histories_of_all_writers_keep_to_what_people_said(
    seed: int, tmp_path: Path
) -> None:
    history = History(tmp_path / "history", seed)
    for _ in range(20):
        history.step()
    history.do_build("")
    history.check(built=True)
