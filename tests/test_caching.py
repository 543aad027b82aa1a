"""A pool's caches share its bytes: what is asked for stays, what is not goes, and an owner takes nothing along."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from weakref import ref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import caching
from indexer.caching import Bound, Cache, CachePool, bounds, held, memoized


@pytest.fixture(autouse=True)
def nothing_else_registered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(caching, "_known", {})
    yield


def pool(most: int) -> CachePool[bytes]:
    caching._known.clear()
    return CachePool("tested", most, len)


@given(
    st.integers(10, 200),
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 30), st.integers(1, 60)), max_size=200),
)
def test_caches_of_a_pool_never_hold_more_than_its_bound(
    most: int, asked: list[tuple[int, int, int]]
) -> None:
    shared = pool(most)
    caches: list[Cache[int, bytes]] = [Cache(shared) for _ in range(3)]
    made: dict[tuple[int, int], bytes] = {}
    for owner, key, size in asked:
        value = made.setdefault((owner, key), bytes(size))
        assert caches[owner].remember(key, lambda v=value: v) == value
        kept = [
            len(found)
            for cache in caches
            for found in (*cache.young.values(), *cache._old.values())
        ]
        assert sum(kept) <= shared.held() <= most


def test_what_is_asked_for_again_and_again_stays() -> None:
    cache: Cache[int, bytes] = Cache(pool(100))
    for number in range(500):
        cache.put(number, bytes(10))
        cache.remember(-1, lambda: bytes(10))
        assert -1 in cache
    assert 0 not in cache
    assert cache.get(0) is None


def test_one_owner_makes_room_for_another() -> None:
    shared = pool(100)
    idle: Cache[int, bytes] = Cache(shared)
    busy: Cache[int, bytes] = Cache(shared)
    idle.put(0, bytes(40))
    for number in range(20):
        busy.put(number, bytes(10))
    assert idle.get(0) is None
    assert busy.get(19) is not None


def test_what_is_larger_than_half_a_pool_is_not_kept() -> None:
    shared = pool(100)
    cache: Cache[int, bytes] = Cache(shared)
    cache.put(0, bytes(10))
    cache.put(1, bytes(51))
    assert (cache.get(0), cache.get(1)) == (bytes(10), None)
    shared.make_room(200)
    shared.make_room(50)
    cache.put(1, bytes(51))
    assert (shared.most, cache.get(1)) == (200, bytes(51))


def test_an_owner_that_is_gone_takes_nothing_along() -> None:
    class Value:
        """Unlike bytes, it can be watched going."""

    caching._known.clear()
    cache: Cache[int, Value] = Cache(CachePool("tested", 100, lambda _: 10))
    value = Value()
    cache.put(0, value)
    gone = ref(value)
    gc.disable()
    try:
        del value
        assert gone() is not None
        del cache
        assert gone() is None
    finally:
        gc.enable()


def test_every_cache_is_registered_by_its_name() -> None:
    shared = pool(100)
    calls = []

    @memoized("doubled", entries=8, entry_bytes=50)
    def doubled(number: int) -> int:
        calls.append(number)
        return 2 * number

    assert [doubled(2), doubled(2)] == [4, 4]
    assert calls == [2]
    Cache(shared).put(0, bytes(7))
    assert bounds() == {"doubled": 400, "tested": 100}
    assert held() == {"doubled": 400, "tested": 7}
    with pytest.raises(ValueError, match="doubled"):
        Bound("doubled", 1)
