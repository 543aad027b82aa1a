"""Where the console scripts begin: nothing heavy is imported before Ctrl-C is taken care of."""

from __future__ import annotations

import sys
from typing import NoReturn

__all__ = ["indexer", "search"]

INTERRUPTED = 130  # as the shell reports it


def search() -> NoReturn:
    """`search`."""
    try:
        from indexer.commands.search import main

        main()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def indexer() -> NoReturn:
    """`indexer`."""
    try:
        from indexer.commands.indexer import main

        main()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
