"""Answers in XML: whatever somebody published, what is sent can be read by every parser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from starlette.responses import Response

__all__ = ["xml_response", "xml_text"]

_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    r"""The text without the characters that XML 1.0 cannot hold, not even escaped (section 2.2).

    >>> xml_text("a\x00b\ud800c\t")
    'abc\t'
    """
    return _NOT_IN_XML.sub("", text)


def xml_response(text: str, media_type: str, headers: Mapping[str, str] | None = None) -> Response:
    """An answer with a template that was filled in."""
    return Response(xml_text(text).encode(), media_type=media_type, headers=dict(headers or {}))
