"""The door: one request of the Registry Assistant becomes one CTDL document, or an answer that says what to change.

Source: ``publishing.md`` section 4.1.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from opencredreg.crosswalk.assistant.classes import class_of
from opencredreg.crosswalk.assistant.conversion import BLANK, Conversion, Mention, Node, step
from opencredreg.crosswalk.assistant.converting import CONVERTERS
from opencredreg.crosswalk.assistant.finishing.every import FINISHERS
from opencredreg.crosswalk.assistant.finishing.finisher import Made
from opencredreg.crosswalk.assistant.graph_parts import add_references, build_parts, learn_local_ids
from opencredreg.crosswalk.assistant.graphs import convert_graph
from opencredreg.crosswalk.assistant.languages import read_language
from opencredreg.crosswalk.assistant.nodes import build_node, check_ctid, ctid_of
from opencredreg.crosswalk.assistant.objects import (
    members_of,
    object_of,
)
from opencredreg.crosswalk.assistant.profiles import Members
from opencredreg.crosswalk.assistant.request import Request
from opencredreg.crosswalk.assistant.surroundings import Rules, Surroundings
from opencredreg.crosswalk.assistant.table import Kind
from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.findings import Finding
from opencredreg.jsonld.document import PROVISIONAL

__all__ = ["CONTEXTS", "Converted", "convert"]

CONTEXTS: Final = {
    "ctdl": "https://credreg.net/ctdl/schema/context/json",
    "ctdlasn": "https://credreg.net/ctdlasn/schema/context/json",
    "qdata": "https://credreg.net/qdata/schema/context/json",
}
_DEFAULT_LANGUAGE: Final = "en-US"
_NAMES: Final = ("ceterms:name", "ceasn:name", "ceasn:competencyText", "skos:prefLabel")


class Converted(msgspec.Struct, kw_only=True):
    """What became of a request. ``document`` is there as far as it could be made, also where there are errors.

    ``findings`` point into what the caller sent; ``mentions`` are the registered resources that it refers to, those
    of the request itself not among them.
    """

    request: Request
    ctid: str
    cls: str
    name: str
    document: dict[str, Any]
    findings: list[Finding]
    mentions: list[Mention]
    conversion: Conversion

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found that refuses it."""
        return not any(finding.severity == "error" for finding in self.findings)

    def payload(self) -> bytes:
        """The document as it is published."""
        return msgspec.json.encode(self.document)

    def place_of(self, pointer: str) -> str:
        """The place of the input that a place of the document came from."""
        parts = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
        return self.conversion.place_of(self.document, parts) or self.request.pointer


def convert(request: Request, vocabulary: Vocabulary, rules: Rules, surroundings: Surroundings) -> Converted:
    """Convert one request.

    Args:
        request: what was sent.
        vocabulary: the vocabulary in use.
        rules: how strictly input is read.
        surroundings: what is known of the registry.
    """
    kind = request.kind
    resource = request.resource if isinstance(request.resource, dict) else {}
    members = members_of(resource)
    ctid = ctid_of(members)
    language, problems = _language(request, members)
    conversion = Conversion(
        vocabulary, rules, surroundings, CONVERTERS, language=language, seed=ctid or request.owner
    )
    conversion.findings.extend(request.problems)
    for finding in problems:
        conversion.findings.append(finding)
    if request.is_graph:
        return _of_graph(conversion, request)
    # What is no object although it stands in a list is told here; else the request says already what is missing.
    if request.resource is None and request.problems:
        return _converted(conversion, request, "", kind.cls, {})
    if object_of(conversion, request.resource, request.pointer, kind.wrapper) is None:
        return _converted(conversion, request, "", kind.cls, {})
    learn_local_ids(conversion, request)
    main = _main(conversion, request, members, ctid)
    parts = {
        name: build_parts(conversion, request, name, part_name) for name, part_name in kind.parts.items()
    }
    add_references(conversion, request)
    finisher = FINISHERS.get(kind.name)
    if finisher is not None:
        finisher(
            Made(
                conversion=conversion,
                request=request,
                main=main,
                members=members,
                pointer=request.pointer,
                parts=parts,
            )
        )
    nodes = [main, *conversion.others]
    nodes += [node for entries in parts.values() for node, _ in entries if not _is_blank(node)]
    blanks = [node for entries in parts.values() for node, _ in entries if _is_blank(node)]
    document = {
        "@context": CONTEXTS[kind.context],
        "@id": f"{rules.base}/graph/{ctid}" if ctid else "",
        **({"adms:status": PROVISIONAL} if request.is_provisional else {}),
        "@graph": [*nodes, *blanks, *conversion.blanks],
    }
    return _converted(conversion, request, ctid, main["@type"], document)


def _converted(
    conversion: Conversion, request: Request, ctid: str, cls: str, document: dict[str, Any]
) -> Converted:
    graph = document.get("@graph", [])
    own = {node.get("ceterms:ctid") for node in graph if isinstance(node, dict)}
    name = next((graph[0][term] for term in _NAMES if graph and term in graph[0]), "")
    if isinstance(name, dict):
        name = next(iter(name.values()), "")
    return Converted(
        request=request,
        ctid=ctid,
        cls=cls,
        name=name if isinstance(name, str) else "",
        document=document,
        findings=conversion.findings,
        mentions=[mention for mention in conversion.mentions if mention.ctid not in own],
        conversion=conversion,
    )


def _language(request: Request, members: Members) -> tuple[str, list[Finding]]:
    """The tag of plain texts: that of the request, else the first language of the resource, else English."""
    problems: list[Finding] = []
    if request.language:
        read = read_language(request.language)
        problems = [
            Finding(
                code=problem.code,
                severity=problem.severity,
                pointer=step(
                    request.base, request.members.get("defaultlanguage", ("DefaultLanguage", ""))[0]
                ),
                message=problem.message,
                hint=problem.hint,
                suggestion=problem.suggestion,
                value=request.language[:60],
            )
            for problem in read.problems
        ]
        if read.value is not None:
            return read.value, problems
    for name in ("inlanguage", "ceterms:inlanguage", "ceasn:inlanguage"):
        value = members.get(name, ("", None))[1]
        first = value[0] if isinstance(value, list) and value else value
        of_resource = read_language(first).value if isinstance(first, str) else None
        if of_resource is not None:
            return of_resource, problems
    return _DEFAULT_LANGUAGE, problems


def _main(conversion: Conversion, request: Request, members: Members, ctid: str) -> Node:
    kind = request.kind
    if request.is_provisional:
        kind = msgspec.structs.replace(kind, required=_provisional(kind), defaults={})
    cls = class_of(conversion, kind, members, request.pointer)
    check_ctid(conversion, members, request.pointer, ctid)
    node = {
        "@id": conversion.uri_of(ctid) if ctid else f"{BLANK}main",
        "@type": cls,
    }
    if ctid:
        node["ceterms:ctid"] = ctid
    conversion.made(node, request.pointer)
    build_node(conversion, kind, cls, members, request.pointer, node)
    return node


def _provisional(kind: Kind) -> tuple[tuple[str, ...], ...]:
    """What is asked of a placeholder: what it is, its name, and whose it is."""
    wanted = {"CTID", "Name", "OwnedBy", "OfferedBy", kind.class_from}
    return tuple(group for group in kind.required if wanted & set(group))


def _of_graph(conversion: Conversion, request: Request) -> Converted:
    document, ctid, cls = convert_graph(conversion, request)
    return _converted(conversion, request, ctid, cls, document)


def _is_blank(node: Node) -> bool:
    return str(node["@id"]).startswith(BLANK)
