"""What kinds of organizations there are, and which fields each kind works in."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from opencredreg.demo.subjects import FIELDS

__all__ = ["OWN_FIELDS", "TAUGHT_FIELDS", "WHEEL", "OrganizationKind"]


class OrganizationKind(StrEnum):
    """What an organization is for."""

    AGENCY = "agency"
    UNIVERSITY = "university"
    COLLEGE = "college"
    TECHNICAL = "technical"
    PROVIDER = "provider"
    EMPLOYER = "employer"
    BOARD = "board"
    ACCREDITOR = "accreditor"
    ASSOCIATION = "association"
    UNION = "union"
    SCHOOL = "school"
    MUSEUM = "museum"
    DEPARTMENT = "department"


_K = OrganizationKind


def _keys(text: str) -> tuple[str, ...]:
    return tuple(text.split())


OWN_FIELDS: Mapping[OrganizationKind, tuple[str, ...]] = {
    _K.BOARD: _keys(
        "nursing electrical plumbing teaching cosmetology accounting pharmacy dental civil socialwork"
        " veterinary seamanship hvac emergency childhood"
    ),
    _K.ASSOCIATION: _keys(
        "welding software cybersecurity projects accounting logistics translation design data machining"
        " environment wind tourism culinary eldercare medlab forestry horticulture heritage teaching"
    ),
    _K.UNION: _keys(
        "electrical welding plumbing carpentry hvac machining mechatronics automotive seamanship fire"
        " aquaculture wind"
    ),
    _K.EMPLOYER: (
        *_keys("wind culinary aquaculture software nursing welding carpentry logistics tourism eldercare"),
        *FIELDS,
    ),
    _K.DEPARTMENT: tuple(FIELDS),
    _K.MUSEUM: ("heritage", "heritage", "translation", "design"),
    _K.ACCREDITOR: ("quality",),
}
"""The fields of the organizations that are about one field, in turn."""

_ACADEMIC = _keys(
    "nursing accounting software childhood environment civil socialwork data medlab teaching tourism design"
    " horticulture projects cybersecurity logistics veterinary translation forestry heritage aquaculture"
    " pharmacy wind dental quality culinary"
)

TAUGHT_FIELDS: Mapping[OrganizationKind, tuple[str, ...]] = {
    # Colleges and universities go through the same fields in the same order, so that their n-th bundles are
    # partners in transfer.
    _K.UNIVERSITY: _ACADEMIC,
    _K.COLLEGE: _ACADEMIC,
    _K.TECHNICAL: _keys(
        "welding mechatronics machining automotive electrical hvac wind carpentry seamanship plumbing"
        " cybersecurity medlab"
    ),
    _K.PROVIDER: _keys(
        "culinary eldercare cosmetology software welding logistics emergency horticulture projects"
        " translation childhood hvac data tourism automotive design"
    ),
    _K.SCHOOL: _keys(
        "environment software culinary design aquaculture heritage accounting emergency carpentry"
    ),
}
"""The fields of the bundles of organizations that teach many fields, in turn."""

WHEEL = (
    _K.UNIVERSITY,
    _K.COLLEGE,
    _K.BOARD,
    _K.ASSOCIATION,
    _K.TECHNICAL,
    _K.PROVIDER,
    _K.EMPLOYER,
    _K.UNION,
    _K.SCHOOL,
    _K.MUSEUM,
    _K.ACCREDITOR,
    _K.COLLEGE,
    _K.PROVIDER,
    _K.UNIVERSITY,
    _K.TECHNICAL,
    _K.COLLEGE,
    _K.UNIVERSITY,
    _K.PROVIDER,
    _K.COLLEGE,
    _K.UNIVERSITY,
)
"""The owners of bundles in turn; the first twelve cover every kind that awards credentials."""
