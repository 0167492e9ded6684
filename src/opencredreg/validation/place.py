"""A place in a document: one object of it, with the way that leads there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, final

if TYPE_CHECKING:
    from opencredreg.validation.plan import ClassPlan

__all__ = ["Place", "escape"]

_NO_NAMES: Final[Mapping[str, str]] = {}


@final
class Place:
    """One object: an item of the graph, or an object embedded in another.

    ``value`` has canonical compact keys (``ceterms:name``); where the document spells one otherwise, ``names``
    leads from the canonical key to the one in the document. ``cls`` is the compact name of its class, empty
    when it has none. ``parent`` is the object around it, ``None`` for items of the graph; ``key`` (as in the
    document) and ``index`` (-1: not in a list) say where in the parent it stands. ``base`` is the JSON pointer
    of an item of the graph.
    """

    __slots__ = ("base", "cls", "has_empty", "index", "item", "key", "names", "parent", "plan", "value")

    def __init__(
        self,
        value: dict[str, Any],
        cls: str,
        plan: ClassPlan,
        *,
        parent: Place | None = None,
        key: str = "",
        index: int = -1,
        base: str = "",
    ) -> None:
        self.value = value
        self.cls = cls
        self.plan = plan
        self.parent = parent
        self.key = key
        self.index = index
        self.base = base
        self.has_empty = False
        """Whether some value of the object turned out to be empty."""
        self.item: Place = self if parent is None else parent.item
        self.names: Mapping[str, str] = _NO_NAMES

    @property
    def id(self) -> str:
        """The ``@id`` as written, without the blanks around it; empty when there is none."""
        found = self.value.get("@id")
        return found.strip() if isinstance(found, str) else ""

    @property
    def ctid(self) -> str:
        """The CTID of the item of the graph that holds the place, as written; empty when it has none."""
        found = self.item.value.get("ceterms:ctid")
        return found if isinstance(found, str) else ""

    @property
    def is_item(self) -> bool:
        """Whether it is an item of the graph (or the resource of a document in single form)."""
        return self.parent is None

    def pointer(self, *steps: str | int) -> str:
        """The JSON pointer of the object, or of something in it.

        Args:
            steps: canonical keys and positions below the object. The first is translated into the spelling of
                the document.
        """
        if self.names and steps and steps[0] in self.names:
            steps = (self.names[str(steps[0])], *steps[1:])
        return self._own_pointer() + "".join(f"/{escape(str(step))}" for step in steps)

    def values(self, term: str) -> list[Any]:
        """The values of a property as a list, whether one or many were written; nulls are left out."""
        found = self.value.get(term)
        if isinstance(found, list):
            return [entry for entry in found if entry is not None]
        return [] if found is None else [found]

    def rename(self, key: str, term: str, value: Any) -> None:
        """Let a key that the document spells in its own way be found under its canonical name."""
        self.value = {**self.value, term: value}
        self.names = {**self.names, term: key}

    def _own_pointer(self) -> str:
        if self.parent is None:
            return self.base
        position = f"/{self.index}" if self.index >= 0 else ""
        return f"{self.parent._own_pointer()}/{escape(self.key)}{position}"


def escape(step: str) -> str:
    """A key as a step of a JSON pointer (RFC 6901)."""
    return step.replace("~", "~0").replace("/", "~1") if "~" in step or "/" in step else step
