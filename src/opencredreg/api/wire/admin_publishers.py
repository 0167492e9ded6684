"""Publishers and their accounts (registry-api.md section 3.13)."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from opencredreg.accounts.actor import Role
from opencredreg.accounts.people import (
    Publisher,
    create_account,
    create_publisher,
    get_publisher,
    list_publishers,
)
from opencredreg.api.call import Call, json_response
from opencredreg.api.operation import Answer, Operation, Param, PathParam

__all__ = ["OPERATIONS"]


def _value(publisher: Publisher) -> dict[str, Any]:
    return {
        "id": publisher.uuid,
        "name": publisher.name,
        "description": publisher.description,
        "contact_info": publisher.contact_info,
    }


def _list(call: Call) -> Response:
    with call.node.database.read() as connection:
        return json_response([_value(publisher) for publisher in list_publishers(connection)])


def _create(call: Call) -> Response:
    values = call.values
    with call.node.database.write() as transaction:
        created = create_publisher(
            transaction,
            values["name"],
            description=values["description"],
            contact_info=values["contact_info"],
        )
    return json_response(_value(created), 201)


def _create_user(call: Call) -> Response:
    email = call.values["email"]
    with call.node.database.write() as transaction:
        publisher = get_publisher(transaction.connection, call.path("publisher_id"))
        account = create_account(transaction, email, publisher.id)
    return json_response({"id": account.id, "email": account.email}, 201)


_TAG = "Administration"
_EXAMPLE = {
    "id": "0b8f5f6e-3f0e-4b8e-9a55-0d5d1a2b3c4d",
    "name": "Acme Publishing",
    "description": None,
    "contact_info": "data@acme.example",
}
OPERATIONS = (
    Operation(
        method="GET",
        path="/metadata/publishers",
        handler=_list,
        tag=_TAG,
        summary="Publishers, by name",
        answers={200: Answer(help="All publishers.", example=[_EXAMPLE])},
    ),
    Operation(
        method="POST",
        path="/metadata/publishers",
        handler=_create,
        tag=_TAG,
        summary="Create a publisher",
        role=Role.ADMIN,
        style="error",
        params=(
            Param(
                name="name", help="Its name. Required.", default="", is_in_body=True, example=_EXAMPLE["name"]
            ),
            Param(name="description", help="A short text.", is_in_body=True),
            Param(
                name="contact_info",
                help="How to reach it; everybody can read this.",
                is_in_body=True,
                example=_EXAMPLE["contact_info"],
            ),
        ),
        answers={
            201: Answer(help="The publisher.", example=_EXAMPLE),
            422: Answer(help="The name is blank, or taken in whatever case."),
        },
    ),
    Operation(
        method="POST",
        path="/metadata/publishers/{publisher_id}/users",
        handler=_create_user,
        tag=_TAG,
        summary="Create an account of a publisher",
        help="The account has no token yet: `POST /api/tokens` makes one.",
        role=Role.ADMIN,
        style="error",
        path_params=(
            PathParam(name="publisher_id", help="`id` of the publisher.", example=_EXAMPLE["id"] or ""),
        ),
        params=(
            Param(
                name="email",
                help="Mail address. Required.",
                default="",
                is_in_body=True,
                example="ada@acme.example",
            ),
        ),
        answers={
            201: Answer(help="The account.", example={"id": 17, "email": "ada@acme.example"}),
            422: Answer(help="The mail address is blank, or taken in whatever case."),
        },
    ),
)
