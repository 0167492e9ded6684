"""Requests made of the table, and what becomes of them: shared by the tests of all kinds."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import msgspec

from opencredreg.codes import CodeBook, bundled_codes
from opencredreg.crosswalk.assistant.convert import Converted, convert
from opencredreg.crosswalk.assistant.describing import describe_kind
from opencredreg.crosswalk.assistant.examples import examples_of
from opencredreg.crosswalk.assistant.members import members_of_part, part_behind
from opencredreg.crosswalk.assistant.request import read_requests
from opencredreg.crosswalk.assistant.surroundings import Expanded, Rules
from opencredreg.crosswalk.assistant.table import Kind, Part, all_kinds, part_of
from opencredreg.ctdl.vocabulary import bundled_vocabulary
from opencredreg.findings import Finding
from opencredreg.validation import Validator, bundled_profile, parse_any_document, validator_for

__all__ = [
    "KINDS",
    "Sent",
    "errors_of",
    "find_places",
    "has_place",
    "main_of",
    "objects_in",
    "send",
    "set_at",
    "value_at",
    "violations_of",
]

KINDS = {kind.name: kind for kind in all_kinds()}
VOCABULARY = bundled_vocabulary()
RULES = Rules(base="https://registry.test")
Path = tuple[str | int, ...]


class Frameworks(msgspec.Struct, frozen=True):
    """A registry that has every framework, with one competency in each."""

    books: dict[str, CodeBook]

    def competencies_of(self, ctid: str) -> Sequence[Expanded] | None:
        uri = f"https://registry.test/resources/ce-{ctid[3:]}"
        return [Expanded(uri, {"en-US": "Ties a knot"}, "1")]


class Sent(msgspec.Struct, frozen=True):
    """A request and what became of it."""

    body: Any
    converted: Converted

    @property
    def findings(self) -> list[Finding]:
        return self.converted.findings


@cache
def _surroundings() -> Frameworks:
    return Frameworks(dict(bundled_codes()))


@cache
def _validator() -> Validator:
    return validator_for(bundled_profile("publish"), VOCABULARY)


def send(kind: Kind, body: Any, action: str = "publish", rules: Rules = RULES) -> Sent:
    """Convert a body; of several resources in it the last one is looked at, which is the one of the kind."""
    request = read_requests(kind, action, body)[-1]
    return Sent(body, convert(request, VOCABULARY, rules, _surroundings()))


def errors_of(sent: Sent) -> list[tuple[str, str]]:
    """What is wrong, as code and place."""
    return [(entry.code, entry.pointer) for entry in sent.findings if entry.severity == "error"]


def violations_of(sent: Sent) -> list[tuple[str, str, str]]:
    """What the rules for publishing find wrong with the document."""
    report = _validator().validate(parse_any_document(sent.converted.payload()))
    return [
        (entry.code, entry.pointer, entry.message) for entry in report.findings if entry.severity == "error"
    ]


# Places ----------------------------------------------------------------------------------------------------


def value_at(body: Any, path: Path) -> Any:
    for step in path:
        body = body[step]
    return body


def set_at(body: Any, path: Path, value: Any) -> Any:
    """A copy of a body with another value at a place."""
    changed = copy.deepcopy(body)
    value_at(changed, path[:-1])[path[-1]] = value
    return changed


def has_place(body: Any, pointer: str) -> bool:
    """Whether a JSON Pointer leads to something."""
    here = body
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(here, dict) and name in here:
            here = here[name]
        elif isinstance(here, list) and name.isdigit() and int(name) < len(here):
            here = here[int(name)]
        else:
            return False
    return True


def main_of(kind: Kind, body: Any) -> tuple[Path, dict[str, Any]]:
    """The resource of a body and its place."""
    resource = body[kind.wrapper]
    return ((kind.wrapper, 0), resource[0]) if isinstance(resource, list) else ((kind.wrapper,), resource)


@cache
def find_places() -> list[tuple[Part, Kind, Any, Path]]:
    """An object of every kind and part in one of the examples: its table, the kind, the body, the place."""
    found: dict[tuple[bool, str], tuple[Part, Kind, Any, Path]] = {}
    for kind in KINDS.values():
        for body in examples_of(kind):
            for part, path in objects_in(kind, body):
                is_named_only = value_at(body, path).keys() == {"CTID"}
                if not is_named_only and (part is kind, part.name) not in found:
                    found[part is kind, part.name] = part, kind, _reduced(kind, body, path), path
    return list(found.values())


def _reduced(kind: Kind, body: Any, path: Path) -> Any:
    """The body with what is needed and what is looked at, which is quicker to convert."""
    main, resource = main_of(kind, body)
    kept = {
        "CTID",
        kind.class_from,
        "IsPartOf",
        *(name for group in describe_kind(kind).needs for name in group),
    }
    kept |= {str(path[len(main)])} if path[: len(main)] == main and len(path) > len(main) else set(resource)
    return set_at(body, main, {name: value for name, value in resource.items() if name in kept})


def objects_in(kind: Kind, body: Any) -> Iterator[tuple[Part, Path]]:
    """Every object of a body with its table and its place."""
    path, resource = main_of(kind, body)
    yield from _inner(kind, resource, path)
    for name, part_name in kind.parts.items():
        part = part_of("entity-reference" if part_name == "reference" else part_name)
        for place, entry in enumerate(body.get(name, ())):
            yield from _inner(part, entry, (name, place))
    for place, entry in enumerate(body.get("ReferenceObjects", ())):
        part = part_of(entry["Type"].rpartition(":")[2].lower())
        yield from _inner(part, entry, ("ReferenceObjects", place))


def _inner(part: Part, value: Any, path: Path) -> Iterator[tuple[Part, Path]]:
    yield part, path
    for field in members_of_part(part):
        inner = part_behind(field)
        held = value.get(field.name)
        if inner is None or held is None:
            continue
        if isinstance(held, list):
            for place, entry in enumerate(held):
                yield from _inner(inner, entry, (*path, field.name, place))
        else:
            yield from _inner(inner, held, (*path, field.name))
