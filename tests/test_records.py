"""Classes without generated code behave as those of the standard library."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import re
from dataclasses import KW_ONLY, FrozenInstanceError, InitVar, field, replace
from pathlib import Path
from typing import Any, ClassVar

import pytest

from indexer import records
from tests.support.running import ROOT


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


class Checked:
    def __post_init__(self) -> None:
        pass


def passed_over() -> dict[str, dict[str, Any]]:
    """Bodies of classes that ask for what a record does not do."""
    return {
        "__post_init__": {"__annotations__": {"x": int}, "__post_init__": lambda self: None},
        "__repr__": {"__annotations__": {"x": int}, "__repr__": lambda self: ""},
        "__eq__": {"__annotations__": {"x": int}, "__eq__": lambda self, other: True},
        "__hash__": {"__annotations__": {"x": int}, "__hash__": lambda self: 1},
        "__init__": {"__annotations__": {"x": int}, "__init__": lambda self: None},
        "compare=": {"__annotations__": {"x": int}, "x": field(compare=False)},
        "repr=": {"__annotations__": {"x": int}, "x": field(repr=False)},
        "hash=": {"__annotations__": {"x": int}, "x": field(hash=False)},
        "kw_only=": {"__annotations__": {"x": int}, "x": field(kw_only=True)},
        "init=": {"__annotations__": {"x": int}, "x": field(init=False, default=1)},
        "kw_only": {"__annotations__": {"_": KW_ONLY, "x": int}},
        "InitVar": {"__annotations__": {"x": InitVar[int]}},
        "default": {"__annotations__": {"x": int, "y": int}, "x": 1},
    }


@pytest.mark.parametrize("what", passed_over())
def test_what_it_would_pass_over_is_refused_when_the_class_is_made(what: str) -> None:
    kind = type("Made", (), passed_over()[what])
    with pytest.raises(TypeError, match=re.escape(what)):
        records.dataclass(slots=True)(kind)


def test_a_check_that_is_handed_down_is_refused_too() -> None:
    with pytest.raises(TypeError, match="__post_init__"):
        records.dataclass(slots=True)(type("Made", (Checked,), {"__annotations__": {"x": int}}))


def test_records_have_slots() -> None:
    with pytest.raises(TypeError, match="slots"):
        records.dataclass(slots=False)(type("Made", (), {}))  # type: ignore[call-overload]


def test_constants_of_a_class_are_no_fields() -> None:
    @records.dataclass(slots=True)
    class Made:
        x: int
        most: ClassVar[int] = 3

    assert (Made(1).x, Made.most) == (1, 3)


STANDARD = re.compile(r"^from dataclasses import .*\bdataclass\b", re.M)
OURS_IMPORTED = re.compile(r"^from indexer\.records import .*\bdataclass\b", re.M)
ROOMS = ("commands", "searching", "storage", "gazetteer", "model")
MODULES = sorted([*ROOT.glob("indexer/**/*.py"), *ROOT.glob("webapp/**/*.py")])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_one_rule_says_who_uses_records(path: Path) -> None:
    """The rooms that a search in the terminal waits for; but not the records that reading makes by
    the thousand."""
    name = path.relative_to(ROOT).as_posix()
    waited_for = name.split("/")[1] in ROOMS and name != "indexer/model/article.py"
    source = path.read_text("utf-8")
    if name.count("/") == 1:  # between the rooms: either will do
        return
    assert not (STANDARD if waited_for else OURS_IMPORTED).search(source)
