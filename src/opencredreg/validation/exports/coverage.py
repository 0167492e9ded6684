"""Which rules the exports express, which in part, and which not at all, with the reason.

``COVERED``: documents break such a rule exactly where the export says so. ``PARTLY``: what the export says is right,
but it does not see every breach. ``LEFT_OUT``: it says nothing. A test compares all three with the validator.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["COVERED", "LEFT_OUT", "PARTLY", "SHAPES_COVERED", "SHAPES_LEFT_OUT", "SHAPES_PARTLY"]


def _with_reason(reason: str, codes: str) -> dict[str, str]:
    return dict.fromkeys(codes.split(), reason)


COVERED: Final = frozenset(
    """
    required wrong-type graph-empty class-not-publishable class-unknown type-missing too-many-values
    language-map-expected language-map-value literal-expected object-expected
    boolean-format boolean-invalid number-format number-invalid
    reference-not-iri reference-bare-ctid reference-bare-uuid reference-blank-not-allowed blank-node-thin
    ctid-malformed ctid-bare-uuid ctid-missing ctid-on-blank-node registry-uri-malformed
    required-missing required-one-of alignment-name-missing alignment-incomplete constraint-incomplete
    url-format email-format date-format datetime-format duration-format duration-empty language-code-format
    currency-format currency-missing number-range unit-without-value concept-not-in-scheme concept-unknown
    document-not-object document-is-array
    """.split()
)
"""Codes of errors that the JSON Schemas express."""
PARTLY: Final[Mapping[str, str]] = {
    "key-not-prefixed": "Names that are written as addresses (`https://purl.org/ctdl/terms/name`) are not seen.",
    "value-pair": "Whether a minimum lies above its maximum is a comparison of two values.",
    "observation-incomplete": "Whether a metric is one of the data set is a matter of the whole graph.",
}
LEFT_OUT: Final[Mapping[str, str]] = {
    **_with_reason(
        "It is about the bytes, before there is any JSON to look at.", "malformed-json document-limit"
    ),
    **_with_reason(
        "It compares two places of a document, and a JSON Schema looks at one place at a time.",
        "main-resource-mismatch ctid-uri-mismatch condition-count condition-operator",
    ),
    **_with_reason(
        "It concerns documents that are only read, and not in graph form.",
        "identity-required main-resource-blank",
    ),
    **_with_reason(
        "It follows references from one item of the graph to another.",
        "node-duplicate reference-unresolved reference-self-structural member-untied member-of-other-unit"
        " standalone-with-structure hierarchy-cycle pathway-no-destination component-outside",
    ),
    **_with_reason(
        "Whether a property slipped out of another object depends on which objects there are.",
        "domain-of-another",
    ),
}

SHAPES_COVERED: Final = frozenset(
    """
    boolean-invalid number-invalid ctid-malformed ctid-bare-uuid ctid-missing registry-uri-malformed
    blank-node-thin reference-not-iri too-many-values language-map-expected
    required-missing required-one-of required-before required-by-policy recommended-missing
    alignment-name-missing alignment-incomplete constraint-incomplete
    url-format email-format date-format datetime-format duration-format duration-empty language-code-format
    currency-format currency-missing number-range weight-range
    concept-not-in-scheme concept-unknown
    """.split()
)
"""Codes that the SHACL shapes express, of any severity."""
SHAPES_PARTLY: Final[Mapping[str, str]] = {
    "identifier-format": "Codes of industries, occupations and programs depend on the framework that is named.",
    "observation-incomplete": PARTLY["observation-incomplete"],
    **_with_reason(
        "A CTID or UUID alone is a text in RDF, and the rule about texts in the place of references tells of it.",
        "reference-bare-ctid reference-bare-uuid",
    ),
}
_JSON_ONLY = "It is about how something is written in JSON; in RDF there is no difference, or none any more."
_GRAPH = (
    "It follows paths of any length, or needs the other side of a reference, which core SHACL leaves out."
)
_ITEM = "RDF does not tell an item of the graph from an object inside another, nor which one is the main resource."
SHAPES_LEFT_OUT: Final[Mapping[str, str]] = {
    **_with_reason(
        _JSON_ONLY,
        "malformed-json document-limit document-not-object document-is-array graph-empty wrong-type required"
        " identity-required duplicate-key context-missing context-foreign key-not-prefixed key-whitespace value-empty"
        " language-tag-invalid language-map-value language-map-list list-expected literal-expected object-expected"
        " boolean-format number-format reference-expected embed-expected type-implied type-missing term-retired"
        " property-foreign property-unknown class-unknown class-foreign ctid-uppercase ctid-not-uuid4"
        " reference-to-graph",
    ),
    **_with_reason(
        _ITEM,
        "main-resource-blank main-resource-mismatch class-not-publishable embedded-at-top node-duplicate node-unused"
        " ctid-on-blank-node blank-node-no-webpage description-too-short description-is-name profile-empty"
        " concept-external standalone-with-structure",
    ),
    **_with_reason(
        _GRAPH,
        "reference-unresolved reference-outside reference-resolved reference-not-found reference-deleted"
        " reference-self reference-self-structural reference-blank-not-allowed owner-not-organization"
        " domain-violation domain-documented-conflict domain-of-another range-violation concept-range-conflict"
        " version-range-conflict range-documented-conflict member-untied member-tied-by-other member-of-other-unit"
        " top-members-missing member-unreachable hierarchy-cycle inverse-one-sided inverse-disagrees list-id-duplicate"
        " pathway-no-destination component-outside alternative-single manifest-cycle observation-point-unknown"
        " transfer-incomplete action-not-by-agent alignment-framework-mismatch",
    ),
    **_with_reason(
        "It compares or counts values, for which core SHACL has no means that fits.",
        "ctid-uri-mismatch date-order duration-mixed value-pair unit-missing unit-without-value condition-count"
        " condition-operator condition-operator-idle concept-no-node jurisdiction-global-and-main phone-format"
        " social-media-format",
    ),
}
