from __future__ import annotations

from collections.abc import Mapping

import msgspec

from opencredreg.finder.alignments import Compared, read_compared
from opencredreg.ids import new_ctid
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, course, document, resource_uri
from tests.support.frameworks import asn_document, competency, framework
from tests.support.subjects import subject_of

pytestmark = on_sqlite


def _compared(client: AppClient, ctid: str, parameters: Mapping[str, str] | None = None) -> Compared:
    with subject_of(client, ctid) as subject:
        found = read_compared(msgspec.structs.replace(subject, parameters=parameters or {}))
    assert found is not None
    return found


def _pairs(found: Compared) -> set[tuple[str, str, str, bool]]:
    return {
        (pair.source.key if pair.is_incoming else pair.target.key, pair.fit, pair.by, pair.is_incoming)
        for group in found.groups
        for _, pairs in group.frameworks
        for pair in pairs
    }


def test_what_others_say_is_read_from_this_side(app_client: AppClient) -> None:
    mine, same, wider, later = (new_ctid() for _ in range(4))
    whole = new_ctid()
    members = [
        competency(whole, "Mine", mine, ceasn__exactAlignment=resource_uri(same)),
        competency(whole, "Same", same, ceasn__broadAlignment=[resource_uri(wider)]),
        competency(whole, "Wider", wider, ceasn__narrowAlignment=[resource_uri(mine)]),
        competency(whole, "Later", later, ceasn__prerequisiteAlignment=[resource_uri(mine)]),
    ]
    app_client.published(asn_document(framework(whole), *members))
    found = _compared(app_client, mine)
    assert _pairs(found) == {
        (same, "exact", "here", False),
        (wider, "broad", "there", False),
        (later, "prerequisite", "there", True),
    }
    frames = {frame.ctid for group in found.groups for frame, _ in group.frameworks if frame}
    assert frames == {whole}


def test_what_follows_says_by_way_of_what(app_client: AppClient) -> None:
    whole, mine, same, wider = (new_ctid() for _ in range(4))
    members = [
        competency(whole, "Mine", mine, ceasn__exactAlignment=resource_uri(same)),
        competency(whole, "Same", same, ceasn__broadAlignment=[resource_uri(wider)]),
        competency(whole, "Wider", wider),
    ]
    app_client.published(asn_document(framework(whole), *members))
    [pair] = [
        pair
        for group in _compared(app_client, mine).groups
        if group.by == "inferred"
        for _, pairs in group.frameworks
        for pair in pairs
    ]
    assert (pair.target.key, pair.fit, [one.key for one in pair.via]) == (wider, "broad", [same])


def test_frameworks_stand_side_by_side(app_client: AppClient) -> None:
    here, there = new_ctid(), new_ctid()
    theirs = [competency(there, f"There {at}") for at in range(4)]
    ours = [
        competency(here, "One", ceasn__exactAlignment=theirs[0]["@id"]),
        competency(here, "Two", ceasn__minorAlignment=[theirs[0]["@id"], theirs[1]["@id"]]),
        competency(here, "Three"),
    ]
    theirs[2]["ceasn:narrowAlignment"] = [ours[2]["@id"]]
    ours.append(competency(here, "Four"))
    app_client.published(asn_document(framework(here), *ours))
    app_client.published(asn_document(framework(there), *theirs))
    [one] = _compared(app_client, here).frameworks
    assert one.framework.ctid == there
    assert (one.matched, one.members, one.others) == (3, 4, 4)
    assert dict(one.counts) == {"exact": 1, "minor": 1, "broad": 1}
    assert [reference.key for reference in one.only_here.first] == [ours[3]["ceterms:ctid"]]
    assert [reference.key for reference in one.only_there.first] == [theirs[3]["ceterms:ctid"]]
    assert {(pair.fit, pair.by) for pair in one.pairs} == {
        ("exact", "here"),
        ("minor", "here"),
        ("broad", "there"),
    }
    other_way = _compared(app_client, there).frameworks[0]
    assert (other_way.matched, dict(other_way.counts)) == (3, {"exact": 1, "minor": 1, "narrow": 1})


def test_a_comparison_is_short_unless_it_is_asked_for(app_client: AppClient) -> None:
    here, there = new_ctid(), new_ctid()
    theirs = [competency(there, f"There {at}") for at in range(20)]
    ours = [competency(here, f"Here {at}", ceasn__majorAlignment=one["@id"]) for at, one in enumerate(theirs)]
    app_client.published(asn_document(framework(here), *ours))
    app_client.published(asn_document(framework(there), *theirs))
    short = _compared(app_client, here)
    full = _compared(app_client, here, {"against": there})
    assert (len(short.frameworks[0].pairs) + short.frameworks[0].more_pairs, short.is_in_full) == (20, False)
    assert (len(full.frameworks[0].pairs), full.is_in_full) == (20, True)
    assert len(short.frameworks[0].pairs) < 20


def test_credentials_compare_as_well(app_client: AppClient) -> None:
    other = certificate()
    mine = certificate(ceterms__majorAlignment=[other["@id"]])
    app_client.published(document(other))
    app_client.published(document(mine))
    assert _pairs(_compared(app_client, other["ceterms:ctid"])) == {
        (mine["ceterms:ctid"], "major", "there", False)
    }


def test_targets_elsewhere_are_kept(app_client: AppClient) -> None:
    mine = certificate(ceterms__exactAlignment=["https://elsewhere.example/award"])
    app_client.published(document(mine))
    found = _compared(app_client, mine["ceterms:ctid"])
    assert _pairs(found) == {("https://elsewhere.example/award", "exact", "here", False)}


def test_without_alignments_there_is_nothing(app_client: AppClient) -> None:
    lesson = course()
    app_client.published(document(lesson))
    with subject_of(app_client, lesson["ceterms:ctid"]) as subject:
        assert read_compared(subject) is None
