"""Credentials: what only degrees and apprenticeships have.

Source: ``publishing.md`` section 5.1.
"""

from __future__ import annotations

from typing import Final

from opencredreg.crosswalk.assistant.finishing.finisher import Made
from opencredreg.crosswalk.assistant.finishing.outcomes import finish_data_sets
from opencredreg.crosswalk.assistant.finishing.removing import remove_foreign

__all__ = ["finish_credential"]

_OF_DEGREES: Final = ("ceterms:degreeMajor", "ceterms:degreeMinor", "ceterms:degreeConcentration")


def finish_credential(made: Made) -> None:
    """Finish a credential."""
    remove_foreign(
        made, _OF_DEGREES, "Only degrees have it. Say it as Subject, or name a degree as CredentialType."
    )
    remove_foreign(
        made,
        ("ceterms:registeredBy",),
        "Only apprenticeship, journeyman and master certificates are registered. Send ApprovedBy or RecognizedBy.",
    )
    finish_data_sets(made)
