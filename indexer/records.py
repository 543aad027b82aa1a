"""`dataclass` without generated code, for the rooms that a search in the terminal waits for.

`dataclasses.dataclass` writes and compiles up to six functions for each class, 0.8 ms on a common
machine. Here all classes share the same functions, which read a class's fields when they are
called. Everything else is the standard library's: fields, defaults, slots, `replace`, `asdict`,
`match`. What these functions would pass over (`__post_init__`, `field(compare=False)` and the
like) is refused when the class is made.

The rule: `commands`, `searching`, `storage`, `gazetteer` and `model` use this one, every other room
the standard one; so does `model.article`, whose records reading makes by the thousand
(tests/test_records.py).

It may go when it no longer saves a twentieth of the time from typing `search …` to the answer:
`python -m tests.benchmarks.startup` prints both, 230 and 271 ms of processor time in November 2026.
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
    if named or len(given) > len(puts):
        _fill(self, given, named)
    elif len(given) < len(puts):
        rest = self._rests[len(given)]
        if rest is None:
            _fill(self, given, named)
            return
        for put, value in rest:
            put(self, value)


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


_SHARED = (
    "__init__",
    "__post_init__",
    "__repr__",
    "__eq__",
    "__hash__",
    "__reduce__",
    "__setattr__",
    "__delattr__",
)
_OPTIONS = {"init": True, "repr": True, "compare": True, "hash": None, "kw_only": False}


def _check_methods(cls: type[Any]) -> None:
    """Raises TypeError when a method of the class would be replaced or never called."""
    own = [name for name in _SHARED if name in cls.__dict__]
    if own or hasattr(cls, "__post_init__"):
        raise TypeError(f"{cls.__qualname__}: a record has no {', '.join(own) or '__post_init__'}")


def _check_fields(cls: type[Any]) -> None:
    """Raises TypeError when a field asks for what `_init`, `_repr` and `_eq` do not look at."""
    fields = dataclasses.fields(cls)
    optional = ""
    for field in fields:
        name = f"{cls.__qualname__}.{field.name}"
        asked = [option for option, usual in _OPTIONS.items() if getattr(field, option) != usual]
        if asked:
            raise TypeError(f"{name}: a record's field takes no {', '.join(asked)}=")
        if field.default is not MISSING or field.default_factory is not MISSING:
            optional = field.name
        elif optional:
            raise TypeError(f"{name} must have a default, for {optional} before it has one")
    if len(fields) != len(cls.__match_args__):
        raise TypeError(f"{cls.__qualname__}: a record takes no InitVar")


if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(
        *, slots: Literal[True], frozen: bool = False, eq: bool = True
    ) -> Callable[[type[T]], type[T]]:
        """As `dataclasses.dataclass`, with the options used here; every field is set by __init__,
        shown and compared.
        """

        if not slots:
            raise TypeError("records have slots")

        def make(cls: type[T]) -> type[T]:
            _check_methods(cls)
            cls.__init__ = _init
            cls.__repr__ = _repr
            cls.__reduce__ = _reduce
            if eq:
                cls.__eq__ = _eq
                cls.__hash__ = _hash if frozen else None
            if frozen:
                cls.__setattr__ = cls.__delattr__ = _refuse
            made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
            _check_fields(made)
            names = made.__match_args__
            made._values = staticmethod(attrgetter(*names) if names else _nothing)
            made._puts = tuple(getattr(made, name).__set__ for name in names)
            made._rests = tuple(_rest(made, at) for at in range(len(names)))
            return made

        return make


def _rest(cls: Any, at: int) -> tuple[tuple[Any, Any], ...] | None:
    """What sets the fields from one on to their defaults, each with it; None where one is to be
    given or made.
    """
    defaults = [cls.__dataclass_fields__[name].default for name in cls.__match_args__[at:]]
    if any(default is MISSING for default in defaults):
        return None
    return tuple(zip(cls._puts[at:], defaults, strict=True))


def _nothing(_: object) -> tuple[()]:
    return ()
