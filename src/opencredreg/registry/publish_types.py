"""What publishing takes and gives: requests, receipts, and why it refuses."""

from __future__ import annotations

from typing import Literal

import msgspec

from opencredreg.errors import Conflict, InvalidInput
from opencredreg.findings import Finding
from opencredreg.validation import Mode
from opencredreg.validation.structure import StructureProfile

__all__ = ["KeptDates", "NotAPublishType", "NotTried", "NotUnique", "PublishRequest", "Receipt"]


class NotUnique(Conflict):
    """The CTID belongs to something of another owner."""

    code = "ctid-not-unique"


class NotAPublishType(InvalidInput):
    """There are two types of publishing, and this is neither."""


class NotTried(Conflict):
    """Nothing is wrong with the document, but all were to be published or none."""

    code = "not-tried"


class KeptDates(msgspec.Struct, frozen=True, kw_only=True):
    """Dates that an envelope brings from where it was published first. The log of this node has its own time.

    ``created_at`` counts only when the envelope is new here. What lies ahead of us becomes now.
    """

    created_at: int | None = None
    updated_at: int | None = None
    last_verified_on: str | None = None


class PublishRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One document to publish, on behalf of its owner.

    ``owner_id`` is ``None`` only for signed envelopes of an open community. ``if_match`` is the digest (hex)
    that the newest version must have; an empty text asks that there is none yet. ``signed_by`` is the
    fingerprint of the key that signed the document. ``mode`` asks for a stricter check than the community has;
    ``report`` asks for the findings of the whole profile even where they do not refuse.
    """

    community_id: int
    owner_id: int | None
    payload: bytes
    profile: StructureProfile = "wire"
    mode: Mode | None = None
    report: bool = False
    publishing_organization_id: int | None = None
    secondary_publisher_id: int | None = None
    publish_type: str = "primary"
    if_match: str | None = None
    signed_by: str | None = None
    envelope_uuid: str | None = None
    kept: KeptDates | None = None


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a document. ``version_id`` is its place in the log."""

    event: Literal["created", "updated", "unchanged"]
    envelope_id: int
    envelope_uuid: str
    ctid: str | None
    version_id: int
    digest: str
    findings: tuple[Finding, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether this publish stored something."""
        return self.event != "unchanged"
