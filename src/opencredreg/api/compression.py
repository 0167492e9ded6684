"""Compressed answers: zstd or gzip, whichever the client takes."""

from __future__ import annotations

import gzip

from starlette.responses import Response

from opencredreg.store.documents import compress

__all__ = ["SMALLEST", "coding_of", "compressed"]

SMALLEST = 1024
"""Shorter answers, in bytes, are not worth compressing."""
_TYPES = ("application/json", "application/ld+json", "application/problem+json", "text/", "application/n-",
          "application/rdf+xml", "application/trig")  # fmt: skip


def compressed(response: Response, accept_encoding: str | None) -> Response:
    """The answer, compressed in place when the client takes it and it is worth it.

    The ETag of a compressed form ends in the name of the coding, as it is another sequence of bytes.
    """
    body = getattr(response, "body", b"")
    if response.status_code == 304:
        response.headers.add_vary_header("Accept-Encoding")
        return response
    media_type = response.headers.get("content-type", "")
    if not body or not media_type.startswith(_TYPES):
        return response
    response.headers.add_vary_header("Accept-Encoding")
    coding = coding_of(accept_encoding)
    if coding is None or len(body) < SMALLEST:
        return response
    response.body = compress(bytes(body)) if coding == "zstd" else gzip.compress(bytes(body), 5, mtime=0)
    response.headers["Content-Encoding"] = coding
    response.headers["Content-Length"] = str(len(response.body))
    etag = response.headers.get("etag")
    if etag is not None and etag.endswith('"'):
        response.headers["ETag"] = f'{etag[:-1]}-{coding}"'
    return response


def coding_of(accept_encoding: str | None) -> str | None:
    """The coding that the client takes; those with ``q=0`` it refuses."""
    if not accept_encoding:
        return None
    taken = set()
    for entry in accept_encoding.lower().split(","):
        name, _, parameters = entry.partition(";")
        if parameters.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            taken.add(name.strip())
    return next((coding for coding in ("zstd", "gzip") if coding in taken), None)
