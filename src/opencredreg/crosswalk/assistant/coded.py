"""Members that name concepts of a scheme.

Source: ``publishing.md`` section 4.3.
"""

from __future__ import annotations

from typing import Any, Final

from opencredreg.crosswalk.assistant.concepts import find_concept, nearest_concepts, scheme_of
from opencredreg.crosswalk.assistant.conversion import Conversion, step
from opencredreg.crosswalk.assistant.objects import kind_of, listed, members_of, spot
from opencredreg.crosswalk.assistant.references import uri
from opencredreg.crosswalk.assistant.simple import named
from opencredreg.crosswalk.assistant.table import Field
from opencredreg.ctdl.facts import ConceptFacts

__all__ = ["ALIGNMENT", "concept", "concept_uri"]

ALIGNMENT: Final = "ceterms:CredentialAlignmentObject"
_IN_ENGLISH: Final = "en-US"
_SCHEMES: Final = {
    "ceterms": "https://credreg.net/ctdl/terms/",
    "qdata": "https://credreg.net/qdata/terms/",
    "ceasn": "https://credreg.net/ctdlasn/terms/",
}
_NEIGHBOURS: Final = {
    "ceterms:supportServiceType": ("ceterms:accommodationType", "AccommodationType"),
    "ceterms:accommodationType": ("ceterms:supportServiceType", "SupportServiceType"),
}
"""Properties whose concepts are taken for those of another one."""


def concept(conversion: Conversion, field: Field, cls: str, value: Any, pointer: str) -> list[Any]:
    """Concepts by name, compact name, label or address become alignment objects."""
    if _is_named_only(conversion, field):
        return named(conversion, field, cls, value, pointer)
    found = []
    for place, entry in listed(value):
        here = spot(pointer, place)
        facts = _concept_of(conversion, field, entry, here)
        if facts is not None:
            found.append(conversion.made(_alignment(conversion, facts), here))
    return found


def _is_named_only(conversion: Conversion, field: Field) -> bool:
    return scheme_of(conversion.vocabulary, field.term) is None


def concept_uri(conversion: Conversion, field: Field, cls: str, value: Any, pointer: str) -> list[Any]:
    """Concepts become their addresses; where no scheme is known, they are given by CTID or address."""
    if _is_named_only(conversion, field):
        return uri(conversion, field, cls, value, pointer)
    found: list[Any] = []
    for place, entry in listed(value):
        here = spot(pointer, place)
        known = _concept_of(conversion, field, entry, here)
        if known is not None:
            found.append(conversion.vocabulary.expand(known.term))
        elif isinstance(entry, str) and "://" in entry and conversion.rules.unknown_concepts == "warning":
            found.append(entry.strip())
    return found


def _concept_of(conversion: Conversion, field: Field, value: Any, pointer: str) -> ConceptFacts | None:
    if isinstance(value, dict):
        # An alignment object, as older clients build it.
        members = members_of(value)
        for name in ("targetnode", "targetnodename", "name", "ceterms:targetnode"):
            if name in members:
                return _concept_of(conversion, field, members[name][1], step(pointer, members[name][0]))
    if not isinstance(value, str):
        conversion.say(
            "type.wrong",
            pointer,
            f"{field.name} is the name of a concept, not {kind_of(value)}.",
            value=value,
            term=field.term,
            hint="Send a name such as those of GET /capabilities.",
        )
        return None
    scheme = scheme_of(conversion.vocabulary, field.term) or ""
    known = find_concept(conversion.vocabulary, scheme, value)
    if known is None:
        _say_unknown(conversion, field, scheme, value, pointer)
    return known


def _say_unknown(conversion: Conversion, field: Field, scheme: str, value: str, pointer: str) -> None:
    vocabulary = conversion.vocabulary
    other, name = _NEIGHBOURS.get(field.term, ("", ""))
    elsewhere = find_concept(vocabulary, vocabulary.properties[other].scheme or "", value) if other else None
    near = nearest_concepts(vocabulary, scheme, value)
    names = vocabulary.schemes[scheme].concepts if scheme in vocabulary.schemes else ()
    if elsewhere is not None:
        hint = f"{elsewhere.label or elsewhere.term} is a concept for {name}: send it there."
    elif near:
        hint = f"Did you mean {' or '.join(near)}?"
    else:
        shown = ", ".join(term.rpartition(":")[2] for term in names[:12])
        hint = f"It takes {shown}{f' and {len(names) - 12} more' if len(names) > 12 else ''}."
    conversion.say(
        "concept.unknown",
        pointer,
        f"{value.strip()[:60]} is no concept for {field.name}.",
        severity=conversion.rules.unknown_concepts,
        value=value,
        term=field.term,
        hint=hint,
        suggestion=name if elsewhere is not None else near[0] if near else "",
    )


def _alignment(conversion: Conversion, facts: ConceptFacts) -> dict[str, Any]:
    scheme = conversion.vocabulary.schemes[facts.scheme]
    prefix, _, local = facts.scheme.partition(":")
    return {
        "@type": ALIGNMENT,
        "ceterms:framework": _SCHEMES.get(prefix, _SCHEMES["ceterms"]) + local,
        "ceterms:frameworkName": {_IN_ENGLISH: scheme.label or local},
        "ceterms:targetNode": facts.term,
        "ceterms:targetNodeName": {_IN_ENGLISH: facts.label or facts.term.rpartition(":")[2]},
    }
