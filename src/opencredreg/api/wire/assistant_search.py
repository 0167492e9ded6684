"""The hosted search API under the names that its clients use (search.md section 11): a mapping of names, no more."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.responses import Response

from opencredreg.accounts.actor import Role
from opencredreg.api.call import Call, ParameterErrors, json_response
from opencredreg.api.operation import Answer, Body, Operation
from opencredreg.api.wire.ctdl_search import render_explanation, render_warnings
from opencredreg.api.wire.simple_search import PARAMS, SEARCH_ANSWERS, search_anywhere
from opencredreg.clock import format_timestamp
from opencredreg.errors import MalformedJSON
from opencredreg.query.ctdl_language import ParsedQuery
from opencredreg.query.sorting import parse_sort
from opencredreg.query.tree import Search
from opencredreg.registry.communities import Community
from opencredreg.search.asking import Answer as Found
from opencredreg.search.asking import Question, ask, read_query
from opencredreg.search.description_sets import DescriptionOptions, DescriptionSets, describe_resources
from opencredreg.search.limits import check_query_bytes
from opencredreg.search.query_log import noted

__all__ = ["OPERATIONS"]

_TAKE = 100
_CTIDS = 100
_WHOLE = re.compile(r"\s*[+-]?\d{1,12}\s*")
_SETS, _GRAPH, _DATA = "relateduris", "graph", "relateddata"


class _Request:
    """The members of a request. Their case does not count, and what nobody knows is not looked at."""

    def __init__(self, value: Any) -> None:
        if not isinstance(value, dict):
            raise MalformedJSON("The body is a JSON object with a Query.", hint='{"Query": {…}, "Take": 10}')
        self._members = {name.lower(): entry for name, entry in value.items()}
        self.problems: list[str] = []

    def has(self, name: str) -> bool:
        return self._members.get(name.lower()) is not None

    def value(self, name: str) -> Any:
        return self._members.get(name.lower())

    def number(self, name: str, default: int | None, *, most: int | None = None) -> int | None:
        """A whole number, also as a text; -1 is no limit where there need not be one."""
        value = self.value(name)
        if isinstance(value, str) and _WHOLE.fullmatch(value):
            value = int(value)
        if value is None or value == "":
            return default
        if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 2**53:
            self.problems.append(f"{name} is invalid")
        elif value < 0 and default is None:
            return None
        elif value < 0 or (most is not None and value > most):
            self.problems.append(f"{name} is {'not negative' if value < 0 else f'at most {most:,}'}")
        else:
            return value
        return default

    def flag(self, name: str) -> bool:
        value = self.value(name)
        if value in (None, ""):
            return False
        if isinstance(value, bool):
            return value
        if str(value).lower() in ("true", "false", "1", "0"):
            return str(value).lower() in ("true", "1")
        self.problems.append(f"{name} is invalid")
        return False

    def text(self, name: str) -> str | None:
        value = self.value(name)
        if value is None or isinstance(value, str):
            return value
        self.problems.append(f"{name} is invalid")
        return None

    def check(self) -> None:
        """Refuse the request if anything in it is wrong.

        Raises:
            ParameterErrors: something is.
        """
        if self.problems:
            raise ParameterErrors(self.problems)


def _search(call: Call) -> Response:
    check_query_bytes(call.body)
    request = _Request(call.json_body())
    community = _community(call, request)
    if not request.has("Query") and request.has("DescriptionSetCTIDs"):
        return json_response(_description_sets(call, request, community))
    if not request.has("Query"):
        request.problems.append("Query is missing")
    skip, take = request.number("Skip", 0), request.number("Take", 10, most=_TAKE)
    wants_metadata, wants_debug = request.flag("IncludeResultsMetadata"), request.flag("IncludeDebugInfo")
    options = _description_options(call, request)
    sort, descending = _sort(request)
    keep = not request.flag("SkipLogging")
    request.check()
    query = request.value("Query")
    logged = {"extra": request.value("ExtraLoggingInfo"), "skip": skip, "take": take, "sort": sort}
    with noted("assistant", community.name, query, logged, keep=keep) as note:
        started = time.monotonic()
        parsed, at = read_query(call.node, query, None)
        search = Search(
            expression=parsed.expression,
            sort=parse_sort(sort, call.node.vocabulary, descending=descending, path="/Sort"),
            skip=skip or 0,
            take=take if take is not None else 10,
        )
        question = Question(
            community=community,
            parsed=parsed,
            search=search,
            at=at,
            explain=wants_debug,
            with_records=wants_metadata,
        )
        found = ask(call.node, question)
        note.total = found.total
        extra: dict[str, Any] = {"TotalResults": found.total}
        if options is not None:
            ctids = [hit.ctid for hit in found.hits if hit.ctid]
            described = describe_resources(call.node, community, ctids, options)
            uris = {hit.ctid: hit.uri or hit.key for hit in found.hits if hit.ctid}
            extra |= _related(described, options, uris)
        if wants_metadata:
            extra["ResultsMetadata"] = [_metadata(found, place) for place in range(len(found.hits))]
        if wants_debug:
            extra["DebugInfo"] = _debug(found, parsed, started)
    return json_response(_envelope([msgspec.Raw(hit.body) for hit in found.hits], extra))


def _envelope(data: list[msgspec.Raw], extra: Mapping[str, Any]) -> dict[str, Any]:
    return {"data": data, "valid": True, "status": "", "extra": extra}


def _community(call: Call, request: _Request) -> Community:
    name = request.text("Community")
    found = call.node.find_community(name) if name else call.node.default_community(call.header("host") or "")
    if found is None:
        raise ParameterErrors(["Community does not have a valid value"])
    return found


def _sort(request: _Request) -> tuple[str | None, bool | None]:
    """``Sort``, or the older pair of a name and a direction."""
    sort, older = request.text("Sort"), request.text("OrderBy")
    if sort or not older:
        return sort, None
    return older, request.flag("OrderDescending")


def _description_options(call: Call, request: _Request) -> DescriptionOptions | None:
    """What is wanted beside the results; ``None`` when nothing is."""
    kind = (request.text("DescriptionSetType") or "Resource").strip()
    per_path = request.number("DescriptionSetRelatedURIsLimit", None)
    related = request.number("DescriptionSetRelatedItemsLimit", None)
    words = kind.lower().split("_")
    if words[0] != "resource" or not {*words[1:]} <= {_SETS, _GRAPH, _DATA}:
        if call.node.vocabulary.normalize_term(kind) not in call.node.vocabulary.classes:
            request.problems.append("DescriptionSetType does not have a valid value")
        # The oldest clients named a class here, and got what belongs to a resource of it.
        words = ["resource", _SETS]
    if len(words) == 1:
        return None
    return DescriptionOptions(
        per_branch_limit=per_path,
        related_limit=related,
        include_sets=_SETS in words or _DATA in words,
        include_data=False,
        include_resources=_DATA in words,
        include_graph_data=_GRAPH in words,
    )


def _related(
    described: DescriptionSets, options: DescriptionOptions, uris: Mapping[str, str]
) -> dict[str, Any]:
    extra: dict[str, Any] = {}
    if options.include_sets:
        extra["RelatedItemsMap"] = [
            {
                "ResourceURI": uris.get(one.ctid, one.ctid),
                "RelatedItems": [
                    {"Path": entry.path, "URIs": entry.uris, "TotalURIs": entry.total}
                    for entry in one.description_set
                ],
            }
            for one in described.sets
        ]
    if options.include_resources or options.include_graph_data:
        extra["RelatedItems"] = described.related
    return extra


def _description_sets(call: Call, request: _Request, community: Community) -> dict[str, Any]:
    """The sibling call: what belongs to resources whose CTIDs are known."""
    ctids = request.value("DescriptionSetCTIDs")
    if isinstance(ctids, str):
        ctids = [ctids]
    if not isinstance(ctids, list) or not all(isinstance(entry, str) for entry in ctids):
        request.problems.append("DescriptionSetCTIDs is invalid")
    elif len(ctids) > _CTIDS:
        request.problems.append(f"DescriptionSetCTIDs has at most {_CTIDS} entries")
    options = DescriptionOptions(
        per_branch_limit=request.number("DescriptionSetRelatedURIsLimit", None),
        related_limit=request.number("DescriptionSetRelatedItemsLimit", None),
        include_resources=request.flag("DescriptionSetIncludeData"),
        include_results_metadata=True,
    )
    request.check()
    found = describe_resources(call.node, community, ctids, options)
    uris = {one.ctid: one.uri for one in found.metadata}
    extra = {"TotalResults": len(found.data), **_related(found, options, uris)}
    return _envelope(list(found.data), extra)


def _metadata(found: Found, place: int) -> dict[str, Any]:
    hit = found.hits[place]
    record = found.records[hit.envelope_id]
    return {
        "ResourceURI": hit.uri or hit.key,
        "RecordCreated": format_timestamp(record.created_at),
        "RecordUpdated": format_timestamp(record.updated_at),
        "RecordOwnedBy": record.owned_by,
        "RecordPublishedBy": record.published_by,
        "ResourcePublishType": record.publish_type,
    }


def _debug(found: Found, parsed: ParsedQuery, started: float) -> dict[str, Any]:
    assert found.explanation is not None
    return {
        "Explain": render_explanation(found.explanation),
        "Warnings": render_warnings(parsed.warnings),
        "Milliseconds": round((time.monotonic() - started) * 1000, 1),
    }


_CTID = "ce-1d9b7c52-30a4-4f0b-8a75-6f6a0f4c2f10"
_URI = "https://registry.example/resources/"
_EXAMPLE = {
    "data": [
        {
            "@id": _URI + _CTID,
            "@type": "ceterms:Certificate",
            "ceterms:ctid": _CTID,
            "ceterms:name": {"en": "Orchard keeping, first level"},
        }
    ],
    "valid": True,
    "status": "",
    "extra": {
        "TotalResults": 1,
        "RelatedItemsMap": [
            {
                "ResourceURI": _URI + _CTID,
                "RelatedItems": [
                    {
                        "Path": "> ceterms:ownedBy > ceterms:Agent",
                        "URIs": [_URI + "ce-a7c1d2e3-1111-4222-8333-444455556666"],
                        "TotalURIs": 1,
                    }
                ],
            }
        ],
    },
}
_NUMBER = {"type": ["integer", "string"]}
_SCHEMA = {
    "type": "object",
    "properties": {
        "Query": {"type": ["object", "array"], "description": "A query of the CTDL query language."},
        "Skip": {**_NUMBER, "default": 0},
        "Take": {**_NUMBER, "default": 10, "description": "0 to 100."},
        "Sort": {"type": "string", "description": "As `order_by` of `POST /ctdl`."},
        "OrderBy": {"type": "string", "description": "Older form of `Sort`, with `OrderDescending`."},
        "OrderDescending": {"type": "boolean"},
        "Community": {"type": "string"},
        "DescriptionSetType": {
            "type": "string",
            "description": (
                "`Resource` for the results alone; with `_RelatedURIs`, `_Graph` and `_RelatedData` behind it, in "
                "this order, also their description sets, the other members of their documents, and the "
                "resources that the sets name."
            ),
            "default": "Resource",
        },
        "DescriptionSetRelatedURIsLimit": {**_NUMBER, "description": "For each path; -1 is no limit."},
        "DescriptionSetRelatedItemsLimit": {**_NUMBER, "description": "For all together; -1 is no limit."},
        "DescriptionSetCTIDs": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Instead of a query: the description sets of these resources, up to 100.",
        },
        "DescriptionSetIncludeData": {"type": "boolean"},
        "IncludeResultsMetadata": {"type": "boolean"},
        "IncludeDebugInfo": {"type": "boolean"},
        "SkipLogging": {"type": "boolean"},
        "ExtraLoggingInfo": {"type": "object"},
    },
}
OPERATIONS = (
    Operation(
        method="POST",
        path="/assistant/search/ctdl",
        handler=_search,
        tag="Search",
        summary="Search with the CTDL query language, by the names of the hosted search API",
        help=(
            "The same search as `POST /ctdl`. Names of members may be in any case; members that mean nothing here "
            "are not looked at. With `DescriptionSetCTIDs` instead of `Query` it gives what belongs to resources "
            "whose CTIDs are known. When there is no result, `valid` is false and `status` says why."
        ),
        role=Role.READER,
        scope="search",
        style="assistant",
        body=Body(
            help="The request.",
            example={
                "Query": {"@type": "ceterms:Certificate", "ceterms:name": "orchard"},
                "Skip": 0,
                "Take": 10,
            },
            schema=_SCHEMA,
        ),
        answers={200: Answer(help="The results.", example=_EXAMPLE)},
    ),
    Operation(
        method="GET",
        path="/assistant/search/direct",
        handler=search_anywhere,
        tag="Search",
        summary="The simple search, at the address of the hosted search API",
        help="As `GET /search`, for those who have a token.",
        role=Role.READER,
        scope="search",
        params=PARAMS,
        answers=SEARCH_ANSWERS,
    ),
)
