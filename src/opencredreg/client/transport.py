"""Requests to a registry: addressed, repeated where that helps, and followed where that is safe."""

from __future__ import annotations

import http.client
import random
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from time import sleep
from typing import Final
from urllib.parse import urlencode, urljoin, urlsplit

from opencredreg import __version__
from opencredreg.client.answers import build_error
from opencredreg.client.backoff import LONGEST_WAIT_S, is_retryable, retry_after_of, wait_before
from opencredreg.client.connections import Answer, Connections
from opencredreg.client.errors import ClientError, ConnectionFailed, TimedOut

__all__ = ["Transport"]

_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_KEEPS_METHOD: Final = frozenset({307, 308})
_MOST_MOVES: Final = 5


class Transport:
    """The way to one registry.

    Args:
        base_url: its address, with a path where it has one.
        key: sent with every request; ``None`` for somebody unknown.
        timeout: the seconds that an answer may take.
        retries: how often a request is repeated at most.

    Raises:
        ValueError: the address is none, or the key cannot be sent.
    """

    def __init__(self, base_url: str, key: str | None, timeout: float, retries: int) -> None:
        self.base_url = base_url.strip().rstrip("/")
        base = urlsplit(self.base_url)
        if base.scheme not in ("http", "https") or not base.hostname or base.query or base.fragment:
            raise ValueError(
                f"The address of a registry looks like https://registry.example.org: {base_url!r}"
            )
        if key is not None and not (key.isascii() and key.isprintable() and key.strip()):
            raise ValueError("A key is a text of ASCII characters without line ends.")
        if retries < 0 or timeout <= 0:
            raise ValueError("retries is 0 or more, and timeout more than 0 seconds.")
        self._base = base
        self._timeout = timeout
        self._retries = retries
        self._connections = Connections(base, timeout)
        self._spread = random.Random()
        self._headers = {
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "User-Agent": f"opencredreg-client/{__version__}",
        }
        if key is not None:
            self._headers["Authorization"] = f"Bearer {key.strip()}"

    def close(self) -> None:
        """Close the connections that are open."""
        self._connections.close()

    def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[Answer, int]:
        """Send a request.

        The caller says by asking that the request may be repeated: reading, and writing that changes nothing the
        second time.

        Returns:
            The answer, whatever its status, and how often the request was sent.

        Raises:
            ConnectionFailed: there was no answer, also after repeating.
            TimedOut: the answer took too long.
            ClientError: the address leads elsewhere.
        """
        sent = dict(self._headers)
        if body is not None:
            sent["Content-Type"] = "application/json"
        sent |= headers or {}
        target = f"{self._base.path}{path}{f'?{urlencode(query)}' if query else ''}"
        attempts = 0
        for _ in range(_MOST_MOVES + 1):
            answer, needed = self._repeat(method, target, body, sent)
            attempts += needed
            if answer.status not in _MOVED or "location" not in answer.headers:
                return answer, attempts
            target = self._follow(method, target, answer)
        raise ClientError("The address leads in circles", target, status=answer.status)

    def _repeat(
        self, method: str, target: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[Answer, int]:
        attempt = 0
        while True:
            attempt += 1
            retry_after: float | None = None
            failure: Exception | None = None
            answer: Answer | None = None
            try:
                answer = self._connections.exchange(method, target, body, headers)
            except TimeoutError as error:
                raise self._timed_out(headers) from error
            except (OSError, http.client.HTTPException) as error:
                failure = error
            else:
                if not is_retryable(answer.status):
                    return answer, attempt
                retry_after = retry_after_of(answer.headers, datetime.now(UTC))
            is_hopeless = isinstance(failure, ssl.SSLCertVerificationError)
            if is_hopeless or attempt > self._retries or (retry_after or 0.0) > LONGEST_WAIT_S:
                if answer is None:
                    raise self._unreached(failure, attempt) from failure
                return answer, attempt
            sleep(wait_before(attempt, retry_after, self._spread))

    def _follow(self, method: str, target: str, answer: Answer) -> str:
        here = f"{self._base.scheme}://{self._base.netloc}{target}"
        there = urljoin(here, answer.headers["location"])
        found = urlsplit(there)
        is_same_host = (found.scheme, found.netloc) == (self._base.scheme, self._base.netloc)
        if not is_same_host or not (method == "GET" or answer.status in _KEEPS_METHOD):
            # Elsewhere somebody else may listen, who must not get the key; and a POST must not become a GET.
            raise build_error(
                answer,
                title="The address leads elsewhere",
                detail=f"{here} leads to {there}.",
                hint="If you trust that address, use it as the address of the registry.",
            )
        return f"{found.path or '/'}{f'?{found.query}' if found.query else ''}"

    def _timed_out(self, headers: Mapping[str, str]) -> TimedOut:
        key = headers.get("Idempotency-Key")
        hint = "Wait longer (timeout), or send a batch as a job."
        if key is not None:
            hint += f" Publishing the same with idempotency_key={key!r} takes nothing twice."
        return TimedOut(
            "No answer in time", f"{self.base_url} took longer than {self._timeout:g} s.", hint=hint
        )

    def _unreached(self, failure: Exception | None, attempts: int) -> ConnectionFailed:
        times = "" if attempts == 1 else f", also after {attempts - 1} more attempts"
        reason = str(failure) or type(failure).__name__
        return ConnectionFailed(
            "The registry cannot be reached",
            f"{self.base_url}: {reason}{times}.",
            hint="Look at the address, and at whether the registry runs.",
        )
