from __future__ import annotations

import msgspec
import pytest

from opencredreg.ctdl import Vocabulary, bundled_table, bundled_vocabulary
from opencredreg.ctdl.table import ClassRow, PropertyRow, Table
from opencredreg.jsonld.contexts import resolve_context
from opencredreg.jsonld.readings import ChangedPrefix, changed_prefixes, reread_names


def _vocabulary(
    *, properties: dict[str, PropertyRow] | None = None, prefixes: dict[str, str] | None = None
) -> Vocabulary:
    table: Table = bundled_table()
    return Vocabulary(
        msgspec.structs.replace(
            table,
            properties={**table.properties, **(properties or {})},
            prefixes={**table.prefixes, **(prefixes or {})},
        )
    )


_NAMES = (
    "ceterms:name",
    "ceterms:lantern",
    "asn:lantern",
    "lamp:wick",
    "https://lamp.example/wick",
    "ceterms:ctid",
)


def test_the_same_facts_read_everything_alike() -> None:
    assert reread_names(_NAMES, bundled_vocabulary(), _vocabulary()) == ()
    assert changed_prefixes(bundled_vocabulary(), _vocabulary()) == ()


def test_a_new_property_changes_only_itself() -> None:
    after = _vocabulary(properties={"ceterms:lantern": PropertyRow(label="Lantern", datatype="xsd:integer")})
    assert reread_names(_NAMES, bundled_vocabulary(), after) == ("ceterms:lantern",)
    assert reread_names(_NAMES, after, bundled_vocabulary()) == ("ceterms:lantern",)


def test_another_type_of_value_counts_but_another_label_does_not() -> None:
    name = bundled_table().properties["ceterms:name"]
    relabelled = msgspec.structs.replace(name, label="Title")
    retyped = msgspec.structs.replace(name, datatype="xsd:string")
    before = bundled_vocabulary()
    assert reread_names(_NAMES, before, _vocabulary(properties={"ceterms:name": relabelled})) == ()
    assert reread_names(_NAMES, before, _vocabulary(properties={"ceterms:name": retyped})) == (
        "ceterms:name",
    )


def test_a_new_class_changes_no_reading() -> None:
    table = bundled_table()
    classes = {**table.classes, "ceterms:Lantern": ClassRow(label="Lantern", parents="ceterms:Course")}
    after = Vocabulary(msgspec.structs.replace(table, classes=classes))
    assert reread_names([*_NAMES, "ceterms:Lantern"], bundled_vocabulary(), after) == ()


def test_a_bare_name_may_move_to_another_vocabulary() -> None:
    after = _vocabulary(properties={"asn:lantern": PropertyRow(label="Lantern", datatype="xsd:string")})
    before = bundled_vocabulary()
    assert resolve_context(None, vocabulary=before).property_term("lantern") == "ceterms:lantern"
    assert resolve_context(None, vocabulary=after).property_term("lantern") == "asn:lantern"
    assert reread_names(_NAMES, before, after) == ("asn:lantern", "ceterms:lantern")


def test_a_new_prefix_is_told_for_its_names_and_addresses() -> None:
    after = _vocabulary(prefixes={"lamp": "https://lamp.example/"})
    changed = ChangedPrefix("lamp", "", "https://lamp.example/")
    assert changed_prefixes(bundled_vocabulary(), after) == (changed,)
    assert reread_names(_NAMES, bundled_vocabulary(), after) == ("https://lamp.example/wick", "lamp:wick")


@pytest.mark.parametrize(
    "context", [None, {"ex": "https://a.example/"}, [{"ex": "https://a.example/"}, None]]
)
def test_a_document_is_read_by_the_vocabulary_that_was_asked_for(context: object) -> None:
    after = _vocabulary(properties={"ceterms:lantern": PropertyRow(label="Lantern", datatype="xsd:integer")})
    assert resolve_context(context, vocabulary=after).kind_of("ceterms:lantern").value == "integer"
    assert resolve_context(context).kind_of("ceterms:lantern").value == "any"
