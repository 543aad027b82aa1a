"""A sealed file gives back what was written, or says that it is damaged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import IndexCorrupt
from indexer.storage.format.sealed import is_sealed, seal, unseal

contents = st.dictionaries(
    st.text(max_size=5), st.none() | st.integers() | st.text(max_size=9) | st.lists(st.integers())
)


@given(contents, st.data())
def test_content_comes_back_or_damage_is_told(
    content: dict[str, object], data: st.DataObject
) -> None:
    whole = seal(content)
    assert unseal(whole, "x") == content
    assert is_sealed(whole)
    place = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(1, 255))
    changed = whole[:place] + bytes([whole[place] ^ byte]) + whole[place + 1 :]
    for damaged in (changed, whole[:place], whole + b"\n", whole[:place] + whole[place + 1 :], b""):
        if damaged != whole:
            with pytest.raises(IndexCorrupt, match="x is damaged"):
                unseal(damaged, "x")
