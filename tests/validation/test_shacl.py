"""The SHACL shapes themselves: well-formed, with the severities of the profile, and about the right places."""

from __future__ import annotations

from functools import cache
from typing import Any

import pyshacl
import pytest
import rdflib
from rdflib.namespace import DCTERMS, RDF, SH

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.jsonld.contexts import resolve_context
from opencredreg.jsonld.rdf import iter_quads, serialize
from opencredreg.validation import CODES, Mode, ProfileChanges, bundled_profile
from opencredreg.validation.exports.shacl import build_shapes, render_shapes

from .cases.bases import certificate, res

VOCABULARY = bundled_vocabulary()
CETERMS = rdflib.Namespace("https://purl.org/ctdl/terms/")
SEVERITIES = {"error": SH.Violation, "warning": SH.Warning, "note": SH.Info}


@cache
def _shapes(cls: str = "", mode: Mode = "publish") -> rdflib.Graph:
    return _changed_shapes(cls, mode, None)


def _changed_shapes(cls: str, mode: Mode, changes: ProfileChanges | None) -> rdflib.Graph:
    quads = build_shapes(VOCABULARY, bundled_profile(mode).changed(changes), cls)
    return rdflib.Graph().parse(data=render_shapes(quads, vocabulary=VOCABULARY), format="turtle")


def _results(shapes: rdflib.Graph, document: Any) -> set[tuple[str, str, str]]:
    """Focus node, path and code of what is graver than a note."""
    quads = iter_quads(document, resolve_context(document["@context"]))
    data = rdflib.Graph().parse(data=serialize(quads, "ntriples"), format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        if report.value(result, SH.resultSeverity) != SH.Info:
            path = report.value(result, SH.resultPath)
            code = shapes.value(report.value(result, SH.sourceShape), DCTERMS.identifier)
            found.add(
                (str(report.value(result, SH.focusNode)), VOCABULARY.compact(str(path or "")), str(code))
            )
    return found


@pytest.mark.parametrize("mode", ["publish", "read"])
def test_every_shape_has_the_severity_of_its_rule_and_a_message(mode: Mode) -> None:
    shapes = _shapes(mode=mode)
    profile = bundled_profile(mode)
    named = set(shapes.subjects(RDF.type, SH.NodeShape)) | set(shapes.subjects(RDF.type, SH.PropertyShape))
    assert len(named) > 500
    for shape in named:
        code = str(shapes.value(shape, DCTERMS.identifier))
        assert shapes.value(shape, SH.severity) == SEVERITIES[profile.level(CODES[code])]
        assert str(shapes.value(shape, SH.message)).endswith(".")
        assert isinstance(shape, rdflib.URIRef)


@pytest.mark.parametrize("cls", ["ceterms:GeoCoordinates", "ceterms:PostalAddress"])
def test_shapes_pass_the_shapes_of_shapes(cls: str) -> None:
    # Small ones: the engine needs half a minute for those of a credential.
    conforms, _, text = pyshacl.validate(rdflib.Graph(), shacl_graph=_shapes(cls), meta_shacl=True)
    assert conforms, text


def test_a_document_in_order_gives_notes_only() -> None:
    assert _results(_shapes("ceterms:Certificate"), certificate()) == set()


def test_what_is_wrong_is_told_of_the_node_and_the_property() -> None:
    document = certificate()
    main = document["@graph"][0]
    main["ceterms:dateEffective"] = "2025-02-30"
    main["ceterms:subjectWebpage"] = "www.school.example"
    main["ceterms:ownedBy"] = ["My college"]
    main["ceterms:credentialStatusType"]["@id"] = "_:status"
    main["ceterms:credentialStatusType"]["ceterms:targetNode"] = "audience:PartTime"
    del main["ceterms:inLanguage"]
    here = main["@id"]
    found = {one for one in _results(_shapes("ceterms:Certificate"), document) if one[0] == here}
    assert found == {
        (here, "ceterms:dateEffective", "date-format"),
        (here, "ceterms:subjectWebpage", "url-format"),
        (here, "ceterms:ownedBy", "reference-not-iri"),
        (here, "", "required-missing"),
    }
    others = {one[1:] for one in _results(_shapes("ceterms:Certificate"), document) - found}
    assert others == {("ceterms:targetNode", "concept-not-in-scheme")}


def test_concepts_are_taken_in_every_accepted_spelling() -> None:
    shapes = _shapes("ceterms:Certificate")
    for spelling, fits in (
        ("credentialStat:Active", True),
        ("http://purl.org/ctdl/vocabs/credentialStat/Active", True),
        ("https://credreg.net/ctdl/terms/Active", True),
        ("credentialStat:Asleep", False),
        ("https://elsewhere.example/Active", False),
    ):
        document = certificate()
        document["@graph"][0]["ceterms:credentialStatusType"] = spelling
        codes = {code for _, _, code in _results(shapes, document)}
        assert codes == (set() if fits else {"concept-not-in-scheme"}), spelling


def test_the_shapes_of_a_class_speak_of_it_and_of_what_stands_inside() -> None:
    shapes = _shapes("ceterms:Certificate")
    targets = {VOCABULARY.compact(str(cls)) for cls in shapes.objects(None, SH.targetClass)}
    assert {"ceterms:Certificate", "ceterms:ConditionProfile", "ceterms:CostProfile"} <= targets
    assert "ceterms:Course" not in targets
    assert len(shapes) < len(_shapes())
    with pytest.raises(KeyError):
        build_shapes(VOCABULARY, bundled_profile("publish"), "ceterms:Nothing")


def test_a_community_changes_severities_and_switches_rules_off() -> None:
    changes = ProfileChanges(
        severities={"date-format": "warning", "url-format": "off"},
        required={"ceterms:Certificate": ("ceterms:image",)},
    )
    shapes = _changed_shapes("ceterms:Certificate", "publish", changes)
    codes = set(map(str, shapes.objects(None, DCTERMS.identifier)))
    assert "url-format" not in codes
    dates = set(shapes.subjects(DCTERMS.identifier, rdflib.Literal("date-format")))
    assert {shapes.value(shape, SH.severity) for shape in dates} == {SH.Warning}
    assert (res(1), "", "required-missing") in _results(shapes, certificate())


def test_outside_organizations_are_asked_for_less_than_registered_ones() -> None:
    document = certificate()
    outside = {"@id": "_:o", "@type": "ceterms:Organization", "ceterms:subjectWebpage": "https://a.example"}
    document["@graph"].append(outside)
    shapes = _shapes()
    assert {code for _, _, code in _results(shapes, document)} == {"blank-node-thin"}
    outside["ceterms:name"] = {"en": "A guild"}
    assert _results(shapes, document) == set()
