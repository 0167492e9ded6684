from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from opencredreg.finder.members import Gathering, read_gathering, read_uses
from opencredreg.ids import new_ctid
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, collection, course, document, resource_uri
from tests.support.frameworks import asn_document, competency, concept, framework, scheme
from tests.support.subjects import subject_of

pytestmark = on_sqlite


def _gathering(client: AppClient, ctid: str, parameters: Mapping[str, str] | None = None) -> Gathering:
    with subject_of(client, ctid) as subject:
        found = read_gathering(msgspec.structs.replace(subject, parameters=parameters or {}))
    assert found is not None
    return found


def test_members_are_counted_by_class_wherever_they_are_named(app_client: AppClient) -> None:
    whole, lessons, award = new_ctid(), [course(), course()], certificate()
    gone = resource_uri(new_ctid())
    award["ceterms:isMemberOf"] = [resource_uri(whole)]
    for one in (*lessons, award):
        app_client.published(document(one))
    app_client.published(document(collection(*(one["@id"] for one in lessons), gone, ctid=whole)))
    found = _gathering(app_client, whole)
    assert found.total == 4
    assert found.classes == (("ceterms:Course", 2), ("ceterms:Certificate", 1))
    keys = [one.reference.key for one in found.members]
    assert keys[:2] == [one["ceterms:ctid"] for one in lessons]
    assert set(keys[2:]) == {award["ceterms:ctid"], gone.rpartition("/")[2]}


def test_memberships_stand_for_what_they_name(app_client: AppClient) -> None:
    lesson = course(name="Reading the sky")
    app_client.published(document(lesson))
    membership: dict[str, Any] = {
        "@id": "_:membership",
        "@type": "ceterms:CollectionMember",
        "ceterms:proxyFor": lesson["@id"],
        "ceterms:name": {"en-US": "Reading the sky"},
        "ceterms:startDate": "2025-03-01",
    }
    main = collection("_:membership")
    app_client.published(document(main, membership))
    found = _gathering(app_client, main["ceterms:ctid"])
    [one] = found.members
    assert one.reference.ctid == lesson["ceterms:ctid"]
    assert [statement.term for statement in one.more] == ["ceterms:startDate"]
    assert found.classes == (("ceterms:Course", 1),)


def test_competencies_are_left_to_the_tree(app_client: AppClient) -> None:
    whole = new_ctid()
    skill = competency(whole)
    app_client.published(asn_document(framework(whole), skill))
    main = collection(skill["@id"])
    app_client.published(document(main))
    found = _gathering(app_client, main["ceterms:ctid"])
    assert (found.members, found.in_tree, found.total) == ((), 1, 1)


def test_a_large_collection_is_shown_in_parts(app_client: AppClient) -> None:
    uris = [resource_uri(new_ctid()) for _ in range(120)]
    main = collection(*uris)
    app_client.published(document(main))
    seen = []
    for start in ("", "50", "100"):
        found = _gathering(app_client, main["ceterms:ctid"], {"from": start})
        seen += [one.reference.uri for one in found.members]
    assert seen == uris
    assert found.left == 0
    assert _gathering(app_client, main["ceterms:ctid"], {"from": "x"}).left == 70


def test_uses_of_concepts_are_counted_by_property(app_client: AppClient) -> None:
    whole, used, other = new_ctid(), new_ctid(), new_ctid()
    concepts = [concept(whole, "Quickset", used), concept(whole, "Dead hedge", other)]
    app_client.published(asn_document(scheme(whole), *concepts))
    subject_of_it = {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNode": resource_uri(used)}
    for _ in range(2):
        app_client.published(document(course(ceterms__subject=[subject_of_it])))
    app_client.published(document(certificate(ceterms__classification=[resource_uri(used)])))
    with subject_of(app_client, whole) as subject:
        found = read_uses(subject)
    assert found is not None
    [one] = found.concepts
    assert (one.reference.ctid, one.total, found.unused) == (used, 3, 1)
    assert {(use.term, use.count) for use in one.uses} == {
        ("ceterms:subject", 2),
        ("ceterms:classification", 1),
    }


def test_concepts_that_nothing_uses_are_not_told_of(app_client: AppClient) -> None:
    whole = new_ctid()
    app_client.published(asn_document(scheme(whole), concept(whole)))
    with subject_of(app_client, whole) as subject:
        assert read_uses(subject) is None
        assert read_gathering(subject) is None
