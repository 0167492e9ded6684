"""Places, contact points and jurisdictions.

Source: ``publishing.md`` sections 4.10 and 4.11.
"""

from __future__ import annotations

from typing import Final

import msgspec

from opencredreg.crosswalk.assistant.conversion import Conversion, Node, step
from opencredreg.crosswalk.assistant.objects import build_object
from opencredreg.crosswalk.assistant.profiles import Members, build_part
from opencredreg.crosswalk.assistant.simple import text
from opencredreg.crosswalk.assistant.table import Field, Part

__all__ = ["contact_point", "jurisdiction", "place"]

_STREET: Final = ("address1", "address2")
_STREET_FIELD: Final = Field("Address1", "text", "ceterms:streetAddress")
_REACHED_BY: Final = ("ceterms:telephone", "ceterms:email", "ceterms:socialMedia", "ceterms:faxNumber")
_REGIONS: Final = frozenset(
    {"ceterms:mainJurisdiction", "ceterms:jurisdictionException", "qdata:dataSetSpatialCoverage"}
)
_ADDRESS: Final = (
    "ceterms:streetAddress", "ceterms:postOfficeBoxNumber", "ceterms:addressLocality", "ceterms:addressRegion",
    "ceterms:postalCode", "ceterms:addressCountry", "ceterms:subRegion",
)  # fmt: skip
_LOCATED_BY: Final = (*_ADDRESS, "ceterms:latitude", "ceterms:longitude", "ceterms:geoURI")
_GLOBAL: Final = "ceterms:globalJurisdiction"


def place(conversion: Conversion, field: Field, part: Part, members: Members, pointer: str) -> list[Node]:
    """A place. An address has at least a town and a country, or a street with town, region and postal code."""
    node = build_object(conversion, part, part.cls, members, pointer, but=_STREET)
    _add_street(conversion, node, members, pointer)
    if len(node) == 1:
        return []
    if field.term in _REGIONS:
        return [node]
    if "ceterms:targetContactPoint" not in node and not any(term in node for term in _LOCATED_BY):
        conversion.say(
            "address.incomplete",
            pointer,
            f"{field.name} does not say where it is.",
            hint="Add City and Country, or at least a ContactPoint.",
        )
    elif any(term in node for term in _ADDRESS) and "ceterms:addressLocality" not in node:
        conversion.say(
            "address.incomplete",
            step(pointer, "City"),
            f"The address of {field.name} has no City.",
            severity="warning",
            hint="Add City, and Country or AddressRegion.",
        )
    return [node]


def _add_street(conversion: Conversion, node: Node, members: Members, pointer: str) -> None:
    street: dict[str, str] = {}
    for name, value in (members[name] for name in _STREET if name in members):
        field = msgspec.structs.replace(_STREET_FIELD, name=name)
        for texts in text(conversion, field, node["@type"], value, step(pointer, name)):
            conversion.wrote(node, field.term, step(pointer, name))
            for language, line in texts.items():
                street[language] = f"{street[language]}, {line}" if language in street else line
    if street:
        node[_STREET_FIELD.term] = street


def contact_point(
    conversion: Conversion, field: Field, part: Part, members: Members, pointer: str
) -> list[Node]:
    """A contact point says how somebody is reached; one that does not is told and not used."""
    node = build_part(conversion, field, part, members, pointer)
    if any(term in node for term in _REACHED_BY):
        return [node]
    if len(node) > 1:
        conversion.say(
            "value.missing",
            pointer,
            f"{field.name} has no number, mail address or page, so it was not used.",
            severity="warning",
            hint="Add PhoneNumbers, Emails or SocialMediaPages.",
        )
    return []


def jurisdiction(
    conversion: Conversion, field: Field, part: Part, members: Members, pointer: str
) -> list[Node]:
    """Where something holds: everywhere, in a place with its exceptions, or as described."""
    node = build_part(conversion, field, part, members, pointer)
    if "ceterms:mainJurisdiction" in node and _GLOBAL in node:
        if node[_GLOBAL] is True:
            conversion.say(
                "jurisdiction.conflict",
                pointer,
                f"{field.name} is said to hold everywhere, and has a main jurisdiction; the main one was taken.",
                severity="warning",
                hint="Send GlobalJurisdiction or MainJurisdiction.",
            )
        del node[_GLOBAL]
    says_where = node.get(_GLOBAL) is True or any(
        term in node for term in ("ceterms:mainJurisdiction", "ceterms:description")
    )
    if says_where:
        return [node]
    if len(node) > 1:
        conversion.say(
            "jurisdiction.empty",
            pointer,
            f"{field.name} does not say where it holds.",
            hint="Set GlobalJurisdiction to true, or add a MainJurisdiction or a Description.",
        )
    return []
