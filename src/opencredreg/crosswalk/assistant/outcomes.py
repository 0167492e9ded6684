"""Data sets inside of aggregate data: named by their CTID, or described and published in the same graph.

Source: ``publishing.md`` section 4.16.
"""

from __future__ import annotations

from typing import Any, Final

from opencredreg.crosswalk.assistant.conversion import Conversion, step
from opencredreg.crosswalk.assistant.objects import build_object, listed, members_of, spot
from opencredreg.crosswalk.assistant.references import uri_of_text
from opencredreg.crosswalk.assistant.table import Field, part_of
from opencredreg.ids import is_ctid

__all__ = ["data_set"]

_NAMES_ONLY: Final = frozenset({"ctid", "id", "@id", "ceterms:ctid"})


def data_set(conversion: Conversion, field: Field, cls: str, value: Any, pointer: str) -> list[Any]:  # noqa: ARG001
    """References to data sets. One that is described becomes a node of its own."""
    found = []
    for place, entry in listed(value):
        here = spot(pointer, place)
        if not isinstance(entry, dict):
            address = uri_of_text(conversion, field, entry, here)
        else:
            address = _of_object(conversion, field, entry, here)
        if address is not None:
            found.append(address)
    return found


def _of_object(conversion: Conversion, field: Field, value: dict[str, Any], pointer: str) -> str | None:
    members = members_of(value)
    name, ctid = members.get("ctid") or members.get("ceterms:ctid") or ("CTID", None)
    if members.keys() <= _NAMES_ONLY:
        written, identity = next(iter(members.values()), ("CTID", None))
        return uri_of_text(conversion, field, identity, step(pointer, written))
    part = part_of("data-set")
    if ctid is None:
        node = build_object(conversion, part, part.cls, members, pointer)
        return conversion.blank(node, pointer)
    if not isinstance(ctid, str) or not is_ctid(ctid.strip()):
        conversion.say(
            "ctid.malformed", step(pointer, name), "The CTID of a data set is ce- and a UUID.", value=ctid
        )
        return None
    address = conversion.uri_of(ctid.strip())
    node = {"@id": address, "@type": part.cls, "ceterms:ctid": ctid.strip().lower()}
    build_object(conversion, part, part.cls, members, pointer, node)
    conversion.others.append(node)
    return address
