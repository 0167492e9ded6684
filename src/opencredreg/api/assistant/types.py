"""What may be sent: every type of resource with its fields, an example, a JSON Schema, and an operation of its own."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import msgspec
from starlette.responses import Response

from opencredreg.accounts.actor import Role
from opencredreg.api.assistant.answers import ANSWER_SCHEMA
from opencredreg.api.assistant.publishing import ANSWER, publish_input
from opencredreg.api.call import Call, json_response
from opencredreg.api.operation import Answer, Body, Operation, Param, PathParam
from opencredreg.crosswalk.assistant.describing import describe_kind, describe_part, parts_of
from opencredreg.crosswalk.assistant.examples import VARIANTS, build_example
from opencredreg.crosswalk.assistant.schemas import build_schema
from opencredreg.crosswalk.assistant.table import Kind, all_kinds, get_kind

__all__ = ["OPERATIONS", "list_types"]

_TAG: Final = "Registry Assistant"
_SCHEMA_TYPE: Final = "application/schema+json"
_KEPT: Final = {"Cache-Control": "public, max-age=300"}
_OWN: Final = ("format", "publish")
"""The actions that every type has an operation of its own for, so that its example stands in the description."""


def list_types(call: Call) -> list[dict[str, Any]]:
    """Every type in short, with where the rest is."""
    return [
        {
            "type": kind.name,
            "class": kind.cls,
            "label": call.node.vocabulary.label_of(kind.cls),
            "wrapper": kind.wrapper,
            "beside": sorted(kind.parts),
            "lists": sorted(kind.bulk),
            "actions": list(kind.actions),
            "required": [list(group) for group in kind.required],
            "fields_url": f"{call.base_url}/assistant/types/{kind.name}",
            "example_url": f"{call.base_url}/assistant/types/{kind.name}/example",
            "schema_url": f"{call.base_url}/assistant/types/{kind.name}/schema",
        }
        for kind in all_kinds()
    ]


def _list(call: Call) -> Response:
    return json_response(list_types(call), headers=_KEPT)


def _type(call: Call) -> Response:
    kind, vocabulary = get_kind(call.path("type")), call.node.vocabulary
    answer = msgspec.to_builtins(describe_kind(kind, vocabulary))
    answer["objects"] = {
        part.name: msgspec.to_builtins(describe_part(part.name, vocabulary))
        for part in parts_of(kind)
        if not isinstance(part, Kind)
    }
    return json_response(answer, headers=_KEPT)


def _schema(call: Call) -> Response:
    kind = get_kind(call.path("type"))
    schema = build_schema(kind, call.node.vocabulary)
    return Response(msgspec.json.encode(schema), media_type=_SCHEMA_TYPE, headers=_KEPT)


def _example(call: Call) -> Response:
    values = call.values
    example = build_example(
        get_kind(call.path("type")),
        values["size"],
        variant=values["variant"] % VARIANTS,
        vocabulary=call.node.vocabulary,
        **({"owner": values["owner"]} if values["owner"] else {}),
    )
    return json_response(example, headers=_KEPT)


def _operation(kind: Kind, action: str) -> Operation:
    is_publishing = action == "publish"
    verb = "Publish" if is_publishing else "Format"
    return Operation(
        method="POST",
        path=f"/assistant/{kind.name}/{action}",
        handler=partial(publish_input, kind=kind, named=action),
        tag=_TAG,
        summary=f"{verb} {kind.wrapper} from plain input",
        help=(
            f"The fields: `GET /assistant/types/{kind.name}`. "
            + (
                "With the key of the owner, or of whom the owner lets publish."
                if is_publishing
                else "Stores nothing."
            )
        ),
        role=Role.PUBLISHER if is_publishing else None,
        scope="publish" if is_publishing else None,
        style="messages",
        params=(_FINDINGS,),
        body=Body(
            help=f"The resource under `{kind.wrapper}`, and whose it is.",
            example=build_example(kind),
            schema={
                "type": "object",
                "required": [kind.wrapper],
                "description": f"JSON Schema: `GET /assistant/types/{kind.name}/schema`.",
            },
        ),
        answers={200: Answer(help="What became of it.", example=ANSWER, schema=ANSWER_SCHEMA)},
    )


_FINDINGS: Final = Param(
    name="findings",
    kind="boolean",
    default=False,
    help="Whether the answer also has `Findings`: codes, JSON Pointers and suggestions.",
)
_TYPE: Final = PathParam(name="type", help="The type of resource, in any case.", example="course")
_SHORT: Final = {
    "type": "task",
    "class": "ceterms:Task",
    "label": "Task",
    "wrapper": "Task",
    "beside": [],
    "lists": ["TaskList"],
    "actions": ["format", "publish", "publishlist", "validate", "delete"],
    "required": [["CTID"], ["Description"], ["AssertedBy"]],
    "fields_url": "https://registry.example/assistant/types/task",
    "example_url": "https://registry.example/assistant/types/task/example",
    "schema_url": "https://registry.example/assistant/types/task/schema",
}
OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="GET",
        path="/assistant/types",
        handler=_list,
        tag=_TAG,
        summary="The types of resources that can be published from plain input",
        style="problem",
        is_open=True,
        answers={200: Answer(help="The types.", example=[_SHORT])},
    ),
    Operation(
        method="GET",
        path="/assistant/types/{type}",
        handler=_type,
        tag=_TAG,
        summary="The fields of a type",
        help=(
            "Each field with what it means, the property that it becomes, how values are read, whether it is required "
            "or recommended, the concepts of its scheme and an example; and the same for the objects inside."
        ),
        style="problem",
        is_open=True,
        path_params=(_TYPE,),
        answers={
            200: Answer(
                help="The fields.",
                example={
                    "name": "task",
                    "cls": "ceterms:Task",
                    "wrapper": "Task",
                    "fields": [
                        {
                            "name": "Name",
                            "property": "ceterms:name",
                            "label": "Name",
                            "level": "recommended",
                            "is_list": False,
                        }
                    ],
                    "objects": {},
                },
            )
        },
    ),
    Operation(
        method="GET",
        path="/assistant/types/{type}/schema",
        handler=_schema,
        tag=_TAG,
        summary="The JSON Schema of a request",
        style="problem",
        is_open=True,
        path_params=(_TYPE,),
        answers={
            200: Answer(
                help="The schema.",
                media_type=_SCHEMA_TYPE,
                example={"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"},
            )
        },
    ),
    Operation(
        method="GET",
        path="/assistant/types/{type}/example",
        handler=_example,
        tag=_TAG,
        summary="A request to begin with",
        help="It can be sent as it is to `format`; the CTIDs are invented.",
        style="problem",
        is_open=True,
        path_params=(_TYPE,),
        params=(
            Param(
                name="size",
                kind="choice",
                choices=("minimal", "maximal"),
                default="minimal",
                help="Only what is required, or every field that goes together with the others.",
            ),
            Param(
                name="variant",
                kind="integer",
                minimum=0,
                default=0,
                help="Which of several maximal ones: some fields exclude each other.",
            ),
            Param(
                name="owner",
                help="CTID of the organization in it.",
                example="ce-a7c1d2e3-1111-4222-8333-444455556666",
            ),
        ),
        answers={
            200: Answer(
                help="The request.",
                example={"Task": {"Name": "Graft a branch", "Description": "Join a scion to a rootstock."}},
            )
        },
    ),
    *(_operation(kind, action) for kind in all_kinds() for action in _OWN),
)
