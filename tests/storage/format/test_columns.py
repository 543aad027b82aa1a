"""A file of columns gives back what was written, or says that it is damaged: never anything else."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from indexer.errors import IndexCorrupt
from indexer.storage.format.columns import BLOCK, ColumnFile, ColumnWriter

ARRAYS = {
    "small": np.arange(10, dtype="<u2"),
    "none": np.zeros(0, dtype="<u4"),
    "large": np.arange(5 * BLOCK // 4 + 3, dtype="<u4"),
    "last": np.arange(100, dtype="<u1"),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with ColumnWriter(tmp_path / "a.columns") as out:
        for name, array in ARRAYS.items():
            out.add_chunks(name, array.dtype.str, [array[:7], array[7:]])
    return tmp_path / "a.columns"


def test_arrays_are_given_back(path: Path) -> None:
    file = ColumnFile(path)
    assert file.names() == list(ARRAYS)
    for name, array in ARRAYS.items():
        assert file.array(name).tolist() == array.tolist()
        assert np.asarray(file.column(name)).tolist() == array.tolist()
    file.verify()


def test_whatever_byte_is_damaged_no_other_array_comes_out(path: Path) -> None:
    whole = path.read_bytes()
    dice = random.Random(5)
    refused = {"opening": 0, "reading": 0, "verifying": 0}
    for at in [
        *range(80),
        *dice.sample(range(len(whole)), 300),
        *range(len(whole) - 300, len(whole)),
    ]:
        content = bytearray(whole)
        content[at] ^= 1 << dice.randrange(8)
        path.write_bytes(content)
        try:
            file = ColumnFile(path)
        except IndexCorrupt:
            refused["opening"] += 1
            continue
        for name, array in ARRAYS.items():
            try:
                assert file.array(name).tolist() == array.tolist()
            except IndexCorrupt as error:
                assert name in str(error)
                refused["reading"] += 1
        with pytest.raises(IndexCorrupt):
            file.verify()
        refused["verifying"] += 1
    assert min(refused.values()) > 50, refused


def test_only_what_is_read_is_compared(path: Path) -> None:
    content = bytearray(path.read_bytes())
    file = ColumnFile(path)
    content[file.start("large") + 3 * BLOCK] ^= 1
    path.write_bytes(content)
    large = ColumnFile(path).column("large")
    assert large[:100].tolist() == list(range(100))
    assert large[2 * BLOCK // 4 - 1 : 2 * BLOCK // 4 + 1].tolist() == [4095, 4096]
    assert large[-3:].tolist() == ARRAYS["large"][-3:].tolist()
    for part in (slice(3 * BLOCK // 4 - 20, 3 * BLOCK // 4 + 1), slice(None)):
        with pytest.raises(IndexCorrupt):
            large[part]


def test_a_file_cut_at_any_length_is_refused(path: Path) -> None:
    whole = path.read_bytes()
    for length in [*range(0, len(whole), 97), *range(len(whole) - 40, len(whole))]:
        path.write_bytes(whole[:length])
        with pytest.raises(IndexCorrupt):
            ColumnFile(path)


def test_a_file_is_known_by_its_seal(path: Path, tmp_path: Path) -> None:
    with ColumnWriter(tmp_path / "b.columns") as out:
        for name, array in ARRAYS.items():
            out.add(name, array[::-1])
    seals = ColumnFile(path).seal, ColumnFile(tmp_path / "b.columns").seal
    assert ColumnFile(path, seals[0]).seal == seals[0]
    with pytest.raises(IndexCorrupt, match="not the file that belongs there"):
        ColumnFile(path, seals[1])


def test_a_file_left_unsealed_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), ColumnWriter(tmp_path / "a") as out:
        out.add("large", ARRAYS["large"])
        raise RuntimeError
    with pytest.raises(IndexCorrupt):
        ColumnFile(tmp_path / "a")
