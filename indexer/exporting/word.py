"""A brief as a Word file, laid out as Vietnamese offices lay out theirs: A4, Times New Roman, the
margins of Decree 30/2020 (Appendix I).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from indexer.exporting.brief import Brief
from indexer.exporting.comparison import Comparison, table_of
from indexer.exporting.tables import Cell, Period, Table
from indexer.exporting.words import Words
from indexer.exporting.xml_text import xml_line
from indexer.model.date_labels import date_label
from indexer.model.results import Hit, Passage

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

__all__ = ["MEDIA_TYPE", "of_brief", "of_comparison"]

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Times New Roman"
SIZES = {"Normal": 13, "Title": 16, "Heading 1": 14, "Heading 2": 13, "Heading 3": 13}  # points
MARGINS = {"top": 20, "bottom": 20, "left": 30, "right": 15}  # millimetres
LINK_COLOUR = "0B5D57"
PAGE_WIDTH, FIRST_COLUMN = 165, 45  # millimetres between the margins; of a table's first column
SMALL = 10  # points, in tables of many columns
YEARS = 20  # of a grid of months that has its empty years too
MONTHS = [f"{month:02}" for month in range(1, 13)]


def of_brief(brief: Brief, words: Words, author: str = "") -> bytes:
    """The file. `author` is whose archive it is, for the properties of the file."""
    import docx

    document = docx.Document()
    _lay_out(document, brief.title, words, author)
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
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def of_comparison(made: Comparison, link: Callable[[str], str], words: Words, author: str) -> bytes:
    """A comparison: its table, then the newest articles that all share and that each has alone."""
    import docx

    document = docx.Document()
    title = words.say("comparison_of", names=" – ".join(side.label for side in made.sides))
    _lay_out(document, title, words, author)
    document.add_paragraph(xml_line(title), style="Title")
    base = Words(words.language).filters(made.sides[0].search)
    if base:
        document.add_paragraph(xml_line("; ".join(base)))
    table = table_of(made, words)
    document.add_heading(table.title, 1)
    width = (PAGE_WIDTH - FIRST_COLUMN) // len(made.sides)
    _rows(document, [table.heads, *table.rows], (FIRST_COLUMN, *[width] * len(made.sides)))
    shared = words.say("comparison_shared", total=words.number(made.shared_total))
    _articles(document, shared, made.shared_hits, link, words)
    for side in made.sides:
        total = words.number(side.alone_total)
        alone = words.say("comparison_alone", name=side.label, total=total)
        _articles(document, alone, side.alone_hits, link, words)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _articles(
    document: Document, title: str, hits: Sequence[Hit], link: Callable[[str], str], words: Words
) -> None:
    """Articles as a list of links under a heading."""
    document.add_heading(xml_line(title), 1)
    for hit in hits:
        paragraph = document.add_paragraph()
        facts = " · ".join(filter(None, [date_label(hit.date, words.language), hit.source]))
        paragraph.add_run(xml_line(f"{facts}: " if facts else ""))
        _link(paragraph, hit.title, link(hit.id))


def _lay_out(document: Document, title: str, words: Words, author: str) -> None:
    """Paper, type, language, page numbers and the properties of the file."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, width in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(width))
    for name, size in SIZES.items():
        style: Any = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in [key for key in fonts.attrib if "Theme" in key]:
            del fonts.attrib[theme]
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(script), FONT)
        if name != "Normal":
            style.font.bold = True
    for line in document.styles["Title"].element.iter(qn("w:pBdr")):
        line.getparent().remove(line)
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
    language = _element("w:lang", {"w:val": "vi-VN" if words.language == "vi" else "en-GB"})
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    footer = section.footer.paragraphs[0]
    footer.add_run(f"{words.say('brief_page')} ")
    _field(footer, "PAGE")
    made = document.core_properties
    made.title, made.author = xml_line(title)[:255], xml_line(author)[:255]
    made.comments, made.language = "", "vi-VN" if words.language == "vi" else "en-GB"
    made.created = made.modified = datetime.now()


def _about(document: Document, brief: Brief, words: Words) -> None:
    for name, value in brief.about:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}: ").bold = True
        for place, line in enumerate(value.split("\n")):
            paragraph.add_run(f"{'; ' if place else ''}{xml_line(line)}")
    if brief.address:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{words.say('brief_address')}: ").bold = True
        _link(paragraph, brief.address, brief.address)
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
            _link(paragraph, name, address)


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
        _rows(document, [table.heads, *table.rows], (75, 25))


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
        _rows(document, [head, *lines], (17, *[11] * 12, 16), small=True)
    if unknown:
        document.add_paragraph(f"{words.say('brief_no_month')}: {words.number(unknown)}")


def _rows(
    document: Document,
    rows: list[tuple[Cell, ...]],
    widths: tuple[int, ...],
    *,
    small: bool = False,
) -> None:
    """A table whose first row is its head, repeated on every page; widths in millimetres."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    made = document.add_table(rows=len(rows), cols=len(widths), style="Table Grid")
    made.autofit = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    for number, (line, cells) in enumerate(zip(made.rows, rows, strict=True)):
        if not number:
            line._tr.get_or_add_trPr().append(_element("w:tblHeader", {}))
        for cell, value, width in zip(line.cells, cells, widths, strict=True):
            cell.width = Mm(width)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            run = paragraph.add_run(xml_line(str(value)))
            run.bold = not number or None
            if small:
                run.font.size = Pt(SMALL)
            if isinstance(value, int):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph()


def _link(paragraph: Paragraph, text: str, address: str) -> None:
    """A link that opens; what is no address of the web stays text."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    if not address.lower().startswith(("http://", "https://")):
        paragraph.add_run(xml_line(f"{text}: {address}" if text != address else text))
        return
    relation = paragraph.part.relate_to(
        xml_line(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    link = _element("w:hyperlink", {"r:id": relation})
    run = paragraph.add_run(xml_line(text))
    properties = run._r.get_or_add_rPr()
    properties.append(_element("w:color", {"w:val": LINK_COLOUR}))
    properties.append(_element("w:u", {"w:val": "single"}))
    link.append(run._r)
    paragraph._p.append(link)


def _field(paragraph: Paragraph, name: str) -> None:
    """A field that Word fills in, such as the number of the page."""
    run = paragraph.add_run()
    run._r.append(_element("w:fldChar", {"w:fldCharType": "begin"}))
    code = _element("w:instrText", {})
    code.text = name
    run._r.append(code)
    run._r.append(_element("w:fldChar", {"w:fldCharType": "end"}))


def _element(tag: str, attributes: dict[str, str]) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made: Any = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(name), value)
    return made
