"""About a record: who keeps it, how fresh it is, how many versions there are, how much of what is recommended it says.

Source: ``validation-profile.md`` section 4; ``registry-api.md`` section 3.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from opencredreg.errors import InvalidInput, LimitExceeded, NotFound
from opencredreg.finder.references import Reference
from opencredreg.finder.subject import Subject
from opencredreg.jsonld.document import parse_document
from opencredreg.meaning.periods import parse_day
from opencredreg.registry.history import history_of
from opencredreg.validation.completeness import Completeness, score_document

__all__ = ["Age", "Record", "age_of", "build_record"]

_OLD_DAYS = 365
_LARGEST = 1_000_000


class Age(msgspec.Struct, frozen=True):
    """How long ago something was, as people say it: 0 days is today."""

    count: int
    unit: Literal["day", "week", "month", "year"]


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """The record that describes a resource.

    ``verified`` is the day of the last check and ``age`` how long ago that was; ``is_old`` asks readers for care.
    ``part_of`` is the CTID of the document where the resource stands in one of another resource. ``completeness``
    is ``None`` where nothing is recommended of the class, or where the resource is too large to weigh it.
    """

    ctid: str
    uri: str
    envelope_id: str
    part_of: str
    owner: Reference | None
    publisher: Reference | None
    created_at: int
    updated_at: int
    verified: date | None
    age: Age | None
    is_old: bool
    is_provisional: bool
    version_count: int
    completeness: Completeness | None


def build_record(subject: Subject) -> Record:
    """What is known about the record of a resource."""
    look, record = subject.look, subject.record
    verified = parse_day(record.last_verified_on)
    ctid = subject.held.ctid
    document_ctid = record.envelope_ctid or ""
    return Record(
        ctid=ctid,
        uri=subject.held.uri,
        envelope_id=record.uuid,
        part_of=document_ctid if document_ctid and document_ctid != ctid.lower() else "",
        owner=_organization(subject, record.owner_ctid),
        publisher=_organization(subject, record.publishing_ctid),
        created_at=record.created_at,
        updated_at=record.updated_at,
        verified=verified,
        age=age_of(verified, look.today) if verified else None,
        is_old=verified is not None and (look.today - verified).days > _OLD_DAYS,
        is_provisional=subject.held.is_provisional,
        version_count=_version_count(subject),
        completeness=_completeness(subject),
    )


def age_of(day: date, today: date) -> Age:
    """How long ago a day was; a day to come counts as today.

    >>> age_of(date(2026, 2, 3), date(2026, 5, 4)), age_of(date(2024, 1, 1), date(2026, 5, 4)).unit
    (Age(count=3, unit='month'), 'year')
    """
    days = max(0, (today - day).days)
    months = (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)
    if days < 14:
        return Age(days, "day")
    if months < 2:
        return Age(days // 7, "week")
    return Age(months, "month") if months < 24 else Age(months // 12, "year")


def _organization(subject: Subject, ctid: str | None) -> Reference | None:
    return subject.look.book.to(ctid) if ctid else None


def _version_count(subject: Subject) -> int:
    look = subject.look
    try:
        entries = history_of(look.connection, look.community, subject.held.ctid or subject.held.uri)
    except NotFound:
        return 0
    return sum(entry.event != "destroy" for entry in entries)


def _completeness(subject: Subject) -> Completeness | None:
    """Only the resource itself is weighed, not all of its document, so this takes as long as reading it once."""
    payload = msgspec.json.encode(
        {name: entry for name, entry in subject.value.items() if name != "@context"}
    )
    if len(payload) > _LARGEST:
        return None
    look = subject.look
    rules = look.node.rules.of(look.community.id, look.vocabulary)
    try:
        scores = score_document(parse_document(payload), look.vocabulary, rules.changes)
    except (InvalidInput, LimitExceeded):
        return None
    return scores[0] if scores else None
