"""What a terminal or a pipe can show: cleaning, colour, width, the pager, how far a long job is;
and the language of whoever sits before it.

Knows nothing of searching.
"""

from __future__ import annotations

import gettext
import os
import re
import sys
import time
import unicodedata
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TextIO

import click

from indexer.model import messages
from indexer.model.messages import Language

__all__ = [
    "Progress",
    "clean",
    "language",
    "leave_output",
    "line",
    "prepare_messages",
    "prepare_streams",
    "reason",
    "runs",
    "say",
    "show",
    "typed",
    "use_color",
    "width",
]

MAX_WIDTH = 100  # columns; longer lines are hard to read
UNBROKEN = 1_000_000
PAGER = ("less", "-FIRX")
BAR_EVERY, LINE_EVERY = 0.1, 10.0  # seconds
BAR = 24  # columns
_CATALOGUES, _DOMAIN = Path(__file__).with_name("translations"), "click"
# C0, C1, the line separators and the marks that reorder a line; a stray one must not move the
# cursor or hide text
_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")


@cache
def language() -> Language:
    """`vi` or `en`: the first of LC_ALL, LC_MESSAGES, LANG that is set decides; on Windows the
    user's own locale.
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "vi" if value.lower().startswith("vi") else "en"
    if sys.platform == "win32":
        import locale

        return "vi" if (locale.getlocale()[0] or "").lower().startswith("vi") else "en"
    return "en"


def say(key: str, **values: object) -> str:
    """The message in the user's language, its `{names}` filled in."""
    return messages.say(key, language(), **values)


def clean(text: str) -> str:
    """The text with every control character taken out, on one line; tabs and line ends become a
    space.

    >>> clean("a\\x1b[31m\\tb\\r\\nc")
    'a[31m b c'
    """
    if text.isprintable():
        return text
    with suppress(UnicodeEncodeError):  # a path whose bytes the locale could not read
        text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    text = re.sub("[\t\r\n\v\f\x85\u2028\u2029]+", " ", text)
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))


def typed(argument: str) -> str:
    """An argument as it was typed: terminals send UTF-8 also where the locale does not say so
    (LC_ALL=C, an old Latin-1 one).
    """
    try:
        return os.fsencode(argument).decode("utf-8")
    except UnicodeError:
        return argument


def columns(text: str) -> int:
    """How many terminal columns the (clean) text takes: two for Chinese, none for
    combining marks.
    """
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def runs(text: str, marks: tuple[tuple[int, int], ...]) -> list[tuple[str, bool]]:
    """The text cut at its marks (code-point offsets): (piece, is it marked), each piece cleaned,
    none empty.
    """
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in marks:
        pieces.append((clean(text[at:start]), False))
        pieces.append((clean(text[start:end]), True))
        at = end
    pieces.append((clean(text[at:]), False))
    return [piece for piece in pieces if piece[0]]


def use_color(mode: str, stream: TextIO) -> bool:
    """Whether to colour: `always` and `never` decide; `auto` asks for a terminal that can, and no
    NO_COLOR.

    NO_COLOR counts when it is not empty (no-color.org).
    """
    if mode != "auto":
        return mode == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not stream.isatty():
        return False
    return os.name != "nt" or _windows_escapes()


def width() -> int:
    """Columns to fill: the terminal's, at most MAX_WIDTH; where there is no terminal lines are not
    broken, so that they can be searched.
    """
    import shutil

    if not sys.stdout.isatty() and not os.environ.get("COLUMNS"):
        return UNBROKEN
    return max(40, min(shutil.get_terminal_size().columns, MAX_WIDTH))


def prepare_streams() -> None:
    """Write UTF-8 whatever the console's code page or the locale; what cannot be written is
    replaced, never an error.

    A stream the caller has closed (`>&-`) swallows what is written to it.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - open until the end
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def show(text: str, *, paged: bool) -> None:
    """Print the text, through a pager if asked, both ends are terminals and there is one; a closed
    pipe is quiet.

    Raises click.ClickException when it cannot be written: a full disk.
    """
    if not text:
        return
    if paged and sys.stdin.isatty() and sys.stdout.isatty() and _pager(text):
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        leave_output()
        if not isinstance(error, BrokenPipeError):  # there the reader has seen enough
            raise click.ClickException(reason(error)) from error


def leave_output() -> None:
    """Let go of an output that takes no more: nothing may be flushed there at exit either."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def reason(error: OSError) -> str:
    """What the system says of an error, in the user's language."""
    return messages.of_system(error.strerror or str(error), language())


def prepare_messages() -> None:
    """Let Click, which asks gettext, tell of faults of usage in the user's language; what it says
    in English is its own.
    """
    if language() == "vi":
        os.environ.setdefault("LANGUAGE", "vi")  # the only name that gettext knows on Windows
        gettext.bindtextdomain(_DOMAIN, str(_CATALOGUES))
        gettext.textdomain(_DOMAIN)


class Progress:
    """Call it with how many articles are done and, when known, of how many.

    Use as a context manager.
    """

    def __init__(self, *, quiet: bool = False, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._quiet = quiet
        self._bar = self._stream.isatty()
        self._started = time.monotonic()
        self._shown = self._started if not self._bar else 0.0
        self._drawn = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def __call__(self, done: int, total: int | None = None) -> None:
        now = time.monotonic()
        if self._quiet or now - self._shown < (BAR_EVERY if self._bar else LINE_EVERY):
            return
        self._shown = now
        text = line(done, total, now - self._started)
        if not self._bar:
            self._stream.write(text + "\n")
        else:
            text = f"{_bar(done, total)} {text}" if total else text
            self._stream.write("\r" + text[: width()] + "\x1b[K")
            self._drawn = True
        self._stream.flush()


def line(done: int, total: int | None, seconds: float) -> str:
    """`1200/5000 articles · 400/s · 0:10 left`; without a total, what is done and how fast."""
    rate = done / seconds if seconds > 0 else 0.0
    if total is None or not rate:
        return say("progress", done=done, rate=round(rate))
    return say(
        "progress_of",
        done=done,
        total=total,
        rate=round(rate),
        left=_clock(max(0, total - done) / rate),
    )


def _bar(done: int, total: int) -> str:
    filled = BAR * min(done, total) // total
    return "█" * filled + "░" * (BAR - filled)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _pager(text: str) -> bool:
    """Show the text in $PAGER, else in less; False when there is none or it is turned off (PAGER
    empty or `cat`).
    """
    import shlex
    import shutil
    import subprocess

    wanted = os.environ.get("PAGER")
    command = list(PAGER) if wanted is None else shlex.split(wanted)
    if not command or command == ["cat"] or shutil.which(command[0]) is None:
        return False
    environment = {"LESS": "FIRX", "LESSCHARSET": "utf-8"} | dict(os.environ)
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        env=environment,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    try:
        process.communicate(text)
    except BrokenPipeError:
        pass  # the reader left before the end
    except KeyboardInterrupt:
        process.wait()  # Ctrl-C belongs to the pager, which restores the terminal
    return True


def _windows_escapes() -> bool:
    """Ask the Windows console to understand escape sequences; False when it cannot."""
    if sys.platform != "win32":
        return False
    import ctypes

    kernel = ctypes.windll.kernel32
    handle = kernel.GetStdHandle(-11)  # standard output
    mode = ctypes.c_ulong()
    return bool(
        kernel.GetConsoleMode(handle, ctypes.byref(mode))
        and kernel.SetConsoleMode(handle, mode.value | 4)
    )
