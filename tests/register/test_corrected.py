"""What people say of the register holds, and outlives builds."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer import Archive
from indexer.building import build, correct
from indexer.corrections.values import checked, typed
from indexer.errors import BadCorrection
from indexer.model.article import Correction
from indexer.register.entries import Register

TALKS = (
    "Ngày 7/5/2024, Chủ tịch UBND tỉnh Lạng Sơn Hồ Tiến Thiệu đã hội đàm với Phó Chủ tịch Khu tự "
    "trị dân tộc Choang Quảng Tây Hứa Vĩnh Khỏa{more}."
)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text(TALKS.format(more=" về thông quan"), "utf-8")
    (folder / "b.txt").write_text(TALKS.format(more=" về du lịch"), "utf-8")
    (folder / "c.txt").write_text("Mưa lớn\n\nMưa lớn ở Cao Bằng và Trung Quốc.", "utf-8")
    return folder


@pytest.fixture
def index(news: Path, tmp_path: Path) -> Path:
    build([news], tmp_path / "index")
    return tmp_path / "index"


def say(index: Path, id_: str, value: str) -> Register:
    said = Correction("register", checked("register", value), "Lan", "2026-11-28T03:00:00Z")
    correct(index, lambda table: table.set(id_, said))
    return Archive.open(index).register()


def told(register: Register) -> list[list[str]]:
    return sorted(sorted(entry.articles) for entry in register.entries)


def test_an_article_tells_no_event(index: Path) -> None:
    assert told(Archive.open(index).register()) == [["a", "b"]]
    assert told(say(index, "b", "bỏ")) == [["a"]]


def test_an_event_stands_alone_and_is_one_again(index: Path) -> None:
    parted = say(index, "b", "tách")
    assert told(parted) == [["a"], ["b"]]
    assert any(entry.is_corrected for entry in parted.entries)
    assert told(say(index, "b", "gộp a")) == [["a", "b"]]


def test_an_event_is_added_and_outlives_a_build(index: Path, news: Path) -> None:
    added = say(index, "c", "thêm thăm; 24-28/3/2024; cao bang; Bách Sắc")
    build([news], index, anew=True)
    for register in (added, Archive.open(index).register()):
        (entry,) = (one for one in register.entries if one.articles == ("c",))
        assert (entry.kind, entry.date.start, entry.date.end) == (
            "thăm",
            "2024-03-24",
            "2024-03-28",
        )
        assert (entry.vietnamese.names, entry.chinese.names) == (("Cao Bằng",), ("Bách Sắc",))
        assert entry.is_corrected


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Bỏ", "drop"),
        ("không", "drop"),
        ("tách", "part"),
        ("gộp bai-2", "join bai-2"),
        ("thêm Hội đàm; 7/5/2024; lang son; sung ta", "add hội đàm; 2024-05-07; Lạng Sơn; Sùng Tả"),
    ],
)
def test_values_are_kept_in_one_form(said: str, kept: str) -> None:
    assert checked("register", said) == kept
    assert checked("register", typed("register", kept)) == kept


@pytest.mark.parametrize(
    "said",
    ["xem lại", "gộp", "bỏ hết", "thêm", "thêm họp; 7/5/2024; Lạng Sơn; Sùng Tả",
     "thêm hội đàm; 31/2/2024; Lạng Sơn; Sùng Tả", "thêm hội đàm; 7/5/2024; ; Sùng Tả",
     "thêm hội đàm; 7/5/2024; Xứ Mơ; Sùng Tả"],
)  # fmt: skip
def test_what_cannot_be_is_refused(said: str) -> None:
    with pytest.raises(BadCorrection):
        checked("register", said)
