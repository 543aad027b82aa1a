"""Cleaning, colour, progress and commands made from links: the small rules that every output keeps to."""

from __future__ import annotations

import io
import shlex
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.commands.answering import as_command
from indexer.commands.completion import matching
from indexer.commands.exit_status import BUSY, FAILED, NO_INDEX, USAGE, explain_error, status_of
from indexer.commands.terminal import Progress, clean, columns, language, line, use_color
from indexer.errors import (
    BadQuery,
    BadSetting,
    CuaKhauError,
    IndexBusy,
    IndexCorrupt,
    IndexMissing,
    IndexOutdated,
)
from indexer.location import locate
from tests.support.running import ROOT


class Screen(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "TERM", "CUAKHAU_INDEX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    language.cache_clear()


@given(st.text(alphabet=st.characters()))
def test_clean_text_is_one_line_without_control_characters(text: str) -> None:
    cleaned = clean(text)
    assert [
        c
        for c in cleaned
        if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") or c in "\u202e\u2066"
    ] == []
    assert clean(cleaned) == cleaned


def test_vietnamese_text_stays_as_it_is() -> None:
    assert clean("Cửa khẩu Hữu Nghị Quan 友谊关 – «20%»") == "Cửa khẩu Hữu Nghị Quan 友谊关 – «20%»"


def test_a_path_is_told_as_it_was_typed_whatever_the_locale() -> None:
    assert clean("/srv/chỉ mục".encode().decode("ascii", "surrogateescape")) == "/srv/chỉ mục"


@pytest.mark.parametrize(
    ("text", "wide"),
    [("abc", 3), ("cửa", 3), (unicodedata.normalize("NFD", "cửa"), 3), ("友谊关", 6), ("", 0)],
)
def test_columns_count_what_the_eye_sees(text: str, wide: int) -> None:
    assert columns(text) == wide


@pytest.mark.parametrize(
    ("mode", "variables", "terminal", "expected"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"TERM": "dumb"}, True, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {}, True, False),
    ],
)
def test_when_there_is_colour(
    monkeypatch: pytest.MonkeyPatch,
    mode: str,
    variables: dict[str, str],
    terminal: bool,
    expected: bool,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert use_color(mode, Screen() if terminal else io.StringIO()) is expected


@pytest.mark.parametrize(
    ("link", "command"),
    [
        (
            "q=c%E1%BB%ADa+kh%E1%BA%A9u&province=L%E1%BA%A1ng+S%C6%A1n",
            "search 'cửa khẩu' --province 'Lạng Sơn'",
        ),
        ("?q=a&date_from=2024&sort=newest&page=2", "search a --from 2024 --sort newest"),
        (
            "q=a&year=2024&without_province=Cao+B%E1%BA%B1ng",
            """search 'a năm:2024 -tỉnh:"Cao Bằng"'""",
        ),
        ("counterpart=V%C3%A2n+Nam", "search --counterpart 'Vân Nam'"),
        ("q=%1B%5B31m%27%3B+rm+-rf", """search '[31m'"'"'; rm -rf'"""),
    ],
)
def test_a_link_becomes_the_command_that_asks_the_same(link: str, command: str) -> None:
    assert as_command(link) == command
    assert shlex.split(as_command(link))[0] == "search"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (BadQuery("x"), USAGE),
        (BadSetting("x"), USAGE),
        (IndexMissing("x"), NO_INDEX),
        (IndexOutdated("x"), NO_INDEX),
        (IndexCorrupt("x"), NO_INDEX),
        (IndexBusy("x"), BUSY),
        (CuaKhauError("x"), FAILED),
    ],
)
def test_every_error_has_its_status_and_a_line_for_the_reader(
    error: CuaKhauError, status: int
) -> None:
    assert status_of(error) == status
    assert explain_error(error, ROOT / "index_data") != ""


def test_progress_is_a_line_every_ten_seconds_where_there_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 0.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    stream = io.StringIO()
    with Progress(stream=stream) as progress:
        for now in range(26):
            progress(now * 100, 2600)
    assert (
        stream.getvalue()
        == "1000/2600 articles · 100/s · 0:16 left\n2000/2600 articles · 100/s · 0:06 left\n"
    )


def test_progress_is_a_bar_on_a_terminal_and_cleans_up(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    stream = Screen()
    with Progress(stream=stream) as progress:
        now = 1.0
        progress(50, 100)
    assert "█" * 12 + "░" * 12 + " 50/100 articles · 50/s · 0:01 left" in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K")


def test_quiet_progress_is_silent() -> None:
    stream = Screen()
    with Progress(quiet=True, stream=stream) as progress:
        progress(1, 2)
    assert stream.getvalue() == ""


def test_without_a_total_progress_tells_what_is_done() -> None:
    assert line(1200, None, 3.0) == "1200 articles · 400/s"


def test_names_complete_bare_or_accented() -> None:
    names = ["Lạng Sơn", "Lai Châu", "Đắk Lắk", "Làng Sen"]
    assert matching(names, "la") == ["Lạng Sơn", "Lai Châu", "Làng Sen"]
    assert matching(names, "lạ") == ["Lạng Sơn"]
    assert matching(names, "dak") == ["Đắk Lắk"]
    assert matching(names, "") == names


def test_the_default_index_is_that_of_the_directory_one_stands_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    from pathlib import Path

    assert isinstance(tmp_path, Path)
    monkeypatch.chdir(tmp_path)
    assert locate().path == ROOT / "index_data"  # of the checkout these sources are
    (tmp_path / "seeds").mkdir()
    assert (locate().path, locate().seeds) == (tmp_path / "index_data", tmp_path / "seeds")
    monkeypatch.setenv("CUAKHAU_INDEX", "mine")
    assert (locate().path, locate().seeds) == (Path("mine"), None)
    assert locate("theirs").path == Path("theirs")
