"""Synonyms come from plain files, one line a group; the office's own is read as soon as it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.language.lexicon.synonyms import (
    ENVIRONMENT,
    MAX_BYTES,
    own_fault,
    parse_synonyms,
    synonyms_within,
)


def test_a_group_finds_each_other_and_an_arrow_one_way() -> None:
    assert parse_synonyms("a, b c\n# note\nd => e, f  # why\n\nlone\n=> x\n") == [
        ("a", ("b c",)),
        ("b c", ("a",)),
        ("d", ("e", "f")),
    ]


def test_the_pairs_of_the_trade_come_with_the_program() -> None:
    assert synonyms_within(("tàu", "hỏa", "côn", "minh")) == [(0, 2, ("xe lửa", "đường sắt"))]
    assert synonyms_within(("đường", "sắt")) == []


def test_the_office_s_own_file_counts_too_and_anew_when_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "dong-nghia.txt"
    own.write_text("hội đàm, gặp gỡ song phương\n", "utf-8")
    monkeypatch.setenv(ENVIRONMENT, str(own))
    assert synonyms_within(("hội", "đàm")) == [(0, 2, ("gặp gỡ song phương",))]
    own.write_text("hội đàm, hội kiến\n", "utf-8-sig")
    assert synonyms_within(("hội", "đàm")) == [(0, 2, ("hội kiến",))]
    own.unlink()
    assert synonyms_within(("hội", "đàm")) == []
    assert synonyms_within(("tàu", "hỏa"))


@pytest.mark.parametrize("named", ["none.txt", "folder", "/dev/zero", "large.txt"])
def test_a_file_that_is_none_is_said_and_no_search_fails_by_it(
    named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "large.txt").write_bytes(b"a, b\n" * (MAX_BYTES // 5 + 1))
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / named))
    assert named in own_fault()
    assert synonyms_within(("a",)) == []
    assert synonyms_within(("tàu", "hỏa"))


def test_no_file_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    assert own_fault() == ""
