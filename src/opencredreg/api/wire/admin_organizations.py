"""Organizations and what they own (registry-api.md section 3.13)."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from opencredreg.accounts.actor import Role, require_role
from opencredreg.accounts.organizations import (
    Organization,
    create_organization,
    delete_organization,
    get_organization,
    list_organizations,
)
from opencredreg.api.call import Call, json_response
from opencredreg.api.operation import Answer, Operation, Param, PathParam, paging
from opencredreg.api.wire.views import ENVELOPE_EXAMPLE, render_envelopes
from opencredreg.registry.owned import list_owned_envelopes, list_readable_communities

__all__ = ["OPERATIONS"]


def _value(organization: Organization) -> dict[str, Any]:
    return {
        "id": organization.uuid,
        "name": organization.name,
        "_ctid": organization.ctid,
        "description": organization.description,
    }


def _list(call: Call) -> Response:
    with call.node.database.read() as connection:
        return json_response([_value(organization) for organization in list_organizations(connection)])


def _single(call: Call) -> Response:
    with call.node.database.read() as connection:
        return json_response(_value(get_organization(connection, call.path("ctid"))))


def _create(call: Call) -> Response:
    values = call.values
    with call.node.database.write() as transaction:
        created = create_organization(
            transaction, values["name"], ctid=values["_ctid"], description=values["description"]
        )
    return json_response(_value(created), 201)


def _delete(call: Call) -> Response:
    with call.node.database.write() as transaction:
        delete_organization(transaction, call.path("ctid"))
    return Response(status_code=204)


def _envelopes(call: Call) -> Response:
    values = call.values
    if values["include_deleted"]:
        require_role(call.actor, Role.ADMIN)
    page, per_page = call.page
    # Weak point S4 of the reference: envelopes of secured communities are for those who may read them.
    communities = list_readable_communities(call.node, call.actor, call.key)
    with call.node.database.read(snapshot=True) as connection:
        views, total = list_owned_envelopes(
            connection,
            get_organization(connection, call.path("ctid")).id,
            communities,
            provisional=values["provisional"],
            with_deleted=values["include_deleted"],
            with_body=not values["metadata_only"],
            offset=(page - 1) * per_page,
            limit=per_page,
        )
        content = render_envelopes(connection, views, metadata_only=values["metadata_only"])
    return call.paged(content, total)


_TAG = "Administration"
_EXAMPLE = {
    "id": "8d7c6b5a-4f3e-4d2c-9b1a-0f1e2d3c4b5a",
    "name": "Acme Tech",
    "_ctid": "ce-a7c1d2e3-1111-4222-8333-444455556666",
    "description": None,
}
_CTID = PathParam(
    name="ctid",
    help="CTID of the organization, in any case.",
    takes_slashes=True,
    example=_EXAMPLE["_ctid"] or "",
)
OPERATIONS = (
    Operation(
        method="GET",
        path="/metadata/organizations",
        handler=_list,
        tag=_TAG,
        summary="Organizations, by name",
        help="All of them on one page. A transfer of ownership asks for the `id`; all else takes the CTID.",
        answers={200: Answer(help="All organizations.", example=[_EXAMPLE])},
    ),
    Operation(
        method="POST",
        path="/metadata/organizations",
        handler=_create,
        tag=_TAG,
        summary="Create an organization",
        role=Role.ADMIN,
        style="error",
        params=(
            Param(
                name="name", help="Its name. Required.", default="", is_in_body=True, example=_EXAMPLE["name"]
            ),
            Param(
                name="description", help="A short text.", is_in_body=True, example="A college in Springfield."
            ),
            Param(
                name="_ctid",
                help="Its CTID; without one it gets a fresh one.",
                is_in_body=True,
                example=_EXAMPLE["_ctid"],
            ),
        ),
        answers={
            201: Answer(
                help="The organization.", example={**_EXAMPLE, "description": "A college in Springfield."}
            ),
            422: Answer(help="The name is blank, or the CTID is none or taken."),
        },
    ),
    Operation(
        method="GET",
        path="/metadata/organizations/{ctid}",
        handler=_single,
        tag=_TAG,
        summary="One organization",
        path_params=(_CTID,),
        answers={200: Answer(help="The organization.", example=_EXAMPLE)},
    ),
    Operation(
        method="DELETE",
        path="/metadata/organizations/{ctid}",
        handler=_delete,
        tag=_TAG,
        summary="Delete an organization",
        help=(
            "Only if it owns nothing that is live. What it published for others stays. "
            "Its tokens, grants and keys end."
        ),
        role=Role.ADMIN,
        path_params=(_CTID,),
        answers={
            204: Answer(help="It is gone."),
            422: Answer(help="It owns live documents: delete or transfer them before."),
        },
    ),
    Operation(
        method="GET",
        path="/metadata/organizations/{ctid}/envelopes",
        handler=_envelopes,
        tag=_TAG,
        summary="What an organization owns",
        help="Oldest first, over all communities that the caller may read.",
        path_params=(PathParam(name="ctid", help=_CTID.help, example=_CTID.example),),
        params=(
            *paging(),
            Param(name="metadata_only", kind="boolean", default=False, help="Leave `decoded_resource` out."),
            Param(
                name="provisional",
                kind="choice",
                choices=("exclude", "include", "only"),
                default="include",
                help="What to do with provisional documents.",
            ),
            Param(
                name="include_deleted",
                kind="boolean",
                default=False,
                help="Deleted ones too; for administrators.",
            ),
        ),
        answers={
            200: Answer(help="A page of envelopes.", example=[ENVELOPE_EXAMPLE]),
            401: Answer(help="`include_deleted` without a token."),
            403: Answer(help="`include_deleted` by somebody who is no administrator."),
        },
    ),
)
