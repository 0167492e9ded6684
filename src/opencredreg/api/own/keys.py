"""The API keys of an organization, managed by itself. Public keys of signed envelopes are at ``/keys`` beside them."""

from __future__ import annotations

from sqlalchemy.engine import Connection
from starlette.responses import Response

from opencredreg import clock
from opencredreg.accounts.actor import Role
from opencredreg.accounts.delegation import require_owner
from opencredreg.accounts.key_json import key_value
from opencredreg.accounts.keys import (
    OVERLAP_DAYS,
    OrganizationKey,
    get_org_key,
    issue_key,
    list_org_keys,
    revoke_key,
    rotate_key,
)
from opencredreg.accounts.lifetimes import end_of_life
from opencredreg.accounts.limits import ENVIRONMENTS, build_limits
from opencredreg.accounts.organizations import Organization, get_organization, get_organization_by_id
from opencredreg.accounts.policy import KeyLimited, require_covering
from opencredreg.accounts.uses import recent_uses
from opencredreg.api.call import Call, json_response
from opencredreg.api.operation import Answer, Operation, Param, PathParam
from opencredreg.clock import format_timestamp
from opencredreg.errors import NotAuthorized, NotFound

__all__ = ["OPERATIONS"]

# The answer holds a secret: no cache on the way may keep it.
_NOT_KEPT = {"Cache-Control": "no-store"}


def _list(call: Call) -> Response:
    recent = recent_uses(call.node.database)
    with call.node.database.read() as connection:
        organization = get_organization(connection, call.path("ctid"))
        require_owner(call.actor, organization)
        keys = list_org_keys(connection, organization)
    return json_response([key_value(key, clock.now(), recent) for key in keys])


def _create(call: Call) -> Response:
    values = call.values
    limits = build_limits(
        call.node.vocabulary,
        scopes=values["scopes"],
        classes=values["classes"],
        environment=values["environment"],
    )
    with call.node.database.write() as transaction:
        organization = get_organization(transaction.connection, call.path("ctid"))
        require_owner(call.actor, organization)
        require_covering(call.actor, limits, call.node.vocabulary)
        key, value = issue_key(
            transaction,
            organization,
            name=values["name"],
            limits=limits,
            expires_at=_end(call, transaction.at),
        )
    return _shown_once(key, value, transaction.at)


def _end(call: Call, at: int) -> int | None:
    """When the new key ends. A key that ends makes none that lives longer than itself."""
    wanted: int | None = call.values["lifetime_days"]
    end = end_of_life(at, wanted, call.node.settings)
    latest = call.actor.expires_at
    if latest is None or (end is not None and end <= latest):
        return end
    if wanted is not None:
        raise KeyLimited(
            f"Your own key ends at {format_timestamp(latest)}, and makes none that lives longer.",
            hint="Ask for fewer days, or use a key without an end.",
        )
    return latest


def _rotate(call: Call) -> Response:
    # What is wrong with the request itself is said before anything is looked up.
    overlap_days = call.values["overlap_days"]
    with call.node.database.write() as transaction:
        organization, key = _managed(call, transaction.connection)
        new, value = rotate_key(
            transaction,
            organization,
            key,
            overlap_days=overlap_days,
            latest_end=_latest_end(call, transaction.at),
        )
    return _shown_once(new, value, transaction.at)


def _latest_end(call: Call, at: int) -> int | None:
    ends = (end_of_life(at, None, call.node.settings), call.actor.expires_at)
    return min((end for end in ends if end is not None), default=None)


def _revoke(call: Call) -> Response:
    with call.node.database.write() as transaction:
        _, key = _managed(call, transaction.connection)
        revoke_key(transaction, key)
    return Response(status_code=204)


def _managed(call: Call, connection: Connection) -> tuple[Organization, OrganizationKey]:
    """The key of the address, if the caller may manage it; of keys of others nothing is said.

    Raises:
        NotFound: there is no such key, or it is another organization's.
        KeyLimited: the key may do more than the one of the caller.
    """
    number = call.path("id")
    key = get_org_key(
        connection, int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
    )
    organization = get_organization_by_id(connection, key.organization_id)
    try:
        require_owner(call.actor, organization)
    except NotAuthorized:
        raise NotFound("Key not found", kind="key") from None
    require_covering(call.actor, key.limits, call.node.vocabulary)
    return organization, key


def _shown_once(key: OrganizationKey, value: str, at: int) -> Response:
    return json_response({**key_value(key, at), "api_key": value}, 201, _NOT_KEPT)


_TAG = "Accounts"
_OWNER_ONLY = "For the organization itself and for administrators."
_NO_MORE = "A key makes, replaces and ends only keys that may do no more than itself."
_CTID = PathParam(
    name="ctid",
    help="CTID of the organization, in any case.",
    example="ce-a7c1d2e3-1111-4222-8333-444455556666",
)
_ID = PathParam(name="id", help="Number of the key, as in the list.", example="12")
_EXAMPLE = {
    "id": 12,
    "name": "Nightly upload",
    "scopes": ["delete", "publish"],
    "classes": ["ceterms:Course"],
    "environment": "production",
    "in_force": True,
    "created_at": "2026-02-03T10:11:12.345Z",
    "expires_at": "2027-02-03T10:11:12.345Z",
    "last_used_at": "2026-03-04T05:06:07.890Z",
    "revoked_at": None,
    "replaces": None,
}
_VALUE = "3f0e7c1a-58d2-4b6e-9c47-0a1b2c3d4e5f"
_NEW_EXAMPLE = {**_EXAMPLE, "last_used_at": None, "api_key": _VALUE}
_PARAMS = (
    Param(
        name="name",
        help="What the key is for; the log of publishing names it.",
        is_required=True,
        is_in_body=True,
        example="Nightly upload",
    ),
    Param(
        name="scopes",
        kind="texts",
        help="Some of `publish`, `delete` and `search`; without it, all.",
        is_in_body=True,
        example=["publish", "delete"],
    ),
    Param(
        name="classes",
        kind="texts",
        help="The classes of documents that it publishes and deletes, such as `ceterms:Course`, or the names of "
        "routes of publishing, such as `course`. Subclasses count. Without it, all.",
        is_in_body=True,
        example=["course"],
    ),
    Param(
        name="environment",
        kind="choice",
        choices=ENVIRONMENTS,
        help="The only environment in which it works; without it, any.",
        is_in_body=True,
        example="production",
    ),
    Param(
        name="lifetime_days",
        kind="integer",
        minimum=1,
        help="After how many days it ends; without it, what the node is set to.",
        is_in_body=True,
        example=365,
    ),
)
OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="GET",
        path="/api/organizations/{ctid}/api-keys",
        handler=_list,
        tag=_TAG,
        summary="API keys of an organization",
        help=f"{_OWNER_ONLY} The keys that ended are listed too; the keys themselves are never shown again. "
        "`null` is no limit.",
        role=Role.PUBLISHER,
        style="problem",
        path_params=(_CTID,),
        answers={200: Answer(help="The keys, oldest first.", example=[_EXAMPLE])},
    ),
    Operation(
        method="POST",
        path="/api/organizations/{ctid}/api-keys",
        handler=_create,
        tag=_TAG,
        summary="Make an API key",
        help=f"{_OWNER_ONLY} The key is shown only in this answer; the node keeps no copy. {_NO_MORE}",
        role=Role.PUBLISHER,
        style="problem",
        path_params=(_CTID,),
        params=_PARAMS,
        answers={201: Answer(help="The key, as `api_key`.", example=_NEW_EXAMPLE)},
    ),
    Operation(
        method="POST",
        path="/api/keys/{id}/rotate",
        handler=_rotate,
        tag=_TAG,
        summary="Replace an API key",
        help=f"{_OWNER_ONLY} The new key has the same name and limits, and lives as long as the old one was made "
        f"for. It is shown only in this answer. {_NO_MORE}",
        role=Role.PUBLISHER,
        style="problem",
        path_params=(_ID,),
        params=(
            Param(
                name="overlap_days",
                kind="integer",
                default=OVERLAP_DAYS,
                minimum=0,
                help="For how many days the old key still works; 0 ends it at once.",
                is_in_body=True,
                example=7,
            ),
        ),
        answers={
            201: Answer(
                help="The new key, as `api_key`.", example={**_NEW_EXAMPLE, "id": 13, "replaces": 12}
            ),
            404: Answer(help="There is no such key, or it is another organization's."),
            422: Answer(help="The key has ended, or was replaced already."),
        },
    ),
    Operation(
        method="DELETE",
        path="/api/keys/{id}",
        handler=_revoke,
        tag=_TAG,
        summary="End an API key",
        help=f"{_OWNER_ONLY} It ends at once, and stays in the list. {_NO_MORE}",
        role=Role.PUBLISHER,
        style="problem",
        path_params=(_ID,),
        answers={
            204: Answer(help="The key has ended."),
            404: Answer(help="There is no such key, or it is another organization's."),
        },
    ),
)
