r"""What RTF keeps outside its text is read, what was deleted is not.

Groups as Word writes them ({\footnote …}) and as LibreOffice does ({\*\footnote …})."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.reading import IngestReport, records
from indexer.reading.formats.rtf import without_groups_apart

pytest.importorskip("xberg")


def text(tmp_path: Path, body: str) -> str:
    path = tmp_path / "bai.rtf"
    path.write_bytes(rb"{\rtf1\ansi " + body.encode("ascii") + b"}")
    report = IngestReport()
    (found,) = records([path], report)
    return found.text


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (r"Mot{\footnote \chftn Ghi chu hai}.\par Ba.\par", ["Mot.", "Ba.", "Ghi chu hai"]),
        (r"Mot{\super \chftn{\*\footnote \chftn\pard Ghi chu}}.\par", ["Mot.", "Ghi chu"]),
        (r"Mot{\deleted\revauthdel1 bo di}{\revised hai}.\par", ["Mothai."]),
        (r"Mot{\deleted0 con}.\par", ["Motcon."]),
        (r"Mot{\shp{\*\shpinst\shpleft0{\shptxt \pard Hop chu\par}}}.\par", ["Mot.", "Hop chu"]),
        (r"Mot{\deleted x{\footnote y}}hai.\par", ["Mothai."]),
        (
            r"Mong Cai\_Dong Hung, B\-\u234?ng, a\\_b.\par",
            ["Mong Cai\u2011Dong Hung, B\xadêng, a\\_b."],
        ),
        (r"Mot {\v an k\u237?n\v0} {\viewkind1}hai.\par", ["Mot an kín hai."]),
    ],
)
def test_notes_boxes_and_deletions(tmp_path: Path, body: str, said: list[str]) -> None:
    lines = [" ".join(line.split()) for line in text(tmp_path, body).splitlines()]
    assert [line for line in lines if line] == said


def test_paragraphs_of_a_cell_are_lines(tmp_path: Path) -> None:
    body = (
        r"\trowd\cellx5000\cellx9000\pard\intbl SO NGOAI VU\par So: 8/BC\cell Doc lap\par Tu do\cell"
        r"\row\pard Het.\par Bai.\par"
    )
    lines = text(tmp_path, body).splitlines()
    assert lines == ["SO NGOAI VU", "So: 8/BC", "Doc lap", "Tu do", "Het.", "Bai."]


def test_braces_in_a_picture_are_none() -> None:
    data = rb"{\rtf1 {\pict\bin3 }}}}{\deleted x}Mot}"
    assert without_groups_apart(data) == rb"{\rtf1 {\pict\bin3 }}}}Mot}"


@given(
    st.lists(st.sampled_from([b"{", b"}", rb"\deleted ", rb"\footnote", b"Z", rb"\{", rb"\bin2 "]))
)
def test_any_bytes_come_back_and_nothing_plain_is_lost(pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    assert len(without_groups_apart(data)) <= len(data) + 7 * len(pieces)
    if rb"\deleted" not in data and rb"\bin" not in data:
        assert without_groups_apart(data).count(b"Z") == data.count(b"Z")
