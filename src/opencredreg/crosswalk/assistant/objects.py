"""Objects of the input become objects of the document: every member by its field in the table.

Nothing is dropped in silence: a member that no field knows is told, with the field that may be meant.
"""

from __future__ import annotations

import difflib
from collections.abc import Container, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import msgspec

from opencredreg.crosswalk.assistant.agreement import check_agreement
from opencredreg.crosswalk.assistant.conversion import Conversion, Node, step
from opencredreg.crosswalk.assistant.legacy import find_legacy
from opencredreg.crosswalk.assistant.table import Field, Part
from opencredreg.ctdl.vocabulary import Vocabulary

__all__ = [
    "build_object",
    "is_absent",
    "is_listed",
    "kind_of",
    "listed",
    "members_of",
    "object_of",
    "require",
    "spot",
    "write",
]

_OF_NODES: Final = frozenset({"ctid", "id", "@id", "type", "@type", "ceterms:ctid"})
_DEEPEST: Final = 24
_MANY: Final = 500


def is_absent(value: Any) -> bool:
    """Whether a member says nothing: null, an empty or blank text, an empty list or object. Zero says something.

    >>> is_absent(" "), is_absent({}), is_absent(0), is_absent(False)
    (True, True, False, False)
    """
    if isinstance(value, str):
        return not value or value.isspace()
    if isinstance(value, list):
        # A loop, as this is asked of every value there is.
        for entry in value:  # noqa: SIM110
            if not is_absent(entry):
                return False
        return True
    if isinstance(value, dict):
        return all(is_absent(entry) for entry in value.values())
    return value is None


def object_of(conversion: Conversion, value: Any, pointer: str, what: str) -> dict[str, Any] | None:
    """The value as an object, or nothing when it is none, which is told."""
    if isinstance(value, dict):
        return value
    conversion.say(
        "type.wrong",
        pointer,
        f"{what} is an object with members, not {kind_of(value)}.",
        value=value,
        hint="GET /assistant/types shows an example of every type.",
    )
    return None


def members_of(value: Mapping[str, Any]) -> dict[str, tuple[str, Any]]:
    """The members of an object that say something, by their names in lower case: the name as written, the value."""
    return {name.lower(): (name, entry) for name, entry in value.items() if not is_absent(entry)}


def build_object(
    conversion: Conversion,
    part: Part,
    cls: str,
    members: Mapping[str, tuple[str, Any]],
    pointer: str,
    node: Node | None = None,
    *,
    but: Container[str] = (),
) -> Node:
    """Convert the members of an object.

    Args:
        conversion: the state.
        part: the fields of the object.
        cls: its class, by which is known what is written as a list.
        members: of the input, by names in lower case.
        pointer: the place of the object.
        node: what to add to; a new object with the class without it.
        but: names in lower case that somebody else reads.
    """
    made = conversion.made({"@type": cls} if node is None else node, pointer)
    if pointer.count("/") > _DEEPEST * 2:
        conversion.say("value.too_deep", pointer, f"Objects stand in each other up to {_DEEPEST} deep.")
        return made
    by_term = part.by_term
    known = frozenset(made)
    for folded, (name, value) in members.items():
        field = part.fields.get(folded)
        if folded in but or (field is None and folded in _OF_NODES):
            continue
        place = step(pointer, name)
        if field is not None:
            _convert(conversion, field, cls, value, place, made)
        elif folded in by_term:
            field = by_term[folded]
            if field.name.lower() in members:
                _say_twice(conversion, field, name, place)
            else:
                _convert(conversion, field, cls, value, place, made)
        else:
            _convert_legacy(conversion, part, cls, members, name, value, place, made)
    check_agreement(conversion, part, made, members, pointer, known)
    return made


def _convert_legacy(
    conversion: Conversion,
    part: Part,
    cls: str,
    members: Mapping[str, tuple[str, Any]],
    name: str,
    value: Any,
    place: str,
    node: Node,
) -> None:
    """A member under a name of older requests: read where it is plain what it means, told in any case."""
    legacy = find_legacy(part, name)
    if legacy is None:
        _say_unknown(conversion, part, name, place)
        return
    field = legacy.field
    is_read = field is not None and not {field.name.lower(), field.term.lower()} & set(members)
    conversion.say(
        "property.deprecated",
        place,
        f"{name} is a name of older requests, {'and was read as today' if is_read else 'so it was not used'}.",
        severity="warning",
        hint=legacy.hint,
        suggestion=field.name if field is not None else "",
    )
    if is_read and field is not None:
        _convert(conversion, field, cls, value, place, node)


def _convert(conversion: Conversion, field: Field, cls: str, value: Any, place: str, node: Node) -> None:
    converter = conversion.converters[field.conversion]
    values = converter(conversion, field, cls, value, place)
    if values:
        write(conversion, node, cls, field.term, values, place)


def write(conversion: Conversion, node: Node, cls: str, term: str, values: list[Any], pointer: str) -> None:
    """Put values under a property, as a list where the class has it so.

    More values than the property takes are told; the first stays.
    """
    conversion.wrote(node, term, pointer)
    if isinstance(values[0], dict) and "@type" not in values[0] and "@id" not in values[0]:
        # A language map holds all values of a text already.
        node[term] = _merged(node.get(term), values[0]) if term in node else values[0]
        return
    if is_listed(conversion.vocabulary, cls, term):
        known = node.setdefault(term, [])
        if not known and len(values) == 1:
            known.append(values[0])
        elif all(isinstance(value, str) for value in values):
            # Lists of addresses may be very long.
            seen = {value for value in known if isinstance(value, str)}
            known.extend(value for value in dict.fromkeys(values) if value not in seen)
        else:
            seen_objects = {_key(value) for value in known}
            for value in values:
                key = _key(value)
                if key not in seen_objects:
                    seen_objects.add(key)
                    known.append(value)
        return
    if term in node or len(values) > 1:
        first = node.get(term, values[0])
        if any(value != first for value in values):
            conversion.say(
                "value.single",
                pointer,
                f"{term} takes one value; the first is kept.",
                term=term,
                hint="Send one.",
            )
        node[term] = first
        return
    node[term] = values[0]


def _key(value: Any) -> bytes:
    return msgspec.json.encode(value, order="sorted")


def _merged(known: Any, more: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(known) if isinstance(known, dict) else {}
    for language, texts in more.items():
        if isinstance(merged.get(language), list) and isinstance(texts, list):
            merged[language] = list(dict.fromkeys([*merged[language], *texts]))
        else:
            merged.setdefault(language, texts)
    return merged


@lru_cache(maxsize=8192)
def is_listed(vocabulary: Vocabulary, cls: str, term: str) -> bool:
    """Whether values of a property are written as a list on a class, as most classes have it where it says nothing."""
    own = vocabulary.is_repeatable(cls, term)
    if own is not None:
        return own
    shapes = [facts.shapes[term] for facts in vocabulary.classes.values() if term in facts.shapes]
    lists = sum(shape.startswith("list ") or shape == "languageMapOfLists" for shape in shapes)
    if shapes:
        return lists * 2 > len(shapes)
    facts = vocabulary.properties.get(term)
    return facts is not None and facts.datatype == "@id"


def require(
    conversion: Conversion, part: Part, members: Mapping[str, tuple[str, Any]], pointer: str, label: str
) -> None:
    """Tell which of the required members are missing."""
    given = set(members)
    by_term = part.by_term
    given.update(by_term[name].name.lower() for name in members if name in by_term)
    if "ceterms:ctid" in members:
        given |= {"ctid"}
    legacy = (find_legacy(part, name) for name in members if name not in part.fields and name not in by_term)
    given.update(
        older.field.name.lower() for older in legacy if older is not None and older.field is not None
    )
    for group in part.required:
        if any(name.lower() in given for name in group):
            continue
        if len(group) == 1:
            text = f"{label} has no {group[0]}."
            conversion.say("required.missing", step(pointer, group[0]), text, hint=f"Add {group[0]}.")
        else:
            names = f"{', '.join(group[:-1])} or {group[-1]}"
            conversion.say(
                "required.one_of",
                pointer,
                f"{label} has none of {', '.join(group)}.",
                hint=f"Add {names}.",
            )


def _say_twice(conversion: Conversion, field: Field, name: str, place: str) -> None:
    conversion.say(
        "property.given_twice",
        place,
        f"{field.name} and {name} say the same thing; {field.name} was taken.",
        severity="warning",
        hint=f"Send either {field.name} or {name}.",
    )


def _say_unknown(conversion: Conversion, part: Part, name: str, place: str) -> None:
    names = {field.name.lower(): field.name for field in part.fields.values()}
    if len(conversion.findings) > _MANY:
        names = {}  # Whoever sends so much that means nothing has another question than how a word is spelled.
    near = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.75)
    suggestion = names[near[0]] if near else ""
    conversion.say(
        "property.unknown",
        place,
        f"{name} is no member of this object, so it was not used.",
        severity="warning",
        hint=f"Did you mean {suggestion}?" if suggestion else "Take it out, or see the fields of the type.",
        suggestion=suggestion,
    )


def listed(value: Any) -> Sequence[tuple[int | None, Any]]:
    """The values of a member that is one or a list of them, with their places in the list."""
    if isinstance(value, list):
        return [(place, entry) for place, entry in enumerate(value) if not is_absent(entry)]
    return () if is_absent(value) else ((None, value),)


def spot(pointer: str, place: int | None) -> str:
    """The pointer of an entry of ``listed``."""
    return pointer if place is None else step(pointer, place)


def kind_of(value: Any) -> str:
    """What a value of JSON is, in words."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    for kind, words in ((str, "a text"), (list, "a list"), (dict, "an object")):
        if isinstance(value, kind):
            return words
    return "null"
