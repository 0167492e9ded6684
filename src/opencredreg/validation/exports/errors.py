"""Which rules are errors under a profile: what a schema that can only accept or refuse has to say."""

from __future__ import annotations

from typing import final

from opencredreg.validation.profile import Profile
from opencredreg.validation.rule import Rule

__all__ = ["Errors"]


@final
class Errors:
    """The rules whose breach is an error."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile

    def __contains__(self, rule: Rule) -> bool:
        return self._profile.level(rule) == "error"
