"""References to organizations and other resources: by address, by CTID, or by describing what is not registered.

Source: ``publishing.md`` section 4.5.
"""

from __future__ import annotations

from typing import Any, Final

from opencredreg.crosswalk.assistant.concepts import find_class
from opencredreg.crosswalk.assistant.conversion import BLANK, Conversion, step
from opencredreg.crosswalk.assistant.objects import (
    build_object,
    is_absent,
    kind_of,
    listed,
    members_of,
    spot,
)
from opencredreg.crosswalk.assistant.table import Field, Part, part_of
from opencredreg.crosswalk.assistant.urls import read_registry_uri, read_url
from opencredreg.ids import ctid_of_uri, is_ctid

__all__ = ["entity", "organization", "reference_class", "uri", "uri_of_text"]

_ORGANIZATIONS: Final = "ceterms:Agent"
_ORGANIZATION: Final = "ceterms:Organization"
_IDS, _CTIDS, _TYPES = ("id", "@id"), ("ctid", "ceterms:ctid"), ("type", "@type")
_NEEDS_OWNER: Final = frozenset({"ceterms:transferValueFrom", "ceterms:transferValueFor"})
_TYPES_BY_TERM: Final = {
    "ceterms:targetAssessment": "ceterms:AssessmentProfile",
    "ceterms:targetLearningOpportunity": "ceterms:LearningOpportunityProfile",
    "ceterms:targetJob": "ceterms:Job",
    "ceterms:targetOccupation": "ceterms:Occupation",
    "ceterms:targetTask": "ceterms:Task",
}
_ABSTRACT: Final = frozenset({"ceterms:Credential", "ceterms:Degree"})


def uri(conversion: Conversion, field: Field, cls: str, value: Any, pointer: str) -> list[Any]:  # noqa: ARG001
    """CTIDs, addresses and names of blank nodes."""
    found = []
    for place, entry in listed(value):
        here = spot(pointer, place)
        if isinstance(entry, dict):
            # Some clients send an object with the address in it.
            entry = _first(entry, *_IDS, *_CTIDS)
        address = uri_of_text(conversion, field, entry, here)
        if address is not None:
            found.append(address)
    return found


def uri_of_text(
    conversion: Conversion, field: Field, value: Any, pointer: str, *, is_organization: bool = False
) -> str | None:
    """One address: a CTID becomes that of the resource here."""
    if not isinstance(value, str):
        conversion.say(
            "type.wrong",
            pointer,
            f"{field.name} is a CTID or an address, not {kind_of(value)}.",
            value=value,
            term=field.term,
            hint="Send the CTID as a text.",
        )
        return None
    text = value.strip()
    if is_ctid(text):
        return conversion.mention(text, pointer, field.term, is_organization=is_organization)
    if text.startswith(BLANK):
        if text not in conversion.local_ids:
            conversion.say(
                "reference.not_in_request",
                pointer,
                f"{text[:60]} is described nowhere in this request.",
                value=text,
                term=field.term,
                hint="Describe it under ReferenceObjects with this Id.",
            )
            return None
        return text
    registered = ctid_of_uri(text)
    if registered is not None:
        address = read_registry_uri(text, conversion.rules.base)
        if address.startswith(f"{conversion.rules.base}/"):
            return conversion.mention(registered, pointer, field.term, is_organization=is_organization)
        return address
    if text.lower().startswith("ce-"):
        conversion.say(
            "ctid.malformed",
            pointer,
            f"{text[:60]} is no CTID: ce- and a UUID, 39 characters.",
            value=text,
            term=field.term,
            hint="Copy the CTID from the page of the resource in the registry.",
        )
        return None
    if ":" in text and "://" not in text:
        known = conversion.vocabulary.normalize_term(text)
        if known in conversion.vocabulary.concepts or known in conversion.vocabulary.schemes:
            return conversion.vocabulary.expand(known)
    read = read_url(text, allows_example=conversion.rules.is_sandbox)
    address_read: str | None = conversion.take(read, pointer, value, field.term)
    return address_read


def organization(conversion: Conversion, field: Field, cls: str, value: Any, pointer: str) -> list[Any]:  # noqa: ARG001
    """Organizations, one or a list."""
    return _references(conversion, field, value, pointer, part_of("organization-reference"), True)


def entity(conversion: Conversion, field: Field, cls: str, value: Any, pointer: str) -> list[Any]:  # noqa: ARG001
    """Other resources, one or a list."""
    return _references(conversion, field, value, pointer, part_of("entity-reference"), False)


def _references(
    conversion: Conversion, field: Field, value: Any, pointer: str, part: Part, is_organization: bool
) -> list[Any]:
    found = []
    for place, entry in listed(value):
        here = spot(pointer, place)
        if isinstance(entry, dict):
            address = _of_object(conversion, field, entry, here, part, is_organization)
        else:
            address = uri_of_text(conversion, field, entry, here, is_organization=is_organization)
        if address is not None:
            found.append(address)
    return found


def _of_object(
    conversion: Conversion,
    field: Field,
    value: dict[str, Any],
    pointer: str,
    part: Part,
    is_organization: bool,
) -> str | None:
    identity, ctid = _first(value, *_IDS), _first(value, *_CTIDS)
    if identity is not None and ctid is not None:
        named = ctid_of_uri(identity) if isinstance(identity, str) else None
        if not isinstance(ctid, str) or (named or identity) != ctid.strip().lower():
            conversion.say(
                "reference.conflict",
                pointer,
                "Id and CTID of this reference name different things.",
                term=field.term,
                hint="Send one of them.",
            )
            return None
    if ctid is not None:
        name = next(name for name in value if name.lower() in _CTIDS)
        return uri_of_text(conversion, field, ctid, step(pointer, name), is_organization=is_organization)
    if identity is not None:
        name = next(name for name in value if name.lower() in _IDS)
        return uri_of_text(conversion, field, identity, step(pointer, name), is_organization=is_organization)
    return _described(conversion, field, value, pointer, part, is_organization)


def _described(
    conversion: Conversion,
    field: Field,
    value: dict[str, Any],
    pointer: str,
    part: Part,
    is_organization: bool,
) -> str | None:
    """The name of a blank node for what has no CTID."""
    members = members_of(value)
    ancestor = _ORGANIZATION if is_organization else ""
    default = _ORGANIZATION if is_organization else _TYPES_BY_TERM.get(field.term, "")
    cls = reference_class(conversion, members, pointer, ancestor, default)
    label = "An organization without a CTID" if is_organization else "A resource without a CTID"
    missing = [
        name
        for name in ("Name", "SubjectWebpage")
        if not ({name.lower(), f"ceterms:{_low(name)}"} & set(members))
    ]
    if field.term in _NEEDS_OWNER or (cls and not _has_webpage(conversion, cls)):
        missing = [name for name in missing if name != "SubjectWebpage"]
    if missing:
        conversion.say(
            "reference.incomplete",
            pointer,
            f"{label} needs {' and '.join(missing)}.",
            term=field.term,
            hint="Give its CTID, or its Type, Name and SubjectWebpage.",
        )
    if field.term in _NEEDS_OWNER and not {"ownedby", "offeredby"} & set(members):
        conversion.say(
            "required.one_of",
            pointer,
            f"{label} under {field.name} has neither OwnedBy nor OfferedBy.",
            term=field.term,
            hint="Say who owns or offers it.",
        )
    if cls is None or missing:
        return None
    node = build_object(conversion, part, cls, members, pointer, but=_TYPES)
    return conversion.blank(node, pointer)


def reference_class(
    conversion: Conversion,
    members: dict[str, tuple[str, Any]],
    pointer: str,
    ancestor: str,
    default: str = "",
) -> str | None:
    """The class that the member Type names; told when there is none or it is no class of things."""
    given = next((members[name] for name in _TYPES if name in members), None)
    if given is None:
        if default:
            return default
        conversion.say(
            "reference.type_missing",
            pointer,
            "It is not said of what Type this is.",
            hint="Give it a Type, such as Course, Certificate or CredentialOrganization.",
        )
        return None
    name, value = given
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    cls = find_class(conversion.vocabulary, value, ancestor) if isinstance(value, str) else None
    if cls is None or cls in _ABSTRACT:
        conversion.say(
            "type.invalid",
            step(pointer, name),
            f"{str(value)[:60]} is no class of resources that can stand here.",
            value=value,
            hint="Name a concrete class, such as Certificate instead of Credential.",
        )
        return None
    return cls


def _has_webpage(conversion: Conversion, cls: str) -> bool:
    return conversion.vocabulary.has_domain(cls, "ceterms:subjectWebpage")


def _first(value: dict[str, Any], *names: str) -> Any:
    for name, entry in value.items():
        if name.lower() in names and not is_absent(entry):
            return entry
    return None


def _low(name: str) -> str:
    return name[0].lower() + name[1:]
