"""The vocabulary as the rest of the product asks it: terms, spellings, hierarchy.

Reading the packaged table takes a few milliseconds and happens once, at the first question.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import final

from opencredreg.ctdl.facts import (
    ClassFacts,
    ConceptFacts,
    PropertyFacts,
    SchemeFacts,
    TermTexts,
    ValueKind,
)
from opencredreg.ctdl.hierarchy import descendants_of
from opencredreg.ctdl.inverses import Inverse, build_inverses
from opencredreg.ctdl.labels import find_label, readable_name
from opencredreg.ctdl.relations import Relations
from opencredreg.ctdl.short_help import load_help
from opencredreg.ctdl.spellings import LOCAL_NAME, PREFERRED_PREFIXES, prefixes_by_namespace
from opencredreg.ctdl.table import Table, parse_table

__all__ = ["Vocabulary", "bundled_table", "bundled_vocabulary"]

_NO_CLASSES: frozenset[str] = frozenset()


@final
class Vocabulary:
    """Classes, properties, concept schemes and concepts, by compact name. Immutable.

    ``contexts`` maps the name of a published context (``ctdl``, ``ctdlasn``) to the prefixes it defines.
    ``edition`` is the year and month of the encodings, ``attribution`` names whose work they are.
    """

    __slots__ = (
        "_descendants",
        "_inverses",
        "_kinds",
        "_prefix_of_namespace",
        "_relations",
        "_texts",
        "_unprefixed",
        "attribution",
        "classes",
        "concepts",
        "contexts",
        "edition",
        "prefixes",
        "properties",
        "schemes",
    )

    def __init__(self, table: Table, texts: Mapping[str, TermTexts] | None = None) -> None:
        self.edition = table.edition
        self.attribution = table.attribution
        self._texts: Mapping[str, TermTexts] = dict(texts or {})
        self._relations: Relations | None = None
        self._inverses: Mapping[str, tuple[Inverse, ...]] | None = None
        self.prefixes: Mapping[str, str] = dict(table.prefixes)
        self.properties: Mapping[str, PropertyFacts] = table.property_facts()
        self.classes: Mapping[str, ClassFacts] = table.class_facts(self.properties)
        self.schemes: Mapping[str, SchemeFacts] = table.scheme_facts()
        self.concepts: Mapping[str, ConceptFacts] = table.concept_facts()
        self.contexts: Mapping[str, tuple[str, ...]] = {
            name: tuple(prefixes.split()) for name, prefixes in table.contexts.items()
        }
        self._kinds: dict[str, ValueKind] = {term: facts.kind for term, facts in self.properties.items()}
        self._prefix_of_namespace = prefixes_by_namespace(self.prefixes)
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
        if prefix is None or not LOCAL_NAME.fullmatch(iri, cut):
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

    def is_repeatable(self, cls: str, term: str) -> bool | None:
        """Whether a property on a class is written with several values; None if nobody says.

        Source: the shapes of the publishing service, through :meth:`shape_of`.
        """
        shape = self.shape_of(cls, term)
        return shape.startswith("list ") or shape == "languageMapOfLists" if shape else None

    def has_domain(self, cls: str, term: str) -> bool:
        """Whether a property may stand on things of a class: the class or an ancestor is in its domain.

        True for properties without a domain and for those that are not known.
        """
        return self._related().has_domain(cls, term)

    def in_range(self, cls: str, term: str) -> bool:
        """Whether things of a class may be values of a property: the class or an ancestor is in its range.

        True for properties that are not known and for ranges that restrict nothing.
        """
        return self._related().in_range(cls, term)

    def properties_of(self, cls: str) -> tuple[str, ...]:
        """Properties whose domain holds the class or an ancestor, sorted."""
        return self._related().properties_of(cls)

    def pointing_at(self, cls: str) -> tuple[str, ...]:
        """Properties whose range holds the class or an ancestor, sorted; open ranges do not count."""
        return self._related().pointing_at(cls)

    def properties_with_scheme(self, scheme: str) -> tuple[str, ...]:
        """Properties whose values are expected to be members of a scheme, sorted."""
        return self._related().properties_with_scheme(scheme)

    def subproperties(self, term: str) -> frozenset[str]:
        """A property with all its sub-properties; a property that is not known has only itself."""
        return self._related().subproperties(term)

    def inverses_of(self, term: str) -> tuple[Inverse, ...]:
        """The properties that say the same from the other end, the declared ones first.

        >>> [pair.inverse for pair in bundled_vocabulary().inverses_of("ceterms:parentOrganization")]
        ['ceterms:subOrganization', 'ceterms:department']
        """
        if self._inverses is None:
            self._inverses = build_inverses(self.properties)
        return self._inverses.get(term, ())

    def help_of(self, term: str) -> str:
        """Short help on a class, property or scheme in the project's own words; "" if there is none."""
        return load_help().get(term, "")

    def label_of(self, term: str, language: str = "en") -> str:
        """What people call a term: the label in the language, else in English, else made from its name.

        >>> [bundled_vocabulary().label_of("ceterms:offeredBy", tag) for tag in ("en", "es-MX", "fr")]
        ['Offered by', 'Ofrecido por', 'Offered by']
        """
        tables = self.properties, self.classes, self.concepts, self.schemes
        official = next((table[term].label for table in tables if term in table), "")
        return find_label(term, language) or official or readable_name(term)

    def text_of(self, term: str) -> TermTexts | None:
        """The official English texts of a term; None unless a snapshot with texts was loaded."""
        return self._texts.get(term)

    def _related(self) -> Relations:
        # Many processes never ask, so the tables wait for the first question. Two threads that ask at the
        # same moment make the same tables twice, which does no harm.
        if self._relations is None:
            self._relations = Relations(self.classes, self.properties)
        return self._relations

    def _canonical(self, text: str) -> str:
        if "://" in text:
            return self.compact(text)
        bare = text.removeprefix(":")
        return text if ":" in bare else self._unprefixed.get(bare, text)

    def _names_without_prefix(self) -> dict[str, str]:
        rank = {prefix: place for place, prefix in enumerate(PREFERRED_PREFIXES)}
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
    return Vocabulary(bundled_table())


def bundled_table() -> Table:
    """The table that ships with the software, read anew at every call."""
    return parse_table(files(__package__).joinpath("_generated", "vocabulary.json").read_bytes())
