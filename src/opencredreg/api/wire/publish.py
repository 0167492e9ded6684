"""Publish, delete, transfer: the HTTP surface (registry-api.md sections 3.6 and 3.14)."""

from __future__ import annotations

import msgspec
from starlette.responses import Response

from opencredreg.accounts.actor import Role
from opencredreg.accounts.organizations import get_organization
from opencredreg.accounts.people import find_secondary_publisher
from opencredreg.accounts.policy import require_publisher_for
from opencredreg.accounts.tokens import digest_of_token
from opencredreg.api.call import Call, ParameterErrors, json_response
from opencredreg.api.negotiate import if_match
from opencredreg.api.operation import Answer, Body, Operation, Param, PathParam
from opencredreg.api.origin import origin_of
from opencredreg.api.wire.publish_requests import REQUEST_EXAMPLE, request_value
from opencredreg.api.wire.views import ENVELOPE_EXAMPLE, render_envelope_by_id
from opencredreg.registry.amend import transfer
from opencredreg.registry.envelope_json import envelope_value
from opencredreg.registry.envelopes import get_envelope_by_id
from opencredreg.registry.publish import publish
from opencredreg.registry.publish_requests import enqueue
from opencredreg.registry.publish_types import PublishRequest, Receipt
from opencredreg.registry.remove import delete_envelope
from opencredreg.store.envelopes import list_versions

__all__ = ["DOCUMENT_EXAMPLE", "OPERATIONS", "publish_answer"]


def _request(call: Call) -> PublishRequest:
    values = call.values
    with call.node.database.read() as connection:
        owner = get_organization(connection, call.path("org"))
        publisher = (
            get_organization(connection, values["published_by"]).id if values["published_by"] else None
        )
        # Who may not publish for the owner is told so before anything is said of the document.
        for organization_id in (owner.id, publisher):
            if organization_id is not None:
                require_publisher_for(
                    connection,
                    call.actor,
                    organization_id,
                    enforce=call.node.settings.publishing.enforce_ownership,
                )
        secondary = None
        words = (call.header("secondary-token") or "").split()
        if words:
            secondary = find_secondary_publisher(connection, digest_of_token(words[-1]))
    return PublishRequest(
        community_id=call.community.id,
        owner_id=owner.id,
        payload=call.body,
        publishing_organization_id=publisher,
        secondary_publisher_id=secondary,
        publish_type=values["resource_publish_type"] or "primary",
        mode=values["mode"] or None,
        report=bool(values["findings"]),
        if_match=if_match(call.request),
    )


def _publish(call: Call) -> Response:
    receipt = publish(call.node, call.actor, _request(call), origin_of(call, "publishMethod:Document"))
    return publish_answer(call, receipt, 200 if call.values["update_if_exists"] else 201)


def publish_answer(call: Call, receipt: Receipt, status: int) -> Response:
    """The envelope after a publish; with ``?findings=true`` also what the rules say."""
    view = get_envelope_by_id(call.node, receipt.envelope_id)
    with call.node.database.read() as connection:
        versions = list_versions(connection, [view.id])[view.id]
    value = envelope_value(view, versions, changed=receipt.changed)
    if call.values.get("findings"):
        value["findings"] = msgspec.to_builtins(receipt.findings)
    return json_response(value, status, {"ETag": f'"{receipt.digest}"'})


def _publish_later(call: Call) -> Response:
    found = enqueue(call.node, call.actor, call.community, _request(call))
    return json_response(request_value(found))


def _delete(call: Call) -> Response:
    delete_envelope(
        call.node,
        call.actor,
        call.community,
        call.path("ctid"),
        if_match=if_match(call.request),
        origin=origin_of(call, "publishMethod:Document"),
    )
    return Response(status_code=204)


def _transfer(call: Call) -> Response:
    owner = call.values["organization_id"]
    if not owner:
        raise ParameterErrors(["organization_id is missing"])
    envelope_id, changed = transfer(call.node, call.actor, call.community, call.path("ctid"), owner)
    return Response(
        render_envelope_by_id(call.node, envelope_id, changed=changed), media_type="application/json"
    )


DOCUMENT_EXAMPLE = ENVELOPE_EXAMPLE["decoded_resource"]
_TAG = "Publishing"
_ORG = PathParam(name="org", help="CTID of the owner.", example="ce-a7c1d2e3-1111-4222-8333-444455556666")
_CTID = PathParam(
    name="ctid",
    help="CTID of the document, in any case.",
    example="ce-1d9b7c52-30a4-4f0b-8a75-6f6a0f4c2f10",
)
_PARAMS = (
    Param(name="published_by", help="CTID of the organization that publishes for the owner."),
    Param(name="resource_publish_type", help="`primary` or `secondary`.", default="primary"),
    Param(
        name="update_if_exists",
        kind="boolean",
        default=False,
        help="Makes the status of success 200 instead of 201. A known document is updated in any case.",
    ),
    Param(name="findings", kind="boolean", default=False, help="Add what the rules say under `findings`."),
    Param(
        name="mode",
        kind="choice",
        choices=("gate", "provisional", "publish"),
        help="Check more strictly than the community does: `publish` refuses every error of the profile.",
    ),
)
_BODY = Body(help="The JSON-LD document, in graph form.", example=DOCUMENT_EXAMPLE)
OPERATIONS = (
    Operation(
        method="POST",
        path="{c}/resources/organizations/{org}/documents",
        handler=_publish,
        tag=_TAG,
        summary="Publish a document",
        help=(
            "Creates the document or replaces its newest version; `changed` says whether anything was stored. "
            "Send the ETag of the version that you read as `If-Match` to be told (412) when somebody else was "
            "faster."
        ),
        role=Role.PUBLISHER,
        scope="publish",
        style="publish",
        version="v1",
        path_params=(_ORG,),
        params=_PARAMS,
        body=_BODY,
        answers={
            201: Answer(help="Published: new, changed or unchanged.", example=ENVELOPE_EXAMPLE),
            200: Answer(help="The same, with `update_if_exists=true`.", example=ENVELOPE_EXAMPLE),
            412: Answer(help="`If-Match` names another version than the newest."),
        },
    ),
    Operation(
        method="POST",
        path="{c}/resources/organizations/{org}/documents",
        handler=_publish_later,
        tag=_TAG,
        summary="Publish a document in the background",
        help="With the header `Accept-Version: v2`. Ask `/publish_requests/{id}` what became of it.",
        role=Role.PUBLISHER,
        scope="publish",
        style="publish",
        version="v2",
        path_params=(_ORG,),
        params=_PARAMS,
        body=_BODY,
        answers={200: Answer(help="The request was taken.", example=REQUEST_EXAMPLE)},
    ),
    Operation(
        method="DELETE",
        path="{c}/resources/documents/{ctid}",
        handler=_delete,
        tag=_TAG,
        summary="Delete a document",
        help="Its history stays readable, and the CTID can be published again.",
        role=Role.PUBLISHER,
        scope="delete",
        path_params=(_CTID,),
        answers={
            204: Answer(help="Deleted."),
            412: Answer(help="`If-Match` names another version than the newest."),
        },
    ),
    Operation(
        method="PATCH",
        path="{c}/resources/documents/{ctid}/transfer",
        handler=_transfer,
        tag=_TAG,
        summary="Give a document to another organization",
        help="For super publishers and staff. Only the owner changes.",
        role=Role.PUBLISHER,
        scope="publish",
        path_params=(_CTID,),
        params=(
            Param(
                name="organization_id",
                help="The internal id (UUID) of the new owner, as in /metadata/organizations.",
                is_required=True,
                is_in_body=True,
                example="0b8f5f6e-3f0e-4b8e-9a55-0d5d1a2b3c4d",
            ),
        ),
        answers={200: Answer(help="The envelope.", example=ENVELOPE_EXAMPLE)},
    ),
)
