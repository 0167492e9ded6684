"""The data behind the pages of the finder: results as files and as a feed, suggestions, figures about the data."""

from __future__ import annotations

from functools import partial
from typing import Final

from opencredreg.api.operation import Answer, Operation, Param
from opencredreg.api.own.search_params import COMMUNITY_PARAM, PAGE_PARAMS, RESOURCE_CTID, SEARCH_PARAMS
from opencredreg.finder.asked import SORTS
from opencredreg.search.export import EXPORT_TYPES
from opencredreg.search.limits import EXPORT_ROWS_DEFAULT
from opencredreg.web.finder.about_data import about_data
from opencredreg.web.finder.feed import MEDIA_TYPE, feed
from opencredreg.web.finder.results import FILES, results_file, suggestions
from opencredreg.web.page_operation import NO_COMMUNITY, page_operation

__all__ = ["OPERATIONS"]

_NOT_OF_PAGES: Final = frozenset({"filter", *(param.name for param in PAGE_PARAMS)})
_ASKED: Final = (
    *(param for param in SEARCH_PARAMS if param.name not in _NOT_OF_PAGES),
    Param(name="to", help="Only what refers to this resource: a CTID or an `@id`.", example=RESOURCE_CTID),
    Param(name="by", help="With `to`: by which property.", example="ceterms:isPartOf"),
    Param(
        name="near",
        help="Only what is near a place: latitude, longitude, kilometres.",
        example="41.2,-85.8,25",
    ),
    Param(
        name="sort",
        kind="choice",
        choices=tuple(SORTS),
        help="The order. If nothing is said: `relevance` with words, else `newest`.",
        example="newest",
    ),
)
"""What a view of the results is asked with; any property may be a parameter too, as in the address of the page."""

_REFUSED: Final = {
    **NO_COMMUNITY,
    422: Answer(help="What was asked makes no sense: too many values, or a place that is none."),
}
_URI: Final = f"https://registry.example/resources/{RESOURCE_CTID}"
_NAMES: Final = {".csv": "a table", ".jsonld": "JSON-LD", ".ndjson": "lines of JSON", ".ttl": "Turtle"}
_EXAMPLES: Final = {
    ".csv": f"ctid,type,name\r\n{RESOURCE_CTID},ceterms:Certificate,Orchard keeping\r\n",
    ".jsonld": {"@context": {}, "@graph": [{"@id": _URI, "@type": "ceterms:Certificate"}]},
    ".ndjson": f'{{"@id":"{_URI}","@type":"ceterms:Certificate"}}\n',
    ".ttl": f"<{_URI}> a <https://purl.org/ctdl/terms/Certificate> .\n",
}
_FEED = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Newest</title></feed>
"""
_ABOUT = {
    "community": "ce_registry",
    "holdings": {
        "total": 2,
        "kinds": [
            {"kind": "credential", "count": 2, "classes": [{"cls": "ceterms:Certificate", "count": 2}]}
        ],
        "taken_at": "2026-02-03T10:11:12.000Z",
    },
    "document_count": 2,
    "owners": [
        {
            "value": "ce-a7c1d2e3-1111-4222-8333-444455556666",
            "label": "Alder College of Land Work",
            "count": 2,
        }
    ],
    "owner_count": 1,
    "languages": [{"value": "en", "label": "en", "count": 2}],
    "growth": {"unit": "day", "points": [{"day": "2026-02-03", "documents": 2, "versions": 3}]},
    "changed_at": "2026-02-03T10:11:12.000Z",
    "fullness": [
        {
            "cls": "ceterms:Certificate",
            "total": 2,
            "looked_at": 2,
            "percent": 50.0,
            "properties": [{"terms": ["ceterms:keyword"], "count": 1}],
        }
    ],
    "taken_at": "2026-02-03T10:11:12.000Z",
    "download": {"state": "none", "url": None, "byte_count": None, "made_at": None, "is_current": False},
}


def _file(extension: str) -> Operation:
    return page_operation(
        f"/find{extension}",
        partial(results_file, extension),
        summary=f"Results of a search as {_NAMES[extension]}",
        help=f"The first {EXPORT_ROWS_DEFAULT:,} results; the header `Total` tells how many there are.",
        params=_ASKED,
        answers={
            200: Answer(
                help="The file.",
                media_type=EXPORT_TYPES[FILES[extension]].partition(";")[0],
                example=_EXAMPLES[extension],
            ),
            **_REFUSED,
        },
    )


OPERATIONS: Final = (
    *(_file(extension) for extension in FILES),
    page_operation(
        "/find.atom",
        feed,
        summary="Results of a search as a feed",
        help="An Atom feed of the 50 that changed last, or with `sort=newest` of the newest.",
        params=_ASKED,
        answers={200: Answer(help="The feed.", media_type=MEDIA_TYPE, example=_FEED), **_REFUSED},
    ),
    page_operation(
        "/find/suggest",
        suggestions,
        summary="Suggestions with the addresses of their pages",
        params=(
            Param(name="q", help="What was typed; two letters at least.", example="orch"),
            Param(
                name="form",
                help="`opensearch`: a list of the text and the suggestions, as browsers expect it.",
                example="links",
            ),
            COMMUNITY_PARAM,
        ),
        answers={
            200: Answer(
                help="The suggestions, the likeliest first.",
                example={
                    "suggestions": [
                        {
                            "text": "Orchard keeping, first level",
                            "detail": "Certificate",
                            "href": f"/resources/{RESOURCE_CTID}",
                        }
                    ]
                },
                # With form=opensearch it is a list.
                schema={"type": ["object", "array"]},
            ),
            **NO_COMMUNITY,
        },
    ),
    page_operation(
        "/about.json",
        about_data,
        summary="What a community holds, in figures",
        help=(
            "Resources by kind, class, owner and language; documents and versions over time, cumulated; how many of "
            "the recommended properties are there, by class, from at most a hundred resources of each; and the bulk "
            "download. While a large community is published to, the figures may be minutes old."
        ),
        params=(COMMUNITY_PARAM,),
        answers={200: Answer(help="The figures.", example=_ABOUT), **NO_COMMUNITY},
    ),
)
