"""Addresses with characters that no text has: they are refused before anybody looks them up."""

from __future__ import annotations

from starlette.requests import Request

from opencredreg.errors import InvalidInput, NotFound

__all__ = ["require_characters"]

_NUL = "\x00"


def require_characters(request: Request) -> None:
    """Let only requests pass whose path and parameters can stand in a database.

    PostgreSQL keeps no text with a NUL and takes none as a parameter either, so nothing can be found by it.

    Raises:
        NotFound: the path holds a NUL.
        InvalidInput: a parameter does.
    """
    if _NUL in request.url.path or any(_NUL in str(value) for value in request.path_params.values()):
        raise NotFound("There is nothing at an address with a NUL character.", kind="page")
    for name, value in request.query_params.multi_items():
        if _NUL in name or _NUL in value:
            shown = name.replace(_NUL, "")[:40]
            raise InvalidInput(
                f"The parameter {shown!r} holds a NUL character.", hint="Take the %00 out of the address."
            )
