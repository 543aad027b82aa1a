"""Pages laid out by tables, as portals were built for years: such a table is no table.

Its cells hold the page's columns and the article's paragraphs, which a reader of tables would put
in one line.
"""

from __future__ import annotations

from typing import Any, Final

from lxml.etree import tostring
from trafilatura.utils import load_html

from indexer.reading.formats.markup import plain_text

__all__ = ["table_rows", "without_layout_tables"]

_PARTS: Final = frozenset(("table", "tbody", "thead", "tfoot", "tr", "td", "th"))
_BLOCKS: Final = frozenset(("p", "div", "table", "ul", "ol", "h1", "h2", "h3", "h4"))
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "table"))
_LEAST_VALUES: Final = 2
_LONGEST_VALUE: Final = 60
_MANY: Final = 3
"""Blocks in one cell from which on it holds a text, not a value."""


def without_layout_tables(markup: str) -> Any:
    """The page, its layout tables as plain blocks: the same characters when it has none, else the
    document parsed.
    """
    if "<table" not in markup.casefold():
        return markup
    page = load_html(markup)
    tables = [] if page is None else [one for one in page.iter("table") if _is_layout(one)]
    if not tables:
        return markup
    for table in tables:
        own = [part for part in table.iter(*_PARTS) if _table_of(part) is table]
        for part in own:  # of which the first is the table itself
            if part.tag != "tr" or not _made_line(part):
                part.tag = "div"
    return page


def _made_line(row: Any) -> bool:
    """Make a row of values, in a table of which other cells hold more, a line of the text."""
    values = [" ".join(cell.text_content().split()) for cell in row]
    plain = not any(True for _ in row.iter("a", *_HEADINGS))
    if len(values) < _LEAST_VALUES or not plain or max(map(len, values)) > _LONGEST_VALUE:
        return False
    for cell in list(row):
        row.remove(cell)
    row.tag, row.text = "p", " | ".join(filter(None, values))
    return True


def _table_of(part: Any) -> Any:
    """The table that a row or cell belongs to; of a table itself the same."""
    if part.tag == "table":
        return part
    return next(part.iterancestors("table"), None)


def _is_layout(table: Any) -> bool:
    """Has it one cell only, or one that holds a text, a heading or another table?"""
    cells = [cell for cell in table.iter("td", "th") if _table_of(cell) is table]
    if len(cells) == 1:
        return True
    for cell in cells:
        blocks = [child.tag for child in cell if child.tag in _BLOCKS]
        if len(blocks) >= _MANY or not _HEADINGS.isdisjoint(blocks):
            return True
    return False


def table_rows(markup: str) -> list[tuple[int, list[str]]]:
    """(number, cells) of the rows of a page's largest table; none without a table."""
    page = load_html(markup) if "<table" in markup.casefold() else None
    tables = [] if page is None else list(page.iter("table"))
    if not tables:
        return []
    largest = max(tables, key=lambda table: sum(1 for _ in table.iter("tr")))
    rows = (row for row in largest.iter("tr") if _table_of(row) is largest)
    return [(number, list(map(_said, row.iter("td", "th")))) for number, row in enumerate(rows, 1)]


def _said(cell: Any) -> str:
    return plain_text(tostring(cell, encoding="unicode", with_tail=False))
