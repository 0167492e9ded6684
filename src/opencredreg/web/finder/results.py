"""The results of a search: as a page, as a file, and as suggestions while somebody types."""

from __future__ import annotations

from functools import partial

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from opencredreg.api.call import json_response
from opencredreg.finder.asked import PER_PAGE, SORTS, Asked, parse_asked
from opencredreg.finder.references import Reference
from opencredreg.finder.result_places import find_spots
from opencredreg.finder.results import find_results, search_of
from opencredreg.finder.subject import look
from opencredreg.jsonld.values import pick_text
from opencredreg.query.tree import Near
from opencredreg.registry.node import Node
from opencredreg.search.export import EXPORT_TYPES, export_results
from opencredreg.search.limits import EXPORT_ROWS_DEFAULT
from opencredreg.search.suggest import Suggestion, suggest
from opencredreg.web.finder.address import Address
from opencredreg.web.finder.visit import Visit
from opencredreg.web.formats import formats
from opencredreg.web.locale import translations
from opencredreg.web.pictures.map import MapChart, draw_map, twin_of_map
from opencredreg.web.pictures.map_dots import MapDot

__all__ = ["FILES", "results_file", "results_page", "suggestions"]

FILES = {".csv": "csv", ".jsonld": "jsonld", ".ndjson": "ndjson", ".ttl": "turtle"}
"""The extensions under which results are files."""

_SUGGESTED = 8
_CHOSEN_NAMES = 40
_AROUND_KM = 2.0
"""So far around a dot its results are looked for: those of neighbouring towns are not among them."""


def results_page(node: Node, request: Request) -> Response:
    """The page.

    Raises:
        InvalidInput, QueryInvalid: the parameters make no sense.
        Unavailable: the time for an answer is over.
    """
    visit = Visit(node, request)
    asked = parse_asked(request.query_params.multi_items(), node.vocabulary)
    if request.query_params.get("view") == "map":
        return _map(visit, asked)
    with look(node, visit.community) as looking:
        results = find_results(looking, asked)
        named = _named(looking.book.all_to(_uris(asked))[:_CHOSEN_NAMES])
        return visit.render(
            "finder/results.html",
            here="/find",
            results=results,
            asked=asked,
            named_by_key=named,
            sorts=tuple(SORTS),
            per_page=PER_PAGE,
            exported=EXPORT_ROWS_DEFAULT,
            communities=[one.name for one in visit.visitor.communities],
            api="" if asked.to or asked.near else visit.address.api_search(asked),
        )


def _map(visit: Visit, asked: Asked) -> Response:
    with look(visit.node, visit.community) as looking:
        spots = find_spots(looking, asked)
        address, show = visit.address, formats(visit.reader.language).number
        dots = tuple(
            MapDot(
                label=text.text if (text := pick_text(spot.town, visit.reader.languages)) else "",
                language=text.language if text else "",
                latitude=spot.latitude,
                longitude=spot.longitude,
                count=spot.count,
                shown=show(spot.count),
                link=address.results(asked.close_to(Near(spot.latitude, spot.longitude, _AROUND_KM))),
            )
            for spot in spots.spots
        )
        translate = translations(visit.reader.language).gettext
        chart = MapChart(translate("Where the results are"), dots)
        return visit.render(
            "finder/map.html",
            here="/find",
            asked=asked,
            spots=spots,
            picture=draw_map(chart),
            twin=twin_of_map(chart, (translate("Place"), translate("Results"))),
        )


def _uris(asked: Asked) -> list[str]:
    """What the chosen values name, so that chips can say what it is called."""
    values = [value for name, values in asked.filters.items() if name != "region" for value in values]
    return [value for value in [*values, asked.to] if value.startswith("ce-") or "://" in value]


def _named(references: tuple[Reference, ...]) -> dict[str, Reference]:
    return {reference.uri: reference for reference in references}


def results_file(extension: str, node: Node, request: Request) -> Response:
    """All results as a file, as many as one file holds.

    Raises:
        InvalidInput, QueryInvalid, Unavailable: as for the page.
    """
    visit = Visit(node, request)
    asked = parse_asked(request.query_params.multi_items(), node.vocabulary)
    kind = FILES[extension]
    with look(node, visit.community) as looking:
        search = search_of(looking, msgspec.structs.replace(asked, page=1), take=EXPORT_ROWS_DEFAULT)
    made = export_results(node, visit.community, search, kind, base=f"{visit.base_url}/resources/")
    return StreamingResponse(
        made.parts,
        media_type=EXPORT_TYPES[kind],
        headers={
            "Total": str(made.total),
            "Content-Disposition": f'attachment; filename="results{extension}"',
        },
    )


def suggestions(node: Node, request: Request) -> Response:
    """What the beginning of a text may become, with the page of each."""
    visit = Visit(node, request)
    found = suggest(node, visit.community, request.query_params.get("q", ""), _SUGGESTED)
    listed = [_suggested(visit, one) for one in found]
    if request.query_params.get("form") == "opensearch":
        # What browsers expect of a search field that is described by OpenSearch.
        names = [one.text for one in found]
        return json_response([request.query_params.get("q", ""), names])
    return json_response({"suggestions": listed})


def _suggested(visit: Visit, one: Suggestion) -> dict[str, str]:
    """A suggestion in the language of the reader: terms by their labels, resources by their own names."""
    label = partial(visit.node.vocabulary.label_of, language=visit.reader.language)
    is_term = one.kind != "resource"
    return {
        "text": label(one.value) if is_term else one.text,
        "detail": one.value if is_term else label(one.cls),
        "href": _href(visit.address, one),
    }


def _href(address: Address, suggestion: Suggestion) -> str:
    if suggestion.kind == "resource":
        return address.resource(suggestion.value)
    if suggestion.kind == "class":
        return address.find(("type", suggestion.value))
    return address.page(f"/vocabulary/{suggestion.value}")
