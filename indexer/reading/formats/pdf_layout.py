"""From the lines of a PDF's pages to its text: margins left out, paragraphs joined, the headline
found by its size.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from indexer.language import is_syllable
from indexer.reading.formats.pdf_lines import Line

__all__ = [
    "heading",
    "headline",
    "paragraphs",
    "running_head",
    "stated_in_margins",
    "without_margins",
]

_MARGIN_LINES: Final = 3
"""Lines at the top and at the bottom of a page that may be its head and foot."""
_SAME_PLACE: Final = 4.0
"""Points within which two lines stand in the same place of their pages."""
_TERMINAL = re.compile(r"[.!?…:;][\"”’)\]]{0,3}$")
_ITEM = re.compile(r"[-–—+*•·]\s|\d{1,2}[.)]\s|[a-zđ]\)\s|[IVX]{1,4}\.\s")
_LED_IN = re.compile(r"(?:Kính gửi|Nơi nhận)\s{0,3}:")
"""What begins a paragraph wherever it stands, in letters and reports of offices."""
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"\W{0,4}(?:trang|page)?\W{0,4}\d{1,4}(?:\s{0,2}/\s{0,2}\d{1,4})?\W{0,4}", re.I
)
_STATED = re.compile(r"[^\W\d_][^:\d]{2,40}:\s{1,3}[^\W\d_]")
"""What a head or foot states under a name: «Người soạn: Nguyễn Văn An»."""
_NUMBER_BEHIND = re.compile(r"\s{1,40}(?:trang|page)\s{1,3}\d{1,4}(?:\s?/\s?\d{1,4})?$", re.I)
_LARGER: Final = 1.15
"""How much larger than the text a headline's letters are."""
_HEADLINE_LINES: Final = 6
_HEADING_AMONG: Final = 6
"""Lines of a page among which a heading begins."""
_HEADING_WORDS: Final = 4
"""Words of the shortest heading that is told by its weight alone."""
_LONGEST_HEADLINE: Final = 300
_FULL: Final = 0.7
"""Share of the widest line from which on a line is full."""
_APART: Final = 1.6
"""How much farther than usual the next line is, from which on it begins a paragraph."""
_ALIKE: Final = 3.0
"""Points by which the gaps on both sides of a centred line may differ."""
_SET_IN: Final = (8.0, 60.0)
"""Points by which a first line, or a centred one, is set in at least, and a first one at most."""
_TITLE_WORDS: Final = 5
"""Words of a centred line of capitals from which on the next such line goes on with it; «BÁO CÁO»
does not.
"""


def without_margins(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without what stands in the same place on several of them, numbers apart, and
    without page numbers.

    A line in the midst of a page is text, whatever it repeats.
    """
    edges = [_edges(page) for page in pages]
    met = Counter(key for page in edges for key in {(_masked(line), _place(line)) for line in page})
    kept: list[list[Line]] = []
    for page, edge in zip(pages, edges, strict=True):
        marginal = {line for line in edge if _is_margin(line, met, len(pages))}
        kept.append([line for line in page if line not in marginal])
    return kept if any(kept) else [list(page) for page in pages]


def _edges(page: Sequence[Line]) -> list[Line]:
    """The lines nearest to the top and to the bottom: the outermost, and short ones next to it."""
    ordered = sorted(page, key=lambda line: -line.top)
    widest = max((line.right - line.left for line in page), default=0.0)
    found: list[Line] = []
    for side in (ordered, ordered[::-1]):
        for number, line in enumerate(side[:_MARGIN_LINES]):
            if number and line.right - line.left > widest * _FULL:
                break  # the text begins
            found.append(line)
    return list(dict.fromkeys(found))


def _masked(line: Line) -> str:
    return _DIGITS.sub("#", " ".join(line.text.casefold().split()))


def _place(line: Line) -> int:
    return round(line.bottom / _SAME_PLACE)


def _is_margin(line: Line, met: Counter[tuple[str, int]], pages: int) -> bool:
    masked, place = _masked(line), _place(line)
    count = sum(met[masked, near] for near in (place - 1, place, place + 1))
    if pages > 1 and count > 1 and 2 * count >= min(pages, 6):
        return True
    return _PAGE_NUMBER.fullmatch(line.text) is not None and (pages > 1 or "/" in line.text)


def stated_in_margins(pages: Sequence[Sequence[Line]], kept: Sequence[Sequence[Line]]) -> list[str]:
    """What heads and feet state under a name, each once; numbers of pages behind it are left
    out.
    """
    left_out = (
        line.text
        for page, rest in zip(pages, kept, strict=True)
        for inside in [set(rest)]
        for line in page
        if line not in inside
    )
    stated = (_NUMBER_BEHIND.sub("", text) for text in left_out if _STATED.match(text))
    return list(dict.fromkeys(stated))


def running_head(page: Sequence[Line], kept: Sequence[Line]) -> str:
    """The head of the first page where the text below opens with a full line, not with a title:
    then the head is it.

    A head in capitals is an office's or a paper's name.
    """
    first = page[0] if page else None
    if first is None or not kept or first == kept[0] or first.text.isupper():
        return ""
    widest = max(line.right - line.left for line in kept)
    opens_full = kept[0].right - kept[0].left > widest * _FULL
    return first.text if opens_full and len(first.text.split()) >= 3 else ""


def headline(page: Sequence[Line]) -> str:
    """The largest text of a page over as many lines as it runs; "" when none is larger than the
    rest.
    """
    letters: Counter[float] = Counter()
    for line in page:
        letters[line.size] += len(line.text)
    if not letters:
        return ""
    usual = letters.most_common(1)[0][0]
    sizes = sorted((size for size in letters if size >= usual * _LARGER), reverse=True)
    for size in sizes:
        found = _run(page, size)
        if found:
            return found
    return ""


def heading(page: Sequence[Line]) -> str:
    """The first bold lines among the first of a page whose text is not bold; "" when there are
    none. It is what names a text whose letters are all of one size.
    """
    for first, line in enumerate(page[:_HEADING_AMONG]):
        if line.bold:
            run = list(takewhile(lambda line: line.bold, page[first:]))
            text = " ".join(line.text for line in run)
            rest = page[first + len(run) :]
            stands_out = bool(rest) and 2 * sum(line.bold for line in rest) <= len(rest)
            sound = len(text.split()) >= _HEADING_WORDS and len(text) <= _LONGEST_HEADLINE
            return text if stands_out and sound and not _LED_IN.match(text) else ""
    return ""


def _run(page: Sequence[Line], size: float) -> str:
    """The first lines of that size that follow each other, as one; "" when they are no headline."""
    first = next(number for number, line in enumerate(page) if line.size == size)
    run = [page[first]]
    for line in page[first + 1 : first + _HEADLINE_LINES]:
        if abs(line.size - size) > 0.1 * size:
            break
        run.append(line)
    text = " ".join(line.text for line in run)
    words = [word for word in text.split() if any(letter.isalpha() for letter in word)]
    return text if len(words) >= 2 and len(text) <= _LONGEST_HEADLINE else ""


def paragraphs(pages: Sequence[Sequence[Line]]) -> Iterator[str]:
    """The lines joined to paragraphs, over the ends of pages too.

    A line ends its paragraph when the next word had fitted on it, when the next line is set apart
    or is of another size; but a line that begins with a small letter goes on with the one before.
    """
    lines = [line for page in pages for line in page if line.text]
    setting = _Setting.of(lines)
    held = ""
    for number, line in enumerate(lines):
        held = _joined(held, line.text) if held else line.text
        following = lines[number + 1] if number + 1 < len(lines) else None
        if following is None or _ends(line, following, setting):
            yield held
            held = ""


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a document is set: the width of full lines and the usual distance between two, by the
    size of their letters; and where the text begins and ends from left to right.
    """

    width: dict[float, float]
    distance: dict[float, float]
    left: float
    right: float

    def centres(self, line: Line) -> bool:
        """Does a line stand in the middle, away from both margins?"""
        before, after = line.left - self.left, self.right - line.right
        return before > _SET_IN[0] and abs(before - after) <= _ALIKE

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Setting:
        widths: dict[float, list[float]] = {}
        distances: dict[float, list[float]] = {}
        for line, following in zip(lines, [*lines[1:], None], strict=True):
            widths.setdefault(line.size, []).append(line.right - line.left)
            if (
                following is not None
                and 0 < (down := line.bottom - following.bottom) < 5 * line.size
            ):
                distances.setdefault(line.size, []).append(down)
        return cls(
            {size: sorted(found)[int(len(found) * 0.9)] for size, found in widths.items()},
            {size: sorted(found)[len(found) // 2] for size, found in distances.items()},
            left=min((line.left for line in lines), default=0.0),
            right=max((line.right for line in lines), default=0.0),
        )


def _ends(line: Line, following: Line, setting: _Setting) -> bool:
    """Does a paragraph end with this line?"""
    if abs(line.size - following.size) > 0.08 * max(line.size, following.size):
        return True
    if _ITEM.match(following.text) or _LED_IN.match(following.text):
        return True
    full = _is_full(line, following, setting.width[line.size])
    terminal = _TERMINAL.search(line.text) is not None
    if following.text[:1].islower() and not terminal:
        return False
    centred = setting.centres(line)
    if centred != setting.centres(following):
        return True
    if centred and line.text.isupper() and following.text.isupper():
        return len(line.text.split()) < _TITLE_WORDS
    if terminal and _SET_IN[0] < following.left - line.left < _SET_IN[1]:
        return True
    usual = setting.distance.get(line.size, 0.0)
    if usual and line.bottom - following.bottom > usual * _APART:
        return True
    return not full


def _is_full(line: Line, following: Line, width: float) -> bool:
    """Would the next line's first word not have fitted?"""
    word = following.text.split(None, 1)[0]
    room = (following.right - following.left) * (len(word) + 1) / max(1, len(following.text))
    return line.right - line.left + room >= width * 0.99


def _joined(before: str, after: str) -> str:
    """Two lines as one; a hyphen at the end goes where it parts a word, and stays where it joins
    two.
    """
    if not before.endswith("-") or before.endswith(" -"):
        return f"{before} {after}"
    first, second = before[:-1].rsplit(None, 1)[-1:], after.split(None, 1)[:1]
    whole = bool(first and second) and not (is_syllable(first[0]) and is_syllable(second[0]))
    parted = whole and first[0].isalpha() and second[0][:1].islower()
    return before[:-1] + after if parted else f"{before}{after}"
