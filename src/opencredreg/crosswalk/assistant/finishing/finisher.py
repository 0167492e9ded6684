"""What a finisher gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import msgspec

from opencredreg.crosswalk.assistant.conversion import Conversion, Node
from opencredreg.crosswalk.assistant.request import Request

__all__ = ["Finisher", "Made"]


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What was made of a request so far.

    ``main`` is the node of the resource, ``members`` its members as they were sent (names in lower case, then name
    and value), ``pointer`` its place. ``parts`` holds, by the member of the request, the nodes of its parts with
    the places they came from.
    """

    conversion: Conversion
    request: Request
    main: Node
    members: Mapping[str, tuple[str, Any]]
    pointer: str
    parts: Mapping[str, list[tuple[Node, str]]]

    def is_on(self, switch: str, default: bool = False) -> bool:
        """Whether a switch of the request is set, such as ``GenerateIsHasParts``."""
        value = self.request.members.get(switch.lower(), (switch, default))[1]
        return value is True or (isinstance(value, str) and value.strip().lower() == "true")


Finisher: TypeAlias = Callable[[Made], None]
