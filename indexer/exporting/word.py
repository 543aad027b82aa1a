"""A brief as a Word file, laid out as Vietnamese offices lay out theirs: A4, Times New Roman, the
margins of Decree 30/2020 (Appendix I).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from indexer.exporting.brief import Brief
from indexer.exporting.comparison import Comparison, table_of
from indexer.exporting.tables import Cell, Period, Table
from indexer.exporting.word_layout import PAGE_WIDTH, add_link, add_table, content, lay_out
from indexer.exporting.words import Words
from indexer.exporting.xml_text import xml_line
from indexer.model.date_labels import date_label, period_label
from indexer.model.results import Hit, Passage

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

__all__ = ["MEDIA_TYPE", "of_brief", "of_comparison"]

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FIRST_COLUMN = 45  # millimetres, of a table
YEARS = 20  # of a grid of months that has its empty years too
MONTHS = [f"{month:02}" for month in range(1, 13)]


def of_brief(brief: Brief, words: Words, author: str = "") -> bytes:
    """The file. `author` is whose archive it is, for the properties of the file."""
    import docx

    document = docx.Document()
    lay_out(document, brief.title, words, author)
    document.add_paragraph(xml_line(brief.title), style="Title")
    _about(document, brief, words)
    if brief.hits:
        document.add_heading(words.say("brief_counts"), 1)
        for table in brief.counts[:2]:
            _counts(document, table)
        _months(document, brief.counts[2], words)
        document.add_heading(words.say("brief_articles"), 1)
        for number, (hit, link) in enumerate(zip(brief.hits, brief.links, strict=True), 1):
            _article(document, number, hit, link, words)
        document.add_heading(words.say("brief_citations"), 1)
        for number, line in enumerate(brief.citations, 1):
            document.add_paragraph(f"{number}. {xml_line(line)}")
    return content(document)


def of_comparison(made: Comparison, link: Callable[[str], str], words: Words, author: str) -> bytes:
    """A comparison: its table, then the newest articles that all share and that each has alone."""
    import docx

    document = docx.Document()
    title = words.say("comparison_of", names=" – ".join(side.label for side in made.sides))
    lay_out(document, title, words, author)
    document.add_paragraph(xml_line(title), style="Title")
    base = Words(words.language).filters(made.sides[0].search)
    if base:
        document.add_paragraph(xml_line("; ".join(base)))
    table = table_of(made, words)
    document.add_heading(table.title, 1)
    width = (PAGE_WIDTH - FIRST_COLUMN) // len(made.sides)
    rows = [_said(row, words) for row in table.rows if not _is_empty(row)]
    add_table(document, [table.heads, *rows], (FIRST_COLUMN, *[width] * len(made.sides)))
    if len(rows) < len(table.rows):
        document.add_paragraph().add_run(words.say("comparison_empty")).italic = True
    shared = words.say("comparison_shared", total=words.number(made.shared_total))
    _articles(document, shared, made.shared_hits, link, words)
    for side in made.sides:
        total = words.number(side.alone_total)
        alone = words.say("comparison_alone", name=side.label, total=total)
        _articles(document, alone, side.alone_hits, link, words)
    return content(document)


def _is_empty(row: tuple[Cell, ...]) -> bool:
    """Is a row a period without articles?"""
    return isinstance(row[0], Period) and not any(row[1:])


def _said(row: tuple[Cell, ...], words: Words) -> tuple[Cell, ...]:
    """A row with its period as a reader says it: tháng 3/2025."""
    first = period_label(row[0], words.language) if isinstance(row[0], Period) else row[0]
    return (first, *row[1:])


def _articles(
    document: Document, title: str, hits: Sequence[Hit], link: Callable[[str], str], words: Words
) -> None:
    """Articles as a list of links under a heading."""
    document.add_heading(xml_line(title), 1)
    for hit in hits:
        paragraph = document.add_paragraph()
        facts = " · ".join(filter(None, [date_label(hit.date, words.language), hit.source]))
        paragraph.add_run(xml_line(f"{facts}: " if facts else ""))
        add_link(paragraph, hit.title, link(hit.id))


def _about(document: Document, brief: Brief, words: Words) -> None:
    for name, value in brief.about:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}: ").bold = True
        for place, line in enumerate(value.split("\n")):
            paragraph.add_run(f"{'; ' if place else ''}{xml_line(line)}")
    if brief.address:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{words.say('brief_address')}: ").bold = True
        add_link(paragraph, brief.address, brief.address)
    if brief.note:
        document.add_paragraph().add_run(brief.note).italic = True


def _article(document: Document, number: int, hit: Hit, link: str, words: Words) -> None:
    document.add_heading(f"{number}. {xml_line(hit.title)}", 2)
    places = [
        *(words.value("province", one.name) for one in hit.provinces),
        *(words.value("counterpart", one.name) for one in hit.counterparts),
    ]
    facts = [date_label(hit.date, words.language), hit.source, ", ".join(places)]
    about = document.add_paragraph()
    about.add_run(" · ".join(xml_line(fact) for fact in facts if fact)).italic = True
    about.paragraph_format.keep_with_next = True
    for passage in hit.highlights:
        if passage.field == "body":
            _passage(document.add_paragraph(), passage)
    links = [(words.say("brief_in_archive"), link), (words.say("brief_original"), hit.url)]
    shown = [(name, address) for name, address in links if address]
    if shown:
        paragraph = document.add_paragraph()
        for place, (name, address) in enumerate(shown):
            paragraph.add_run(" · " if place else "")
            add_link(paragraph, name, address)


def _passage(paragraph: Paragraph, passage: Passage) -> None:
    """The words of the search in bold."""
    if passage.start:
        paragraph.add_run("… ")
    for text, marked in _runs(passage):
        paragraph.add_run(xml_line(text)).bold = marked or None
    if not passage.text.rstrip().endswith((".", "!", "?", "…", "”")):
        paragraph.add_run(" …")


def _runs(passage: Passage) -> Iterator[tuple[str, bool]]:
    at = 0
    for start, end in passage.marks:
        yield passage.text[at:start], False
        yield passage.text[start:end], True
        at = end
    yield passage.text[at:], False


def _counts(document: Document, table: Table) -> None:
    if table.rows:
        document.add_heading(table.title, 3)
        add_table(document, [table.heads, *table.rows], (75, 25))


def _months(document: Document, table: Table, words: Words) -> None:
    """Months as a grid, a year a line; of more than YEARS, those without any article are left
    out.
    """
    grid: dict[str, dict[str, int]] = {}
    unknown = 0
    for key, count in table.rows:
        if isinstance(key, Period):
            grid.setdefault(key[:4], {})[key[5:]] = int(count)
        else:
            unknown = int(count)
    if len(grid) > YEARS:
        grid = {year: months for year, months in grid.items() if any(months.values())}
    if not grid and not unknown:
        return
    document.add_heading(table.title, 3)
    if grid:
        head = (words.head("year"), *(str(int(month)) for month in MONTHS), words.say("brief_all"))
        lines: list[tuple[Cell, ...]] = [
            (year, *(months.get(month, 0) for month in MONTHS), sum(months.values()))
            for year, months in sorted(grid.items())
        ]
        add_table(document, [head, *lines], (17, *[11] * 12, 16), small=True)
    if unknown:
        document.add_paragraph(f"{words.say('brief_no_month')}: {words.number(unknown)}")
