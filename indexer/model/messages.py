"""What the engine says to people, in Vietnamese and English, in one place: warnings, faults of a
query, ways on.

A Message is its Vietnamese text; whoever shows it to a reader of English asks `translate` for that.
"""

from __future__ import annotations

from typing import Literal

from indexer.model.facets import FACETS

__all__ = ["KEYS", "Language", "Message", "translate"]

Language = Literal["vi", "en"]

_CATALOGUE: dict[str, tuple[str, str]] = {
    # facets
    **{facet.name: facet.word for facet in FACETS.values()},
    "former_unit": ("{name} (địa giới cũ)", "{name} (former boundaries)"),
    # how a query was read
    "too_long": (
        "Câu tìm quá dài: chỉ đọc {most} ký tự đầu.",
        "The query is too long: only its first {most} characters were read.",
    ),
    "too_many_words": (
        "Câu tìm có quá nhiều từ: chỉ đọc {most} từ đầu.",
        "The query has too many words: only the first {most} were read.",
    ),
    "no_words": (
        "Câu tìm không có từ nào: hiện mọi bài.",
        "There is no word in the query: all articles are shown.",
    ),
    "lone_quote": (
        "Dấu ngoặc kép không có cặp: coi như không có.",
        "A quotation mark has no partner: it was left out.",
    ),
    "lone_parenthesis": (
        "Dấu ngoặc đơn không có cặp: coi như không có.",
        "A parenthesis has no partner: it was left out.",
    ),
    "nested": (
        "Ngoặc lồng quá {most} tầng: phần sâu hơn coi như không có ngoặc.",
        "Parentheses are nested more than {most} deep: deeper ones were left out.",
    ),
    "or_alone": (
        "Phép HOẶC (OR) thiếu một vế: coi như không có.",
        "OR lacks one of its sides: it was left out.",
    ),
    "and_alone": (
        "Phép VÀ (AND) thiếu một vế: coi như không có.",
        "AND lacks one of its sides: it was left out.",
    ),
    "not_alone": (
        "Phép loại trừ thiếu từ đi sau: coi như không có.",
        "There is no word after the minus or NOT: it was left out.",
    ),
    "shouted": (
        "«{word}» đọc như một từ vì cả câu viết hoa.",
        "“{word}” was read as a word, for the whole query is in capitals.",
    ),
    "star_alone": (
        "Dấu * chỉ đứng ở cuối một từ: coi như không có.",
        "* may only end a word: it was left out.",
    ),
    "star_quoted": (
        "Dấu * trong ngoặc kép: coi như không có.",
        "* within quotation marks was left out.",
    ),
    "star_short": (
        "«{word}*»: cần ít nhất {least} chữ cái trước dấu *; đã tìm như từ thường.",
        "“{word}*”: at least {least} letters must stand before *; it was searched for as a word.",
    ),
    "star_many": (
        "«{word}*» có quá nhiều từ: chỉ tìm {most} từ thường gặp nhất.",
        "“{word}*” begins too many words: only the {most} most frequent were searched for.",
    ),
    "slop": (
        "Khoảng cách ~{typed} quá lớn: đọc là ~{most}.",
        "The distance ~{typed} is too large: it was read as ~{most}.",
    ),
    "no_field": (
        "Không có trường «{name}:»; đã tìm như từ thường.",
        "There is no field “{name}:”; it was searched for as a word.",
    ),
    "field_empty": (
        "Trường «{name}:» không có giá trị: coi như không có.",
        "The field “{name}:” has no value: it was left out.",
    ),
    "no_period": (
        "Không hiểu ngày «{typed}»; ví dụ: ngày:2024-11..2025-03, năm:2024. Đã bỏ qua.",
        "“{typed}” is no date and was left out; for example: date:2024-11..2025-03, year:2024.",
    ),
    "phrases_loosened": (
        "Câu dài: cụm từ trong ngoặc kép được ưu tiên, không bắt buộc.",
        "The query is long: phrases in quotation marks are preferred, not required.",
    ),
    "phrases_as_words": (
        "Ít bài có đúng cụm từ trong ngoặc kép: đã tìm như từ thường.",
        "Few articles hold the phrase in quotation marks: its words were searched for.",
    ),
    "partial": (
        "Câu tìm quá rộng: chỉ xem được một phần kho bài.",
        "The query is too broad: only part of the archive was looked at.",
    ),
    # filters
    "unknown_value": (
        "Không có {field} «{typed}» trong kho bài.",
        "The archive has no {field} “{typed}”.",
    ),
    "unknown_value_near": (
        "Không có {field} «{typed}» trong kho bài. Gần nhất: {near}.",
        "The archive has no {field} “{typed}”. Nearest: {near}.",
    ),
    "which_value": (
        "«{typed}» có ở nhiều nơi: {names}. Hãy ghi rõ một trong số đó.",
        "There are several places called “{typed}”: {names}. Name one of them.",
    ),
    "or_value": (
        "«{typed}» được hiểu là {read}; cũng có thể là {names}.",
        "“{typed}” was read as {read}; it may also be {names}.",
    ),
    "value_former": (
        "«{typed}» là tên tỉnh cũ, địa bàn nay thuộc {names}: đã lọc theo {names}.",
        "“{typed}” is a former province, now {names}: filtered by {names}.",
    ),
    "value_inside": (
        "«{typed}» thuộc {names}: đã lọc theo {names}.",
        "“{typed}” belongs to {names}: filtered by {names}.",
    ),
    "value_whole": (
        "Bài được xếp theo tỉnh, khu tự trị: «{typed}» đã lọc theo {names}.",
        "Articles are kept by region: “{typed}” was filtered by {names}.",
    ),
    # faults
    "no_date": (
        "Không hiểu ngày «{typed}»; ví dụ: 2024-11-05, 11/2024, 2024.",
        "“{typed}” is no date; for example: 2024-11-05, 11/2024, 2024.",
    ),
    "dates_reversed": ("Ngày bắt đầu sau ngày kết thúc.", "The first day is after the last."),
    "too_deep": (
        "Chỉ xem được {most} kết quả đầu; hãy lọc theo thời gian, tỉnh hoặc đối tác.",
        "Results can be read to number {most}; narrow the search by date, province or counterpart.",
    ),
    # ways on
    "drop_filter": ("Bỏ lọc {field}: {value}", "Without the {field} {value}"),
    "drop_dates": ("Bỏ lọc thời gian", "Without the dates"),
    "drop_filters": ("Bỏ mọi bộ lọc", "Without any filter"),
    "and_drop_filters": ("{way}, bỏ mọi bộ lọc", "{way}, without any filter"),
    "drop_quotes": ("Không cần đúng cụm từ", "Not as a phrase"),
    "drop_scope": ("Tìm ở mọi chỗ trong bài", "Anywhere in the article"),
    "drop_exclusions": ("Không loại từ nào", "Excluding nothing"),
    "drop": ("Bỏ «{what}»", "Without “{what}”"),
    "drop_word": ("Bỏ từ «{what}»", "Without the word “{what}”"),
    "today_too": ("Gồm cả {names} (từ 1/7/2025)", "With {names} (since 1 July 2025)"),
    "former_too": ("Gồm cả {names} (trước 1/7/2025)", "With {names} (before 1 July 2025)"),
    "did_you_mean": ("Ý bạn là «{query}»?", "Did you mean “{query}”?"),
}

KEYS = frozenset(_CATALOGUE)


class Message(str):
    """A text of the catalogue with its `{names}` filled in; `key` is stable. A value may be a
    Message itself.
    """

    key: str
    values: dict[str, object]

    def __new__(cls, key: str, **values: object) -> Message:
        """The message in Vietnamese; `translate` gives the others."""
        made = super().__new__(cls, _CATALOGUE[key][0].format(**values))
        made.key, made.values = key, values
        return made


def translate(text: object, language: Language) -> str:
    """A message in the reader's language; any other text as it is."""
    if language == "vi" or not isinstance(text, Message):
        return str(text)
    values = {
        name: translate(value, language) if isinstance(value, Message) else value
        for name, value in text.values.items()
    }
    return _CATALOGUE[text.key][1].format(**values)
