"""Pages laid out by tables, as portals were built for years: such a table is no table.

Its cells hold the page's columns and the article's paragraphs, which a reader of tables would put
in one line.
"""

from __future__ import annotations

from typing import Any, Final

from trafilatura.utils import load_html

__all__ = ["without_layout_tables"]

_PARTS: Final = frozenset(("table", "tbody", "thead", "tfoot", "tr", "td", "th"))
_BLOCKS: Final = frozenset(("p", "div", "table", "ul", "ol", "h1", "h2", "h3", "h4"))
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "table"))
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
        for part in list(table.iter(*_PARTS)):
            if _table_of(part) is table:
                part.tag = "div"
        table.tag = "div"
    return page


def _table_of(part: Any) -> Any:
    """The table that a row or cell belongs to; of a table itself the same."""
    if part.tag == "table":
        return part
    return next(part.iterancestors("table"), None)


def _is_layout(table: Any) -> bool:
    """Does a cell of it hold a text, a heading or another table?"""
    cells = (cell for cell in table.iter("td", "th") if _table_of(cell) is table)
    for cell in cells:
        blocks = [child.tag for child in cell if child.tag in _BLOCKS]
        if len(blocks) >= _MANY or not _HEADINGS.isdisjoint(blocks):
            return True
    return False
