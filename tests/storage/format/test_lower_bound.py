"""Searching a dictionary by landmarks ends where a search of all of it does."""

from __future__ import annotations

from bisect import bisect_left

import pytest

from indexer.storage.format.term_dictionary import FieldReader


class Keys(FieldReader):
    """A dictionary held in memory."""

    def __init__(self, keys: list[bytes]) -> None:
        self._all = keys

    def __len__(self) -> int:
        return len(self._all)

    def key(self, ordinal: int) -> bytes:
        return self._all[ordinal]


@pytest.mark.parametrize("count", [0, 1, 2, 255, 256, 257, 511, 512, 513, 1_500])
def test_the_first_key_not_less_is_found_wherever_it_stands(count: int) -> None:
    keys = [b"%05d" % (2 * number) for number in range(count)]
    reader = Keys(keys)
    for number in range(-1, 2 * count + 2):
        wanted = b"%05d" % max(number, 0) if number >= 0 else b""
        assert reader.lower_bound(wanted) == bisect_left(keys, wanted), wanted
