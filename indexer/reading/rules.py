"""The names of the reading rules in the archivist's language: why a place or a date was read as it
was.
"""

from __future__ import annotations

from typing import Literal

__all__ = ["rule_words"]

_VIETNAMESE = {
    "province name": "tên tỉnh, thành phố",
    "city, not the person": "thành phố, không phải nhân vật",
    "named in a list of places": "nằm trong một dãy địa danh",
    "stands for its province": "địa danh thuộc tỉnh",
    "district with its kind": "tên huyện, quận, thị xã kèm loại",
    "district beside its province": "tên huyện kèm tên tỉnh",
    "former province": "tên tỉnh cũ",
    "place, not the battle": "địa danh, không phải chiến dịch",
    "border gate": "tên cửa khẩu",
    "far side of a border gate": "cửa khẩu phía bên kia",
    "counterpart name": "tên địa phương Trung Quốc",
    "followed by its region": "có tên tỉnh, khu hoặc Trung Quốc theo sau",
    "paired with the place it faces": "đi cặp với nơi đối diện qua biên giới",
    "prefecture with its kind": "tên châu kèm chữ “châu”",
    "named in a sentence about China": "câu nói về Trung Quốc",
    "named beside its region": "cùng câu với tên tỉnh, khu",
    "with its kind, beside its region": "kèm loại, cùng câu với tên tỉnh, khu",
    "region of a unit named": "tỉnh, khu của địa phương được nêu",
    "named before in this article": "đã nhận ra ở chỗ khác trong bài",
    "named in the title": "nêu trong tiêu đề",
    "day/month/year": "ngày/tháng/năm",
    "day/month": "ngày/tháng",
    "day in words": "ngày … tháng …",
    "days in words": "từ ngày … đến ngày … tháng …",
    "days of a month": "các ngày trong tháng",
    "from day to day": "từ ngày … đến ngày …",
    "month": "tháng",
    "quarter": "quý",
    "year": "năm",
    "years": "giai đoạn nhiều năm",
    "relative to publication": "tính từ ngày đăng",
}


def rule_words(rule: str, language: Literal["vi", "en"] = "vi") -> str:
    """A rule's name as evidence carries it ("border gate"), in Vietnamese or English; a name
    unknown here as it is.
    """
    return rule if language == "en" else _VIETNAMESE.get(rule, rule)
