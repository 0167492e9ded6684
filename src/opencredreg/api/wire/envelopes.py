"""Envelopes: list, single, revisions, events, verify, purge (registry-api.md sections 3.2, 3.3, 3.5)."""

from __future__ import annotations

from starlette.responses import Response

from opencredreg.accounts.actor import Role
from opencredreg.accounts.organizations import get_organization
from opencredreg.api.call import Call, ParameterErrors, json_response
from opencredreg.api.negotiate import conditional
from opencredreg.api.operation import Answer, Operation, Param, PathParam, paging
from opencredreg.api.wire.views import (
    ENVELOPE_EXAMPLE,
    render_envelope,
    render_envelope_by_id,
    render_envelopes,
    render_revision,
)
from opencredreg.clock import format_timestamp, until_end
from opencredreg.errors import NotFound
from opencredreg.registry.amend import verify
from opencredreg.registry.envelopes import get_envelope, get_revision, list_envelopes
from opencredreg.registry.history import list_events
from opencredreg.registry.remove import PurgeFilter, purge

__all__ = ["OPERATIONS"]

_DELETED = {"true": "include", "only": "only"}


def _list(call: Call) -> Response:
    values = call.values
    page, per_page = call.page
    with call.node.database.read(snapshot=True) as connection:
        views, total = list_envelopes(
            connection,
            community_id=call.community.id,
            provisional=values["provisional"],
            deleted=_DELETED.get(values["include_deleted"] or "", "exclude"),  # type: ignore[arg-type]
            with_body=not values["metadata_only"],
            offset=(page - 1) * per_page,
            limit=per_page,
        )
        content = render_envelopes(connection, views, metadata_only=values["metadata_only"])
    return call.paged(content, total)


def _include_deleted(call: Call) -> bool:
    return bool(_DELETED.get(call.values["include_deleted"] or ""))


def _single(call: Call) -> Response:
    view = get_envelope(call.node, call.community, call.path("id"), include_deleted=_include_deleted(call))
    content = render_envelope(call.node, view, metadata_only=bool(call.values["metadata_only"]))
    # To verify an envelope changes what is shown without a version of its own.
    etag = f"{view.digest.hex()}-{view.version_id}-{view.last_verified_on}"
    return conditional(call.request, content, etag, view.updated_at, "application/json")


def _revision(call: Call) -> Response:
    view = get_envelope(call.node, call.community, call.path("id"), include_deleted=True)
    number = call.path("rid")
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise NotFound("EnvelopeVersion not found", kind="version")
    return Response(
        render_revision(get_revision(call.node, view, int(number))), media_type="application/json"
    )


def _verify(call: Call) -> Response:
    day = call.values["last_verified_on"]
    view = get_envelope(call.node, call.community, call.path("id"))
    verify(call.node, call.actor, call.community, view.id, day)
    return Response(render_envelope_by_id(call.node, view.id, changed=False), media_type="application/json")


def _events(call: Call) -> Response:
    values = call.values
    page, per_page = call.page
    with call.node.database.read(snapshot=True) as connection:
        events, total = list_events(
            connection,
            call.community,
            since=values["after"],
            ctid=values["ctid"],
            event=values["event"],
            provisional=values["provisional"],
            offset=(page - 1) * per_page,
            limit=per_page,
        )
    content = json_response(
        [
            {"envelope_ceterms_ctid": ctid, "event": event, "created_at": format_timestamp(at)}
            for ctid, event, at in events
        ]
    ).body
    return call.paged(bytes(content), total)


def _purge(call: Call) -> Response:
    values = call.values
    if not values["owned_by"] and not values["published_by"]:
        raise ParameterErrors(["owned_by, published_by are missing, at least one parameter must be provided"])
    with call.node.database.read() as connection:
        owner, publisher = (
            get_organization(connection, values[name]).id if values[name] else None
            for name in ("owned_by", "published_by")
        )
    count = purge(
        call.node,
        call.actor,
        call.community,
        PurgeFilter(
            owner_id=owner,
            publishing_organization_id=publisher,
            alias=values["resource_type"],
            since=values["from"],
            until=until_end(values["until"]) if values["until"] is not None else None,
        ),
    )
    return json_response({"purged": count})


def _schemas(call: Call) -> str:
    """Where the schemas of envelopes are said to be: the same for every community, but it must be one."""
    _ = call.community
    return f"{call.base_url}/schemas"


def _info(call: Call) -> Response:
    base = _schemas(call)
    return json_response(
        {
            "POST": {"accepted_schemas": [f"{base}/paradata"]},
            "PUT": {"accepted_schemas": [f"{base}/delete_envelope"]},
        }
    )


def _single_info(call: Call) -> Response:
    base = _schemas(call)
    return json_response(
        {
            "PATCH": {"accepted_schemas": [f"{base}/paradata"]},
            "DELETE": {"accepted_schemas": [f"{base}/delete_envelope"]},
        }
    )


_TAG = "Envelopes"
_ID = PathParam(
    name="id",
    help="Envelope id, CTID of the document, or CTID of a resource inside of it, in any case.",
    example="ce-1d9b7c52-30a4-4f0b-8a75-6f6a0f4c2f10",
)
_INCLUDE_DELETED = Param(
    name="include_deleted", help="`true`: deleted ones too; `only`: nothing but deleted ones.", example="true"
)
_METADATA_ONLY = Param(
    name="metadata_only", kind="boolean", default=False, help="Leave `decoded_resource` out."
)
_PROVISIONAL = ("exclude", "include", "only")
OPERATIONS = (
    Operation(
        method="GET",
        path="{c}/envelopes",
        handler=_list,
        tag=_TAG,
        summary="Envelopes, newest first",
        reads=True,
        params=(
            *paging(),
            _METADATA_ONLY,
            Param(
                name="provisional",
                kind="choice",
                choices=_PROVISIONAL,
                default="exclude",
                help="What to do with provisional documents.",
            ),
            _INCLUDE_DELETED,
        ),
        answers={200: Answer(help="A page of envelopes.", example=[ENVELOPE_EXAMPLE])},
    ),
    Operation(
        method="DELETE",
        path="{c}/envelopes",
        handler=_purge,
        tag=_TAG,
        summary="Purge what an organization owns or published",
        help="Deletes all documents that match all conditions. Each leaves an event and stays in the history.",
        role=Role.PUBLISHER,
        scope="delete",
        params=(
            Param(
                name="owned_by", help="CTID of the owner.", example="ce-a7c1d2e3-1111-4222-8333-444455556666"
            ),
            Param(name="published_by", help="CTID of the publishing organization."),
            Param(name="resource_type", help="Alias of the class, such as `credential`."),
            Param(name="from", kind="datetime", help="Created at this time or later."),
            Param(name="until", kind="datetime", help="Created at this time or earlier."),
        ),
        answers={200: Answer(help="How many.", example={"purged": 2})},
    ),
    Operation(
        method="GET",
        path="{c}/envelopes/info",
        handler=_info,
        tag=_TAG,
        summary="Schemas of envelopes",
        answers={200: Answer(help="Addresses of schemas.")},
    ),
    Operation(
        method="GET",
        path="{c}/envelopes/events",
        handler=_events,
        tag=_TAG,
        summary="What happened, newest first",
        reads=True,
        params=(
            Param(
                name="after",
                kind="datetime",
                help="Events at this time or later.",
                example="2026-02-03T00:00:00Z",
            ),
            Param(name="ctid", help="Only of this CTID, in any case."),
            Param(
                name="event",
                kind="choice",
                choices=("create", "update", "destroy"),
                help="Only of this kind.",
            ),
            Param(
                name="provisional",
                kind="choice",
                choices=_PROVISIONAL,
                default="include",
                help="What to do with provisional documents.",
            ),
            *paging(),
        ),
        answers={
            200: Answer(
                help="A page of events.",
                example=[
                    {
                        "envelope_ceterms_ctid": "ce-1d9b7c52-30a4-4f0b-8a75-6f6a0f4c2f10",
                        "event": "create",
                        "created_at": "2026-02-03T10:11:12.345Z",
                    }
                ],
            )
        },
    ),
    Operation(
        method="GET",
        path="{c}/envelopes/{id}",
        handler=_single,
        tag=_TAG,
        summary="One envelope",
        reads=True,
        path_params=(_ID,),
        params=(_INCLUDE_DELETED, _METADATA_ONLY),
        answers={
            200: Answer(help="The envelope.", example=ENVELOPE_EXAMPLE),
            410: Answer(help="It was deleted; the `Link` header points at its history."),
        },
    ),
    Operation(
        method="GET",
        path="{c}/envelopes/{id}/info",
        handler=_single_info,
        tag=_TAG,
        summary="Schemas of changes of an envelope",
        path_params=(_ID,),
        answers={200: Answer(help="Addresses of schemas.")},
    ),
    Operation(
        method="PATCH",
        path="{c}/envelopes/{id}/verify",
        handler=_verify,
        tag=_TAG,
        summary="Note that the document was found to be true",
        role=Role.PUBLISHER,
        scope="publish",
        path_params=(_ID,),
        params=(
            Param(
                name="last_verified_on",
                kind="date",
                help="The day.",
                is_required=True,
                is_in_body=True,
                example="2026-03-01",
            ),
        ),
        answers={200: Answer(help="The envelope.", example=ENVELOPE_EXAMPLE)},
    ),
    Operation(
        method="GET",
        path="{c}/envelopes/{id}/revisions/{rid}",
        handler=_revision,
        tag=_TAG,
        summary="The envelope before an event of its history",
        help="The addresses stand in `node_headers.revision_history`. Deleted documents keep theirs.",
        reads=True,
        path_params=(_ID, PathParam(name="rid", help="Number of the event.", example="90412")),
        answers={200: Answer(help="The envelope as it was.", example=ENVELOPE_EXAMPLE)},
    ),
)
