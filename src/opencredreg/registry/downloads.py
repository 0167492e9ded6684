"""The bulk download of a community: a ZIP of all its live envelopes, complete and consistent every time.

Source: ``registry-api.md`` sections 3.4 and 6.2; section 9, C1.
"""

from __future__ import annotations

import secrets
import tempfile
import zipfile
from contextlib import suppress
from typing import Literal

import msgspec
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from opencredreg.accounts.actor import Actor, Role, require_role
from opencredreg.errors import NotFound, RegistryError
from opencredreg.registry.access import require_read
from opencredreg.registry.communities import Community, get_community
from opencredreg.registry.envelope_json import envelope_value
from opencredreg.registry.node import Node
from opencredreg.store.database import WriteTransaction, among
from opencredreg.store.envelopes import list_versions, list_views, view_columns
from opencredreg.store.jobs import enqueue_job
from opencredreg.store.tables import METADATA

__all__ = [
    "JOB",
    "Download",
    "build_download",
    "fail_download",
    "get_download",
    "read_download",
    "renew_download",
    "start_download",
]

JOB = "envelope-download"
_download = METADATA.tables["download"]
_version = METADATA.tables["envelope_version"]
_envelope = METADATA.tables["envelope"]
_CHUNK = 500
_RENEWED_AFTER_US = 3_600_000_000
"""So much time passes between two builds that readers ask for."""


class Download(msgspec.Struct, frozen=True, kw_only=True):
    """The state of a community's download."""

    status: Literal["pending", "in_progress", "finished", "failed"]
    object_name: str | None
    last_published_at: int | None
    enqueued_at: int | None
    started_at: int | None
    finished_at: int | None


def get_download(node: Node, actor: Actor, community: Community) -> Download:
    """The state of the download.

    Raises:
        NotAuthenticated, NotAuthorized: only publishers may ask.
    """
    require_role(actor, Role.PUBLISHER)
    with node.database.read() as connection:
        return _find(connection, community) or _NEVER


def start_download(node: Node, actor: Actor, community: Community) -> tuple[Download, bool]:
    """Start to build the download if there is anything new and none is being built; says whether it started.

    Raises:
        NotAuthenticated, NotAuthorized: only publishers may ask.
    """
    require_role(actor, Role.PUBLISHER)
    return _start(node, community, wait_us=0)


def read_download(node: Node, actor: Actor, community: Community, key: str | None = None) -> Download | None:
    """The state of the download for whoever may read the community; ``None`` when it was never asked for.

    Raises:
        NotAuthenticated: the community is secured, and the caller has no valid token or key.
    """
    require_read(node, actor, community, key)
    with node.database.read() as connection:
        return _find(connection, community)


def renew_download(
    node: Node, actor: Actor, community: Community, key: str | None = None
) -> tuple[Download, bool]:
    """As ``start_download``, for whoever may read the community, but not before the last one is an hour old.

    Raises:
        NotAuthenticated: the community is secured, and the caller has no valid token or key.
    """
    require_read(node, actor, community, key)
    return _start(node, community, wait_us=_RENEWED_AFTER_US)


def _start(node: Node, community: Community, *, wait_us: int) -> tuple[Download, bool]:
    with node.database.write() as transaction:
        connection = transaction.connection
        known = connection.execute(select(_download).where(_download.c.community_id == community.id)).first()
        newest = connection.execute(
            select(func.max(_version.c.id)).where(_version.c.community_id == community.id)
        ).scalar()
        is_running = known is not None and known.status in ("pending", "in_progress")
        is_covered = known is not None and known.status == "finished" and known.last_version_id == newest
        is_young = known is not None and (known.enqueued_at or 0) > transaction.at - wait_us
        if newest is None or is_running or is_covered or is_young:
            return _find(connection, community) or _NEVER, False
        published_at = connection.execute(
            select(_version.c.created_at).where(_version.c.id == newest)
        ).scalar_one()
        values = {
            "status": "pending",
            "last_version_id": newest,
            "last_published_at": published_at,
            "enqueued_at": transaction.at,
            "started_at": None,
            "finished_at": None,
            "error": None,
        }
        if known is None:
            connection.execute(_download.insert().values(community_id=community.id, **values))
        else:
            connection.execute(
                _download.update().where(_download.c.community_id == community.id).values(**values)
            )
        enqueue_job(transaction, JOB, community.name)
        state = _find(connection, community)
    node.wake_jobs()
    assert state is not None
    return state, True


def build_download(node: Node, subject: str) -> None:
    """The job: write the ZIP in one snapshot of the database and put it in the object folder."""
    with node.database.read() as connection:
        community = get_community(connection, subject)
    with node.database.write() as transaction:
        _set(transaction, community, status="in_progress", started_at=transaction.at)
    name = f"{community.name}_{transaction.at // 1_000_000}_{secrets.token_hex(16)}.zip"
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            version_id, published_at = _write_envelopes(node, community, archive)
        file.seek(0)
        node.objects.put(f"downloads/{name}", file)
    with node.database.write() as transaction:
        earlier = transaction.connection.execute(
            select(_download.c.object_name).where(_download.c.community_id == community.id)
        ).scalar()
        _set(
            transaction,
            community,
            status="finished",
            object_name=name,
            last_version_id=version_id,
            last_published_at=published_at,
            finished_at=transaction.at,
            error=None,
        )
    if earlier and earlier != name:
        with suppress(NotFound):
            node.objects.delete(f"downloads/{earlier}")


def fail_download(node: Node, subject: str, reason: str) -> None:
    """Note that the last attempt failed."""
    with node.database.write() as transaction:
        community = get_community(transaction.connection, subject)
        _set(transaction, community, status="failed", finished_at=transaction.at, error=reason)


def download_community(node: Node, object_name: str) -> Community:
    """The community whose current download a file is.

    Raises:
        NotFound: it is nobody's (any more).
    """
    with node.database.read() as connection:
        number = connection.execute(
            select(_download.c.community_id).where(_download.c.object_name == object_name)
        ).scalar()
    community = next(
        (one for one in map(node.find_community, [object_name.rsplit("_", 2)[0]]) if one is not None), None
    )
    if number is None or community is None or community.id != number:
        raise NotFound("There is no such download", kind="download", hint="Ask for the newest one.")
    return community


def _write_envelopes(node: Node, community: Community, archive: zipfile.ZipFile) -> tuple[int, int]:
    with node.database.read(snapshot=True) as connection:
        newest = connection.execute(
            select(_version.c.id, _version.c.created_at)
            .where(_version.c.community_id == community.id)
            .order_by(_version.c.id.desc())
            .limit(1)
        ).one()
        live = (_envelope.c.community_id == community.id, _envelope.c.deleted_at.is_(None))
        ids = list(connection.execute(select(_envelope.c.id).where(*live).order_by(_envelope.c.id)).scalars())
        for start in range(0, len(ids), _CHUNK):
            chunk = ids[start : start + _CHUNK]
            views = list_views(
                connection,
                view_columns(with_body=True)
                .where(among(connection, _envelope.c.id, chunk))
                .order_by(_envelope.c.id),
            )
            histories = list_versions(connection, chunk)
            for view in views:
                content = msgspec.json.encode(envelope_value(view, histories[view.id]))
                archive.writestr(f"{view.envelope_ctid or view.uuid}.json", content)
    return newest.id, newest.created_at


def _set(transaction: WriteTransaction, community: Community, **values: object) -> None:
    result = transaction.connection.execute(
        _download.update().where(_download.c.community_id == community.id).values(**values)
    )
    if result.rowcount != 1:
        raise RegistryError(f"the download of {community.name} was never asked for")


_NEVER = Download(
    status="pending",
    object_name=None,
    last_published_at=None,
    enqueued_at=None,
    started_at=None,
    finished_at=None,
)


def _find(connection: Connection, community: Community) -> Download | None:
    row = connection.execute(select(_download).where(_download.c.community_id == community.id)).first()
    if row is None:
        return None
    return Download(
        status=row.status,
        object_name=row.object_name,
        last_published_at=row.last_published_at,
        enqueued_at=row.enqueued_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )
