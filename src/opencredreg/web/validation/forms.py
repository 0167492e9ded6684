"""What a browser sends: a document, pasted or as a file, and how to judge it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final, cast, get_args
from urllib.parse import parse_qs

import msgspec
import python_multipart
from python_multipart.exceptions import FormParserError
from starlette.requests import Request

from opencredreg.api.body import read_body
from opencredreg.errors import InvalidInput, LimitExceeded
from opencredreg.findings import Severity
from opencredreg.settings.limits import LimitSettings
from opencredreg.validation import Mode
from opencredreg.validation.wording import SEVERITIES

__all__ = ["CheckForm", "is_form", "parse_fields", "read_form"]

# What is wrong with a form is told to whoever sent it; the log is for the operator.
logging.getLogger("python_multipart").setLevel(logging.CRITICAL)

_URLENCODED: Final = "application/x-www-form-urlencoded"
_MULTIPART: Final = "multipart/form-data"
_MOST_FIELDS: Final = 20
_AROUND: Final = 100_000


class CheckForm(msgspec.Struct, frozen=True, kw_only=True):
    """A filled-in form. ``file_name`` is empty when the document was pasted; ``answer`` is empty for the page."""

    document: bytes = b""
    file_name: str = ""
    mode: Mode = "publish"
    least: Severity = "note"
    community: str = ""
    answer: str = ""


def is_form(content_type: str) -> bool:
    """Whether a request declares its body as a form."""
    return _kind(content_type) in (_URLENCODED, _MULTIPART)


async def read_form(request: Request, limits: LimitSettings) -> CheckForm:
    """Read the form of a request.

    Raises:
        LimitExceeded: it is larger than a request may be, or did not arrive in time.
        InvalidInput: it is not put together as it should be.
    """
    kind = request.headers.get("content-type", "")
    # A form puts some lines around the document, and one of the two kinds spells it in up to three times its length.
    most = limits.payload_bytes * (3 if _kind(kind) == _URLENCODED else 1) + _AROUND
    body = await read_body(
        request,
        most=most,
        seconds=limits.request_seconds,
        too_large=LimitExceeded(
            f"The document is larger than {limits.payload_bytes:,} bytes.",
            limit="limits.payload_bytes",
            value=limits.payload_bytes,
            hint="Check it on your own machine with opencredreg validate.",
        ),
        name="document",
    )
    return form_of(*parse_fields(kind, body))


def form_of(fields: Mapping[str, bytes], file_name: str = "") -> CheckForm:
    """The form in some fields; what is not one of the choices counts as not chosen."""
    text = {
        name: value.decode("utf-8", "replace").strip() for name, value in fields.items() if name in _CHOSEN
    }
    chosen = {name: value for name, value in text.items() if value in _CHOSEN[name]}
    # Browsers send an empty file where none was chosen.
    file = fields.get("file", b"")
    return CheckForm(
        document=file or fields.get("document", b""),
        file_name=file_name if file else "",
        mode=cast(Mode, chosen.get("mode", "publish")),
        least=cast(Severity, chosen.get("least", "note")),
        community=fields.get("community", b"").decode("utf-8", "replace").strip(),
        answer=chosen.get("format", ""),
    )


_CHOSEN: Final[Mapping[str, tuple[str, ...]]] = {
    "mode": get_args(Mode),
    "least": SEVERITIES,
    "format": ("json", "sarif"),
}


def parse_fields(content_type: str, body: bytes) -> tuple[dict[str, bytes], str]:
    """The fields of a form, the last of each name, and the name of the file among them.

    Raises:
        InvalidInput: it is not put together as it should be, or has too many fields.
    """
    if _kind(content_type) == _MULTIPART:
        return _multipart(content_type, body)
    try:
        pairs = parse_qs(
            body.decode("latin-1"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, encoding="latin-1"
        )
    except ValueError:
        raise _unusable() from None
    return {name: values[-1].encode("latin-1") for name, values in pairs.items()}, ""


def _multipart(content_type: str, body: bytes) -> tuple[dict[str, bytes], str]:
    fields: dict[str, bytes] = {}
    names: list[str] = []

    def on_field(field: Any) -> None:
        if len(fields) < _MOST_FIELDS:
            fields[(field.field_name or b"").decode("utf-8", "replace")] = field.value or b""

    def on_file(file: Any) -> None:
        file.file_object.seek(0)
        if len(fields) < _MOST_FIELDS:
            fields[(file.field_name or b"").decode("utf-8", "replace")] = file.file_object.read()
            names.append((file.file_name or b"").decode("utf-8", "replace"))
        file.close()

    headers = {"Content-Type": content_type.encode("latin-1", "replace")}
    try:
        # The body is in memory already, so a copy on disk would only cost time.
        parser = python_multipart.create_form_parser(
            headers, on_field, on_file, config={"MAX_MEMORY_FILE_SIZE": len(body) + 1}
        )
        parser.write(body)
        parser.finalize()
    except (FormParserError, ValueError):
        raise _unusable() from None
    return fields, names[-1] if names else ""


def _kind(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def _unusable() -> InvalidInput:
    return InvalidInput(
        "The form cannot be read.",
        hint="Send the fields of this page, or the document itself as the body.",
    )
