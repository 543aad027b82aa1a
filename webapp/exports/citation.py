"""Articles as references: a line to quote, BibTeX and RIS.

Pure; all values come from the archive and are escaped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.model.article import Article, DateSpan
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
    """What a citation needs.

    `date` is ISO and may lack its year or be empty; `link` is the archive's own page.
    """

    id: str
    title: str
    author: str
    source: str
    date: str
    url: str
    link: str


def of(found: Article | Hit, link: str) -> Reference:
    """A reference to an article or a hit (which does not name its author)."""
    author = found.author if isinstance(found, Article) else ""
    return Reference(
        found.id,
        _line(found.title),
        _line(author),
        _line(found.source),
        _day(found.date),
        _line(found.url),
        link,
    )


def line(reference: Reference) -> str:
    """Author. “Title.” Source, date. Address."""
    head = f"{reference.author}. " if reference.author else ""
    title = (
        reference.title if reference.title.endswith((".", "!", "?", "…")) else f"{reference.title}."
    )
    rest = ", ".join(part for part in (reference.source, reference.date) if part)
    return f"{head}“{title}” {rest + '. ' if rest else ''}{reference.url or reference.link}"


def bibtex(reference: Reference) -> str:
    """An @misc entry, understood by BibLaTeX and by reference managers; a comma after each
    field.
    """
    key = re.sub(r"[^A-Za-z0-9]+", "-", reference.id).strip("-") or "article"
    year = reference.date[:4] if reference.date and not reference.date.startswith("--") else ""
    fields = {
        "author": f"{{{_tex(reference.author)}}}" if reference.author else "",
        "title": f"{{{_tex(reference.title)}}}",
        "howpublished": _tex(reference.source),
        "year": year,
        "date": reference.date if year else "",
        "url": reference.url or reference.link,
        "note": reference.link if reference.url else "",
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{key},\n{body}}}\n"


def ris(reference: Reference) -> str:
    """A record of type NEWS, lines ended as RIS asks for."""
    year = "" if reference.date.startswith("--") else reference.date
    fields = (
        ("TY", "NEWS"),
        ("ID", reference.id),
        ("TI", reference.title),
        ("AU", reference.author),
        ("T2", reference.source),
        ("PY", year[:4]),
        ("DA", year.replace("-", "/")),
        ("UR", reference.url or reference.link),
        ("L2", reference.link if reference.url else ""),
    )
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in fields if value) + "ER  - \r\n"


def _day(span: DateSpan) -> str:
    """The date no more exact than it is known."""
    length = {"day": 10, "range": 10, "month": 7, "quarter": 4, "year": 4}.get(span.precision, 0)
    return span.start if span.start.startswith("--") else span.start[:length]


def _line(value: str) -> str:
    return _SPACE.sub(" ", value).strip()


def _tex(value: str) -> str:
    return "".join(_SPECIAL.get(c, c) for c in value)
