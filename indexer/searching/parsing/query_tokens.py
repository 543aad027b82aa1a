"""Plain text of a query → its words as the index holds them."""

from __future__ import annotations

from indexer.language import Token, decode, is_syllable, syllables
from indexer.language.syllable.bare import bare_syllables
from indexer.searching.parsing.ast import QueryToken

__all__ = ["is_chinese", "typed_words"]


def typed_words(text: str) -> tuple[QueryToken, ...]:
    """The words of plain text as the index holds them: compounds of syllables (`Bắc-Nam`) apart,
    others (`TP.HCM`) whole.
    """
    found: list[tuple[Token, list[Token]]] = []
    for token in syllables(text):
        last = found[-1] if found else None
        if last is not None and token.start == last[0].start and token.end > last[0].end:
            found[-1] = (token, [])  # a pair of Chinese characters covers its first
        elif last is not None and token.end <= last[0].end:
            if token.kind in ("word", "number"):
                last[1].append(token)
        else:
            found.append((token, []))
    words: list[QueryToken] = []
    for token, parts in found:
        raw = text[token.start : token.end]
        if len(parts) > 1 and all(_is_word(part.text) for part in parts):
            words += [QueryToken(part.text, text[part.start : part.end]) for part in parts]
        else:
            words.append(
                QueryToken(
                    token.text, raw, tuple(part.text for part in parts) if len(parts) > 1 else ()
                )
            )
    return tuple(words)


def _is_word(part: str) -> bool:
    """Would a part of a compound be a Vietnamese word by itself, accented, bare or in Telex?"""
    return len(part) > 1 and (
        is_syllable(part) or part in bare_syllables() or (part[0].isalpha() and bool(decode(part)))
    )


def is_chinese(text: str) -> bool:
    """Does a word begin with a Chinese character?"""
    return bool(text) and "\u3400" <= text[0] <= "\u9fff"
