"""An index that is damaged, gone, or no index at all, and options that are none: one clear message, and what to do about it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.running import SEEDS, run

CASES: dict[str, Callable[[Path], object]] = {
    "a commit point cut short": lambda index: _cut(_one(index, "commit-*.json")),
    "a commit point of other bytes": lambda index: _one(index, "commit-*.json").write_bytes(
        b"\x80\x04" * 900
    ),
    "a commit point with a letter changed": lambda index: _swap(
        _one(index, "commit-*.json"), b'"articles"', b'"article5"'
    ),
    "an article deleted by a flipped bit": lambda index: _swap(
        _one(index, "commit-*.json"), b'"deleted":[]', b'"deleted":[1]'
    ),
    "postings cut short": lambda index: _cut(_one(index, "*.columns")),
    "postings that are gone": lambda index: _one(index, "*.columns").unlink(),
    "articles overwritten": lambda index: _scratch(_one(index, "*.articles")),
    "articles that are empty": lambda index: _one(index, "*.articles").write_bytes(b""),
    "words that are no text": lambda index: _spoil_words(_one(index, "*.columns")),
    "settings of nothing": lambda index: _one(index, "settings.json").write_text("{}x"),
    "a generation that is none": lambda index: (index / "CURRENT").write_text("../../etc"),
    "generations gone": lambda index: shutil.rmtree(index / "generations"),
}


def _one(index: Path, pattern: str) -> Path:
    return next(index.glob(f"generations/*/{pattern}"))


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _swap(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new))


def _scratch(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for at in range(64, len(content) * 3 // 4, 40):
        content[at] ^= 0xFF
    path.write_bytes(content)


def _spoil_words(path: Path) -> None:
    """Every syllable of the adjacency table as bytes that are no UTF-8; the file's frame stays as it is."""
    content = path.read_bytes()
    word = "thông".encode()
    assert word in content
    path.write_bytes(content.replace(word, word[:2] + b"\xff" * (len(word) - 2)))


@pytest.mark.parametrize("spoil", CASES.values(), ids=CASES.keys())
def test_a_damaged_index_is_told_and_can_be_built_anew(
    tmp_path: Path, seed_index: Path, spoil: Callable[[Path], object]
) -> None:
    index = tmp_path / "index"
    shutil.copytree(seed_index, index)
    spoil(index)
    result = run("search", "cửa khẩu thông minh", "--index", index)
    assert (result.returncode, result.stdout) == (3, "")
    assert "is damaged" in result.stderr
    assert f"indexer build --anew --index {index}" in result.stderr
    assert "Traceback" not in result.stderr
    assert run("indexer", "check", "--index", index).returncode == 3
    assert run("indexer", "build", "--anew", "--index", index, SEEDS).returncode == 0
    assert run("search", "cửa khẩu thông minh", "--index", index).returncode == 0


def test_a_file_is_no_index(tmp_path: Path) -> None:
    path = tmp_path / "tin của tôi.txt"
    path.write_text("Tin.", "utf-8")
    for command in (
        ("search", "tin"),
        ("indexer", "status"),
        ("indexer", "check"),
        ("indexer", "build", str(SEEDS)),
    ):
        result = run(*command, "--index", path)
        assert result.returncode in (1, 3)
        assert "Not a directory" in result.stderr
        assert "Traceback" not in result.stderr
    assert path.read_text("utf-8") == "Tin."


def test_advice_can_be_pasted_into_a_shell(tmp_path: Path) -> None:
    index = tmp_path / "kho của tôi"
    assert (
        f"indexer build --index '{index}' SOURCE…" in run("search", "tin", "--index", index).stderr
    )


def test_a_waiting_time_that_is_none_counts_as_unset(tmp_path: Path) -> None:
    built = run("indexer", "build", SEEDS, "--index", tmp_path / "index", CUAKHAU_WRITE_WAIT="soon")
    assert (built.returncode, built.stderr.splitlines()[-1][:6]) == (0, "5 read")


@pytest.mark.parametrize("name", ["search", "indexer"])
def test_h_is_for_help(name: str) -> None:
    result = run(name, "-h")
    assert (result.returncode, result.stdout.startswith("Usage:"), result.stderr) == (0, True, "")
