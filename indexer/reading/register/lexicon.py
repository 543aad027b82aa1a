"""The words by which the register is read: offices, bodies, countries, acts.

Lower-case, in the spelling of the canonical text; «ủy» stands for «uỷ» and «hòa» for «hoà» too
(`spelled`).
"""

from __future__ import annotations

import re
from typing import Final

from indexer.reading.words import words

__all__ = [
    "BODIES",
    "BUSINESS",
    "CHINESE",
    "CHINESE_LEADERS",
    "COUNTRIES",
    "HISTORICAL",
    "MEMBERSHIPS",
    "OFFICES",
    "RANKS",
    "SELF_SUFFICIENT",
    "SURNAMES_CHINESE",
    "UNIT_WORDS",
    "VERBS",
    "VIETNAMESE",
    "names_office",
    "spelled",
]


def spelled(pattern: str) -> str:
    """A pattern that accepts both ways of placing the tone in what it spells one way."""
    for one, other in (("ủy", "uỷ"), ("tọa", "toạ"), ("thỏa", "thoả"), ("hòa", "hoà")):
        pattern = pattern.replace(one, f"(?:{one}|{other})")
    return pattern


OFFICES: Final = spelled(
    r"tổng bí thư(?:(?:,| kiêm)? chủ tịch nước)?|chủ tịch nước|chủ tịch quốc hội"
    r"|thủ tướng(?: chính phủ)?|bộ trưởng|thứ trưởng|ngoại trưởng"
    r"|bí thư(?: thường trực)?(?: ban cán sự| ban chấp hành| bch)?(?: đảng bộ)?"
    r"(?: (?:tỉnh|thành|khu|huyện|châu|thị|quận|đảng) ủy| tỉnh đoàn| thành đoàn| trung ương đoàn)?"
    r"|(?:tỉnh|châu|thị|huyện|khu) trưởng"
    r"|chủ tịch(?: thường trực)?"
    r"(?: ubnd| ủy ban nhân dân| hđnd| hội đồng nhân dân| ủy ban mttq| ubmttq| quân ủy| chính hiệp"
    r"| chính phủ nhân dân| chính quyền nhân dân)?"
    r"|(?:tổng )?giám đốc|chủ nhiệm|trưởng ban|trưởng phòng|chánh văn phòng"
    r"|(?:vụ|chi cục|tổng cục|cục|viện|đồn|trạm) trưởng|chính ủy|(?:phó )?tư lệnh"
    r"|chỉ huy trưởng|tham mưu trưởng|đại sứ(?: đặc mệnh toàn quyền)?|tổng lãnh sự|tổng thư ký"
    r"|(?:ủy viên )?(?:ban )?thường vụ(?: (?:tỉnh|thành|khu|huyện|châu|thị|quận|đảng) ủy)?"
    r"|ủy viên trưởng|ủy viên|trưởng đoàn"
)
"""Offices, longest first where one begins another."""
_OFFICE_SIGNS: Final = (
    *("trưởng", "tịch", "thư", "tướng", "giám đốc", "chủ nhiệm", "chánh", "ủy", "uỷ", "tư lệnh"),
    *("đại sứ", "lãnh sự", "thường vụ"),
)


def names_office(text: str) -> bool:
    """May a text name an office? Cheap; each office holds one of a dozen syllables."""
    low = text.lower()
    return any(sign in low for sign in _OFFICE_SIGNS)


MEMBERSHIPS: Final = ("ủy viên", "uỷ viên", "trưởng đoàn", "thường vụ", "ban thường vụ")
"""What is no office by itself: a seat in a body, the lead of a delegation."""
SELF_SUFFICIENT: Final = (
    "tổng bí thư",
    "chủ tịch nước",
    "chủ tịch quốc hội",
    "thủ tướng",
    "ngoại trưởng",
)
"""Offices of which a state has one, whatever unit is not said."""
RANKS: Final = (
    r"(?:đồng chí|ông|bà|đại tướng|thượng tướng|trung tướng|thiếu tướng|đại tá|thượng tá|trung tá"
    r"|thiếu tá|gs\.?|pgs\.?|ts\.?|tiến sĩ|ngài|đ/c)"
)
"""What may stand before a name and is no office."""
BODIES: Final = spelled(
    r"[Đđ]oàn(?: [Đđ]ại biểu| [Cc]ông tác| cán bộ)?|[Ll]ãnh đạo|[Cc]hính quyền(?: [Nn]hân dân)?"
    r"|(?:[Tt]ỉnh|[Tt]hành|[Kk]hu|[Hh]uyện) (?:[Ủủ]y|[Uu]ỷ)|[Cc]hính phủ|UBND|HĐND"
    r"|(?:[Ủủ]y|[Uu]ỷ) [Bb]an(?: [Nn]hân dân)?|Sở|Bộ|Ban|Văn phòng|(?:Tổng |Chi )?[Cc]ục"
    r"|Hội đồng nhân dân|[Cc]ông an|Hải quan|Hội|Liên hiệp|[Bb]ộ [Cc]hỉ huy"
    r"|[Đđ]ồn [Bb]iên phòng|Phòng|Trạm"
    r"|Tổng [Ll]ãnh sự quán|Đại sứ quán|[Tt]ỉnh đoàn|Đại học|Viện|Trung tâm|Hiệp hội"
)
"""What opens the name of a body that meets others."""
BUSINESS: Final = re.compile(
    r"(?:công ty|tập đoàn|tổng công ty|ngân hàng|doanh nghiệp|hãng|htx|hợp tác xã|nhà máy)", re.I
)
UNIT_WORDS: Final = words("unit syllable")
"""Lower-case syllables of which the names of bodies and units are made."""
VERBS: Final = words("clause syllable")
"""Lower-case syllables with which a clause goes on after the name of a unit."""
CHINESE: Final = re.compile(
    spelled(
        r"(?:tỉnh|châu|thị|huyện|khu) trưởng|khu ủy|châu ủy|chính hiệp|nhân đại|khu tự trị"
        r"|châu tự trị|ngoại sự|quốc vụ viện|chính phủ nhân dân|chính quyền nhân dân"
    ),
    re.I,
)
"""Offices and bodies that only China has."""
VIETNAMESE: Final = re.compile(
    spelled(
        r"ubnd|ủy ban nhân dân|hđnd|hội đồng nhân dân|mttq|sở |chủ tịch nước|tỉnh đoàn|bộ đội"
        r"|bộ chỉ huy|bđbp|việt nam"
    ),
    re.I,
)
"""Offices and bodies that only Vietnam has, of the two."""
CHINESE_LEADERS: Final = words("leader of China")
"""Persons who held offices of China's state and party, by public lists of 1998–2026: newspapers
name them without their country."""
HISTORICAL: Final = words("person of history")
"""Persons whose offices are history wherever they are named."""
SURNAMES_CHINESE: Final = words("surname of China")
"""Family names of China that are none of Vietnam's frequent ones."""
COUNTRIES: Final = (
    r"Lào|Campuchia|Cam-pu-chia|Thái Lan|Myanmar|Mi-an-ma|Nhật Bản|Hàn Quốc|Triều Tiên|Mỹ|Hoa Kỳ"
    r"|Nga|Anh|Pháp|Đức|Ấn Độ|Singapore|Xin-ga-po|Malaysia|Indonesia|Philippines|Australia|Úc"
    r"|ASEAN|Canada|Cuba|EU|Israel|Iran|Ukraine|Đài Loan|Hồng Kông|Hong Kong|Mông Cổ|Pakistan"
    r"|Brunei|Timor|Liên Hợp Quốc|Liên hợp quốc|Châu Âu|Italia|Italy|Tây Ban Nha|Ba Lan"
    r"|Tiểu vùng|GMS|Mekong|Mê Kông|Mê Công|SCO|Brazil|Mexico"
    r"|Nepal|Sri Lanka|Bangladesh|New Zealand|Nam Phi|Ai Cập|Hungary|Thụy Sĩ"
)
"""Countries and unions that are neither of the two."""
