"""Whatever the data are: no exception, no endless loop, nothing that is not JSON."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencredreg import meaning
from opencredreg.meaning.alignments import close_alignments, read_alignments
from opencredreg.meaning.graph import GraphResources
from opencredreg.meaning.inverses import complete_inverses
from tests.meaning.build import uri
from tests.meaning.everything import everything

# Every name that the code speaks of, so that wrong values stand where somebody looks.
_SOURCES = "".join(path.read_text(encoding="utf-8") for path in Path(meaning.__file__).parent.glob("*.py"))
NAMES = sorted(set(re.findall(r"\"((?:ceterms|ceasn|qdata|skos|asn|schema):\w+)\"", _SOURCES)))
PROPERTIES = [name for name in NAMES if name.partition(":")[2][0].islower()]
CLASSES = [name for name in NAMES if name.partition(":")[2][0].isupper()]

_ADDRESSES = [*(uri(name) for name in "abcd"), "_:x", "https://elsewhere.example/1", "logic:Or", "array:Sum"]
_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.sampled_from(
        [0.5, 10**400, 1e300, "", " ", "3", "P1Y", "PT2H", "2024-02-30", "2024-01", "\u0001", "compare:GTEQ"]
    )
    | st.sampled_from(_ADDRESSES)
    | st.sampled_from(PROPERTIES)
)
# Few names, so that objects of the right kind come to stand inside each other.
_STRUCTURE = [
    name
    for name in PROPERTIES
    if re.search(
        r"ondition|onstraint|target|Child|Part|ommon|ost|Source|Action$|ransferValue|roxyFor|equires|Point",
        name,
    )
]


def _values(names: list[str]) -> st.SearchStrategy[Any]:
    return st.recursive(
        _LEAVES,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["@id", "@type", "@value", "@list", "en", *names]), inner, max_size=5
            )
        ),
        max_leaves=14,
    )


def _nodes(names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        lambda address, cls, members: {**members, "@id": address, "@type": cls},
        st.sampled_from(_ADDRESSES[:5]),
        st.sampled_from(CLASSES) | _LEAVES,
        st.dictionaries(st.sampled_from(names), _values(names), max_size=14),
    )


_NODES = _nodes(PROPERTIES) | _nodes(_STRUCTURE)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(st.lists(_NODES, min_size=1, max_size=4))
def test_anything_at_all(nodes: list[dict[str, Any]]) -> None:
    resources = GraphResources([{"@graph": nodes}])
    results = 0
    for node in (*nodes, *resources.nodes):
        for result in everything(node, resources, whatever_its_class=True):
            assert msgspec.json.encode(result)
            results += 1
    assert msgspec.json.encode(complete_inverses(resources.nodes))
    assert msgspec.json.encode(close_alignments(read_alignments(resources.nodes)))
    assert results >= 20
