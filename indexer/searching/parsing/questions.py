"""Does a text ask something? By its mark or its words, accented or bare."""

from __future__ import annotations

import re

__all__ = ["is_question"]

_QUESTION = re.compile(
    r"\?\s*$|\b(?:bao nhiêu|bao lâu|bao giờ|khi nào|như thế nào|thế nào|vì sao|tại sao|là "
    r"gì|là ai|ở đâu|"
    r"bao nhieu|bao lau|bao gio|khi nao|nhu the nao|the nao|vi sao|tai sao|la gi|la ai|o dau)\b",
    re.IGNORECASE,
)


def is_question(text: str) -> bool:
    """Does a text read as a question, by its mark or its words, accented or bare?"""
    return _QUESTION.search(text) is not None
