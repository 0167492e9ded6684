"""The texts and the shape of competency frameworks, and references to their members.

Members are numbered from 0 in breadth-first order, parents before children; the part of an identifier is the
number plus one. Framework 0 is the skills catalogue of the island, over all fields; each other framework is
about the field of its bundle.
"""

from __future__ import annotations

from functools import cache

from opencredreg.demo.parts import Node
from opencredreg.demo.phrases import Phrase
from opencredreg.demo.plan import Kind
from opencredreg.demo.voice import Subject, Voice, say, subject_of, title
from opencredreg.demo.world import Bundle, World

__all__ = [
    "children",
    "competency_text",
    "framework_name",
    "framework_subject",
    "parent",
    "target_uri",
    "targets",
    "tops",
]

_CATALOGUE_BRANCHES = 6
_BRANCHES = 4
_SKILLS = 12


def tops(world: World, framework: int) -> int:
    """How many members of a framework have no parent."""
    if framework == 0:
        return len(world.catalogue_fields)
    return min(8, max(3, -(-world.plan.framework_size(framework) // 5)))


def _branches(framework: int) -> int:
    return _BRANCHES if framework else _CATALOGUE_BRANCHES


def parent(framework: int, top: int, number: int) -> int:
    """The parent of a member, or -1; ``top`` is the number of roots."""
    return (number - top) // _branches(framework) if number >= top else -1


def children(framework: int, top: int, number: int, size: int) -> range:
    """The children of a member in a framework of ``size`` members."""
    first = top + number * _branches(framework)
    return range(min(first, size), min(first + _branches(framework), size))


def _path(framework: int, top: int, number: int) -> list[int]:
    steps: list[int] = []
    while number >= top:
        steps.append((number - top) % _branches(framework))
        number = (number - top) // _branches(framework)
    steps.append(number)
    return steps[::-1]


def framework_subject(world: World, framework: int) -> Subject:
    """What a framework is about; the catalogue answers with its first field."""
    if framework == 0:
        return subject_of(world.catalogue_fields[0], 0, 0)
    bundle = world.home(Kind.FRAMEWORK, framework)
    return subject_of(bundle.field.key, bundle.focus, framework)


def framework_name(world: World, framework: int) -> Phrase:
    """What a framework is called."""
    key = "framework.name" if framework else "catalogue.name"
    return title(say(key, framework, framework_subject(world, framework)))


def competency_text(world: World, framework: int, number: int) -> Phrase:
    """The statement of a member."""
    top = tops(world, framework)
    path = _path(framework, top, number)
    if framework == 0:
        return _catalogue_text(world.catalogue_fields[path[0]], tuple(path[1:]))
    subject = framework_subject(world, framework)
    return _skill_text(subject.field.key, subject.focus, subject.topic + path[0], framework, tuple(path[1:]))


@cache
def _catalogue_text(key: str, path: tuple[int, ...]) -> Phrase:
    if not path:
        return say("competency.field", 0, subject_of(key, 0, 0))
    if len(path) == 1:
        return say("competency.focus", 0, subject_of(key, path[0], 0))
    subject = subject_of(key, path[0], path[0] + path[1])
    if len(path) == 2:
        return say("competency.area", 0, subject)
    return say(f"competency.{sum(path) * 5 % _SKILLS}", 0, subject)


def _skill_text(key: str, focus: int, topic: int, framework: int, path: tuple[int, ...]) -> Phrase:
    subject = subject_of(key, focus, topic)
    if not path:
        return say("competency.area", 0, subject)
    # Siblings are three patterns apart, so none is repeated under one parent.
    return say(f"competency.{(path[-1] * 3 + framework + topic + len(path) - 1) % _SKILLS}", 0, subject)


def targets(world: World, bundle: Bundle, number: int, count: int) -> list[Node]:
    """Alignment objects for some competencies that belong to the work of a bundle.

    They come from the framework of the bundle, else from the skills catalogue; where that has nothing on the
    field either, a competency is named without a node.
    """
    framework = world.framework_of(bundle.index)
    if framework is not None:
        size = world.plan.framework_size(framework)
        return [
            _alignment(world, bundle.voice, framework, (number * 3 + step * 2) % size)
            for step in range(count)
        ]
    place = world.catalogue_place(bundle.field)
    if place is None:
        subject = subject_of(bundle.field.key, bundle.focus, number)
        return [
            {
                "@type": "ceterms:CredentialAlignmentObject",
                "ceterms:targetNodeName": bundle.voice.text("competency.2", 0, subject),
            }
        ]
    below = children(0, tops(world, 0), place, world.plan.catalogue)
    numbers = [place, *(below[(number + step) % len(below)] for step in range(count - 1) if below)]
    return [_alignment(world, bundle.voice, 0, chosen) for chosen in dict.fromkeys(numbers)]


def target_uri(world: World, bundle: Bundle, number: int) -> str | None:
    """The URI of one competency that belongs to the work of a bundle, if there is one."""
    framework = world.framework_of(bundle.index)
    if framework is not None:
        return world.uri(Kind.FRAMEWORK, framework, number % world.plan.framework_size(framework) + 1)
    place = world.catalogue_place(bundle.field)
    return None if place is None else world.uri(Kind.FRAMEWORK, 0, place + 1)


def _alignment(world: World, voice: Voice, framework: int, number: int) -> Node:
    return {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:framework": world.uri(Kind.FRAMEWORK, framework),
        "ceterms:frameworkName": voice.phrase(framework_name(world, framework)),
        "ceterms:targetNode": world.uri(Kind.FRAMEWORK, framework, number + 1),
        "ceterms:targetNodeName": voice.phrase(competency_text(world, framework, number)),
    }
