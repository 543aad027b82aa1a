"""`dataclass` without generated code, for the rooms that a search in the terminal waits for.

`dataclasses.dataclass` writes and compiles up to six functions for each class, 0.8 ms on a common
machine: with sixty classes an eighth of the time from typing `search …` to its answer. Here all
classes share the same functions, which read a class's fields when they are called. Everything else
is the standard library's: fields, defaults, slots, `replace`, `asdict`, `match`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal, TypeVar

__all__ = ["dataclass"]

T = TypeVar("T")
_set = object.__setattr__


def _init(self: Any, *given: Any, **named: Any) -> None:
    puts = self._puts
    for put, value in zip(puts, given):  # noqa: B905 (what is missing or too much is seen to below)
        put(self, value)
    if len(given) != len(puts) or named:
        _fill(self, given, named)


def _fill(self: Any, given: tuple[Any, ...], named: dict[str, Any]) -> None:
    """Set the fields after those given in order: by name, or to their defaults.

    Raises TypeError as a function would.
    """
    names = self.__match_args__
    left = names[len(given) :]
    wrong = [name for name in named if name not in left]
    missing = []
    for name in left:
        known = self.__dataclass_fields__[name]
        if name in named:
            _set(self, name, named[name])
        elif known.default is not MISSING:
            _set(self, name, known.default)
        elif known.default_factory is not MISSING:
            _set(self, name, known.default_factory())
        else:
            missing.append(name)
    if wrong or missing or len(given) > len(names):
        told = [f"missing {name}" for name in missing] + [f"unexpected {name}" for name in wrong]
        raise TypeError(
            f"{type(self).__qualname__}({', '.join(names)}): "
            f"{', '.join(told) or f'{len(given)} values'}"
        )


def _repr(self: Any) -> str:
    fields = (f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
    return f"{type(self).__qualname__}({', '.join(fields)})"


def _eq(self: Any, other: Any) -> Any:
    return (
        self._values(self) == self._values(other)
        if other.__class__ is self.__class__
        else NotImplemented
    )


def _hash(self: Any) -> int:
    return hash(self._values(self))


def _reduce(self: Any) -> tuple[Any, ...]:
    return type(self), tuple(getattr(self, name) for name in self.__match_args__)


def _refuse(self: Any, name: str, value: object = None) -> None:
    raise FrozenInstanceError(f"{type(self).__qualname__}.{name} is not to be changed")


if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(
        *, slots: Literal[True], frozen: bool = False, eq: bool = True
    ) -> Callable[[type[T]], type[T]]:
        """As `dataclasses.dataclass`, with the options used here; every field is set by __init__,
        shown and compared.
        """

        def make(cls: type[T]) -> type[T]:
            cls.__init__ = _init
            cls.__repr__ = _repr
            cls.__reduce__ = _reduce
            if eq:
                cls.__eq__ = _eq
                cls.__hash__ = _hash if frozen else None
            if frozen:
                cls.__setattr__ = cls.__delattr__ = _refuse
            made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
            names = made.__match_args__
            made._values = staticmethod(attrgetter(*names) if names else _nothing)
            made._puts = tuple(getattr(made, name).__set__ for name in names)
            return made

        return make


def _nothing(_: object) -> tuple[()]:
    return ()
