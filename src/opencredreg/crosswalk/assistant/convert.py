"""The door: one request of the Registry Assistant becomes one CTDL document, or an answer that says what to change.

Source: ``publishing.md`` section 4.1.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from opencredreg.crosswalk.assistant.classes import class_of, table_of_class
from opencredreg.crosswalk.assistant.conversion import BLANK, Conversion, Mention, Node, step
from opencredreg.crosswalk.assistant.converting import CONVERTERS
from opencredreg.crosswalk.assistant.finishing.every import FINISHERS
from opencredreg.crosswalk.assistant.finishing.finisher import Made
from opencredreg.crosswalk.assistant.graphs import convert_graph
from opencredreg.crosswalk.assistant.languages import read_language
from opencredreg.crosswalk.assistant.objects import (
    build_object,
    is_absent,
    members_of,
    object_of,
    require,
    write,
)
from opencredreg.crosswalk.assistant.profiles import Members, check_lengths
from opencredreg.crosswalk.assistant.references import reference_class
from opencredreg.crosswalk.assistant.request import Request
from opencredreg.crosswalk.assistant.surroundings import Rules, Surroundings
from opencredreg.crosswalk.assistant.table import Kind, Part, part_of
from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.findings import Finding
from opencredreg.ids import is_ctid
from opencredreg.jsonld.document import PROVISIONAL

__all__ = ["CONTEXTS", "Converted", "convert"]

CONTEXTS: Final = {
    "ctdl": "https://credreg.net/ctdl/schema/context/json",
    "ctdlasn": "https://credreg.net/ctdlasn/schema/context/json",
    "qdata": "https://credreg.net/qdata/schema/context/json",
}
_DEFAULT_LANGUAGE: Final = "en-US"
_SUPPORTING: Final = "referenceobjects"
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
    ctid = _ctid_of(members)
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
    _learn_local_ids(conversion, request)
    main = _main(conversion, request, members, ctid)
    parts = {name: _parts(conversion, request, name, part_name) for name, part_name in kind.parts.items()}
    _add_references(conversion, request)
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


def _ctid_of(members: Members) -> str:
    value = members.get("ctid", members.get("ceterms:ctid", ("", "")))[1]
    return value.strip().lower() if isinstance(value, str) and is_ctid(value.strip()) else ""


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


def _learn_local_ids(conversion: Conversion, request: Request) -> None:
    """The names of blank nodes that the request describes, before anything refers to them."""
    names = [_SUPPORTING, *(name.lower() for name in request.kind.parts)]
    for name in names:
        value = request.members.get(name, ("", None))[1]
        for entry in value if isinstance(value, list) else ():
            identity = _identity_of(entry)
            if identity.startswith(BLANK):
                conversion.local_ids.add(identity)


def _identity_of(entry: Any) -> str:
    if not isinstance(entry, dict):
        return ""
    found = next((value for name, value in entry.items() if name.lower() in ("id", "@id")), "")
    return found.strip() if isinstance(found, str) else ""


def _main(conversion: Conversion, request: Request, members: Members, ctid: str) -> Node:
    kind = request.kind
    if request.is_provisional:
        kind = msgspec.structs.replace(kind, required=_provisional(kind), defaults={})
    cls = class_of(conversion, kind, members, request.pointer)
    _check_ctid(conversion, members, request.pointer, ctid)
    node = {
        "@id": conversion.uri_of(ctid) if ctid else f"{BLANK}main",
        "@type": cls,
    }
    if ctid:
        node["ceterms:ctid"] = ctid
    conversion.made(node, request.pointer)
    _build(conversion, kind, cls, members, request.pointer, node)
    return node


def _provisional(kind: Kind) -> tuple[tuple[str, ...], ...]:
    """What is asked of a placeholder: what it is, its name, and whose it is."""
    wanted = {"CTID", "Name", "OwnedBy", "OfferedBy", kind.class_from}
    return tuple(group for group in kind.required if wanted & set(group))


def _build(conversion: Conversion, part: Part, cls: str, members: Members, pointer: str, node: Node) -> None:
    label = cls.rpartition(":")[2] if isinstance(part, Kind) else "This part"
    require(conversion, part, members, pointer, f"The {label}" if isinstance(part, Kind) else label)
    check_lengths(conversion, part, members, pointer)
    but = (part.class_from.lower(),) if part.class_from else ()
    build_object(conversion, part, cls, members, pointer, node, but=but)
    for name, value in part.defaults.items():
        field = part.fields.get(name.lower())
        if field is not None and field.term not in node:
            values = conversion.converters[field.conversion](conversion, field, cls, value, pointer)
            if values:
                write(conversion, node, cls, field.term, values, step(pointer, name))
    language = part.fields.get("inlanguage") if isinstance(part, Kind) else None
    if language is not None and language.term not in node:
        write(conversion, node, cls, language.term, [conversion.language], step(pointer, "InLanguage"))


def _check_ctid(conversion: Conversion, members: Members, pointer: str, ctid: str) -> None:
    given = members.get("ctid") or members.get("ceterms:ctid")
    if given is not None and not ctid:
        conversion.say(
            "ctid.malformed",
            step(pointer, given[0]),
            f"{str(given[1])[:60]} is no CTID: ce- and a UUID, 39 characters.",
            value=given[1],
            hint="Make one once for each resource and keep it, for example ce- and a new UUID.",
        )


def _parts(conversion: Conversion, request: Request, name: str, part_name: str) -> list[tuple[Node, str]]:
    """The nodes of one list of parts beside the resource."""
    if name.lower() not in request.members:
        return []
    written, value = request.members[name.lower()]
    here = step(request.base, written)
    if not isinstance(value, list):
        value = [value]
    found = []
    for place, entry in enumerate(value):
        at = step(here, place)
        if is_absent(entry):
            continue
        known = object_of(conversion, entry, at, written)
        node = _part(conversion, members_of(known), at, part_name) if known is not None else None
        if node is not None:
            found.append((node, at))
    return found


def _part(conversion: Conversion, members: Members, pointer: str, part_name: str) -> Node | None:
    if part_name == "reference":
        cls = reference_class(conversion, dict(members), pointer, "")
        if cls is None:
            return None
        part = table_of_class(conversion.vocabulary, cls)
    else:
        part = part_of(part_name)
        cls = class_of(conversion, part, members, pointer)
    ctid = _ctid_of(members)
    _check_ctid(conversion, members, pointer, ctid)
    identity = next((members[name][1] for name in ("id", "@id") if name in members), "")
    node: Node = {"@id": "", "@type": cls}
    if ctid:
        node |= {"@id": conversion.uri_of(ctid), "ceterms:ctid": ctid}
    elif isinstance(identity, str) and identity.strip().startswith(BLANK):
        node["@id"] = identity.strip()
    conversion.made(node, pointer)
    _build(conversion, part, cls, members, pointer, node)
    if not node["@id"]:
        node["@id"] = conversion.name_of({name: value for name, value in node.items() if name != "@id"})
    return node


def _add_references(conversion: Conversion, request: Request) -> None:
    """The blank nodes that the request describes beside the resource."""
    if _SUPPORTING not in request.members:
        return
    written, value = request.members[_SUPPORTING]
    here = step(request.base, written)
    for place, entry in enumerate(value if isinstance(value, list) else [value]):
        at = step(here, place)
        known = object_of(conversion, entry, at, written)
        if known is None:
            continue
        members = members_of(known)
        identity = _identity_of(known)
        if not identity.startswith(BLANK):
            conversion.say(
                "reference.incomplete",
                at,
                "An entry of ReferenceObjects has an Id that begins with _: and that others refer to.",
                hint="Give it an Id such as _: and a UUID.",
            )
            continue
        cls = reference_class(conversion, members, at, "")
        if cls is None:
            continue
        node = conversion.made({"@id": identity, "@type": cls}, at)
        part = table_of_class(conversion.vocabulary, cls)
        build_object(conversion, part, cls, members, at, node, but=("type", "@type", "id", "@id"))
        conversion.add_blank(node)


def _of_graph(conversion: Conversion, request: Request) -> Converted:
    document, ctid, cls = convert_graph(conversion, request)
    return _converted(conversion, request, ctid, cls, document)


def _is_blank(node: Node) -> bool:
    return str(node["@id"]).startswith(BLANK)
