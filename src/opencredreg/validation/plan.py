"""What has to be looked at in objects of one class, worked out once and used for every object of the class.

A plan holds one check per key. Checks for keys that nobody foresaw are made when they are first met and kept, so
the work of understanding a name (spelling, prefix, near misses) is done once per class and name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias, final

from opencredreg.ctdl import Vocabulary
from opencredreg.jsonld.contexts import ActiveContext
from opencredreg.validation.place import Place
from opencredreg.validation.profile import Profile
from opencredreg.validation.run import Run

__all__ = ["Check", "ClassPlan", "ObjectRule", "Plans"]

Check: TypeAlias = Callable[[Run, Place, str, Any], None]
"""Looks at the value of one property of an object: run, object, key as the document spells it, value."""
ObjectRule: TypeAlias = Callable[[Run, Place], None]
_KEPT_UNKNOWN: Final = 2_000


@final
class ClassPlan:
    """The checks for objects of one class. ``cls`` is empty for objects whose class is not known."""

    __slots__ = (
        "_plans",
        "_unknown",
        "checks",
        "cls",
        "is_embedded",
        "is_known",
        "kept",
        "rules",
        "stands_alone",
    )

    def __init__(self, plans: Plans, cls: str) -> None:
        self.cls = cls
        facts = plans.vocabulary.classes.get(cls)
        self.is_known = facts is not None
        self.stands_alone = (
            facts is not None
            and facts.placement in ("top", "travels")
            and "embedded" not in facts.other_placements
        )
        """Whether objects of the class are never inner objects, so that an inner one only mentions something."""
        self.is_embedded = facts is not None and facts.placement == "embedded"
        self.checks: dict[str, Check] = {}
        self.rules = plans.object_rules(cls)
        self.kept: dict[str, Any] = {}
        """What a rule works out once for the class and keeps under a name of its own."""
        self._plans = plans
        self._unknown = 0

    def check_of(self, key: str) -> Check:
        """The check for a key, made now if it was never met."""
        found = self.checks.get(key)
        if found is None:
            found = self._plans.compile(self.cls, key)
            if key in self._plans.vocabulary.properties:
                self.checks[key] = found
            elif self._unknown < _KEPT_UNKNOWN:
                # Keys come from documents, so what is remembered of strange ones has a bound.
                self._unknown += 1
                self.checks[key] = found
        return found


@final
class Plans:
    """The plans of all classes for one profile and vocabulary, made when they are first needed.

    ``active`` is the meaning of a document's own context; plans made for one serve that document only.
    """

    def __init__(
        self,
        profile: Profile,
        vocabulary: Vocabulary,
        compile_check: Callable[[Plans, str, str], Check],
        object_rules: Mapping[str, tuple[ObjectRule, ...]],
        active: ActiveContext | None = None,
    ) -> None:
        self.profile = profile
        self.vocabulary = vocabulary
        self.active = active
        self._compile = compile_check
        self._object_rules = object_rules
        self._by_class: dict[str, ClassPlan] = {}
        self._by_type: dict[str, ClassPlan] = {}

    def for_context(self, active: ActiveContext) -> Plans:
        """Plans for a document that brings its own context."""
        return Plans(self.profile, self.vocabulary, self._compile, self._object_rules, active)

    def of_class(self, cls: str) -> ClassPlan:
        """The plan of a class by its compact name; classes that are not known share one."""
        if cls not in self.vocabulary.classes:
            cls = ""
        found = self._by_class.get(cls)
        if found is None:
            found = self._by_class[cls] = ClassPlan(self, cls)
        return found

    def class_of(self, name: str) -> str:
        """The compact name of a class that a document writes in its own way."""
        if self.active is not None:
            term = self.vocabulary.compact(self.active.expand(name))
            if term in self.vocabulary.classes:
                return term
        return self.vocabulary.normalize_term(name)

    def term_of(self, key: str) -> str:
        """The canonical compact name of a property that a document writes in its own way."""
        if self.active is not None:
            term = self.active.property_term(key)
            if term in self.vocabulary.properties:
                return term
        return self.vocabulary.normalize_term(key)

    def compile(self, cls: str, key: str) -> Check:
        """Make the check of a key on a class."""
        return self._compile(self, cls, key)

    def object_rules(self, cls: str) -> tuple[ObjectRule, ...]:
        """The rules over whole objects of a class: its own, those of its ancestors, those of every object."""
        facts = self.vocabulary.classes.get(cls)
        names = ("*", cls, *facts.ancestors) if facts is not None else ("*",)
        # A rule that is declared for a class and for its superclass runs once.
        return tuple(dict.fromkeys(rule for name in names for rule in self._object_rules.get(name, ())))
