"""Any program as an engine, in any language: one JSON value a line, in and out.

The first line it reads is the list of documents; it answers `true` when they can be searched. Each
further line is {"query", "filters", "sort"}, answered by a line with the keys of `judging.Answer`, of
which `ids` and `total` must be there, or by {"error": "…"}. It ends when its input does.
"""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from tests.conformance.judging import Answer, Filters

__all__ = ["Program"]


class Program:
    """A command that is asked over its standard input and output."""

    def __init__(self, command: str, documents: Iterable[Mapping[str, Any]]) -> None:
        self._process = subprocess.Popen(
            shlex.split(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
        if self._answer(list(documents)) is not True:
            raise RuntimeError(f"{command}: its first line is not true")

    def ask(self, query: str, filters: Filters, sort: str) -> Answer:
        told = self._answer({"query": query, "filters": filters, "sort": sort})
        if "error" in told:
            raise RuntimeError(told["error"])
        return Answer(**told)

    def close(self) -> None:
        """End the program by ending its input."""
        with self._process:  # closes its pipes and waits for it
            pass

    def _answer(self, asked: Any) -> Any:
        assert self._process.stdin is not None and self._process.stdout is not None
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(asked, ensure_ascii=False) + "\n")
            self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"it ended with status {self._process.wait()}")
        return json.loads(line)
