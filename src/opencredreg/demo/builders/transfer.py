"""Builders of transfer value profiles, intermediaries, agreements and prior learning policies."""

from __future__ import annotations

from opencredreg.demo.dice import Dice
from opencredreg.demo.parts import Node, concept, concepts, credits_worth, identifier, subject_alignments
from opencredreg.demo.phrases import Phrase
from opencredreg.demo.plan import Kind
from opencredreg.demo.specialties import OrganizationKind
from opencredreg.demo.unit import Unit, head
from opencredreg.demo.voice import Voice, fixed, subject_of
from opencredreg.demo.world import Bundle, World

__all__ = [
    "build_agreement",
    "build_intermediary",
    "build_policy",
    "build_transfer_value",
]

_PUBLISHED = "publicationStatus:Published"


def _pair(world: World, number: int) -> tuple[Bundle, Bundle]:
    """A college bundle and the university bundle that receives its students."""
    turns = min(world.turns(OrganizationKind.COLLEGE), world.turns(OrganizationKind.UNIVERSITY))
    turn = number % turns
    return (
        world.bundle(world.bundle_at(OrganizationKind.COLLEGE, turn)),
        world.bundle(world.bundle_at(OrganizationKind.UNIVERSITY, turn)),
    )


def build_transfer_value(world: World, dice: Dice, index: int) -> Unit:
    """The document of a transfer value profile: between schools, by examination, or from outside."""
    style = index % 4
    if style in {0, 2}:
        sending, receiving = _pair(world, index)
    else:
        sending = receiving = world.home(Kind.TRANSFER_VALUE, index)
    subject = world.subject(Kind.TRANSFER_VALUE, index)
    owner = receiving.owner
    voice = receiving.voice
    items: list[Node] = []
    source, name = _source(world, index, sending, voice, items)
    target, other = _goal(world, index, receiving)
    key = "transfer.name" if style in {0, 2} else "transfer.exam.name"
    node = head(world, Kind.TRANSFER_VALUE, index, "ceterms:TransferValueProfile")
    node.update(
        {
            "ceterms:name": voice.text(key, 0, subject, name=name, other=owner.name),
            "ceterms:description": voice.text(
                "transfer.description", dice.bits(), subject, name=name, other=other
            ),
            "ceterms:subjectWebpage": f"{receiving.site}/transfer/{index}",
            "ceterms:ownedBy": [world.uri(Kind.ORGANIZATION, owner.index)],
            "ceterms:lifeCycleStatusType": concept("lifeCycle:Active"),
            "ceterms:startDate": f"{dice.between(2018, 2024)}-08-01",
            "ceterms:identifier": [identifier(f"TV-{index:05d}")],
            "ceterms:transferValue": [
                credits_worth(dice.between(1, 4), "DegreeCredit", "LowerDivisionLevel")
            ],
            "ceterms:transferValueFrom": [source],
            "ceterms:transferValueFor": [target],
        }
    )
    if dice.chance(0.4):
        node["ceterms:endDate"] = f"{dice.between(2026, 2031)}-07-31"
    if dice.chance(0.5):
        node["ceterms:evaluationEvidence"] = [
            {
                "@type": "ceterms:EvaluationOutcome",
                "ceterms:name": voice.text("transfer.evidence", 0, subject),
                "ceterms:description": voice.text("transfer.evidence.description", 0, subject),
            }
        ]
    return Unit(owner, str(node["ceterms:ctid"]), [node, *items])


def _source(world: World, index: int, bundle: Bundle, voice: Voice, items: list[Node]) -> tuple[str, Phrase]:
    """What credit is given for: a course, a credential, an assessment, or a course from overseas."""
    style = index % 4
    if style == 3:
        blank = world.names.blank(Kind.TRANSFER_VALUE, index)
        subject = world.subject(Kind.TRANSFER_VALUE, index)
        items.append(
            {
                "@id": blank,
                "@type": "ceterms:Course",
                "ceterms:name": voice.text("outside.course", 0, subject),
                "ceterms:description": voice.text("outside.course.description", 0, subject),
                "ceterms:subjectWebpage": f"https://partner-{index % 7}.example/courses",
            }
        )
        return blank, subject.field.foci[subject.focus]
    kind = (Kind.COURSE, Kind.ASSESSMENT, Kind.CREDENTIAL)[style]
    found = world.match(kind, bundle.index, index)
    if found is None:
        # Every bundle has credentials; only the smallest demonstration has bundles without the others.
        kind, found = Kind.CREDENTIAL, world.plan.members(Kind.CREDENTIAL, bundle.index)[0]
    name = world.credential_name(found) if kind is Kind.CREDENTIAL else world.name(kind, found)
    return world.uri(kind, found), name


def _goal(world: World, index: int, bundle: Bundle) -> tuple[str, Phrase]:
    kind = Kind.PROGRAM if index % 4 == 2 else Kind.COURSE
    found = world.match(kind, bundle.index, index)
    if found is None:
        first = world.plan.members(Kind.CREDENTIAL, bundle.index)[0]
        return world.uri(Kind.CREDENTIAL, first), world.credential_name(first)
    return world.uri(kind, found), world.name(kind, found)


def build_intermediary(world: World, dice: Dice, index: int) -> Unit:
    """The document of a transfer intermediary that ties some transfer value profiles together."""
    owner = world.agency
    voice = world.voice(owner.index)
    # Every fourth profile and the one two after it are between two schools.
    number = index * 4
    sending, _ = _pair(world, number)
    subject = subject_of(sending.field.key, sending.focus, index)
    node = head(world, Kind.INTERMEDIARY, index, "ceterms:TransferIntermediary")
    node.update(
        {
            "ceterms:name": voice.text("intermediary.name", 0, subject),
            "ceterms:description": voice.text("intermediary.description", 0, subject),
            "ceterms:subjectWebpage": f"https://{owner.slug}.example/equivalents/{index}",
            "ceterms:ownedBy": [world.uri(Kind.ORGANIZATION, owner.index)],
            "ceterms:codedNotation": f"ICE-{subject.field.key[:3].upper()}-{index:04d}",
            "ceterms:subject": subject_alignments(voice, subject),
            "ceterms:creditValue": [credits_worth(dice.between(2, 4))],
            "ceterms:intermediaryFor": [
                world.uri(Kind.TRANSFER_VALUE, number),
                world.uri(Kind.TRANSFER_VALUE, number + 2),
            ],
        }
    )
    return Unit(owner, str(node["ceterms:ctid"]), [node])


def build_agreement(world: World, dice: Dice, index: int) -> Unit:
    """The document of a transfer agreement between a college and a university."""
    sending, receiving = _pair(world, index)
    owner, voice = sending.owner, sending.voice
    subject = subject_of(sending.field.key, sending.focus, index)
    other = receiving.owner.name
    year = dice.between(2017, 2024)
    node = head(world, Kind.AGREEMENT, index, "ceterms:TransferAgreement")
    node.update(
        {
            "ceterms:name": voice.text("agreement.name", 0, subject, other=other),
            "ceterms:description": voice.text("agreement.description", 0, subject, other=other),
            "ceterms:subjectWebpage": f"{sending.site}/agreements/{index}",
            "ceterms:inLanguage": voice.tags,
            "ceterms:ownedBy": [world.uri(Kind.ORGANIZATION, owner.index)],
            "ceasn:publicationStatusType": _PUBLISHED,
            "ceterms:agreementType": concepts("agreementCat:ArticulationAgreement"),
            "ceterms:dateSigned": f"{year}-05-{dice.between(1, 28):02}",
            "ceterms:dateEffective": f"{year}-08-01",
            "ceterms:expirationDate": f"{year + 10}-07-31",
            "ceterms:sendingOrganization": [world.uri(Kind.ORGANIZATION, owner.index)],
            "ceterms:receivingOrganization": [world.uri(Kind.ORGANIZATION, receiving.owner.index)],
            "ceterms:learningRecognitionSourceType": ["lrSource:Course", "lrSource:Degree"],
            "ceterms:learningRecognitionOutcomeType": ["lrOutcome:CreditAwarded"],
            "ceterms:learningRecognitionMethodType": ["lrMethod:TranscriptEvaluation"],
            "ceterms:learningRecognitionEvidenceType": ["lrEvidence:Transcript"],
            "ceterms:hasStructuredStatement": [
                _statement(voice, "agreement.statement.purpose", "statementCat:Purpose", 1),
                _statement(voice, "agreement.statement.guarantee", "statementCat:Guarantee", 2),
            ],
        }
    )
    for side, bundle in (("sending", sending), ("receiving", receiving)):
        programs = world.uris(Kind.PROGRAM, bundle.index)
        if programs:
            node[f"ceterms:{side}Program"] = programs
    profiles = [
        world.uri(Kind.TRANSFER_VALUE, profile)
        for profile in (index * 2, index * 2 + 2)
        if profile < world.plan.count(Kind.TRANSFER_VALUE) and profile % 4 in {0, 2}
    ]
    if profiles:
        node["ceterms:hasTransferValueProfile"] = profiles
    policies = world.plan.count(Kind.POLICY)
    node["ceterms:relevantPolicy"] = [world.uri(Kind.POLICY, index % policies)]
    return Unit(owner, str(node["ceterms:ctid"]), [node])


def _statement(voice: Voice, key: str, kind: str, number: int) -> Node:
    return {
        "@type": "ceterms:StructuredStatement",
        "ceterms:name": voice.phrase(fixed(key)),
        "ceterms:statementText": voice.phrase(fixed(f"{key}.text")),
        "ceterms:statementType": [kind],
        "ceasn:listID": str(number),
    }


def build_policy(world: World, dice: Dice, index: int) -> Unit:
    """The document of a prior learning policy of a college or university."""
    kinds = (OrganizationKind.COLLEGE, OrganizationKind.UNIVERSITY, OrganizationKind.TECHNICAL)
    owner = world.some(kinds[index % len(kinds)], index // len(kinds))
    voice = world.voice(owner.index)
    subject = world.subject(Kind.POLICY, index)
    year = dice.between(2014, 2023)
    node = head(world, Kind.POLICY, index, "ceterms:PriorLearningPolicy")
    node.update(
        {
            "ceterms:name": voice.text("policy.name", 0, subject),
            "ceterms:description": voice.text("policy.description", 0, subject),
            "ceterms:subjectWebpage": f"https://{owner.slug}.example/prior-learning",
            "ceterms:inLanguage": voice.tags,
            "ceterms:ownedBy": [world.uri(Kind.ORGANIZATION, owner.index)],
            "ceasn:publicationStatusType": _PUBLISHED,
            "ceterms:dateEffective": f"{year}-09-01",
            "ceterms:learningRecognitionSourceType": [
                "lrSource:EmploymentBasedTraining",
                "lrSource:Apprenticeship",
            ],
            "ceterms:learningRecognitionMethodType": ["lrMethod:PortfolioAssessment"],
            "ceterms:learningRecognitionEvidenceType": [
                "lrEvidence:Portfolio",
                "lrEvidence:EmployerAttestation",
            ],
            "ceterms:learningRecognitionOutcomeType": [
                "lrOutcome:AdvancedStanding",
                "lrOutcome:CreditAwarded",
            ],
            "ceterms:hasStructuredStatement": [
                _statement(voice, "policy.statement", "statementCat:LearningRecognitionRequestRelated", 1)
            ],
        }
    )
    return Unit(owner, str(node["ceterms:ctid"]), [node])
