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


def conditional(
    request: Request,
    content: bytes,
    etag: str,
    updated_at: int,
    media_type: str,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A 200 with its validators, or a 304 when the client has the same already.

    Args:
        request: for its ``If-None-Match`` and ``If-Modified-Since``.
        content: the bytes.
        etag: without quotes.
        updated_at: microseconds since 1970 UTC.
        media_type: of the content.
        headers: more headers.
    """
    validators = {
        "ETag": f'"{etag}"',
        "Last-Modified": formatdate(updated_at / 1_000_000, usegmt=True),
        "Cache-Control": "no-cache",
        **(headers or {}),
    }
    if is_fresh(request.headers, etag, updated_at):
        return Response(status_code=304, headers=validators)
    return Response(content, media_type=media_type, headers=validators)


def is_fresh(headers: Mapping[str, str], etag: str, updated_at: int) -> bool:
    """Whether the client's copy is the newest one. ``If-None-Match`` wins over ``If-Modified-Since``."""
    stated = headers.get("if-none-match")
    if stated is not None:
        return stated.strip() == "*" or etag in {_plain(entry) for entry in _ETAG.findall(stated)}
    since = headers.get("if-modified-since")
    if since is None:
        return False
    try:
        return updated_at // 1_000_000 <= parsedate_to_datetime(since).timestamp()
    except (TypeError, ValueError, OverflowError):
        return False


def _plain(etag: str) -> str:
    for coding in _CODINGS:
        etag = etag.removesuffix(coding)
    return etag


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
    best: tuple[float, int, int] | None = None
    chosen: str | None = None
    for entry in accept.split(","):
        kind, *parameters = (part.strip() for part in entry.split(";"))
        quality = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    quality = float(parameter[2:])
                except ValueError:
                    quality = 0.0
        if quality <= 0:
            continue
        kind = kind.lower()
        for place, (media_type, name) in enumerate(offered.items()):
            specificity = _specificity(kind, media_type)
            if specificity is None:
                continue
            if kind == "*/*":
                name = default
            rank = (quality, specificity, -place)
            if best is None or rank > best:
                best, chosen = rank, name
    return chosen


def _specificity(pattern: str, media_type: str) -> int | None:
    if pattern == media_type:
        return 2
    if pattern == "*/*":
        return 0
    if pattern.endswith("/*") and media_type.startswith(pattern[:-1]):
        return 1
    return None
