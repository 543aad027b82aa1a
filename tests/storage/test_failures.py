"""A disk that fails at any step, in turn: the index served stays what it was, and the next writer gets through."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.model.article import Article
from indexer.model.query import MatchAll
from indexer.storage import append, open_index, rebuild
from tests.support.execution import execute


class FailingDisk:
    """Counts the steps that reach the disk and fails at the chosen one, and at all after it when `for_good`."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.step, self.fails_at, self.for_good, self.active = 0, -1, False, False
        for owner, name in ((os, "fsync"), (os, "replace"), (os, "rename"), (os, "mkdir")):
            patch.setattr(owner, name, self._guarded(getattr(os, name)))
        real = io.open

        def guarded_open(file: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:
            if "w" in mode or "a" in mode:
                self._step()
            return real(file, mode, *rest, **named)

        patch.setattr(io, "open", guarded_open)
        patch.setattr("builtins.open", guarded_open)

    def _guarded(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*arguments: Any, **named: Any) -> Any:
            self._step()
            return real(*arguments, **named)

        return guarded

    def _step(self) -> None:
        if self.active:
            self.step += 1
            if self.step == self.fails_at or (self.for_good and self.step > self.fails_at > 0):
                raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def disk() -> Iterator[FailingDisk]:
    with pytest.MonkeyPatch.context() as patch:
        yield FailingDisk(patch)


def held(index: Path) -> set[str]:
    snapshot = open_index(index).snapshot()
    return {snapshot.id_of(int(doc)) for doc in execute(snapshot, MatchAll(), limit=100).docs}


def change(index: Path, way: str) -> None:
    with (append if way == "append" else rebuild)(index, timeout=0.2, batch_bytes=1) as writer:
        for name in ("new1", "new2", "a"):
            writer.add(Article(id=name, title="mới", text="mới"))
        writer.remove("b")


@pytest.mark.parametrize("way", ["append", "rebuild"])
@pytest.mark.parametrize("for_good", [False, True])
def test_every_failing_step_leaves_the_old_or_the_new_index_whole(
    tmp_path: Path, disk: FailingDisk, way: str, for_good: bool
) -> None:
    old = {"a", "b", "c"}
    new = {"new1", "new2", "a", "c"} if way == "append" else {"new1", "new2", "a"}
    disk.for_good = for_good
    step, outcomes = 0, set()
    while True:
        step += 1
        index = tmp_path / f"{way}{step}"
        with rebuild(index) as writer:
            for name in sorted(old):
                writer.add(Article(id=name, title="cũ", text="cũ"))
        served = open_index(index)
        disk.step, disk.fails_at, disk.active = 0, step, True
        failed = False
        try:
            change(index, way)
        except OSError:
            failed = True
        finally:
            disk.active = False
        if disk.step < step:
            assert not failed
            break
        now = held(index)
        assert now in (old, new), step
        assert failed or now == new, step
        assert served.snapshot().doc_count == len(now)
        outcomes.add(now == new)
        change(index, way)
        assert held(index) == new, step
    assert step > 10
    assert False in outcomes
