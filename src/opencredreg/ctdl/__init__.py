"""The vocabulary as data: CTDL, CTDL-ASN and QData classes, properties, concept schemes and concepts.

Facts come from a compact table that ``tools/derive_vocabulary.py`` makes from the official encodings.
"CTDL, CTDL-ASN and QData by Credential Engine, Inc., CC BY 4.0, https://credreg.net".
"""

from __future__ import annotations

from opencredreg.ctdl.facts import (
    ClassFacts,
    ConceptFacts,
    Condition,
    Conditional,
    Placement,
    PropertyFacts,
    SchemeFacts,
    TermTexts,
    ValueKind,
)
from opencredreg.ctdl.inverses import Inverse
from opencredreg.ctdl.vocabulary import Vocabulary, bundled_table, bundled_vocabulary

__all__ = [
    "ClassFacts",
    "ConceptFacts",
    "Condition",
    "Conditional",
    "Inverse",
    "Placement",
    "PropertyFacts",
    "SchemeFacts",
    "TermTexts",
    "ValueKind",
    "Vocabulary",
    "bundled_table",
    "bundled_vocabulary",
]
