"""Queries take turns, and none is held up by a slow one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from indexer.searching.local.admission_gate import AdmissionGate


def test_one_at_a_time() -> None:
    turn, inside, most = AdmissionGate(patience=60), 0, 0

    def work(_: int) -> bool:
        nonlocal inside, most
        with turn.taken() as mine:
            inside += 1
            most = max(most, inside)
            sum(range(10_000))
            inside -= 1
        return mine

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(200)))
    assert most == 1


def test_a_slow_holder_holds_nobody_up() -> None:
    turn, held, done = AdmissionGate(patience=0.01), Event(), Event()

    def slow() -> bool:
        with turn.taken() as mine:
            held.set()
            assert done.wait(60)
        return mine

    with ThreadPoolExecutor(1) as pool:
        holder = pool.submit(slow)
        assert held.wait(60)
        with turn.taken() as mine:
            assert not mine
        done.set()
        assert holder.result(60)
    with turn.taken() as mine:
        assert mine


def test_a_fault_gives_the_turn_back() -> None:
    turn = AdmissionGate()
    with pytest.raises(ValueError, match="broken"), turn.taken():
        raise ValueError("broken")
    with turn.taken() as mine:
        assert mine
