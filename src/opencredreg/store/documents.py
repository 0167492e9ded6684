"""Payload bytes: compressed with zstd, kept once, with the digest of the bytes as received."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence

import msgspec
import zstandard
from sqlalchemy import select
from sqlalchemy.engine import Connection

from opencredreg.errors import RegistryError
from opencredreg.store.database import WriteTransaction
from opencredreg.store.tables import METADATA

__all__ = ["StoredDocument", "compress", "decompress", "digest_of", "insert_documents", "load_payload"]

_document = METADATA.tables["document"]
_local = threading.local()
_MAX_BYTES = 1 << 30


def digest_of(payload: bytes) -> bytes:
    """SHA-256 of the payload."""
    return hashlib.sha256(payload).digest()


def compress(payload: bytes) -> bytes:
    """One zstd frame with the content size in its header."""
    compressor = getattr(_local, "compressor", None)
    if compressor is None:
        compressor = _local.compressor = zstandard.ZstdCompressor(level=3)
    return bytes(compressor.compress(payload))


def decompress(body: bytes) -> bytes:
    """The payload of a stored body.

    Raises:
        RegistryError: the stored bytes are damaged.
    """
    decompressor = getattr(_local, "decompressor", None)
    if decompressor is None:
        decompressor = _local.decompressor = zstandard.ZstdDecompressor()
    try:
        return bytes(decompressor.decompress(body, max_output_size=_MAX_BYTES))
    except zstandard.ZstdError as error:
        raise RegistryError(f"A stored document is damaged: {error}") from error


class StoredDocument(msgspec.Struct, frozen=True):
    """A payload ready to be stored.

    ``context`` is the text of the graph's ``@context``, which its items share; ``None`` for a document in
    single form, which carries its own.
    """

    digest: bytes
    byte_count: int
    context: str | None
    body: bytes
    """The payload, compressed."""


def insert_documents(transaction: WriteTransaction, documents: Sequence[tuple[int, StoredDocument]]) -> None:
    """Store compressed payloads under numbers allocated before."""
    transaction.insert(
        "document",
        ("id", "digest", "byte_count", "context", "body"),
        [(number, one.digest, one.byte_count, one.context, one.body) for number, one in documents],
    )


def load_payload(connection: Connection, document_id: int) -> bytes:
    """The payload bytes of a document row."""
    body = connection.execute(select(_document.c.body).where(_document.c.id == document_id)).scalar_one()
    return decompress(bytes(body))
