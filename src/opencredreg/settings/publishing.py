"""Who may publish, and how strictly documents are checked."""

from __future__ import annotations

from typing import Annotated

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
