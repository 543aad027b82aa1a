"""The caches of a process, each registered with its bound, so that all together are bounded.

A `CachePool` is one kind of cache; the `Cache`s of that kind, one for each snapshot, segment or
field, share its bytes. Two generations stand in for "least recently used": what is asked for is
young, and once the young ones take half of the pool's bytes they become the old ones, and what was
old and not asked for since goes. So a look-up costs no more than one in a dict, a cache whose owner
is gone takes nothing with it, and a pool never holds more than its bound.

`memoized` is `functools.lru_cache`, registered too. indexer/README.md lists every pool;
tests/test_caching.py holds the list, and the sum, to what is registered here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any, Generic, ParamSpec, TypeVar
from weakref import WeakSet

__all__ = ["BUDGET", "Bound", "Cache", "CachePool", "bounds", "held", "memoized"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
P = ParamSpec("P")

BUDGET = 380_000_000
"""Bytes that the bounds of all caches of a process come to at most.

A server may hold 400 MB of its own beside the mapped index. It starts with some 50 and never fills
what is there for building (36 MB): tests/benchmarks/memory.py prints the curve.
"""


class Bound:
    """A kind of cache and the most bytes it takes in this process."""

    def __init__(self, name: str, most: int) -> None:
        if name in _known:
            raise ValueError(f"two caches named {name}")
        self.name = name
        self.most = most
        _known[name] = self

    def held(self) -> int:
        """About how many bytes it takes now; its bound where nobody counts them."""
        return self.most


_known: dict[str, Bound] = {}


def bounds() -> dict[str, int]:
    """Every registered cache by name with the most bytes it takes."""
    return {name: known.most for name, known in sorted(_known.items())}


def held() -> dict[str, int]:
    """Every registered cache by name with about how many bytes it takes now."""
    return {name: known.held() for name, known in sorted(_known.items())}


class CachePool(Bound, Generic[V]):
    """Caches of one kind; `size` says how many bytes an entry takes, key and all."""

    def __init__(self, name: str, most: int, size: Callable[[V], int]) -> None:
        super().__init__(name, most)
        self.size = size
        self._young = 0
        self._old = 0
        self._caches: WeakSet[Cache[Any, V]] = WeakSet()
        self._lock = threading.Lock()

    def held(self) -> int:
        """Bytes of the young and the old entries; those of owners that are gone count until the
        next generation.
        """
        return self._young + self._old

    def join(self, cache: Cache[Any, V]) -> None:
        """Let a cache share the bytes."""
        with self._lock:
            self._caches.add(cache)

    def make_room(self, most: int) -> None:
        """Let the pool take at least so many bytes: for an archive that needs more than most do."""
        self.most = max(self.most, most)

    def admits(self, size: int) -> bool:
        """Count a new entry of so many bytes; False when it is too large to be kept at all."""
        if 2 * size > self.most:
            return False
        with self._lock:
            if 2 * (self._young + size) > self.most:
                for cache in self._caches:
                    cache.age()
                self._old, self._young = self._young, 0
            self._young += size
        return True


class Cache(Generic[K, V]):
    """What one owner keeps. Safe to share between threads that put equal values under a key.

    `young` is what was asked for of late; who looks a few hundred things up for every query asks it
    first, with no call but the dict's own.
    """

    __slots__ = ("__weakref__", "_old", "_pool", "young")

    def __init__(self, pool: CachePool[V]) -> None:
        self._pool = pool
        self.young: dict[K, V] = {}
        self._old: dict[K, V] = {}
        pool.join(self)

    def get(self, key: K) -> V | None:
        """What is kept under a key, which makes it young again."""
        value = self.young.get(key)
        return self._renewed(key) if value is None else value

    def _renewed(self, key: K) -> V | None:
        value = self._old.pop(key, None)
        if value is not None:
            self.put(key, value)
        return value

    def put(self, key: K, value: V) -> None:
        """Keep a value, as long as it is asked for and there is room."""
        if self._pool.admits(self._pool.size(value)):
            self.young[key] = value

    def remember(self, key: K, make: Callable[[], V]) -> V:
        """What is kept under a key, made when there is nothing."""
        value = self.young.get(key)  # not `get`: this is asked hundreds of times a query
        if value is None:
            value = self._renewed(key)
        if value is None:
            value = make()
            self.put(key, value)
        return value

    def __contains__(self, key: K) -> bool:
        return key in self.young or key in self._old

    def age(self) -> None:
        """Let go of the old entries; the young ones are the old ones now. The pool's to call."""
        self._old, self.young = self.young, {}


def memoized(
    name: str, entries: int, entry_bytes: int
) -> Callable[[Callable[P, V]], Callable[P, V]]:
    """`lru_cache` of so many entries, registered; `entry_bytes` is about what one takes."""
    Bound(name, entries * entry_bytes)

    def make(function: Callable[P, V]) -> Callable[P, V]:
        cached: Any = lru_cache(maxsize=entries)(function)
        return cached  # type: ignore[no-any-return]

    return make
