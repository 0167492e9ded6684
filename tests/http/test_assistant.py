"""The Registry Assistant over HTTP: every type with every action, in the shapes that its clients know."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from opencredreg.crosswalk.assistant.table import all_kinds
from opencredreg.ids import new_ctid
from tests.publisher.making import (
    DOCUMENTS,
    api_key,
    course,
    example,
    house,
    organization,
    picture,
    resource_of,
    send,
    task,
)
from tests.support.app import AppClient

_PUBLISHED = {
    "Successful", "WasChanged", "Messages", "CTID", "ResponseDate", "EnvelopeUrl", "RegistryEnvelopeIdentifier",
    "GraphUrl", "CredentialFinderUrl", "Payload",
}  # fmt: skip
_KINDS = [kind.name for kind in all_kinds()]


def _one(value: Any) -> dict[str, Any]:
    """The answer about the resource of the route: the only one, or the last of a list."""
    found: dict[str, Any] = value[-1] if isinstance(value, list) else value
    return found


def _refused(answer: dict[str, Any], text: str) -> None:
    assert answer["Successful"] is False, answer
    assert any(text in message for message in answer["Messages"]), answer["Messages"]


class TestEveryType:
    def test_format_validate_publish_read_and_delete(self, app_client: AppClient) -> None:
        for kind in _KINDS:
            body = example(app_client, kind)
            before = picture(app_client, DOCUMENTS)
            formatted = _one(send(app_client, kind, "format", body, who="anonymous"))
            assert formatted.keys() == {"Successful", "Messages", "CTID", "Payload"}
            assert formatted["Successful"] is True, (kind, formatted["Messages"])
            checked = _one(send(app_client, kind, "validate", body, who="anonymous"))
            assert checked == {"Successful": True, "Messages": formatted["Messages"]}, kind
            assert picture(app_client, DOCUMENTS) == before

            published = _one(send(app_client, kind, "publish", body))
            assert published.keys() == _PUBLISHED
            assert (published["Successful"], published["WasChanged"]) == (True, True), (kind, published)
            assert published["Payload"] == formatted["Payload"], kind
            ctid = published["CTID"]
            assert ctid == resource_of(kind, body)["CTID"]
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", published["ResponseDate"])
            graph = app_client.get(published["GraphUrl"])
            assert graph.json() == json.loads(published["Payload"])
            assert app_client.get(published["CredentialFinderUrl"]).json()["ceterms:ctid"] == ctid
            envelope = app_client.get(published["EnvelopeUrl"]).json()
            assert envelope["envelope_id"] == published["RegistryEnvelopeIdentifier"]
            assert envelope["owned_by"] == app_client.ctid("alder")

            after = picture(app_client, DOCUMENTS)
            again = _one(send(app_client, kind, "publish", body))
            assert (again["Successful"], again["WasChanged"]) == (True, False), (kind, again)
            assert any(message.startswith("NOTE: Nothing was updated") for message in again["Messages"])
            assert picture(app_client, DOCUMENTS) == after, kind

            named = {"CTID": ctid.upper(), "PublishForOrganizationIdentifier": app_client.ctid("alder")}
            deleted = send(app_client, kind, "delete", named)
            assert deleted == {"Successful": True, "WasChanged": True, "Messages": []}
            assert app_client.get(f"/graph/{ctid}").status_code == 410
            _refused(send(app_client, kind, "delete", named), "There is no resource")

    @pytest.mark.parametrize(
        "path",
        ["/Assistant/Course/Publish", "/assistant/COURSE/pUbLiSh"],
        ids=["all", "parts"],
    )
    def test_names_in_any_case(self, app_client: AppClient, path: str) -> None:
        body = course(app_client)
        folded = {name.upper(): value for name, value in body.items()}
        folded["LEARNINGOPPORTUNITY"] = {
            name.lower(): value for name, value in body["LearningOpportunity"].items()
        }
        # Names of types and actions are compared without regard to case, as is every member.
        path = path.replace("/Assistant", "/assistant")
        answer = app_client.post(path, folded, who="publisher").json()
        assert answer["Successful"] is True, answer


class TestTheDoor:
    @pytest.mark.parametrize("action", ["publish", "publishGraph", "provisional", "setLastVerified", "cease"])
    @pytest.mark.parametrize("headers", [{}, {"Authorization": "ApiToken 0123456789abcdef0123456789abcdef"}])
    def test_without_a_key(self, app_client: AppClient, action: str, headers: dict[str, str]) -> None:
        answer = app_client.post(f"/assistant/course/{action}", course(app_client), headers=headers)
        assert answer.status_code == 401
        assert answer.json().keys() == {"Successful", "Messages"}
        assert answer.json()["Successful"] is False
        answer = app_client.delete(
            "/assistant/course/delete", {"CTID": new_ctid()}, headers={"Authorization": ""}
        )
        assert (answer.status_code, answer.json()["Successful"]) == (401, False)

    @pytest.mark.parametrize("scheme", ["ApiToken", "apitoken", "Bearer", "Token"])
    def test_keys_in_any_case(self, app_client: AppClient, scheme: str) -> None:
        value = api_key(app_client)["Authorization"].split()[1].upper()
        headers = {"Authorization": f"{scheme} {value}"}
        answer = send(app_client, "course", "publish", course(app_client), who="anonymous", headers=headers)
        assert answer["Successful"] is True, answer

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("POST", "/assistant/orchard/publish"),
            ("POST", "/assistant/course/plant"),
            ("POST", "/assistant/course/delete"),
            ("POST", "/assistant/course/bulkpublish"),
            ("POST", "/assistant/course/hasmembersappend"),
            ("DELETE", "/assistant/course/publish"),
            ("DELETE", "/assistant/orchard/delete"),
        ],
    )
    def test_unknown_names(self, app_client: AppClient, method: str, path: str) -> None:
        for body in (course(app_client), {}):
            answer = app_client.request(method, path, body=body, who="publisher")
            assert answer.status_code == 404, answer.text
            assert (answer.json().keys(), answer.json()["Successful"]) == ({"Successful", "Messages"}, False)

    @pytest.mark.parametrize("body", ["", "{", "{'CTID': 1}", '{"a": "\\u0000"}', '{"a": "\\ud800"}', "\xff"])
    def test_bodies_that_are_no_json(self, app_client: AppClient, body: str) -> None:
        for action in ("format", "publish", "cease"):
            answer = app_client.post(f"/assistant/course/{action}", body.encode("latin-1"), who="publisher")
            assert answer.status_code == 400, answer.text
            assert (answer.json().keys(), answer.json()["Successful"]) == ({"Successful", "Messages"}, False)

    @pytest.mark.parametrize("body", [[], "text", 5, None, True, [{}], {}])
    def test_bodies_that_are_no_request(self, app_client: AppClient, body: Any) -> None:
        before = picture(app_client, DOCUMENTS)
        for action in ("format", "validate", "publish"):
            raw = json.dumps(body)
            for kind in ("course", "competency", "pathwayset", "transferintermediary"):
                value = send(app_client, kind, action, raw)
                for answer in value if isinstance(value, list) else [value]:
                    _refused(answer, "The request")
        for action in ("cease", "copy", "setLastVerified"):
            answer = app_client.post(f"/assistant/course/{action}", json.dumps(body), who="publisher")
            assert answer.status_code in (400, 422), answer.text
        assert picture(app_client, DOCUMENTS) == before

    @pytest.mark.parametrize(
        ("kind", "action", "body"),
        [
            ("competency", "publish", {"Competencies": []}),
            ("course", "publish", {"LearningOpportunity": []}),
            ("occupation", "publishlist", {"OccupationList": []}),
            ("credential", "bulkpublish", {"Credentials": 5}),
            ("pathwayset", "publish", {"Pathways": 5, "PathwaySet": {}}),
            ("pathwayset", "publish", {"Pathways": [5], "PathwaySet": None}),
            ("course", "publishgraph", {"GraphInput": 5}),
            ("course", "publishgraph", {"GraphInput": {"@graph": [5]}}),
            ("course", "publish", {"LearningOpportunity": {"CTID": [1], "Name": {"a": 1}}}),
        ],
    )
    def test_bodies_of_the_wrong_shape(
        self, app_client: AppClient, kind: str, action: str, body: dict[str, Any]
    ) -> None:
        before = picture(app_client, DOCUMENTS)
        body["PublishForOrganizationIdentifier"] = app_client.ctid("alder")
        answer = app_client.post(f"/assistant/{kind}/{action}", body, who="publisher")
        assert answer.status_code in (200, 400, 422), answer.text
        value = answer.json()
        for one in value if isinstance(value, list) else [value]:
            assert one["Successful"] is False
            assert one["Messages"]
        assert picture(app_client, DOCUMENTS) == before

    @pytest.mark.parametrize("members", [5, "x", [5], [{"ProxyFor": 5}], {"ProxyFor": []}, [None], True])
    def test_members_of_the_wrong_shape(self, app_client: AppClient, members: Any) -> None:
        body = {
            "PublishForOrganizationIdentifier": app_client.ctid("alder"),
            "CTID": new_ctid(),
            "CollectionMembers": members,
        }
        answer = app_client.post("/assistant/collection/collectionmembersappend", body, who="publisher")
        assert answer.status_code in (200, 400, 422), answer.text
        assert answer.json()["Successful"] is False

    def test_findings_come_with_places(self, app_client: AppClient) -> None:
        body = course(app_client, LifeCycleStatusType="Activ")
        plain = send(app_client, "course", "format", body)
        assert "Findings" not in plain
        told = send(app_client, "course", "format", body, params={"findings": "true"})
        assert [one["pointer"] for one in told["Findings"]] == ["/LearningOpportunity/LifeCycleStatusType"]
        assert told["Messages"] == plain["Messages"]


class TestLists:
    def test_a_publish_list_answers_in_order(self, app_client: AppClient) -> None:
        for kind, action, name in (
            ("task", "publishList", "TaskList"),
            ("occupation", "publishList", "OccupationList"),
            ("job", "publishList", "JobList"),
            ("workrole", "publishList", "WorkRoleList"),
            ("credential", "bulkPublish", "Credentials"),
            ("supportservice", "bulkPublish", "SupportServices"),
            ("transfervalue", "bulkPublish", "TransferValueProfiles"),
        ):
            whole = example(app_client, kind)
            good, other = resource_of(kind, whole), resource_of(kind, example(app_client, kind, seed="b"))
            bad = {**good, "CTID": "ce-1"}
            shared = {"PublishForOrganizationIdentifier": app_client.ctid("alder")}
            answers = send(app_client, kind, action, {**shared, name: [good, bad, other]})
            assert [one["Successful"] for one in answers] == [True, False, True], (kind, answers)
            assert [one["CTID"] for one in answers] == [good["CTID"], "", other["CTID"]]
            one = send(app_client, kind, action, {**shared, name: [good]})
            assert [(entry["Successful"], entry["WasChanged"]) for entry in one] == [(True, False)]

    def test_the_same_ctid_twice_is_refused(self, app_client: AppClient) -> None:
        good = resource_of("task", example(app_client, "task"))
        body = {
            "PublishForOrganizationIdentifier": app_client.ctid("alder"),
            "TaskList": [good, {**good, "Name": "Another task altogether"}],
        }
        first, second = send(app_client, "task", "publishlist", body)
        assert first["Successful"] is True
        _refused(second, "is the CTID of /TaskList/0 already")

    def test_more_than_a_batch_holds(self, make_client: Callable[..., AppClient]) -> None:
        client = make_client(publishing__batch_items=2)
        entry = resource_of("task", example(client, "task"))
        body = {"PublishForOrganizationIdentifier": client.ctid("alder"), "TaskList": [entry] * 3}
        answer = client.post("/assistant/task/publishlist", body, who="publisher")
        assert (answer.status_code, answer.json()["Successful"]) == (422, False)

    def test_competencies_of_their_own(self, app_client: AppClient) -> None:
        body = example(app_client, "competency")
        body["Competencies"].append({**body["Competencies"][0], "CTID": new_ctid()})
        answers = send(app_client, "competency", "publish", body)
        assert [one["Successful"] for one in answers] == [True, True], answers
        assert [one["CTID"] for one in answers] == [one["CTID"] for one in body["Competencies"]]
        for one in answers:
            assert app_client.get(one["GraphUrl"]).status_code == 200

    def test_a_pathway_set_comes_last(self, app_client: AppClient) -> None:
        pathways = [example(app_client, "pathway", seed=seed) for seed in ("a", "b")]
        body = example(app_client, "pathwayset")
        body["Pathways"] = pathways
        body["PathwaySet"]["HasPathway"] = [one["Pathway"]["CTID"] for one in pathways]
        answers = send(app_client, "pathwayset", "publish", body)
        assert [one["Successful"] for one in answers] == [True] * 3, answers
        wanted = [one["Pathway"]["CTID"] for one in pathways] + [body["PathwaySet"]["CTID"]]
        assert [one["CTID"] for one in answers] == wanted

    def test_a_pathway_set_is_skipped_when_a_pathway_fails(self, app_client: AppClient) -> None:
        good, bad = (example(app_client, "pathway", seed=seed) for seed in ("a", "b"))
        del bad["Pathway"]["Name"]
        body = example(app_client, "pathwayset")
        body["Pathways"] = [bad, good]
        body["PathwaySet"]["HasPathway"] = [one["Pathway"]["CTID"] for one in (good, bad)]
        answers = send(app_client, "pathwayset", "publish", body)
        assert [one["Successful"] for one in answers] == [False, True, False], answers
        _refused(answers[-1], "something that it is made of was refused")
        assert app_client.get(f"/graph/{good['Pathway']['CTID']}").status_code == 200
        assert app_client.get(f"/graph/{body['PathwaySet']['CTID']}").status_code == 404
        log = app_client.get(f"/api/organizations/{app_client.ctid('alder')}/log", who="publisher").json()
        assert sorted(entry["outcome"] for entry in log) == ["created", "refused", "refused"]

    def test_a_pathway_set_goes_where_it_says(self, app_client: AppClient) -> None:
        pathways = [example(app_client, "pathway", seed=seed) for seed in ("a", "b")]
        body = example(app_client, "pathwayset")
        body |= {"Pathways": pathways, "Registry": "learning-registry"}
        body["PathwaySet"]["HasPathway"] = [one["Pathway"]["CTID"] for one in pathways]
        for one in send(app_client, "pathwayset", "publish", body):
            assert one["Successful"] is True, one["Messages"]
            assert "/learning-registry/graph/" in one["GraphUrl"]
            assert app_client.get(f"/learning_registry/graph/{one['CTID']}").status_code == 200
            assert app_client.get(f"/graph/{one['CTID']}").status_code == 404

    @pytest.mark.parametrize("skips", [True, False])
    def test_intermediaries_with_their_transfer_values(self, app_client: AppClient, skips: bool) -> None:
        value = resource_of("transfervalue", example(app_client, "transfervalue"))
        broken = {**value, "CTID": new_ctid()}
        del broken["Name"]
        intermediary = resource_of("transferintermediary", example(app_client, "transferintermediary"))
        intermediary["IntermediaryFor"] = [value["CTID"]]
        body = {
            "PublishForOrganizationIdentifier": app_client.ctid("alder"),
            "TransferIntermediaries": [intermediary],
            "TransferValueProfiles": [value, broken],
            "SkipPublishIfAnyTransferProfilesFail": skips,
        }
        answers = send(app_client, "transferintermediary", "bulkpublish", body)
        outcomes = {one["CTID"]: one["Successful"] for one in answers}
        assert outcomes == {value["CTID"]: True, broken["CTID"]: False, intermediary["CTID"]: not skips}
        found = app_client.get(f"/graph/{intermediary['CTID']}").status_code
        assert found == (404 if skips else 200)


class TestGraphs:
    @pytest.mark.parametrize("kind", ["course", "credential", "competencyframework", "organization"])
    def test_finished_graphs(self, app_client: AppClient, kind: str) -> None:
        body = example(app_client, kind)
        document = json.loads(send(app_client, kind, "format", body)["Payload"])
        owner = {"PublishForOrganizationIdentifier": app_client.ctid("alder")}
        for name in ("GraphInput", "Graph"):
            answer = send(
                app_client, kind, "publishGraph", {**owner, "HasLanguageMaps": True, name: document}
            )
            assert answer["Successful"] is True, answer
            assert json.loads(answer["Payload"])["@graph"][0]["@id"] == document["@graph"][0]["@id"]
        answer = send(app_client, kind, "publish", body)
        assert (answer["Successful"], answer["WasChanged"]) == (True, False), answer

    def test_plain_texts_get_the_language(self, app_client: AppClient) -> None:
        document = json.loads(send(app_client, "course", "format", course(app_client))["Payload"])
        main = document["@graph"][0]
        main["ceterms:name"], main["ceterms:description"] = "Obstbäume veredeln", "Zwei Tage im Obstgarten."
        body = {
            "PublishForOrganizationIdentifier": app_client.ctid("alder"),
            "DefaultLanguage": "de",
            "HasLanguageMaps": False,
            "GraphInput": document,
        }
        answer = send(app_client, "course", "publishgraph", body)
        assert answer["Successful"] is True, answer
        assert json.loads(answer["Payload"])["@graph"][0]["ceterms:name"] == {"de": "Obstbäume veredeln"}


class TestOneResource:
    def test_a_placeholder_and_then_the_whole(self, app_client: AppClient) -> None:
        ctid = new_ctid()
        small = {
            "PublishForOrganizationIdentifier": app_client.ctid("alder"),
            "LearningOpportunity": {"CTID": ctid, "Name": "Grafting", "OwnedBy": [house(app_client)]},
        }
        _refused(send(app_client, "course", "publish", small), "Description")
        answer = send(app_client, "course", "provisional", small)
        assert (answer["Successful"], answer["WasChanged"]) == (True, True), answer
        assert json.loads(answer["Payload"])["adms:status"] == "graphPublicationStatus:Provisional"
        again = send(app_client, "course", "provisional", small)
        assert (again["Successful"], again["WasChanged"]) == (True, False), again
        full = send(app_client, "course", "publish", course(app_client, ctid))
        assert (full["Successful"], full["WasChanged"]) == (True, True), full
        assert "adms:status" not in app_client.get(f"/graph/{ctid}").json()

    def test_without_the_document_in_the_answer(self, app_client: AppClient) -> None:
        body = {**course(app_client), "ExcludingPayloadInResponse": True}
        answer = send(app_client, "course", "publish", body)
        assert (answer["Successful"], answer["Payload"]) == (True, None)

    def test_what_is_refused_still_shows_its_document(self, app_client: AppClient) -> None:
        before = picture(app_client, DOCUMENTS)
        answer = send(app_client, "course", "publish", course(app_client, LifeCycleStatusType="Activ"))
        _refused(answer, "Activ")
        assert json.loads(answer["Payload"])["@graph"][0]["ceterms:name"] == {"en-US": "Grafting fruit trees"}
        assert (answer["WasChanged"], answer["GraphUrl"], answer["EnvelopeUrl"]) == (False, "", "")
        assert picture(app_client, DOCUMENTS) == before

    @pytest.mark.parametrize("name", ["Registry", "Community", "registry"])
    def test_another_community(self, app_client: AppClient, name: str) -> None:
        body = {**course(app_client), name: "Learning-Registry"}
        answer = send(app_client, "course", "publish", body)
        assert "/learning-registry/graph/" in answer["GraphUrl"], answer
        main = json.loads(answer["Payload"])["@graph"][0]
        assert f"/learning-registry/resources/{answer['CTID']}" in main["@id"]
        assert app_client.get(f"/learning_registry/graph/{answer['CTID']}").status_code == 200
        refused = app_client.post(
            "/assistant/course/publish", {**course(app_client), name: "nowhere"}, who="publisher"
        )
        assert (refused.status_code, refused.json()["Successful"]) == (400, False), refused.text

    @pytest.mark.parametrize(
        "members",
        [
            {"ResourcePublishType": "Secondary"},
            {"resourcepublishtype": "secondary"},
            {"IsPrimarySourceRecord": False},
        ],
    )
    def test_secondary_sources(self, app_client: AppClient, members: dict[str, Any]) -> None:
        body = course(app_client)
        answer = send(app_client, "course", "publish", {**body, **members})
        envelope = app_client.get(answer["EnvelopeUrl"]).json()
        assert envelope["resource_publish_type"] == "secondary"
        answer = send(app_client, "course", "publish", body)
        assert answer["WasChanged"] is True
        assert app_client.get(answer["EnvelopeUrl"]).json()["resource_publish_type"] == "primary"


class TestUpkeep:
    def _named(self, client: AppClient, ctid: str, **members: Any) -> dict[str, Any]:
        return {"CTID": ctid, "PublishForOrganizationIdentifier": client.ctid("alder"), **members}

    def test_confirming(self, make_client: Callable[..., AppClient]) -> None:
        client = make_client()
        ctid = new_ctid()
        first = send(client, "course", "publish", course(client, ctid))
        for action in ("setLastVerified", "verify"):
            before = picture(client, ("envelope_version", "document"))
            answer = send(client, "course", action, self._named(client, ctid))
            assert answer["Successful"] is True, answer
            assert picture(client, ("envelope_version", "document")) == before
        envelope = client.get(first["EnvelopeUrl"]).json()
        assert envelope["last_verified_on"] == first["ResponseDate"][:10]

    @pytest.mark.parametrize(
        ("kind", "action", "status", "term", "concept"),
        [
            ("course", "cease", "", "ceterms:lifeCycleStatusType", "lifeCycle:Ceased"),
            ("course", "deactivate", "", "ceterms:lifeCycleStatusType", "lifeCycle:Suspended"),
            ("course", "cease", "teach out", "ceterms:lifeCycleStatusType", "lifeCycle:TeachOut"),
            ("credential", "cease", "", "ceterms:credentialStatusType", "credentialStat:Deprecated"),
            ("credential", "deactivate", "", "ceterms:credentialStatusType", "credentialStat:Suspended"),
            ("competencyframework", "cease", "", "ceasn:publicationStatusType", "Deprecated"),
            ("competency", "cease", "", "ceasn:publicationStatusType", "Deprecated"),
            ("datasetprofile", "cease", "", "ceasn:publicationStatusType", "Deprecated"),
            ("transferagreement", "cease", "", "ceasn:publicationStatusType", "Deprecated"),
            ("organization", "cease", "", "ceterms:lifeCycleStatusType", "lifeCycle:Ceased"),
        ],
    )
    def test_ending(
        self, app_client: AppClient, kind: str, action: str, status: str, term: str, concept: str
    ) -> None:
        body = example(app_client, kind)
        ctid = resource_of(kind, body)["CTID"]
        assert _one(send(app_client, kind, "publish", body))["Successful"] is True
        named = self._named(app_client, ctid, NewStatus=status)
        for is_changed in (True, False):
            answer = send(app_client, kind, action, named)
            assert answer == {"Successful": True, "WasChanged": is_changed, "Messages": []}
        value = app_client.get(f"/resources/{ctid}").json()[term]
        assert (value if isinstance(value, str) else value["ceterms:targetNode"]).endswith(concept)
        # What is made that way is what publishing makes.
        if isinstance(value, dict):
            resource_of(kind, body)[term.removeprefix("ceterms:")] = concept
            assert _one(send(app_client, kind, "publish", body))["WasChanged"] is False

    def test_what_has_no_status_cannot_end(self, app_client: AppClient) -> None:
        body = example(app_client, "metric")
        ctid = body["Metric"]["CTID"]
        send(app_client, "metric", "publish", body)
        before = picture(app_client, DOCUMENTS)
        _refused(send(app_client, "metric", "cease", self._named(app_client, ctid)), "has no status")
        send(app_client, "course", "publish", course(app_client, other := new_ctid()))
        before = picture(app_client, DOCUMENTS)
        named = self._named(app_client, other, NewStatus="Cesed")
        _refused(send(app_client, "course", "cease", named), "Did you mean lifeCycle:Ceased?")
        assert picture(app_client, DOCUMENTS) == before

    def test_up_to_fifty(self, app_client: AppClient) -> None:
        ctids = [new_ctid() for _ in range(51)]
        named = {"CTIDList": ctids, "PublishForOrganizationIdentifier": app_client.ctid("alder")}
        for action in ("cease", "setLastVerified", "copy", "transferowner"):
            body = {**named, "Registry": "learning_registry"} if action == "copy" else named
            if action == "transferowner":
                body = {**body, "NewOwnerCTID": app_client.ctid("birch")}
            answer = app_client.post(f"/assistant/course/{action}", body, who="publisher")
            assert (answer.status_code, answer.json()["Successful"]) == (422, False), action
        answer = app_client.delete("/assistant/course/delete", named, who="publisher")
        assert (answer.status_code, answer.json()["Successful"]) == (422, False)
        send(app_client, "course", "publish", course(app_client, ctids[0]))
        answer = send(app_client, "course", "delete", {**named, "CTIDList": ctids[:2]})
        assert (answer["Successful"], answer["WasChanged"], len(answer["Messages"])) == (False, True, 1)

    def test_handing_over(self, app_client: AppClient) -> None:
        ctid = new_ctid()
        send(app_client, "course", "publish", course(app_client, ctid))
        body = {
            "DataOwnerCTID": app_client.ctid("alder"),
            "NewOwnerCTID": app_client.ctid("birch"),
            "EntityCTIDList": [ctid],
        }
        before = picture(app_client, DOCUMENTS)
        refused = send(app_client, "course", "transferowner", body)
        assert refused["Successful"] is False
        assert picture(app_client, DOCUMENTS) == before
        assert send(app_client, "course", "transferOwner", body, who="admin")["Successful"] is True
        envelope = app_client.get(f"/envelopes/{ctid}").json()
        assert envelope["owned_by"] == app_client.ctid("birch")
        _refused(send(app_client, "course", "publish", course(app_client, ctid)), "Another owner")
        theirs = course(app_client, ctid, owner="birch")
        assert send(app_client, "course", "publish", theirs, who="stranger")["Successful"] is True

    def test_purging(self, make_client: Callable[..., AppClient]) -> None:
        client = make_client()
        body = {"OwnedByOrganizationIdentifier": client.ctid("alder"), "FromDate": "2000-01-01"}
        send(client, "course", "publish", course(client))
        send(client, "task", "publish", task(client))
        refused = client.delete("/assistant/course/purge", body, who="publisher")
        assert (refused.status_code, refused.json()["Successful"]) == (401, False), refused.text
        sandbox = make_client(publishing__sandbox=True)
        wrong = sandbox.delete("/assistant/course/purge", {**body, "UntilDate": "soon"}, who="publisher")
        assert (wrong.status_code, wrong.json()["Successful"]) == (400, False)
        future = {**body, "FromDate": "2999-01-01"}
        assert send(sandbox, "course", "purge", future)["Messages"] == ["0 resources were deleted."]
        assert send(sandbox, "course", "purge", body)["Messages"] == ["1 resources were deleted."]
        assert send(client, "task", "purge", body, who="admin")["Messages"] == ["1 resources were deleted."]
        stranger = sandbox.delete("/assistant/course/purge", body, who="stranger")
        assert (stranger.status_code, stranger.json()["Successful"]) == (401, False)

    def test_copying(self, app_client: AppClient) -> None:
        ctids = [new_ctid(), new_ctid()]
        for ctid in ctids:
            send(app_client, "course", "publish", course(app_client, ctid))
        body = {"CTIDList": ctids, "PublishForOrganizationIdentifier": app_client.ctid("alder")}
        same = app_client.post("/assistant/course/copy", body, who="publisher")
        assert (same.status_code, same.json()["Successful"]) == (422, False), same.text
        body["Registry"] = "learning_registry"
        for is_changed in (True, False):
            answer = send(app_client, "course", "copy", body)
            assert (answer["Successful"], answer["WasChanged"]) == (True, is_changed)
        for ctid in ctids:
            copied = app_client.get(f"/learning_registry/envelopes/{ctid}").json()
            assert copied["owned_by"] == app_client.ctid("alder")
        stranger = send(app_client, "course", "copy", body, who="stranger")
        assert stranger["Successful"] is False

    def test_members_of_collections(self, app_client: AppClient) -> None:
        body = example(app_client, "collection")
        ctid = body["Collection"]["CTID"]
        send(app_client, "collection", "publish", body)
        before = app_client.get(f"/resources/{ctid}").json()["ceterms:hasMember"]
        more = [new_ctid(), new_ctid()]
        appended = {"CTID": ctid, "PublishForOrganizationIdentifier": app_client.ctid("alder")}
        for action, members in (
            ("HasMembersAppend", {"HasMember": more}),
            ("CollectionMembersAppend", {"CollectionMembers": [{"ProxyFor": one} for one in more]}),
        ):
            answer = send(app_client, "collection", action, {**appended, **members})
            assert answer["Successful"] is True
            assert answer["WasChanged"] is (action == "HasMembersAppend")
        after = app_client.get(f"/resources/{ctid}").json()["ceterms:hasMember"]
        assert after[: len(before)] == before
        assert [uri.rpartition("/")[2] for uri in after[len(before) :]] == more
        answer = send(app_client, "collection", "HasMembersRemove", {**appended, "HasMember": more[0]})
        assert (answer["Successful"], answer["WasChanged"]) == (True, True)
        assert len(app_client.get(f"/resources/{ctid}").json()["ceterms:hasMember"]) == len(after) - 1
        answer = send(
            app_client, "collection", "HasMembersRemove", {**appended, "HasMember": more[1]}, who="stranger"
        )
        assert answer["Successful"] is False


class TestWhoMayPublish:
    def test_third_parties(self, app_client: AppClient) -> None:
        ctid = new_ctid()
        answer = send(app_client, "course", "publish", course(app_client, ctid), who="partner")
        assert answer["Successful"] is True, answer
        envelope = app_client.get(answer["EnvelopeUrl"]).json()
        assert envelope["owned_by"] == app_client.ctid("alder")
        assert envelope["published_by"] == app_client.ctid("cedar")
        before = picture(app_client, DOCUMENTS)
        refused = send(app_client, "course", "publish", course(app_client, ctid), who="stranger")
        _refused(refused, "not authorized to publish on behalf")
        assert picture(app_client, DOCUMENTS) == before

    def test_owners_that_nobody_knows(self, app_client: AppClient) -> None:
        before = picture(app_client)
        body = {**course(app_client), "PublishForOrganizationIdentifier": new_ctid()}
        _refused(send(app_client, "course", "publish", body), "has an account here")
        body["PublishForOrganizationIdentifier"] = "ce-1"
        _refused(send(app_client, "course", "publish", body), "is no CTID")
        del body["PublishForOrganizationIdentifier"]
        _refused(send(app_client, "course", "publish", body), "who owns the data")
        assert picture(app_client) == before

    def test_the_first_publish_by_staff_makes_an_account(self, app_client: AppClient) -> None:
        ctid = new_ctid()
        body = organization(app_client, ctid, Name="Rowan School of Baking")
        before = picture(app_client)
        _refused(send(app_client, "organization", "publish", body), "has an account here")
        assert picture(app_client) == before
        answer = send(app_client, "organization", "publish", body, who="admin")
        assert answer["Successful"] is True, answer
        assert app_client.get(answer["EnvelopeUrl"]).json()["owned_by"] == ctid

    def test_what_belongs_to_another(self, app_client: AppClient) -> None:
        ctid = new_ctid()
        send(app_client, "course", "publish", course(app_client, ctid))
        before = picture(app_client, DOCUMENTS)
        theirs = course(app_client, ctid, owner="birch")
        _refused(send(app_client, "course", "publish", theirs, who="stranger"), "Another owner")
        for owner in ("alder", "birch"):
            named = {"CTID": ctid, "PublishForOrganizationIdentifier": app_client.ctid(owner)}
            for action in ("delete", "cease", "setLastVerified"):
                answer = send(app_client, "course", action, named, who="stranger")
                assert (answer["Successful"], answer["WasChanged"]) == (False, False), (owner, action)
        assert picture(app_client, DOCUMENTS) == before

    def test_scopes_of_keys(self, app_client: AppClient) -> None:
        ctid = new_ctid()
        send(app_client, "course", "publish", course(app_client, ctid))
        named = {"CTID": ctid, "PublishForOrganizationIdentifier": app_client.ctid("alder")}
        searching = api_key(app_client, scopes=["search"])
        publishing = api_key(app_client, scopes=["publish"])
        deleting = api_key(app_client, scopes=["delete"])
        before = picture(app_client, DOCUMENTS)
        for method, action, headers in (
            ("POST", "publish", searching),
            ("POST", "publish", deleting),
            ("POST", "cease", searching),
            ("POST", "setlastverified", deleting),
            ("DELETE", "delete", searching),
            ("DELETE", "delete", publishing),
            ("DELETE", "purge", publishing),
        ):
            body = course(app_client, ctid, Name="Changed") if action == "publish" else named
            answer = app_client.request(method, f"/assistant/course/{action}", body=body, headers=headers)
            assert (answer.status_code, answer.json()["Successful"]) == (403, False), (action, answer.text)
        assert picture(app_client, DOCUMENTS) == before
        other = course(app_client)
        published = send(app_client, "course", "publish", other, who="anonymous", headers=publishing)
        assert published["Successful"] is True, published
        assert send(app_client, "course", "delete", named, who="anonymous", headers=deleting)["Successful"]

    def test_classes_of_keys(self, app_client: AppClient) -> None:
        headers = api_key(app_client, classes=["course"])
        assert send(app_client, "course", "publish", course(app_client), who="anonymous", headers=headers)[
            "Successful"
        ]
        refused = send(app_client, "task", "publish", task(app_client), who="anonymous", headers=headers)
        _refused(refused, "ceterms:Task")
        log = app_client.get(f"/api/organizations/{app_client.ctid('alder')}/log", who="publisher").json()
        assert [(one["type"], one["outcome"], one["key"]) for one in log] == [
            ("task", "refused", "Nightly upload"),
            ("course", "created", "Nightly upload"),
        ]

    def test_in_a_sandbox_missing_organizations_are_warnings(
        self, make_client: Callable[..., AppClient]
    ) -> None:
        client = make_client()
        body = course(client, OfferedBy=[{"CTID": new_ctid()}])
        _refused(send(client, "course", "publish", body), "no organization")
        sandbox = make_client(publishing__sandbox=True)
        answer = send(sandbox, "course", "publish", body)
        assert answer["Successful"] is True, answer
        assert any(message.startswith("NOTE: This is a sandbox") for message in answer["Messages"])
