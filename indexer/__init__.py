"""Full-text search for Vietnamese news: `Archive` is the library, `search` and `indexer` the
commands.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indexer.archive import Archive
    from indexer.model.request import SearchRequest

__all__ = ["Archive", "SearchRequest"]

_HOMES = {"Archive": "indexer.archive", "SearchRequest": "indexer.model.request"}


def __getattr__(name: str) -> Any:
    """Load the library on first use: the commands' small errands need not pay for it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
