"""What can go wrong between a client and a registry.

ClientError               the registry refuses, and says why
├── ConnectionFailed      nobody answers, or the answer breaks off
└── TimedOut              the answer takes longer than we wait
"""

from __future__ import annotations

from opencredreg.findings import Finding

__all__ = ["ClientError", "ConnectionFailed", "TimedOut"]


class ClientError(Exception):
    """The registry refuses, or what answers is no registry. Source: RFC 9457 (problem details).

    Attributes:
        title: what kind of problem it is.
        detail: what is wrong this time.
        status: the HTTP status; ``None`` when there was no answer.
        hint: what to do about it; empty when nobody can say.
        findings: every place of the input that is wrong, as far as the registry names them.
        retry_after: after how many seconds the registry wants to be asked again; ``None`` when it does not say.
    """

    def __init__(
        self,
        title: str,
        detail: str = "",
        *,
        status: int | None = None,
        hint: str = "",
        findings: tuple[Finding, ...] = (),
        retry_after: float | None = None,
    ) -> None:
        super().__init__(title, detail)
        self.title = title
        self.detail = detail
        self.status = status
        self.hint = hint
        self.findings = findings
        self.retry_after = retry_after

    def __str__(self) -> str:
        """The problem in one paragraph, for whoever reads a traceback."""
        number = f" ({self.status})" if self.status is not None else ""
        words = [f"{self.title}{number}{f': {self.detail}' if self.detail else ''}"]
        if self.hint:
            words.append(self.hint)
        words += [f"{one.pointer or 'The whole'}: {one.message}" for one in self.findings[:5]]
        if len(self.findings) > 5:
            words.append(f"… and {len(self.findings) - 5} more findings")
        return "\n".join(words)


class ConnectionFailed(ClientError):
    """Nobody answers at the address, or the answer breaks off, also after trying again."""


class TimedOut(ClientError):
    """The answer takes longer than we wait. What was asked for may still happen."""
