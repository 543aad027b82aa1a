"""Where the console scripts begin: nothing heavy is imported before Ctrl-C is taken care of.

numpy's linear algebra is not used, so it need not start a thread for each processor: a fifth of the
time to answer.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

__all__ = ["indexer", "search"]

INTERRUPTED = 130  # as the shell reports it


def search() -> None:
    """`search`."""
    _begin("search")


def indexer() -> None:
    """`indexer`."""
    _begin("indexer")


def _begin(command: str) -> None:
    # numpy starts a thread per processor for algebra that nobody here asks for: half of what
    # importing it costs
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        import_module(f"indexer.commands.{command}").main()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
