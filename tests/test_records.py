"""Classes without generated code behave as those of the standard library."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field, replace
from typing import Any

import pytest

from indexer import records


def kinds(make: Any) -> tuple[type[Any], type[Any], type[Any]]:
    @make(frozen=True, slots=True)
    class Point:
        x: int
        y: int = 2
        names: list[str] = field(default_factory=list)

    @make(slots=True)
    class Open:
        x: int

    @make(frozen=True, slots=True)
    class Empty:
        pass

    return Point, Open, Empty


OURS, THEIRS = kinds(records.dataclass), kinds(dataclasses.dataclass)
CALLS: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((1,), {}),
    ((1, 3, ["a"]), {}),
    ((), {"x": 1, "names": ["b"]}),
    ((1,), {"y": 5}),
]
WRONG: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((), {}),
    ((1, 2, [], 4), {}),
    ((1,), {"x": 2}),
    ((1,), {"z": 2}),
]


@records.dataclass(frozen=True, slots=True)
class Stored:
    """At the top of a module, as pickle wants it."""

    x: int
    y: str = ""


@pytest.mark.parametrize(("given", "named"), CALLS)
def test_made_shown_and_copied_alike(given: tuple[Any, ...], named: dict[str, Any]) -> None:
    ours, theirs = OURS[0](*given, **named), THEIRS[0](*given, **named)
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert repr(ours).rpartition("Point")[2] == repr(theirs).rpartition("Point")[2]
    assert ours == OURS[0](*given, **named)
    assert ours != replace(ours, x=9)
    assert copy.deepcopy(ours) == ours


@pytest.mark.parametrize(("given", "named"), WRONG)
def test_refused_alike(given: tuple[Any, ...], named: dict[str, Any]) -> None:
    for kind in (OURS[0], THEIRS[0]):
        with pytest.raises(TypeError):
            kind(*given, **named)


def test_defaults_are_not_shared() -> None:
    first = OURS[0](1)
    first.names.append("a")
    assert OURS[0](1).names == []


def test_frozen_ones_stay_as_they_are_and_hash_by_value() -> None:
    stored = Stored(1)
    with pytest.raises(FrozenInstanceError):
        stored.x = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del stored.x
    assert {stored, Stored(1, "")} == {stored}
    assert pickle.loads(pickle.dumps(stored)) == stored


def test_open_ones_change_and_do_not_hash() -> None:
    changing = OURS[1](1)
    changing.x = 2
    assert changing == OURS[1](2)
    with pytest.raises(TypeError):
        hash(changing)


def test_equal_values_of_two_kinds_differ() -> None:
    assert OURS[1](1) != Stored(1)
    assert OURS[2]() == OURS[2]()
    assert hash(OURS[2]()) == hash(OURS[2]())


def test_matched_by_place() -> None:
    match Stored(1, "a"):
        case Stored(x, y):
            assert (x, y) == (1, "a")
