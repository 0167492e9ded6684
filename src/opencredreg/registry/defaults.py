"""The configuration that a community has until somebody posts another one.

Facts of ``registry-api.md`` section 7.2: the names of the aliases are what clients send as ``resource_type``.
"""

from __future__ import annotations

from typing import Any

from opencredreg.ctdl.vocabulary import Vocabulary, bundled_vocabulary

__all__ = ["default_config", "resource_alias"]

_SINGLE = {
    "ceterms:AssessmentProfile": "assessment_profile",
    "ceterms:ConditionManifest": "condition_manifest_schema",
    "ceterms:CostManifest": "cost_manifest_schema",
    "ceterms:PathwaySet": "pathway_set",
    "ceterms:Pathway": "pathway",
    "ceterms:TransferValueProfile": "transfer_value_profile",
    "ceterms:Occupation": "occupation_profile",
    "ceterms:Job": "job_profile",
    "ceterms:Task": "task_profile",
    "ceterms:WorkRole": "workrole_profile",
    "ceterms:Collection": "collection",
    "ceterms:EarningsProfile": "earnings_profile",
    "ceterms:EmploymentOutcomeProfile": "employment_outcome_profile",
    "ceterms:HoldersProfile": "holders_profile",
    "ceasn:Competency": "competency",
    "ceasn:CompetencyFramework": "competency_framework",
    "ceasn:Rubric": "rubric",
    "ceasn:RubricCriterion": "rubric_criterion",
    "asn:Rubric": "rubric",
    "asn:RubricCriterion": "rubric_criterion",
    "qdata:DataSetProfile": "qdata_dataset_profile",
    "skos:Concept": "concept",
    "skos:ConceptScheme": "concept_scheme",
}
_FAMILIES = {
    "ceterms:Credential": "credential",
    "ceterms:CredentialingAction": "credentialing_action",
    "ceterms:LearningOpportunityProfile": "learning_opportunity_profile",
    "ceterms:PathwayComponent": "pathway_component",
}
_ORGANIZATIONS = (
    "ceterms:Agent",
    "ceterms:CredentialOrganization",
    "ceterms:CredentialPerson",
    "ceterms:Organization",
    "ceterms:QACredentialOrganization",
)


def default_config(vocabulary: Vocabulary | None = None) -> dict[str, Any]:
    """The configuration for CTDL data. Every subclass of a family has the alias of the family.

    ``vocabulary`` says what the subclasses are; without it the bundled one.
    """
    vocabulary = vocabulary or bundled_vocabulary()
    values = dict.fromkeys(_ORGANIZATIONS, "organization")
    for family, alias in _FAMILIES.items():
        values.update(dict.fromkeys(sorted(vocabulary.descendants(family)), alias))
    values.update(_SINGLE)
    return {
        "description": "Credential data in the CTDL family of vocabularies",
        "id_field": "ceterms:ctid",
        "id_prefix": "http://credentialengineregistry.org/resources/",
        "aliases": {"ctid": "ceterms:ctid"},
        "resource_type": {"property": "@type", "values_map": dict(sorted(values.items()))},
        "prepared_queries": {
            "framework": {
                "@type": "ceasn:Competency",
                "ceasn:isPartOf": "$term",
            }
        },
    }


def resource_alias(config: dict[str, Any], ctdl_type: str | None) -> str | None:
    """The alias of a class under a configuration; ``None`` when the configuration has none for it."""
    rule = config.get("resource_type")
    if isinstance(rule, dict) and ctdl_type is not None:
        values = rule.get("values_map")
        alias = values.get(ctdl_type) if isinstance(values, dict) else None
        return alias if isinstance(alias, str) else None
    return None
