"""Finished graphs: taken as they are, with the addresses of this registry and texts in the language of the request.

Source: ``publishing.md`` section 3.1 (graph bodies).
"""

from __future__ import annotations

from typing import Any, Final

from opencredreg.crosswalk.assistant.conversion import Conversion, Node, step
from opencredreg.crosswalk.assistant.objects import is_listed, kind_of
from opencredreg.crosswalk.assistant.request import Request
from opencredreg.crosswalk.assistant.urls import read_registry_uri
from opencredreg.ctdl.facts import ValueKind
from opencredreg.ids import ctid_of_uri, is_ctid

__all__ = ["convert_graph"]

_CTID: Final = "ceterms:ctid"
_CONTEXT: Final = "https://credreg.net/ctdl/schema/context/json"


def convert_graph(conversion: Conversion, request: Request) -> tuple[dict[str, Any], str, str]:
    """The document, the CTID and the class of its main resource.

    The main resource is the one that the request names by its CTID, else the one that the graph is named after,
    else the first one of the kind of the route.
    """
    given = request.resource
    graph = given.get("@graph") if isinstance(given, dict) else given
    here = step(request.pointer, "@graph") if isinstance(given, dict) else request.pointer
    if isinstance(given, dict) and graph is None and "@type" in given:
        graph, here = [given], request.pointer
    if not isinstance(graph, list) or not graph:
        if given is not None:
            conversion.say(
                "request.unbindable",
                here,
                f"@graph is a list of resources, not {kind_of(graph)}."
                if not graph
                else "@graph is no list.",
                hint="Send an object with @context, @id and @graph.",
            )
        return {}, "", request.kind.cls
    has_maps = request.members.get("haslanguagemaps", ("", True))[1] is not False
    nodes = [
        _node(conversion, entry, step(here, place), has_maps)
        for place, entry in enumerate(graph)
        if isinstance(entry, dict)
    ]
    main = _main_of(conversion, request, given if isinstance(given, dict) else {}, nodes)
    if main is None:
        conversion.say(
            "request.unbindable",
            here,
            f"The graph holds no {request.kind.cls.rpartition(':')[2]} with a CTID.",
            hint="Give the main resource its ceterms:ctid.",
        )
        return {}, "", request.kind.cls
    ctid = main[_CTID]
    context = given.get("@context", _CONTEXT) if isinstance(given, dict) else _CONTEXT
    document = {
        "@context": context,
        "@id": f"{conversion.rules.base}/graph/{ctid}",
        "@graph": [main, *(node for node in nodes if node is not main)],
    }
    cls = main.get("@type", request.kind.cls)
    return document, ctid, cls if isinstance(cls, str) else request.kind.cls


def _main_of(
    conversion: Conversion, request: Request, given: dict[str, Any], nodes: list[Node]
) -> Node | None:
    wanted = request.members.get("ctid", ("", None))[1]
    named = given.get("@id")
    for ctid in (wanted, ctid_of_uri(named) if isinstance(named, str) else None):
        found = [node for node in nodes if isinstance(ctid, str) and node.get(_CTID) == ctid.strip().lower()]
        if found:
            return found[0]
    kind = request.kind
    registered = [node for node in nodes if is_ctid(str(node.get(_CTID, "")))]
    vocabulary = conversion.vocabulary
    of_kind = [node for node in registered if vocabulary.is_a(str(node.get("@type", "")), kind.cls)]
    return next(iter(of_kind or registered), None)


def _node(conversion: Conversion, value: dict[str, Any], pointer: str, has_maps: bool) -> Node:
    node = conversion.made({}, pointer)
    cls = value.get("@type", "")
    cls = cls if isinstance(cls, str) else ""
    ctid = value.get(_CTID)
    for name, entry in value.items():
        place = step(pointer, name)
        if name == _CTID and isinstance(entry, str):
            node[name] = entry.strip().lower()
        elif name in ("@type", "type"):
            node["@type"] = entry
        elif name == "@id" and isinstance(ctid, str) and is_ctid(ctid.strip()):
            node["@id"] = conversion.uri_of(ctid.strip())
        else:
            converted = _value(conversion, cls, name, entry, place, has_maps)
            node[name] = converted
            conversion.wrote(node, name, place)
    if "@id" not in node and isinstance(ctid, str) and is_ctid(ctid.strip()):
        node = conversion.made({"@id": conversion.uri_of(ctid.strip()), **node}, pointer)
        for name in node:
            conversion.wrote(node, name, step(pointer, name))
    return node


def _value(conversion: Conversion, cls: str, term: str, value: Any, pointer: str, has_maps: bool) -> Any:
    if isinstance(value, list):
        if not has_maps and _is_text(conversion, term) and all(isinstance(entry, str) for entry in value):
            return {conversion.language: value}
        return [
            _value(conversion, cls, term, entry, step(pointer, place), has_maps)
            for place, entry in enumerate(value)
        ]
    if isinstance(value, dict):
        if "@type" in value or "@id" in value:
            return _node(conversion, value, pointer, has_maps)
        return value
    if isinstance(value, str):
        if not has_maps and _is_text(conversion, term):
            return {conversion.language: [value] if is_listed(conversion.vocabulary, cls, term) else value}
        return _address(conversion, term, value, pointer)
    return value


def _address(conversion: Conversion, term: str, value: str, pointer: str) -> str:
    """Addresses of registries in lower case, and those of this one noted as mentions."""
    text = value.strip()
    if is_ctid(text) and conversion.vocabulary.kind_of(term) is ValueKind.IRI:
        return conversion.mention(text, pointer, term)
    ctid = ctid_of_uri(text) if "://" in text else None
    if ctid is None:
        return value
    address = read_registry_uri(text, conversion.rules.base)
    if address.startswith(f"{conversion.rules.base}/"):
        conversion.mention(ctid, pointer, term)
    return address


def _is_text(conversion: Conversion, term: str) -> bool:
    return conversion.vocabulary.kind_of(term) is ValueKind.LANGUAGE_MAP
