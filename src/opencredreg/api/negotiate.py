"""Caching and formats of answers: ETag, If-None-Match, Last-Modified, Accept and extensions.

An ETag is the digest of the published document and a mark of the form it is shown in, so that the ETag of any
form of a document can be sent back as ``If-Match`` when it is published again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.utils import formatdate, parsedate_to_datetime

from starlette.requests import Request
from starlette.responses import Response

from opencredreg.errors import InvalidInput

__all__ = ["JSON_TYPES", "accepted_format", "conditional", "digest_of_etag", "if_match"]

JSON_TYPES = ("application/json", "application/ld+json")
_ETAG = re.compile(r'\s*(?:W/)?"([^"]*)"\s*')
_DIGEST = re.compile(r"[0-9a-f]{64}")
_CODINGS = ("-gzip", "-zstd")
_QUALITY = re.compile(r"\d+(\.\d*)?|\.\d+")


def conditional(
    request: Request,
    content: bytes,
    etag: str,
    updated_at: int | None,
    media_type: str,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A 200 with its validators, or a 304 when the client has the same already.

    Args:
        request: for its ``If-None-Match`` and ``If-Modified-Since``.
        content: the bytes.
        etag: without quotes.
        updated_at: microseconds since 1970 UTC; ``None`` for what has no date of its own.
        media_type: of the content.
        headers: more headers.
    """
    validators = {
        "ETag": f'"{_stated(request.headers, etag) or etag}"',
        **_last_modified(updated_at),
        "Cache-Control": "no-cache",
        **(headers or {}),
    }
    if is_fresh(request.headers, etag, updated_at):
        return Response(status_code=304, headers=validators)
    return Response(content, media_type=media_type, headers=validators)


def _last_modified(updated_at: int | None) -> dict[str, str]:
    if updated_at is None:
        return {}
    return {"Last-Modified": formatdate(updated_at / 1_000_000, usegmt=True)}


def is_fresh(headers: Mapping[str, str], etag: str, updated_at: int | None) -> bool:
    """Whether the client's copy is the newest one. ``If-None-Match`` wins over ``If-Modified-Since``."""
    stated = headers.get("if-none-match")
    if stated is not None:
        return stated.strip() == "*" or _stated(headers, etag) is not None
    since = headers.get("if-modified-since")
    if since is None or updated_at is None:
        return False
    try:
        return updated_at // 1_000_000 <= parsedate_to_datetime(since).timestamp()
    except (TypeError, ValueError, OverflowError):
        return False


def _stated(headers: Mapping[str, str], etag: str) -> str | None:
    """The ETag as ``If-None-Match`` states it, perhaps with the mark of a compressed form."""
    known = {etag, *(etag + coding for coding in _CODINGS)}
    return next((entry for entry in _ETAG.findall(headers.get("if-none-match", "")) if entry in known), None)


def digest_of_etag(etag: str) -> str | None:
    """The digest in an ETag of ours."""
    found = _DIGEST.match(etag)
    return found[0] if found else None


def if_match(request: Request) -> str | None:
    """What ``If-Match`` and ``If-None-Match`` of a write ask for: a digest, ``*`` (any), or "" (none yet).

    Raises:
        InvalidInput: an ETag that is none of ours.
    """
    if (request.headers.get("if-none-match") or "").strip() == "*":
        return ""
    stated = request.headers.get("if-match")
    if stated is None:
        return None
    if stated.strip() == "*":
        return "*"
    tags = _ETAG.findall(stated)
    digest = digest_of_etag(tags[0]) if len(tags) == 1 else None
    if digest is None:
        raise InvalidInput(
            "If-Match must be one ETag of this node.", hint="Send the ETag of the version that you read."
        )
    return digest


def accepted_format(accept: str | None, offered: Mapping[str, str], default: str) -> str | None:
    """The name of the format that the client likes best; ``None`` when it likes none of them.

    Args:
        accept: the header; missing means anything.
        offered: media type to name, in the order of our preference.
        default: what ``*/*`` gives.
    """
    if not accept or accept.strip() == "*/*":
        return default
    ranges = [_media_range(entry) for entry in accept.lower().split(",")]
    best = (0.0, 0, False)
    chosen: str | None = None
    for media_type, name in offered.items():
        quality, specificity = _liking(ranges, media_type)
        rank = (quality, specificity, name == default)
        if quality > 0 and (chosen is None or rank > best):
            best, chosen = rank, name
    return chosen


def _media_range(entry: str) -> tuple[str, float]:
    kind, *parameters = (part.strip() for part in entry.split(";"))
    for parameter in parameters:
        if parameter.startswith("q="):
            return kind, float(parameter[2:]) if _QUALITY.fullmatch(parameter[2:]) else 0.0
    return kind, 1.0


def _liking(ranges: list[tuple[str, float]], media_type: str) -> tuple[float, int]:
    """How much a client likes a media type, by its most specific range for it (RFC 9110 section 12.5.1)."""
    patterns = ("*/*", media_type.partition("/")[0] + "/*", media_type)
    fitting = [(patterns.index(kind), quality) for kind, quality in ranges if kind in patterns]
    if not fitting:
        return 0.0, 0
    specificity, quality = max(fitting)
    return quality, specificity
