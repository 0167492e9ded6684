"""The profile as JSON: every rule, and per class what is asked for and how it is written."""

from __future__ import annotations

from typing import Any

import msgspec

from opencredreg.ctdl import Vocabulary
from opencredreg.ctdl.facts import ClassFacts
from opencredreg.ctdl.guide.value_forms import form_in_words, value_form
from opencredreg.ctdl.requirements import CONDITIONS
from opencredreg.validation.catalogue import RULES
from opencredreg.validation.profile import Profile
from opencredreg.validation.rules.presence import build_needs

__all__ = ["build_profile_document"]


def build_profile_document(vocabulary: Vocabulary, profile: Profile) -> dict[str, Any]:
    """Everything that a document is judged by, for programs.

    Args:
        vocabulary: the classes, properties and schemes.
        profile: the mode, and what a community changed.

    Returns:
        ``mode``, ``vocabulary`` (edition and attribution), ``changes`` (those of a community), ``conditions``
        (what the conditions of conditional requirements mean), ``rules`` in the order of their numbers with
        the severity that they have here, and ``classes``. Of each class: ``required``, ``recommended`` and
        ``required_before`` as lists of groups (one property of a group is enough), ``required_if`` with its
        condition, ``single_valued``, ``forms`` and ``schemes`` by property.
    """
    return {
        "mode": profile.mode,
        "vocabulary": {"edition": vocabulary.edition, "attribution": vocabulary.attribution},
        "changes": msgspec.to_builtins(profile.changes),
        "conditions": dict(CONDITIONS),
        "rules": [
            {
                "number": rule.number,
                "code": rule.code,
                "severity": profile.level(rule),
                "statement": rule.statement,
                "source": rule.source,
            }
            for rule in RULES
        ],
        "classes": {
            cls: _class(vocabulary, profile, facts) for cls, facts in sorted(vocabulary.classes.items())
        },
    }


def _class(vocabulary: Vocabulary, profile: Profile, facts: ClassFacts) -> dict[str, Any]:
    cls = facts.term
    needs = build_needs(vocabulary, profile, cls)
    terms = [term for term in vocabulary.properties_of(cls) if vocabulary.properties[term].declared]
    schemes = {term: vocabulary.properties[term].scheme for term in terms}
    return {
        "label": facts.label,
        "placement": facts.placement,
        "other_placements": list(facts.other_placements),
        "ancestors": list(facts.ancestors),
        "needs_ctid": ("ceterms:ctid",) in facts.required,
        "required": [*([term] for term in sorted(needs.singles)), *map(list, needs.groups)],
        "required_if": [{"when": when, "one_of": list(group)} for when, group in needs.conditional],
        "required_before": [list(group) for group in needs.before],
        "recommended": [list(group) for group in needs.recommended],
        "single_valued": [term for term in terms if vocabulary.is_repeatable(cls, term) is False],
        "forms": {term: form_in_words(value_form(vocabulary, cls, term)) for term in terms},
        "schemes": {term: scheme for term, scheme in schemes.items() if scheme is not None},
    }
