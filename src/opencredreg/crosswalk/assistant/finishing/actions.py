"""Credentialing actions: what only some of their classes have.

Source: ``publishing.md`` section 5.9.
"""

from __future__ import annotations

from typing import Final

from opencredreg.crosswalk.assistant.finishing.finisher import Made
from opencredreg.crosswalk.assistant.finishing.removing import remove_foreign

__all__ = ["finish_action"]

_OF_SOME: Final = ("ceterms:image", "ceterms:result", "ceterms:resultingAward", "ceterms:jurisdiction")


def finish_action(made: Made) -> None:
    """Finish an action."""
    remove_foreign(made, _OF_SOME, "Take it out; GET /assistant/types/credentialingaction shows the members.")
