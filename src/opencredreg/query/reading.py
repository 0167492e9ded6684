"""Queries in plain English: what an expression asks for, so that people see whether it is what they meant.

Source: ``search-user-needs.md`` section 7 ("explain").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from opencredreg.ctdl import ValueKind, Vocabulary
from opencredreg.query.tree import (
    And,
    ClassIn,
    DurationWithin,
    Every,
    Expression,
    HasLiteral,
    IdText,
    KeyIn,
    Link,
    LinkPath,
    LiteralText,
    LiteralValue,
    Near,
    Not,
    Nothing,
    Or,
    PublishType,
    RecordOf,
    RecordTime,
    Words,
)
from opencredreg.query.wording import a_or_an, choice, concept_or_key, label, number, period, plural, quoted

__all__ = ["read_aloud"]

_MATCHES: Final = {
    "exact": "is",
    "contains": "contains",
    "starts": "starts with",
    "ends": "ends with",
    "fuzzy": "is nearly",
}
_ENDS_LIKE_A_PARTICIPLE: Final = (" by", " at", " from", " of", " to", " in", " for", " on")
_SUBJECT_ENDS = re.compile(r" (?=is |has |contains |starts |ends )")
_SHOWN_CLASSES: Final = 4
_ANYTHING: Final = "anything"

_T = TypeVar("_T", bound="Expression")


def read_aloud(expression: Expression, vocabulary: Vocabulary) -> str:
    """What an expression asks for, as one sentence without a full stop.

    The sentence is for people; it may be worded otherwise in a later release.

    >>> from opencredreg.ctdl import bundled_vocabulary
    >>> asked = And((ClassIn(("ceterms:Certificate",)), Words("ceterms:name", "welding certificate")))
    >>> read_aloud(asked, bundled_vocabulary())
    'Certificates whose name has any of the words “welding”, “certificate”'
    """
    said = _Speaker(vocabulary).things(expression, "all resources", "resources")
    return said[:1].upper() + said[1:]


class _Speaker:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._speakers: dict[type, Callable[..., str]] = {
            Every: lambda _: "whatever they are",
            Nothing: lambda _: "that cannot exist",
            And: self._all,
            Or: self._any,
            Not: self._not,
            ClassIn: lambda part: f"that are {self._classes(part, is_plural=True)}",
            KeyIn: lambda part: f"that are {self._keys(part)}",
            IdText: self._address,
            HasLiteral: lambda part: f"with {a_or_an(self._property(part.property, part.languages))}",
            Words: self._words,
            LiteralText: self._text,
            LiteralValue: self._value,
            DurationWithin: self._duration,
            Link: self._link,
            LinkPath: self._path,
            RecordTime: self._time,
            RecordOf: self._record,
            PublishType: lambda part: f"whose publication is {choice(part.types)}",
            Near: lambda part: (
                f"within {number(part.kilometres)} km of {number(part.latitude)}, {number(part.longitude)}"
            ),
        }

    def things(self, expression: Expression, alone: str, otherwise: str) -> str:
        """The things that satisfy an expression: their class, if it is said, then what else holds of them."""
        if isinstance(expression, Every):
            return alone
        if isinstance(expression, Nothing):
            return "nothing"
        parts = expression.parts if isinstance(expression, And) else (expression,)
        classes, rest = _first(ClassIn, parts)
        head = self._classes(classes, is_plural=True) if classes else otherwise
        return " ".join((head, self._clauses(rest))).strip()

    # --- Whole conditions ------------------------------------------------------------------------------

    def clause(self, expression: Expression) -> str:
        """A condition as it follows the name of the things in the plural."""
        return self._speakers[type(expression)](expression)

    def _clauses(self, parts: Sequence[Expression]) -> str:
        """Several conditions that all hold, what is excluded last."""
        asked = [part for part in parts if not isinstance(part, Not) or _is_lack(part)]
        said = [
            f"({self.clause(part)})" if isinstance(part, Or) and len(parts) > 1 else self.clause(part)
            for part in asked
        ]
        excluded = [part.part for part in parts if isinstance(part, Not) and not _is_lack(part)]
        text = " and ".join((", ".join(said[:-1]), said[-1])) if len(said) > 1 else "".join(said)
        for part in excluded:
            text = (
                f"{text}, except those {self.clause(part)}" if text else f"except those {self.clause(part)}"
            )
        return text

    def _all(self, expression: And) -> str:
        return f"({self._clauses(expression.parts)})" if expression.parts else "whatever they are"

    def _any(self, expression: Or) -> str:
        if not expression.parts:
            return "that cannot exist"
        said = [self.clause(part) for part in expression.parts]
        # "whose name is a or is b" says it shorter than "whose name is a or whose name is b".
        subject = said[0].partition(" ")[0] == "whose" and _common_subject(said)
        if subject:
            return f"{subject}{' or '.join(text.removeprefix(subject) for text in said)}"
        return f"either {' or '.join(said)}"

    def _not(self, expression: Not) -> str:
        inner = expression.part
        if isinstance(inner, HasLiteral):
            return f"without {a_or_an(self._property(inner.property, inner.languages))}"
        if isinstance(inner, Link) and isinstance(inner.target, Every):
            if inner.reverse:
                return f"not named under “{label(self._vocabulary, inner.property)}” by anything"
            return f"without anything under “{label(self._vocabulary, inner.property)}”"
        if isinstance(inner, RecordOf) and not inner.ctids:
            return f"whose record has no {inner.field}"
        return f"except those {self.clause(inner)}"

    # --- Texts and values ------------------------------------------------------------------------------

    def _property(self, term: str, languages: Sequence[str] = ()) -> str:
        name = label(self._vocabulary, term)
        if not languages:
            return name
        return f"{name} in {choice([f'language “{tag}”' if tag else 'no language' for tag in languages])}"

    def _words(self, part: Words) -> str:
        subject = f"whose {self._property(part.property, part.languages)} has"
        asked = [quoted(word) for word in part.text.replace('"', " ").split()]
        if '"' in part.text:
            return f"{subject} {part.need} of {part.text.strip()}"
        if len(asked) == 1:
            return f"{subject} the word {asked[0]}"
        return f"{subject} {'all' if part.need == 'all' else 'any'} of the words {', '.join(asked)}"

    def _text(self, part: LiteralText) -> str:
        subject = f"whose {self._property(part.property, part.languages)}"
        return f"{subject} {_MATCHES[part.match]} {quoted(part.text)}"

    def _value(self, part: LiteralValue) -> str:
        name = label(self._vocabulary, part.property)
        kind = self._vocabulary.kind_of(part.property)
        if kind is ValueKind.BOOLEAN and part.low == part.high:
            return f"for which “{name}” is {'true' if part.low else 'false'}"
        if kind in (ValueKind.DATE, ValueKind.DATETIME):
            low, high = (None if at is None else round(at * 1_000_000) for at in (part.low, part.high))
            return f"whose {name} is {period(low, high)}"
        if part.low == part.high and part.low is not None:
            return f"whose {name} is {number(part.low)}"
        if part.low is None or part.high is None:
            bound = (
                f"at most {number(part.high or 0)}" if part.low is None else f"at least {number(part.low)}"
            )
            return f"whose {name} is {bound}"
        return f"whose {name} is from {number(part.low)} to {number(part.high)}"

    def _duration(self, part: DurationWithin) -> str:
        name = label(self._vocabulary, part.property)
        bounds = [f"longer than {_days(part.over)}"] if part.over is not None else []
        if part.up_to is not None:
            bounds.append(f"at most {_days(part.up_to)}")
        return f"whose {name} is {' and '.join(bounds) or 'a length of time'}"

    # --- What a node is --------------------------------------------------------------------------------

    def _classes(self, part: ClassIn, *, is_plural: bool) -> str:
        names = self._family(part) or list(part.classes)
        said = [label(self._vocabulary, name) for name in names[:_SHOWN_CLASSES]]
        said = [plural(name) if is_plural else a_or_an(name) for name in said]
        if len(names) > _SHOWN_CLASSES:
            said.append(f"{len(names) - _SHOWN_CLASSES} other classes")
        tail = " of any kind" if len(names) == 1 and len(part.classes) > 1 else ""
        return f"{choice(said)}{tail}"

    def _family(self, part: ClassIn) -> list[str]:
        """The one class whose subclasses these are; empty when there is none."""
        classes = frozenset(part.classes)
        if len(classes) < 2:
            return []
        return [cls for cls in part.classes if self._vocabulary.descendants(cls) == classes]

    def _keys(self, part: KeyIn) -> str:
        # Several spellings of one address would only confuse; they come to one name.
        names = list(dict.fromkeys(concept_or_key(self._vocabulary, key) for key in part.keys))
        tail = [f"{len(names) - _SHOWN_CLASSES} others"] if len(names) > _SHOWN_CLASSES else []
        return choice([*names[:_SHOWN_CLASSES], *tail])

    def _address(self, part: IdText) -> str:
        if not part.text:
            return "with an address"
        return f"whose {'CTID' if part.field == 'ctid' else 'address'} {_MATCHES[part.match]} {quoted(part.text)}"

    # --- Links -----------------------------------------------------------------------------------------

    def _link(self, part: Link) -> str:
        name = label(self._vocabulary, part.property)
        if part.reverse:
            return f"named under “{name}” by {self._inner(part.target, _ANYTHING, 'things')}"
        if isinstance(part.target, Every):
            return f"with something under “{name}”"
        target = self._target(part)
        if name.startswith("is "):
            return f"that are {name.removeprefix('is ')} {target}"
        if name.endswith(_ENDS_LIKE_A_PARTICIPLE):
            return f"{name} {target}"
        return f"with “{name}”: {target}"

    def _target(self, part: Link) -> str:
        target = part.target
        if isinstance(target, KeyIn):
            return self._keys(target)
        parts = target.parts if isinstance(target, And) else (target,)
        classes, rest = _first(ClassIn, parts)
        head = self._classes(classes, is_plural=False) if classes else self._thing_at(part.property)
        return f"{head} {self._bracketed(rest)}".strip()

    def _inner(self, target: Expression, alone: str, otherwise: str) -> str:
        """Things at the other end of a link, so that one sees where what is said of them ends."""
        if isinstance(target, KeyIn):
            return self._keys(target)
        if not isinstance(target, And):
            return self.things(target, alone, otherwise)
        classes, rest = _first(ClassIn, target.parts)
        head = self._classes(classes, is_plural=True) if classes else otherwise
        return f"{head} {self._bracketed(rest)}"

    def _bracketed(self, parts: Sequence[Expression]) -> str:
        return f"({self._clauses(parts)})" if len(parts) > 1 else self._clauses(parts)

    def _thing_at(self, term: str) -> str:
        """What a property leads to, if all that it may lead to has one name."""
        facts = self._vocabulary.properties.get(term)
        ends = [cls for cls in facts.range if cls in self._vocabulary.classes] if facts else []
        if not facts or len(ends) != len(facts.range):
            return "something"
        if len(ends) == 1:
            return a_or_an(label(self._vocabulary, ends[0]))
        for family in ("ceterms:Organization", "ceterms:Credential", "ceterms:LearningOpportunityProfile"):
            if ends and all(self._vocabulary.is_a(cls, family) for cls in ends):
                return a_or_an(label(self._vocabulary, family))
        return "something"

    def _path(self, part: LinkPath) -> str:
        ways = [
            " > ".join(f"{'^' if reverse else ''}{label(self._vocabulary, term)}" for term, reverse in chain)
            for chain in part.chains
        ]
        target = self.things(part.target, _ANYTHING, "things")
        return (
            f"that lead to {target} in at most {part.depth} steps by {choice([quoted(way) for way in ways])}"
        )

    # --- Records ---------------------------------------------------------------------------------------

    def _time(self, part: RecordTime) -> str:
        verb = "first published" if part.field == "created" else "last published"
        if part.low == 0 and part.high is None:
            return "that are published"
        return f"{verb} {period(part.low, part.high)}"

    def _record(self, part: RecordOf) -> str:
        if not part.ctids:
            return f"whose record has {a_or_an(part.field)}"
        verb = "owned" if part.field == "owner" else "published"
        return f"whose record is {verb} by {choice(part.ctids)}"


def _first(kind: type[_T], parts: Sequence[Expression]) -> tuple[_T | None, list[Expression]]:
    """The first part of a kind, and all others."""
    found = next((part for part in parts if isinstance(part, kind)), None)
    return found, [part for part in parts if part is not found]


def _days(count: float) -> str:
    return f"{number(count)} {'day' if count == 1 else 'days'}"


def _common_subject(said: Sequence[str]) -> str:
    """The beginning that all clauses have, such as ``whose name``; empty when they differ in it."""
    subjects = {_SUBJECT_ENDS.split(text, maxsplit=1)[0] for text in said}
    return f"{subjects.pop()} " if len(subjects) == 1 else ""


def _is_lack(part: Not) -> bool:
    """Whether a negation only says that there is nothing, which needs no "except"."""
    inner = part.part
    return (
        isinstance(inner, HasLiteral)
        or (isinstance(inner, Link) and isinstance(inner.target, Every))
        or (isinstance(inner, RecordOf) and not inner.ctids)
    )
