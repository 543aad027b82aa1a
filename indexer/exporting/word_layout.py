"""What every Word file of the archive is made of: the layout of Vietnamese offices (A4, Times New
Roman, the margins of Decree 30/2020, Appendix I), tables, links.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from indexer.exporting.tables import Cell
from indexer.exporting.words import Words
from indexer.exporting.xml_text import xml_line

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

__all__ = ["BRIEF_WIDTH", "PAGE_WIDTH", "add_link", "add_table", "content", "lay_out"]

FONT = "Times New Roman"
SIZES = {"Normal": 13, "Title": 16, "Heading 1": 14, "Heading 2": 13, "Heading 3": 13}  # points
MARGINS = {"top": 20, "bottom": 20, "left": 30, "right": 15}  # millimetres
PAGE_WIDTH = 165  # millimetres between them
# of a note to be read on the way, all on one sheet
BRIEF_SIZES = {"Normal": 10, "Title": 14, "Heading 1": 11, "Heading 2": 10, "Heading 3": 10}
BRIEF_MARGINS = {"top": 12, "bottom": 12, "left": 20, "right": 15}
BRIEF_WIDTH = 175
SPACE, BRIEF_SPACE = 4, 1  # points after a paragraph
LINK_COLOUR = "0B5D57"
SMALL = 10  # points, in tables of many columns


def content(document: Document) -> bytes:
    """The document as a file."""
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def lay_out(
    document: Document, title: str, words: Words, author: str, *, briefly: bool = False
) -> None:
    """Paper, type, language, page numbers and the properties of the file; `briefly`: in small
    type, with narrow margins.
    """
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, width in (BRIEF_MARGINS if briefly else MARGINS).items():
        setattr(section, f"{side}_margin", Mm(width))
    for name, size in (BRIEF_SIZES if briefly else SIZES).items():
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
        if briefly:
            style.paragraph_format.space_before = Pt(SPACE if name == "Heading 1" else 0)
            style.paragraph_format.line_spacing = 1.0
    for line in document.styles["Title"].element.iter(qn("w:pBdr")):
        line.getparent().remove(line)
    document.styles["Normal"].paragraph_format.space_after = Pt(BRIEF_SPACE if briefly else SPACE)
    language = _element("w:lang", {"w:val": "vi-VN" if words.language == "vi" else "en-GB"})
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    footer = section.footer.paragraphs[0]
    footer.add_run(f"{words.say('brief_page')} ")
    _field(footer, "PAGE")
    made = document.core_properties
    made.title, made.author = xml_line(title)[:255], xml_line(author)[:255]
    made.comments, made.language = "", "vi-VN" if words.language == "vi" else "en-GB"
    made.created = made.modified = datetime.now()


def add_table(
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
    after = document.add_paragraph()
    if small:
        after.paragraph_format.line_spacing = Pt(SPACE)


def add_link(paragraph: Paragraph, text: str, address: str) -> None:
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
