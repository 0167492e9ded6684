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
    sandbox: Annotated[
        bool,
        setting(
            "Whether this node is for trying things out. Keys that are limited to the sandbox work on such a "
            "node only, and those that are limited to production on all others."
        ),
    ] = False
    sandbox_accounts_per_hour: Annotated[
        int,
        setting(
            "How many organizations may register themselves within an hour on a node that is a sandbox. "
            "With 0, only its administrators register organizations.",
            unit="organizations",
            at_least=0,
            at_most=10_000,
        ),
    ] = 60
    unknown_concepts: Annotated[
        Literal["refuse", "warn"],
        setting(
            "What becomes of plain input with a concept that its scheme does not have: refuse says what could be "
            "meant and publishes nothing, warn leaves the concept out, says so and publishes the rest."
        ),
    ] = "refuse"
    batch_items: Annotated[
        int,
        setting("How many resources one batch may hold.", unit="resources", at_least=1, at_most=100_000),
    ] = 10_000
