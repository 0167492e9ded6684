"""The catalogue of errors, from the classes themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from opencredreg.api.compat import status_of
from opencredreg.errors import LimitExceeded, RegistryError

__all__ = ["ErrorCode", "list_error_codes"]

_REMEDIES = {
    "invalid-input": "Look at the findings: each names a place, the rule and mostly the way out.",
    "malformed-json": "Check the body with any JSON tool; the message names line and column.",
    "unknown-context": "Use the context of CTDL, write the definitions into the document, or have the "
    "operator register the context.",
    "invalid-parameter": "Each text names the parameter; the reference lists what it takes.",
    "community-mismatch": "Leave envelope_community away, or name the community of the path.",
    "signature-invalid": "Sign exactly what you send, with RS256 and a registered key of 2048 bits or more.",
    "not-authenticated": "Send a valid token: Authorization: Token and the value.",
    "not-authorized": "Use a token with a higher role, or ask an administrator of the node.",
    "not-publisher-of": "Use a token of the owner, or ask the owner to let your organization publish.",
    "not-found": "Check community and identifier. CTIDs are compared without regard to case.",
    "gone": "Follow the link with rel=version-history in the headers to what was there.",
    "conflict": "Read the present state again, and decide by it.",
    "ctid-not-unique": "Take a fresh CTID, or ask the owner of the other document to transfer it.",
    "precondition-failed": "Read the newest version, apply your change to it, and send its ETag.",
    "key-mismatch": "Sign with the key that signed the document before, or with a key of its owner.",
    "limit-exceeded": "Send less at a time; the operator can raise the limit that the message names.",
    "unavailable": "Wait as long as Retry-After says and try again. Nothing was changed.",
}


class ErrorCode(msgspec.Struct, frozen=True, kw_only=True):
    """One code. ``parent`` is the code of the more general error, empty for the top ones."""

    code: str
    parent: str
    statuses: tuple[int, ...]
    meaning: str
    remedy: str


def list_error_codes() -> list[ErrorCode]:
    """All codes of the running product, each after the more general one."""
    return [_describe(kind) for kind in _subclasses(RegistryError)]


def _subclasses(kind: type[RegistryError]) -> Iterator[type[RegistryError]]:
    for child in sorted(kind.__subclasses__(), key=lambda entry: entry.code):
        if child.code != kind.code:
            yield child
        yield from _subclasses(child)


def _describe(kind: type[RegistryError]) -> ErrorCode:
    codes = [parent.code for parent in kind.__mro__ if issubclass(parent, RegistryError)]
    parent = next(code for code in codes if code != kind.code)
    return ErrorCode(
        code=kind.code,
        parent="" if parent == RegistryError.code else parent,
        # The status of a limit depends on which limit it is.
        statuses=(413, 422) if issubclass(kind, LimitExceeded) else (status_of(kind.__new__(kind)),),
        meaning=_meaning(kind),
        remedy=next((_REMEDIES[code] for code in codes if code in _REMEDIES), ""),
    )


def _meaning(kind: type[RegistryError]) -> str:
    """The description of the class, without what it says of its attributes: those are for programmers."""
    text = re.sub(r"\s+", " ", kind.__doc__ or kind.code).strip().rstrip(".")
    first, *others = re.split(r"[.;] (?=\S)", text)
    return ". ".join(part[0].upper() + part[1:] for part in [first, *_plain(others)]).replace("``", "`") + "."


def _plain(clauses: list[str]) -> list[str]:
    kept: list[str] = []
    for clause in clauses:
        if "``" in clause:
            break
        kept.append(clause)
    return kept
