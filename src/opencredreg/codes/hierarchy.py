"""Which group a code belongs to, read from the code itself; and the titles of the major groups of occupations."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Final

from opencredreg.codes.lists import ListName
from opencredreg.codes.normalizing import normalize_code

__all__ = ["MAJOR_GROUPS", "find_parent"]

MAJOR_GROUPS: Final = {
    "11-0000": "Management Occupations",
    "13-0000": "Business and Financial Operations Occupations",
    "15-0000": "Computer and Mathematical Occupations",
    "17-0000": "Architecture and Engineering Occupations",
    "19-0000": "Life, Physical, and Social Science Occupations",
    "21-0000": "Community and Social Service Occupations",
    "23-0000": "Legal Occupations",
    "25-0000": "Educational Instruction and Library Occupations",
    "27-0000": "Arts, Design, Entertainment, Sports, and Media Occupations",
    "29-0000": "Healthcare Practitioners and Technical Occupations",
    "31-0000": "Healthcare Support Occupations",
    "33-0000": "Protective Service Occupations",
    "35-0000": "Food Preparation and Serving Related Occupations",
    "37-0000": "Building and Grounds Cleaning and Maintenance Occupations",
    "39-0000": "Personal Care and Service Occupations",
    "41-0000": "Sales and Related Occupations",
    "43-0000": "Office and Administrative Support Occupations",
    "45-0000": "Farming, Fishing, and Forestry Occupations",
    "47-0000": "Construction and Extraction Occupations",
    "49-0000": "Installation, Maintenance, and Repair Occupations",
    "51-0000": "Production Occupations",
    "53-0000": "Transportation and Material Moving Occupations",
    "55-0000": "Military Specific Occupations",
}
"""The major groups of the Standard Occupational Classification of 2018; lists of occupations leave them out."""


def find_parent(list_name: ListName, code: str, known: Container[str]) -> str | None:
    """The nearest group above a code that the list has; ``None`` at the top.

    >>> find_parent("cip", "49.0205", {"49", "49.02"}), find_parent("naics", "3111", {"31-33"})
    ('49.02', '31-33')
    """
    return next((one for one in _groups(list_name, code) if one != code and one in known), None)


def _groups(list_name: ListName, code: str) -> Iterator[str]:
    """All groups that may be above a code, the nearest first; the code itself may be among them."""
    match list_name:
        case "soc":
            yield f"{code[:7]}.00"
            # Broad occupation, minor group of either width, major group.
            yield from (code[:length].ljust(7, "0") for length in (6, 5, 4))
            yield f"{code[:2]}-0000"
        case "cip":
            yield from (code[:length] for length in (5, 2))
        case "naics":
            for length in range(len(code) - 1, 1, -1):
                yield normalize_code("naics", code[:length]) or ""
