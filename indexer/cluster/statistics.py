"""The figures of a whole archive without its postings, as the local index's readers offer them; and
a few of its articles among those figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from indexer.searching.local.statistics import Statistics
from indexer.storage import IndexReader, Segment
from indexer.storage.reader.segment_reader import SegmentReader
from indexer.storage.writer.segment_writer import DocumentTerms, SegmentBuilder

__all__ = ["Candidates", "Figures", "WholeArchive"]


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of an archive as a whole: number of articles, lengths of all their titles and
    of all their texts in tokens, and the latest first day of any date (-1: none).
    """

    articles: int
    titles: int
    bodies: int
    newest_day: int


class WholeArchive(IndexReader):
    """How often terms stand in an archive, and side by side. It has no articles and no postings."""

    def __init__(self, generation: str, statistics: SegmentReader, figures: Figures) -> None:
        super().__init__(generation, [Segment(statistics, 0)])
        self.doc_count = figures.articles
        self.average_title_length = figures.titles / max(figures.articles, 1)
        self.average_body_length = figures.bodies / max(figures.articles, 1)
        self.figures = figures

    def idf(self, df: float) -> float:
        """The rarity of what so many articles hold."""
        return Statistics.of(self).idf(df)


class Candidates(IndexReader):
    """Some articles of an archive, numbered in the order given. Frequencies and averages are those
    of the whole archive, so that they score as they do in it.
    """

    def __init__(self, whole: WholeArchive, articles: Sequence[DocumentTerms]) -> None:
        builder = SegmentBuilder()
        for article in articles:
            builder.add(article)
        with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            stem = Path(folder) / "candidates"
            builder.write(stem)
            segment = Segment(SegmentReader(stem), 0)  # what is mapped stays when the file is gone
        super().__init__(whole.generation, [segment])
        self._whole = whole
        self.doc_count = whole.doc_count
        self.average_title_length = whole.average_title_length
        self.average_body_length = whole.average_body_length

    def df(self, term: str, field: str = "text") -> int:
        """Articles of the whole archive that hold an exact term."""
        return self._whole.df(term, field)

    def frequency(self, term: str) -> int:
        """How often an exact term stands in the whole archive."""
        return self._whole.frequency(term)

    def pair_count(self, first: str, second: str) -> int:
        """How often two terms stand side by side in the whole archive."""
        return self._whole.pair_count(first, second)
