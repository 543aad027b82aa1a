"""Text for XML: what XML 1.0 cannot hold is left out; escaping is the writer's."""

from __future__ import annotations

import re

__all__ = ["xml_line", "xml_text"]

_NOT_XML = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # https://www.w3.org/TR/xml/#charsets
_SPACE = re.compile(r"\s+")


def xml_text(text: str) -> str:
    """The text without control characters, halves of surrogate pairs and non-characters."""
    return _NOT_XML.sub("", text)


def xml_line(text: str) -> str:
    """Likewise, on one line."""
    return xml_text(_SPACE.sub(" ", text))
