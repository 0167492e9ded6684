"""Real documents survive the way to RDF and back, whole."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, parse

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.errors import UnknownContext
from opencredreg.jsonld.contexts import resolve_context
from opencredreg.jsonld.rdf import RDF_FORMATS, from_rdf, iter_quads, serialize
from tests.jsonld.isomorphism import canonical, without_graphs
from tests.jsonld.leaves import leaves_of
from tests.jsonld.samples import load_sample, sample_names, sound_names
from tests.support.shared import shared_path

_BASE = "https://registry.example/resources/"
# What cannot be converted, and why.
_BROKEN = {"broken-json-transfer-value-wiche-passport.json"}
_FOREIGN_CONTEXTS = {
    "concept-scheme-jdx-job-schedule-foreign-context.json",
    "verifiable-credential-with-competency.json",
    "verifiable-credential-with-registry-degree.json",
}


def test_only_the_known_samples_are_left_out() -> None:
    left_out = set()
    for name in sample_names():
        document = load_sample(name)
        try:
            resolve_context((document or {}).get("@context"))
        except UnknownContext:
            left_out.add(name)
        if document is None:
            left_out.add(name)
    assert left_out == _BROKEN | _FOREIGN_CONTEXTS
    assert len(sound_names()) >= 25
    assert not sound_names() & left_out


@pytest.mark.parametrize("name", sorted(set(sample_names()) - _BROKEN - _FOREIGN_CONTEXTS))
def test_a_sample_survives_the_way_to_rdf_and_back(name: str) -> None:
    document = load_sample(name)
    assert document is not None
    active = resolve_context(document.get("@context"))
    quads = list(iter_quads(document, active, base=_BASE))
    assert quads

    again = list(parse(serialize(quads, "nquads"), format=RdfFormat.N_QUADS))
    assert canonical(again) == canonical(quads)

    rebuilt = from_rdf(again, "nquads", bundled_vocabulary())
    read = resolve_context(rebuilt["@context"])
    assert canonical(iter_quads(rebuilt, read, base=_BASE)) == canonical(quads)
    assert leaves_of(rebuilt, read, _BASE) == leaves_of(document, active, _BASE)


@pytest.mark.parametrize("name", sorted(set(sample_names()) - _BROKEN - _FOREIGN_CONTEXTS))
def test_a_sample_says_the_same_in_every_syntax(name: str) -> None:
    document = load_sample(name)
    assert document is not None
    quads = list(iter_quads(document, resolve_context(document.get("@context"))))
    expected = canonical(without_graphs(quads))
    for syntax in {syntax.name: syntax for syntax in RDF_FORMATS.values()}.values():
        again = list(parse(serialize(quads, syntax.name), format=syntax.format))
        assert canonical(without_graphs(again)) == expected


def test_the_turtle_of_the_dqp_framework_agrees_with_its_json() -> None:
    """The two files differ in four statements on purpose or by mistake of their authors, and in spelling."""
    document = load_sample("competency-framework-dqp.jsonld")
    assert document is not None
    turtle = shared_path("samples", "registry", "competency-framework-dqp.ttl").read_bytes()
    rebuilt = from_rdf(turtle, ".ttl", bundled_vocabulary())
    assert rebuilt["@graph"][0]["@type"] == "ceasn:CompetencyFramework"
    active = resolve_context(document["@context"])
    ours, theirs = leaves_of(document, active, _BASE), leaves_of(rebuilt, active, _BASE)
    odd = {"ceasn:inLanguage", "ceasn:author", "ceasn:isChildOf", "ceasn:isTopChildOf", "ceasn:hasChild"}
    for one, other in ((ours, theirs), (theirs, ours)):
        assert {leaf[1][0] for leaf in one - other} <= odd
    assert len(ours & theirs) > 560
