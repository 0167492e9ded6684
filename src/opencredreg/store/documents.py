"""Payload bytes: compressed with zstd, kept once, with the digest of the bytes as received."""

from __future__ import annotations

import hashlib
import threading

import zstandard
from sqlalchemy import select
from sqlalchemy.engine import Connection

from opencredreg.errors import RegistryError
from opencredreg.store.database import WriteTransaction
from opencredreg.store.tables import METADATA

__all__ = ["compress", "decompress", "digest_of", "insert_document", "load_payload"]

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


def insert_document(transaction: WriteTransaction, digest: bytes, byte_count: int, body: bytes) -> int:
    """Store a compressed payload and return its number."""
    number = transaction.allocate("document")
    transaction.connection.execute(
        _document.insert().values(id=number, digest=digest, byte_count=byte_count, body=body)
    )
    return number


def load_payload(connection: Connection, document_id: int) -> bytes:
    """The payload bytes of a document row."""
    body = connection.execute(select(_document.c.body).where(_document.c.id == document_id)).scalar_one()
    return decompress(bytes(body))
