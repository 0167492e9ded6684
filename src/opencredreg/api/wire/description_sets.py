"""Description sets (registry-api.md section 3.10): everything that belongs to a resource, path by path."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from opencredreg.accounts.actor import Role
from opencredreg.api.call import Call, json_response
from opencredreg.api.operation import Answer, Operation, Param, PathParam
from opencredreg.clock import format_timestamp
from opencredreg.search.description_sets import DescriptionOptions, describe_resources

__all__ = ["OPERATIONS"]


def _options(call: Call, **more: Any) -> DescriptionOptions:
    values = call.values
    return DescriptionOptions(
        path_exact=values["path_exact"],
        path_contains=values["path_contains"],
        visibility=values["provisional"],
        **more,
    )


def _one(call: Call) -> Response:
    options = _options(call, per_branch_limit=call.values["limit"], include_data=False)
    found = describe_resources(call.node, call.community, [call.path("ctid")], options)
    return json_response(found.sets[0].description_set if found.sets else [])


def _many(call: Call) -> Response:
    values = call.values
    chosen = {
        name: values[name] for name in ("include_resources", "include_graph_data", "include_results_metadata")
    }
    options = _options(call, per_branch_limit=values["per_branch_limit"], **chosen)
    found = describe_resources(call.node, call.community, values["ctids"], options)
    body: dict[str, Any] = {"data": found.data, "description_sets": found.sets}
    if options.include_resources or options.include_graph_data:
        body["description_set_resources"] = found.related
    if options.include_results_metadata:
        body["results_metadata"] = [
            {
                # A CTID, unlike in the answers of /ctdl (quirk 31).
                "resource_uri": one.ctid,
                "created_at": format_timestamp(one.created_at),
                "updated_at": format_timestamp(one.updated_at),
                "owned_by": one.owned_by,
                "published_by": one.published_by,
            }
            for one in found.metadata
        ]
    return json_response(body)


_TAG = "Description sets"
_CTID = "ce-1d9b7c52-30a4-4f0b-8a75-6f6a0f4c2f10"
_OWNER = "ce-a7c1d2e3-1111-4222-8333-444455556666"
_URI = "https://registry.example/resources/"
_SET = [{"path": "> ceterms:ownedBy > ceterms:Agent", "total": 1, "uris": [_URI + _OWNER]}]
_HELP = (
    "Every path leads away from the resource: `>` follows a property forwards, `<` backwards, and each step names "
    "the property and the class that it meets, subclasses included. Computed at the moment of the question. "
    "`total` counts all that lies at the end of a path, `uris` lists the first of them, never more than 10,000."
)


def _params(is_in_body: bool) -> tuple[Param, ...]:
    return (
        Param(
            name="path_exact",
            is_in_body=is_in_body,
            help="Only this path; case does not count.",
            example="> ceterms:ownedBy > ceterms:Agent",
        ),
        Param(
            name="path_contains",
            is_in_body=is_in_body,
            help="Only paths with this text in them; case does not count. `path_exact` wins.",
            example="ceterms:requires",
        ),
        Param(
            name="provisional",
            kind="choice",
            choices=("exclude", "include", "only"),
            default="exclude",
            is_in_body=is_in_body,
            help="Provisional records on the way and at the end: left out, taken too, or the only ends.",
            example="include",
        ),
    )


def _limit(name: str, is_in_body: bool) -> Param:
    return Param(
        name=name,
        kind="integer",
        minimum=0,
        is_in_body=is_in_body,
        help="At most so many URIs for each path; `total` does not change.",
        example=100,
    )


def _flag(name: str, text: str) -> Param:
    return Param(name=name, kind="boolean", default=False, is_in_body=True, help=text, example=True)


OPERATIONS = (
    Operation(
        method="GET",
        path="{c}/description_sets/{ctid}",
        handler=_one,
        tag=_TAG,
        summary="Everything connected to one resource",
        help=_HELP,
        role=Role.READER,
        scope="search",
        reads=True,
        path_params=(PathParam(name="ctid", help="CTID, in any case.", example=_CTID),),
        params=(_limit("limit", False), *_params(False)),
        answers={
            200: Answer(
                help="The paths that lead somewhere, sorted; empty when the CTID is not known.", example=_SET
            )
        },
    ),
    Operation(
        method="POST",
        path="{c}/description_sets",
        handler=_many,
        tag=_TAG,
        summary="Everything connected to many resources",
        help=_HELP,
        role=Role.READER,
        scope="search",
        reads=True,
        params=(
            Param(
                name="ctids",
                kind="texts",
                is_required=True,
                is_in_body=True,
                help="CTIDs, in any case; up to 1,000 at a time unless the node is set up otherwise.",
                example=[_CTID],
            ),
            _flag("include_resources", "Add the resources that `uris` name, each once."),
            _flag("include_graph_data", "Add the other members of the documents of these CTIDs."),
            _flag("include_results_metadata", "Add when each was published, by whom and for whom."),
            _limit("per_branch_limit", True),
            *_params(True),
        ),
        answers={
            200: Answer(
                help="The resources in the order of `ctids`, and their sets; what is not known is left out. "
                "URIs like `https://credreg.net/bnodes/x` stand for the blank node `_:x`.",
                example={
                    "data": [{"@id": _URI + _CTID, "@type": "ceterms:Certificate", "ceterms:ctid": _CTID}],
                    "description_sets": [{"ctid": _CTID, "description_set": _SET}],
                    "description_set_resources": [
                        {"@id": _URI + _OWNER, "@type": "ceterms:CredentialOrganization"}
                    ],
                    "results_metadata": [
                        {
                            "resource_uri": _CTID,
                            "created_at": "2026-02-03T10:11:12.345Z",
                            "updated_at": "2026-02-03T10:11:12.345Z",
                            "owned_by": _OWNER,
                            "published_by": None,
                        }
                    ],
                },
            )
        },
    ),
)
