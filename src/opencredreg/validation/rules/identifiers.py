"""CTIDs and the addresses of resources (``validation-profile.md`` section 2.2)."""

from __future__ import annotations

import re
from typing import Final

from opencredreg.ids import ctid_of_uri, is_blank, is_ctid
from opencredreg.validation.place import Place
from opencredreg.validation.rule import Rule
from opencredreg.validation.run import Run

__all__ = ["OBJECT_RULES", "RULES"]

CTID_MALFORMED = Rule(
    number="R14",
    code="ctid-malformed",
    severity="error",
    statement='A CTID is "ce-" and a UUID.',
    source="HB",
)
CTID_BARE_UUID = Rule(
    number="R15",
    code="ctid-bare-uuid",
    severity="error",
    statement='A CTID starts with "ce-".',
    source="HB",
)
CTID_UPPERCASE = Rule(
    number="R16",
    code="ctid-uppercase",
    severity="warning",
    read="note",
    statement="A CTID is written in lower case.",
    source="HB, FI",
)
CTID_NOT_UUID4 = Rule(
    number="R17",
    code="ctid-not-uuid4",
    severity="warning",
    read="note",
    statement="The UUID of a CTID is of version 4.",
    source="HB, FI",
)
CTID_MISSING = Rule(
    number="R18",
    code="ctid-missing",
    severity="error",
    read="warning",
    statement="Every item of a graph that is not a blank node has a CTID.",
    source="AS, PO",
)
CTID_ON_BLANK_NODE = Rule(
    number="R18",
    code="ctid-on-blank-node",
    severity="error",
    read="warning",
    statement="A blank node has no CTID.",
    source="AS, PO",
)
CTID_URI_MISMATCH = Rule(
    number="R19",
    code="ctid-uri-mismatch",
    severity="error",
    read="warning",
    statement="The @id of a resource ends with its CTID.",
    source="HB, FI",
)
REGISTRY_URI_MALFORMED = Rule(
    number="R20",
    code="registry-uri-malformed",
    severity="error",
    read="warning",
    statement="The @id of a registered resource is <registry>[/<community>]/resources/<ctid>.",
    source="HB",
)

RULES: tuple[Rule, ...] = (
    CTID_MALFORMED,
    CTID_BARE_UUID,
    CTID_UPPERCASE,
    CTID_NOT_UUID4,
    CTID_MISSING,
    CTID_ON_BLANK_NODE,
    CTID_URI_MISMATCH,
    REGISTRY_URI_MALFORMED,
)


_CTID: Final = "ceterms:ctid"
_RESOURCE: Final = re.compile(r"https?://[^/\s]+(/[^/\s]+)*?/(resources|graph)/[^/\s]+")


def check_identity(run: Run, place: Place) -> None:
    """Compare the CTID of an item with its ``@id``."""
    if not place.is_item:
        return
    identity = run.expand(place.id)
    ctid = place.value.get(_CTID)
    stated = ctid.strip().lower() if type(ctid) is str else ""
    if is_blank(identity):
        if stated:
            run.report(
                CTID_ON_BLANK_NODE,
                place,
                "A blank node has no CTID: it stands for something that is not registered here.",
                at=(_CTID,),
                hint="Give the item an @id of the form <registry>/resources/<ctid>, or leave the CTID out.",
                value=ctid,
            )
        return
    tail = identity.rstrip("/").rpartition("/")[2].lower()
    if not stated:
        # An alignment object or observation has none; nor has what the vocabulary never gives one.
        if _CTID not in place.value and run.vocabulary.has_domain(place.cls, _CTID):
            run.report(
                CTID_MISSING,
                place,
                "The resource has no ceterms:ctid.",
                hint="Add its CTID. It is the last part of its @id.",
                suggestion=tail if is_ctid(tail) else "",
            )
        return
    if not identity:
        return
    if ctid_of_uri(identity) is not None and tail != stated:
        run.report(
            CTID_URI_MISMATCH,
            place,
            "The @id ends with another CTID than the resource has.",
            at=("@id",),
            hint="Both name the same resource, so they end alike.",
            suggestion=f"{place.id.rstrip('/')[: -len(tail)]}{stated}",
            value=identity,
        )
    elif tail != stated and is_ctid(stated):
        run.report(
            CTID_URI_MISMATCH,
            place,
            "The @id does not end with the CTID of the resource.",
            at=("@id",),
            hint="Write <registry>/resources/<ctid>.",
            value=identity,
        )
    elif not _RESOURCE.fullmatch(identity.rstrip("/")) or "/graph/" in identity:
        better = identity.replace("/resource/", "/resources/").replace("/graph/", "/resources/")
        run.report(
            REGISTRY_URI_MALFORMED,
            place,
            "The @id of a registered resource is <registry>/resources/<ctid>.",
            at=("@id",),
            hint="Put /resources/ before the CTID.",
            suggestion=better if better != identity else "",
            value=identity,
        )


OBJECT_RULES = {"*": (check_identity,)}
