"""Values from concept schemes, in both forms: an alignment object, or the concept's own address.

Source: ``validation-profile.md`` rules R70 to R75, section 6 no. 1, section 7; ``ctdl-vocabulary.md`` 9.6.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any, Final

from opencredreg.ctdl import Vocabulary
from opencredreg.validation.place import Place
from opencredreg.validation.rules import concepts
from opencredreg.validation.run import Run

__all__ = ["CODED", "check_alignment", "check_concept", "find_concept"]

CODED: Final = frozenset(
    {"ceterms:industryType", "ceterms:occupationType", "ceterms:instructionalProgramType"}
)
"""Properties whose values are entries of foreign code lists; no membership is checked."""
_NODE: Final = "ceterms:targetNode"
_NAME: Final = "ceterms:targetNodeName"
_OLD_TERMS: Final = re.compile(
    r"^(https?://credreg\.net/(?:ctdl|ctdlasn|qdata))/terms/([A-Za-z]+)/(?=[^/]+$)"
)
_FRAMEWORK: Final = "ceterms:framework"


def find_concept(vocabulary: Vocabulary, iri: str, scheme: str | None) -> str:
    """The compact name of the concept that an address means; other addresses come back compacted.

    Older documents write ``https://credreg.net/ctdl/terms/<Concept>``: the scheme of the property tells which.
    """
    term = vocabulary.compact(_OLD_TERMS.sub(r"\1/vocabs/\2/", iri.strip().rstrip("/")))
    if term in vocabulary.concepts or scheme is None:
        return term
    prefix, _, local = term.partition(":")
    if prefix in ("ceterms", "ceasn", "qdata") and term not in vocabulary.schemes:
        candidate = f"{vocabulary.schemes[scheme].prefix}:{local}"
        if candidate in vocabulary.concepts:
            return candidate
    return term


def check_concept(run: Run, place: Place, at: tuple[str | int, ...], value: str, scheme: str) -> None:
    """Check that an address is a concept of a scheme."""
    vocabulary = run.vocabulary
    term = find_concept(vocabulary, value, scheme)
    facts = vocabulary.concepts.get(term)
    if facts is not None and facts.scheme == scheme:
        return
    scheme_facts = vocabulary.schemes[scheme]
    if facts is not None:
        suggestion = _same_name(vocabulary, term.partition(":")[2], scheme) or _same_name(
            vocabulary, facts.label, scheme
        )
        run.report(
            concepts.CONCEPT_NOT_IN_SCHEME,
            place,
            f"{term} is a concept of {facts.scheme}, and {_property(place, at)} takes its values from {scheme}.",
            at=at,
            hint=_choices(vocabulary, scheme),
            suggestion=suggestion,
            value=value,
        )
    elif term.partition(":")[0] in vocabulary.prefixes and not term.startswith(("http:", "https:")):
        near = _near(vocabulary, term.partition(":")[2], scheme)
        run.report(
            concepts.CONCEPT_UNKNOWN,
            place,
            f"There is no concept {term}.",
            at=at,
            hint=_choices(vocabulary, scheme),
            suggestion=near,
            value=value,
        )
    else:
        run.report(
            concepts.CONCEPT_NOT_IN_SCHEME,
            place,
            f"{_property(place, at)} takes its values from {scheme_facts.label} ({scheme}).",
            at=at,
            hint=_choices(vocabulary, scheme),
            suggestion=_near(vocabulary, value.rstrip("/").rpartition("/")[2], scheme),
            value=value,
        )


def check_alignment(run: Run, place: Place, term: str, scheme: str | None) -> None:
    """Check an alignment object under a property.

    Args:
        run: the run.
        place: the alignment object.
        term: the property that holds it.
        scheme: the scheme that the property takes its values from, if there is one.
    """
    value = place.value
    node = value.get(_NODE)
    if type(node) is list and len(node) == 1:
        node = node[0]
    if type(node) is dict:
        node = node.get("@id")
    if not value.get(_NAME):
        run.report(
            concepts.ALIGNMENT_NAME_MISSING,
            place,
            f"This value of {term} has no ceterms:targetNodeName.",
            hint="Add the name that people should read.",
            suggestion=_label(run.vocabulary, node, scheme),
        )
    if scheme is not None:
        if type(node) is str and node.strip():
            check_concept(run, place, (_NODE,), node, scheme)
            _check_framework(run, place, scheme)
        else:
            run.report(
                concepts.CONCEPT_NO_NODE,
                place,
                f"This value of {term} does not say which concept of {scheme} it is.",
                hint="Add ceterms:targetNode with the concept.",
                suggestion=_by_name(run.vocabulary, value.get(_NAME), scheme),
            )
    elif term in CODED and not any(
        value.get(key) for key in (_FRAMEWORK, "ceterms:frameworkName", "ceterms:codedNotation", _NODE)
    ):
        run.report(
            concepts.CONCEPT_EXTERNAL,
            place,
            f"This value of {term} names neither a code nor the framework of the code.",
            hint="Add ceterms:frameworkName and ceterms:codedNotation.",
        )


def _check_framework(run: Run, place: Place, scheme: str) -> None:
    framework = place.value.get(_FRAMEWORK)
    if type(framework) is not str or not framework.strip():
        return
    facts = run.vocabulary.schemes[scheme]
    found = run.vocabulary.compact(framework.strip().rstrip("/"))
    # A scheme is written by its own address or by the namespace of its concepts.
    if found == scheme or framework.strip().rstrip("/") == facts.namespace.rstrip("/"):
        return
    namespace = run.vocabulary.compact(f"{framework.strip().rstrip('/')}/x")
    if namespace == f"{facts.prefix}:x":
        return
    run.report(
        concepts.ALIGNMENT_FRAMEWORK_MISMATCH,
        place,
        f"The framework of this value is {framework}, and its concept belongs to {scheme}.",
        at=(_FRAMEWORK,),
        hint="Name the scheme of the concept, or leave the framework out.",
        suggestion=run.vocabulary.expand(scheme),
        value=framework,
    )


def _property(place: Place, at: tuple[str | int, ...]) -> str:
    return place.key if at and at[0] == _NODE else str(at[0])


def _choices(vocabulary: Vocabulary, scheme: str) -> str:
    members = vocabulary.schemes[scheme].concepts
    shown = ", ".join(
        name if ":" in name else f"{vocabulary.schemes[scheme].prefix}:{name}" for name in members[:6]
    )
    return f"Use one of {shown}{' and others' if len(members) > 6 else ''}."


def _near(vocabulary: Vocabulary, local: str, scheme: str) -> str:
    names = {name.partition(":")[2].lower(): name for name in _members(vocabulary, scheme)}
    found = get_close_matches(local.lower(), names, n=1)
    return names[found[0]] if found else _same_name(vocabulary, local, scheme)


def _same_name(vocabulary: Vocabulary, name: str, scheme: str) -> str:
    folded = _folded(name)
    for term in _members(vocabulary, scheme):
        if folded in (_folded(vocabulary.concepts[term].label), _folded(term.partition(":")[2])):
            return term
    return ""


def _by_name(vocabulary: Vocabulary, name: Any, scheme: str) -> str:
    texts = [name] if type(name) is str else list(name.values()) if type(name) is dict else []
    for text in texts:
        if type(text) is str and (found := _same_name(vocabulary, text, scheme)):
            return found
    return ""


def _label(vocabulary: Vocabulary, node: Any, scheme: str | None) -> str:
    facts = vocabulary.concepts.get(find_concept(vocabulary, node, scheme)) if type(node) is str else None
    return f'{{"en": "{facts.label}"}}' if facts is not None else ""


def _members(vocabulary: Vocabulary, scheme: str) -> tuple[str, ...]:
    facts = vocabulary.schemes[scheme]
    return tuple(name if ":" in name else f"{facts.prefix}:{name}" for name in facts.concepts)


def _folded(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())
