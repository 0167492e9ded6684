"""What stands in a request beside the resource: its parts, and what it only refers to.

Source: ``publishing.md`` sections 4.1 and 4.5.
"""

from __future__ import annotations

from typing import Any, Final

from opencredreg.crosswalk.assistant.classes import class_of, table_of_class
from opencredreg.crosswalk.assistant.conversion import BLANK, Conversion, Node, step
from opencredreg.crosswalk.assistant.nodes import build_node, check_ctid, ctid_of
from opencredreg.crosswalk.assistant.objects import build_object, is_absent, members_of, object_of
from opencredreg.crosswalk.assistant.profiles import Members
from opencredreg.crosswalk.assistant.references import reference_class
from opencredreg.crosswalk.assistant.request import Request
from opencredreg.crosswalk.assistant.table import part_of

__all__ = ["add_references", "build_parts", "learn_local_ids"]

_SUPPORTING: Final = "referenceobjects"


def learn_local_ids(conversion: Conversion, request: Request) -> None:
    """The names of blank nodes that the request describes, before anything refers to them."""
    names = [_SUPPORTING, *(name.lower() for name in request.kind.parts)]
    for name in names:
        value = request.members.get(name, ("", None))[1]
        for entry in value if isinstance(value, list) else ():
            identity = _identity_of(entry)
            if identity.startswith(BLANK):
                conversion.local_ids.add(identity)


def build_parts(
    conversion: Conversion, request: Request, name: str, part_name: str
) -> list[tuple[Node, str]]:
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
    ctid = ctid_of(members)
    check_ctid(conversion, members, pointer, ctid)
    identity = next((members[name][1] for name in ("id", "@id") if name in members), "")
    node: Node = {"@id": "", "@type": cls}
    if ctid:
        node |= {"@id": conversion.uri_of(ctid), "ceterms:ctid": ctid}
    elif isinstance(identity, str) and identity.strip().startswith(BLANK):
        node["@id"] = identity.strip()
    conversion.made(node, pointer)
    build_node(conversion, part, cls, members, pointer, node)
    if not node["@id"]:
        node["@id"] = conversion.name_of({name: value for name, value in node.items() if name != "@id"})
    return node


def add_references(conversion: Conversion, request: Request) -> None:
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


def _identity_of(entry: Any) -> str:
    if not isinstance(entry, dict):
        return ""
    found = next((value for name, value in entry.items() if name.lower() in ("id", "@id")), "")
    return found.strip() if isinstance(found, str) else ""
