"""What the operations of our own search have in common: their parameters and the page of results that they answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from opencredreg.api.operation import Answer, Param
from opencredreg.api.wire.ctdl_search import PROVISIONAL_PARAM
from opencredreg.ctdl.kinds import Kind
from opencredreg.search.export import EXPORT_TYPES
from opencredreg.search.facets import FACETS

__all__ = [
    "COMMUNITY_PARAM",
    "FACET_PARAMS",
    "PAGE_PARAMS",
    "RESOURCE_CTID",
    "RESULT_ANSWERS",
    "SEARCH_PARAMS",
    "in_body",
]

RESOURCE_CTID: Final = "ce-1d9b7c52-30a4-4f0b-8a75-6f6a0f4c2f10"
"""The CTID of the resource of the examples."""
_OWNER: Final = "ce-a7c1d2e3-1111-4222-8333-444455556666"
_URI: Final = f"https://registry.example/resources/{RESOURCE_CTID}"


def in_body(params: Iterable[Param]) -> tuple[Param, ...]:
    """The same parameters as members of the body."""
    return tuple(replace(param, is_in_body=True) for param in params)


def _texts(name: str, text: str, example: str) -> Param:
    return Param(name=name, kind="texts", help=text, example=[example])


COMMUNITY_PARAM: Final = Param(
    name="community", help="The community; else the default.", example="ce_registry"
)
PAGE_PARAMS: Final = (
    Param(
        name="take",
        kind="integer",
        minimum=0,
        help="How many results: 20 if nothing is said, up to 1,000; in an export 10,000, up to 100,000.",
        example=20,
    ),
    Param(
        name="cursor",
        help="`next_cursor` of the page before. Every result comes once, whatever is published meanwhile.",
        example="*",
    ),
    Param(
        name="sort",
        help=(
            "`search:relevance` (with words, if nothing is said), `search:recordUpdated`, "
            "`search:recordCreated`, or a property such as `ceterms:name`; `^` in front means descending."
        ),
        example="ceterms:name",
    ),
    PROVISIONAL_PARAM,
    Param(
        name="facets",
        help=(
            f"What to count, with commas between: {', '.join(FACETS)}, or any property whose values are "
            "concepts or resources."
        ),
        example="type,owner",
    ),
    Param(
        name="explain",
        kind="boolean",
        default=False,
        help="Add how the query was understood, matches of each condition, and where it became empty.",
        example=True,
    ),
    Param(
        name="format",
        kind="choice",
        choices=("json", *EXPORT_TYPES),
        default="json",
        help="`csv`, `ndjson`, `jsonld` and `turtle` give the results as a file.",
        example="json",
    ),
)
"""Which of the results are wanted, and in which form."""
FACET_PARAMS: Final = (
    _texts("kind", f"Kinds of things: {', '.join(Kind)}.", "credential"),
    _texts("subject", "Subjects: concepts, or names as a facet shows them.", "Botany"),
    _texts("audience_level", "Audience levels.", "audLevel:BeginnerLevel"),
    _texts("delivery", "Ways of delivery.", "deliveryType:OnlineOnly"),
    _texts("quality_assured", "`yes`: accredited, approved, recognized or regulated by somebody.", "yes"),
    _texts("cost", "Ranges that the dearest price lies in, as a facet shows them.", "0-500"),
    _texts("duration", "Ranges that a stated length of time lies in, as a facet shows them.", "6-months"),
    _texts("status", "Statuses of credentials and of what else has a life cycle.", "lifeCycle:Active"),
    _texts(
        "industry", "Industries: codes by their addresses, or names as a facet shows them.", "Machine shops"
    ),
    _texts("occupation", "Occupations, in the same way.", "Machinists"),
)
"""Facets that are filters by the values that they show."""
SEARCH_PARAMS: Final = (
    Param(
        name="q",
        help="Words. All of them stand in the names and texts of a result, or nearly. Quotes make a phrase.",
        example="orchard keeping",
    ),
    COMMUNITY_PARAM,
    _texts("type", "Classes, each with its subclasses.", "ceterms:Credential"),
    _texts("owner", "CTIDs of owners of the records.", _OWNER),
    _texts("language", "Language codes of what is offered.", "en"),
    _texts("region", "Regions of addresses, as a facet shows them.", "Indiana"),
    *FACET_PARAMS,
    _texts(
        "filter",
        "Any other facet or property, `=` and a value.",
        "ceterms:audienceType=audience:FullTime",
    ),
    *PAGE_PARAMS,
)
"""Words and filters, and which of the results are wanted."""
_EXAMPLE = {
    "total": 1,
    "hits": [
        {
            "ctid": RESOURCE_CTID,
            "uri": _URI,
            "type": "ceterms:Certificate",
            "name": {"text": "Orchard keeping, first level", "language": "en"},
            "score": 1.253127,
            "highlights": [
                {
                    "property": "ceterms:name",
                    "language": "en",
                    "text": "Orchard keeping, first level",
                    "marks": [[0, 7]],
                }
            ],
            "record": {
                "created_at": "2026-02-03T10:11:12.000Z",
                "updated_at": "2026-02-03T10:11:12.000Z",
                "owned_by": _OWNER,
                "owner_name": "Alder College of Land Work",
                "published_by": None,
                "publish_type": "primary",
            },
            "resource": {"@id": _URI, "@type": "ceterms:Certificate"},
        }
    ],
    "next_cursor": None,
    "facets": {"type": [{"value": "ceterms:Certificate", "label": "Certificate", "count": 1}]},
    "warnings": [],
}
RESULT_ANSWERS: Final = {
    200: Answer(help="A page of results; with `format` a file.", example=_EXAMPLE),
    401: Answer(help="The community is secured: send a token or an API key in `Authorization`."),
    422: Answer(help="The cursor does not fit or can go on no longer, or too much is asked for."),
}
"""The answers of every operation that gives results."""
