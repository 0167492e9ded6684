from __future__ import annotations

import json
import shlex
from typing import Any

import pytest
from starlette.responses import Response

from opencredreg.accounts.actor import Role
from opencredreg.api.call import Call
from opencredreg.api.openapi import build_openapi
from opencredreg.api.operation import Answer, Body, Operation, Param, PathParam
from opencredreg.ctdl.vocabulary import bundled_vocabulary
from opencredreg.errors import RegistryError
from opencredreg.web.assets import asset_path, find_asset
from opencredreg.web.error_codes import list_error_codes
from opencredreg.web.kinds import Kind, class_label, kind_of
from opencredreg.web.reference import Entry, build_reference
from opencredreg.web.text import inline, paragraphs


def _entry(**members: Any) -> Entry:
    def handler(_call: Call) -> Response:
        return Response()

    given = {
        "method": "POST",
        "path": "/things/{id}",
        "handler": handler,
        "tag": "Node",
        "summary": "A thing",
        "path_params": (PathParam(name="id", help="Which.", example="a/b c"),),
        "answers": {200: Answer(help="It.", example={"name": "Elm"})},
    }
    document = build_openapi(
        [Operation(**{**given, **members})], title="A registry", version="1", server_url="/"
    )
    [group] = build_reference(document, "https://a.example")
    return group.entries[0]


class TestExampleRequests:
    def test_are_commands_that_a_shell_understands(self) -> None:
        body = {"name": 'it\'s "Elm" $HOME `id`'}
        entry = _entry(role=Role.PUBLISHER, body=Body(help="It.", example=body))
        words = shlex.split(entry.curl.replace("\\\n", " "))
        assert words[:4] == ["curl", "-X", "POST", "https://a.example/things/a%2Fb%20c"]
        assert words[4:8] == [
            "-H",
            "Authorization: Token YOUR_TOKEN",
            "-H",
            "Content-Type: application/json",
        ]
        assert words[8] == "-d"
        assert json.loads(words[9]) == body

    def test_hold_what_is_required_and_no_more(self) -> None:
        entry = _entry(
            method="GET",
            params=(
                Param(name="day", kind="date", help="When.", is_required=True, example="2026-03-01"),
                Param(name="count", kind="integer", help="How many.", example=3),
            ),
        )
        assert shlex.split(entry.curl) == ["curl", "https://a.example/things/a%2Fb%20c?day=2026-03-01"]

    def test_name_what_has_no_example(self) -> None:
        entry = _entry(method="GET", path_params=(PathParam(name="id", help="Which."),))
        assert entry.curl == "curl 'https://a.example/things/ID'"


class TestReferenceEntries:
    def test_tell_the_form_with_a_community_once(self) -> None:
        entry = _entry(path="{c}/things/{id}")
        assert (entry.path, entry.other_path) == ("/things/{id}", "/{community}/things/{id}")

    def test_describe_parameters_wherever_they_go(self) -> None:
        entry = _entry(
            params=(
                Param(name="mode", kind="choice", choices=("a", "b"), default="a", help="How."),
                Param(name="ids", kind="texts", help="Which.", is_required=True, is_in_body=True),
            )
        )
        fields = {field.name: field for field in entry.fields}
        assert fields["id"].place == "path"
        assert (fields["mode"].choices, fields["mode"].default) == (("a", "b"), "a")
        assert (fields["ids"].place, fields["ids"].kind, fields["ids"].is_required) == (
            "body",
            "array of strings",
            True,
        )

    def test_show_an_answer_of_success_and_keep_common_errors_apart(self) -> None:
        entry = _entry(answers={404: Answer(help="No such thing."), 200: Answer(help="It.", example=[1])})
        assert entry.shown is not None
        assert entry.shown.status == "200"
        assert [outcome.status for outcome in entry.own_outcomes] == ["200", "404"]
        assert "500" in [outcome.status for outcome in entry.shared_outcomes]

    def test_say_who_may(self) -> None:
        assert _entry(role=Role.ADMIN).role == "admin"
        assert _entry(reads=True).takes_key
        assert not _entry().takes_key


class TestErrorCodes:
    def test_cover_every_class_of_errors(self) -> None:
        def codes(kind: type[RegistryError]) -> set[str]:
            return {kind.code}.union(*(codes(child) for child in kind.__subclasses__()))

        listed = [one.code for one in list_error_codes()]
        assert set(listed) == codes(RegistryError) - {RegistryError.code}
        assert len(listed) == len(set(listed))

    def test_have_a_meaning_and_a_way_out(self) -> None:
        for one in list_error_codes():
            assert one.meaning.endswith(".")
            assert one.remedy, one.code
            assert all(400 <= status < 600 for status in one.statuses)

    def test_know_more_general_errors(self) -> None:
        parents = {one.code: one.parent for one in list_error_codes()}
        assert parents["gone"] == "not-found"
        assert parents["not-found"] == ""
        assert set(parents.values()) - {""} <= parents.keys()


class TestKinds:
    @pytest.mark.parametrize(
        ("term", "kind"),
        [
            ("ceterms:Certificate", Kind.CREDENTIAL),
            ("ceterms:MasterDegree", Kind.CREDENTIAL),
            ("ceterms:CredentialOrganization", Kind.ORGANIZATION),
            ("ceterms:Course", Kind.LEARNING),
            ("ceterms:AssessmentProfile", Kind.ASSESSMENT),
            ("ceasn:CompetencyFramework", Kind.COMPETENCY),
            ("ceterms:Pathway", Kind.PATHWAY),
            ("ceterms:Occupation", Kind.WORK),
            ("qdata:DataSetProfile", Kind.OUTCOME),
            ("ceterms:ConditionManifest", Kind.OTHER),
            ("ex:Unknown", Kind.OTHER),
            (None, Kind.OTHER),
        ],
    )
    def test_follow_the_hierarchy_of_classes(self, term: str | None, kind: Kind) -> None:
        assert kind_of(bundled_vocabulary(), term) is kind

    def test_have_names_for_people(self) -> None:
        vocabulary = bundled_vocabulary()
        assert class_label(vocabulary, "ceterms:CredentialOrganization") == "Credential Organization"
        assert class_label(vocabulary, "ex:Unknown") == "ex:Unknown"
        assert class_label(vocabulary, None) == "Without a class"


def test_texts_are_escaped_and_code_is_marked() -> None:
    assert str(inline("`<b>` & <i>")) == "<code>&lt;b&gt;</code> &amp; &lt;i&gt;"
    assert [str(part) for part in paragraphs("One.\n\nTwo\nlines.\n\n\n")] == ["One.", "Two\nlines."]


def test_assets_are_found_by_the_name_with_their_hash() -> None:
    path = asset_path("style.css")
    asset = find_asset(path.removeprefix("/static/"))
    assert asset is not None
    assert asset.media_type == "text/css"
    assert find_asset("style.css") is None
    assert find_asset("style-000000000000.css") is None
    with pytest.raises(KeyError):
        asset_path("other.css")
