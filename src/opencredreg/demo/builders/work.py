"""Builders of industries, occupations, jobs, work roles and tasks."""

from __future__ import annotations

from opencredreg.demo.dice import Dice, mix
from opencredreg.demo.parts import (
    Node,
    concept,
    identifier,
    industry_alignments,
    naics_alignment,
    sector_alignment,
    soc_alignment,
)
from opencredreg.demo.plan import Kind
from opencredreg.demo.roster import Organization
from opencredreg.demo.specialties import OrganizationKind
from opencredreg.demo.subjects import FIELDS, SECTORS
from opencredreg.demo.unit import Unit, head
from opencredreg.demo.voice import Subject, subject_of, title
from opencredreg.demo.world import World

__all__ = ["build_industry", "build_job", "build_occupation", "build_task", "build_work_role"]


def build_industry(world: World, dice: Dice, index: int) -> Unit:
    """The document of an industry: first the sectors, then the fields within them."""
    owner = world.agency
    voice = world.voice(owner.index)
    sectors, fields = list(SECTORS.values()), list(FIELDS.values())
    node = head(world, Kind.INDUSTRY, index, "ceterms:Industry")
    count = world.plan.count(Kind.INDUSTRY)
    if index < len(sectors):
        sector = sectors[index]
        subject = subject_of(next(field.key for field in fields if field.sector == sector.key), 0, 0)
        name, code = sector.name, sector.naics.code
        node["ceterms:description"] = voice.text("industry.description", 0, subject, story=sector.story)
        node["ceterms:industryType"] = [sector_alignment(sector)]
        within = [
            len(sectors) + at
            for at, field in enumerate(fields)
            if field.sector == sector.key and len(sectors) + at < count
        ]
        if within:
            node["ceterms:hasSpecialization"] = [world.uri(Kind.INDUSTRY, at) for at in within]
    else:
        field = fields[index - len(sectors)]
        subject = subject_of(field.key, 0, 0)
        name, code = field.name, field.naics.code
        above = list(SECTORS).index(field.sector)
        node["ceterms:description"] = voice.text("industry.field.description", 0, subject)
        node["ceterms:industryType"] = [naics_alignment(field)]
        node["ceterms:isSpecializationOf"] = [world.uri(Kind.INDUSTRY, above)]
    node["ceterms:name"] = voice.phrase(title(name))
    node["ceterms:assertedBy"] = [world.uri(Kind.ORGANIZATION, owner.index)]
    node["ceterms:codedNotation"] = code
    node["ceterms:keyword"] = voice.lists((name, subject.field.name))
    node["ceterms:subjectWebpage"] = f"https://{owner.slug}.example/industries/{code}"
    node["ceterms:lifeCycleStatusType"] = concept("lifeCycle:Active")
    if dice.chance(0.5):
        node["ceterms:identifier"] = [identifier(f"IN-{index:03d}")]
    occupation = world.general_occupation(subject)
    if occupation is not None:
        node["ceterms:hasOccupation"] = [world.uri(Kind.OCCUPATION, occupation)]
    return Unit(owner, str(node["ceterms:ctid"]), [node])


def build_occupation(world: World, dice: Dice, index: int) -> Unit:
    """The document of an occupation; the later ones are specialities of the earlier ones."""
    subject = world.occupation_subject(index)
    general = world.general_occupations
    is_general = index < general
    owner = world.agency if is_general else world.some(OrganizationKind.ASSOCIATION, index)
    voice = world.voice(owner.index)
    node = head(world, Kind.OCCUPATION, index, "ceterms:Occupation")
    node.update(
        {
            "ceterms:name": voice.phrase(title(subject.role.name))
            if is_general
            else voice.heading("occupation.special.name", 0, subject),
            "ceterms:description": voice.text("occupation.description", dice.bits(), subject),
            "ceterms:assertedBy": [world.uri(Kind.ORGANIZATION, owner.index)],
            "ceterms:subjectWebpage": f"https://{owner.slug}.example/occupations/{index}",
            "ceterms:codedNotation": subject.role.soc.code,
            "ceterms:occupationType": [soc_alignment(subject.role)],
            "ceterms:industryType": industry_alignments(subject.field),
            "ceterms:keyword": voice.lists(
                (subject.field.name, subject.field.foci[subject.focus], subject.field.topics[subject.topic])
            ),
            "ceterms:lifeCycleStatusType": concept("lifeCycle:Active"),
        }
    )
    count = world.plan.count(Kind.OCCUPATION)
    special = [at for at in (index + general, index + 2 * general) if at < count] if is_general else []
    if special:
        node["ceterms:hasSpecialization"] = [world.uri(Kind.OCCUPATION, at) for at in special]
    if not is_general:
        node["ceterms:isSpecializationOf"] = [world.uri(Kind.OCCUPATION, index % general)]
    # Every second action finds that an occupation is in demand, one occupation after the other.
    demand = range(2 * index + 1, world.plan.count(Kind.ACTION), 2 * count)
    if demand:
        node["ceterms:hasWorkforceDemand"] = [world.uri(Kind.ACTION, action) for action in demand]
    node["ceterms:environmentalHazardType"] = [world.uri(Kind.SCHEME, 0, 1 + mix(index, 1) % 8)]
    if dice.chance(0.5):
        node["ceterms:preparationFrom"] = [
            {
                "@type": "ceterms:ConditionProfile",
                "ceterms:description": voice.text("condition.recommends", dice.bits(), subject),
            }
        ]
    place = world.catalogue_place(subject.field)
    if place is not None:
        node["ceasn:skillEmbodied"] = [world.uri(Kind.FRAMEWORK, 0, place + 1)]
    return Unit(owner, str(node["ceterms:ctid"]), [node])


def _employer(world: World, index: int) -> Organization:
    return world.some(OrganizationKind.EMPLOYER, index)


def _work_subject(world: World, kind: Kind, index: int) -> tuple[Organization, Subject]:
    """The employer that a job, a role or a task belongs to, and what it is about.

    Jobs, roles and tasks with the same number modulo the employers belong together.
    """
    if kind is Kind.TASK:
        role = index % world.plan.count(Kind.ROLE)
        owner = _employer(world, role)
        return owner, subject_of(owner.field, role, role + index // world.plan.count(Kind.ROLE))
    owner = _employer(world, index)
    return owner, subject_of(owner.field, index, index // 2)


def build_job(world: World, dice: Dice, index: int) -> Unit:
    """The document of a job: an employer's description of a position."""
    owner, subject = _work_subject(world, Kind.JOB, index)
    voice = world.voice(owner.index)
    node = head(world, Kind.JOB, index, "ceterms:Job")
    low = dice.between(220, 520) * 100
    node.update(
        {
            "ceterms:name": voice.heading("job.name", dice.bits(), subject),
            "ceterms:description": voice.text("job.description", dice.bits(), subject),
            "ceterms:offeredBy": [world.uri(Kind.ORGANIZATION, owner.index)],
            "ceterms:subjectWebpage": f"https://{owner.slug}.example/jobs/{index}",
            "ceterms:occupationType": [soc_alignment(subject.role)],
            "ceterms:industryType": industry_alignments(subject.field),
            "ceterms:keyword": voice.lists((subject.field.foci[subject.focus], subject.role.name)),
            "ceterms:lifeCycleStatusType": concept("lifeCycle:Active"),
            "ceterms:codedNotation": f"J{index:05d}",
            "ceterms:workPay": [
                {
                    "@type": "ceterms:PayProfile",
                    "schema:minValue": float(low),
                    "schema:maxValue": float(low + dice.between(20, 140) * 100),
                    "ceterms:currency": "USD",
                    "ceterms:basePeriod": "P1Y",
                    "ceterms:paymentPatternType": ["scheduleFrequency:Monthly"],
                    "ceterms:description": voice.text("job.pay", 0, subject),
                }
            ],
        }
    )
    occupation = world.general_occupation(subject)
    if occupation is not None:
        node["ceterms:hasOccupation"] = [world.uri(Kind.OCCUPATION, occupation)]
    roles = world.plan.count(Kind.ROLE)
    employers = len(world.roster.by_kind[OrganizationKind.EMPLOYER])
    role = index % employers
    if role < roles:
        node["ceterms:hasWorkRole"] = [world.uri(Kind.ROLE, role)]
        node["ceterms:hasTask"] = [world.uri(Kind.TASK, role)]
    bundle = world.home(Kind.JOB, index)
    if dice.chance(0.5):
        node["ceterms:targetCompetency"] = _catalogue_targets(world, subject, owner)
    credentials = world.plan.members(Kind.CREDENTIAL, bundle.index)
    if bundle.field.key == subject.field.key and credentials:
        node["ceterms:requires"] = [
            {
                "@type": "ceterms:ConditionProfile",
                "ceterms:description": voice.text(
                    "condition.alternative.experience", 0, subject, years=dice.between(1, 4)
                ),
                "ceterms:targetCredential": [world.uri(Kind.CREDENTIAL, credentials[0])],
            }
        ]
    return Unit(owner, str(node["ceterms:ctid"]), [node])


def _catalogue_targets(world: World, subject: Subject, owner: Organization) -> list[Node]:
    name = world.voice(owner.index).text("competency.area", 0, subject)
    alignment: Node = {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNodeName": name}
    place = world.catalogue_place(subject.field)
    if place is not None:
        text = world.voice(owner.index).text("competency.field", 0, subject)
        alignment["ceterms:targetNodeName"] = text
        alignment["ceterms:targetNode"] = world.uri(Kind.FRAMEWORK, 0, place + 1)
        alignment["ceterms:framework"] = world.uri(Kind.FRAMEWORK, 0)
    return [alignment]


def build_work_role(world: World, dice: Dice, index: int) -> Unit:
    """The document of a work role with its tasks."""
    owner, subject = _work_subject(world, Kind.ROLE, index)
    voice = world.voice(owner.index)
    node = head(world, Kind.ROLE, index, "ceterms:WorkRole")
    roles, tasks = world.plan.count(Kind.ROLE), world.plan.count(Kind.TASK)
    node.update(
        {
            "ceterms:name": voice.heading("role.name", dice.bits(), subject),
            "ceterms:description": voice.text("role.description", dice.bits(), subject),
            "ceterms:assertedBy": [world.uri(Kind.ORGANIZATION, owner.index)],
            "ceterms:subjectWebpage": f"https://{owner.slug}.example/roles/{index}",
            "ceterms:hasTask": [world.uri(Kind.TASK, task) for task in range(index, tasks, roles)],
            "ceterms:identifier": [identifier(f"WR-{index:05d}")],
            "ceterms:lifeCycleStatusType": concept("lifeCycle:Active"),
        }
    )
    occupation = world.general_occupation(subject)
    if occupation is not None:
        node["ceterms:hasOccupation"] = [world.uri(Kind.OCCUPATION, occupation)]
    place = world.catalogue_place(subject.field)
    if place is not None:
        node["ceasn:knowledgeEmbodied"] = [world.uri(Kind.FRAMEWORK, 0, place + 1)]
    return Unit(owner, str(node["ceterms:ctid"]), [node])


def build_task(world: World, dice: Dice, index: int) -> Unit:
    """The document of a task; the first task of a role has the others as its parts."""
    owner, subject = _work_subject(world, Kind.TASK, index)
    voice = world.voice(owner.index)
    roles, tasks = world.plan.count(Kind.ROLE), world.plan.count(Kind.TASK)
    role, step = index % roles, index // roles
    node = head(world, Kind.TASK, index, "ceterms:Task")
    node.update(
        {
            "ceterms:name": voice.heading(f"task.name.{step % 3}", 0, subject),
            "ceterms:description": voice.text(f"task.description.{step % 3}", 0, subject),
            "ceterms:assertedBy": [world.uri(Kind.ORGANIZATION, owner.index)],
            "ceterms:hasWorkRole": [world.uri(Kind.ROLE, role)],
            "ceasn:listID": str(step + 1),
        }
    )
    parts = [world.uri(Kind.TASK, part) for part in range(index + roles, tasks, roles)] if step == 0 else []
    if parts:
        node["ceasn:hasChild"] = parts
    if step:
        node["ceasn:isChildOf"] = [world.uri(Kind.TASK, role)]
    occupation = world.general_occupation(subject)
    if occupation is not None:
        node["ceterms:hasOccupation"] = [world.uri(Kind.OCCUPATION, occupation)]
    place = world.catalogue_place(subject.field)
    if place is not None and dice.chance(0.5):
        node["ceasn:abilityEmbodied"] = [world.uri(Kind.FRAMEWORK, 0, place + 1)]
    if dice.chance(0.4):
        node["ceterms:environmentalHazardType"] = [world.uri(Kind.SCHEME, 0, 1 + mix(index, 2) % 8)]
    return Unit(owner, str(node["ceterms:ctid"]), [node])
