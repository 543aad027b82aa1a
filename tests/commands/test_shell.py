"""The commands among what surrounds them: start-up, a terminal and its pager, pipes, a full disk, signals, the shell's completion."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.support.examples import SMART_GATES
from tests.support.running import command, environment, run


def in_a_terminal(*arguments: str | Path, **variables: str) -> str:
    """What a terminal shows when the command runs in it."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [command("search"), *map(str, arguments)],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=environment(**{"TERM": "xterm"} | variables),
    )
    os.close(follower)
    shown = b""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if select.select([leader], [], [], 0.1)[0]:
            try:
                piece = os.read(leader, 65536)
            except OSError:  # Linux: the other end is closed
                break
            if not piece:
                break
            shown += piece
        elif process.poll() is not None:
            break
    os.close(leader)
    process.wait(5)
    return shown.decode("utf-8", "replace").replace("\r\n", "\n")


def test_a_terminal_gets_coloured_text(seed_index: Path) -> None:
    shown = in_a_terminal(f'"{SMART_GATES}"', "--index", seed_index, PAGER="cat")
    assert shown.startswith("\x1b[2m1 article · ")
    assert "\x1b[1;31m" in shown


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_that_wants_no_colour_gets_none(
    seed_index: Path, variables: dict[str, str]
) -> None:
    shown = in_a_terminal(SMART_GATES, "--index", seed_index, PAGER="cat", **variables)
    assert "\x1b" not in shown


def test_an_empty_no_color_does_not_count(seed_index: Path) -> None:
    assert "\x1b[1;31m" in in_a_terminal(
        SMART_GATES, "--index", seed_index, PAGER="cat", NO_COLOR=""
    )


def test_the_pager_is_used_on_a_terminal_only(seed_index: Path, tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\necho paged; cat\n")
    pager.chmod(0o755)
    assert in_a_terminal(SMART_GATES, "--index", seed_index, PAGER=str(pager)).startswith("paged\n")
    assert not run(
        "search", SMART_GATES, "--index", seed_index, PAGER=str(pager)
    ).stdout.startswith("paged\n")


def test_a_closed_pipe_is_quiet(seed_index: Path) -> None:
    process = subprocess.Popen(
        [command("search"), "hợp tác", "--json", "--index", str(seed_index)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert (said, process.wait(20)) == (b"", 0)


@pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="this system has no device that is always full"
)
@pytest.mark.parametrize(
    "arguments",
    [("search", "hợp tác"), ("search", "hợp tác", "--open", "1"), ("indexer", "status")],
)
def test_a_full_disk_is_told_in_one_line(seed_index: Path, arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        process = subprocess.run(
            [command(arguments[0]), *arguments[1:], "--index", seed_index],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
        )
    assert (process.returncode, process.stderr.decode()) == (2, "Error: No space left on device\n")


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_closed_streams_are_no_fault(seed_index: Path, closed: str) -> None:
    line = f"{command('search')} 'hợp tác' --index '{seed_index}' {closed}"
    process = subprocess.run(
        ["sh", "-c", line], capture_output=True, env=environment(), check=False
    )
    assert (process.returncode, process.stderr) == (0, b"")


def test_ctrl_c_is_130_and_quiet(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Hai tỉnh hợp tác.", "utf-8")
    process = subprocess.Popen(
        [command("indexer"), "watch", "--index", tmp_path / "kho", tmp_path],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert process.stderr is not None
    process.stderr.readline()  # it is at work now
    process.send_signal(signal.SIGINT)
    output, said = process.communicate(timeout=60)
    assert (process.returncode, output) == (130, b"")
    assert b"Traceback" not in said


@pytest.mark.parametrize("name", ["search", "indexer"])
def test_ctrl_c_while_the_program_is_still_being_read_is_quiet_too(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / "click.py").write_text("raise KeyboardInterrupt  # as if it were pressed now\n")
    result = run(name, "--help", PYTHONPATH=str(tmp_path))
    assert (result.returncode, result.stdout, result.stderr) == (130, "", "")


def test_answering_imports_nothing_heavy(seed_index: Path) -> None:
    """Start-up is most of the wait: what is not needed to answer a query may not be loaded."""
    script = (
        "import sys\nfrom indexer.commands.search import search\n"
        f"search.main(['cua khau', '--index', {str(seed_index)!r}, '--facets', '--format', 'text'], standalone_mode=False)\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    python = command("python")
    said = subprocess.run(
        [python, "-c", script], capture_output=True, encoding="utf-8", env=environment(), check=True
    ).stderr
    loaded = said.splitlines()[-1].split()
    heavy = {
        "babel",
        "docx",
        "flask",
        "jinja2",
        "multiprocessing",
        "pypdfium2",
        "xberg",
        "pyvi",
        "rich",
        "scipy",
        "sklearn",
        "trafilatura",
        "waitress",
        "werkzeug",
    }
    assert heavy & {name.partition(".")[0] for name in loaded} == set()
    idle = ("indexer.building.", "indexer.reading.", "indexer.storage.writer.")
    assert {name for name in loaded if name.startswith(idle)} <= {"indexer.reading.rules"}


@pytest.mark.parametrize(
    ("shell", "typed", "position", "expected"),
    [
        ("zsh", "lang", "4", "Lạng Sơn"),
        ("bash", "cao", "4", "'Cao Bằng'"),
        ("fish", "ninh", "ninh", "Ninh Bình"),
    ],
)
def test_the_shell_completes_names_typed_bare(
    seed_index: Path, shell: str, typed: str, position: str, expected: str
) -> None:
    words = f"search --index {seed_index} --province {typed}"
    completed = run(
        "search", _SEARCH_COMPLETE=f"{shell}_complete", COMP_WORDS=words, COMP_CWORD=position
    )
    assert expected in completed.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_gets_its_completion_script(shell: str) -> None:
    assert "_SEARCH_COMPLETE" in run("search", _SEARCH_COMPLETE=f"{shell}_source").stdout
