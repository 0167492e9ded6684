"""Competencies that something teaches, assesses or asks for, one by one or by their framework.

Source: ``publishing.md`` section 4.18.
"""

from __future__ import annotations

from typing import Any, Final

from opencredreg.crosswalk.assistant.coded import ALIGNMENT
from opencredreg.crosswalk.assistant.conversion import Conversion, Converter, step
from opencredreg.crosswalk.assistant.objects import kind_of, listed, members_of, spot
from opencredreg.crosswalk.assistant.references import uri, uri_of_text
from opencredreg.crosswalk.assistant.simple import plain, text, text_of
from opencredreg.crosswalk.assistant.table import Field
from opencredreg.ids import is_ctid

__all__ = ["competencies_of", "competency"]

_MEMBERS: Final[dict[str, tuple[str, Converter]]] = {
    "framework": ("ceterms:framework", uri),
    "frameworkname": ("ceterms:frameworkName", text),
    "targetnode": ("ceterms:targetNode", uri),
    "targetnodename": ("ceterms:targetNodeName", text),
    "name": ("ceterms:targetNodeName", text),
    "targetnodedescription": ("ceterms:targetNodeDescription", text),
    "description": ("ceterms:targetNodeDescription", text),
    "codednotation": ("ceterms:codedNotation", plain),
    "weight": ("ceterms:weight", plain),
}
_BY_TERM: Final = {term.lower(): (term, converter) for term, converter in _MEMBERS.values()}


def competency(conversion: Conversion, field: Field, cls: str, value: Any, pointer: str) -> list[Any]:  # noqa: ARG001
    """Competencies as alignment objects; a bare text is a name, a bare CTID or address the competency itself."""
    found = []
    for place, entry in listed(value):
        here = spot(pointer, place)
        node = conversion.made({"@type": ALIGNMENT}, here)
        if isinstance(entry, str) and (is_ctid(entry.strip()) or "://" in entry):
            target = uri_of_text(conversion, field, entry, here)
            if target is not None:
                node["ceterms:targetNode"] = target
        elif isinstance(entry, dict):
            _add_members(conversion, field, entry, here, node)
        elif isinstance(entry, str):
            name = text_of(conversion, field, entry, here)
            if name:
                node["ceterms:targetNodeName"] = {conversion.language: name}
        else:
            conversion.say(
                "type.wrong",
                here,
                f"{field.name} is a list of competencies, not {kind_of(entry)}.",
                value=entry,
                hint="Send objects with TargetNodeName, and TargetNode where the competency is published.",
            )
        if "ceterms:targetNodeName" not in node and "ceterms:targetNodeDescription" in node:
            node["ceterms:targetNodeName"] = node["ceterms:targetNodeDescription"]
        if len(node) > 1:
            found.append(node)
    return found


def _add_members(
    conversion: Conversion, field: Field, value: dict[str, Any], pointer: str, node: dict[str, Any]
) -> None:
    for folded, (name, entry) in members_of(value).items():
        known = _MEMBERS.get(folded) or _BY_TERM.get(folded)
        place = step(pointer, name)
        if known is None:
            if folded not in ("type", "@type"):
                conversion.say(
                    "property.unknown",
                    place,
                    f"{name} is no member of a competency of {field.name}, so it was not used.",
                    severity="warning",
                    hint=f"The members are {', '.join(_NAMES)}.",
                )
            continue
        term, converter = known
        values = converter(conversion, Field(name, "", term), ALIGNMENT, entry, place)
        if values and term not in node:
            node[term] = values[0]
            conversion.wrote(node, term, place)


_NAMES: Final = (
    "Framework", "FrameworkName", "TargetNode", "TargetNodeName", "TargetNodeDescription", "CodedNotation", "Weight",
)  # fmt: skip


def competencies_of(conversion: Conversion, field: Field, cls: str, value: Any, pointer: str) -> list[Any]:  # noqa: ARG001
    """All competencies of frameworks or collections of this registry."""
    found: list[Any] = []
    for place, entry in listed(value):
        here = spot(pointer, place)
        framework = uri_of_text(conversion, field, entry, here)
        if framework is None:
            continue
        ctid = framework.rpartition("/")[2]
        known = conversion.surroundings.competencies_of(ctid) if is_ctid(ctid) else None
        if known is None:
            conversion.say(
                "reference.not_in_registry",
                here,
                f"There is no framework or collection {ctid[:60]} in this registry.",
                value=entry,
                term=field.term,
                hint="Publish the framework first, or list its competencies.",
            )
            continue
        if not known:
            conversion.say(
                "framework.no_competencies",
                here,
                "This framework or collection holds no competencies.",
                severity="warning",
                value=entry,
                term=field.term,
            )
        for one in known:
            node = {
                "@type": ALIGNMENT,
                "ceterms:framework": framework,
                "ceterms:targetNode": one.uri,
                "ceterms:targetNodeName": dict(one.text),
            }
            if one.notation:
                node["ceterms:codedNotation"] = one.notation
            found.append(conversion.made(node, here))
    return found
