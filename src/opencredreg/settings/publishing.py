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
        Literal["publish", "gate"],
        setting(
            "Checks on graphs that are published as they are: publish refuses every error of the profile; "
            "gate refuses only broken structure and reports the rest."
        ),
    ] = "gate"
    assistant_mode: Annotated[
        Literal["publish", "gate"],
        setting(
            "Checks on what comes through the assistant API, the publisher's pages and bulk upload: publish "
            "refuses every error of the profile; gate refuses only broken structure and reports the rest."
        ),
    ] = "publish"
