"""The simple search over HTTP: ``GET /search`` (search.md section 2; registry-api.md section 3.8)."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import msgspec
from starlette.responses import Response

from opencredreg import clock
from opencredreg.api.call import Call, ParameterErrors
from opencredreg.api.operation import Answer, Operation, Param, PathParam, paging
from opencredreg.api.wire.views import ENVELOPE_EXAMPLE
from opencredreg.errors import NotFound
from opencredreg.registry.communities import Community
from opencredreg.search.access import list_searchable_communities, require_search
from opencredreg.search.limits import QUERY_BYTES
from opencredreg.search.query_log import noted
from opencredreg.search.simple import search_simply

__all__ = ["OPERATIONS", "PARAMS", "SEARCH_ANSWERS", "search_anywhere"]

_UNKNOWN = "envelope_community does not have a valid value"


def search_anywhere(call: Call) -> Response:
    """Search in all communities that the caller may search, or in the one that a parameter names."""
    pairs = _pairs(call)
    given = dict(pairs)
    name = given.get("community", "").strip() or given.get("envelope_community", "").strip()
    if not name:
        return _answer(call, list_searchable_communities(call.node, call.actor, call.key), pairs)
    found = call.node.find_community(name)
    if found is None:
        written = "community" if given.get("community", "").strip() else "envelope_community"
        raise ParameterErrors([f"{written} does not have a valid value"])
    require_search(call.node, call.actor, found, call.key)
    return _answer(call, [found], pairs)


def _search_community(call: Call) -> Response:
    return _answer(call, [_community(call)], _pairs(call))


def _search_type(call: Call) -> Response:
    # The path wins over a parameter, as it always did.
    return _answer(call, [_community(call)], [*_pairs(call), ("resource_type", call.path("type"))])


def _community(call: Call) -> Community:
    try:
        found = call.community
    except NotFound as error:
        raise ParameterErrors([_UNKNOWN]) from error
    require_search(call.node, call.actor, found, call.key)
    return found


def _pairs(call: Call) -> list[tuple[str, str]]:
    raw: bytes = call.request.scope["query_string"]
    if len(raw) > QUERY_BYTES:
        raise ParameterErrors([f"The query string is longer than {QUERY_BYTES:,} bytes."])
    pairs = parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True)
    wrong = [name.replace("\x00", "�") for name, value in pairs if "\x00" in name + value]
    if wrong:
        raise ParameterErrors([f"{name} is invalid" for name in wrong])
    return [(name, value) for name, value in pairs if name != "format"]


def _answer(call: Call, communities: list[Community], pairs: list[tuple[str, str]]) -> Response:
    names = ",".join(one.name for one in communities)
    with noted("search", names, dict(pairs), {}, keep=True) as note:
        if communities:
            found = search_simply(call.node, communities, pairs, clock.now())
            note.total = found.total
        else:
            raise NotFound("There is no community that you may search.", kind="community")
    # The parser of the search knows the page: its limit is another one than that of other lists.
    call.page = (found.page, found.per_page)
    return call.paged(msgspec.json.encode(found.entries), found.total)


def _param(name: str, text: str, example: Any = None, **more: Any) -> Param:
    return Param(name=name, help=text, example=example, **more)


PARAMS = (
    *paging(200),
    _param("fts", "Words. All of them stand in the texts of a result, or nearly. Best first.", "welding"),
    _param("community", "Only this community, in any spelling.", "ce_registry"),
    _param("type", "Kind of envelope: `resource_data`, `paradata` or `json_schema`.", "resource_data"),
    _param(
        "resource_type",
        "Kinds of resources by the names of the community, singular or plural, with commas between.",
        "credential",
    ),
    _param(
        "from",
        "Published last at this time or later: ISO 8601, or words such as `3 months ago` or `last week`.",
        "2026-01-01",
    ),
    _param("until", "Published last at this time or before; a day counts whole.", "2026-12-31"),
    _param("envelope_ceterms_ctid", "CTIDs of the documents around, with commas between."),
    _param("envelope_id", "Ids of the envelopes, with commas between."),
    _param(
        "envelope_ctdl_type", "Classes of the main resources, with commas between.", "ceterms:Certificate"
    ),
    _param("resource_publish_type", "`primary`, `secondary` or both with a comma between.", "primary"),
    _param("owned_by", "CTIDs of owners, with commas between."),
    _param("published_by", "CTIDs of publishing organizations, with commas between."),
    _param(
        "provisional",
        "Provisional records: left out (`exclude`, the default), taken too (`include`), or the only ones.",
        "include",
    ),
    _param("with_bnodes", "Blank nodes as results: `false` (the default), `true` or `only`.", "true"),
    _param(
        "include_deleted",
        "Resources of deleted envelopes, as they were last: `false` (the default), `true` or `only`.",
        "only",
    ),
    _param(
        "sort_by",
        "`updated_at` (the default) or `created_at`. With `fts`, given explicitly, it wins.",
        "created_at",
    ),
    _param("sort_order", "`desc` (the default) or `asc`. Ties are broken by CTID.", "asc"),
    _param("metadata_only", "`true`: leave out `decoded_resource`.", "true"),
    _param(
        "ceterms:ctid",
        "As an example of a property: any other name is one, or an alias or prepared query of the community. The "
        "value, JSON or text, must be contained in the resource.",
        "ce-1d9b7c52-30a4-4f0b-8a75-6f6a0f4c2f10",
    ),
)
_HIT = {
    **{name: value for name, value in ENVELOPE_EXAMPLE.items() if name not in ("changed", "updated_at")},
    "inner_resource": ENVELOPE_EXAMPLE["decoded_resource"]["@graph"][0],
}
SEARCH_ANSWERS = {
    200: Answer(
        help="One entry for each resource, with its envelope; the resource itself is `inner_resource`.",
        example=[_HIT],
    ),
    422: Answer(
        help="The documents of the page are too large together; ask for fewer, or for metadata only."
    ),
    404: Answer(help="There is no community that you may search."),
}
_HELP = (
    "All parameters must hold; without any, everything is found. A property that is filtered by must contain the "
    "value as PostgreSQL's `@>` does; a text is also found in lists and in language maps. What cannot be read is "
    "400 and names the parameter."
)
_COMMUNITY = PathParam(
    name="community", help="Name of the community, in any spelling.", example="ce-registry"
)
OPERATIONS = (
    Operation(
        method="GET",
        path="/search",
        handler=search_anywhere,
        tag="Search",
        summary="Search by parameters, in all communities that you may search",
        help=_HELP,
        reads=True,
        params=PARAMS,
        answers=SEARCH_ANSWERS,
    ),
    Operation(
        method="GET",
        path="/{community}/search",
        handler=_search_community,
        tag="Search",
        summary="Search by parameters",
        help=_HELP,
        reads=True,
        path_params=(_COMMUNITY,),
        params=PARAMS,
        answers=SEARCH_ANSWERS,
    ),
    Operation(
        method="GET",
        path="/{community}/{type}/search",
        handler=_search_type,
        tag="Search",
        summary="Search by parameters for one kind of resource",
        help=_HELP,
        reads=True,
        path_params=(
            _COMMUNITY,
            PathParam(
                name="type",
                help="Kind of resource by the name that the community has for it, singular or plural.",
                example="credentials",
            ),
        ),
        params=PARAMS,
        answers=SEARCH_ANSWERS,
    ),
)
