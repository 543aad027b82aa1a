"""What the words around a date say it is: the day of a decree, a birth, a deadline, a plan.

Every rule is one row: what the date then is, the pattern that tells, how many characters before
the date are enough to see it, and the points a date loses by it, with a year of its own and
without one. A date that is shown as certain has to be right, so a year of its own costs more.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from indexer.reading.dates.mention import Mention

__all__ = [
    "AFTERWARDS", "NEVER", "REACH", "happens", "is_anniversary", "is_aside", "is_link", "opens", "plans",
    "points_against",
]  # fmt: skip

NEVER = 1000
"""Points that no date survives."""
REACH = 90
"""Characters looked at before a date."""
AFTERWARDS = 72
"""Characters looked at after it."""


class _Rule(NamedTuple):
    """`keys`: first syllables of the words that open it; `dated`, `undated`: points lost."""

    keys: frozenset[str]
    pattern: re.Pattern[str]
    reach: int
    dated: int
    undated: int


def _rule(words: str, rest: str, reach: int, dated: int, undated: int) -> _Rule:
    """A rule of words, parted by |, and the pattern of what may stand between them and the date."""
    keys = frozenset(word.split()[0] for word in words.split("|"))
    return _Rule(keys, re.compile(rf"(?<!\w)(?:{words}){rest}"), reach, dated, undated)


# Of the lower-case text that ends at the date.
_BEFORE = {
    "decree": _rule(
        "quyết định|nghị định|thông tư|chỉ thị|nghị quyết|luật|pháp lệnh|công văn|công điện|"
        "công hàm|sắc lệnh|tờ trình|văn bản",
        r"(?<!pháp luật)(?! sư)(?:(?!diễn ra|tổ chức|khai mạc)[^.;,\n]){0,60}(?:ngày |\()$",
        90, NEVER, NEVER,
    ),
    "numbered paper": _rule(
        "số", r":? ?\d[^\s,]*(?: [^\s,]+){0,5},? ?(?:ký |ra )?ngày $", 60, NEVER, NEVER
    ),
    "permit": _rule(
        "giấy phép|gpkd|giấy chứng nhận|giấy đăng ký|chứng minh|cmnd|cccd|hộ chiếu",
        r"[^.\n]{0,60}$", 80, NEVER, NEVER,
    ),
    "birth": _rule(
        "sinh|sn|chào đời",
        r"(?<!học sinh)(?<!hy sinh)[ :(]*(?:vào |ngày |năm |tháng )*$", 30, NEVER, NEVER,
    ),
    "issue": _rule("cấp", r"(?: phép)?[ :(]*(?:vào )?(?:ngày )?$", 20, NEVER, NEVER),
    "death": _rule("qua đời|từ trần|mất", r"[ :(]*(?:vào )?(?:ngày )?$", 30, 40, 40),
    "founding": _rule(
        "thành lập|tái lập|hợp nhất|sáp nhập|ra đời|thiết lập quan hệ ngoại giao|giải phóng",
        r"(?<!lễ thành lập)(?: (?:vào|từ|hồi))*[ (:]*(?:ngày |tháng )?$", 50, NEVER, 45,
    ),
    "deadline": _rule(
        "hạn|hạn chót|hạn cuối|hạn nộp|chậm nhất|muộn nhất|trễ nhất|trước|từ nay đến|từ nay tới|"
        "có giá trị đến",
        r"(?: là| vào| đến| tới| trước)*(?: hết| cuối)*(?: ngày| tháng)? $", 40, NEVER, 80,
    ),
    "time limit": _rule(
        "hạn nộp|hạn đăng ký|thời hạn|hạn chót|hạn cuối",
        r"(?: \w+){0,4} (?:là|đến|tới|trước)[^.\n]{0,12}$", 60, NEVER, 80,
    ),
    "completion": _rule(
        "dự kiến|phấn đấu|mục tiêu|sẽ",
        r"[^.\n]{0,40}(?:hoàn thành|hoàn tất|về đích|đưa vào (?:sử dụng|khai thác|vận hành))"
        r"[^.\n]{0,24}$", 90, NEVER, 45,
    ),
    "effect": _rule("hiệu lực|áp dụng|thi hành", r"[^.\n]{0,24}$", 40, NEVER, 30),
    "every year": _rule(
        "hằng năm|hàng năm|mỗi năm|thường niên vào", r"[^.\n]{0,30}$", 50, NEVER, NEVER
    ),
    "print": _rule(
        "ngày in|in ngày|in lúc|cập nhật|ngày đăng|đăng ngày|đăng lúc|truy cập|tư liệu|số ra|"
        "báo ra|xuất bản|tải về|phát hành",
        r"[^.\n]{0,20}$", 48, NEVER, 60,
    ),
    "earlier": _rule("trước đó|trước đây", r",? (?:vào |từ |hồi |lúc )*(?:ngày |hôm |tháng )?$", 40, NEVER, 0),
    "affair": _rule(
        "về|trong|sau|từ|liên quan|của|kể từ",
        r"(?: đến| tới)? (?:những |các )?(?:vụ|thảm kịch|thảm họa|thảm hoạ|sự cố|trận|đợt) "
        r"(?:[^.\n]|\.(?=\S| \d)){0,60}$",
        90, NEVER, 0,
    ),
    "rule to come": _rule(
        "nghị định|thông tư|nghị quyết|luật|quy định|pháp lệnh",
        r"[^.\n]{0,60},? (?:kể )?từ (?:ngày )?$", 90, NEVER, 0,
    ),
    "celebrated": _rule(
        "nhân kỷ niệm|nhân dịp|dịp kỷ niệm|chào mừng", r"[^.,\n]{0,70}$", 90, NEVER, 0
    ),
    "named by its day": _rule(
        "vụ", r"(?<=\w vụ)(?:(?!xảy ra|diễn ra)[^.,\n]){0,50}(?:ngày|hôm) $", 80, NEVER, 0,
    ),
    "possible": _rule("có thể|mục tiêu|phấn đấu|nhằm", r"[^.\n]{0,80}$", 90, NEVER, 0),
    "once": _rule("từng|còn nhớ|nhớ lại|năm xưa", r"[^.,\n]{0,60}$", 80, NEVER, 0),
    "ago": _rule("cách đây", r"[^.\n]{0,40}$", 60, NEVER, 0),
    "before": _rule("trước đó|trước đây|năm ngoái|năm trước", r"[^\n]{0,70}$", 80, 30, 20),
    "since": _rule(
        "kể từ|tính từ|từ sau|hồi|sau|từ",
        r"(?<!cho từ)(?: đầu| cuối| giữa| khoảng)*(?: ngày)? $", 24, 36, 14,
    ),
    "count": _rule("tính đến|tính tới", r"(?: hết| cuối)?(?: ngày| tháng)? $", 24, NEVER, 60),
    "end": _rule(
        "đến hết|hết|tới|đến", r"(?: đầu| cuối| giữa)?(?: ngày)? $", 20, NEVER, 18
    ),
    "holiday": _rule(
        "kỷ niệm|kỉ niệm|chào mừng|nhân ngày|dịp|lễ|quốc tế|truyền thống|quốc khánh|giải phóng",
        r"[^.\n]{0,24}$", 40, 45, 45,
    ),
    "example": _rule(
        "điển hình|ví dụ|chẳng hạn|đáng chú ý|cụ thể như|đơn cử", r"[^.\n]{0,40}$", 60, NEVER, 30
    ),
    "comparison": _rule("so với", r"[^.\n]{0,20}$", 28, 60, 45),
    "background": _rule(
        "được khởi công|được xây dựng|được khánh thành|được đưa vào|được công nhận|được ký kết",
        r"[^.\n]{0,24}$", 48, 40, 0,
    ),
    "earlier act": _rule(
        "phát hiện|phát lộ|bắt đầu|ký kết|thành lập|ban hành", r"[^.\n]{0,12}$", 24, 8, 8
    ),
}  # fmt: skip
_KEYS = frozenset().union(*(rule.keys for rule in _BEFORE.values()))
_SINCE = _BEFORE["since"]
"""A month with its year since which something is has nothing of an event."""
# Of the lower-case text that begins at the date's end: what each pattern holds one of, the pattern,
# and the points lost.
_AFTER = {
    "press": (
        ("đưa tin", "dẫn lời", "đăng tải"),
        re.compile(r",? (?:đưa tin|dẫn lời|đăng tải)"),
        20,
        20,
    ),
    "just": (("vừa",), re.compile(r"(?: [^.,\n]{0,12})? vừa (?!qua|rồi)"), NEVER, 0),
    "to come": (("sẽ", "dự kiến"), re.compile(r"[^.\n]{0,60}\b(?:sẽ|dự kiến)\b"), 12, 12),
    "caption": (("ảnh",), re.compile(r"[^\n]{0,60}\bảnh ?[:：]"), 60, 40),
    "every year": (
        ("năm",),
        re.compile(r"(?: và [\w ]{1,16})?,? (?:hằng|hàng|mỗi) năm"),
        NEVER,
        NEVER,
    ),
    "onward": (("trở đi",), re.compile(r" trở đi"), NEVER, 0),
    "last year": (("năm",), re.compile(r",? năm (?:ngoái|trước)"), NEVER, 60),
    "until today": ((" nay",), re.compile(r"(?: năm nay)? (?:đến|tới|cho đến) nay"), 60, 30),
}

_PLANNED = re.compile(r"(?:dự kiến|sẽ)[^.\n]{0,50}$")
_OPENING = re.compile(
    r"(?:^|[.!?:–-] ?|\n)[\"“(]?(?:Vào |Lúc |Khoảng )?(?:[\w ]{0,14})?(?:Ngày|Sáng|Trưa|Chiều|Tối|Đêm|Khuya|"
    r"Rạng sáng|Hôm|Từ|Trong|Đầu|Giữa|Cuối|Tháng|Năm|Quý|Thứ)[\w ,]{0,14}$"
)
_OPENING_WORD = re.compile(
    r"(?:Ngày|Sáng|Trưa|Chiều|Tối|Đêm|Khuya|Rạng|Hôm|Từ|Trong|Đầu|Giữa|Cuối|Thứ)[\w ,]*$"
)
_OPENING_REACH = 26
_HAPPENED = re.compile(
    r"(?:xảy ra|diễn ra|tổ chức|khai mạc|khởi công|xét xử|mở phiên|bắt)(?: \w+){0,3} "
    r"(?:vào |từ |hôm |ngày |sáng |chiều |tối )+$"
)
_HAPPENED_ENDS = ("vào ", "từ ", "hôm ", "ngày ", "sáng ", "chiều ", "tối ")

_WORD = re.compile(r"\w+")
_ANNIVERSARY = re.compile(
    r"(?:kỷ niệm|kỉ niệm|mừng|nhân|truyền thống|ngày sinh|năm ngày|thành lập|giải phóng|chiến thắng)"
    r"[^.\n]{0,90}\($"
)
_ASIDE = re.compile(
    r"(?<!nay )(?<!qua )(?<!hai )(?<!ba )(?<!tư )(?<!năm )(?<!sáu )(?<!bảy )(?<!nhật )"
    r"\((?:ngày |hôm |tháng |sáng |chiều |tối )?$"
)
_LINK_ENDS = re.compile(r"\)[ \t]*(?:\n|$|[A-ZĐÀ-Ỹ“\"])")


def points_against(low: str, after: str, mention: Mention) -> int:
    """Points a date loses by the words around it. `low`, `after`: lower-case text."""
    lost = 0
    size = len(low)
    dated = mention.first[0] > 0
    keys = _KEYS.intersection(_WORD.findall(low))
    for rule in _BEFORE.values() if keys else ():
        if keys.isdisjoint(rule.keys):
            continue
        if rule is _SINCE and mention.kind == "range":  # "từ ngày … đến ngày …"
            continue
        if rule.pattern.search(low, max(0, size - rule.reach)):
            lost += rule.dated if dated else rule.undated
            if rule is _SINCE and dated and mention.kind == "month":
                return NEVER
    for signs, pattern, with_year, without in _AFTER.values():
        if any(sign in after for sign in signs) and pattern.match(after):
            lost += with_year if dated else without
    return lost


def plans(low: str) -> bool:
    """Is the date of a plan: "sẽ", "dự kiến" stand before it?"""
    return ("sẽ" in low or "dự kiến" in low) and _PLANNED.search(low) is not None


def opens(before: str) -> bool:
    """Does the date open its sentence: "Sáng 6/3, …"?"""
    if not _OPENING_WORD.search(before, max(0, len(before) - _OPENING_REACH)):
        return False
    return _OPENING.search(before) is not None


def happens(low: str) -> bool:
    """Does it stand right after what happened: "xảy ra vào ngày …"?"""
    return low.rstrip("\n").endswith(_HAPPENED_ENDS) and _HAPPENED.search(low) is not None


def is_anniversary(low: str, first_year: int, last_year: int) -> bool:
    """Is what is celebrated meant, in brackets: "kỷ niệm 75 năm … (10/9/1945 - 10/9/2020)"?"""
    if last_year - first_year > 1:
        return True
    return low.endswith("(") and _ANNIVERSARY.search(low) is not None


def is_aside(low: str) -> bool:
    """Is it an aside in brackets, "(ngày 2/10/2005)", and not the number of a day just named?"""
    return _ASIDE.search(low) is not None


def is_link(text: str, start: int, end: int) -> bool:
    """Is it the date of a link in a list: "Tiêu đề (19/09/2005)"?"""
    return text[start - 1 : start] == "(" and _LINK_ENDS.match(text, end) is not None
