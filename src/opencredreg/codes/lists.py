"""Which lists of codes there are, and how published data name them and their entries.

Source: ``publishing.md`` section 4.4.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, TypeGuard

import msgspec

from opencredreg.errors import NotFound

__all__ = ["HEADS", "LIST_NAMES", "Code", "CodeList", "ListName", "head_of", "is_list_name"]

ListName: TypeAlias = Literal["soc", "cip", "naics"]
"""``soc``: occupations, ``cip``: instructional programs, ``naics``: industries."""


class CodeList(msgspec.Struct, frozen=True, kw_only=True):
    """One edition of a list.

    ``framework`` and ``framework_name`` are what published alignments name it by. ``target`` is the address of the
    page of a code with ``{code}`` in it, "" where there are no such pages.
    """

    name: ListName
    edition: str
    title: str
    framework: str
    framework_name: str
    target: str
    attribution: str
    licence: str


class Code(msgspec.Struct, frozen=True):
    """One entry: the code as the list writes it, its title, and the code of the group that it belongs to."""

    list: ListName
    code: str
    title: str
    parent: str | None = None


HEADS: Final[dict[ListName, CodeList]] = {
    "soc": CodeList(
        name="soc",
        edition="",
        title="O*NET-SOC occupations",
        framework="https://www.onetcenter.org/taxonomy.html",
        framework_name="Standard Occupational Classification",
        target="https://www.onetonline.org/link/summary/{code}",
        attribution=(
            "O*NET database by the U.S. Department of Labor, Employment and Training Administration (USDOL/ETA). "
            "O*NET® is a trademark of USDOL/ETA."
        ),
        licence="CC BY 4.0",
    ),
    "cip": CodeList(
        name="cip",
        edition="",
        title="Instructional programs",
        framework="https://nces.ed.gov/ipeds/cipcode/Default.aspx?y=55",
        framework_name="Classification of Instructional Programs",
        target="",
        attribution="National Center for Education Statistics, U.S. Department of Education.",
        licence="U.S. government work",
    ),
    "naics": CodeList(
        name="naics",
        edition="",
        title="Industries",
        framework="https://www.census.gov/eos/www/naics/index.html",
        framework_name="North American Industry Classification System",
        target="https://www.census.gov/naics/?input={code}&year=2022&details={code}",
        attribution="U.S. Census Bureau.",
        licence="U.S. government work",
    ),
}
"""The lists without their codes."""

LIST_NAMES: Final[tuple[ListName, ...]] = tuple(HEADS)


def is_list_name(name: str) -> TypeGuard[ListName]:
    """Whether there is a list of this name."""
    return name in HEADS


def head_of(name: str, edition: str) -> CodeList:
    """An edition of a list.

    Raises:
        NotFound: there is no such list.
    """
    wanted = name.strip().lower()
    if not is_list_name(wanted):
        raise NotFound(
            f"There is no list of codes called “{name[:40]}”",
            kind="code list",
            hint="The lists are soc (occupations), cip (instructional programs) and naics (industries).",
        )
    return msgspec.structs.replace(HEADS[wanted], edition=edition)
