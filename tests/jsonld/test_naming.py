from __future__ import annotations

from typing import Any

import pytest

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.jsonld.naming import Text, name_of
from opencredreg.validation.naming import find_name


@pytest.mark.parametrize(
    ("resource", "name"),
    [
        ({"ceterms:name": {"es": "Huerto", "en-US": "Orchard"}}, Text("Orchard", "en-US")),
        ({"ceterms:name": " Orchard "}, Text("Orchard")),
        ({"ceterms:name": ["", {"fr": ["", "Verger"]}]}, Text("Verger", "fr")),
        ({"ceasn:name": {"@value": "Orchard", "@language": "en"}}, Text("Orchard", "en")),
        ({"http://purl.org/ctdl/terms/name": "Orchard"}, Text("Orchard")),
        ({"name": "Orchard"}, Text("Orchard")),
        ({"ceasn:competencyText": "Prunes trees", "ceasn:competencyLabel": "Pruning"}, Text("Pruning")),
        ({"rdfs:label": "Orchard", "dct:title": "Title"}, Text("Orchard")),
        ({"ceterms:name": {"en": {"ceterms:name": "no text"}}}, None),
        ({"ceterms:name": {}, "ceterms:description": "Trees"}, None),
        ({}, None),
    ],
)
def test_a_resource_is_named_by_its_most_telling_property(
    resource: dict[str, Any], name: Text | None
) -> None:
    assert name_of(bundled_vocabulary(), resource) == name
    shown = find_name(resource, bundled_vocabulary())
    assert (shown and (shown.text, shown.language)) == (name and (name.text, name.language or ""))


def test_a_long_name_is_shortened_where_people_read_it() -> None:
    shown = find_name({"ceterms:name": "apples\n and  pears " * 40}, bundled_vocabulary())
    assert shown is not None
    assert shown.text.startswith("apples and pears apples")
    assert len(shown.text) <= 120
    assert shown.text.endswith("…")
