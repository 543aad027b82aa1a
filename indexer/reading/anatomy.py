"""An article's parts: title, lead, body, captions, byline, source, related teasers and boilerplate.

Works on lines of the clean text. Every line that is not blank belongs to exactly one part, so no sentence is lost.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from indexer.article import Part, PartKind

__all__ = ["Block", "blocks_of", "parts_of"]


class Block(NamedTuple):
    """A stretch of the clean text with one function."""

    kind: PartKind
    start: int
    end: int


_LINE = re.compile(r"[^\n\r]+")
_TERMINAL = re.compile(r"[.!?…:;,][\"”’')\]]*$")
_HEADERS = frozenset(
    """có thể bạn quan tâm|tin mới nhất|tin cùng chuyên mục|cùng chuyên mục|bạn thấy bài viết này thế nào|tin liên quan|bài liên quan
|tin nổi bật|tin đọc nhiều|đọc nhiều|đọc nhiều nhất|tin khác|các tin khác|tin mới|tin bài khác|xem nhiều|xem thêm|đọc thêm|bình luận|ý kiến bạn đọc
|ý kiến|phản hồi|tin tức khác|bài viết khác|bài viết liên quan|tin xem nhiều|mới nhất|xem nhiều nhất|các bài viết khác|các tin đã đưa|tin đã đưa
|các bài mới|các bài đã đăng|tags|từ khóa|từ khoá|chia sẻ|quay lại|in bài viết|phiên bản di động|video nổi bật|tin cùng chủ đề|cùng chủ đề|chủ đề liên quan
|tin tài trợ|mời quý độc giả|bạn có thể quan tâm|có thể bạn chưa biết|nội dung liên quan|tin bài liên quan|bài cùng chuyên mục|bài đọc nhiều""".replace(
        "\n", ""
    ).split("|")
)
_HEADER_STARTS = ("bài viết cùng chủ đề", "bạn thấy bài viết này thế nào", "gửi bình luận", "ý kiến của bạn")
_SOURCE_LINE = re.compile(
    r"(?:\(?(?:Theo|Nguồn(?: tin)?)[ :]+[^.!?]{2,60}\)?\.?|\(?(?:TTXVN|VOV|VTV|VNA|Chinhphu\.vn|Vietnam\+|TTXVN/Vietnam\+)\)?)$", re.I
)
_DATELINE = re.compile(
    r"\(?(?:[A-ZĐ][A-ZĐ0-9]{1,11}(?:\.[A-Za-z]{2,4})?|[A-Z][\w]*\.(?:vn|VN|com|net|org)|Dân trí|[A-ZĐ][\w ]{1,20}Online)\)? ?[-–—:] ?(?=\S)"
)
_BYLINE = re.compile(
    r"(?:(?:Tin|Bài|Ảnh|Tin, ảnh|Bài, ảnh|Tin, bài|Bài và ảnh|Tin và ảnh|Tin bài|Tin ảnh|Bài ảnh|Tác giả|Thực hiện|PV|Người viết|Biên tập)(?: ?[,&/-] ?\w+)*) ?[:：] ?[^.!?]{2,80}$",
    re.I,
)
_TEAM = re.compile(r"[^.!?]{0,60}\b(?:nhóm PV|PV, BTV|nhóm phóng viên)\b[^.!?]{0,30}$")
_CAPTION = re.compile(
    r"(?:^|[ (])(?:Ảnh|Nguồn ảnh|Nguồn|Photo|Đồ họa) ?: ?[^.!?]{1,60}\)?\.?(?: ?\|)?$|^Ảnh minh h[oọ]|^\(?Ảnh[ :]|^Chú thích ảnh|^(?:Toàn|Quang) cảnh |\|$|^[^.]*chụp ảnh lưu niệm[^.]*\.?$",
    re.I,
)
_SCENE = re.compile(
    r"^[^.!?]{10,160}\b(?:tại|trong|ở) (?:buổi|hội nghị|hội đàm|hội thảo|lễ|cuộc|chương trình|phiên|sự kiện|tọa đàm|toạ đàm)[^.!?,;]{0,50}\.?$",
    re.I,
)
_NAME = re.compile(r"^(?:Theo )?(?:[^\W\d_]+\.?[ ./,&()-]*){1,8}$")


def _is_header(line: str) -> bool:
    low = line.casefold().strip(" :.?!•-–»>#*|")
    return low in _HEADERS or low.startswith(_HEADER_STARTS)


def _is_headline(line: str) -> bool:
    return (
        15 <= len(line) <= 220
        and not _TERMINAL.search(line.rstrip())
        and line[0].isupper()
        or (15 <= len(line) <= 220 and line.rstrip().endswith("?"))
    )


def _is_name(line: str) -> bool:
    words = re.findall(r"[^\W\d_]+", line)
    return (
        1 <= len(words) <= 6
        and len(line) <= 45
        and bool(_NAME.match(line))
        and sum(word[0].isupper() for word in words) >= len(words) - 1
        and not line.endswith((".", ":"))
    )


def _is_prose(line: str) -> bool:
    return len(line) >= 300 and bool(_TERMINAL.search(line))


def blocks_of(text: str, has_title: bool, title: str = "") -> list[Block]:
    """The blocks of a clean text, in order. `has_title`: the title has a field of its own and need not stand in the text."""
    spans = []
    for match in _LINE.finditer(text):
        raw = match.group()
        line = raw.strip()
        if line:
            start = match.start() + raw.index(line)
            spans.append((start, start + len(line), line))
    if not spans:
        return []
    blocks: list[Block] = []
    body_start = 0
    first = spans[0][2]
    if has_title and title and first.casefold() == title.strip().casefold() and len(spans) > 1:
        blocks.append(Block("title", spans[0][0], spans[0][1]))
        body_start = 1
    elif not has_title and len(spans) > 1 and _is_headline(first) and not _CAPTION.search(first):
        blocks.append(Block("title", spans[0][0], spans[0][1]))
        body_start = 1
    lead_done = False
    zone = False
    after_end = False
    last_content = len(spans) - 1
    for position in range(body_start, len(spans)):
        start, end, line = spans[position]
        kind: PartKind = "body"
        if zone and _is_prose(line):
            zone = False
        if not zone and _is_header(line) and position > body_start:
            zone = True
        if zone:
            blocks.append(Block("boilerplate", start, end))
            continue
        previous = spans[position - 1][2] if position else ""
        if (_BYLINE.match(line) or _TEAM.match(line)) and len(line) < 100 and not _CAPTION.match(line):
            kind = "byline"
        elif (_CAPTION.search(line) and len(line) < 260) or previous.casefold().startswith("chú thích ảnh"):
            kind = "caption"
        elif _SOURCE_LINE.match(line) and position > body_start:
            kind = "source"
        elif position >= last_content - 1 and position > body_start and _is_name(line):
            kind = "byline"
        elif after_end and (_is_headline(line) or len(line) < 400):
            kind = "related"
        elif lead_done and _SCENE.match(line):
            kind = "caption"
        elif body_start and position == body_start + 1 and lead_done and _is_headline(line) and len(line) >= 80:
            kind = "boilerplate"
        elif not lead_done:
            match = _DATELINE.match(line)
            if match:
                blocks.append(Block("source", start, start + len(match.group().rstrip())))
                start += match.end()
            kind = "lead"
            lead_done = True
        if kind in ("lead", "body") and line.endswith("./."):
            after_end = True
        blocks.append(Block(kind, start, end))
    return blocks


def parts_of(blocks: list[Block], original: object) -> tuple[Part, ...]:
    """Blocks as parts of the published text."""
    return tuple(Part(block.kind, *original(block.start, block.end)) for block in blocks)  # type: ignore[operator]
