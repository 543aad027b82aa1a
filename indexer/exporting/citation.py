"""Articles as references: a line to quote, BibTeX and RIS.

Pure; all values come from the archive and are escaped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.model.article import Article, DateSpan
from indexer.model.date_labels import date_label, is_certain
from indexer.model.messages import Language
from indexer.model.official import document_name
from indexer.model.results import Hit

__all__ = ["Reference", "bibtex", "line", "of", "ris"]

_SPACE = re.compile(r"\s+")
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "$": r"\$",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True, slots=True)
class Reference:
    """What a citation needs. `number` is number and symbol of an official document, and `document`
    what it is called by them.

    `date` is ISO, no more exact than it is known, and empty unless it is certain; `said` is the
    date as people write it, with how sure it is. `link` is the archive's own page.
    """

    id: str
    title: str
    author: str
    source: str
    date: str
    said: str
    url: str
    link: str
    number: str = ""
    document: str = ""


def of(found: Article | Hit, link: str, language: Language = "vi") -> Reference:
    """A reference to an article or a hit (which does not name its author)."""
    author = found.author if isinstance(found, Article) else ""
    return Reference(
        found.id,
        _line(found.title),
        _line(author),
        _line(found.source),
        _certain_day(found.date),
        date_label(found.date, language) if found.date.start else "",
        found.url,
        link,
        _line(found.document.number) if found.document is not None else "",
        _line(document_name(found.document, language)),
    )


def line(reference: Reference) -> str:
    """Author. “Title.” Kind and number of a document, source, date. Address."""
    head = f"{reference.author}. " if reference.author else ""
    title = (
        reference.title if reference.title.endswith((".", "!", "?", "…")) else f"{reference.title}."
    )
    rest = ", ".join(filter(None, (reference.document, reference.source, reference.said)))
    return f"{head}“{title}” {rest + '. ' if rest else ''}{reference.url or reference.link}"


def bibtex(reference: Reference) -> str:
    """An @misc entry, understood by BibLaTeX and by reference managers; a comma after each
    field.
    """
    key = re.sub(r"[^A-Za-z0-9]+", "-", reference.id).strip("-") or "article"
    notes = [_tex(reference.said)] if reference.said and not reference.date else []
    if reference.url:
        notes.append(f"\\url{{{_verbatim(reference.link)}}}")
    fields = {
        "author": f"{{{_tex(reference.author)}}}" if reference.author else "",
        "title": f"{{{_tex(reference.title)}}}",
        "number": _tex(reference.number),
        "howpublished": _tex(reference.source),
        "year": reference.date[:4],
        "date": reference.date,
        "url": _verbatim(reference.url or reference.link),
        "note": ". ".join(notes),
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{key},\n{body}}}\n"


def ris(reference: Reference) -> str:
    """A record of type NEWS, lines ended as RIS asks for; a date that is not certain is a note."""
    fields = (
        ("TY", "NEWS"),
        ("ID", reference.id),
        ("TI", reference.title),
        ("AU", reference.author),
        ("T2", reference.source),
        ("M1", reference.number),
        ("PY", reference.date[:4]),
        ("DA", reference.date.replace("-", "/")),
        ("N1", "" if reference.date else reference.said),
        ("UR", reference.url or reference.link),
        ("L2", reference.link if reference.url else ""),
    )
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in fields if value) + "ER  - \r\n"


def _certain_day(span: DateSpan) -> str:
    """The date no more exact than it is known, "" when it is inferred or lacks its year."""
    length = {"day": 10, "range": 10, "month": 7, "quarter": 4, "year": 4}.get(span.precision, 0)
    return span.start[:length] if is_certain(span) else ""


def _line(value: str) -> str:
    return _SPACE.sub(" ", value).strip()


def _verbatim(address: str) -> str:
    """An address within the braces of a field that is not TeX: what would end it is encoded."""
    return "".join(f"%{ord(c):02X}" if c in '{}\\"<>^`|' else c for c in address)


def _tex(value: str) -> str:
    return "".join(_SPECIAL.get(c, c) for c in value)
