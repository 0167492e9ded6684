"""Builder of competency frameworks."""

from __future__ import annotations

from opencredreg.demo.dice import Dice
from opencredreg.demo.parts import (
    Node,
    cip_alignment,
    industry_alignments,
    occupation_alignments,
)
from opencredreg.demo.plan import Kind
from opencredreg.demo.skills import (
    children,
    competency_text,
    framework_name,
    framework_subject,
    parent,
    tops,
)
from opencredreg.demo.unit import Unit, head
from opencredreg.demo.voice import Subject, Voice
from opencredreg.demo.world import World

__all__ = ["build_framework"]

_PUBLISHED = "publicationStatus:Published"
_DRAFT = "publicationStatus:Draft"
_LEVELS = ("audLevel:BeginnerLevel", "audLevel:IntermediateLevel", "audLevel:AdvancedLevel")
_CATEGORIES = ("category.knowledge", "category.skill", "category.practice")


def build_framework(world: World, dice: Dice, index: int) -> Unit:
    """The document of a framework with all its competencies; framework 0 is the large skills catalogue."""
    owner = world.home(Kind.FRAMEWORK, index).owner if index else world.agency
    voice = world.voice(owner.index)
    subject = framework_subject(world, index)
    publisher = [world.uri(Kind.ORGANIZATION, owner.index)]
    top = tops(world, index)
    key = "framework.description" if index else "catalogue.description"
    node = head(world, Kind.FRAMEWORK, index, "ceasn:CompetencyFramework")
    node.update(
        {
            "ceasn:name": voice.phrase(framework_name(world, index)),
            "ceasn:description": voice.text(key, dice.bits(), subject),
            "ceasn:inLanguage": voice.tags,
            "ceasn:publisher": publisher,
            "ceasn:creator": publisher,
            "ceasn:publisherName": {tag: [name] for tag, name in voice.phrase(owner.name).items()},
            "ceasn:publicationStatusType": _DRAFT if index % 29 == 28 else _PUBLISHED,
            "ceasn:dateCreated": dice.day(2012, 2020),
            "ceasn:dateModified": f"{dice.day(2021, 2025)}T09:{dice.between(10, 59)}:00Z",
            "ceasn:dateCopyrighted": str(dice.between(2012, 2024)),
            "ceasn:rights": voice.text("framework.rights", 0, subject),
            "ceasn:license": "https://creativecommons.org/licenses/by/4.0/",
            "ceasn:source": [f"https://{owner.slug}.example/skills/{index}"],
            "ceasn:conceptKeyword": voice.lists(
                (subject.field.foci[subject.focus], *dice.sample(subject.field.topics, 2))
            ),
            "ceasn:educationLevelType": ["audLevel:PostSecondaryLevel"],
            "ceasn:hasTopChild": [world.uri(Kind.FRAMEWORK, index, number + 1) for number in range(top)],
        }
    )
    if index:
        node["ceasn:codedNotation"] = f"{subject.field.key[:3].upper()}-{index}"
        node["ceterms:industryType"] = industry_alignments(subject.field)
        node["ceterms:occupationType"] = occupation_alignments(subject)
        node["ceterms:instructionalProgramType"] = cip_alignment(subject.field)
        if world.catalogue_place(subject.field) is not None:
            node["ceasn:alignTo"] = [world.uri(Kind.FRAMEWORK, 0)]
    # The second model is always one of proficiency.
    node["asn:hasProgressionModel"] = [world.uri(Kind.MODEL, 1)]
    members = _Members(world, dice, index, voice, subject, top)
    items = [node, *(members.build(number) for number in range(world.plan.framework_size(index)))]
    return Unit(owner, str(node["ceterms:ctid"]), items, asn=True)


class _Members:
    """The competencies of one framework."""

    __slots__ = ("dice", "framework", "numbers", "size", "subject", "top", "uri", "voice", "world")

    def __init__(
        self, world: World, dice: Dice, framework: int, voice: Voice, subject: Subject, top: int
    ) -> None:
        self.world, self.dice, self.framework, self.voice, self.top = world, dice, framework, voice, top
        self.subject = subject
        self.size = world.plan.framework_size(framework)
        self.uri = world.uri(Kind.FRAMEWORK, framework)
        self.numbers: dict[int, str] = {}

    def member(self, number: int) -> str:
        return self.world.uri(Kind.FRAMEWORK, self.framework, number + 1)

    def build(self, number: int) -> Node:
        dice, voice = self.dice, self.voice
        above = parent(self.framework, self.top, number)
        below = children(self.framework, self.top, number, self.size)
        listed = self._number(number, above)
        node = head(self.world, Kind.FRAMEWORK, self.framework, "ceasn:Competency", number + 1)
        node["ceasn:competencyText"] = voice.phrase(competency_text(self.world, self.framework, number))
        node["ceasn:isPartOf"] = self.uri
        node["ceasn:listID"] = listed
        node["ceasn:codedNotation"] = f"{self.subject.field.key[:3].upper()}{self.framework}.{listed}"
        node["ceasn:inLanguage"] = voice.tags
        if above < 0:
            node["ceasn:isTopChildOf"] = self.uri
        else:
            node["ceasn:isChildOf"] = [self.member(above)]
        if below:
            node["ceasn:hasChild"] = [self.member(child) for child in below]
        else:
            node["ceasn:competencyCategory"] = voice.text(_CATEGORIES[number % 3], 0, self.subject)
            node["ceasn:educationLevelType"] = [_LEVELS[number % 3]]
            if dice.chance(0.2):
                node["asn:hasProgressionLevel"] = self.world.uri(Kind.MODEL, 1, number % 4 + 1)
        if dice.chance(0.25):
            node["ceasn:weight"] = dice.between(1, 20) / 20
        if dice.chance(0.12):
            node["ceasn:comment"] = {
                tag: [text]
                for tag, text in voice.text("competency.comment", dice.bits(), self.subject).items()
            }
        if self.framework:
            self._align(node, number, above)
        return node

    def _number(self, number: int, above: int) -> str:
        if above < 0:
            listed = str(number + 1)
        else:
            first = children(self.framework, self.top, above, self.size).start
            listed = f"{self.numbers[above]}.{number - first + 1}"
        self.numbers[number] = listed
        return listed

    def _align(self, node: Node, number: int, above: int) -> None:
        place = self.world.catalogue_place(self.subject.field)
        if above < 0 and place is not None:
            node["ceasn:broadAlignment"] = [self.world.uri(Kind.FRAMEWORK, 0, place + 1)]
        elif number + 1 < self.size and self.dice.chance(0.06):
            node["ceasn:minorAlignment"] = [self.member(number + 1)]
        if above >= 0 and self.dice.chance(0.1) and number > self.top:
            node["ceasn:prerequisiteAlignment"] = [self.member(number - 1)]
        if number == 0:
            occupation = self.world.general_occupation(self.subject)
            if occupation is not None:
                node["ceasn:substantiatingOccupation"] = [self.world.uri(Kind.OCCUPATION, occupation)]
