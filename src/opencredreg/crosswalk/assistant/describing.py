"""What may be sent for a kind of resource, in words: for the routes, the documentation and the command line.

All of it is made from the table and the vocabulary.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final, Literal

import msgspec

from opencredreg.crosswalk.assistant.classes import concrete_classes
from opencredreg.crosswalk.assistant.concepts import scheme_of
from opencredreg.crosswalk.assistant.examples import build_example, build_part_example
from opencredreg.crosswalk.assistant.members import members_of_part, needs_of, part_behind
from opencredreg.crosswalk.assistant.objects import is_listed
from opencredreg.crosswalk.assistant.table import Field, Kind, Part, part_of
from opencredreg.ctdl.vocabulary import Vocabulary, bundled_vocabulary

__all__ = [
    "CONVERSIONS",
    "REFERENCED",
    "ConceptDescription",
    "FieldDescription",
    "KindDescription",
    "Level",
    "PartDescription",
    "describe_kind",
    "describe_part",
    "parts_of",
]

Level = Literal["required", "one-of", "recommended", "optional"]
"""``one-of`` means that one of ``KindDescription.needs`` with this field in it is required."""

CONVERSIONS: Final[Mapping[str, str]] = {
    "class": "The name of a class, with or without prefix.",
    "code-items": "Items of a list of codes: Framework, FrameworkName, CodedNotation, Name. A text is a name.",
    "code-names": "Names of what has no code.",
    "codes:cip": "CIP codes. Their names are looked up.",
    "codes:naics": "NAICS codes. Their names are looked up.",
    "codes:soc": "SOC or O*NET codes. Their names are looked up.",
    "competencies-of": "CTIDs of frameworks or collections of this registry. Each of their competencies is added.",
    "competency": "Competencies: a name, a CTID, or an object with TargetNode, TargetNodeName and Framework.",
    "concept": "A concept by name or label, with or without prefix. It becomes an alignment object.",
    "concept-uri": "A concept by name or label, with or without prefix. It becomes an address.",
    "ctid": "ce- and a UUID. Make it once and keep it.",
    "data-set": "A data set by CTID, or described; then it is published in the same graph.",
    "duration-item": "Numbers of Years, Months, Weeks, Days, Hours, Minutes; or a text such as P6M or 8 weeks.",
    "entity": "A resource by CTID, or described with Type, Name and SubjectWebpage.",
    "naics": "NAICS codes, kept as codes.",
    "named": "Names. Each becomes an alignment object with a name only.",
    "organization": "An organization by CTID, or described with Type, Name and SubjectWebpage.",
    "text": "A text in the default language, or an object with a text for each language.",
    "uri": "A CTID, an address of the web, or the Id of a blank node of the same request.",
    "url": "An address of the web, with http or https.",
}
"""How values are read, in words, by conversion; the others are objects with members of their own."""

REFERENCED: Final[Mapping[str, tuple[str, ...]]] = {"datasetprofile": ("observation", "dimension")}
"""Parts that are described under ReferenceObjects, by kind."""
_PLAIN: Final[Mapping[str, str]] = {
    "boolean": "true or false.",
    "date": "A date: 2026-05-31, 2026-05 or 2026. Other forms are read where they leave no doubt.",
    "date-time": "A date, with or without a time of day.",
    "decimal": "A number.",
    "duration": "A duration of ISO 8601, such as P6M.",
    "float": "A number.",
    "integer": "A whole number.",
    "language": "A language tag such as en-US, or the English name of a language.",
    "language-map": "A text in the default language, or an object with a text for each language.",
}


class ConceptDescription(msgspec.Struct, frozen=True):
    """A concept that a field takes."""

    name: str
    label: str


class FieldDescription(msgspec.Struct, frozen=True, kw_only=True):
    """One member of an object.

    ``property`` is what it becomes. ``reads`` says what values it takes. ``part`` names the table of the objects
    it holds, "" for values. ``scheme`` and ``concepts`` are there where it takes concepts.
    """

    name: str
    property: str
    label: str
    help: str
    conversion: str
    reads: str
    level: Level
    is_list: bool
    part: str = ""
    scheme: str = ""
    concepts: tuple[ConceptDescription, ...] = ()
    least_length: int = 0
    default: str = ""
    example: Any = None


class PartDescription(msgspec.Struct, frozen=True, kw_only=True):
    """An object that stands in a resource. ``needs`` are groups of members of which one is needed."""

    name: str
    cls: str
    label: str
    help: str
    classes: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...]
    fields: tuple[FieldDescription, ...]


class KindDescription(PartDescription, frozen=True, kw_only=True):
    """A kind of resource.

    ``wrapper`` is the member of the request that holds it, ``beside`` the members beside it with the names of
    their tables, ``parts`` the names of all tables that are used in it.
    """

    wrapper: str
    context: str
    actions: tuple[str, ...]
    beside: Mapping[str, str]
    bulk: Mapping[str, str]
    parts: tuple[str, ...]


def describe_kind(kind: Kind, vocabulary: Vocabulary | None = None) -> KindDescription:
    """What may be sent for a kind."""
    vocabulary = vocabulary or bundled_vocabulary()
    shown = build_example(kind, "maximal", vocabulary=vocabulary)[kind.wrapper]
    example = shown[0] if isinstance(shown, list) else shown
    known = _describe(vocabulary, kind, example)
    return KindDescription(
        **{name: getattr(known, name) for name in PartDescription.__struct_fields__},
        wrapper=kind.wrapper,
        context=kind.context,
        actions=kind.actions,
        beside=kind.parts,
        bulk=kind.bulk,
        parts=tuple(part.name for part in parts_of(kind)),
    )


def describe_part(name: str, vocabulary: Vocabulary | None = None) -> PartDescription:
    """What may be said in a part.

    Raises:
        KeyError: there is no such part.
    """
    vocabulary = vocabulary or bundled_vocabulary()
    return _describe(vocabulary, part_of(name), build_part_example(name, vocabulary=vocabulary))


def parts_of(kind: Kind) -> tuple[Part, ...]:
    """The tables of all objects that may stand in a request of a kind, by name."""
    found: dict[str, Part] = {}
    waiting: list[Part] = [kind, *(_beside(name) for name in kind.parts.values())]
    waiting += [part_of(name) for name in REFERENCED.get(kind.name, ())]
    while waiting:
        part = waiting.pop()
        if part.name in found:
            continue
        if part is not kind:
            found[part.name] = part
        inner = (part_behind(field) for field in members_of_part(part))
        waiting += [entry for entry in inner if entry is not None and entry.name not in found]
    return tuple(found[name] for name in sorted(found))


def _beside(name: str) -> Part:
    return part_of("entity-reference" if name == "reference" else name)


def _describe(vocabulary: Vocabulary, part: Part, example: Mapping[str, Any]) -> PartDescription:
    needs = needs_of(vocabulary, part, part.cls)
    recommended = _recommended(vocabulary, part)
    return PartDescription(
        name=part.name,
        cls=part.cls,
        label=vocabulary.label_of(part.cls),
        help=vocabulary.help_of(part.cls),
        classes=tuple(concrete_classes(vocabulary, part)),
        needs=needs,
        fields=tuple(
            _field(vocabulary, part, field, _level(field, needs, recommended), example.get(field.name))
            for field in members_of_part(part)
        ),
    )


def _recommended(vocabulary: Vocabulary, part: Part) -> frozenset[str]:
    """What is recommended of the class; of a family of classes what is recommended of most of them."""
    classes = concrete_classes(vocabulary, part)
    counts = Counter(
        term
        for cls in classes
        if cls in vocabulary.classes
        for term in {term for group in vocabulary.classes[cls].recommended for term in group}
    )
    return frozenset(term for term, count in counts.items() if count * 2 > len(classes))


def _level(field: Field, needs: tuple[tuple[str, ...], ...], recommended: frozenset[str]) -> Level:
    if (field.name,) in needs:
        return "required"
    if any(field.name in group for group in needs):
        return "one-of"
    return "recommended" if field.term in recommended else "optional"


def _field(vocabulary: Vocabulary, part: Part, field: Field, level: Level, example: Any) -> FieldDescription:
    inner = part_behind(field)
    scheme = (scheme_of(vocabulary, field.term) or "") if field.conversion.startswith("concept") else ""
    concepts = vocabulary.schemes[scheme].concepts if scheme in vocabulary.schemes else ()
    is_class = field.term.startswith("@")
    return FieldDescription(
        name=field.name,
        property=field.term,
        label=vocabulary.label_of(field.term) if not is_class else "Type",
        help=vocabulary.help_of(field.term) if not is_class else "What sort of thing it is.",
        conversion=field.conversion,
        reads=_reads(vocabulary, field),
        level=level,
        is_list=is_listed(vocabulary, part.cls, field.term) or field.conversion == "cost-item",
        part=inner.name if inner is not None else "",
        scheme=scheme,
        concepts=tuple(
            ConceptDescription(term.rpartition(":")[2], vocabulary.label_of(term)) for term in concepts
        ),
        least_length=part.lengths.get(field.name, 0),
        default=part.defaults.get(field.name, ""),
        example=example,
    )


def _reads(vocabulary: Vocabulary, field: Field) -> str:
    if field.conversion == "plain":
        return _PLAIN.get(vocabulary.kind_of(field.term).value, "A text.")
    if field.conversion == "concept" and scheme_of(vocabulary, field.term) is None:
        return CONVERSIONS["named"]
    if field.conversion == "concept-uri" and scheme_of(vocabulary, field.term) is None:
        return CONVERSIONS["uri"]
    return CONVERSIONS.get(field.conversion) or f"Objects with the members of {field.conversion}."
