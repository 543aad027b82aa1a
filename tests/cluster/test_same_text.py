"""Articles of one text: fingerprints kept beside an archive, and which articles are told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.cluster.same_text import Fingerprints, grouped
from indexer.errors import IndexCorrupt
from indexer.language.likeness import WIDTH


def some(*numbers: int, seed: int = 0) -> Fingerprints:
    rows = np.random.default_rng(seed).integers(1, 255, (len(numbers), WIDTH)).astype(np.uint8)
    return Fingerprints(np.array(numbers, np.uint32), np.full(len(numbers), 5, np.int32), rows)


def test_what_is_written_is_read_and_a_cut_file_is_not(tmp_path: Path) -> None:
    texts = some(3, 9, 70_000)
    texts.write(tmp_path / "likeness-1")
    back = Fingerprints.read(tmp_path / "likeness-1")
    assert back.numbers.tolist() == [3, 9, 70_000]
    assert (back.rows == texts.rows).all() and back.days.tolist() == [5, 5, 5]
    (tmp_path / "cut").write_bytes((tmp_path / "likeness-1").read_bytes()[:-1])
    with pytest.raises(IndexCorrupt):
        Fingerprints.read(tmp_path / "cut")


def test_groups_follow_what_comes_and_goes() -> None:
    texts = some(1, 2, 3)
    twin = Fingerprints(np.array([8], np.uint32), texts.days[:1], texts.rows[1:2])
    assert Fingerprints.none().groups() == ()
    assert texts.groups() == ()
    both = texts.changed([], [twin])
    assert both.groups() == ((2, 8),)
    assert both.changed([2], []).groups() == ()


def test_of_those_that_match_one_is_told() -> None:
    met = grouped(((2, 8, 11), (4, 5), (6, 7)), [8, 4, 2, 6, 7])
    assert met.rows == ((8, 2), (6, 7))
    assert (met.surplus, met.later(), met.others()) == (2, [2, 7], {8: (2,), 6: (7,)})
    assert list(met.missing({2, 99})) == [8]
    assert met.labels([99, 2, 7]).tolist() == [-1, 0, 1]
