"""SHACL shapes of a profile, for data that are already RDF.

Unlike a JSON Schema, shapes have severities, so warnings and notes are told too: errors as violations, warnings as
warnings, notes as information. ``dct:identifier`` of a shape is the code of the rule that it expresses.

Source: ``validation-profile.md`` sections 2 to 5.
"""

from __future__ import annotations

from typing import Final

from pyoxigraph import Quad

from opencredreg.ctdl import Vocabulary
from opencredreg.jsonld.rdf import serialize
from opencredreg.validation.exports.shacl_classes import write_classes
from opencredreg.validation.exports.shacl_values import write_values
from opencredreg.validation.exports.shape_writer import SHACL, ShapeWriter
from opencredreg.validation.profile import Profile

__all__ = ["build_shapes", "render_shapes"]

_BASE: Final = "urn:opencredreg:shapes"
_DCT: Final = "http://purl.org/dc/terms/"


def build_shapes(vocabulary: Vocabulary, profile: Profile, cls: str = "", *, base: str = _BASE) -> list[Quad]:
    """The shapes of a profile.

    Args:
        vocabulary: the classes and properties.
        profile: how grave a breach of which rule is, and what is asked of the classes.
        cls: only the shapes for resources of this class and what can stand inside of them.
        base: what the addresses of shapes begin with, up to the ``#``.

    Raises:
        KeyError: the class is not known.
    """
    classes = frozenset(vocabulary.classes) if not cls else _reachable(vocabulary, cls)
    writer = ShapeWriter(vocabulary, profile, base)
    terms = {term for each in classes for term in vocabulary.properties_of(each)} if cls else None
    for term, facts in sorted(vocabulary.properties.items()):
        if facts.declared and (terms is None or term in terms):
            write_values(writer, vocabulary, facts)
    write_classes(writer, vocabulary, profile, classes)
    return writer.quads


def render_shapes(quads: list[Quad], syntax: str = "turtle", *, vocabulary: Vocabulary) -> bytes:
    """Shapes as text, in any syntax of :data:`opencredreg.jsonld.rdf_formats.RDF_FORMATS`."""
    return serialize(quads, syntax, prefixes={"sh": SHACL, "dct": _DCT}, vocabulary=vocabulary)


def _reachable(vocabulary: Vocabulary, cls: str) -> frozenset[str]:
    """A class and the classes of what can stand inside of it, or in its graph without being published alone."""
    found = {vocabulary.classes[cls].term}
    waiting = [cls]
    while waiting:
        current = waiting.pop()
        for term in vocabulary.properties_of(current):
            for target in vocabulary.properties[term].range:
                for each in vocabulary.descendants(target):
                    facts = vocabulary.classes.get(each)
                    if facts is not None and each not in found and facts.placement in ("embedded", "travels"):
                        found.add(each)
                        waiting.append(each)
    return frozenset(found)
