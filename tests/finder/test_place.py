from __future__ import annotations

from opencredreg.finder.place import Standing, read_standing
from opencredreg.ids import new_ctid
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import course, document, resource_uri
from tests.support.frameworks import asn_document, competency, concept, framework, scheme
from tests.support.subjects import subject_of

pytestmark = on_sqlite


def _standing(client: AppClient, ctid: str) -> Standing:
    with subject_of(client, ctid) as subject:
        found = read_standing(subject)
    assert found is not None
    return found


def test_a_competency_stands_between_its_siblings_below_what_is_above_it(app_client: AppClient) -> None:
    whole = new_ctid()
    ctids = {name: new_ctid() for name in ("Top", "Middle", "One", "Two", "Three", "Leaf")}
    uris = {name: resource_uri(ctid) for name, ctid in ctids.items()}
    members = [
        competency(whole, "Top", ctids["Top"]),
        competency(whole, "Middle", ctids["Middle"], ceasn__isChildOf=uris["Top"]),
        *(
            competency(whole, name, ctids[name], ceasn__isChildOf=uris["Middle"], ceasn__listID=number)
            for name, number in (("Three", "10"), ("One", "1"), ("Two", "2"))
        ),
        competency(whole, "Leaf", ctids["Leaf"]),
    ]
    members[-2]["ceasn:hasChild"] = [uris["Leaf"]]
    app_client.published(asn_document(framework(whole), *members))
    found = _standing(app_client, ctids["Two"])
    assert [reference.ctid for reference in found.wholes] == [whole]
    assert [line.reference.ctid for line in found.trail] == [ctids["Top"], ctids["Middle"]]
    assert (found.number, found.siblings) == (2, 3)
    assert found.before is not None
    assert found.after is not None
    assert (found.before.reference.ctid, found.after.reference.ctid) == (ctids["One"], ctids["Three"])
    assert [line.reference.ctid for line in found.below] == [ctids["Leaf"]]
    above = _standing(app_client, ctids["Leaf"])
    assert [line.reference.ctid for line in above.trail] == [ctids["Top"], ctids["Middle"], ctids["Two"]]


def test_at_the_top_siblings_are_the_members_above_which_nothing_stands(app_client: AppClient) -> None:
    whole, first, second = new_ctid(), new_ctid(), new_ctid()
    members = [
        competency(whole, "Second", second),
        competency(whole, "First", first),
        competency(whole, "Below", ceasn__isChildOf=resource_uri(first)),
    ]
    main = framework(whole, ceasn__hasTopChild=[resource_uri(first), resource_uri(second)])
    app_client.published(asn_document(main, *members))
    found = _standing(app_client, second)
    assert (found.number, found.siblings, found.trail, found.after) == (2, 2, (), None)
    assert found.before is not None
    assert found.before.reference.ctid == first


def test_several_parents_and_missing_ones_are_named(app_client: AppClient) -> None:
    whole, one, other, gone, mine = (new_ctid() for _ in range(5))
    parents = [resource_uri(one), resource_uri(other), resource_uri(gone), "no address at all"]
    members = [
        competency(whole, "One", one),
        competency(whole, "Other", other),
        competency(whole, "Mine", mine, ceasn__isChildOf=parents),
    ]
    app_client.published(asn_document(framework(whole), *members))
    found = _standing(app_client, mine)
    named = {line.reference.key for line in found.trail} | {one.key for one in found.others_above}
    assert named == {one, other, gone}
    assert [reference.uri for reference in found.also_named] == ["no address at all"]


def test_what_stands_below_itself_ends(app_client: AppClient) -> None:
    whole, one, other = new_ctid(), new_ctid(), new_ctid()
    members = [
        competency(whole, "One", one, ceasn__isChildOf=resource_uri(other)),
        competency(whole, "Other", other, ceasn__isChildOf=[resource_uri(one), resource_uri(other)]),
    ]
    app_client.published(asn_document(framework(whole), *members))
    found = _standing(app_client, one)
    assert [line.reference.ctid for line in found.trail] == [other]
    assert [line.reference.ctid for line in found.below] == [other]


def test_concepts_stand_in_their_scheme(app_client: AppClient) -> None:
    whole, broad, narrow = new_ctid(), new_ctid(), new_ctid()
    app_client.published(
        asn_document(
            scheme(whole),
            concept(whole, "Hedge", broad, skos__narrower=[resource_uri(narrow)]),
            concept(whole, "Dead hedge", narrow),
        )
    )
    found = _standing(app_client, narrow)
    assert [line.reference.ctid for line in found.trail] == [broad]
    assert [reference.ctid for reference in found.wholes] == [whole]


def test_other_things_stand_nowhere(app_client: AppClient) -> None:
    lesson = course()
    app_client.published(document(lesson))
    with subject_of(app_client, lesson["ceterms:ctid"]) as subject:
        assert read_standing(subject) is None
