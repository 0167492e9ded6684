"""Whole editions are made from any of the official files; the rest comes from the edition to build on."""

from __future__ import annotations

import msgspec
import pytest

from opencredreg.ctdl.official.difference import compare_tables
from opencredreg.ctdl.vocabulary import bundled_table
from opencredreg.errors import InvalidInput, MalformedJSON
from opencredreg.registry.vocabulary_files import Base, SourceFile, derive_edition, require_most_terms
from tests.support.shared import shared_path
from tests.support.vocabulary import (
    CHANGES_OF_LATER_MONTH,
    NEW_CLASS,
    NEW_PROPERTY,
    encoding_file,
    later_month,
    later_month_context,
    later_month_encoding,
)

_OFFICIAL = (
    "ctdl/schema.json",
    "ctdlasn/schema.json",
    "qdata/schema-2026-transcribed.json",
    "ctdl/context.json",
    "ctdlasn/context.json",
)


@pytest.fixture
def base() -> Base:
    return Base(edition="bundled", table=bundled_table(), files={})


def _official(*names: str) -> list[SourceFile]:
    return [SourceFile(name, shared_path("ctdl", *name.split("/")).read_bytes()) for name in names]


@pytest.mark.parametrize("names", [*[(name,) for name in _OFFICIAL], _OFFICIAL], ids=" ".join)
def test_the_official_files_change_nothing(base: Base, names: tuple[str, ...]) -> None:
    derived = derive_edition(base, _official(*names), "2026-08")
    assert compare_tables(base.table, derived.table) == ()
    assert derived.table.edition == "2026-08"
    require_most_terms(base, derived)


def test_the_official_texts_come_along(base: Base) -> None:
    derived = derive_edition(base, _official(*_OFFICIAL), "")
    assert len(derived.texts) == 1346
    assert derived.texts["ceterms:AcademicCertificate"].definition.startswith("Credential awarded")


@pytest.mark.parametrize("name", ["ctdl", "ctdlasn", "qdata"])
def test_an_encoding_that_was_made_of_the_table_changes_nothing(base: Base, name: str) -> None:
    derived = derive_edition(base, [encoding_file(name)], "")
    assert compare_tables(base.table, derived.table) == ()


def test_a_later_month(base: Base) -> None:
    derived = derive_edition(base, later_month(), "")
    changes = compare_tables(base.table, derived.table)
    assert {(one.kind, one.what, one.term, one.field) for one in changes} == CHANGES_OF_LATER_MONTH
    assert {term: texts.definition for term, texts in derived.texts.items()} == {
        NEW_CLASS: "A course after dark."
    }
    assert derived.files.keys() == {"ctdl", "ctdl-context"}
    require_most_terms(base, derived)


def test_files_that_were_kept_count_until_they_are_replaced(base: Base) -> None:
    first = derive_edition(base, later_month(), "one")
    kept = Base(edition="one", table=first.table, files=first.files)
    second = derive_edition(kept, [encoding_file("qdata")], "two")
    assert compare_tables(first.table, second.table) == ()
    assert second.texts == first.texts
    assert second.files.keys() == {"ctdl", "ctdl-context", "qdata"}
    back = derive_edition(kept, [encoding_file("ctdl")], "three")
    assert NEW_CLASS not in back.table.classes
    # The context of the later month still types the property, so its name stays known.
    assert back.table.properties[NEW_PROPERTY].declared_in == ""


def test_a_new_context_outdates_the_other_one(base: Base) -> None:
    asn = SourceFile("asn.json", msgspec.json.encode(_context_with("xsd:date")))
    first = derive_edition(base, [asn], "one")
    assert first.table.properties[NEW_PROPERTY].datatype == "xsd:date"
    kept = Base(edition="one", table=first.table, files=first.files)
    second = derive_edition(kept, [later_month_context()], "two")
    assert second.table.properties[NEW_PROPERTY].datatype == "xsd:integer"
    assert second.files.keys() == {"ctdl-context"}
    assert second.table.contexts == base.table.contexts


def _context_with(datatype: str) -> dict[str, object]:
    table = bundled_table()
    entries: dict[str, object] = {name: table.prefixes[name] for name in table.contexts["ctdlasn"].split()}
    for term, row in table.properties.items():
        entries[term] = {"@type": row.published or row.datatype}
    return {"@context": {**entries, NEW_PROPERTY: {"@type": datatype}}}


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        (b"<!DOCTYPE html><p>Not found", MalformedJSON, "some.json: .*not JSON"),
        (b'{"@graph": ', MalformedJSON, "some.json: .*not JSON"),
        (b"[]", InvalidInput, "some.json: "),
        (b'{"@graph": []}', InvalidInput, "some.json: .*declares no classes"),
        (b'{"@context": {"ex": "https://a.example/"}}', InvalidInput, "some.json: .*not one of CTDL"),
        (b'{"ceterms:name": "x"}', InvalidInput, "some.json: "),
    ],
)
def test_what_is_no_encoding_is_refused_by_its_name(
    base: Base, data: bytes, error: type[InvalidInput], message: str
) -> None:
    with pytest.raises(error, match=message):
        derive_edition(base, [later_month_encoding(), SourceFile("some.json", data)], "")


def test_a_file_that_comes_twice_is_refused(base: Base) -> None:
    with pytest.raises(InvalidInput, match=r"ctdl\.json: the CTDL encoding is there twice"):
        derive_edition(base, [encoding_file("ctdl"), later_month_encoding()], "")


def test_a_file_that_was_cut_off_is_refused(base: Base) -> None:
    def cut(terms: dict[str, dict[str, object]]) -> None:
        for term in list(terms)[10:]:
            del terms[term]

    for name in ("ctdl", "ctdlasn", "qdata"):
        derived = derive_edition(base, [encoding_file(name, cut)], "")
        with pytest.raises(InvalidInput, match=r"of the [\d,]+ terms .* bundled would be gone") as caught:
            require_most_terms(base, derived)
        assert "--force" in caught.value.hint


def test_a_context_without_terms_is_refused(base: Base) -> None:
    table = bundled_table()
    prefixes = {name: table.prefixes[name] for name in table.contexts["ctdl"].split()}
    derived = derive_edition(base, [SourceFile("c.json", msgspec.json.encode({"@context": prefixes}))], "")
    with pytest.raises(InvalidInput, match="With this CTDL context"):
        require_most_terms(base, derived)


def test_the_qdata_of_2023_is_too_old(base: Base) -> None:
    derived = derive_edition(base, _official("qdata/schema-2023-10.json"), "")
    with pytest.raises(InvalidInput, match="QData encoding, 112 of the 214 terms"):
        require_most_terms(base, derived)
