"""The finisher of each kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from opencredreg.crosswalk.assistant.finishing.actions import finish_action
from opencredreg.crosswalk.assistant.finishing.collections import finish_collection
from opencredreg.crosswalk.assistant.finishing.concept_schemes import finish_concept_scheme
from opencredreg.crosswalk.assistant.finishing.credentials import finish_credential
from opencredreg.crosswalk.assistant.finishing.finisher import Finisher
from opencredreg.crosswalk.assistant.finishing.frameworks import finish_competency, finish_framework
from opencredreg.crosswalk.assistant.finishing.learning import finish_learning, finish_program
from opencredreg.crosswalk.assistant.finishing.organizations import finish_organization
from opencredreg.crosswalk.assistant.finishing.outcomes import finish_data_set, finish_data_sets
from opencredreg.crosswalk.assistant.finishing.pathways import finish_pathway, finish_pathway_set
from opencredreg.crosswalk.assistant.finishing.progression_models import finish_progression_model
from opencredreg.crosswalk.assistant.finishing.rubrics import finish_rubric
from opencredreg.crosswalk.assistant.finishing.transfers import finish_transfer_value

__all__ = ["FINISHERS"]

FINISHERS: Final[Mapping[str, Finisher]] = {
    "assessment": finish_data_sets,
    "collection": finish_collection,
    "competency": finish_competency,
    "competencyframework": finish_framework,
    "conceptscheme": finish_concept_scheme,
    "course": finish_learning,
    "credential": finish_credential,
    "credentialingaction": finish_action,
    "datasetprofile": finish_data_set,
    "learningopportunity": finish_learning,
    "learningprogram": finish_program,
    "organization": finish_organization,
    "pathway": finish_pathway,
    "pathwayset": finish_pathway_set,
    "progressionmodel": finish_progression_model,
    "rubric": finish_rubric,
    "scheduledoffering": finish_data_sets,
    "transfervalue": finish_transfer_value,
}
