"""What a request says at a place, for findings that name one of many values."""

from __future__ import annotations

from typing import Any

from opencredreg.crosswalk.assistant.request import Request

__all__ = ["value_at"]


def value_at(request: Request, pointer: str) -> Any:
    """The value at a JSON Pointer into what was sent; ``None`` where there is none.

    Args:
        request: which holds the resource and what stands beside it apart from each other.
        pointer: of the resource, of a part beside it, or of something in them.
    """
    if pointer.startswith(f"{request.pointer}/"):
        here, rest = request.resource, pointer[len(request.pointer) + 1 :].split("/")
    else:
        first, *rest = pointer[len(request.base) + 1 :].split("/")
        here = request.members.get(first.lower(), ("", None))[1]
    for part in rest:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(here, dict):
            here = here.get(name)
        elif isinstance(here, list) and name.isdigit() and int(name) < len(here):
            here = here[int(name)]
        else:
            return None
    return here
