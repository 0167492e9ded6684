"""The vocabulary as data: CTDL, CTDL-ASN and QData classes, properties, concept schemes and concepts.

Facts come from a compact table that ``tools/derive_vocabulary.py`` makes from the official encodings.
"CTDL, CTDL-ASN and QData by Credential Engine, Inc., CC BY 4.0, https://credreg.net".
"""

from __future__ import annotations

from opencredreg.ctdl.facts import ClassFacts, ConceptFacts, Placement, PropertyFacts, SchemeFacts, ValueKind
from opencredreg.ctdl.vocabulary import Vocabulary, bundled_vocabulary

__all__ = [
    "ClassFacts",
    "ConceptFacts",
    "Placement",
    "PropertyFacts",
    "SchemeFacts",
    "ValueKind",
    "Vocabulary",
    "bundled_vocabulary",
]
