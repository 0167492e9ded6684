"""A thing at a glance, as a part of its page."""

from __future__ import annotations

from typing import Final

from opencredreg.finder.glance import build_glance
from opencredreg.web.finder.section import N_, Section

__all__ = ["SECTION"]

SECTION: Final = Section(
    name="glance",
    title=N_("At a glance"),
    build=build_glance,
    shows=frozenset(
        {"ceterms:inLanguage", "ceterms:foundingDate", "ceterms:renewalFrequency"}
        | {"ceterms:deliveryType", "ceterms:learningDeliveryType", "ceterms:audienceLevelType"}
        | {"ceterms:audienceType", "ceterms:atLevel", "ceterms:creditValue", "ceterms:scheduleTimingType"}
        | {"ceterms:offerFrequencyType", "ceterms:scheduleFrequencyType", "ceterms:agentType"}
        | {"ceterms:agentSectorType", "ceterms:credentialStatusType", "ceterms:lifeCycleStatusType"}
        | {"ceasn:publicationStatusType", "ceasn:educationLevelType"}
    ),
)
