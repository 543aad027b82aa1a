"""A document of XML as an answer."""

from __future__ import annotations

from xml.etree import ElementTree

from flask import Response

__all__ = ["xml_response"]


def xml_response(root: ElementTree.Element, content_type: str) -> Response:
    """A document in UTF-8."""
    return Response(
        ElementTree.tostring(root, encoding="utf-8", xml_declaration=True),
        content_type=f"{content_type}; charset=utf-8",
    )
