"""Reading XML as a strict parser does."""

from __future__ import annotations

from xml.etree import ElementTree

__all__ = ["read_xml", "texts"]


def read_xml(content: bytes) -> ElementTree.Element:
    """The root of a document.

    Raises:
        AssertionError: it is not well-formed.
    """
    try:
        return ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise AssertionError(f"not well-formed: {error}: {content[:500]!r}") from error


def texts(root: ElementTree.Element, name: str) -> list[str]:
    """The texts of all elements of a name, whatever their name space is."""
    return [element.text or "" for element in root.iter() if element.tag.rpartition("}")[2] == name]
