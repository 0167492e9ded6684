"""What the demonstration knows about one field of study and work."""

from __future__ import annotations

import msgspec

from opencredreg.demo.phrases import Phrase, parse_phrase, parse_phrases

__all__ = ["Code", "Field", "Role", "build_field"]


class Code(msgspec.Struct, frozen=True):
    """An entry of a public classification: its code and its official title."""

    code: str
    title: str


class Role(msgspec.Struct, frozen=True):
    """An occupation of a field: its O*NET-SOC entry and how people call one who does it."""

    soc: Code
    name: Phrase


class Field(msgspec.Struct, frozen=True):
    """One field: six specialities (``foci``), eight subjects of study (``topics``), three occupations."""

    key: str
    sector: str
    name: Phrase
    cip: Code
    naics: Code
    roles: tuple[Role, ...]
    foci: tuple[Phrase, ...]
    topics: tuple[Phrase, ...]


def build_field(
    key: str,
    sector: str,
    name: str,
    *,
    cip: tuple[str, str],
    naics: tuple[str, str],
    roles: tuple[tuple[str, str, str], ...],
    foci: str,
    topics: str,
) -> Field:
    """A field from its written form; phrases are ``"english | español | français"``, one per line."""
    return Field(
        key=key,
        sector=sector,
        name=parse_phrase(name),
        cip=Code(*cip),
        naics=Code(*naics),
        roles=tuple(Role(Code(code, title), parse_phrase(called)) for code, title, called in roles),
        foci=parse_phrases(foci),
        topics=parse_phrases(topics),
    )
