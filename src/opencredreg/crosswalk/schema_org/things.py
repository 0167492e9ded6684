"""Other resources: as a short object with type, name and addresses.

Only what the data say is written. A resource that was not found has the type that the property asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from opencredreg.crosswalk.schema_org.classes import TYPES, WORKS, is_educational, kind_of, types_of
from opencredreg.crosswalk.schema_org.plain import name_of, safe_url, text_of
from opencredreg.crosswalk.schema_org.scope import Json, Reader, Scope, joined
from opencredreg.crosswalk.values import class_of, values_of
from opencredreg.ids import is_blank
from opencredreg.jsonld.values import Node, reference_of

__all__ = [
    "ACTORS",
    "COURSES",
    "CREDENTIALS",
    "LEADS_TO_EDUCATION",
    "LEADS_TO_WORK",
    "MAKES_OFFER",
    "NAMED",
    "PARTS",
    "PREREQUISITES",
    "QUALIFICATIONS",
    "TERM_SET",
    "THINGS",
    "build_thing",
    "is_partial",
]


def build_thing(value: Any, scope: Scope, kinds: Iterable[str], default: str) -> Json | None:
    """A short object for what a value refers to.

    Args:
        value: a URI or an object that stands inside.
        scope: the surroundings.
        kinds: the kinds that may stand here; anything else is left out. Empty for all.
        default: the kind of what was not found, "" to leave it out.
    """
    uri = reference_of(value)
    found = scope.find(uri)
    node: Node = {**(found or {}), **(value if isinstance(value, Mapping) else {})}
    is_known = found is not None or any(name[:1] != "@" for name in node)
    kind = kind_of(node) if class_of(node) else default
    allowed = tuple(kinds)
    if not kind or (allowed and kind not in allowed):
        return None
    address = "" if is_blank(uri) else safe_url(uri)
    page = safe_url(scope.page_of(uri)) if uri and not is_blank(uri) else ""
    web = safe_url(next(iter(values_of(node, "ceterms:subjectWebpage")), ""))
    name = name_of(node, scope) if is_known else ""
    if not (name or address or page):
        return None
    made = {
        "@type": joined(list(types_of(node, kind))),
        "@id": address,
        "name": name,
        "url": page or web or address,
        "sameAs": web if page else "",
    }
    return {name: part for name, part in made.items() if part}


def _things(kinds: Iterable[str], default: str) -> Callable[[list[Any], Scope], Iterator[Json | None]]:
    allowed = tuple(kinds)

    def read(values: list[Any], scope: Scope) -> Iterator[Json | None]:
        return (build_thing(value, scope, allowed, default) for value in values)

    return read


def _awarded(is_wanted: Callable[[Node], bool]) -> Callable[[list[Any], Scope], Iterator[Json | None]]:
    def read(values: list[Any], scope: Scope) -> Iterator[Json | None]:
        for value in values:
            if is_wanted(next(scope.objects([value]), {})):
                yield build_thing(value, scope, ("credential",), "credential")

    return read


def _offers_made(values: list[Any], scope: Scope) -> Iterator[Json]:
    for thing in _things((*WORKS, "service"), "")(values, scope):
        if thing:
            yield {"@type": "Offer", "itemOffered": thing}


def _conditions(
    kinds: Iterable[str], terms: Iterable[str], default: str
) -> Callable[[list[Any], Scope], Iterator[Json | str | None]]:
    """What conditions name under some of their properties, and what they say in words.

    Where perhaps only some of the targets are needed, and for alternatives, the words have to do.
    """
    allowed, targets = tuple(kinds), tuple(terms)

    def read(values: list[Any], scope: Scope) -> Iterator[Json | str | None]:
        for value in values:
            node = next(scope.objects([value]), None)
            if node is None or kind_of(node) in allowed:
                yield build_thing(value, scope, allowed, default)
                continue
            yield text_of(values_of(node, "ceterms:description", "ceterms:condition"), scope)
            if not is_partial(node):
                named = values_of(node, *targets)
                yield from (build_thing(target, scope, allowed, "") for target in named)

    return read


def _named(values: list[Any], scope: Scope) -> Iterator[str]:
    for value in values:
        inside: Node = value if isinstance(value, Mapping) else {}
        node = {**(scope.find(reference_of(value)) or {}), **inside}
        yield name_of(node, scope) or text_of(node.get("ceterms:description"), scope)


def is_partial(profile: Node) -> bool:
    """Whether a condition profile may ask for some of its targets only.

    All targets are required, unless a credit value or a weight says otherwise (``ctdl-vocabulary.md`` section 9.2).
    """
    return bool(values_of(profile, "ceterms:creditValue", "ceterms:weight"))


ACTORS: Final = Reader(
    "`Organization`, or a closer type", _things(("organization", "person"), "organization"), looks_up=True
)
CREDENTIALS: Final = Reader("the credentials", _things(("credential",), "credential"), looks_up=True)
COURSES: Final = Reader("the courses among them", _things(("course",), ""), looks_up=True)
PARTS: Final = Reader("those of them that are a `CreativeWork`", _things(sorted(WORKS), ""), looks_up=True)
THINGS: Final = Reader(
    "short object with type, name and addresses", _things(sorted(TYPES), "thing"), looks_up=True
)
LEADS_TO_EDUCATION: Final = Reader(
    "the credentials that are no certification, license or work-based certificate",
    _awarded(is_educational),
    looks_up=True,
)
LEADS_TO_WORK: Final = Reader(
    "certifications, licenses and work-based certificates",
    _awarded(lambda node: not is_educational(node)),
    looks_up=True,
)
MAKES_OFFER: Final = Reader("`Offer` with the thing offered", _offers_made, looks_up=True)
NAMED: Final = Reader("names, or descriptions of what has none", _named, looks_up=True)
PREREQUISITES: Final = Reader(
    "words of the conditions, and the courses and credentials they name",
    _conditions(
        ("course", "credential"),
        ("ceterms:targetLearningOpportunity", "ceterms:targetCredential"),
        "course",
    ),
    looks_up=True,
)
QUALIFICATIONS: Final = Reader(
    "words of the conditions, and the credentials they name",
    _conditions(("credential",), ("ceterms:targetCredential",), ""),
    looks_up=True,
)
TERM_SET: Final = Reader("`DefinedTermSet`", _things(("term set",), "term set"), looks_up=True)
