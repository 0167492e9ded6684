"""Publishing in the background (registry-api.md sections 2.11 and 3.14): requests, and the job that does them."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from opencredreg.accounts.actor import Actor, Role
from opencredreg.accounts.policy import require_publisher_for
from opencredreg.errors import InvalidInput, NotAuthorized, NotFound, RegistryError
from opencredreg.findings import Finding
from opencredreg.registry.communities import Community
from opencredreg.registry.node import Node
from opencredreg.registry.publish import publish, require_publish_type
from opencredreg.registry.publish_types import PublishRequest
from opencredreg.registry.publishing_log import Origin
from opencredreg.store.documents import compress, decompress
from opencredreg.store.jobs import enqueue_job
from opencredreg.store.tables import METADATA

__all__ = [
    "JOB",
    "PendingPublish",
    "Refusal",
    "enqueue",
    "fail_request",
    "get_request",
    "list_requests",
    "run_request",
]

JOB = "publish-request"
_request = METADATA.tables["publish_request"]
_envelope = METADATA.tables["envelope"]


class Refusal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a request failed. ``code`` is that of the error, empty when the node failed and not the request."""

    code: str = ""
    message: str
    findings: tuple[Finding, ...] = ()


class PendingPublish(msgspec.Struct, frozen=True, kw_only=True):
    """A request and what became of it. ``refusal`` is there when it failed."""

    id: int
    envelope_id: str | None
    envelope_ctid: str | None
    refusal: Refusal | None
    created_at: int
    completed_at: int | None

    @property
    def status(self) -> str:
        """``pending``, ``succeeded`` or ``failed``."""
        if self.refusal is not None:
            return "failed"
        return "pending" if self.completed_at is None else "succeeded"


class _Order(msgspec.Struct):
    """What is stored of a request, apart from the document: who asked for what."""

    actor: Actor
    owner_id: int
    publishing_organization_id: int | None
    secondary_publisher_id: int | None
    publish_type: str
    if_match: str | None


def enqueue(node: Node, actor: Actor, community: Community, request: PublishRequest) -> PendingPublish:
    """Store a request; a worker publishes it soon.

    Raises:
        NotAuthenticated, NotAuthorized: the actor may not publish for the owner.
        InvalidInput: the kind of publishing is unknown.
    """
    require_publish_type(request.publish_type)
    assert request.owner_id is not None
    order = _Order(
        actor,
        request.owner_id,
        request.publishing_organization_id,
        request.secondary_publisher_id,
        request.publish_type,
        request.if_match,
    )
    with node.database.write() as transaction:
        enforce = node.settings.publishing.enforce_ownership
        for organization_id in (request.owner_id, request.publishing_organization_id):
            if organization_id is not None:
                require_publisher_for(transaction.connection, actor, organization_id, enforce=enforce)
        result = transaction.connection.execute(
            _request.insert().values(
                account_id=actor.account_id or 0,
                community_id=community.id,
                request=msgspec.json.encode(order).decode(),
                payload=compress(request.payload),
                created_at=transaction.at,
            )
        )
        assert result.inserted_primary_key is not None
        number: int = result.inserted_primary_key[0]
        enqueue_job(transaction, JOB, str(number))
    node.wake_jobs()
    return PendingPublish(
        id=number,
        envelope_id=None,
        envelope_ctid=None,
        refusal=None,
        created_at=transaction.at,
        completed_at=None,
    )


def run_request(node: Node, subject: str) -> None:
    """The job: publish a stored request and note what became of it. Doing it twice does no harm."""
    with node.database.read() as connection:
        row = connection.execute(select(_request).where(_request.c.id == int(subject))).first()
    if row is None or row.completed_at is not None:
        return
    order = msgspec.json.decode(row.request, type=_Order)
    refusal: Refusal | None = None
    envelope_id: int | None = None
    try:
        receipt = publish(
            node,
            order.actor,
            PublishRequest(
                community_id=row.community_id,
                owner_id=order.owner_id,
                payload=decompress(bytes(row.payload)),
                publishing_organization_id=order.publishing_organization_id,
                secondary_publisher_id=order.secondary_publisher_id,
                publish_type=order.publish_type,
                if_match=order.if_match,
            ),
            Origin(
                actor=order.actor, request_id=f"publish-request-{row.id}", method="publishMethod:Document"
            ),
        )
        envelope_id = receipt.envelope_id
    except RegistryError as failure:
        if failure.code == "unavailable":
            raise
        refusal = _refusal_of(failure)
    with node.database.write() as transaction:
        transaction.connection.execute(
            _request.update()
            .where(_request.c.id == row.id)
            .values(
                envelope_id=envelope_id,
                error=msgspec.json.encode(refusal).decode() if refusal is not None else None,
                payload=None,
                completed_at=transaction.at,
            )
        )


def fail_request(node: Node, subject: str, reason: str) -> None:
    """Note that a request failed for a reason of ours, after the last attempt."""
    with node.database.write() as transaction:
        transaction.connection.execute(
            _request.update()
            .where(_request.c.id == int(subject), _request.c.completed_at.is_(None))
            .values(
                error=msgspec.json.encode(Refusal(message=reason)).decode(),
                completed_at=transaction.at,
                payload=None,
            )
        )


def _refusal_of(failure: RegistryError) -> Refusal:
    findings = failure.findings if isinstance(failure, InvalidInput) else ()
    return Refusal(code=failure.code, message=failure.message, findings=findings)


def list_requests(
    connection: Connection, actor: Actor, *, offset: int, limit: int
) -> tuple[list[PendingPublish], int]:
    """The requests of the actor, newest first, and how many there are; a superadmin sees all."""
    conditions = [] if actor.role is Role.SUPERADMIN else [_request.c.account_id == (actor.account_id or 0)]
    total = connection.execute(select(func.count()).select_from(_request).where(*conditions)).scalar_one()
    rows = connection.execute(
        _SELECT.where(*conditions).order_by(_request.c.id.desc()).offset(offset).limit(limit)
    )
    return [_as_pending(row) for row in rows], total


def get_request(connection: Connection, actor: Actor, number: int) -> PendingPublish:
    """One request.

    Raises:
        NotFound: there is none.
        NotAuthorized: it is somebody else's.
    """
    row = connection.execute(
        _SELECT.add_columns(_request.c.account_id).where(_request.c.id == number)
    ).first()
    if row is None:
        raise NotFound("PublishRequest not found", kind="publish-request")
    if actor.role is not Role.SUPERADMIN and row.account_id != actor.account_id:
        raise NotAuthorized("You are not authorized to perform this action")
    return _as_pending(row)


_SELECT = select(
    _request.c.id,
    _envelope.c.uuid,
    _envelope.c.envelope_ctid,
    _request.c.error,
    _request.c.created_at,
    _request.c.completed_at,
).select_from(_request.outerjoin(_envelope, _envelope.c.id == _request.c.envelope_id))


def _as_pending(row: Any) -> PendingPublish:
    return PendingPublish(
        id=row.id,
        envelope_id=row.uuid,
        envelope_ctid=row.envelope_ctid,
        refusal=msgspec.json.decode(row.error, type=Refusal) if row.error else None,
        created_at=row.created_at,
        completed_at=row.completed_at,
    )
