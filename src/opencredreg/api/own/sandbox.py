"""What there is in a sandbox only: organizations that register themselves, and wiping everything."""

from __future__ import annotations

from starlette.responses import Response

from opencredreg.accounts.actor import Role
from opencredreg.accounts.key_json import key_value
from opencredreg.api.call import Call, json_response
from opencredreg.api.operation import Answer, Operation, Param
from opencredreg.registry.sandbox import reset_sandbox
from opencredreg.registry.sandbox_accounts import KEY_DAYS, open_sandbox_account

__all__ = ["OPERATIONS"]

# The answer holds a secret: no cache on the way may keep it.
_NOT_KEPT = {"Cache-Control": "no-store"}


def _register(call: Call) -> Response:
    made = open_sandbox_account(call.node, call.values["name"], call.values["email"])
    organization = made.organization
    value = {
        "environment": "sandbox",
        "organization": {"ctid": organization.ctid, "id": organization.uuid, "name": organization.name},
        "api_key": made.value,
        "key": key_value(made.key, made.created_at),
        "publish": f"{call.base_url}/publish",
    }
    return json_response(value, 201, _NOT_KEPT)


def _reset(call: Call) -> Response:
    wiped = reset_sandbox(call.node, call.actor, with_accounts=call.values["accounts"] == "remove")
    return json_response({"documents": wiped.documents, "organizations": wiped.organizations})


_KEY = {
    "id": 12,
    "name": "Sandbox account",
    "scopes": None,
    "classes": None,
    "environment": "sandbox",
    "in_force": True,
    "created_at": "2026-02-03T10:11:12.345Z",
    "expires_at": "2026-05-04T10:11:12.345Z",
    "last_used_at": None,
    "revoked_at": None,
    "replaces": None,
}
OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="POST",
        path="/sandbox/accounts",
        handler=_register,
        tag="Accounts",
        summary="Register an organization in a sandbox",
        help="For anybody, and on nodes that are a sandbox only. The key works in sandboxes only, ends after "
        f"{KEY_DAYS} days and is shown only in this answer. How many organizations register themselves within an hour "
        "is a setting of the node.",
        style="problem",
        is_open=True,
        params=(
            Param(
                name="name",
                help="Name of the organization, at most 200 characters.",
                is_required=True,
                is_in_body=True,
                example="Harbor College",
            ),
            Param(
                name="email",
                help="Where its people can be reached; noted as a contact.",
                is_in_body=True,
                example="data@harbor.example",
            ),
        ),
        answers={
            201: Answer(
                help="The organization, and its key as `api_key`.",
                example={
                    "environment": "sandbox",
                    "organization": {
                        "ctid": "ce-a7c1d2e3-1111-4222-8333-444455556666",
                        "id": "0f1e2d3c-4b5a-4697-8877-665544332211",
                        "name": "Harbor College",
                    },
                    "api_key": "3f0e7c1a-58d2-4b6e-9c47-0a1b2c3d4e5f",
                    "key": _KEY,
                    "publish": "https://sandbox.registry.example/publish",
                },
            ),
            404: Answer(help="The node is no sandbox."),
            429: Answer(help="Too many organizations were registered within the last hour."),
        },
    ),
    Operation(
        method="DELETE",
        path="/sandbox",
        handler=_reset,
        tag="Administration",
        summary="Wipe a sandbox",
        help="Removes all documents with their history, the index, the log of publishing, batches, identifiers of "
        "publishers and downloads, at once. Communities, the vocabulary and lists of codes stay, and so do "
        "organizations and keys unless `accounts=remove`; staff stays in any case. Numbers of the log go on from where "
        "they were. A production node refuses.",
        role=Role.ADMIN,
        style="problem",
        params=(
            Param(
                name="accounts",
                kind="choice",
                choices=("keep", "remove"),
                default="keep",
                help="Whether organizations, their keys and their people stay.",
                example="keep",
            ),
        ),
        answers={
            200: Answer(
                help="How much was removed; documents are those that were not deleted before.",
                example={"documents": 48213, "organizations": 0},
            ),
            422: Answer(help="The node is in production. Nothing was changed."),
        },
    ),
)
