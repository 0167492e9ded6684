"""Learning opportunities, programs and courses.

Source: ``publishing.md`` section 5.1.
"""

from __future__ import annotations

from typing import Any, Final

from opencredreg.crosswalk.assistant.finishing.finisher import Made
from opencredreg.crosswalk.assistant.finishing.outcomes import finish_data_sets
from opencredreg.crosswalk.assistant.finishing.removing import remove_foreign

__all__ = ["finish_learning", "finish_program"]

_CREDENTIAL: Final = "ceterms:targetCredential"


def finish_learning(made: Made) -> None:
    """Finish a learning opportunity of any kind."""
    remove_foreign(made, ("ceterms:sced",), "Only courses have it. Publish a course, or send an Identifier.")
    remove_foreign(
        made,
        ("ceterms:prerequisite",),
        "Only courses have it. Send EntryCondition or Requires with TargetLearningOpportunity.",
    )
    finish_data_sets(made)


def finish_program(made: Made) -> None:
    """Finish a learning program, which leads to a credential."""
    finish_learning(made)
    if "ceterms:isPartOf" in made.main or any(_leads_to_credential(value) for value in made.main.values()):
        return
    made.conversion.say(
        "connection.missing",
        made.pointer,
        "The program is connected to no credential.",
        severity="warning",
        hint="Add IsPreparationFor or IsRequiredFor with TargetCredential; "
        "or let a credential that is published later require the program.",
    )


def _leads_to_credential(value: Any) -> bool:
    """Whether a condition names a credential, alternatives in it among them."""
    if isinstance(value, list):
        return any(_leads_to_credential(entry) for entry in value)
    if isinstance(value, dict) and value.get("@type") == "ceterms:ConditionProfile":
        return _CREDENTIAL in value or _leads_to_credential(value.get("ceterms:alternativeCondition"))
    return False
