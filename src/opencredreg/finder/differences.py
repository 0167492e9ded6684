"""What changed between two versions of a resource, in a form that people can read.

Values of a property are compared as a set: what only moved did not change. Objects inside are matched by ``@id``,
else by what they have in common, and compared property by property in turn. Texts are compared word by word.
Pure: two values with canonical names in, plain structures out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Literal

import msgspec

__all__ = [
    "Change",
    "Mark",
    "ObjectChange",
    "TextChange",
    "ValueChange",
    "compare_resources",
    "compare_words",
]

_LANGUAGE = re.compile(r"(?:[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*|@none)\Z")
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_MOST_PAIRS = 10_000
_MOST_WORDS = 2_000
_ALIKE = 0.3
_DEPTH = 40


class Mark(msgspec.Struct, frozen=True):
    """A piece of a text, and whether it stands in both versions or only in one."""

    kind: Literal["same", "added", "removed"]
    text: str


class TextChange(msgspec.Struct, frozen=True, tag="text"):
    """A text that was rewritten. ``language`` is "" where the data do not say."""

    language: str
    old: str
    new: str
    marks: tuple[Mark, ...]


class ValueChange(msgspec.Struct, frozen=True, tag="value"):
    """The only value of a property that became another one. Both are JSON values."""

    old: Any
    new: Any


class ObjectChange(msgspec.Struct, frozen=True, tag="object"):
    """An object inside that stayed and says something else now. ``old`` and ``new`` are the whole objects."""

    old: dict[str, Any]
    new: dict[str, Any]
    changes: tuple[Change, ...]


class Change(msgspec.Struct, frozen=True):
    """What changed under one property. ``added`` and ``removed`` are JSON values; texts are language maps of one."""

    term: str
    added: tuple[Any, ...] = ()
    removed: tuple[Any, ...] = ()
    changed: tuple[TextChange | ValueChange | ObjectChange, ...] = ()


def compare_resources(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """The changes from one version to the next, in the order of the properties; empty when both say the same."""
    return _compare(old, new, 0)


def _compare(old: Mapping[str, Any], new: Mapping[str, Any], depth: int) -> tuple[Change, ...]:
    changes = []
    for term in dict.fromkeys((*new, *old)):
        if term == "@context":
            continue
        change = _property(term, _units(old.get(term)), _units(new.get(term)), depth)
        if change is not None:
            changes.append(change)
    return tuple(changes)


def _property(term: str, old: list[Any], new: list[Any], depth: int) -> Change | None:
    before = {_normal(value): value for value in old}
    after = {_normal(value): value for value in new}
    removed = [value for key, value in before.items() if key not in after]
    added = [value for key, value in after.items() if key not in before]
    if not removed and not added:
        return None
    single = _languages_of_one(old) & _languages_of_one(new)
    pairs = list(_pairs(removed, added, single, depth))
    matched_old = {id(one) for one, _, _ in pairs}
    matched_new = {id(other) for _, other, _ in pairs}
    return Change(
        term,
        tuple(value for value in added if id(value) not in matched_new),
        tuple(value for value in removed if id(value) not in matched_old),
        tuple(change for _, _, change in pairs),
    )


def _units(value: Any) -> list[Any]:
    """The values of a property one by one; of a language map each text is one, a language map of its own."""
    found: list[Any] = []
    _split(value, found, 0)
    return found


def _split(value: Any, found: list[Any], depth: int) -> None:
    if value is None or depth > _DEPTH:
        return
    if isinstance(value, list | tuple):
        for entry in value:
            _split(entry, found, depth + 1)
    elif isinstance(value, Mapping) and ("@list" in value or "@set" in value):
        _split(value.get("@list", value.get("@set")), found, depth + 1)
    elif _is_language_map(value):
        found += [
            {language: text}
            for language, texts in value.items()
            for text in (texts if isinstance(texts, list) else [texts])
        ]
    elif (
        isinstance(value, Mapping)
        and isinstance(value.get("@value"), str)
        and set(value) <= {"@value", "@language"}
    ):
        found.append(
            {str(value.get("@language", "@none")): value["@value"]}
            if "@language" in value
            else value["@value"]
        )
    else:
        found.append(value)


def _is_language_map(value: Any) -> bool:
    return (
        isinstance(value, Mapping)
        and bool(value)
        and all(
            _LANGUAGE.match(name)
            and (
                isinstance(text, str)
                or (isinstance(text, list) and all(isinstance(one, str) for one in text))
            )
            for name, text in value.items()
        )
    )


def _normal(value: Any, depth: int = 0) -> Any:
    """A value without the order of its parts, to compare and to look up by. 1 and true stay apart, 1 and 1.0 not."""
    if isinstance(value, Mapping) and depth < _DEPTH:
        parts = (
            (term, frozenset(_normal(one, depth + 1) for one in _units(inner)))
            for term, inner in value.items()
        )
        return ("object", frozenset((term, values) for term, values in parts if values))
    if isinstance(value, bool):
        return ("boolean", value)
    return value if isinstance(value, str | int | float) else ("other", repr(value))


_Changed = TextChange | ValueChange | ObjectChange


def _pairs(
    removed: Sequence[Any], added: Sequence[Any], single: Collection[str], depth: int
) -> Iterator[tuple[Any, Any, _Changed]]:
    """What of the removed values became which of the added ones."""
    yield from _text_pairs(removed, added, single)
    yield from _object_pairs(removed, added, depth)
    plain_old = [value for value in removed if not isinstance(value, Mapping)]
    plain_new = [value for value in added if not isinstance(value, Mapping)]
    if len(plain_old) == len(plain_new) == 1:
        yield plain_old[0], plain_new[0], _plain_change(plain_old[0], plain_new[0])


def _languages_of_one(values: Iterable[Any]) -> set[str]:
    """The languages in which there is one text only, which is then the same text in other words."""
    return {language for language, texts in _by_language(values).items() if len(texts) == 1}


def _plain_change(old: Any, new: Any) -> _Changed:
    if isinstance(old, str) and isinstance(new, str) and " " in old.strip() and " " in new.strip():
        return TextChange("", old, new, compare_words(old, new))
    return ValueChange(old, new)


def _text_pairs(
    removed: Sequence[Any], added: Sequence[Any], single: Collection[str]
) -> Iterator[tuple[Any, Any, TextChange]]:
    """Texts of one language: those that have words in common, or the only one that each version has."""
    before, after = _by_language(removed), _by_language(added)
    for language, texts in before.items():
        likeness = _always if language in single else _text_likeness
        for old, new in _match(texts, after.get(language, []), likeness):
            one, other = old[language], new[language]
            tag = "" if language == "@none" else language
            yield old, new, TextChange(tag, one, other, compare_words(one, other))


def _always(_old: Any, _new: Any) -> float:
    return 1.0


def _by_language(values: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for value in values:
        if _is_language_map(value):
            found.setdefault(next(iter(value)), []).append(value)
    return found


def _text_likeness(old: Any, new: Any) -> float:
    [one], [other] = old.values(), new.values()
    return _share(frozenset(one.casefold().split()), frozenset(other.casefold().split()))


def _object_pairs(
    removed: Sequence[Any], added: Sequence[Any], depth: int
) -> Iterator[tuple[Any, Any, ObjectChange]]:
    old = [value for value in removed if _is_object(value)]
    new = [value for value in added if _is_object(value)]
    by_id = {value["@id"]: value for value in old if isinstance(value.get("@id"), str)}
    named = [(by_id[value["@id"]], value) for value in new if _hashable_id(value) in by_id]
    taken = {id(value) for pair in named for value in pair}
    rest_old = [value for value in old if id(value) not in taken]
    rest_new = [value for value in new if id(value) not in taken]
    facts = {id(value): frozenset(_facts(value)) for value in (*rest_old, *rest_new)}

    def likeness(one: Any, other: Any) -> float:
        if one.get("@type") != other.get("@type") or ("@id" in one and "@id" in other):
            return 0.0
        return _share(facts[id(one)], facts[id(other)])

    for one, other in [*named, *_match(rest_old, rest_new, likeness)]:
        yield one, other, ObjectChange(dict(one), dict(other), _compare(one, other, depth + 1))


def _is_object(value: Any) -> bool:
    return isinstance(value, Mapping) and not _is_language_map(value)


def _hashable_id(value: Mapping[str, Any]) -> str | None:
    found = value.get("@id")
    return found if isinstance(found, str) else None


def _facts(value: Any, path: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """The leaves of an object with the properties that lead to them; for texts their words."""
    if isinstance(value, Mapping) and depth < _DEPTH:
        for term, inner in value.items():
            for one in _units(inner):
                yield from _facts(one, f"{path}/{term}", depth + 1)
    elif isinstance(value, str):
        for word in value.casefold().split():
            yield path, word
    else:
        yield path, _normal(value)


def _share(one: frozenset[Any], other: frozenset[Any]) -> float:
    together = len(one | other)
    return len(one & other) / together if together else 1.0


def _match(
    old: Sequence[Any], new: Sequence[Any], likeness: Callable[[Any, Any], float]
) -> list[tuple[Any, Any]]:
    """Pairs that are alike, the most alike first."""
    if len(old) * len(new) > _MOST_PAIRS:
        return []
    ranked = sorted(
        (
            (-likeness(one, other), left, right)
            for left, one in enumerate(old)
            for right, other in enumerate(new)
        ),
    )
    pairs: list[tuple[Any, Any]] = []
    used_old: set[int] = set()
    used_new: set[int] = set()
    for score, left, right in ranked:
        if -score >= _ALIKE and left not in used_old and right not in used_new:
            used_old.add(left)
            used_new.add(right)
            pairs.append((old[left], new[right]))
    return pairs


def compare_words(old: str, new: str) -> tuple[Mark, ...]:
    """Two texts as one, in which each piece is marked; without the added pieces it is the old text.

    >>> [(mark.kind, mark.text) for mark in compare_words("ten days", "six days")]
    [('removed', 'ten'), ('added', 'six'), ('same', ' days')]
    """
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if len(before) > _MOST_WORDS or len(after) > _MOST_WORDS:
        # Comparing word by word takes time that grows with the square of the length.
        pieces: list[tuple[str, int, int, int, int]] = [("replace", 0, len(before), 0, len(after))]
    else:
        pieces = list(SequenceMatcher(None, before, after, autojunk=False).get_opcodes())
    marks: list[Mark] = []
    for kind, i, j, k, m in pieces:
        if kind == "equal":
            marks.append(Mark("same", "".join(before[i:j])))
            continue
        if j > i:
            marks.append(Mark("removed", "".join(before[i:j])))
        if m > k:
            marks.append(Mark("added", "".join(after[k:m])))
    return tuple(marks)
