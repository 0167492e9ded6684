from __future__ import annotations

from typing import Any

from opencredreg.finder.identifiers import Code, Identifiers, build_identifiers
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, document
from tests.support.subjects import subject_of

pytestmark = on_sqlite

_SOC = "https://codes.example/soc"


def _entry(name: str, code: str = "", framework: str = "", target: str = "") -> dict[str, Any]:
    stated = {
        "ceterms:codedNotation": code,
        "ceterms:framework": framework,
        "ceterms:targetNode": target,
    }
    return {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNodeName": {"en": name},
        **{term: value for term, value in stated.items() if value},
    }


def _built(client: AppClient, *others: dict[str, Any], **members: Any) -> Identifiers:
    main = certificate(**members)
    client.published(document(main, *others))
    with subject_of(client, main["ceterms:ctid"]) as subject:
        found = build_identifiers(subject)
    assert found is not None
    return found


def test_there_is_nothing_to_show_without_codes(app_client: AppClient) -> None:
    main = certificate()
    app_client.published(document(main))
    with subject_of(app_client, main["ceterms:ctid"]) as subject:
        assert build_identifiers(subject) is None


def test_codes_of_all_kinds_are_listed(app_client: AppClient) -> None:
    found = _built(
        app_client, ceterms__codedNotation="HL-1", ceterms__naics=["113", "114"], ceterms__opeID="0042"
    )
    assert found.codes == (
        Code("ceterms:codedNotation", "HL-1"),
        Code("ceterms:opeID", "0042"),
        Code("ceterms:naics", "113"),
        Code("ceterms:naics", "114"),
    )


def test_identifiers_say_who_gives_them(app_client: AppClient) -> None:
    register = {
        "@type": "ceterms:IdentifierValue",
        "ceterms:identifierTypeName": {"en": "Valley register", "es": "Registro del valle"},
        "ceterms:identifierType": "https://register.example/",
        "ceterms:identifierValueCode": "V-77",
        "ceterms:description": {"en": "Given once."},
    }
    beside = {**register, "@id": "_:beside", "ceterms:identifierValueCode": "V-78"}
    found = _built(app_client, beside, ceterms__identifier=[register, "_:beside"])
    assert [(one.code, one.kind) for one in found.identifiers] == [
        ("V-77", "https://register.example/"),
        ("V-78", "https://register.example/"),
    ]
    first = found.identifiers[0]
    assert [text.text for text in first.names] == ["Valley register", "Registro del valle"]
    assert [one.term for one in first.rest] == ["ceterms:description"]


def test_entries_are_grouped_by_framework(app_client: AppClient) -> None:
    found = _built(
        app_client,
        ceterms__occupationType=[
            _entry("Hedge layer", "37-1", _SOC, "https://codes.example/soc/37-1"),
            _entry("Forester", "45-4"),
            _entry("Gardener", "37-3", _SOC),
        ],
        ceterms__subject=[_entry("Hedges")],
    )
    groups = [
        (one.term, one.framework.uri if one.framework else "", [entry.code for entry in one.entries])
        for one in found.classifications
    ]
    assert groups == [
        ("ceterms:occupationType", _SOC, ["37-1", "37-3"]),
        ("ceterms:occupationType", "", ["45-4"]),
        ("ceterms:subject", "", [""]),
    ]
    target = found.classifications[0].entries[0].reference
    assert target is not None
    assert target.uri == "https://codes.example/soc/37-1"


def test_very_many_entries_are_cut_and_counted(app_client: AppClient) -> None:
    found = _built(app_client, ceterms__subject=[_entry(f"Subject {number}") for number in range(75)])
    [group] = found.classifications
    assert (len(group.entries), group.left_out) == (60, 15)


def test_very_many_codes_are_cut_and_counted(app_client: AppClient) -> None:
    found = _built(
        app_client,
        ceterms__naics=[str(number) for number in range(130)],
        ceterms__identifier=[
            {"@type": "ceterms:IdentifierValue", "ceterms:identifierValueCode": str(number)}
            for number in range(105)
        ],
    )
    assert (len(found.codes), len(found.identifiers), found.left_out) == (100, 100, 35)
