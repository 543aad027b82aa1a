"""What Word 97 keeps outside its text is read, what was deleted is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.reading import IngestReport, records
from indexer.reading.formats.word_97 import readied
from tests.support.office_files import doc

pytest.importorskip("xberg")


def text(tmp_path: Path, data: bytes) -> list[str]:
    (tmp_path / "bai.doc").write_bytes(data)
    (found,) = records([tmp_path / "bai.doc"], IngestReport())
    return found.text.splitlines()


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Mot hai.\rBa.\r", ["Mot hai.", "Ba."]),
        ("Mot {-bo -}hai.\r", ["Mot hai."]),
        ("{-Ca cau.\r-}Hai.\r", ["Hai."]),
        ("Mot{-.\rB-}b hai.\r", ["Motb hai."]),  # the paragraph's end was deleted, too
        ("Mot.\rHai{- bo-}.\rBa{- bo-}.\r", ["Mot.", "Hai.", "Ba."]),
    ],
)
def test_what_was_deleted_is_not_read(
    tmp_path: Path, body: str, said: list[str], narrow: bool
) -> None:
    assert text(tmp_path, doc(body, narrow=narrow)) == said


def test_notes_come_after_the_text(tmp_path: Path) -> None:
    data = doc(
        "Mở cửa khẩu.\r", footnotes="\x02 Theo {-báo-}TTXVN.\r\x02 Hai.\r", endnotes="\x02 Ba.\r"
    )
    assert text(tmp_path, data) == ["Mở cửa khẩu.", "Theo TTXVN.", "Hai.", "Ba."]


def test_an_optional_hyphen_is_a_letter_of_tcvn3(tmp_path: Path) -> None:
    line = "L·nh \xae¹o thµnh phè B»ng T\x1fêng vµ tØnh L¹ng S¬n héi \xae\xb5m.\r"
    assert text(tmp_path, doc(line, narrow=True)) == [
        "Lãnh đạo thành phố Bằng Tường và tỉnh Lạng Sơn hội đàm."
    ]


@given(st.data())
def test_any_bytes_come_back(data: st.DataObject) -> None:
    sound = doc("Mot {-bo-}hai.\r", footnotes="\x02 Ba.\r")
    at = data.draw(st.integers(512, len(sound) - 1))
    changed = sound[:at] + data.draw(st.binary(min_size=1, max_size=8)) + sound[at + 1 :]
    assert len(readied(changed)[0]) == len(changed)
