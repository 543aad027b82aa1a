"""How a file names its columns and values: in the reader's language, or by the stable English names
that programs read.
"""

from __future__ import annotations

from dataclasses import dataclass

from indexer.gazetteer.tables import with_pinyin
from indexer.model.date_labels import period_label
from indexer.model.facets import FACETS, FURTHER, FacetSpec
from indexer.model.messages import Language, grouped, say, translate
from indexer.model.request import SearchRequest
from indexer.searching.facet_results import value_label

__all__ = ["UNKNOWN", "Words"]

UNKNOWN = "unknown"
_FURTHER = {facet.attribute: facet for facet in FURTHER}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a file; `stable`: those that change with no language and no version."""

    language: Language = "vi"
    stable: bool = False

    def say(self, key: str, **values: object) -> str:
        """A message of the catalogue."""
        return say(key, self.language, **values)

    def head(self, column: str) -> str:
        """The head of a column by its stable name."""
        if self.stable:
            return column
        if column in _FURTHER:
            return self.title(_FURTHER[column])
        return self.say(f"head_{column}")

    def title(self, facet: FacetSpec) -> str:
        """What stands over the values of a facet."""
        return facet.title[self.language == "en"]

    def value(self, facet: str, value: str) -> str:
        """A value of a facet as a reader sees it."""
        if self.stable:
            return value
        if facet == "year":
            unknown = value == UNKNOWN
            return self.say("year_unknown") if unknown else period_label(value, self.language)
        shown = translate(value_label(facet, value), self.language)
        return with_pinyin(shown) if self.language == "en" else shown

    def number(self, value: int) -> str:
        """A count with the language's sign between thousands."""
        return grouped(value, self.language)

    def filters(self, search: SearchRequest) -> list[str]:
        """The filters of a search, each as a line: «Địa phương: Lạng Sơn hoặc Cao Bằng»."""
        lines = []
        for facet in FACETS.values():
            if values := getattr(search, facet.attribute):
                lines.append(f"{self.title(facet)}: {self._either(facet, values)}")
        if period := self._period(search):
            lines.append(f"{self.title(FACETS['year'])}: {period}")
        for facet in FACETS.values():
            left_out = getattr(search, facet.without_attribute) if facet.excludable else ()
            if left_out:
                lines.append(
                    self.say("filter_not", facet=facet.word[self.language == "en"])
                    + f": {self._either(facet, left_out)}"
                )
        return lines

    def _either(self, facet: FacetSpec, values: tuple[str, ...]) -> str:
        return f" {self.say('filter_or')} ".join(self.value(facet.name, value) for value in values)

    def _period(self, search: SearchRequest) -> str:
        first, last = search.date_from, search.date_to
        if first and first == last:
            return period_label(first, self.language)
        ends = []
        if first:
            ends.append(self.say("filter_from", period=period_label(first, self.language)))
        if last:
            ends.append(self.say("filter_to", period=period_label(last, self.language)))
        return " ".join(ends)
