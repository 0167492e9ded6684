"""What all steps of building one credential need."""

from __future__ import annotations

from opencredreg.demo.awards import Award
from opencredreg.demo.dice import Dice
from opencredreg.demo.parts import Node
from opencredreg.demo.plan import Kind
from opencredreg.demo.voice import Subject, Voice
from opencredreg.demo.world import Bundle, World

__all__ = ["Draft"]


class Draft:
    """What all steps of one credential need."""

    __slots__ = (
        "award",
        "bundle",
        "dice",
        "index",
        "items",
        "owner_uri",
        "page",
        "subject",
        "voice",
        "world",
    )

    def __init__(self, world: World, dice: Dice, index: int) -> None:
        self.world, self.dice, self.index = world, dice, index
        self.bundle: Bundle = world.home(Kind.CREDENTIAL, index)
        self.subject: Subject = world.subject(Kind.CREDENTIAL, index)
        self.award: Award = world.award(index)
        self.voice: Voice = self.bundle.voice
        self.owner_uri = world.uri(Kind.ORGANIZATION, self.bundle.owner.index)
        self.page = f"{self.bundle.site}/credentials/{index}"
        self.items: list[Node] = []
