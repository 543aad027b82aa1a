"""Words that say nothing of what is asked for: a closed list, as grammars of Vietnamese have it.

Prepositions, conjunctions, particles, pronouns, words of asking and of begging. A query that holds
them finds articles that lack them; a unit of several syllables (một cửa, con cái) is never one of
these, for it is read first.
"""

from __future__ import annotations

from indexer.language.unicode.folding import fold

__all__ = ["FUNCTION_WORDS", "function_phrase_of", "is_function_phrase", "opens_a_request"]

_SINGLE = """
    của ở tại trong ngoài trên dưới với về từ đến tới cho do bởi vì nên thì mà và hay hoặc nhưng
    nếu để theo bằng qua sang khỏi giữa vào ra lên xuống cùng như là rằng khi lúc
    các những một mọi mỗi cái con này kia đó đây ấy nọ
    đã đang sẽ vừa mới từng được bị phải có không chưa cũng vẫn còn đều chỉ rất lắm quá hơn nhất
    lại nữa thêm nhau thôi dịp
    ai gì nào đâu sao mấy bao nhiêu thế
    tôi ta mình bạn hãy xin nhé ạ ơi à đi tin tức bài viết
"""
FUNCTION_WORDS = frozenset(_SINGLE.split())
"""Single syllables, as indexed."""

_SEVERAL = """
    bao nhiêu|bao lâu|bao giờ|khi nào|lúc nào|như thế nào|thế nào|ra sao|vì sao|tại sao|là gì|
    là ai|ở đâu|nơi nào|cái gì|có bao nhiêu|những gì|những ai|cho tôi biết|cho biết|tin tức|
    hãy cho biết|so sánh|tin về|bài về|bài viết|bài báo|liên quan đến|liên quan tới|đối với|đến từ|
    nhân dịp
"""
_PHRASES = frozenset(tuple(phrase.split()) for phrase in _SEVERAL.split("|"))
_BARE = {tuple(map(fold, phrase)): phrase for phrase in _PHRASES}


_OPENINGS = frozenset(
    tuple(phrase.split())
    for phrase in ("tìm", "tìm kiếm", "tra cứu", "tra", "xem", "liệt kê", "thông tin", "kể")
)


def opens_a_request(words: tuple[str, ...]) -> bool:
    """Does a unit, where a query begins with it and goes on with such words («tìm bài về …», «cho
    tôi xem các tin …»), ask for the rest?
    """
    return words in _OPENINGS


def function_phrase_of(bare: tuple[str, ...]) -> tuple[str, ...] | None:
    """The phrase that words without marks may be («la gi»); None for any others."""
    return _BARE.get(bare)


def is_function_phrase(words: tuple[str, ...]) -> bool:
    """Does a unit of a query, as indexed terms, only serve to ask for the rest?"""
    if words in _PHRASES:
        return True
    return len(words) == 1 and words[0] in FUNCTION_WORDS
