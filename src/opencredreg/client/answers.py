"""Understanding answers: JSON of an expected shape, or a refusal in one of the shapes that registries use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

import msgspec

from opencredreg.client.backoff import retry_after_of
from opencredreg.client.connections import Answer
from opencredreg.client.errors import ClientError
from opencredreg.findings import Finding

__all__ = ["build_error", "convert", "decode", "expect_object", "find_json", "list_in", "read_findings"]

T = TypeVar("T")
_MARKUP = re.compile(r"<title[^>]*>([^<]*)</title>", re.IGNORECASE)
_TOLD: Final = 300
_NO_REGISTRY: Final = "Look at the address of the registry; another site or a proxy may answer there."


def decode(answer: Answer) -> Any:
    """The JSON of an answer.

    Raises:
        ClientError: it is none, or the status says that something is wrong.
    """
    if answer.status >= 400:
        raise build_error(answer)
    value = find_json(answer)
    if value is None and answer.body.strip() != b"null":
        raise ClientError(
            "The answer is no JSON",
            f"It is {answer.media_type or 'of no stated type'}{_shown(answer)}.",
            status=answer.status,
            hint=_NO_REGISTRY,
        )
    return value


def expect_object(value: Any) -> dict[str, Any]:
    """An answer that must be a JSON object.

    Raises:
        ClientError: it is something else.
    """
    return convert(value, dict[str, Any])


def convert(value: Any, kind: type[T]) -> T:
    """An answer in the shape that it must have. Members that we do not know are left out.

    Raises:
        ClientError: it has another shape.
    """
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise ClientError("The answer cannot be understood", f"{error}.", hint=_NO_REGISTRY) from None


def build_error(answer: Answer, *, title: str = "", detail: str = "", hint: str = "") -> ClientError:
    """The error that an answer tells of: problem details, the older shapes of the wire, or anything else."""
    value = find_json(answer)
    body: dict[str, Any] = value if isinstance(value, dict) else {}
    said = body.get("detail") or "; ".join(
        _texts([body.get(name) for name in ("errors", "error", "Messages")])
    )
    if not said and answer.body and not isinstance(value, dict):
        said = f"The answer is {answer.media_type or 'of no stated type'}{_shown(answer)}."
    return ClientError(
        title or _text(body.get("title")) or answer.reason or "The registry refuses",
        detail or _text(said),
        status=answer.status,
        hint=hint
        or _text(body.get("hint"))
        or (_NO_REGISTRY if value is None and answer.status == 404 else ""),
        findings=read_findings(body.get("findings")),
        retry_after=retry_after_of(answer.headers, datetime.now(UTC)),
    )


def list_in(value: Any, name: str) -> list[Any]:
    """An answer that is a list, alone or as a member of an object.

    Raises:
        ClientError: it is something else.
    """
    return convert(value.get(name) if isinstance(value, dict) else value, list[Any])


def find_json(answer: Answer) -> Any:
    """The body as JSON; ``None`` when it is none."""
    try:
        return msgspec.json.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def read_findings(value: Any) -> tuple[Finding, ...]:
    """The findings of an answer; none when they are of a shape that we do not know."""
    try:
        return msgspec.convert(value or (), tuple[Finding, ...])
    except msgspec.ValidationError:
        return ()


def _texts(value: Any) -> Iterator[str]:
    """The texts in a value: older routes put them into lists, lists of lists, and objects by place."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for entry in value:
            yield from _texts(entry)
    elif isinstance(value, dict):
        if isinstance(value.get("message"), str):
            yield value["message"]
        else:
            yield from (f"{name} {text}" for name, inner in value.items() for text in _texts(inner))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _shown(answer: Answer) -> str:
    """What of a strange answer helps to find out who gave it."""
    text = answer.body[:4_000].decode("utf-8", "replace")
    title = _MARKUP.search(text)
    line = " ".join((title[1] if title else text).split())[:_TOLD]
    return f": “{''.join(letter for letter in line if letter.isprintable())}”" if line else ""
