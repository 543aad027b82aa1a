"""Search results as text to read: numbered hits with marked passages, wrapped to the terminal.
Pure functions.

Without colour the marked words stand between « and ».
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from indexer.commands.record_output import MARK
from indexer.commands.terminal import clean, columns, language, runs, say
from indexer.model.article import Counterpart, Province
from indexer.model.copies import same_text
from indexer.model.date_labels import date_label
from indexer.model.facets import FACETS
from indexer.model.messages import grouped, translate
from indexer.model.official import document_name
from indexer.model.results import FacetResult, FacetValue, Hit, Passage, SearchResults, further

__all__ = [
    "as_text",
    "counterpart_names",
    "flowed",
    "headline",
    "number",
    "province_names",
]

BOLD, DIM, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
INDENT = 4  # columns before everything but a hit's number
SHOWN_PLACES = 4
KEPT_TOGETHER = 32  # columns of a mark that is not broken over two lines
SHOWN_FACET_VALUES = 12

Piece = tuple[str, bool]


def as_text(
    results: SearchResults, *, width: int = 80, color: bool = False, facets: bool = False
) -> str:
    """The whole answer for a reader: what was found, how it was read, the hits, and the facet
    counts if asked for.
    """
    blocks = [headline(results, color=color)]
    first = 1 + (results.page - 1) * results.per_page
    for place, hit in enumerate(results.hits, first):
        if hit.near and (place == first or not results.hits[place - first - 1].near):
            blocks.append(_near_line(results, color))
        blocks.append(_hit(hit, place, width, color))
    if facets:
        blocks += [
            _facet(name, facet, color) for name, facet in results.facets.items() if facet.values
        ]
    return "\n".join(blocks)


def _near_line(results: SearchResults, color: bool) -> str:
    line = say("near", total=number(results.near_total))
    return (f"{DIM}{line}{PLAIN}" if color else line) + "\n"


def number(value: int) -> str:
    """A count with the language's thousands separator: 143.796 or 143,796."""
    return grouped(value, language())


def headline(results: SearchResults, *, color: bool = False) -> str:
    """`12 bài · 2 ms · trang 1/2`, and how the query was read when that is not as typed."""
    key = "found_one" if results.total == 1 else "found"
    if not results.total_exact:
        key = "found_at_least"
    line = say(key, total=number(results.total), took=max(1, round(results.took_ms)))
    if results.distinct < results.total:
        line += " · " + say("distinct", total=number(results.distinct))
    pages = -(-results.distinct // results.per_page) if results.per_page else 0
    if pages > 1:
        line += " · " + say("page", page=number(results.page), pages=number(pages))
    line = f"{DIM}{line}{PLAIN}" if color else line
    return "".join(part + "\n" for part in [line, *read_as(results)])


def read_as(results: SearchResults) -> list[str]:
    """«Đã tìm …» and «Có phải …», when the query was read, or might be read, otherwise than
    typed.
    """
    lines = []
    if any(correction.applied for correction in results.query.corrections):
        lines.append(say("searched_for", text=clean(results.query.interpreted)))
    offers = [
        f"{clean(c.typed)} → {clean(c.read)}" for c in results.query.corrections if not c.applied
    ]
    if offers:
        lines.append(say("perhaps", text=", ".join(offers)))
    return lines


def province_names(provinces: Sequence[Province], shown: int = SHOWN_PLACES) -> str:
    """`Cà Mau, Ninh Thuận +3`: those the article is about before those it mentions."""
    ordered = sorted(provinces, key=lambda province: province.role != "main")
    return _some([clean(province.name) for province in ordered], shown)


def counterpart_names(counterparts: Sequence[Counterpart], shown: int = SHOWN_PLACES) -> str:
    """`Quảng Tây ▸ Nam Ninh, Sùng Tả · Vân Nam`: regions, each with its units."""
    below: dict[str, list[str]] = {}
    for counterpart in counterparts:
        region = below.setdefault(counterpart.parent or counterpart.name, [])
        if counterpart.parent:
            region.append(clean(counterpart.name))
    return " · ".join(
        f"{clean(region)} ▸ {_some(units, shown)}" if units else clean(region)
        for region, units in below.items()
    )


def flowed(pieces: Iterable[Piece], width: int, indent: int, color: bool) -> str:
    """The pieces wrapped at spaces to `width` columns, each line indented; ends with a line end."""
    margin = " " * indent
    return "".join(
        f"{margin}{line}\n"
        for line in _painted(_lines(pieces, width - indent, 0 if color else 2), color)
    )


def _hit(hit: Hit, place: int, width: int, color: bool) -> str:
    title = next(
        (p for p in hit.highlights if p.field == "title" and p.text == hit.title),
        Passage("title", hit.title, ()),
    )
    head = flowed(runs(title.text, title.marks) or [(clean(hit.id), False)], width, INDENT, color)
    counter = f"{place}."
    head = (
        counter.rjust(INDENT - 1) + head[INDENT - 1 :]
        if len(counter) < INDENT
        else counter + " " + head.lstrip()
    )
    if color:
        head = "".join(
            f"{BOLD}{line.replace(MARK[1], MARK[1] + BOLD)}{PLAIN}\n" for line in head.splitlines()
        )
    facts = [
        date_label(hit.date, language()),
        province_names(hit.provinces),
        counterpart_names(hit.counterparts),
        clean(hit.source),
        clean(document_name(hit.document, language())),
        *(clean(", ".join(values)) for values in further(hit).values() if values),
    ]
    if hit.same_total:
        facts.append(same_text(hit, language()))
    if hit.missing:
        facts.append(say("lacks", parts=clean(", ".join(hit.missing))))
    about = " · ".join(fact for fact in facts if fact)
    body = [flowed(_quoted(p), width, INDENT, color) for p in hit.highlights if p.field == "body"]
    foot = " ".join(part for part in (clean(hit.id), clean(hit.url)) if part)
    return head + _dim(about, width, color) + "".join(body) + _dim(foot, width, color)


def _dim(text: str, width: int, color: bool) -> str:
    if not text:
        return ""
    lines = flowed([(text, False)], width, INDENT, False)
    return (
        re.sub("^( *)(.*)$", rf"\1{DIM}\2{PLAIN}", lines, flags=re.M).replace(f"{DIM}{PLAIN}", "")
        if color
        else lines
    )


def _quoted(passage: Passage) -> list[Piece]:
    """The passage between ellipses where the article goes on."""
    pieces = runs(passage.text.strip(), _shifted(passage))
    before = [("… ", False)] if passage.start > 0 else []
    after = (
        [] if passage.text.rstrip().endswith((".", "!", "?", "…", "”", '"')) else [(" …", False)]
    )
    return before + pieces + after


def _shifted(passage: Passage) -> tuple[tuple[int, int], ...]:
    blank = len(passage.text) - len(passage.text.lstrip())
    return tuple((start - blank, end - blank) for start, end in passage.marks)


def _facet(name: str, facet: FacetResult, color: bool) -> str:
    title = FACETS[name].title[language() == "en"]
    lines = [f"{BOLD}{title}{PLAIN}" if color else title]
    for value in facet.values[:SHOWN_FACET_VALUES]:
        lines.append(_facet_line(value, 2))
        if FACETS[name].shape != "time" or value.selected:  # the months of every year are too many
            lines += [_facet_line(child, 4) for child in value.children]
    if len(facet.values) > SHOWN_FACET_VALUES:
        lines.append("  " + say("more_skipped", count=len(facet.values) - SHOWN_FACET_VALUES))
    return "".join(line + "\n" for line in lines)


def _facet_line(value: FacetValue, indent: int) -> str:
    shown = clean(translate(value.label, language()))
    label = " " * indent + ("✓ " if value.selected else "") + shown
    return label + " " * max(1, 40 - columns(label)) + number(value.count).rjust(8)


def _some(names: Sequence[str], shown: int) -> str:
    more = len(names) - shown
    return ", ".join(names[:shown]) + (f" +{more}" if more > 0 else "")


def _lines(pieces: Iterable[Piece], room: int, signs: int) -> list[list[Piece]]:
    """Break at spaces: lines no wider than `room` columns, save for a single word that is; a
    mark's «» take `signs` columns.
    """
    lines: list[list[Piece]] = [[]]
    used = 0
    for word in _words(pieces, min(KEPT_TOGETHER, room - signs)):
        space = word[0] if word[0][0] == " " else None
        letters = word[1:] if space else word
        wide = sum(columns(text) + signs * marked for text, marked in letters)
        if used and used + 1 + wide > room:
            lines.append([])
            used = 0
        if space and used:
            lines[-1].append(space)
            used += 1
        lines[-1] += letters
        used += wide
    return lines


def _words(pieces: Iterable[Piece], together: int) -> list[list[Piece]]:
    """The pieces as words, each led by the one space before it, if there is one.

    Marks of up to `together` columns stay whole.
    """
    words: list[list[Piece]] = []
    for text, marked in pieces:
        whole = marked and columns(text) <= together and text.strip() == text
        for atom in [text] if whole else re.findall(r"\s+|\S+", text):
            if atom.isspace():
                words.append([(" ", marked)])
            elif words:
                words[-1].append((atom, marked))
            else:
                words.append([(atom, marked)])
    return [word for word in words if word != [(" ", word[0][1])]]


def _painted(lines: list[list[Piece]], color: bool) -> list[str]:
    """Marks as colour, opened and closed on each line, or as «…» that may run over a line's end."""
    if color:
        return [_joined(line, *MARK) for line in lines]
    painted = []
    inside = False
    flat = [marked for line in lines for text, marked in line if text != " "] + [False]
    at = 0
    for line in lines:
        out = []
        for text, marked in line:
            if text != " ":
                out.append(
                    ("«" if marked and not inside else "")
                    + text
                    + ("»" if marked and not flat[at + 1] else "")
                )
                inside = marked
                at += 1
            else:
                out.append(text)
        painted.append("".join(out))
    return painted


def _joined(line: list[Piece], start: str, end: str) -> str:
    """Neighbouring marked pieces share one mark; a space between two marked words is marked with
    them.
    """
    out, inside = "", False
    for text, marked in line:
        if marked != inside:
            out += start if marked else end
            inside = marked
        out += text
    return out + (end if inside else "")
