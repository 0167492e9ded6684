"""A resource as people and programs cite it: its parts, BibTeX and CSL-JSON.

Source: the formats themselves; a resource is a data set with a publisher, an address and a day of the last change.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from opencredreg.finder.references import Reference
from opencredreg.finder.subject import Subject
from opencredreg.jsonld.values import Text, names_of, pick_text

__all__ = ["Citation", "build_citation", "render_bibtex", "render_csl"]

_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_PRINTABLE = re.compile(r"[\x00-\x1f\x7f]+")


class Citation(msgspec.Struct, frozen=True, kw_only=True):
    """What a citation is made of. ``cls`` is the class; ``changed`` the day of the version that is cited."""

    key: str
    title: str
    author: str
    cls: str
    publisher: str
    url: str
    changed: date
    seen: date
    language: str = ""


def build_citation(
    subject: Subject, owners: tuple[Reference, ...], *, url: str, publisher: str, languages: tuple[str, ...]
) -> Citation:
    """The citation of a resource.

    Args:
        subject: what is cited.
        owners: who stands for it; the first one is the author.
        url: its address with the host.
        publisher: the name of the registry.
        languages: of whoever cites, the best first.
    """
    title = pick_text(names_of(subject.value), languages)
    return Citation(
        key=subject.held.ctid or subject.held.key,
        title=title.text if title else subject.held.ctid or subject.held.uri,
        author=_first_name(owners, languages),
        cls=subject.held.cls,
        publisher=publisher,
        url=url,
        changed=datetime.fromtimestamp(subject.record.updated_at / 1_000_000, UTC).date(),
        seen=subject.look.today,
        language=title.language if title else "",
    )


def _first_name(owners: tuple[Reference, ...], languages: tuple[str, ...]) -> str:
    names: tuple[Text, ...] = owners[0].names if owners else ()
    found = pick_text(names, languages)
    return found.text if found else ""


def render_bibtex(citation: Citation) -> str:
    """The citation as an entry of a BibTeX file."""
    fields = {
        "title": f"{{{_tex(citation.title)}}}",
        "author": f"{{{_tex(citation.author)}}}" if citation.author else "",
        "year": str(citation.changed.year),
        "month": str(citation.changed.month),
        "publisher": _tex(citation.publisher),
        "url": _PRINTABLE.sub("", citation.url).replace("{", "%7B").replace("}", "%7D"),
        "urldate": citation.seen.isoformat(),
        "note": _tex(citation.key),
    }
    lines = [f"  {name:<9} = {{{value}}}" for name, value in fields.items() if value]
    name = re.sub(r"[^A-Za-z0-9-]", "-", citation.key)[:80]
    return f"@misc{{{name},\n" + ",\n".join(lines) + "\n}\n"


def _tex(text: str) -> str:
    return "".join(_SPECIAL.get(character, character) for character in _PRINTABLE.sub(" ", text))


def render_csl(citation: Citation) -> bytes:
    """The citation as CSL-JSON, a list of one item."""
    item: dict[str, Any] = {
        "id": citation.key,
        "type": "dataset",
        "title": citation.title,
        "publisher": citation.publisher,
        "URL": citation.url,
        "issued": {"date-parts": [_parts(citation.changed)]},
        "accessed": {"date-parts": [_parts(citation.seen)]},
    }
    if citation.author:
        item["author"] = [{"literal": citation.author}]
    if citation.language:
        item["language"] = citation.language
    return msgspec.json.format(msgspec.json.encode([item]), indent=2)


def _parts(day: date) -> list[int]:
    return [day.year, day.month, day.day]
