"""The addresses that articles state: only those a reader can safely be led to."""

from __future__ import annotations

import re

__all__ = ["web_address"]

_WEB = re.compile(r"https?://[^/?#\s][^\s]*", re.I)
# C0, C1, line separators, marks that reorder or hide text, halves of surrogate pairs
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def web_address(stated: str) -> str:
    """The address when it is of the web (http or https) and holds nothing unseen; else "".

    Spaces within it are written %20, as browsers write them.

    >>> web_address(" https://bao.vn/bài 1.html ")
    'https://bao.vn/bài%201.html'
    >>> web_address("javascript:alert(1)")
    ''
    """
    address = stated.strip().replace(" ", "%20")
    return address if _WEB.fullmatch(address) and not _HIDDEN.search(address) else ""
