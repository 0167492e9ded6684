"""How work in the background is fetched and tried again."""

from __future__ import annotations

from typing import Annotated

from opencredreg.settings.fields import Concern, setting

__all__ = ["JobSettings"]


class JobSettings(Concern, frozen=True, kw_only=True):
    """How work in the background is fetched and tried again."""

    poll_seconds: Annotated[
        float,
        setting("How often an idle worker looks for work.", unit="seconds", at_least=0.05, at_most=3_600),
    ] = 1.0
    attempts: Annotated[
        int,
        setting(
            "How often a job is tried before it counts as failed.", unit="attempts", at_least=1, at_most=100
        ),
    ] = 8
    backoff_seconds: Annotated[
        float,
        setting(
            "The wait after the first failure of a job; it doubles with each further one.",
            unit="seconds",
            at_least=0,
            at_most=86_400,
        ),
    ] = 5.0
