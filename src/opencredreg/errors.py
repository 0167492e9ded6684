"""The exception tree of the whole product. It knows nothing of HTTP.

    RegistryError
    ├── InvalidInput            a document, parameter or file breaks a rule (carries findings)
    │   ├── MalformedJSON       the bytes are not JSON that we accept
    │   └── UnknownContext      an @context that is neither bundled nor registered
    ├── SignatureInvalid        a signature, token or key does not verify
    ├── NotAuthenticated        nobody knows who is asking
    ├── NotAuthorized           we know who is asking, and the answer is no
    ├── NotFound                nothing of that name
    │   └── Gone                there was something; its history is still there
    ├── Conflict                the state of the registry forbids it
    │   └── PreconditionFailed  the caller's If-Match names another version
    ├── LimitExceeded           too large, too deep, too many, too long
    └── Unavailable             we cannot do it now; try again

Every class has a stable ``code``. Messages are safe to show to anybody: they name the thing, the rule
and, where there is one, the way out.
"""

from __future__ import annotations

from typing import ClassVar

from opencredreg.findings import Finding

__all__ = [
    "Conflict",
    "Gone",
    "InvalidInput",
    "LimitExceeded",
    "MalformedJSON",
    "NotAuthenticated",
    "NotAuthorized",
    "NotFound",
    "PreconditionFailed",
    "RegistryError",
    "SignatureInvalid",
    "Unavailable",
    "UnknownContext",
]


class RegistryError(Exception):
    """Base of everything that we raise on purpose."""

    code: ClassVar[str] = "registry-error"

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InvalidInput(RegistryError):
    """Input breaks a rule. ``findings`` lists each place; there is at least one."""

    code = "invalid-input"

    def __init__(self, message: str, findings: tuple[Finding, ...] = (), *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.findings = findings or (
            Finding(code=self.code, severity="error", pointer="", message=message, hint=hint),
        )


class MalformedJSON(InvalidInput):
    """The bytes are not JSON, or JSON that no store keeps faithfully (NUL, lone surrogates)."""

    code = "malformed-json"


class UnknownContext(InvalidInput):
    """The document names an @context that we neither ship nor were given. Contexts are never fetched."""

    code = "unknown-context"


class SignatureInvalid(RegistryError):
    """A signed envelope, delete token or key does not verify."""

    code = "signature-invalid"


class NotAuthenticated(RegistryError):
    """No credentials, or none that we know."""

    code = "not-authenticated"


class NotAuthorized(RegistryError):
    """Known, but not allowed."""

    code = "not-authorized"


class NotFound(RegistryError):
    """Nothing of that name. ``kind`` says what was looked for (``envelope``, ``resource``, ...)."""

    code = "not-found"

    def __init__(self, message: str, *, kind: str = "", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.kind = kind


class Gone(NotFound):
    """It was deleted. ``history_of`` is the identifier under which its history can be read."""

    code = "gone"

    def __init__(self, message: str, *, kind: str = "", history_of: str = "", hint: str = "") -> None:
        super().__init__(message, kind=kind, hint=hint)
        self.history_of = history_of


class Conflict(RegistryError):
    """The request is sound, but the state of the registry forbids it."""

    code = "conflict"


class PreconditionFailed(Conflict):
    """If-Match names a version that is not the newest one."""

    code = "precondition-failed"


class LimitExceeded(RegistryError):
    """Too large, too deep, too many or too long. ``limit`` names the setting, ``value`` is its value."""

    code = "limit-exceeded"

    def __init__(self, message: str, *, limit: str, value: int, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.limit = limit
        self.value = value


class Unavailable(RegistryError):
    """The node cannot do it at the moment (busy store, full disk)."""

    code = "unavailable"
