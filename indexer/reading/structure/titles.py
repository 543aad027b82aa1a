"""A title for an article that came without one: its first sentence, cut so that a reader would
accept it.
"""

from __future__ import annotations

import re

from indexer.reading.words import words

__all__ = ["derive_title"]

_LIMIT = 110
_SENTENCE_END = re.compile(r"[.!?…](?=[\"”’)]*(?:\s+[A-ZÀ-ỸĐ\"“(]|\s*$))")
_ADVERBIAL = words("circumstance")
_OPENERS = (
    "của và gồm do để nhằm với tại về từ trong cho cùng theo bằng vào ở trên sau khi mà nên vì "
    "nơi thuộc giữa trước đồng"
)
_HANGING = frozenset(
    (_OPENERS + " đã đang sẽ được bị có các những một cuộc buổi việc sự là này rất cũng").split()
)
_PHRASE = re.compile(rf",? (?:{_OPENERS.replace(' ', '|')}) |[,;:] | [(–-]")
_LED_BY = re.compile(r" do [^,.;]{3,80}(?:, [^,.;]{3,80})? (?:làm|là) [Tt]rưởng đoàn(?= )")
_SHORTEST = 55


def derive_title(paragraph: str) -> str:
    """At most about 110 characters of the first sentence, without the time and place that open it;
    "…" where it was cut.
    """
    flat = " ".join(paragraph.replace("**", " ").split())
    match = _SENTENCE_END.search(flat, 20) if len(flat) > 20 else None
    sentence = (flat[: match.start()] if match else flat).strip(" .…/:;,-–")
    sentence = _LED_BY.sub("", sentence)
    clauses = re.split(r"(?<=[^\d\s]|\d), ", sentence)
    main = _main_clause(clauses)
    kept = ", ".join(clauses[main:]) if main else sentence
    kept = kept[:1].upper() + kept[1:]
    return kept if len(kept) <= _LIMIT else _cut(kept) + "…"


def _main_clause(clauses: list[str]) -> int:
    """The clause that carries the subject: the first that does not open with a time, a place or a
    circumstance.
    """
    for number, clause in enumerate(clauses[:-1]):
        words = clause.split()
        opening = words[0].casefold() if words else ""
        short_name = (
            number > 0
            and len(words) <= 4
            and all(word[:1].isupper() or not word[:1].isalpha() for word in words)
        )
        if not (opening in _ADVERBIAL or short_name):
            return number
    rest = len(clauses) - 1
    return rest if len(clauses[rest]) >= 30 else 0


def _cut(text: str) -> str:
    """The longest beginning within the limit that ends where a phrase ends: at a comma, a bracket,
    before a word that opens a phrase.
    """
    head = text[: _LIMIT + 1]
    ends = [match.start() for match in _PHRASE.finditer(head, _SHORTEST)]
    words = head[: ends[-1]].split(" ") if ends else head.rsplit(" ", 1)[0].split(" ")
    while len(words) > 8 and words[-1].casefold() in _HANGING:
        words.pop()
    return " ".join(words).rstrip(" ,;:-–(")


_NO_TITLE = re.compile(rf"(?:{'|'.join(words('no title'))})\b[\s\d().-]{{0,20}}", re.I)
_FILE_NAME = re.compile(
    r"(?:microsoft (?:word|excel|powerpoint) - |file:|[^\s]{0,200}[\\/])|.{0,250}\.\w{2,5}$", re.I
)
_LEAST_WORDS = 3


def stated_title(stated: str, text: str) -> str:
    """The title that a document states of itself; "" for what programs fill in, and for a
    letterhead.
    """
    title = " ".join(stated.split())
    if not 8 <= len(title) <= 250 or _NO_TITLE.fullmatch(title) or _FILE_NAME.match(title):
        return ""
    if title.isupper() and not any(title in line for line in text.split("\n")[:1]):
        return ""
    return title if len(title.split()) >= _LEAST_WORDS else ""
