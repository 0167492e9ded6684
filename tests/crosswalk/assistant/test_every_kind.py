"""All kinds of resources, by what the table says of them: examples, needs, wrong types, places."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest

from opencredreg.crosswalk.assistant.classes import concrete_classes
from opencredreg.crosswalk.assistant.describing import describe_kind, describe_part, parts_of
from opencredreg.crosswalk.assistant.examples import (
    EXAMPLE_OWNER,
    VARIANTS,
    build_example,
    build_part_example,
    examples_of,
)
from opencredreg.crosswalk.assistant.members import applies, members_of_part
from opencredreg.crosswalk.assistant.schemas import build_schema
from opencredreg.crosswalk.assistant.table import Field, Part
from opencredreg.ctdl.facts import ValueKind
from tests.crosswalk.assistant.requests import (
    KINDS,
    VOCABULARY,
    Path,
    errors_of,
    find_places,
    has_place,
    main_of,
    objects_in,
    send,
    set_at,
    value_at,
    violations_of,
)

EXAMPLES = [
    pytest.param(name, place, id=f"{name}-{place}") for name in KINDS for place in range(VARIANTS + 1)
]


def example(name: str, place: int) -> Any:
    return list(examples_of(KINDS[name]))[place]


# Examples --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "place"), EXAMPLES)
def test_examples_can_be_published(name: str, place: int) -> None:
    sent = send(KINDS[name], example(name, place))

    assert errors_of(sent) == []
    assert violations_of(sent) == []
    assert [entry for entry in sent.findings if entry.code == "property.not_allowed_for_type"] == []


@pytest.mark.parametrize("name", KINDS)
def test_minimal_examples_hold_what_is_needed_and_no_more(name: str) -> None:
    kind = KINDS[name]
    described = describe_kind(kind)

    _, resource = main_of(kind, build_example(kind))

    for group in described.needs:
        assert set(group) & resource.keys(), f"none of {group}"
    assert len(resource) <= len(described.needs) + 3


@pytest.mark.parametrize(("name", "place"), EXAMPLES)
def test_converting_twice_gives_the_same_bytes(name: str, place: int) -> None:
    first, second = (send(KINDS[name], example(name, place)).converted.payload() for _ in range(2))

    assert first == second


def test_examples_are_always_the_same_and_differ_by_seed_and_owner() -> None:
    kind = KINDS["course"]
    other = "ce-11111111-2222-4333-8444-555555555555"

    assert build_example(kind, "maximal") == build_example(kind, "maximal")
    assert (
        main_of(kind, build_example(kind, seed="a"))[1]["CTID"]
        != (main_of(kind, build_example(kind, seed="b"))[1]["CTID"])
    )
    assert build_example(kind, owner=other)["PublishForOrganizationIdentifier"] == other
    assert EXAMPLE_OWNER not in str(build_example(kind, "maximal", owner=other))


def test_every_member_of_the_table_is_in_an_example() -> None:
    seen: dict[str, set[str]] = {}
    for kind in KINDS.values():
        for body in examples_of(kind):
            for part, path in objects_in(kind, body):
                seen.setdefault(part.name, set()).update(value_at(body, path))
    parts = {part.name: part for kind in KINDS.values() for part in parts_of(kind)}
    for name in parts:
        for variant in range(VARIANTS):
            seen.setdefault(name, set()).update(build_part_example(name, variant=variant))
    missing = {
        (part.name, field.name)
        for part in (*KINDS.values(), *parts.values())
        for field in members_of_part(part)
        if can_be_shown(part, field) and field.name not in seen.get(part.name, ())
    }

    assert missing == set()


def can_be_shown(part: Part, field: Field) -> bool:
    if part.name in ("entity-reference", "organization-reference") and field.conversion == "ctid":
        return False  # What has a CTID is not described.
    return any(applies(VOCABULARY, part, cls, field) for cls in concrete_classes(VOCABULARY, part))


# Where things come from ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "place"), EXAMPLES)
def test_every_property_leads_back_to_its_place(name: str, place: int) -> None:
    sent = send(KINDS[name], example(name, place))

    for pointer in pointers_of(sent.converted.document["@graph"], "/@graph"):
        origin = sent.converted.place_of(pointer)
        # What was filled in leads to where it could have been said.
        assert has_place(sent.body, origin) or has_place(sent.body, origin.rpartition("/")[0]), pointer


def pointers_of(value: Any, pointer: str) -> list[str]:
    if isinstance(value, list):
        return [found for n, entry in enumerate(value) for found in pointers_of(entry, f"{pointer}/{n}")]
    if not isinstance(value, dict):
        return [pointer]
    return [found for name, entry in value.items() for found in pointers_of(entry, f"{pointer}/{name}")]


@pytest.mark.parametrize("name", KINDS)
def test_fields_of_the_resource_lead_back_to_themselves(name: str) -> None:
    kind = KINDS[name]
    body = build_example(kind, "maximal")
    sent = send(kind, body)
    path, resource = main_of(kind, body)
    main = sent.converted.document["@graph"][0]

    for field in kind.fields.values():
        alone = [other.name for other in kind.fields.values() if other.term == field.term] == [field.name]
        if alone and field.name in resource and field.term in main and field.term != "@type":
            assert sent.converted.place_of(f"/@graph/0/{field.term}").startswith(
                pointer_of((*path, field.name))
            )


def pointer_of(path: Path) -> str:
    return "".join(f"/{step}" for step in path)


# What is needed --------------------------------------------------------------------------------------------

GROUPS = [
    pytest.param(kind.name, group, id=f"{kind.name}-{'|'.join(group)}")
    for kind in KINDS.values()
    for group in kind.required
]


@pytest.mark.parametrize(("name", "group"), GROUPS)
def test_what_is_needed_is_told_when_it_is_missing(name: str, group: tuple[str, ...]) -> None:
    kind = KINDS[name]
    body = build_example(kind)
    path, resource = main_of(kind, body)
    lacking = {member: value for member, value in resource.items() if member not in group}

    sent = send(kind, set_at(body, path, [lacking] if len(path) > 1 else lacking))
    if len(path) > 1:
        sent = send(kind, set_at(body, path[:1], [lacking]))

    pointer = pointer_of(path)
    wanted = (
        ("required.missing", f"{pointer}/{group[0]}") if len(group) == 1 else ("required.one_of", pointer)
    )
    told = [entry for entry in sent.findings if (entry.code, entry.pointer) == wanted]
    assert len(told) == 1
    assert all(member in told[0].hint for member in group)


@pytest.mark.parametrize(("name", "group"), GROUPS)
def test_a_null_is_as_good_as_nothing(name: str, group: tuple[str, ...]) -> None:
    kind = KINDS[name]
    body = build_example(kind)
    path, resource = main_of(kind, body)
    without = {member: value for member, value in resource.items() if member not in group}
    nulls = {**without, **dict.fromkeys(group)}

    first, second = (send(kind, set_at(body, path, value)) for value in (without, nulls))

    assert errors_of(first) == errors_of(second) != []


# Wrong types -----------------------------------------------------------------------------------------------

OBJECTS = "a text where an object is expected"
NUMBERS = frozenset({ValueKind.INTEGER, ValueKind.DECIMAL, ValueKind.FLOAT})


def wrong_value(field: Field) -> Any:
    """A value of a type that the member does not take."""
    kind = VOCABULARY.kind_of(field.term)
    if field.conversion == "plain":
        return "many" if kind in NUMBERS else 7 if kind is ValueKind.BOOLEAN else True
    if (
        field.conversion in ("text", "named", "code-names", "naics", "class", "ctid")
        or ":" in field.conversion
    ):
        return True
    if field.conversion in (
        "url", "uri", "concept", "concept-uri", "code-items", "organization", "entity", "competency",
        "competencies-of", "duration-item", "data-set",
    ):  # fmt: skip
        return False
    return OBJECTS


def members() -> list[Any]:
    found = []
    for part, kind, body, path in find_places():
        label = part.name if part is kind else f"part-{part.name}"
        found += [
            pytest.param(kind.name, body, (*path, field.name), field, id=f"{label}-{field.name}")
            for field in members_of_part(part)
        ]
    return found


MEMBERS = members()
CODES = {"ctid": {"ctid.malformed", "type.wrong"}, "class": {"type.invalid", "type.wrong"}}


@pytest.mark.parametrize(("name", "body", "path", "field"), MEMBERS)
def test_a_wrong_type_is_told_at_its_place(name: str, body: Any, path: Path, field: Field) -> None:
    sent = send(KINDS[name], set_at(body, path, wrong_value(field)))

    wanted = CODES.get(field.conversion, {"type.wrong"})
    told = [entry for entry in sent.findings if entry.code in wanted and entry.pointer == pointer_of(path)]
    assert len(told) == 1, errors_of(sent)
    assert told[0].severity == "error"
    assert told[0].message
    assert told[0].hint


@pytest.mark.parametrize(("name", "body", "path", "field"), MEMBERS)
def test_what_says_nothing_is_absent(name: str, body: Any, path: Path, field: Field) -> None:
    for junk in (None, " ", [], {}, [None, ""], {"en": None}):
        sent = send(KINDS[name], set_at(body, path, junk))

        assert [entry for entry in sent.findings if entry.code == "type.wrong"] == [], junk


# Schemas and descriptions ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", KINDS)
def test_examples_agree_with_the_schema(name: str) -> None:
    schema = build_schema(KINDS[name])
    jsonschema_rs.meta.validate(schema)
    validator = jsonschema_rs.Draft202012Validator(schema)

    for body in examples_of(KINDS[name]):
        assert [error.message[:200] for error in validator.iter_errors(body)] == []


@pytest.mark.parametrize(("name", "body", "path", "field"), MEMBERS)
def test_the_schema_refuses_the_types_that_converting_refuses(
    name: str, body: Any, path: Path, field: Field
) -> None:
    validator = schema_validator(name)

    for value in (True, 7, "zzz", [True], ["zzz"], [[7]]):
        changed = set_at(body, path, value)
        refused = [
            entry
            for entry in send(KINDS[name], changed).findings
            if entry.code == "type.wrong" and entry.pointer.startswith(pointer_of(path))
        ]
        if field.conversion in ("ctid", "class"):
            continue
        assert validator.is_valid(changed) == (not refused), (value, refused)


_VALIDATORS: dict[str, jsonschema_rs.Draft202012Validator] = {}


def schema_validator(name: str) -> jsonschema_rs.Draft202012Validator:
    if name not in _VALIDATORS:
        _VALIDATORS[name] = jsonschema_rs.Draft202012Validator(build_schema(KINDS[name]))
    return _VALIDATORS[name]


@pytest.mark.parametrize("name", KINDS)
def test_the_schema_asks_for_what_is_needed(name: str) -> None:
    kind = KINDS[name]
    validator = schema_validator(name)
    body = build_example(kind)
    path, resource = main_of(kind, body)

    for group in describe_kind(kind).needs:
        lacking = {member: value for member, value in resource.items() if member not in group}
        assert not validator.is_valid(set_at(body, path, lacking)), group


@pytest.mark.parametrize("name", KINDS)
def test_descriptions_say_all_there_is_to_know(name: str) -> None:
    kind = KINDS[name]
    described = describe_kind(kind)

    assert {field.name for field in described.fields} >= {field.name for field in kind.fields.values()}
    for field in described.fields:
        assert field.label, field.name
        assert field.reads.endswith("."), field.name
        assert bool(field.part) == (field.part in described.parts), field.name
    required = {group[0] for group in described.needs if len(group) == 1}
    assert {field.name for field in described.fields if field.level == "required"} == required


def test_recommended_fields_come_from_the_vocabulary() -> None:
    levels = {field.name: field.level for field in describe_kind(KINDS["course"]).fields}

    assert levels["Name"] == "required"
    assert levels["OwnedBy"] == levels["OfferedBy"] == "one-of"
    assert levels["Teaches"] == "recommended"
    assert levels["CodedNotation"] == "optional"


def test_concepts_of_a_field_are_named() -> None:
    fields = {field.name: field for field in describe_kind(KINDS["course"]).fields}

    assert fields["DeliveryType"].scheme == "ceterms:Delivery"
    assert {c.name: c.label for c in fields["DeliveryType"].concepts}["BlendedDelivery"] == "Blended"


def test_parts_are_described_on_their_own() -> None:
    fields = {field.name: field for field in describe_part("cost").fields}

    assert fields["Description"].level == "required"
    assert fields["CostItems"].part == "cost-item"


def test_values_are_read_as_their_properties_are_written() -> None:
    addresses = ("url", "uri", "entity", "organization", "concept-uri")
    wrong = [
        (part.name, field.name)
        for part in (*KINDS.values(), *(part for kind in KINDS.values() for part in parts_of(kind)))
        for field in part.fields.values()
        if (field.conversion in addresses and VOCABULARY.kind_of(field.term) is not ValueKind.IRI)
        or (field.conversion == "duration-item" and VOCABULARY.kind_of(field.term) is not ValueKind.DURATION)
    ]

    assert wrong == []
