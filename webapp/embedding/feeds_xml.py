"""Text for XML: what XML 1.0 cannot hold is left out; escaping is ElementTree's."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from flask import Response

__all__ = ["clean", "xml_response"]

_NOT_XML = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # https://www.w3.org/TR/xml/#charsets


def clean(text: str) -> str:
    """The text without control characters, halves of surrogate pairs and non-characters."""
    return _NOT_XML.sub("", text)


def xml_response(root: ElementTree.Element, content_type: str) -> Response:
    """A document in UTF-8."""
    return Response(
        ElementTree.tostring(root, encoding="utf-8", xml_declaration=True),
        content_type=f"{content_type}; charset=utf-8",
    )
