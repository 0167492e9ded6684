"""Description sets: what is connected to a resource, always as it is now."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.errors import LimitExceeded
from opencredreg.ids import new_ctid, resource_key
from opencredreg.jsonld.document import parse_document
from opencredreg.jsonld.flatten import FlatNode, flatten
from opencredreg.query.description_paths import Step, build_description_paths, parse_path
from opencredreg.search.description_sets import DescriptionOptions, describe_resources
from opencredreg.store.search import paths as walking
from tests.support.app import AppClient
from tests.support.documents import document, resource_uri

_PROVISIONAL = {"adms:status": "graphPublicationStatus:Provisional"}
_REQUIRES = "> ceterms:requires > ceterms:ConditionProfile"
_COMPETENCY = "> ceterms:CredentialAlignmentObject > ceterms:targetNode > ceasn:Competency"
_REQUIRED_BY = "< ceterms:targetAssessment < ceterms:ConditionProfile < ceterms:requires < ceterms:Credential"


def _item(kind: str, ctid: str, **members: Any) -> dict[str, Any]:
    values = {name.replace("__", ":"): value for name, value in members.items()}
    return {"@id": resource_uri(ctid), "@type": kind, "ceterms:ctid": ctid, **values}


def _named(kind: str, ctid: str, name: str, **members: Any) -> dict[str, Any]:
    return _item(kind, ctid, ceterms__name={"en-US": name}, **members)


def _condition(**members: Any) -> dict[str, Any]:
    return {
        "@type": "ceterms:ConditionProfile",
        **{f"ceterms:{name}": value for name, value in members.items()},
    }


def _aligned(uri: str) -> dict[str, Any]:
    return {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNode": uri}


class _Example:
    """The registry of search.md section 12.1, as far as things there are connected."""

    def __init__(self, client: AppClient) -> None:
        self.client = client
        names = "O1 O2 O3 C1 C2 C3 C4 C5 L1 L2 F1 K1 K2 F2 K3 A1".split()
        self.ctids = {name: new_ctid() for name in names}
        uri = {name: resource_uri(ctid) for name, ctid in self.ctids.items()}
        self.names = {address: name for name, address in uri.items()}
        make = lambda kind, name, title, **more: _named(kind, self.ctids[name], title, **more)  # noqa: E731
        organization = "ceterms:CredentialOrganization"
        self.documents: dict[str, Any] = {
            "O1": document(
                make(
                    organization,
                    "O1",
                    "Lakeshore Technical College",
                    ceterms__offers=[uri["C1"], uri["L1"]],
                )
            ),
            "O2": document(make(organization, "O2", "Project Guild Institute (PGI)")),
            "O3": document(
                make(
                    "ceterms:QACredentialOrganization",
                    "O3",
                    "National Welding Council",
                    ceterms__accredits=[uri["C1"]],
                )
            ),
            "C2": document(
                make(
                    "ceterms:BachelorOfScienceDegree",
                    "C2",
                    "Bachelor of Science in Nursing",
                    ceterms__ownedBy=[uri["O1"]],
                    ceterms__requires=[_condition(targetLearningOpportunity=[uri["L2"]])],
                )
            ),
            "C3": document(
                make(
                    "ceterms:Certification",
                    "C3",
                    "Project Manager Professional",
                    ceterms__ownedBy=[uri["O2"]],
                )
            ),
            "C4": document(
                make(
                    "ceterms:License",
                    "C4",
                    "Practical Nurse License",
                    ceterms__ownedBy=["https://state.example/board"],
                )
            ),
            "C5": document(
                make("ceterms:Certificate", "C5", "Draft Welding Certificate", ceterms__ownedBy=[uri["O1"]]),
                **_PROVISIONAL,
            ),
            "L1": document(
                make(
                    "ceterms:Course",
                    "L1",
                    "Introduction to Arc Welding",
                    ceterms__offeredBy=[uri["O1"]],
                    ceterms__teaches=[_aligned(uri["K1"])],
                )
            ),
            "L2": document(
                make(
                    "ceterms:LearningOpportunityProfile",
                    "L2",
                    "Nursing Fundamentals",
                    ceterms__ownedBy=[uri["O1"]],
                    ceterms__teaches=[_aligned(uri["K3"])],
                )
            ),
            "F1": document(
                _item("ceasn:CompetencyFramework", self.ctids["F1"], ceasn__creator=[uri["O3"]]),
                _item("ceasn:Competency", self.ctids["K1"], ceasn__isPartOf=[uri["F1"]]),
                _item("ceasn:Competency", self.ctids["K2"], ceasn__isPartOf=[uri["F1"]]),
            ),
            "F2": document(
                _item("ceasn:CompetencyFramework", self.ctids["F2"], ceasn__creator=[uri["O1"]]),
                _item("ceasn:Competency", self.ctids["K3"], ceasn__isPartOf=[uri["F2"]]),
            ),
            "A1": document(
                make(
                    "ceterms:AssessmentProfile",
                    "A1",
                    "Welding Practical Exam",
                    ceterms__ownedBy=[uri["O3"]],
                    ceterms__assesses=[_aligned(uri["K2"])],
                )
            ),
        }
        first = _condition(targetLearningOpportunity=[uri["L1"]], targetCompetency=[_aligned(uri["K1"])])
        second = _condition(targetAssessment=[uri["A1"]])
        self.documents["C1"] = self.c1(first, second)
        self.first = first
        # What points at C1 comes before it and after it: the order does not matter.
        for value in self.documents.values():
            client.published(value)

    def c1(self, *conditions: Any) -> Any:
        """The welding certificate, under some conditions."""
        owner = resource_uri(self.ctids["O1"])
        return document(
            _named(
                "ceterms:Certificate",
                self.ctids["C1"],
                "Welding Technology Certificate",
                ceterms__ownedBy=[owner],
                ceterms__offeredBy=[owner],
                ceterms__requires=list(conditions),
            )
        )

    def sets(self, name: str, **params: Any) -> dict[str, list[str]]:
        """The paths of a resource of the example, with the names of what is at their ends."""
        response = self.client.get(f"/description_sets/{self.ctids[name]}", who="reader", params=params)
        assert response.status_code == 200, response.text
        found = response.json()
        assert [entry["path"] for entry in found] == sorted(entry["path"] for entry in found)
        assert all(entry["total"] >= len(entry["uris"]) and entry["total"] for entry in found)
        return {entry["path"]: sorted(self.names[uri] for uri in entry["uris"]) for entry in found}


@pytest.fixture
def example(app_client: AppClient) -> _Example:
    return _Example(app_client)


def test_the_example(example: _Example) -> None:
    assert example.sets("C1") == {
        "> ceterms:ownedBy > ceterms:Agent": ["O1"],
        "> ceterms:offeredBy > ceterms:Agent": ["O1"],
        "< ceterms:offers < ceterms:Agent": ["O1"],
        "< ceterms:accredits < ceterms:Agent": ["O3"],
        f"{_REQUIRES} > ceterms:targetLearningOpportunity > ceterms:LearningOpportunityProfile": ["L1"],
        f"{_REQUIRES} > ceterms:targetAssessment > ceterms:AssessmentProfile": ["A1"],
        f"{_REQUIRES} > ceterms:targetCompetency {_COMPETENCY}": ["K1"],
        f"{_REQUIRES} > ceterms:targetLearningOpportunity > ceterms:LearningOpportunityProfile"
        f" > ceterms:teaches {_COMPETENCY}": ["K1"],
        f"{_REQUIRES} > ceterms:targetAssessment > ceterms:AssessmentProfile"
        f" > ceterms:assesses {_COMPETENCY}": ["K2"],
    }
    # A class that is newer than the old list.
    assert example.sets("C2")["> ceterms:ownedBy > ceterms:Agent"] == ["O1"]
    # The owner is no resource of the registry, and nothing else is connected.
    assert example.sets("C4") == {}
    assert example.sets("A1")[_REQUIRED_BY] == ["C1"]
    assert example.sets("F1") == {
        "> ceasn:creator > ceterms:Agent": ["O3"],
        "< ceasn:isPartOf < ceasn:Competency": ["K1", "K2"],
        "< ceasn:isPartOf < ceasn:Competency < ceterms:targetNode < ceterms:CredentialAlignmentObject"
        " < ceterms:assesses < ceterms:AssessmentProfile": ["A1"],
        "< ceasn:isPartOf < ceasn:Competency < ceterms:targetNode < ceterms:CredentialAlignmentObject"
        " < ceterms:assesses < ceterms:AssessmentProfile < ceterms:targetAssessment < ceterms:ConditionProfile"
        " < ceterms:requires < ceterms:Credential": ["C1"],
        "< ceasn:isPartOf < ceasn:Competency < ceterms:targetNode < ceterms:CredentialAlignmentObject"
        " < ceterms:teaches < ceterms:LearningOpportunityProfile": ["L1"],
        "< ceasn:isPartOf < ceasn:Competency < ceterms:targetNode < ceterms:CredentialAlignmentObject"
        " < ceterms:teaches < ceterms:LearningOpportunityProfile < ceterms:targetLearningOpportunity"
        " < ceterms:ConditionProfile < ceterms:requires < ceterms:Credential": ["C1"],
        "< ceasn:isPartOf < ceasn:Competency < ceterms:targetNode < ceterms:CredentialAlignmentObject"
        " < ceterms:targetCompetency < ceterms:ConditionProfile < ceterms:requires < ceterms:Credential": [
            "C1"
        ],
    }
    assert example.sets("O1")["< ceterms:ownedBy < ceterms:Credential"] == ["C1", "C2"]
    assert example.sets("O1")["> ceterms:offers > ceterms:LearningOpportunityProfile"] == ["L1"]


def test_nothing_goes_stale(example: _Example) -> None:
    client = example.client
    accredited = "< ceterms:accredits < ceterms:Agent"
    owner_accredited = "> ceterms:ownedBy > ceterms:Agent < ceterms:accredits < ceterms:Agent"
    # A change in the middle of a path: the owner is accredited as well.
    council = json.loads(json.dumps(example.documents["O3"]))
    council["@graph"][0]["ceterms:accredits"].append(resource_uri(example.ctids["O1"]))
    client.published(council)
    assert example.sets("C1")[owner_accredited] == ["O3"]
    # Deleting the council takes all that it said with it.
    deleted = client.delete(f"/resources/documents/{example.ctids['O3']}", who="superadmin")
    assert deleted.status_code == 204, deleted.text
    after = example.sets("C1")
    assert accredited not in after
    assert owner_accredited not in after
    before = example.sets("A1")
    assert before[_REQUIRED_BY] == ["C1"]
    assert "> ceterms:ownedBy > ceterms:Agent" not in before
    # The certificate without the exam.
    client.published(example.c1(example.first))
    assert _REQUIRED_BY not in example.sets("A1")
    assert f"{_REQUIRES} > ceterms:targetAssessment > ceterms:AssessmentProfile" not in example.sets("C1")
    # And back again.
    client.published(example.documents["C1"])
    client.published(example.documents["O3"])
    assert example.sets("C1")[accredited] == ["O3"]
    assert example.sets("A1")[_REQUIRED_BY] == ["C1"]
    # A thing of another class no longer is what the path names.
    exam = json.loads(json.dumps(example.documents["A1"]))
    exam["@graph"][0]["@type"] = "ceterms:Course"
    client.published(exam)
    assert f"{_REQUIRES} > ceterms:targetAssessment > ceterms:AssessmentProfile" not in example.sets("C1")


def test_paths_that_are_asked_for(example: _Example) -> None:
    every = example.sets("C1")
    assert example.sets("C1", path_contains="CETERMS:REQUIRES >") == {
        path: names for path, names in every.items() if "ceterms:requires >" in path
    }
    exact = "> CETERMS:ownedBy > ceterms:agent"
    assert example.sets("C1", path_exact=exact) == {"> ceterms:ownedBy > ceterms:Agent": ["O1"]}
    assert example.sets("C1", path_exact=exact, path_contains="requires") == {
        "> ceterms:ownedBy > ceterms:Agent": ["O1"]
    }
    # Signs that mean something to a database mean nothing here.
    for nothing in ("%", "_", "' OR '1'='1", "> ceterms:ownedBy > ceterms:Agent; DROP TABLE node"):
        assert example.sets("C1", path_contains=nothing) == {}
        assert example.sets("C1", path_exact=nothing) == {}


def test_limits_leave_the_totals(example: _Example) -> None:
    client = example.client
    path = "< ceasn:isPartOf < ceasn:Competency"
    for limit in (0, 1, 2, 99):
        [found] = client.get(
            f"/description_sets/{example.ctids['F1']}",
            who="reader",
            params={"limit": limit, "path_exact": path},
        ).json()
        assert (found["path"], found["total"], len(found["uris"])) == (path, 2, min(limit, 2))
        body = {"ctids": [example.ctids["F1"]], "per_branch_limit": limit, "path_exact": path}
        answer = client.post("/description_sets", {**body, "include_resources": True}, who="reader").json()
        assert answer["description_sets"] == [{"ctid": example.ctids["F1"], "description_set": [found]}]
        assert [one["@id"] for one in answer["description_set_resources"]] == found["uris"]


def test_provisional_records(example: _Example) -> None:
    owned = "< ceterms:ownedBy < ceterms:Credential"
    assert example.sets("O1", path_exact=owned) == {owned: ["C1", "C2"]}
    assert example.sets("O1", path_exact=owned, provisional="include") == {owned: ["C1", "C2", "C5"]}
    assert example.sets("O1", path_exact=owned, provisional="only") == {owned: ["C5"]}
    # What is asked for by its name is there, whatever its status.
    assert example.sets("C5") == {
        "> ceterms:ownedBy > ceterms:Agent": ["O1"],
    }
    # A provisional record in the middle of a path closes it, unless its kind is wanted.
    client = example.client
    client.published({**example.documents["A1"], **_PROVISIONAL})
    behind = (
        f"{_REQUIRES} > ceterms:targetAssessment > ceterms:AssessmentProfile > ceterms:assesses {_COMPETENCY}"
    )
    assert example.sets("C1", path_exact=behind) == {}
    assert example.sets("C1", path_exact=behind, provisional="include") == {behind: ["K2"]}
    assert example.sets("C1", path_exact=behind, provisional="only") == {}
    assert example.sets("C1", provisional="only") == {
        f"{_REQUIRES} > ceterms:targetAssessment > ceterms:AssessmentProfile": ["A1"]
    }


def test_many_resources_at_once(example: _Example) -> None:
    client = example.client
    ctids = example.ctids
    asked = [ctids["F1"], new_ctid(), ctids["C4"], ctids["C1"].upper(), ctids["F1"], "nonsense", ""]
    answer = client.post("/description_sets", {"ctids": asked}, who="reader")
    assert answer.status_code == 200
    body = answer.json()
    assert list(body) == ["data", "description_sets"]
    assert [one["ceterms:ctid"] for one in body["data"]] == [ctids["F1"], ctids["C4"], ctids["C1"]]
    assert body["data"][2] == example.documents["C1"]["@graph"][0]
    # Without those that have none, by CTID.
    assert [one["ctid"] for one in body["description_sets"]] == sorted([ctids["F1"], ctids["C1"]])
    for one in body["description_sets"]:
        alone = client.get(f"/description_sets/{one['ctid'].upper()}", who="reader")
        assert alone.json() == one["description_set"]
    empty = client.post("/description_sets", {"ctids": []}, who="reader")
    assert empty.json() == {"data": [], "description_sets": []}


def test_everything_that_can_be_added(example: _Example) -> None:
    client = example.client
    ctids = example.ctids

    def ask(**options: Any) -> dict[str, Any]:
        response = client.post(
            "/description_sets", {"ctids": [ctids["F1"], ctids["C1"]], **options}, who="reader"
        )
        assert response.status_code == 200, response.text
        body: dict[str, Any] = response.json()
        return body

    def related(**options: Any) -> list[str]:
        found = ask(**options)["description_set_resources"]
        names = [example.names[one["@id"]] for one in found]
        assert len(names) == len(set(names))
        published = {item["@id"]: item for value in example.documents.values() for item in value["@graph"]}
        assert all(published[one["@id"]] == one for one in found)
        return sorted(names)

    assert related(include_resources=True) == ["A1", "C1", "K1", "K2", "L1", "O1", "O3"]
    assert related(include_resources=True, path_contains="ceterms:ownedBy") == ["O1"]
    assert related(include_graph_data=True) == ["K1", "K2"]
    assert related(include_graph_data=True, path_exact="nothing") == ["K1", "K2"]
    assert related(include_resources="yes", include_graph_data=1, path_contains="ceterms:ownedBy") == [
        "K1",
        "K2",
        "O1",
    ]
    body = ask(include_results_metadata=True)
    assert list(body) == ["data", "description_sets", "results_metadata"]
    for entry, name in zip(body["results_metadata"], ("F1", "C1"), strict=True):
        envelope = client.get(f"/envelopes/{ctids[name]}").json()
        assert entry == {
            "resource_uri": ctids[name],
            "created_at": envelope["updated_at"],
            "updated_at": envelope["updated_at"],
            "owned_by": client.ctid("alder"),
            "published_by": envelope["published_by"],
        }
    [inner] = client.post(
        "/description_sets", {"ctids": [ctids["K1"]], "include_results_metadata": True}, who="reader"
    ).json()["results_metadata"]
    assert (inner["resource_uri"], inner["owned_by"]) == (ctids["K1"], client.ctid("alder"))


def test_blank_nodes_are_walked_through_and_named(app_client: AppClient) -> None:
    ctid, course, other = new_ctid(), new_ctid(), new_ctid()
    certificate = _named(
        "ceterms:Certificate",
        ctid,
        "Rope work",
        ceterms__requires=["_:needs"],
        ceterms__ownedBy=["_:owner", {"@type": "ceterms:Organization", "ceterms:name": {"en": "No name"}}],
        ceterms__offeredBy=["_:nobody", "https://elsewhere.example/"],
    )
    needs = {
        "@id": "_:needs",
        "@type": "ceterms:ConditionProfile",
        "ceterms:targetLearningOpportunity": [resource_uri(course), resource_uri(other)],
    }
    owner = {"@id": "_:owner", "@type": "ceterms:Organization", "ceterms:name": {"en": "The rope makers"}}
    app_client.published(document(certificate, needs, owner, _named("ceterms:Course", course, "Knots")))
    body = app_client.post(
        "/description_sets", {"ctids": [ctid], "include_resources": True}, who="reader"
    ).json()
    [found] = body["description_sets"]
    # What is only mentioned, and what has no name, is at no end.
    assert found["description_set"] == [
        {
            "path": "> ceterms:ownedBy > ceterms:Agent",
            "total": 1,
            "uris": ["https://credreg.net/bnodes/owner"],
        },
        {
            "path": f"{_REQUIRES} > ceterms:targetLearningOpportunity > ceterms:LearningOpportunityProfile",
            "total": 1,
            "uris": [resource_uri(course)],
        },
    ]
    assert owner in body["description_set_resources"]
    body = app_client.post(
        "/description_sets", {"ctids": [ctid], "include_graph_data": True}, who="reader"
    ).json()
    assert sorted(one["@id"] for one in body["description_set_resources"]) == sorted(
        ["_:needs", "_:owner", resource_uri(course)]
    )


def test_properties_that_have_another_name_today(app_client: AppClient) -> None:
    """The texts of paths stay, so that clients find what they always asked for."""
    names = "pathway component competency collection level model".split()
    ctids = {name: new_ctid() for name in names}
    uri = {name: resource_uri(ctid) for name, ctid in ctids.items()}

    def item(kind: str, name: str, **members: Any) -> Any:
        return document(_item(kind, ctids[name], **members))

    for value in (
        item("ceterms:Pathway", "pathway"),
        item(
            "ceterms:MultiComponent",
            "component",
            ceterms__isPartOf=[uri["pathway"]],
            asn__hasProgressionLevel=[uri["level"]],
        ),
        item("ceasn:Competency", "competency", ceterms__isMemberOf=[uri["collection"]]),
        item("ceterms:Collection", "collection"),
        item("asn:ProgressionLevel", "level", ceasn__inProgressionModel=[uri["model"]]),
        item("asn:ProgressionModel", "model"),
    ):
        app_client.published(value)
    job = new_ctid()
    app_client.published(document(_item("ceterms:Job", job, ceasn__skillEmbodied=[uri["competency"]])))
    component = "< ceasn:isPartOf < ceterms:PathwayComponent"
    level = f"{component} > asn:hasProgressionLevel > skos:Concept"
    skill = "> ceasn:skillEmbodied > ceasn:Competency"
    for ctid, expected in (
        (
            ctids["pathway"],
            {
                component: "component",
                level: "level",
                f"{level} > skos:inScheme > skos:ConceptScheme": "model",
            },
        ),
        (job, {skill: "competency", f"{skill} > ceasn:isMemberOf > ceterms:Collection": "collection"}),
    ):
        found = app_client.get(f"/description_sets/{ctid}", who="reader").json()
        assert {entry["path"]: entry["uris"] for entry in found} == {
            path: [uri[name]] for path, name in expected.items()
        }
    # A progression model is a concept scheme, and its levels are the concepts of it.
    paths = {
        entry["path"]: entry["uris"]
        for entry in app_client.get(f"/description_sets/{ctids['model']}", who="reader").json()
    }
    assert paths["< skos:inScheme < skos:Concept"] == [uri["level"]]
    assert paths["< ceasn:inProgressionModel < asn:ProgressionLevel"] == [uri["level"]]


def test_every_community_by_itself(app_client: AppClient) -> None:
    ctid, owner = new_ctid(), new_ctid()
    certificate = document(
        _named("ceterms:Certificate", ctid, "Thatching", ceterms__ownedBy=[resource_uri(owner)])
    )
    organization = document(_named("ceterms:Organization", owner, "Thatchers"))
    app_client.published(certificate)
    app_client.published(organization)
    app_client.published(certificate, community="learning-registry")
    expected = [{"path": "> ceterms:ownedBy > ceterms:Agent", "total": 1, "uris": [resource_uri(owner)]}]
    for prefix, found in (
        ("", expected),
        ("/ce-registry", expected),
        ("/CE_registry", expected),
        ("/learning-registry", []),
        ("/secured-registry", []),
    ):
        assert app_client.get(f"{prefix}/description_sets/{ctid}", who="reader").json() == found
        body = app_client.post(f"{prefix}/description_sets", {"ctids": [ctid]}, who="reader").json()
        assert body["description_sets"] == ([{"ctid": ctid, "description_set": found}] if found else [])
        assert bool(body["data"]) is (prefix != "/secured-registry")
    missing = {"errors": ["Couldn't find the envelope community"]}
    for method, path in (("GET", f"/nowhere/description_sets/{ctid}"), ("POST", "/nowhere/description_sets")):
        refused = app_client.request(method, path, body={"ctids": []}, who="reader")
        assert (refused.status_code, refused.json()) == (404, missing)


def test_what_is_refused(app_client: AppClient) -> None:
    ctid = new_ctid()
    for who in ("anonymous", "unknown"):
        for method, path in (("GET", f"/description_sets/{ctid}"), ("POST", "/description_sets")):
            refused = app_client.request(method, path, body={"ctids": []}, who=who)
            assert (refused.status_code, refused.json()) == (401, {"errors": ["Invalid token"]})
    unknown = app_client.get(f"/description_sets/{ctid}", who="reader")
    assert (unknown.status_code, unknown.json()) == (200, [])
    for body, message in (
        ({}, "ctids is missing"),
        ({"ctids": None}, "ctids is missing"),
        ({"ctids": 7}, "ctids is invalid"),
        ({"ctids": [7]}, "ctids is invalid"),
        ({"ctids": [], "per_branch_limit": "many"}, "per_branch_limit is invalid"),
        ({"ctids": [], "per_branch_limit": -1}, "per_branch_limit does not have a valid value"),
        ({"ctids": [], "include_resources": "perhaps"}, "include_resources is invalid"),
        ({"ctids": [], "path_contains": 7}, "path_contains is invalid"),
        ({"ctids": [], "provisional": "all"}, "provisional does not have a valid value"),
    ):
        refused = app_client.post("/description_sets", body, who="reader")
        assert (refused.status_code, refused.json()) == (400, {"errors": [message]}), body
    refused = app_client.get(f"/description_sets/{ctid}?limit=x", who="reader")
    assert (refused.status_code, refused.json()) == (400, {"errors": ["limit is invalid"]})


def test_so_much_at_a_time(make_client: Callable[..., AppClient], monkeypatch: pytest.MonkeyPatch) -> None:
    client = make_client(limits__per_page_max=200)
    ctids = [new_ctid() for _ in range(201)]
    assert client.post("/description_sets", {"ctids": ctids[:200]}, who="reader").status_code == 200
    refused = client.post("/description_sets", {"ctids": ctids}, who="reader")
    assert refused.status_code == 422
    assert refused.json() == {"errors": ["201 resources are too many to describe at once; up to 200 are."]}
    main = new_ctid()
    members = [_item("ceasn:Competency", new_ctid(), ceasn__isPartOf=[resource_uri(main)]) for _ in range(6)]
    client.published(document(_item("ceasn:CompetencyFramework", main), *members))
    path = f"/description_sets/{main}"
    [found] = client.get(path, who="reader").json()
    assert found["total"] == 6
    monkeypatch.setattr(walking, "MAX_LINKS_WALKED", 6)
    assert client.get(path, who="reader").json() == [found]
    monkeypatch.setattr(walking, "MAX_LINKS_WALKED", 5)
    refused = client.get(path, who="reader")
    assert refused.status_code == 422
    assert refused.json() == {"errors": ["There are more than 5 connections along these paths."]}


def test_as_much_as_other_searches_want(example: _Example) -> None:
    """The function for other searches: in the order asked for, and only as much as is wanted."""
    node = example.client.node
    community = node.find_community(None)
    assert community is not None
    ctids = [example.ctids[name] for name in ("C1", "O1")]
    found = describe_resources(node, community, ctids, DescriptionOptions(include_sets=False))
    assert (found.ctids, found.sets, found.related, found.metadata) == (tuple(ctids), (), (), ())
    assert [json.loads(bytes(one))["ceterms:ctid"] for one in found.data] == ctids
    every = describe_resources(
        node, community, ctids, DescriptionOptions(include_resources=True, include_data=False)
    )
    assert every.data == ()
    assert len(every.related) > 3
    some = describe_resources(
        node, community, ctids, DescriptionOptions(include_resources=True, related_limit=3)
    )
    assert some.related == every.related[:3]
    with pytest.raises(LimitExceeded):
        describe_resources(node, community, [f"x{number}" for number in range(1_001)])


# Against a naive walk ---------------------------------------------------------------------------------------

_VOCABULARY = bundled_vocabulary()
_PATHS = build_description_paths(_VOCABULARY)
_TEXTS = sorted(path.text for path in _PATHS.paths)


class _Draft:
    """A small registry: documents of one item each, with what hangs on it inside or as blank nodes."""

    def __init__(self) -> None:
        self.items: dict[str, dict[str, Any]] = {}
        self.extra: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.provisional: set[str] = set()

    def add(self, kind: str) -> str:
        ctid = new_ctid()
        self.items[ctid] = _item(kind, ctid)
        return ctid

    def documents(self) -> list[Any]:
        return [
            document(item, *self.extra[ctid], **(_PROVISIONAL if ctid in self.provisional else {}))
            for ctid, item in self.items.items()
        ]


_EMBEDDED = {"ceterms:ConditionProfile", "ceterms:CredentialAlignmentObject", "ceterms:CollectionMember"}


@st.composite
def _drafts(draw: st.DrawFn) -> _Draft:
    """Some paths laid out as data, sharing things where they can, with gaps of all kinds."""
    draft = _Draft()
    for text in draw(st.lists(st.sampled_from(_TEXTS), min_size=1, max_size=5)):
        subject = draw(st.sampled_from(sorted(next(p for p in _PATHS.paths if p.text == text).subjects)))
        _lay(draw, draft, _thing(draw, draft, subject), list(parse_path(text)))
    for ctid in list(draft.items):
        if draw(st.integers(0, 9)) == 0:
            draft.provisional.add(ctid)
        elif draw(st.integers(0, 14)) == 0:
            del draft.items[ctid]
    return draft


def _thing(draw: st.DrawFn, draft: _Draft, cls: str) -> str:
    """The CTID of a thing of a class or a subclass, an existing one where there is one; at times of another."""
    if draw(st.integers(0, 11)) == 0:
        cls = "ceterms:CostManifest"
    members = _VOCABULARY.descendants(cls)
    existing = [ctid for ctid, item in draft.items.items() if item["@type"] in members]
    if existing and draw(st.booleans()):
        return draw(st.sampled_from(existing))
    return draft.add(draw(st.sampled_from(sorted(members))))


def _lay(draw: st.DrawFn, draft: _Draft, start: str, steps: list[Step]) -> None:
    """Lay out a path: each step is a link from the one of the two things that says it."""
    # What is said of a thing without a name of its own stands in the record of the thing that holds it.
    places: list[tuple[str, dict[str, Any] | None]] = [(start, None)]
    for step in steps:
        if step.cls in _EMBEDDED:
            places.append(("", {"@type": step.cls}))
        else:
            places.append((_thing(draw, draft, step.cls), None))
    for (near, near_object), (far, far_object), step in zip(places, places[1:], steps, strict=False):
        name = draw(st.sampled_from([name for name in step.properties if name in _VOCABULARY.properties]))
        source, target = (near, near_object), (far, far_object)
        if step.is_reverse:
            source, target = target, source
        holder = source[1] if source[1] is not None else draft.items[source[0]]
        value: Any = target[1] if target[1] is not None else resource_uri(target[0])
        values = holder.setdefault(name, [])
        if value not in values or isinstance(value, dict):
            values.append(value)
    for ctid, item in draft.items.items():
        _name_some(draw, draft, ctid, item)


def _name_some(draw: st.DrawFn, draft: _Draft, ctid: str, item: dict[str, Any]) -> None:
    """Make blank nodes of some embedded objects."""
    for values in list(item.values()):
        if not isinstance(values, list):
            continue
        for place, value in enumerate(values):
            if isinstance(value, dict) and draw(st.booleans()):
                label = f"_:{ctid}-{len(draft.extra[ctid])}"
                draft.extra[ctid].append({"@id": label, **value})
                values[place] = label


class _NaiveRegistry:
    """Flat nodes of all documents, and links as a list."""

    def __init__(self, client: AppClient, documents: list[Any]) -> None:
        self.nodes: dict[Any, tuple[FlatNode, bool]] = {}
        self.links: list[tuple[Any, str, Any]] = []
        for number, value in enumerate(documents):
            parsed = parse_document(json.dumps(value).encode())
            flat = flatten(parsed, client.node.active_context(parsed))
            names = [one.key if one.key is not None else (number, place) for place, one in enumerate(flat)]
            for name, one in zip(names, flat, strict=True):
                self.nodes[name] = (one, "adms:status" in value)
                for term, target in one.links:
                    self.links.append((name, term, names[target] if isinstance(target, int) else target))

    def ends(self, start: Any, text: str, visibility: str) -> set[str]:
        """The URIs at the end of a path."""
        here = {start}
        for step in parse_path(text):
            there = {
                (source if step.is_reverse else target)
                for source, term, target in self.links
                if term in step.properties and (target if step.is_reverse else source) in here
            }
            here = {name for name in there if self._is(name, step.cls, visibility)}
        return {
            str(node.uri).replace("_:", "https://credreg.net/bnodes/")
            for node, provisional in (self.nodes[name] for name in here)
            if node.uri is not None and (visibility != "only" or provisional)
        }

    def _is(self, name: Any, cls: str, visibility: str) -> bool:
        if name not in self.nodes:
            return False
        node, provisional = self.nodes[name]
        members = _PATHS.members[cls]
        return bool(node.types) and node.types[0] in members and not (provisional and visibility == "exclude")


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(draft=_drafts(), visibility=st.sampled_from(["exclude", "exclude", "include", "only"]))
def test_the_same_as_a_naive_walk(app_client: AppClient, draft: _Draft, visibility: str) -> None:
    documents = draft.documents()
    for value in documents:
        app_client.published(value)
    naive = _NaiveRegistry(app_client, documents)
    ctids = list(draft.items)
    body = app_client.post(
        "/description_sets", {"ctids": ctids, "provisional": visibility}, who="reader"
    ).json()
    found = {one["ctid"]: one["description_set"] for one in body["description_sets"]}
    for ctid, item in draft.items.items():
        expected = {}
        for path in _PATHS.of_class(item["@type"]):
            uris = naive.ends(resource_key(resource_uri(ctid)), path.text, visibility)
            if uris:
                expected[path.text] = uris
        got = {one["path"]: set(one["uris"]) for one in found.get(ctid, [])}
        assert got == expected
        assert all(one["total"] == len(one["uris"]) for one in found.get(ctid, []))
