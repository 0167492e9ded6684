"""Resources and graphs: read, look up, compare (registry-api.md section 3.7), as JSON-LD or RDF."""

from __future__ import annotations

import re
from urllib.parse import quote

from starlette.responses import Response

from opencredreg.api.call import Call, json_response
from opencredreg.api.negotiate import accepted_format, conditional, is_fresh
from opencredreg.api.operation import Answer, Operation, Param, PathParam
from opencredreg.api.wire.views import ENVELOPE_EXAMPLE
from opencredreg.clock import until_end
from opencredreg.errors import Gone
from opencredreg.jsonld.rdf import RDF_FORMATS
from opencredreg.registry.history import history_of
from opencredreg.registry.linked_data import as_rdf
from opencredreg.registry.many import check_existence, find_documents, find_items
from opencredreg.registry.owned import list_readable_communities
from opencredreg.registry.read import ResourceText, get_document, get_resource, include_blank_nodes
from opencredreg.validation.exports.json_schema import schema_classes

__all__ = ["OPERATIONS"]

_JSON = {"application/json": "json", "application/ld+json": "jsonld"}
_OFFERED = {**_JSON, **{syntax.media_type: syntax.name for syntax in RDF_FORMATS.values()}}
_MEDIA_TYPE = {name: media_type for media_type, name in _OFFERED.items()}
_EXTENSIONS = {
    **{syntax.extension: syntax.name for syntax in RDF_FORMATS.values()},
    ".json": "json",
    ".jsonld": "jsonld",
}
_EXTENSION = re.compile(r"(\.[a-z]{2,7})\Z")


def _resource(call: Call) -> Response:
    return _linked_data(call, "resource")


def _graph(call: Call) -> Response:
    return _linked_data(call, "graph")


def _linked_data(call: Call, kind: str) -> Response:
    identifier, chosen = _identifier(call)
    at = until_end(call.values["as_of"]) if call.values["as_of"] is not None else None
    depth = call.values.get("depth") or 0
    found = _find(call, kind, identifier, at)
    if chosen is None:
        chosen = accepted_format(call.header("accept"), _OFFERED, "json")
    if chosen is None:
        return json_response(
            {"errors": [f"None of the types in Accept can be given; offered are {', '.join(_OFFERED)}."]}, 406
        )
    headers = {"Vary": "Accept", "Link": _links(call, kind, identifier)}
    etag = found.digest if chosen in _JSON.values() and not depth else f"{found.digest}-{chosen}{depth}"
    if is_fresh(call.request.headers, etag, found.updated_at):
        return conditional(call.request, b"", etag, found.updated_at, _MEDIA_TYPE[chosen], headers)
    payload = found.payload
    if depth and kind == "resource":
        payload = include_blank_nodes(call.node, payload, found.envelope_id, depth, at=at)
    if chosen not in _JSON.values():
        base = f"{_base(call)}/{'graph' if kind == 'graph' else 'resources'}/{quote(identifier, safe=':/')}"
        payload = as_rdf(call.node, payload, chosen, base=base)
    return conditional(call.request, payload, etag, found.updated_at, _MEDIA_TYPE[chosen], headers)


def _find(call: Call, kind: str, identifier: str, at: int | None) -> ResourceText:
    read = get_resource if kind == "resource" else get_document
    try:
        return read(call.node, call.community, identifier, at=at)
    except Gone:
        if at is not None or call.values["include_deleted"] not in ("true", "only"):
            raise
    # The last that it said: what was in force just before it was deleted.
    with call.node.database.read() as connection:
        events = history_of(connection, call.community, identifier)
    deleted_at = max(entry.created_at for entry in events if entry.event == "destroy")
    return read(call.node, call.community, identifier, at=deleted_at - 1)


def _identifier(call: Call) -> tuple[str, str | None]:
    """The identifier and the format of its extension. An ``@id`` may itself end in ``.json``, so look first."""
    identifier = call.path("id")
    found = _EXTENSION.search(identifier)
    if found is None or found[1] not in _EXTENSIONS:
        return identifier, None
    if call.node.lookup.find_document(call.community.id, identifier) is not None:
        return identifier, None
    return identifier[: found.start()], _EXTENSIONS[found[1]]


def _base(call: Call) -> str:
    """The address of the node, with the community as the client wrote it."""
    prefix = call.request.path_params.get("community")
    # What was written may hold white space, which does not count in the name of a community.
    return f"{call.base_url}/{quote(prefix, safe='')}" if prefix else call.base_url


def _links(call: Call, kind: str, identifier: str) -> str:
    base = _base(call)
    name = quote(identifier, safe="")
    history = f"{call.base_url}/api/communities/{quote(call.community.name)}/history/{name}"
    other = "graph" if kind == "resource" else "resources"
    relation = "collection" if kind == "resource" else "describes"
    return f'<{history}>; rel="version-history", <{base}/{other}/{name}>; rel="{relation}"'


def _array(parts: list[bytes]) -> Response:
    return Response(b"[" + b",".join(parts) + b"]", media_type="application/json")


def _graph_search(call: Call) -> Response:
    return _array(list(find_documents(call.node, call.community, call.values["ctids"]).values()))


def _resource_search(call: Call) -> Response:
    # Quirk 32: all communities are searched; ours leaves out those that the caller may not read.
    ids = [one.id for one in list_readable_communities(call.node, call.actor, call.key)]
    values = call.values
    return _array(find_items(call.node, ids, values["ctids"] or [], values["bnodes"] or []))


def _check_existence(call: Call) -> Response:
    values = call.values
    return json_response(check_existence(call.node, call.community, values["ctids"], values["@type"]))


def _schema_list(call: Call) -> Response:
    schemas = [f"{call.base_url}/schemas/{cls}" for cls in schema_classes(call.node.vocabulary)]
    return json_response({"available_schemas": schemas, "specification": "http://json-schema.org/"})


_TAG = "Resources"
_EXAMPLE_CTID = "ce-1d9b7c52-30a4-4f0b-8a75-6f6a0f4c2f10"
_DOCUMENT = ENVELOPE_EXAMPLE["decoded_resource"]
_RESOURCE = {"@context": _DOCUMENT["@context"], **_DOCUMENT["@graph"][0]}
_ID = PathParam(
    name="id",
    help=(
        "CTID in any case, or `@id` in any spelling (URL-encoded or not). With an extension (`.json`, `.jsonld`, "
        "`.ttl`, `.nt`, `.nq`, `.rdf`, `.trig`) the answer has that format, whatever `Accept` says."
    ),
    takes_slashes=True,
    example=_EXAMPLE_CTID,
)
_AS_OF = Param(
    name="as_of",
    kind="datetime",
    help="Answer with what it said at this time.",
    example="2026-03-01T00:00:00Z",
)
_INCLUDE_DELETED = Param(
    name="include_deleted", help="`true`: of what was deleted, the last that it said.", example="true"
)
_FORMATS = (
    "JSON-LD by default; Turtle, N-Triples, N-Quads, RDF/XML and TriG by `Accept` or extension. Send the ETag "
    "back as `If-None-Match` to be spared what you have."
)
_READ_ANSWERS = {
    304: Answer(help="You have the newest version."),
    406: Answer(help="None of the types in `Accept` can be given."),
    410: Answer(help="It was deleted; the `Link` header points at its history."),
}
_CTIDS = Param(
    name="ctids",
    kind="texts",
    is_required=True,
    is_in_body=True,
    help="CTIDs, in any case.",
    example=[_EXAMPLE_CTID],
)
OPERATIONS = (
    Operation(
        method="GET",
        path="{c}/resources/{id}",
        handler=_resource,
        tag=_TAG,
        summary="A resource",
        help=_FORMATS,
        reads=True,
        unknown_community="EnvelopeCommunity not found",
        path_params=(_ID,),
        params=(
            Param(
                name="depth",
                kind="integer",
                minimum=0,
                default=0,
                help="Add the blank nodes up to so many steps away under `@included`.",
                example=1,
            ),
            _AS_OF,
            _INCLUDE_DELETED,
        ),
        answers={200: Answer(help="The resource.", example=_RESOURCE), **_READ_ANSWERS},
    ),
    Operation(
        method="GET",
        path="{c}/graph/{id}",
        handler=_graph,
        tag=_TAG,
        summary="The whole document of a resource, as published",
        help=_FORMATS,
        reads=True,
        path_params=(_ID,),
        params=(_AS_OF, _INCLUDE_DELETED),
        answers={200: Answer(help="The document.", example=_DOCUMENT), **_READ_ANSWERS},
    ),
    Operation(
        method="POST",
        path="{c}/graph/search",
        handler=_graph_search,
        tag=_TAG,
        summary="The documents of many CTIDs",
        reads=True,
        params=(_CTIDS,),
        answers={200: Answer(help="The documents that exist.", example=[_DOCUMENT])},
    ),
    Operation(
        method="POST",
        path="{c}/resources/search",
        handler=_resource_search,
        tag=_TAG,
        summary="The resources of many CTIDs or blank nodes",
        help="Looks in all communities that you may read.",
        reads=True,
        unknown_community="EnvelopeCommunity not found",
        params=(
            Param(
                name="ctids",
                kind="texts",
                is_in_body=True,
                help="CTIDs, in any case.",
                example=[_EXAMPLE_CTID],
            ),
            Param(
                name="bnodes",
                kind="texts",
                is_in_body=True,
                help="Blank nodes (`_:x`), or the `@id` of resources.",
                example=["_:b1"],
            ),
        ),
        answers={200: Answer(help="The resources that exist.", example=[_DOCUMENT["@graph"][0]])},
    ),
    Operation(
        method="POST",
        path="{c}/resources/check_existence",
        handler=_check_existence,
        tag=_TAG,
        summary="Which of many CTIDs exist",
        help="Current with the last publish. CTIDs come back as they were given.",
        reads=True,
        unknown_community="EnvelopeCommunity not found",
        params=(
            _CTIDS,
            Param(
                name="@type",
                is_in_body=True,
                help="Only those of this class or a subclass of it.",
                example="ceterms:Credential",
            ),
        ),
        answers={200: Answer(help="Those that exist.", example=[_EXAMPLE_CTID])},
    ),
    Operation(
        method="GET",
        path="/schemas/info",
        handler=_schema_list,
        tag="Schemas",
        summary="The JSON Schemas of this node",
        answers={
            200: Answer(
                help="Their addresses.",
                example={"available_schemas": ["https://registry.example/schemas/ceterms:Certificate"]},
            )
        },
    ),
)
