"""Manifests, data sets, transfer, alignments, actions and places (rules R91 to R96)."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .cases.bases import (
    BASE,
    OWNER,
    Json,
    action,
    alignment_map,
    certificate,
    condition_manifest,
    data_set,
    document,
    en,
    item,
    res,
    transfer_value,
)
from .cases.case import add, changed, drop, embed, put
from .trees import found

_MANY = 5_000
_NUMBERS = [
    *("schema:value", "schema:minValue", "schema:maxValue"),
    *(f"qdata:{name}" for name in ("percentage", "minPercentage", "maxPercentage", "mean", "median")),
    *(f"qdata:{name}" for name in ("percentile10", "percentile25", "percentile75", "percentile90")),
    *(f"qdata:{name}" for name in ("standardDeviation", "sizeOfData", "sizeOfNoData", "sizeOfPopulation")),
]


def _manifests(links: list[tuple[int, int]], size: int, term: str, cls: str) -> Json:
    return document(
        *(
            item(one + 1, cls, **{term: [res(end + 1) for start, end in links if start == one]})
            for one in range(size)
        )
    )


@pytest.mark.parametrize(
    ("cls", "term"),
    [
        ("ceterms:ConditionManifest", "ceterms:commonConditions"),
        ("ceterms:CostManifest", "ceterms:commonCosts"),
    ],
)
def test_manifests_do_not_lead_back(cls: str, term: str) -> None:
    chain = [(one, one + 1) for one in range(_MANY - 1)]
    codes = ("manifest-cycle",)
    assert found(_manifests(chain, _MANY, term, cls), "read", codes=codes) == []
    closed = [*chain, (_MANY - 1, 2)]
    assert found(_manifests(closed, _MANY, term, cls), "read", codes=codes) == [
        ("manifest-cycle", f"2/{term}/0")
    ]


@settings(deadline=None, max_examples=40)
@given(st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=8))
def test_there_is_a_manifest_cycle_where_a_manifest_reaches_itself(arrows: set[tuple[int, int]]) -> None:
    links = sorted((start, end) for start, end in arrows if start != end)
    reach = {pair: pair in links for pair in product(range(5), repeat=2)}
    for middle, start, end in product(range(5), repeat=3):
        reach[start, end] |= reach[start, middle] and reach[middle, end]
    bad = _manifests(links, 5, "ceterms:commonConditions", "ceterms:ConditionManifest")
    assert bool(found(bad, codes=("manifest-cycle",))) == any(reach[one, one] for one in range(5))


def test_profile_inside_a_manifest_does_not_name_the_manifest() -> None:
    profile = {
        "@type": "ceterms:ConditionProfile",
        "ceterms:description": en(),
        "ceterms:commonCosts": [res(1)],
    }
    manifest = item(1, "ceterms:ConditionManifest", ceterms__requires=[profile])
    assert found(document(manifest)) == [("manifest-cycle", "0/ceterms:requires/0/ceterms:commonCosts/0")]


@settings(deadline=None)
@given(st.sampled_from(_NUMBERS), st.sampled_from([0, 1, 12.5]))
def test_any_number_of_an_observation_will_do(term: str, number: float) -> None:
    bare = changed(data_set(), drop("3/qdata:percentage"))
    assert found(bare) == [("observation-incomplete", "3")]
    assert found(changed(bare, put(f"3/{term}", number))) == []


def test_what_is_withheld_excuses_the_number_and_not_the_metric() -> None:
    withheld = put("3/qdata:dataWithholdingType", "dataWithholding:DataSuppressed")
    bare = changed(changed(data_set(), drop("3/qdata:percentage")), withheld)
    assert found(bare) == []
    assert found(changed(bare, drop("3/qdata:isObservationOf"))) == [("observation-incomplete", "3")]


def test_metric_is_one_of_the_data_set() -> None:
    other = {"@id": "_:other", "@type": "qdata:Metric", "ceterms:name": en("Began")}
    bad = changed(changed(data_set(), add(other)), put("3/qdata:isObservationOf", "_:other"))
    assert found(bad) == [("observation-incomplete", "3/qdata:isObservationOf")]
    assert found(changed(bad, put("0/qdata:hasMetric", ["_:metric", "_:other"]))) == []


def test_data_set_without_metrics_leaves_them_open() -> None:
    assert found(changed(data_set(), drop("0/qdata:hasMetric"))) == []


def test_observation_inside_its_data_set_is_judged_the_same() -> None:
    inner = data_set()
    observation = inner["@graph"].pop()
    del observation["@id"]
    inner["@graph"][0]["qdata:hasObservation"] = [observation]
    codes = ("observation-incomplete", "observation-point-unknown")
    assert found(inner, codes=codes) == []
    bad = changed(inner, put("0/qdata:hasObservation/0/qdata:isObservationOf", res(77)))
    bad = changed(bad, put("0/qdata:hasObservation/0/qdata:atPoint", [res(902), res(78)]))
    assert found(bad, codes=codes) == [
        ("observation-point-unknown", "0/qdata:hasObservation/0/qdata:atPoint/1"),
        ("observation-incomplete", "0/qdata:hasObservation/0/qdata:isObservationOf"),
    ]


def test_points_are_those_of_all_dimensions_whatever_their_spelling() -> None:
    dimension = {
        "@id": "_:when",
        "@type": "qdata:Dimension",
        "ceterms:name": en("When"),
        "qdata:hasPoint": [res(903)],
    }
    more = changed(data_set(), add(dimension))
    spelled = res(903).replace(f"{BASE}/", "https://other.example/community/").replace("/ce-", "/CE-")
    more = changed(more, put("3/qdata:atPoint", [res(902), spelled]))
    assert found(more, codes=("observation-point-unknown",)) == [
        ("observation-point-unknown", "3/qdata:atPoint/1")
    ]
    declared = changed(more, put("0/qdata:hasDimension", ["_:dimension", "_:when"]))
    assert found(declared) == []


def test_dimension_without_points_leaves_them_open() -> None:
    open_ended = changed(data_set(), drop("2/qdata:hasPoint"))
    assert found(changed(open_ended, put("3/qdata:atPoint", [res(77)]))) == []


def test_data_set_without_dimensions_has_no_points() -> None:
    bad = changed(data_set(), drop("0/qdata:hasDimension"))
    assert found(bad, codes=("observation-point-unknown",)) == [
        ("observation-point-unknown", "3/qdata:atPoint/0")
    ]


def test_data_sets_of_the_older_model_are_left_alone() -> None:
    amount = {"@type": "schema:QuantitativeValue", "schema:value": 12, "schema:unitText": "people"}
    frame = {
        "@type": "qdata:DataSetTimeFrame",
        "ceterms:startDate": "2019-01-01",
        "qdata:dataAttributes": [{"@type": "qdata:DataProfile", "qdata:subjectsInSet": [amount]}],
    }
    older = item(
        1,
        "qdata:DataSetProfile",
        ceterms__name=en("What became of menders"),
        ceterms__description=en(),
        qdata__dataSetTimePeriod=[frame],
    )
    assert found(document(older)) == []


@pytest.mark.parametrize("term", ["ceterms:transferValueFrom", "ceterms:transferValueFor"])
def test_transfer_value_is_from_or_for_something(term: str) -> None:
    bare = changed(transfer_value(), drop("0/ceterms:transferValueFrom"))
    assert found(bare) == [("transfer-incomplete", "0")]
    assert found(changed(bare, put(f"0/{term}", [res(901)]))) == []


def test_transfer_value_profile_that_is_only_mentioned_owes_nothing() -> None:
    mentioned = {
        "@id": "_:b0",
        "@type": "ceterms:TransferValueProfile",
        "ceterms:name": en("Nets for credit"),
    }
    assert found(changed(certificate(), add(mentioned))) == []


@settings(deadline=None)
@given(
    st.sets(
        st.sampled_from(
            [
                *("ceterms:alignmentType", "ceterms:sourceNode", "ceterms:sourceNodeName"),
                *("ceterms:targetNode", "ceterms:targetNodeName"),
            ]
        )
    )
)
def test_alignment_has_a_kind_a_source_and_a_target(present: set[str]) -> None:
    row: Json = {"@type": "ceterms:AlignmentObject"}
    for term in present:
        row[term] = en("Level") if term.endswith("Name") else res(904)
    if "ceterms:alignmentType" in present:
        row["ceterms:alignmentType"] = "alignment:ExactMatch"
    is_whole = (
        "ceterms:alignmentType" in present
        and bool(present & {"ceterms:sourceNode", "ceterms:sourceNodeName"})
        and bool(present & {"ceterms:targetNode", "ceterms:targetNodeName"})
    )
    mapped = changed(alignment_map(), put("0/ceterms:hasPart", ["_:row", row]))
    assert found(mapped) == ([] if is_whole else [("alignment-incomplete", "0/ceterms:hasPart/1")])


def test_alignment_objects_of_credentials_need_no_source() -> None:
    subject = {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNodeName": en("Nets")}
    assert found(changed(certificate(), put("0/ceterms:subject", [subject]))) == []


@pytest.mark.parametrize(
    ("said", "agents", "noticed"),
    [
        ({}, [res(77)], False),
        ({"ceterms:ownedBy": [OWNER]}, [OWNER], False),
        ({"ceterms:ownedBy": [OWNER]}, [res(77)], True),
        ({"ceterms:ownedBy": [OWNER]}, [res(77), OWNER], False),
        ({"ceterms:offeredBy": [OWNER]}, [res(77)], True),
        ({"ceasn:publisher": [OWNER]}, [res(77)], True),
        # Somebody without a name in the registry may be anybody.
        ({"ceterms:ownedBy": [OWNER]}, ["_:agent"], False),
        ({"ceterms:ownedBy": ["_:agent"]}, [res(77)], False),
        ({"ceterms:ownedBy": [OWNER]}, [], False),
    ],
)
def test_action_is_published_by_who_took_it(said: Json, agents: list[str], noticed: bool) -> None:
    taken = document({**action()["@graph"][0], **said, "ceterms:actingAgent": agents})
    codes = found(taken, codes=("action-not-by-agent",))
    assert codes == ([("action-not-by-agent", "0/ceterms:actingAgent")] if noticed else [])


@pytest.mark.parametrize(("agent", "noticed"), [(OWNER, False), (res(77), True)])
def test_action_beside_a_resource_is_published_by_its_owner(agent: str, noticed: bool) -> None:
    taken = {**action()["@graph"][0], **item(2, "ceterms:AccreditAction", ceterms__actingAgent=[agent])}
    expected = [("action-not-by-agent", "1/ceterms:actingAgent")]
    assert found(changed(certificate(), add(taken))) == (expected if noticed else [])


@pytest.mark.parametrize(("agent", "noticed"), [(res(1), False), (res(77), True)])
def test_action_beside_an_organization_is_published_by_it(agent: str, noticed: bool) -> None:
    taken = {**action()["@graph"][0], **item(2, "ceterms:AccreditAction", ceterms__actingAgent=[agent])}
    both = document(item(1, "ceterms:QACredentialOrganization", ceterms__name=en("Guild")), taken)
    expected = [("action-not-by-agent", "1/ceterms:actingAgent")]
    assert found(both) == (expected if noticed else [])


@pytest.mark.parametrize(
    ("everywhere", "places", "noticed"),
    [(True, 1, True), ("true", 1, True), (False, 1, False), (True, 0, False), (None, 2, False)],
)
def test_jurisdiction_is_everywhere_or_somewhere(everywhere: object, places: int, noticed: bool) -> None:
    place = {"@type": "ceterms:Place", "ceterms:addressCountry": en("Atlantis")}
    profile: Json = {"@type": "ceterms:JurisdictionProfile", "ceterms:description": en()}
    if everywhere is not None:
        profile["ceterms:globalJurisdiction"] = everywhere
    if places:
        profile["ceterms:mainJurisdiction"] = [place] * places
    codes = found(changed(certificate(), embed("ceterms:jurisdiction", profile)), "read")
    expected = [("jurisdiction-global-and-main", "0/ceterms:jurisdiction/0/ceterms:mainJurisdiction")]
    assert codes == (expected if noticed else [])


def test_manifest_that_leads_on_is_fine() -> None:
    assert found(changed(condition_manifest(), put("0/ceterms:commonConditions", [res(77)]))) == []
