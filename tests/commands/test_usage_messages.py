"""What the commands say of wrong use and of what the system refuses, in Vietnamese too."""

from __future__ import annotations

import errno
import inspect
import os
import subprocess
import threading
from pathlib import Path

import click
import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from indexer.model.messages import of_system
from tests.support.running import ROOT, command, environment, run

VIETNAMESE = "vi_VN.UTF-8"
CATALOGUE = ROOT / "indexer/commands/translations/vi/LC_MESSAGES/click.po"
CLICK = Path(inspect.getfile(click)).parent


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("search", "x", "--provnce", "y"), "Không có tùy chọn '--provnce'. Có phải là: '--province'?"),
        (("search", "x", "--sort", "hay"), "'hay' không phải một trong: 'relevance', 'newest', 'oldest'."),
        (("search", "x", "--limit", "ba"), "Giá trị của '--limit' không dùng được: 'ba' không phải số"),
        (("search", "x", "--page", "99"), "với --limit 20, trang cuối là --page 50"),
        (("indexer", "add"), "Thiếu 'SOURCE...'."),
        (("indexer", "add", "khong-co"), "không có 'khong-co'."),
        (("indexer", "dung"), "Không có lệnh 'dung'."),
        (("indexer", "build", "--jobs", "0", "seeds"), "0 nằm ngoài khoảng x>=1."),
        (("indexer", "correct", "set", "a3", "màu", "đỏ"), "sửa được: tiêu đề, ngày, tỉnh"),
    ],
)  # fmt: skip
def test_wrong_use_is_told_in_vietnamese(arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments, LC_ALL=VIETNAMESE)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(f"Cách dùng: {arguments[0]} ")
    assert said in result.stderr
    assert "Error" not in result.stderr


def test_the_catalogue_holds_messages_of_click_with_their_placeholders() -> None:
    with CATALOGUE.open("rb") as file:
        written = read_po(file)
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = read_mo(file)
    source = "".join(path.read_text("utf-8") for path in CLICK.glob("*.py"))
    source = source.replace('"\n', "").replace('"', "")
    for message in filter(lambda one: one.id, written):
        first = message.id if isinstance(message.id, str) else message.id[0]
        found = compiled.get(message.id)
        assert found is not None
        assert list(found.string) == list(message.string)
        assert first.split("{")[0].encode("unicode_escape").decode() in source
        assert not list(message.check(written))


def test_refusals_of_the_system_are_told_in_both_languages(seed_index: Path) -> None:
    for code in (errno.ENOENT, errno.ENOSPC, errno.EACCES):
        assert of_system(os.strerror(code), "en") == os.strerror(code)
        assert of_system(os.strerror(code), "vi") != os.strerror(code)
    assert of_system("whatever else", "vi") == "whatever else"
    where = ("--index", seed_index, "--output", "/khong/co/x.csv")
    result = run("search", "hợp tác", *where, LC_ALL=VIETNAMESE)
    assert result.stderr == "Lỗi: /khong/co/x.csv: không có tệp hay thư mục này\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no such device")
@pytest.mark.parametrize("name", ["search", "indexer"])
def test_help_that_cannot_be_written_is_told_in_one_line(name: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [command(name), "--help"],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(LC_ALL=VIETNAMESE),
            check=False,
        )
    assert (done.returncode, done.stderr.decode()) == (2, "Lỗi: ổ đĩa đã đầy\n")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_named_as_output_is_written_to_and_stays(tmp_path: Path, seed_index: Path) -> None:
    pipe = tmp_path / "ket-qua.csv"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text("utf-8-sig")))
    reader.start()
    run("search", "hợp tác", "--output", pipe, "--index", seed_index)
    reader.join(60)
    assert read[0].startswith("id,date,title")
    assert pipe.is_fifo()


def test_a_link_named_as_output_stays_one(tmp_path: Path, seed_index: Path) -> None:
    link = tmp_path / "moi-nhat.csv"
    link.symlink_to(tmp_path / "that.csv")
    run("search", "hợp tác", "--output", link, "--index", seed_index)
    assert link.is_symlink()
    assert (tmp_path / "that.csv").read_text("utf-8-sig").startswith("id,date,title")
