"""What one line of an article is, judged by itself: headline, caption, byline, source, heading of
a list of links.

Patterns are of how Vietnamese papers and their pages write; a line that fits none is prose.
"""

from __future__ import annotations

import re

from indexer.model.article import PartKind
from indexer.reading.structure.source_names import is_source_line
from indexer.reading.words import words

__all__ = [
    "COMMENTS",
    "SENTENCE_MARKS",
    "closes_article",
    "dateline_end",
    "is_breadcrumb",
    "is_byline",
    "is_caption",
    "is_furniture",
    "is_header",
    "is_headline",
    "is_label",
    "is_name",
    "is_prose",
    "is_scene",
    "is_source",
    "is_teaser_link",
    "resumes_article",
    "signature",
    "starred_names",
]

_TERMINAL = tuple(".…:;,")
_FULL = tuple(".!?…:")
_SENTENCE = re.compile(r"[.!?…][\"”’)]*(?:\s|$)")
_CAPITAL = "A-ZĐÀ-ÝĂĨŨƠƯẠ-Ỹ"
_WORD = re.compile(r"[^\W\d_]+")

_HEADERS = words("link heading")
COMMENTS = words("comment heading")
"""Headings after which nothing but readers' words and the page's foot follows."""

_HEADER_STARTS = tuple(words("heading start"))
_FURNITURE = re.compile(
    r"(?:facebook|twitter|zalo|chia sẻ|in bài(?: viết)?|gửi email|email|copy link|sao chép "
    r"liên kết|"
    r"lưu bài|theo dõi|quay lại|lên đầu trang|a-|a\+|"
    r"phiên bản (?:di động|mobile)|mobile ver\w*.*|trang chủ|đăng nhập|google news|nghe đọc "
    r"bài|0:00.*|"
    r"\d+ (?:lượt xem|bình "
    r"luận)|\W+)(?:\s+(?:facebook|twitter|zalo|email|print|linkedin|messenger))*$",
    re.I,
)
_FURNITURE_STARTS = words("button")
_LONGEST_HEADER = 45
_HEADER_OPENINGS = frozenset(start[:4] for start in _HEADER_STARTS)
_SECTIONS = words("section")
_STEP = re.compile(r"\s*[>»/|]\s*")
_DATELINE = re.compile(
    rf"\(?(?:[{_CAPITAL}][{_CAPITAL}\d&]{{1,9}}(?:\.(?:VN|vn|com))?|[A-Za-z]\w*(?:\.\w+)*\.(?:vn|VN|com|net|"
    rf"org)|Dân trí|(?:Báo )?[{_CAPITAL}]\w+ (?:Online|điện tử)|[{_CAPITAL}]\w+ ?\+)\)? "
    rf"?[-–—] ?(?=\S)"
)
_MORE = re.compile(r"(?:more|xem thêm)?\s?\([^()\s]{2,20}(?: [^()\s]{1,12}){0,2}\)\s?[-–—:]", re.I)
_SHORTEST_LEAD = 60
_BYLINE = re.compile(
    r"(?:(?:tin|bài|ảnh|bài viết|clip|video|đồ họa|thực hiện|tác giả|pv|phóng viên|người "
    r"viết|biên tập|nhóm pv|"
    r"tổng hợp|người dịch|lược dịch)(?: ?(?:,|&|/|-|và|ảnh|bài|video)){0,4}){1,3} ?[:：] "
    r"?[^.!?]{2,80}$",
    re.I,
)
_TEAM = re.compile(r"[^.!?]{0,60}\b(?:nhóm PV|PV, BTV|nhóm phóng viên|nhóm BTV)\b[^.!?]{0,30}$")
_CREDIT = re.compile(
    r"(?:^|[\s(.])(?:Ảnh|Nguồn ảnh|Photo|Đồ họa|Ảnh chụp|Video|Clip) ?(?:minh h[oọ][aạ])? "
    r"?[:：] ?[^.!?]{1,60}\)?\.?(?: ?\|)?$",
    re.I,
)
_CAPTION = re.compile(
    r"^\(?ảnh(?: minh h[oọ][aạ]| tư liệu| chụp| internet)?(?: ?[:.)]|$)|^chú thích ảnh|^(?:toàn|"
    r"quang) cảnh (?!là|đã)[^.!?]{3,120}\.?$|\|$|^!\[|"
    r"^[^.!?]{5,200}chụp ảnh (?:lưu niệm|chung|kỷ niệm)[^.!?]{0,80}\.?$",
    re.I,
)
_CAPTION_STARTS = (
    "Ảnh",
    "ảnh",
    "ẢNH",
    "(Ảnh",
    "(ảnh",
    "Chú thích",
    "Toàn cảnh",
    "Quang cảnh",
    "![",
)
_CAPTION_INITIALS = frozenset(start[0] for start in _CAPTION_STARTS)
_MEETING = (
    r"(?:tại|trong|ở) (?:buổi|hội nghị|hội đàm|hội thảo|lễ|cuộc|chương trình|phiên|sự kiện|"
    r"tọa đàm|toạ đàm|diễn đàn)[^.!?,;]{0,50}\.?$"
)
_SCENE = re.compile(rf"^[^.!?]{{10,160}}\b{_MEETING}", re.I)
_SCENE_END = re.compile(_MEETING)
_LONGEST_MEETING = 70
"""Characters in which a line of lower case would end so."""
_LINK = re.compile(
    r"^(?:>{1,3}|»|▶|👉)\s?|^(?:xem thêm|đọc thêm|mời (?:quý )?(?:bạn|độc giả)(?: đọc)?|bài "
    r"liên quan|tin liên quan) ?[:>]",
    re.I,
)
_LINK_SIGNS = frozenset(">»▶👉")
_LINK_OPENINGS = frozenset({"xem", "đọc", "mời", "bài", "tin"})
_NAME = rf"[{_CAPITAL}][^\W\d_]*\.?(?:[ .-]+[{_CAPITAL}][^\W\d_]*\.?){{1,4}}"
_SIGNED = re.compile(
    rf"(?<=[.!?…”\"’)\]])\s*(?:(?P<source>\(?(?:Theo|Nguồn:?) [{_CAPITAL}][^.!?()]{{1,40}}\)?)|"
    rf"(?P<name>{_NAME}(?: ?[-–,/&(] ?{_NAME}\)?)?)|(?P<link>(?:Xem|Đọc) thêm "
    rf"?[:>][^.]{{5,200}}))\s*$"
)
SENTENCE_MARKS = frozenset('.!?…:;,"”')
"""A line that ends with one of these bears no signature."""
_STARRED = re.compile(rf"\*\*\s*(?P<name>{_NAME})\s*\*\*")


def is_header(line: str) -> bool:
    """Does the line head a list of links, or the page's foot?"""
    if len(line) > _LONGEST_HEADER:
        return (
            line[:4].casefold() in _HEADER_OPENINGS
            and len(line) < 160
            and line.casefold().startswith(_HEADER_STARTS)
        )
    low = line.casefold().strip(" :.?!•-–»>#*|[]()")
    return low in _HEADERS or low in COMMENTS or low.startswith(_HEADER_STARTS)


def is_furniture(line: str) -> bool:
    """Is it a button, a rating, a share bar?"""
    if len(line) >= 120 or (
        line[0].isalpha()
        and "★" not in line
        and line.split(None, 1)[0].casefold() not in _FURNITURE_STARTS
    ):
        return False
    return line.count("★") > 1 or bool(_FURNITURE.match(line))


def is_breadcrumb(line: str) -> bool:
    """Is it the path of sections above a title?"""
    low = line.casefold().strip(" >»/|")
    if low in _SECTIONS:
        return True
    steps = _STEP.split(low) if len(line) < 100 else []
    return len(steps) > 1 and _SECTIONS.issuperset(steps)


_SHORTEST_HEADLINE = 12


def is_headline(line: str) -> bool:
    """Could it be a title: capitalised, of a title's length, and no sentence's end?"""
    return (
        _SHORTEST_HEADLINE <= len(line) <= 180
        and (line[0].isupper() or line[0].isdigit() or line[0] in "\"“'‘")
        and not line.rstrip("\"”’')]").endswith(_TERMINAL)
    )


def is_label(line: str) -> bool:
    """Is it too short for a headline and no sentence: «Bản tin», «THÔNG BÁO», «Hội đàm»?"""
    return (
        len(line) < _SHORTEST_HEADLINE
        and line[0].isupper()
        and all(word.isalpha() for word in line.split())
    )


def is_name(line: str) -> bool:
    """Is it nothing but a person's or paper's name? A row of a table is none."""
    words = _WORD.findall(line)
    return (
        1 <= len(words) <= 6
        and not any(letter.isdigit() for letter in line)
        and len(line) <= 45
        and not line.endswith((".", ":", ","))
        and all(word[0].isupper() or word in ("và", "tổng", "hợp") for word in words)
    )


def is_prose(line: str) -> bool:
    """Is it a paragraph of an article rather than a teaser's one sentence?"""
    if len(line) < 180 or not line.rstrip('"”’)').endswith(_FULL):
        return False
    return len(line) >= 300 or len(_SENTENCE.findall(line)) >= 2


def is_source(line: str) -> bool:
    """Is it the agency or paper the article is taken from?"""
    return len(line) < 80 and is_source_line(line)


def is_byline(line: str) -> bool:
    """Does it name who wrote and photographed?"""
    if len(line) >= 110 or not (":" in line or "PV" in line or "：" in line or "nhóm" in line):
        return False
    return bool(_BYLINE.match(line) or _TEAM.match(line)) and not line.casefold().startswith("ảnh:")


def is_caption(line: str) -> bool:
    """Does it belong to a picture?"""
    if len(line) >= 280:
        return False
    end = line[-76:]
    colon = ":" in end or "：" in end  # as every credit has
    if (
        "nh minh" in end
        or "nh chụp" in end
        or "chụp ảnh" in line
        or line[-1] == "|"
        or (line[0] in _CAPTION_INITIALS and line.startswith(_CAPTION_STARTS))
        or (colon and ("nh:" in end or "nh :" in end))
    ):
        return bool(_CAPTION.search(line) or (colon and _CREDIT.search(line)))
    return (
        colon
        and ("ẢNH" in end or "Photo" in end or "Video" in end or "Clip" in end or "Đồ họa" in end)
        and bool(_CREDIT.search(line))
    )


def is_scene(line: str) -> bool:
    """One short sentence that says who does what at which meeting: a picture's caption without a
    credit.
    """
    if len(line) >= 220 or "." in line[:-1] or "?" in line or "!" in line:
        return False
    end = line[max(line.rfind(",") + 1, len(line) - _LONGEST_MEETING) :].lower()
    return ("tại " in end or "trong " in end or "ở " in end) and bool(
        _SCENE_END.search(end) and _SCENE.match(line)
    )


def is_teaser_link(line: str) -> bool:
    """Does it point to another article?"""
    return (
        len(line) < 300
        and (line[0] in _LINK_SIGNS or line[:3].casefold() in _LINK_OPENINGS)
        and bool(_LINK.match(line))
    )


def resumes_article(line: str) -> bool:
    """Does it open as an article does, after the mark of a page's «more»: a lead moved to the
    end?
    """
    if not line.rstrip('"”’)').endswith(_FULL) or len(line) < _SHORTEST_LEAD:
        return False
    return _MORE.match(line) is not None or dateline_end(line) > 0


def closes_article(line: str) -> bool:
    """Does it bear the mark with which news agencies end?"""
    return line.endswith("./.")


def dateline_end(line: str) -> int:
    """Characters of the paper's name before the first sentence ("BHG - "), 0 when there is none."""
    found = _DATELINE.match(line)
    return found.end() if found else 0


def signature(line: str) -> tuple[PartKind, int] | None:
    """(kind, offset) of a source, a signature or a link that a paragraph ends with, or None."""
    if line[-1:] in SENTENCE_MARKS:
        return None
    found = _SIGNED.search(line, max(0, len(line) - 260))
    if not found or found.start() < 40:
        return None
    kind = found.lastgroup or ""
    return _SIGNATURES[kind], found.start(kind)


_SIGNATURES: dict[str, PartKind] = {"source": "source", "name": "byline", "link": "related"}


def starred_names(line: str) -> list[tuple[int, int]]:
    """Stretches "**Phi Anh**" in which a page's markup kept a signature apart."""
    return [found.span() for found in _STARRED.finditer(line)]
