"""The body of a request, read within its limits."""

from __future__ import annotations

from anyio import move_on_after
from starlette.requests import Request

from opencredreg.errors import LimitExceeded

__all__ = ["read_body"]


async def read_body(
    request: Request, *, most: int, seconds: float, too_large: LimitExceeded, name: str = "body"
) -> bytes:
    """Read the body of a request.

    Args:
        request: the request.
        most: the number of bytes that it may have.
        seconds: the time in which all of it has to arrive.
        too_large: what is raised when it has more bytes.
        name: what people call that which is sent.

    Raises:
        LimitExceeded: it is larger than it may be, or did not arrive in time (``limits.request_seconds``).
    """
    chunks = []
    size = 0
    with move_on_after(seconds):
        async for chunk in request.stream():
            size += len(chunk)
            if size > most:
                raise too_large
            chunks.append(chunk)
        return b"".join(chunks)
    raise LimitExceeded(
        f"The {name} did not arrive within {seconds:g} seconds.",
        limit="limits.request_seconds",
        value=int(seconds),
    )
