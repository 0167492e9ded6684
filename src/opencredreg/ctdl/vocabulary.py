"""The vocabulary as the rest of the product asks it: terms, spellings, hierarchy.

Reading the packaged table takes a few milliseconds and happens once, at the first question.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import final

from opencredreg.ctdl.facts import ClassFacts, ConceptFacts, PropertyFacts, SchemeFacts, ValueKind
from opencredreg.ctdl.table import Table, descendants_of, parse_table

__all__ = ["Vocabulary", "bundled_vocabulary"]

# A name without prefix means the first of these vocabularies that knows it.
_PREFERRED = (
    "ceterms",
    "ceasn",
    "qdata",
    "skos",
    "asn",
    "schema",
    "adms",
    "owl",
    "rdfs",
    "meta",
    "vs",
    "dct",
)
# Where terms and concepts of the three vocabularies were or are also addressed.
_OTHER_ADDRESSES: Mapping[str, tuple[str, ...]] = {
    "https://purl.org/ctdl/": ("https://credreg.net/ctdl/",),
    "https://purl.org/ctdlasn/": ("https://credreg.net/ctdlasn/",),
    "http://purl.org/ctdlasn/": ("https://credreg.net/ctdlasn/",),
    "https://credreg.net/qdata/": ("https://purl.org/qdata/",),
}
_LOCAL = re.compile(r"[^\s/#:?\[\]@]+")
_NO_CLASSES: frozenset[str] = frozenset()


@final
class Vocabulary:
    """Classes, properties, concept schemes and concepts, by compact name. Immutable.

    ``contexts`` maps the name of a published context (``ctdl``, ``ctdlasn``) to the prefixes it defines.
    """

    __slots__ = (
        "_descendants",
        "_kinds",
        "_prefix_of_namespace",
        "_unprefixed",
        "classes",
        "concepts",
        "contexts",
        "prefixes",
        "properties",
        "schemes",
    )

    def __init__(self, table: Table) -> None:
        self.prefixes: Mapping[str, str] = dict(table.prefixes)
        self.properties: Mapping[str, PropertyFacts] = table.property_facts()
        self.classes: Mapping[str, ClassFacts] = table.class_facts()
        self.schemes: Mapping[str, SchemeFacts] = table.scheme_facts()
        self.concepts: Mapping[str, ConceptFacts] = table.concept_facts()
        self.contexts: Mapping[str, tuple[str, ...]] = {
            name: tuple(prefixes.split()) for name, prefixes in table.contexts.items()
        }
        self._kinds: dict[str, ValueKind] = {term: facts.kind for term, facts in self.properties.items()}
        self._prefix_of_namespace = _prefixes_by_namespace(self.prefixes)
        self._unprefixed = self._names_without_prefix()
        self._descendants = descendants_of({term: facts.parents for term, facts in self.classes.items()})

    def kind_of(self, term: str) -> ValueKind:
        """How values of a property are read; ``ANY`` for properties that are not known."""
        return self._kinds.get(term, ValueKind.ANY)

    def is_known(self, term: str) -> bool:
        """Whether a compact name is a property, class, scheme or concept of the vocabulary."""
        return term in self._kinds or term in self.classes or term in self.concepts or term in self.schemes

    def compact(self, iri: str) -> str:
        """The compact name of an address; addresses of no known vocabulary come back unchanged.

        ``http`` and ``https`` and the older addresses of the terms at credreg.net are the same term:

        >>> bundled_vocabulary().compact("http://credreg.net/ctdl/terms/name")
        'ceterms:name'
        """
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix = self._prefix_of_namespace.get(iri[:cut])
        if prefix is None or not _LOCAL.fullmatch(iri, cut):
            return iri
        return f"{prefix}:{iri[cut:]}"

    def expand(self, term: str) -> str:
        """The address of a compact name; names with an unknown prefix come back unchanged."""
        prefix, colon, local = term.partition(":")
        if not colon or local.startswith("//"):
            return term
        namespace = self.prefixes.get(prefix)
        return term if namespace is None else namespace + local

    def normalize_term(self, name: str) -> str:
        """The canonical compact name of a property, class or concept, however it was written.

        Accepts addresses in any of their forms, compact names, names without or with an empty prefix and
        stray blanks.
        What is not known comes back compacted, without the blanks around it.

        >>> names = "ceterms:name ", " https://credreg.net/ctdl/terms/name", "name", "ceterms: name", "x:y"
        >>> [bundled_vocabulary().normalize_term(name) for name in names]
        ['ceterms:name', 'ceterms:name', 'ceterms:name', 'ceterms:name', 'x:y']
        """
        if name in self._kinds or name in self.classes:
            return name
        term = self._canonical("".join(name.split()))
        # Blanks inside a name are a slip only if the name makes sense without them.
        return term if self.is_known(term) else self._canonical(name.strip())

    def descendants(self, cls: str) -> frozenset[str]:
        """A class with all its subclasses; a class that is not known has only itself."""
        return self._descendants.get(cls) or frozenset((cls,))

    def is_a(self, cls: str, ancestor: str) -> bool:
        """Whether things of a class are also things of another (or the same) class."""
        return cls == ancestor or cls in self._descendants.get(ancestor, _NO_CLASSES)

    def shape_of(self, cls: str, term: str) -> str:
        """How the publishing service writes a property on a class or its nearest superclass; "" if unknown.

        >>> bundled_vocabulary().shape_of("ceterms:Badge", "ceterms:requires")
        'list of ConditionProfile'
        """
        facts = self.classes.get(cls)
        for name in (cls, *facts.ancestors) if facts else ():
            shapes = self.classes[name].shapes if name in self.classes else {}
            if term in shapes:
                return shapes[term]
        return ""

    def _canonical(self, text: str) -> str:
        if "://" in text:
            return self.compact(text)
        bare = text.removeprefix(":")
        return text if ":" in bare else self._unprefixed.get(bare, text)

    def _names_without_prefix(self) -> dict[str, str]:
        rank = {prefix: place for place, prefix in enumerate(_PREFERRED)}
        names: dict[str, str] = {}
        for term in sorted(
            (*self.properties, *self.classes, *self.schemes),
            # A retired name never hides a declared one of another vocabulary.
            key=lambda term: (
                term in self.properties and not self.properties[term].declared,
                rank.get(term.partition(":")[0], len(rank)),
                term,
            ),
        ):
            names.setdefault(term.partition(":")[2], term)
        return names


@cache
def bundled_vocabulary() -> Vocabulary:
    """The vocabulary that ships with the software."""
    return Vocabulary(parse_table(files(__package__).joinpath("_generated", "vocabulary.json").read_bytes()))


def _prefixes_by_namespace(prefixes: Mapping[str, str]) -> dict[str, str]:
    """Every accepted spelling of every namespace to its prefix; the exact spelling always wins."""
    known: dict[str, str] = {}
    for prefix, namespace in prefixes.items():
        for main, others in _OTHER_ADDRESSES.items():
            if namespace.startswith(main):
                for other in others:
                    _add_both_schemes(known, other + namespace.removeprefix(main), prefix)
        _add_both_schemes(known, namespace, prefix)
    known.update({namespace: prefix for prefix, namespace in prefixes.items()})
    return known


def _add_both_schemes(known: dict[str, str], namespace: str, prefix: str) -> None:
    rest = namespace.partition("://")[2]
    known.setdefault(f"https://{rest}", prefix)
    known.setdefault(f"http://{rest}", prefix)
