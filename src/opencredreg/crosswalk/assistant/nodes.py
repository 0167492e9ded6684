"""Nodes with a name of their own: the resource of a request and its parts."""

from __future__ import annotations

from opencredreg.crosswalk.assistant.conversion import Conversion, Node, step
from opencredreg.crosswalk.assistant.objects import build_object, require, write
from opencredreg.crosswalk.assistant.profiles import Members, check_lengths
from opencredreg.crosswalk.assistant.table import Kind, Part
from opencredreg.ids import is_ctid

__all__ = ["build_node", "check_ctid", "ctid_of"]


def ctid_of(members: Members) -> str:
    """The CTID that the members give, in lower case; "" where there is none or it is malformed."""
    value = members.get("ctid", members.get("ceterms:ctid", ("", "")))[1]
    return value.strip().lower() if isinstance(value, str) and is_ctid(value.strip()) else ""


def check_ctid(conversion: Conversion, members: Members, pointer: str, ctid: str) -> None:
    """Tell that what stands for a CTID is none."""
    given = members.get("ctid") or members.get("ceterms:ctid")
    if given is not None and not ctid:
        conversion.say(
            "ctid.malformed",
            step(pointer, given[0]),
            f"{str(given[1])[:60]} is no CTID: ce- and a UUID, 39 characters.",
            value=given[1],
            hint="Make one once for each resource and keep it, for example ce- and a new UUID.",
        )


def build_node(
    conversion: Conversion, part: Part, cls: str, members: Members, pointer: str, node: Node
) -> None:
    """Convert the members of a resource or part into its node, with what is required and what absent members mean."""
    members = _filled_in(conversion, part, members, pointer)
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


def _filled_in(conversion: Conversion, part: Part, members: Members, pointer: str) -> Members:
    """The members with what a sandbox fills in, so that a first try need not be complete."""
    if not (conversion.rules.is_sandbox and part.sandbox_defaults):
        return members
    found = dict(members)
    for name, value in part.sandbox_defaults.items():
        group = next((group for group in part.required if name in group), (name,))
        if any(other.lower() in members for other in group):
            continue
        found[name.lower()] = (name, value)
        conversion.say(
            "value.filled_in",
            step(pointer, name),
            f"{name} was filled in with {value}, because this is a sandbox.",
            severity="note",
            hint=f"Elsewhere {' or '.join(group)} is required.",
        )
    return found
