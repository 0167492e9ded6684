"""Names of CTDL terms that the code itself speaks of, so that a slip of the pen does not pass unseen."""

from __future__ import annotations

from typing import Final

__all__ = [
    "ADMS_STATUS",
    "AGENT_CLASS",
    "ALIGNMENT_OBJECT",
    "CE_CREATOR",
    "CE_DESCRIPTION",
    "CE_HAS_CHILD",
    "CE_HAS_TOP_CHILD",
    "CE_IN_LANGUAGE",
    "CE_IS_CHILD_OF",
    "CE_IS_PART_OF",
    "CE_IS_TOP_CHILD_OF",
    "CE_NAME",
    "CE_PUBLISHER",
    "CODED_NOTATION",
    "COLLECTION",
    "COMPETENCY",
    "COMPETENCY_FRAMEWORK",
    "COMPETENCY_LABEL",
    "COMPETENCY_TEXT",
    "CONCEPT",
    "CONCEPT_SCHEME",
    "CREDENTIAL",
    "CREDENTIALING_ACTION",
    "CREDENTIAL_ORGANIZATION",
    "CTID",
    "DATE_PUBLISHED",
    "DESCRIPTION",
    "FRAMEWORK",
    "FRAMEWORK_NAME",
    "HAS_MEMBER",
    "HAS_PART",
    "HAS_TOP_CONCEPT",
    "IN_LANGUAGE",
    "IN_PROGRESSION_MODEL",
    "IN_SCHEME",
    "IS_MEMBER_OF",
    "IS_PART_OF",
    "KEYWORD",
    "NAME",
    "OFFERED_BY",
    "ORGANIZATION",
    "OWNED_BY",
    "PREF_LABEL",
    "PROGRESSION_LEVEL",
    "PROGRESSION_MODEL",
    "PROVISIONAL",
    "QA_ORGANIZATION",
    "SAME_AS",
    "SUBJECT_WEBPAGE",
    "TARGET_NODE",
    "TARGET_NODE_NAME",
    "TOP_CONCEPT_OF",
]

CTID: Final = "ceterms:ctid"
NAME: Final = "ceterms:name"
DESCRIPTION: Final = "ceterms:description"
SUBJECT_WEBPAGE: Final = "ceterms:subjectWebpage"
KEYWORD: Final = "ceterms:keyword"
IN_LANGUAGE: Final = "ceterms:inLanguage"
CODED_NOTATION: Final = "ceterms:codedNotation"
SAME_AS: Final = "ceterms:sameAs"
OWNED_BY: Final = "ceterms:ownedBy"
OFFERED_BY: Final = "ceterms:offeredBy"
HAS_PART: Final = "ceterms:hasPart"
IS_PART_OF: Final = "ceterms:isPartOf"
HAS_MEMBER: Final = "ceterms:hasMember"
IS_MEMBER_OF: Final = "ceterms:isMemberOf"
FRAMEWORK: Final = "ceterms:framework"
FRAMEWORK_NAME: Final = "ceterms:frameworkName"
TARGET_NODE: Final = "ceterms:targetNode"
TARGET_NODE_NAME: Final = "ceterms:targetNodeName"

CE_NAME: Final = "ceasn:name"
CE_DESCRIPTION: Final = "ceasn:description"
CE_CREATOR: Final = "ceasn:creator"
CE_PUBLISHER: Final = "ceasn:publisher"
CE_IN_LANGUAGE: Final = "ceasn:inLanguage"
CE_IS_PART_OF: Final = "ceasn:isPartOf"
CE_HAS_CHILD: Final = "ceasn:hasChild"
CE_IS_CHILD_OF: Final = "ceasn:isChildOf"
CE_HAS_TOP_CHILD: Final = "ceasn:hasTopChild"
CE_IS_TOP_CHILD_OF: Final = "ceasn:isTopChildOf"
COMPETENCY_TEXT: Final = "ceasn:competencyText"
COMPETENCY_LABEL: Final = "ceasn:competencyLabel"
IN_PROGRESSION_MODEL: Final = "ceasn:inProgressionModel"

PREF_LABEL: Final = "skos:prefLabel"
IN_SCHEME: Final = "skos:inScheme"
HAS_TOP_CONCEPT: Final = "skos:hasTopConcept"
TOP_CONCEPT_OF: Final = "skos:topConceptOf"

DATE_PUBLISHED: Final = "schema:datePublished"
ADMS_STATUS: Final = "adms:status"
PROVISIONAL: Final = "graphPublicationStatus:Provisional"

ORGANIZATION: Final = "ceterms:Organization"
CREDENTIAL_ORGANIZATION: Final = "ceterms:CredentialOrganization"
QA_ORGANIZATION: Final = "ceterms:QACredentialOrganization"
AGENT_CLASS: Final = "ceterms:Agent"
CREDENTIAL: Final = "ceterms:Credential"
CREDENTIALING_ACTION: Final = "ceterms:CredentialingAction"
ALIGNMENT_OBJECT: Final = "ceterms:CredentialAlignmentObject"
COLLECTION: Final = "ceterms:Collection"
COMPETENCY: Final = "ceasn:Competency"
COMPETENCY_FRAMEWORK: Final = "ceasn:CompetencyFramework"
CONCEPT: Final = "skos:Concept"
CONCEPT_SCHEME: Final = "skos:ConceptScheme"
PROGRESSION_MODEL: Final = "asn:ProgressionModel"
PROGRESSION_LEVEL: Final = "asn:ProgressionLevel"
