"""What an organization decides for itself: who may publish for it, and which keys sign for it."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from opencredreg.accounts.actor import Role
from opencredreg.accounts.delegation import (
    Grant,
    RegisteredKey,
    list_grants,
    list_keys,
    remove_key,
    require_owner,
)
from opencredreg.accounts.organizations import add_key, get_organization, grant, revoke
from opencredreg.accounts.policy import require_unlimited
from opencredreg.api.call import Call, json_response
from opencredreg.api.operation import Answer, Operation, Param, PathParam
from opencredreg.clock import format_timestamp
from opencredreg.errors import NotFound

__all__ = ["OPERATIONS"]


def _grant_value(granted: Grant) -> dict[str, Any]:
    return {
        "organization": granted.publisher.ctid,
        "name": granted.publisher.name,
        "created_at": format_timestamp(granted.created_at),
    }


def _key_value(key: RegisteredKey) -> dict[str, Any]:
    return {
        "fingerprint": key.fingerprint,
        "public_key": key.pem,
        "created_at": format_timestamp(key.created_at),
    }


def _list_grants(call: Call) -> Response:
    with call.node.database.read() as connection:
        owner = get_organization(connection, call.path("ctid"))
        require_owner(call.actor, owner)
        return json_response([_grant_value(granted) for granted in list_grants(connection, owner)])


def _grant(call: Call) -> Response:
    with call.node.database.write() as transaction:
        owner = get_organization(transaction.connection, call.path("ctid"))
        require_owner(call.actor, owner)
        require_unlimited(call.actor)
        publisher = get_organization(transaction.connection, call.values["organization"])
        is_new = grant(transaction, owner, publisher)
        [granted] = [
            one for one in list_grants(transaction.connection, owner) if one.publisher.id == publisher.id
        ]
    return json_response(_grant_value(granted), 201 if is_new else 200)


def _revoke(call: Call) -> Response:
    with call.node.database.write() as transaction:
        owner = get_organization(transaction.connection, call.path("ctid"))
        require_owner(call.actor, owner)
        require_unlimited(call.actor)
        publisher = get_organization(transaction.connection, call.values["organization"])
        if not revoke(transaction, owner, publisher):
            raise NotFound(f"{publisher.name} has no grant of {owner.name}.", kind="grant")
    return Response(status_code=204)


def _list_keys(call: Call) -> Response:
    with call.node.database.read() as connection:
        organization = get_organization(connection, call.path("ctid"))
        return json_response([_key_value(key) for key in list_keys(connection, organization)])


def _add_key(call: Call) -> Response:
    pem = call.values["public_key"]
    with call.node.database.write() as transaction:
        organization = get_organization(transaction.connection, call.path("ctid"))
        require_owner(call.actor, organization)
        require_unlimited(call.actor)
        known = {key.fingerprint for key in list_keys(transaction.connection, organization)}
        fingerprint = add_key(transaction, organization, pem)
        [added] = [
            key for key in list_keys(transaction.connection, organization) if key.fingerprint == fingerprint
        ]
    return json_response(_key_value(added), 200 if fingerprint in known else 201)


def _remove_key(call: Call) -> Response:
    with call.node.database.write() as transaction:
        organization = get_organization(transaction.connection, call.path("ctid"))
        require_owner(call.actor, organization)
        require_unlimited(call.actor)
        remove_key(transaction, organization, call.path("fingerprint"))
    return Response(status_code=204)


_TAG = "Accounts"
_OWNER_ONLY = "For the organization's own publishers and for administrators."
_CTID = PathParam(
    name="ctid",
    help="CTID of the organization, in any case.",
    example="ce-a7c1d2e3-1111-4222-8333-444455556666",
)
_PUBLISHER_CTID = "ce-5e0f4a3b-2222-4333-8444-555566667777"
_ORGANIZATION = Param(
    name="organization",
    help="CTID of the organization that publishes for it.",
    is_required=True,
    is_in_body=True,
    example=_PUBLISHER_CTID,
)
_GRANT_EXAMPLE = {
    "organization": _PUBLISHER_CTID,
    "name": "Publishing Partners",
    "created_at": "2026-02-03T10:11:12.345Z",
}
_KEY_EXAMPLE = {
    "fingerprint": "3f5a9d0c7be24161a8f07d5a4e1c2b39d86f4a0e5b7c91d2e3f4a5b6c7d8e9f0",
    "public_key": "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOC…\n-----END PUBLIC KEY-----\n",
    "created_at": "2026-02-03T10:11:12.345Z",
}
OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="GET",
        path="/api/organizations/{ctid}/grants",
        handler=_list_grants,
        tag=_TAG,
        summary="Who may publish for an organization",
        help=_OWNER_ONLY,
        role=Role.PUBLISHER,
        style="problem",
        path_params=(_CTID,),
        answers={200: Answer(help="The organizations that may, by name.", example=[_GRANT_EXAMPLE])},
    ),
    Operation(
        method="POST",
        path="/api/organizations/{ctid}/grants",
        handler=_grant,
        tag=_TAG,
        summary="Let another organization publish",
        help=f"{_OWNER_ONLY} A grant does not let the other organization pass it on.",
        role=Role.PUBLISHER,
        style="problem",
        path_params=(_CTID,),
        params=(_ORGANIZATION,),
        answers={
            200: Answer(help="It was granted already.", example=_GRANT_EXAMPLE),
            201: Answer(help="It is granted from now on.", example=_GRANT_EXAMPLE),
        },
    ),
    Operation(
        method="DELETE",
        path="/api/organizations/{ctid}/grants",
        handler=_revoke,
        tag=_TAG,
        summary="Let another organization publish no longer",
        help=f"{_OWNER_ONLY} What it published stays.",
        role=Role.PUBLISHER,
        style="problem",
        path_params=(_CTID,),
        params=(_ORGANIZATION,),
        answers={204: Answer(help="The grant has ended.")},
    ),
    Operation(
        method="GET",
        path="/api/organizations/{ctid}/keys",
        handler=_list_keys,
        tag=_TAG,
        summary="Public keys of an organization",
        help="Everybody can read them, and so check who signed an envelope.",
        style="problem",
        path_params=(_CTID,),
        answers={200: Answer(help="The keys, oldest first.", example=[_KEY_EXAMPLE])},
    ),
    Operation(
        method="POST",
        path="/api/organizations/{ctid}/keys",
        handler=_add_key,
        tag=_TAG,
        summary="Register a public key",
        help=f"{_OWNER_ONLY} Envelopes that its private half signs count as published by the organization.",
        role=Role.PUBLISHER,
        style="problem",
        path_params=(_CTID,),
        params=(
            Param(
                name="public_key",
                help="RSA public key in PEM, 2048 bits or more.",
                is_required=True,
                is_in_body=True,
                example=_KEY_EXAMPLE["public_key"],
            ),
        ),
        answers={
            200: Answer(help="It was registered already.", example=_KEY_EXAMPLE),
            201: Answer(help="It is registered.", example=_KEY_EXAMPLE),
        },
    ),
    Operation(
        method="DELETE",
        path="/api/organizations/{ctid}/keys/{fingerprint}",
        handler=_remove_key,
        tag=_TAG,
        summary="Take a public key back",
        help=f"{_OWNER_ONLY} What was signed with it stays published.",
        role=Role.PUBLISHER,
        style="problem",
        path_params=(
            _CTID,
            PathParam(
                name="fingerprint",
                help="SHA-256 of the key in hexadecimal digits.",
                example=_KEY_EXAMPLE["fingerprint"],
            ),
        ),
        answers={204: Answer(help="The key counts no longer.")},
    ),
)
