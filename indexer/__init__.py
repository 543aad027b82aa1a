"""Full-text search for Vietnamese news: `Archive` is the library, `search` and `indexer` the
commands.
"""

from typing import TYPE_CHECKING

from indexer.lazy import lazy_names

if TYPE_CHECKING:
    from indexer.archive import Archive
    from indexer.model.request import SearchRequest

__all__ = ["Archive", "SearchRequest"]

# the commands' small errands need not pay for the library
__getattr__ = lazy_names(
    __name__, {"Archive": "indexer.archive", "SearchRequest": "indexer.model.request"}
)
