"""What a rule says about a place in a document."""

from __future__ import annotations

from typing import Literal

import msgspec

__all__ = ["Finding", "Severity"]

Severity = Literal["error", "warning", "note"]


class Finding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One observation about one place of one document.

    ``pointer`` is a JSON Pointer (RFC 6901) into the document; the empty pointer is the document itself.
    ``code`` is stable across releases. ``hint`` says what to do about it, ``source`` where the rule stands,
    ``rule`` its number in the validation profile. ``node`` is the ``@id`` of the nearest item of the graph,
    ``ctid`` its CTID, ``type`` the class of the object that holds the place and ``property`` the property.
    ``value`` is what was found, shortened; ``suggestion`` what could stand there instead.
    """

    code: str
    severity: Severity
    pointer: str
    message: str
    hint: str = ""
    source: str = ""
    ctid: str = ""
    type: str = ""
    suggestion: str = ""
    rule: str = ""
    node: str = ""
    property: str = ""
    value: str = ""
