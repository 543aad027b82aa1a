"""Where the console scripts begin: nothing heavy is imported before Ctrl-C is taken care of.

numpy's linear algebra is not used, so it need not start a thread for each processor: a fifth of the time to answer.
"""

from __future__ import annotations

import os
import sys
from typing import NoReturn

__all__ = ["indexer", "search"]

INTERRUPTED = 130  # as the shell reports it


def search() -> NoReturn:
    """`search`."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        from indexer.commands.search import main

        main()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def indexer() -> NoReturn:
    """`indexer`."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        from indexer.commands.indexer import main

        main()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
