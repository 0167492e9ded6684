"""The flow with signed envelopes and delete tokens (registry-api.md section 4.8, and the guide)."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from opencredreg.api.call import Call
from opencredreg.api.negotiate import if_match
from opencredreg.api.operation import Answer, Body, Operation, Param, PathParam
from opencredreg.api.wire.publish import publish_answer
from opencredreg.api.wire.views import ENVELOPE_EXAMPLE
from opencredreg.errors import InvalidInput, NotFound
from opencredreg.registry.envelopes import get_envelope, get_envelope_by_id
from opencredreg.registry.signed import delete_signed, publish_signed
from opencredreg.store.envelopes import EnvelopeView

__all__ = ["OPERATIONS"]


def _body(call: Call) -> Mapping[str, object]:
    value = call.form_body() or call.json_body()
    if not isinstance(value, dict):
        raise InvalidInput("The body must be a JSON object.")
    call.require_community(value.get("envelope_community"))
    return value


def _identifier(call: Call) -> str:
    """The name in the address. An ``@id`` may end in ``.json``; anywhere else that is a suffix (quirk 40)."""
    name = call.path("id")
    if name.endswith(".json") and call.node.lookup.find_document(call.community.id, name) is None:
        return name.removesuffix(".json")
    return name


def _post(call: Call, status: int | None) -> Response:
    values = call.values
    receipt = publish_signed(
        call.node,
        call.community,
        _body(call),
        owned_by=values["owned_by"],
        published_by=values["published_by"],
        if_match=if_match(call.request),
    )
    if status is None:
        status = 201 if receipt.event == "created" else 200
    return publish_answer(call, receipt, status)


def _post_envelope(call: Call) -> Response:
    return _post(call, 200 if call.values["update_if_exists"] else 201)


def _post_resource(call: Call) -> Response:
    return _post(call, None)


def _replace(call: Call, target: EnvelopeView) -> Response:
    receipt = publish_signed(
        call.node, call.community, _body(call), target=target, if_match=if_match(call.request)
    )
    return publish_answer(call, receipt, 200)


def _put_resource(call: Call) -> Response:
    found = call.node.lookup.find_document(call.community.id, _identifier(call))
    if found is None:
        raise NotFound("No matching resource found", kind="resource")
    return _replace(call, get_envelope_by_id(call.node, found.envelope_id))


def _patch_envelope(call: Call) -> Response:
    return _replace(call, get_envelope(call.node, call.community, call.path("id")))


def _delete_by_body(call: Call) -> Response:
    delete_signed(call.node, call.community, None, _body(call))
    return Response(status_code=204)


def _delete(call: Call) -> Response:
    delete_signed(call.node, call.community, _identifier(call), _body(call))
    return Response(status_code=204)


_TAG = "Signed envelopes"
_ENVELOPE = Body(
    help="The request envelope. `resource` is the document as a JWT that the key signed (RS256).",
    example={
        "envelope_type": "resource_data",
        "envelope_version": "1.0.0",
        "envelope_community": "ce_registry",
        "resource_format": "json",
        "resource_encoding": "jwt",
        "resource": "eyJhbGciOiJSUzI1NiJ9.eyJ...",
        "resource_public_key": "-----BEGIN PUBLIC KEY-----\nMIIB...\n-----END PUBLIC KEY-----\n",
    },
)
_TOKEN = Body(
    help=(
        "The delete token: any JSON as a JWT that the key signed (RS256). Name `ctid` or `envelope_id`, and `exp`, "
        "in it, and it is good for that only."
    ),
    example={
        "delete_token": "eyJhbGciOiJSUzI1NiJ9.eyJ...",
        "delete_token_format": "json",
        "delete_token_encoding": "jwt",
        "delete_token_public_key": "-----BEGIN PUBLIC KEY-----\nMIIB...\n-----END PUBLIC KEY-----\n",
    },
)
_PARAMS = (
    Param(name="owned_by", help="CTID of the owner; without it the organization that registered the key."),
    Param(name="published_by", help="CTID of the organization that publishes for the owner."),
    Param(
        name="update_if_exists",
        kind="boolean",
        default=False,
        help="Makes the status of success 200. A known document is updated in any case.",
    ),
)
_ID = PathParam(
    name="id",
    help="CTID in any case, or `@id`.",
    takes_slashes=True,
    example="ce-1d9b7c52-30a4-4f0b-8a75-6f6a0f4c2f10",
)
_ENVELOPE_ID = PathParam(
    name="id", help="Envelope id or CTID.", example="5f0c2f0e-7c1b-4a51-9b1c-2d7a6d0a9e11"
)
_REFUSALS = {
    400: Answer(help="Key or signature does not verify."),
    422: Answer(help="A field is missing or wrong, or the key may not change the document."),
}
_DONE = {200: Answer(help="Updated or unchanged.", example=ENVELOPE_EXAMPLE), **_REFUSALS}
_CREATED = {201: Answer(help="Published.", example=ENVELOPE_EXAMPLE), **_DONE}
_GONE = {204: Answer(help="Deleted."), **_REFUSALS}
OPERATIONS = (
    Operation(
        method="POST", path="{c}/envelopes", handler=_post_envelope, tag=_TAG, style="signed",
        summary="Publish a signed envelope", params=_PARAMS, body=_ENVELOPE, answers=_CREATED,
    ),
    Operation(
        method="POST", path="{c}/resources", handler=_post_resource, tag=_TAG, style="signed",
        summary="Publish a signed resource", help="201 when it is new, 200 when it was known.",
        params=_PARAMS, body=_ENVELOPE, answers=_CREATED,
    ),
    Operation(
        method="PUT", path="{c}/resources/{id}", handler=_put_resource, tag=_TAG, style="signed",
        summary="Replace a resource with a signed envelope", path_params=(_ID,), body=_ENVELOPE, answers=_DONE,
    ),
    Operation(
        method="PATCH", path="{c}/envelopes/{id}", handler=_patch_envelope, tag=_TAG, style="signed",
        summary="Replace an envelope with a signed one", path_params=(_ENVELOPE_ID,), body=_ENVELOPE,
        answers=_DONE,
    ),
    Operation(
        method="PUT", path="{c}/envelopes", handler=_delete_by_body, tag=_TAG, style="delete-token",
        summary="Delete the envelope that a delete token names", help="`envelope_id` stands in the body.",
        body=_TOKEN, answers=_GONE,
    ),
    Operation(
        method="DELETE", path="{c}/envelopes/{id}", handler=_delete, tag=_TAG, style="delete-token",
        summary="Delete an envelope with a delete token", path_params=(_ENVELOPE_ID,), body=_TOKEN,
        answers=_GONE,
    ),
    Operation(
        method="DELETE", path="{c}/resources/{id}", handler=_delete, tag=_TAG, style="delete-token",
        summary="Delete a resource with a delete token", path_params=(_ID,), body=_TOKEN, answers=_GONE,
    ),
    Operation(
        method="DELETE", path="{c}/graph/{id}", handler=_delete, tag=_TAG, style="delete-token",
        summary="Delete a document with a delete token", path_params=(_ID,), body=_TOKEN, answers=_GONE,
    ),
)  # fmt: skip
