"""How a setting is declared: a type, a default, a help text and a unit, all on the field itself."""

from __future__ import annotations

import re
from typing import Any

import msgspec

__all__ = ["Concern", "mask_password", "setting"]

_MASK = "***"
# The password ends at the last "@" of the text, not the first: one that was not percent-encoded may hold "@".
_USER_PASSWORD = re.compile(r"(://[^:/?#@]*):.*@", re.DOTALL)
_NAMED_PASSWORD = re.compile(r"(?i)((?:password|passwd|pwd|secret|token|api_?key)=)[^&\s]*")


def setting(
    help_text: str,
    *,
    unit: str = "",
    at_least: float | None = None,
    at_most: float | None = None,
    pattern: str | None = None,
    accepts: str = "",
    is_secret: bool = False,
) -> msgspec.Meta:
    """Describe a field of a settings struct; write it inside ``Annotated``.

    Args:
        help_text: One or two sentences for the operator, shown by the command, the reference page and
            next to every mistake in the value.
        unit: What the number counts (``bytes``, ``seconds``); empty for texts and choices.
        at_least: The smallest number that is accepted.
        at_most: The largest number that is accepted.
        pattern: A regular expression that the text must match; ``accepts`` says the same in words.
        accepts: What may be written, where type and range do not say it already.
        is_secret: The value may hold a password, which is never shown.
    """
    constraints: dict[str, Any] = {"ge": at_least, "le": at_most, "pattern": pattern}
    return msgspec.Meta(
        description=help_text,
        extra={"unit": unit, "accepts": accepts, "secret": is_secret},
        **{name: value for name, value in constraints.items() if value is not None},
    )


class Concern(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the settings structs. Its text form hides passwords, because it ends up in logs and reports."""

    def __repr__(self) -> str:
        values = ((name, getattr(self, name)) for name in self.__struct_fields__)
        shown = (
            f"{name}={mask_password(value) if isinstance(value, str) else value!r}" for name, value in values
        )
        return f"{type(self).__name__}({', '.join(shown)})"


def mask_password(text: str) -> str:
    """Hide every password inside an address.

    >>> mask_password("postgresql://me:secret@db.example.org/registry")
    'postgresql://me:***@db.example.org/registry'
    """
    return _NAMED_PASSWORD.sub(rf"\1{_MASK}", _USER_PASSWORD.sub(rf"\1:{_MASK}@", text))
