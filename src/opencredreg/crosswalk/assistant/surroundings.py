"""What a conversion has to know of the registry and the node: given to it, never asked for by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

import msgspec

from opencredreg.codes.book import CodeBook

__all__ = ["Alone", "ConceptCheck", "Expanded", "Rules", "Surroundings"]

ConceptCheck = Literal["error", "warning"]


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """How strictly input is read. ``base`` is the beginning of addresses of this registry, with its community."""

    base: str
    is_sandbox: bool = False
    unknown_concepts: ConceptCheck = "error"


class Expanded(msgspec.Struct, frozen=True):
    """A competency of a framework or collection that stands for all of its competencies."""

    uri: str
    text: Mapping[str, str]
    notation: str = ""


class Surroundings(Protocol):
    """What is known of the registry."""

    @property
    def books(self) -> Mapping[str, CodeBook]:
        """The lists of codes by name."""
        ...

    def competencies_of(self, ctid: str) -> Sequence[Expanded] | None:
        """The competencies of a framework or collection; ``None`` where the registry has neither."""
        ...


class Alone(msgspec.Struct, frozen=True):
    """No registry at all, as on the machine of a publisher."""

    books: Mapping[str, CodeBook] = {}

    def competencies_of(self, ctid: str) -> Sequence[Expanded] | None:  # noqa: ARG002
        """Nothing is known."""
        return None
