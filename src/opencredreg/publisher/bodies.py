"""What a body may be before anybody looks into it: nested, large and long within reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from opencredreg.crosswalk.assistant.request import Request
from opencredreg.errors import LimitExceeded, MalformedJSON
from opencredreg.registry.node import Node

__all__ = ["require_depth", "require_number"]

_LARGEST: Final = 10**300


def require_depth(node: Node, body: Any) -> None:
    """Let only bodies pass whose lists and objects lie inside each other within the limit of the node.

    Raises:
        LimitExceeded: it is nested deeper.
        MalformedJSON: it holds a number that no other program could read.
    """
    most = node.settings.limits.nesting_depth
    level: list[Any] = [body]
    for _ in range(most + 1):
        # One level at a time and without recursion, which a hostile body would exhaust.
        level = [
            entry
            for value in level
            if isinstance(value, dict | list)
            for entry in (value.values() if isinstance(value, dict) else value)
        ]
        if any(type(entry) is int and abs(entry) > _LARGEST for entry in level):
            raise MalformedJSON(
                "The body holds a number of more than 300 digits.", hint="Send a smaller number, or a text."
            )
        if not level:
            return
    raise LimitExceeded(
        f"The body is nested deeper than {most} levels.",
        limit="limits.nesting_depth",
        value=most,
        hint="Send flatter data; what belongs to no document may be left out.",
    )


def require_number(node: Node, requests: Sequence[Request]) -> None:
    """Let only as many resources pass as a batch may hold.

    Raises:
        LimitExceeded: there are more.
    """
    most = node.settings.publishing.batch_items
    if len(requests) > most:
        raise LimitExceeded(
            f"The request has {len(requests):,} resources; up to {most:,} are taken at a time.",
            limit="publishing.batch_items",
            value=most,
            hint="Send several requests.",
        )
