"""JSON containment: whether a document has all that a pattern has.

The rules are those of PostgreSQL's ``@>``, with two widenings for texts that stand as the value of a name: such
a text is also found as an entry of a list, and as any value of a language map.

Source: ``search.md`` section 2.3.
"""

from __future__ import annotations

from typing import Any

import msgspec

from opencredreg.query.wrappers import is_language

__all__ = ["Containment", "is_contained"]


class Containment(msgspec.Struct, frozen=True, eq=False):
    """A condition on the JSON of a node: it contains one of the patterns at least."""

    patterns: tuple[dict[str, Any], ...]

    def holds(self, node: object) -> bool:
        """Whether a node as published has what is asked for."""
        return any(is_contained(pattern, node) for pattern in self.patterns)


def is_contained(pattern: object, document: object) -> bool:
    """Whether a document contains a pattern.

    Objects have at least the pattern's names, and lists at least its entries in any order; all names of one
    object of the pattern are found in one object. Everything else is equal: texts with their letter case,
    numbers by value, and ``true`` is no number.

    >>> is_contained([{"a": 1}], [{"b": 2}, {"a": 1.0, "b": 3}]), is_contained([{"a": 1, "b": 2}], [{"a": 1}])
    (True, False)
    """
    if isinstance(pattern, dict):
        return isinstance(document, dict) and all(
            name in document and _is_value_contained(value, document[name]) for name, value in pattern.items()
        )
    if isinstance(pattern, list):
        return isinstance(document, list) and all(
            any(is_contained(entry, candidate) for candidate in document) for entry in pattern
        )
    if isinstance(pattern, bool) or isinstance(document, bool):
        return pattern is document
    return not isinstance(document, dict | list) and pattern == document


def _is_value_contained(pattern: object, document: object) -> bool:
    if not isinstance(pattern, str) or isinstance(document, str):
        return is_contained(pattern, document)
    if isinstance(document, list):
        return pattern in document
    if isinstance(document, dict) and all(is_language(name) for name in document):
        return any(_is_value_contained(pattern, value) for value in document.values())
    return False
