"""JSON-LD contexts that documents may name, for administrators (registry-api.md sections 2.9 and 3.13)."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Connection
from starlette.responses import Response

from opencredreg.accounts.actor import Role
from opencredreg.api.call import Call, json_response
from opencredreg.api.operation import Answer, Operation, Param, PathParam
from opencredreg.errors import NotFound
from opencredreg.registry.json_contexts import (
    RegisteredContext,
    get_json_context,
    list_json_contexts,
    put_json_context,
)

__all__ = ["OPERATIONS"]


def _value(registered: RegisteredContext) -> dict[str, Any]:
    return {"context": registered.context, "url": registered.url}


def _list(call: Call) -> Response:
    with call.node.database.read() as connection:
        return json_response([_value(registered) for registered in list_json_contexts(connection)])


def _single(call: Call) -> Response:
    with call.node.database.read() as connection:
        return json_response(_value(_find(connection, call.path("url"))))


def _find(connection: Connection, url: str) -> RegisteredContext:
    try:
        return get_json_context(connection, url)
    except NotFound:
        # Quirk 40: every route takes the suffix .json; only here it may as well be a part of the name.
        return get_json_context(connection, url.removesuffix(".json"))


def _save(call: Call) -> Response:
    url, context = call.values["url"], call.values["context"]
    vocabulary = call.node.vocabulary
    with call.node.database.write() as transaction:
        is_new = put_json_context(transaction, url, context, vocabulary=vocabulary)
    call.node.forget_contexts()
    return json_response({"context": context, "url": url}, 201 if is_new else 200)


_TAG = "Administration"
_URL = "https://example.org/terms/context.json"
_EXAMPLE = {"context": {"@context": {"ex": "https://example.org/terms/"}}, "url": _URL}
OPERATIONS = (
    Operation(
        method="GET",
        path="/metadata/json_contexts",
        handler=_list,
        tag=_TAG,
        summary="Registered JSON-LD contexts",
        help="The newest change first. The contexts of CTDL and CTDL-ASN are always known and not listed.",
        role=Role.ADMIN,
        answers={200: Answer(help="All of them.", example=[_EXAMPLE])},
    ),
    Operation(
        method="POST",
        path="/metadata/json_contexts",
        handler=_save,
        tag=_TAG,
        summary="Register a JSON-LD context, or replace it",
        help=(
            "Documents may name a context only if the node knows it: contexts are never fetched. "
            "Documents that were published before keep their index until it is rebuilt."
        ),
        role=Role.ADMIN,
        style="error",
        params=(
            Param(
                name="context",
                kind="object",
                help='The context document, `{"@context": …}`.',
                is_required=True,
                is_in_body=True,
                example=_EXAMPLE["context"],
            ),
            Param(
                name="url",
                help="Its address, exactly as documents write it.",
                is_required=True,
                is_in_body=True,
                example=_URL,
            ),
        ),
        answers={
            200: Answer(help="It was replaced.", example=_EXAMPLE),
            201: Answer(help="It is new.", example=_EXAMPLE),
            422: Answer(help="Context or address is blank, or documents could not be read by this context."),
        },
    ),
    Operation(
        method="GET",
        path="/metadata/json_contexts/{url}",
        handler=_single,
        tag=_TAG,
        summary="One registered JSON-LD context",
        role=Role.ADMIN,
        path_params=(
            PathParam(
                name="url", help="Its address, percent-encoded or as it is.", takes_slashes=True, example=_URL
            ),
        ),
        answers={200: Answer(help="The context and its address.", example=_EXAMPLE)},
    ),
)
