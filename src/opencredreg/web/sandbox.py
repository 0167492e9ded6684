"""The marks of a sandbox, on every answer: a header for programs, another for search engines, a banner for people."""

from __future__ import annotations

from typing import Any, Final

from starlette.types import ASGIApp, Receive, Scope, Send

from opencredreg.web.rendering import IN_SANDBOX

__all__ = ["ENVIRONMENT_HEADER", "SandboxMarks"]

ENVIRONMENT_HEADER: Final = "X-Registry-Environment"
_MARKS: Final = (
    (ENVIRONMENT_HEADER.lower().encode(), b"sandbox"),
    (b"x-robots-tag", b"noindex"),
)


class SandboxMarks:
    """An ASGI application around the whole of a node that is a sandbox."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand over, and mark what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_marked(message: Any) -> None:
            if message["type"] == "http.response.start":
                # A new list: answers that are kept for the next request share theirs.
                message = {**message, "headers": [*message["headers"], *_MARKS]}
            await send(message)

        # Pages are made in threads, which see the variables of the request.
        before = IN_SANDBOX.set(True)
        try:
            await self._app(scope, receive, send_marked)
        finally:
            IN_SANDBOX.reset(before)
