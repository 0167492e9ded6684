"""Who may publish, and how strictly documents are checked."""

from __future__ import annotations

from typing import Annotated, Literal

from opencredreg.settings.fields import Concern, setting

__all__ = ["PublishingSettings"]


class PublishingSettings(Concern, frozen=True, kw_only=True):
    """Who may publish, and how strictly documents are checked."""

    enforce_ownership: Annotated[
        bool,
        setting(
            "Whether only the owner, a third party that the owner has approved, or staff may publish and "
            "delete an organization's documents. False lets every publisher act for every organization."
        ),
    ] = True
    raw_mode: Annotated[
        Literal["gate", "provisional", "publish"],
        setting(
            "How strictly graphs are checked that are published as they are: gate refuses only what the "
            "registry cannot keep, publish every error of the validation profile, provisional all errors but "
            "missing properties. A community may ask for more or less."
        ),
    ] = "gate"
