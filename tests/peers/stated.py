"""What the documents state, for engines that leave filters, orders by date and counts to their
caller.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from tests.conformance.judging import Filters

__all__ = ["Stated"]

FACETS = {"province": "provinces", "counterpart": "counterparts"}


class Stated:
    """The documents by id."""

    def __init__(self, documents: Iterable[Mapping[str, Any]]) -> None:
        self._known = {one["id"]: one for one in documents}

    def day(self, id: str) -> str:
        """Its date, "" when it has none."""
        return str(self._known[id].get("date", ""))

    def passes(self, id: str, filters: Filters) -> bool:
        """Does a document pass the filters?"""
        one, day = self._known[id], self.day(id)
        for facet, name in FACETS.items():
            if filters.get(facet) and not set(filters[facet]) & set(one[name]):
                return False
        if ("date_from" in filters or "date_to" in filters) and not day:
            return False
        return filters.get("date_from", "") <= day and day <= filters.get("date_to", "~") + "~"

    def counts(self, facet: str, ids: Iterable[str]) -> dict[str, int]:
        """How many of some documents have each value of a facet."""
        if facet == "year":
            return Counter(self.day(id)[:4] for id in ids if self.day(id))
        return Counter(value for id in ids for value in self._known[id][FACETS[facet]])
