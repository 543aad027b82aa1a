"""What is said of the articles that a hit stands for beside itself."""

from __future__ import annotations

from indexer.model.messages import Language, grouped, say
from indexer.model.results import Hit

__all__ = ["same_text"]


def same_text(hit: Hit, language: Language) -> str:
    """«Cùng tin ở 3 nguồn khác», or how many more articles where their sources are not all known
    and different.
    """
    sources = {copy.source for copy in hit.same} - {"", hit.source}
    unit = "sources" if len(sources) == hit.same_total else "articles"
    key = f"same_in_{unit}" if hit.same_total > 1 else f"same_in_one_{unit[:-1]}"
    return say(key, language, n=grouped(hit.same_total, language))
