from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.ctdl import bundled_table
from opencredreg.ctdl.official.difference import Change, compare_tables
from opencredreg.ctdl.table import (
    ClassRow,
    ConceptRow,
    PropertyRow,
    SchemeRow,
    Table,
    parse_table,
    render_table,
)

_TABLE = bundled_table()
_SECTIONS = {
    "class": "classes",
    "property": "properties",
    "scheme": "schemes",
    "concept": "concepts",
}
_NEW = {
    "class": ClassRow(label="New"),
    "property": PropertyRow(label="New"),
    "scheme": SchemeRow(label="New", prefix="new", concepts=""),
    "concept": ConceptRow(label="New", scheme="ceterms:Audience"),
}


def _edited(table: Table, section: str, term: str, row: msgspec.Struct | str | None) -> Table:
    rows = {**getattr(table, section), term: row}
    if row is None:
        del rows[term]
    return msgspec.structs.replace(table, **{section: rows})


def test_a_table_does_not_differ_from_itself_or_from_its_copy() -> None:
    assert compare_tables(_TABLE, _TABLE) == ()
    copy = parse_table(render_table(_TABLE))
    assert compare_tables(_TABLE, msgspec.structs.replace(copy, edition="2099-01", attribution="x")) == ()


@st.composite
def _edits(draw: st.DrawFn) -> tuple[Table, Table, list[Change]]:
    """A table before and after a handful of edits of separate terms, and what is to be reported."""
    table, changes = _TABLE, []
    for what in draw(st.lists(st.sampled_from(sorted(_SECTIONS)), unique=True)):
        section = _SECTIONS[what]
        rows = getattr(_TABLE, section)
        term = draw(st.sampled_from(sorted(rows)))
        row, new_term = rows[term], f"{term}New"
        kind = draw(st.sampled_from(["added", "label", "status"]))
        if kind == "added":
            table = _edited(table, section, new_term, _NEW[what])
            changes.append(Change(kind="added", what=what, term=new_term, after="New"))  # type: ignore[arg-type]
        else:
            before = getattr(row, kind)
            table = _edited(table, section, term, msgspec.structs.replace(row, **{kind: f"{before}+"}))
            changes.append(
                Change(
                    kind="changed",
                    what=what,  # type: ignore[arg-type]
                    term=term,
                    field=kind,
                    before=before,
                    after=f"{before}+",
                )
            )
    return _TABLE, table, changes


@settings(deadline=None, max_examples=30)
@given(_edits())
def test_edits_are_reported_exactly_and_the_other_way_round(edits: tuple[Table, Table, list[Change]]) -> None:
    before, after, changes = edits
    found = compare_tables(before, after)
    assert set(found) == set(changes)
    assert len(found) == len(changes)
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    assert set(compare_tables(after, before)) == {
        msgspec.structs.replace(change, kind=turned[change.kind], before=change.after, after=change.before)
        for change in changes
    }


@pytest.mark.parametrize(
    ("section", "term", "values", "change"),
    [
        (
            "properties",
            "ceterms:teaches",
            {"domain": "ceterms:Credential+"},
            None,
        ),
        (
            "properties",
            "ceterms:prerequisite",
            {"domain": "ceterms:Course ceterms:Job"},
            ("property", "domain", "", "ceterms:Job"),
        ),
        (
            "properties",
            "ceterms:prerequisite",
            {"range": "ceterms:Job"},
            ("property", "range", "ceterms:Course", "ceterms:Job"),
        ),
        (
            "properties",
            "ceterms:url",
            {"declared_in": "ctdl qdata"},
            ("property", "declared_in", "", "ctdl qdata"),
        ),
        (
            "classes",
            "ceterms:Course",
            {"parents": "ceterms:Badge"},
            None,
        ),
        (
            "schemes",
            "ceterms:Residency",
            {"top": "InState Local OutOfState Regional"},
            ("scheme", "top", "International", ""),
        ),
        (
            "concepts",
            "orgType:TwoYear",
            {"broader": ""},
            ("concept", "broader", "orgType:Postsecondary", ""),
        ),
    ],
)
def test_lists_name_what_went_and_what_came(
    section: str, term: str, values: dict[str, str], change: tuple[str, str, str, str] | None
) -> None:
    row = getattr(_TABLE, section)[term]
    found = compare_tables(_TABLE, _edited(_TABLE, section, term, msgspec.structs.replace(row, **values)))
    of_term = [item for item in found if item.term == term]
    assert of_term
    if change is None:  # Many values: what went and what came have nothing in common.
        for item in of_term:
            assert set(item.before.split()).isdisjoint(item.after.split())
    else:
        assert [(item.what, item.field, item.before, item.after) for item in of_term] == [change]


def test_requirements_shapes_and_prefixes_are_compared_too() -> None:
    row = _TABLE.classes["ceterms:CostManifest"]
    shapes = {**row.shapes, "text": "ceterms:name"}
    after = _edited(
        _TABLE,
        "classes",
        "ceterms:CostManifest",
        msgspec.structs.replace(row, required="ceterms:ctid", shapes=shapes),
    )
    after = _edited(after, "prefixes", "new", "https://example.org/new/")
    after = _edited(after, "prefixes", "foaf", "https://example.org/foaf/")
    contexts = {**_TABLE.contexts, "ctdlasn": f"{_TABLE.contexts['ctdlasn']} foaf"}
    after = msgspec.structs.replace(after, contexts=contexts)
    changes = {(item.what, item.kind, item.term, item.field): item for item in compare_tables(_TABLE, after)}
    assert set(changes) == {
        ("class", "changed", "ceterms:CostManifest", "required"),
        ("class", "changed", "ceterms:CostManifest", "shapes"),
        ("prefix", "added", "new", ""),
        ("prefix", "changed", "foaf", "namespace"),
        ("prefix", "changed", "foaf", "contexts"),
    }
    assert changes["prefix", "added", "new", ""].after == "https://example.org/new/"
    assert changes["prefix", "changed", "foaf", "contexts"].after == "ctdlasn"
    required = changes["class", "changed", "ceterms:CostManifest", "required"]
    assert (required.after, "ceterms:costDetails" in required.before.split()) == ("", True)
