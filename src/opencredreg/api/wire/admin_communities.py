"""Communities and their configuration, for administrators (registry-api.md section 3.13)."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from opencredreg.accounts.actor import Role
from opencredreg.api.call import Call, json_response
from opencredreg.api.operation import Answer, Operation, Param, PathParam
from opencredreg.clock import format_timestamp
from opencredreg.registry.communities import (
    ConfigChange,
    create_community,
    effective_config,
    list_communities,
    list_config_changes,
    set_config,
    update_community,
)

__all__ = ["OPERATIONS"]


def _save_community(call: Call) -> Response:
    name = call.values["name"]
    flags = {
        "is_default": call.values["default"],
        "secured": call.values["secured"],
        "secured_search": call.values["secured_search"],
    }
    given = {flag: value for flag, value in flags.items() if value is not None}
    with call.node.database.write() as transaction:
        # Only the exact name means the one that exists: another spelling of it is a clash (section 3.13).
        known = next((one for one in list_communities(transaction.connection) if one.name == name), None)
        if known is None:
            saved = create_community(transaction, name, **given)
        else:
            saved = update_community(transaction, known, **given)
    call.node.forget_communities()
    value = {
        "name": saved.name,
        "default": saved.is_default,
        "secured": saved.secured,
        "secured_search": saved.secured_search,
    }
    return json_response(value, 201)


def _config(call: Call) -> Response:
    with call.node.database.read() as connection:
        config = effective_config(connection, call.community, vocabulary=call.node.vocabulary)
    return json_response(config)


def _save_config(call: Call) -> Response:
    community = call.community
    description, payload = call.values["description"], call.values["payload"]
    blank = [
        name for name, value in (("Description", description.strip()), ("Payload", payload)) if not value
    ]
    if blank:
        # Quirk 35: here, and only here, all reasons are told and not just the first.
        return json_response({"errors": [f"{name} can't be blank" for name in blank]}, 422)
    with call.node.database.write() as transaction:
        saved = set_config(transaction, community, description, payload, vocabulary=call.node.vocabulary)
    call.node.rules.forget()
    return json_response({"description": saved.description, "payload": saved.payload})


def _config_changes(call: Call) -> Response:
    with call.node.database.read() as connection:
        changes = list_config_changes(connection, call.community)
    earlier: list[ConfigChange | None] = [None, *changes]
    return json_response([_change(*pair) for pair in zip(earlier, changes, strict=False)])


def _change(before: ConfigChange | None, after: ConfigChange) -> dict[str, Any]:
    pairs: dict[str, list[Any]] = {
        "description": [before.description if before else None, after.description],
        "payload": [before.payload if before else None, after.payload],
    }
    return {
        "id": after.id,
        "changed_at": format_timestamp(after.created_at),
        "previous_version": (
            {"description": before.description, "payload": before.payload} if before else None
        ),
        "diff": {name: pair for name, pair in pairs.items() if pair[0] != pair[1]},
    }


_TAG = "Administration"
_COMMUNITY = PathParam(
    name="community", help="Name of the community, in any spelling.", example="ce_registry"
)
_PAYLOAD: dict[str, Any] = {
    "id_field": "ceterms:ctid",
    "resource_type": {"property": "@type", "values_map": {}},
}
_CONFIG: dict[str, Any] = {"description": "Aliases for courses", "payload": _PAYLOAD}
OPERATIONS = (
    Operation(
        method="GET",
        path="/metadata/{community}/config",
        handler=_config,
        tag=_TAG,
        summary="Configuration of a community",
        help="The configuration in force: the one stored last, else the one that comes with the node.",
        role=Role.ADMIN,
        path_params=(_COMMUNITY,),
        answers={200: Answer(help="The configuration itself.", example=_PAYLOAD)},
    ),
    Operation(
        method="POST",
        path="/metadata/{community}/config",
        handler=_save_config,
        tag=_TAG,
        summary="Replace the configuration of a community",
        help="Earlier states stay readable as changes.",
        role=Role.ADMIN,
        path_params=(_COMMUNITY,),
        params=(
            Param(
                name="description",
                help="What was changed, and why.",
                is_required=True,
                is_in_body=True,
                example=_CONFIG["description"],
            ),
            Param(
                name="payload",
                kind="object",
                help="The whole configuration.",
                is_required=True,
                is_in_body=True,
                example=_PAYLOAD,
            ),
        ),
        answers={
            200: Answer(help="What was stored.", example=_CONFIG),
            422: Answer(help="Description or payload is blank; every reason is listed."),
        },
    ),
    Operation(
        method="GET",
        path="/metadata/{community}/config/changes",
        handler=_config_changes,
        tag=_TAG,
        summary="How the configuration of a community changed",
        help="Oldest first. `diff` holds only what changed; the first entry has no previous version.",
        role=Role.ADMIN,
        path_params=(_COMMUNITY,),
        answers={
            200: Answer(
                help="All changes; none as long as nothing was stored.",
                example=[
                    {
                        "id": 7,
                        "changed_at": "2026-02-03T10:11:12.345Z",
                        "previous_version": None,
                        "diff": {
                            "description": [None, _CONFIG["description"]],
                            "payload": [None, _PAYLOAD],
                        },
                    }
                ],
            )
        },
    ),
    Operation(
        method="POST",
        path="/metadata/envelope_communities",
        handler=_save_community,
        tag=_TAG,
        summary="Create a community, or change its flags",
        help=(
            "A community of exactly this name is changed, and only in the flags that are given. "
            "At most one community is the default one."
        ),
        role=Role.ADMIN,
        style="error",
        params=(
            Param(
                name="name",
                help="Letters, digits, dashes and underscores. Required.",
                default="",
                is_in_body=True,
                example="learning_registry",
            ),
            Param(
                name="default",
                kind="boolean",
                help="Whether routes without a community in the path mean this one.",
                is_in_body=True,
                example=False,
            ),
            Param(
                name="secured",
                kind="boolean",
                help="Whether reading needs a token or an API key.",
                is_in_body=True,
                example=False,
            ),
            Param(
                name="secured_search",
                kind="boolean",
                help="Whether searching needs a token or an API key.",
                is_in_body=True,
                example=False,
            ),
        ),
        answers={
            201: Answer(
                help="The community as it is now, whether it is new or not.",
                example={
                    "name": "learning_registry",
                    "default": False,
                    "secured": False,
                    "secured_search": False,
                },
            ),
            422: Answer(
                help="The name is blank, cannot be used or is taken, or there is a default community already."
            ),
        },
    ),
)
