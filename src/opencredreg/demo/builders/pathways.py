"""Builders of pathways with their components, and of sets of pathways."""

from __future__ import annotations

from opencredreg.demo.dice import Dice
from opencredreg.demo.parts import (
    Node,
    cip_alignment,
    concept,
    credits_worth,
    industry_alignments,
    naics_alignment,
    soc_alignment,
    subject_alignments,
)
from opencredreg.demo.phrases import Phrase
from opencredreg.demo.plan import MEMBERS, Kind
from opencredreg.demo.skills import target_uri
from opencredreg.demo.unit import Unit, head
from opencredreg.demo.voice import LanguageMap, Subject
from opencredreg.demo.world import Bundle, World

__all__ = ["build_pathway", "build_pathway_set"]

_EXTRAS = (
    ("ceterms:BasicComponent", "component.basic", ("advising", "orientación", "orientation")),
    ("ceterms:CocurricularComponent", "component.cocurricular", ("competition", "concurso", "concours")),
    ("ceterms:ExtracurricularComponent", "component.extracurricular", ("service", "servicio", "service")),
)


def build_pathway(world: World, dice: Dice, index: int) -> Unit:
    """The document of a pathway: courses and practice lead to a credential, and that to a first job."""
    bundle, subject = world.home(Kind.PATHWAY, index), world.subject(Kind.PATHWAY, index)
    voice = bundle.voice
    owner = [world.uri(Kind.ORGANIZATION, bundle.owner.index)]
    parts = [world.uri(Kind.PATHWAY, index, part) for part in range(1, MEMBERS[Kind.PATHWAY] + 1)]
    node = head(world, Kind.PATHWAY, index, "ceterms:Pathway")
    node.update(
        {
            "ceterms:name": voice.heading("pathway.name", dice.bits(), subject),
            "ceterms:description": voice.text("pathway.description", dice.bits(), subject),
            "ceterms:subjectWebpage": f"{bundle.site}/pathways/{index}",
            "ceterms:ownedBy": owner,
            "ceterms:offeredBy": owner,
            "ceterms:keyword": voice.lists((subject.field.name, subject.role.name)),
            "ceterms:subject": subject_alignments(voice, subject),
            "ceterms:industryType": industry_alignments(subject.field),
            "ceterms:occupationType": [soc_alignment(subject.role)],
            "ceterms:instructionalProgramType": cip_alignment(subject.field),
            "ceterms:lifeCycleStatusType": concept("lifeCycle:Active"),
            # The first model is always one of terms.
            "asn:hasProgressionModel": world.uri(Kind.MODEL, 0),
            "ceterms:hasPart": parts,
            "ceterms:hasDestinationComponent": [parts[0]],
        }
    )
    components = _Components(world, dice, index, bundle, subject, parts)
    return Unit(bundle.owner, str(node["ceterms:ctid"]), [node, *components.build()])


class _Components:
    """The nine components of one pathway."""

    __slots__ = ("bundle", "dice", "index", "page", "parts", "subject", "voice", "world")

    def __init__(
        self, world: World, dice: Dice, index: int, bundle: Bundle, subject: Subject, parts: list[str]
    ) -> None:
        self.world, self.dice, self.index, self.bundle = world, dice, index, bundle
        self.subject, self.parts, self.voice = subject, parts, bundle.voice
        self.page = f"{bundle.site}/pathways/{index}"

    def build(self) -> list[Node]:
        job, credential, first, second, assessment, competency, experience, *extras = (
            self._job(),
            self._credential(),
            self._course(3, 0),
            self._course(4, 1),
            self._assessment(),
            self._competency(),
            self._experience(),
            self._extra(8, self.index * 2),
            self._extra(9, self.index * 2 + 1),
        )
        parts = self.parts
        first["ceterms:precedes"] = [parts[3]]
        second["ceterms:precededBy"] = [parts[2]]
        levels = (4, 4, 1, 2, 3, 2, 3, 1, 2)
        nodes: list[Node] = [job, credential, first, second, assessment, competency, experience, *extras]
        for node, level in zip(nodes, levels, strict=True):
            node["asn:hasProgressionLevel"] = [self.world.uri(Kind.MODEL, 0, level)]
        return nodes

    def _start(self, cls: str, part: int, name: LanguageMap, proxy: str | None = None) -> Node:
        node = head(self.world, Kind.PATHWAY, self.index, cls, part)
        node["ceterms:name"] = name
        node["ceterms:description"] = self.voice.text("component.description", 0, self.subject)
        node["ceterms:isPartOf"] = [self.world.uri(Kind.PATHWAY, self.index)]
        node["ceterms:subjectWebpage"] = f"{self.page}#step-{part}"
        if proxy:
            node["ceterms:proxyFor"] = proxy
        return node

    def _named(self, key: str, name: Phrase | None) -> LanguageMap:
        return self.voice.text(key, 0, self.subject, name=name or self.subject.field.foci[self.subject.focus])

    def _condition(self, key: str, targets: list[str], number: int, **more: object) -> Node:
        return {
            "@type": "ceterms:ComponentCondition",
            "ceterms:description": self.voice.text(key, 0, self.subject, number=number),
            "ceterms:requiredNumber": number,
            "ceterms:targetComponent": targets,
            **more,
        }

    def _job(self) -> Node:
        node = self._start("ceterms:JobComponent", 1, self.voice.text("component.job", 0, self.subject))
        node["ceterms:isDestinationComponentOf"] = [self.world.uri(Kind.PATHWAY, self.index)]
        node["ceterms:occupationType"] = [soc_alignment(self.subject.role)]
        node["ceterms:industryType"] = [naics_alignment(self.subject.field)]
        node["ceterms:hasCondition"] = [
            self._condition("component.condition.all", [self.parts[1], self.parts[6]], 2)
        ]
        return node

    def _credential(self) -> Node:
        world, parts = self.world, self.parts
        index = world.match(Kind.CREDENTIAL, self.bundle.index, 0)
        name = world.credential_name(index) if index is not None else None
        proxy = world.uri(Kind.CREDENTIAL, index) if index is not None else None
        node = self._start("ceterms:CredentialComponent", 2, self._named("component.credential", name), proxy)
        node["ceterms:credentialType"] = (
            world.award(index).term if index is not None else "ceterms:Certificate"
        )
        choice = self._condition("component.condition.choice", parts[7:9], 1)
        level: Node = {
            "@type": "ceterms:Constraint",
            "ceterms:description": self.voice.text("component.constraint", 0, self.subject),
            "ceterms:leftSource": ["ceterms:audienceLevelType"],
            "ceterms:comparator": "compare:EQ",
            "ceterms:rightSource": ["audLevel:IntermediateLevel"],
        }
        courses = self._condition(
            "component.condition.choice",
            parts[2:4],
            1,
            **{"ceterms:hasConstraint": [level], "ceterms:requiredConstraints": 1},
        )
        node["ceterms:hasCondition"] = [
            {
                "@type": "ceterms:ComponentCondition",
                "ceterms:name": self.voice.text("component.experience", 0, self.subject),
                "ceterms:description": self.voice.text("component.condition.all", 0, self.subject),
                "ceterms:logicalOperator": "logic:And",
                "ceterms:hasCondition": [courses, choice],
                "ceterms:targetComponent": parts[4:6],
            }
        ]
        return node

    def _course(self, part: int, position: int) -> Node:
        world = self.world
        index = world.match(Kind.COURSE, self.bundle.index, position)
        name = world.name(Kind.COURSE, index) if index is not None else None
        proxy = world.uri(Kind.COURSE, index) if index is not None else None
        node = self._start("ceterms:CourseComponent", part, self._named("component.course", name), proxy)
        node["ceterms:creditValue"] = [credits_worth(self.dice.between(2, 4))]
        return node

    def _assessment(self) -> Node:
        world = self.world
        index = world.match(Kind.ASSESSMENT, self.bundle.index, 0)
        name = world.name(Kind.ASSESSMENT, index) if index is not None else None
        proxy = world.uri(Kind.ASSESSMENT, index) if index is not None else None
        named = self._named("component.assessment", name)
        node = self._start("ceterms:AssessmentComponent", 5, named, proxy)
        node["ceterms:hasCondition"] = [self._condition("component.condition.all", self.parts[2:4], 2)]
        return node

    def _competency(self) -> Node:
        topic = self.subject.field.topics[self.subject.topic]
        proxy = target_uri(self.world, self.bundle, self.index)
        named = self._named("component.competency", topic)
        return self._start("ceterms:CompetencyComponent", 6, named, proxy)

    def _experience(self) -> Node:
        name = self.voice.text("component.experience", 0, self.subject)
        node = self._start("ceterms:WorkExperienceComponent", 7, name)
        node["ceterms:pointValue"] = {
            "@type": "schema:QuantitativeValue",
            "schema:value": float(self.dice.between(4, 20)),
            "schema:description": self.voice.phrase(("Weeks", "Semanas", "Semaines")),
        }
        return node

    def _extra(self, part: int, number: int) -> Node:
        cls, key, category = _EXTRAS[number % len(_EXTRAS)]
        node = self._start(cls, part, self.voice.text(key, 0, self.subject))
        node["ceterms:componentCategory"] = self.voice.phrase(category)
        return node


def build_pathway_set(world: World, dice: Dice, index: int) -> Unit:
    """The document of a set of pathways, of its own bundle and the next ones that have any."""
    bundle, subject = world.home(Kind.PATHWAY_SET, index), world.subject(Kind.PATHWAY_SET, index)
    voice = bundle.voice
    pathways, sets = world.plan.count(Kind.PATHWAY), world.plan.count(Kind.PATHWAY_SET)
    first = index * pathways // sets
    node = head(world, Kind.PATHWAY_SET, index, "ceterms:PathwaySet")
    node.update(
        {
            "ceterms:name": voice.heading("pathway.set.name", dice.bits(), subject),
            "ceterms:description": voice.text("pathway.set.description", 0, subject),
            "ceterms:subjectWebpage": f"{bundle.site}/pathways",
            "ceterms:ownedBy": [world.uri(Kind.ORGANIZATION, bundle.owner.index)],
            "ceterms:hasPathway": [
                world.uri(Kind.PATHWAY, pathway) for pathway in range(first, min(first + 4, pathways))
            ],
        }
    )
    return Unit(bundle.owner, str(node["ceterms:ctid"]), [node])
