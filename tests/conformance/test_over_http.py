"""The cases asked of a server over HTTP, by a program as others would write it for their engine."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.conformance.__main__ import held
from tests.conformance.judging import cases, documents
from tests.conformance.program import Program
from tests.support.running import run, serving

ADAPTER = Path(__file__).parent / "over_http.py"


def test_a_running_server_holds_every_case(tmp_path: Path) -> None:
    lines = [json.dumps(one, ensure_ascii=False) + "\n" for one in documents()]
    (tmp_path / "documents.jsonl").write_text("".join(lines), encoding="utf-8")
    built = run("indexer", "build", "--index", tmp_path / "index", tmp_path / "documents.jsonl")
    assert built.returncode == 0, built.stderr
    with serving("--index", tmp_path / "index") as (address, _):
        program = Program(f"{sys.executable} {ADAPTER} {address}", documents())
        assert sum(held(program, tell=True).values()) == len(cases())
        program.close()


def test_a_program_that_ends_or_complains_is_told_from_one_that_answers(tmp_path: Path) -> None:
    one = tmp_path / "one.py"
    one.write_text(
        "input(); print('true', flush=True)\n"
        'input(); print(\'{"error": "no such operator"}\', flush=True)\n'
    )
    program = Program(f"{sys.executable} {one}", documents())
    with pytest.raises(RuntimeError, match="no such operator"):
        program.ask("a OR b", {}, "relevance")
    with pytest.raises(RuntimeError, match="ended with status 0"):
        program.ask("a", {}, "relevance")
    program.close()
