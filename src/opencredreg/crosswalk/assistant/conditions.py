"""Conditions and connections.

Source: ``publishing.md`` section 4.13.
"""

from __future__ import annotations

from typing import Final

from opencredreg.crosswalk.assistant.conversion import Conversion, Node, step
from opencredreg.crosswalk.assistant.objects import build_object, listed, require, spot
from opencredreg.crosswalk.assistant.profiles import Members, check_lengths
from opencredreg.crosswalk.assistant.simple import text_of, url
from opencredreg.crosswalk.assistant.table import Field, Part

__all__ = ["condition"]

_TARGET: Final = "ceterms:target"
_CONNECTIONS: Final = frozenset(
    {
        "ceterms:advancedStandingFrom", "ceterms:isAdvancedStandingFor", "ceterms:preparationFrom",
        "ceterms:isPreparationFor", "ceterms:isRequiredFor", "ceterms:isRecommendedFor",
    }
)  # fmt: skip
_SUBMISSION: Final = "submissionof"
_SUBMISSION_TERM: Final = "ceterms:submissionOf"
_DESCRIPTION_TERM: Final = "ceterms:submissionOfDescription"


def condition(conversion: Conversion, field: Field, part: Part, members: Members, pointer: str) -> list[Node]:
    """A condition profile."""
    require(conversion, part, members, pointer, field.name)
    check_lengths(conversion, part, members, pointer)
    node = build_object(conversion, part, part.cls, members, pointer, but=(_SUBMISSION,))
    _add_submission(conversion, part, node, members, pointer)
    if field.term in _CONNECTIONS and not any(term.startswith(_TARGET) for term in node):
        conversion.say(
            "connection.no_target",
            pointer,
            f"{field.name} does not say what it connects to.",
            severity="warning",
            hint="Add TargetCredential, TargetAssessment or TargetLearningOpportunity.",
        )
    alternatives = node.get("ceterms:alternativeCondition")
    if isinstance(alternatives, list) and len(alternatives) == 1:
        conversion.say(
            "condition.single_alternative",
            step(pointer, members["alternativecondition"][0]),
            "One alternative is none: there have to be two or more.",
            hint="Add the other alternatives, or send this one as a condition.",
        )
    return [node]


def _add_submission(conversion: Conversion, part: Part, node: Node, members: Members, pointer: str) -> None:
    """Addresses of what is to be handed in; texts among them go to the description."""
    if _SUBMISSION not in members:
        return
    name, value = members[_SUBMISSION]
    field = part.fields[_SUBMISSION]
    here = step(pointer, name)
    addresses, texts = [], []
    for place, entry in listed(value):
        at = spot(here, place)
        if isinstance(entry, str) and "://" not in entry:
            described = text_of(conversion, field, entry, at)
            if described is not None:
                texts.append(described)
                conversion.say(
                    "text.moved",
                    at,
                    "This is no address, so it was added to SubmissionOfDescription.",
                    severity="note",
                    value=entry,
                )
        else:
            addresses += url(conversion, field, part.cls, entry, at)
    if addresses:
        node[_SUBMISSION_TERM] = addresses
        conversion.wrote(node, _SUBMISSION_TERM, here)
    if texts:
        known = node.get(_DESCRIPTION_TERM, {})
        first = known.get(conversion.language)
        joined = "; ".join(([first] if isinstance(first, str) else []) + texts)
        node[_DESCRIPTION_TERM] = {**known, conversion.language: joined}
        conversion.wrote(node, _DESCRIPTION_TERM, here)
