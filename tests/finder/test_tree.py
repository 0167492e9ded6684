from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from sqlalchemy import event

from opencredreg.finder.tree import Line, Tree, read_tree
from opencredreg.ids import new_ctid
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import collection, course, document, resource_uri
from tests.support.frameworks import asn_document, competency, concept, framework, scheme
from tests.support.subjects import subject_of

pytestmark = on_sqlite


def _tree(client: AppClient, ctid: str, parameters: Mapping[str, str] | None = None) -> Tree:
    with subject_of(client, ctid) as subject:
        found = read_tree(msgspec.structs.replace(subject, parameters=parameters or {}))
    assert found is not None
    return found


def _walk(lines: Sequence[Line], depth: int = 0) -> Iterator[tuple[int, str]]:
    for line in lines:
        yield depth, line.names[0].text
        yield from _walk(line.below, depth + 1)


def _small(client: AppClient) -> tuple[str, dict[str, str]]:
    """A framework with a tree of five, of which both sides of links say parts."""
    whole = new_ctid()
    ctids: dict[str, str] = {name: new_ctid() for name in ("Walls", "Gaps", "Stones", "Hedges", "Tools")}
    uris = {name: resource_uri(ctid) for name, ctid in ctids.items()}
    members = [
        competency(whole, "Walls", ctids["Walls"], ceasn__hasChild=[uris["Stones"], uris["Gaps"]]),
        competency(whole, "Gaps", ctids["Gaps"], ceasn__codedNotation="W.2"),
        competency(whole, "Stones", ctids["Stones"]),
        competency(whole, "Hedges", ctids["Hedges"], ceasn__listID="1", ceasn__comment=["Übung"]),
        competency(whole, "Tools", ctids["Tools"], ceasn__isChildOf=uris["Hedges"]),
    ]
    main = framework(whole, ceasn__hasTopChild=[uris["Walls"], uris["Hedges"]])
    client.published(asn_document(main, *members))
    return whole, ctids


def test_members_stand_below_each_other_in_their_order(app_client: AppClient) -> None:
    whole, _ = _small(app_client)
    tree = _tree(app_client, whole)
    expected = [(0, "Hedges"), (1, "Tools"), (0, "Walls"), (1, "Stones"), (1, "Gaps")]
    assert list(_walk(tree.lines)) == expected
    assert (tree.total, tree.left, [line.size for line in tree.lines]) == (5, 0, [1, 2])


def test_a_branch_is_shown_with_the_way_to_it(app_client: AppClient) -> None:
    whole, ctids = _small(app_client)
    tree = _tree(app_client, whole, {"under": ctids["Walls"].upper()})
    assert list(_walk(tree.lines)) == [(0, "Stones"), (0, "Gaps")]
    assert [line.reference.ctid for line in tree.trail] == [ctids["Walls"]]
    elsewhere = _tree(app_client, whole, {"under": new_ctid()})
    assert (elsewhere.branch, len(elsewhere.lines)) == (None, 2)


def test_a_search_inside_keeps_what_stands_above(app_client: AppClient) -> None:
    whole, ctids = _small(app_client)
    tree = _tree(app_client, whole, {"within": "  w.2   gap "})
    assert list(_walk(tree.lines)) == [(0, "Walls"), (1, "Gaps")]
    assert (tree.matches, tree.words, tree.lines[0].hidden) == (1, ("w.2", "gap"), 1)
    assert [line.is_match for line in (tree.lines[0], tree.lines[0].below[0])] == [False, True]
    assert list(_walk(_tree(app_client, whole, {"within": "ubung"}).lines)) == [(0, "Hedges")]
    # A name of letters and digits would answer every number by chance.
    assert _tree(app_client, whole, {"within": ctids["Tools"]}).matches == 0
    nothing = _tree(app_client, whole, {"within": "100% _"})
    assert (nothing.lines, nothing.matches) == ((), 0)


def test_what_is_named_and_not_there_is_told(app_client: AppClient) -> None:
    whole, here, gone, own = new_ctid(), new_ctid(), new_ctid(), new_ctid()
    member = competency(whole, "Here", here, ceasn__hasChild=[resource_uri(gone)])
    main = framework(whole, ceasn__hasTopChild=[resource_uri(here), resource_uri(own)])
    app_client.published(asn_document(main, member))
    tree = _tree(app_client, whole)
    assert [line.reference.ctid for line in tree.lines] == [here]
    assert {reference.key for reference in tree.missing} == {gone, own}


def test_a_large_framework_is_shown_in_parts(app_client: AppClient) -> None:
    whole = new_ctid()
    members = [competency(whole, f"Step {at}", ceasn__listID=str(at)) for at in range(300)]
    app_client.published(asn_document(framework(whole), *members))
    seen: list[str] = []
    start = 0
    while True:
        tree = _tree(app_client, whole, {"start": str(start)})
        seen += [text for _, text in _walk(tree.lines)]
        start += tree.step
        if not tree.left:
            break
    assert seen == [f"Step {at}" for at in range(300)]
    found = _tree(app_client, whole, {"within": "step"})
    assert (found.matches, len(found.lines), found.left) == (300, 50, 250)
    assert _tree(app_client, whole, {"start": "99999"}).start == 0
    assert _tree(app_client, whole, {"start": "-1"}).start == 0


def test_knots_in_the_data_do_not_hide_anything(app_client: AppClient) -> None:
    whole, one, other = new_ctid(), new_ctid(), new_ctid()
    members = [
        competency(whole, "One", one, ceasn__hasChild=[resource_uri(other)]),
        competency(whole, "Other", other, ceasn__hasChild=[resource_uri(one)]),
    ]
    app_client.published(asn_document(framework(whole), *members))
    tree = _tree(app_client, whole)
    assert tree.knots == 1
    assert {text for _, text in _walk(tree.lines)} == {"One", "Other"}


def test_schemes_and_collections_of_competencies_are_trees_as_well(app_client: AppClient) -> None:
    whole, broad = new_ctid(), new_ctid()
    app_client.published(
        asn_document(
            scheme(whole, skos__hasTopConcept=[resource_uri(broad)]),
            concept(whole, "Dead hedge", skos__broader=resource_uri(broad), skos__notation="1.1"),
            concept(whole, "Hedge", broad, skos__definition={"en-US": "A row of shrubs."}),
        )
    )
    tree = _tree(app_client, whole)
    assert list(_walk(tree.lines)) == [(0, "Hedge"), (1, "Dead hedge")]
    assert (tree.lines[0].texts[0].text, tree.lines[0].below[0].code) == ("A row of shrubs.", "1.1")
    skill, lesson = competency(new_ctid(), "Prune"), course()
    app_client.published(asn_document(framework(skill["ceasn:isPartOf"].rpartition("/")[2]), skill))
    app_client.published(document(lesson))
    gathered = collection(skill["@id"], lesson["@id"])
    app_client.published(document(gathered))
    assert list(_walk(_tree(app_client, gathered["ceterms:ctid"]).lines)) == [(0, "Prune")]


def test_other_things_have_no_tree(app_client: AppClient) -> None:
    lesson = course()
    app_client.published(document(lesson))
    with subject_of(app_client, lesson["ceterms:ctid"]) as subject:
        assert read_tree(subject) is None


def test_the_size_of_a_framework_does_not_change_the_number_of_statements(app_client: AppClient) -> None:
    counts = []
    for size in (5, 80):
        whole = new_ctid()
        members = [competency(whole, f"Step {at}", ceasn__listID=str(at)) for at in range(size)]
        app_client.published(asn_document(framework(whole), *members))
        counts.append(_statements(app_client, whole))
    assert counts[0] == counts[1]


def _statements(client: AppClient, ctid: str) -> int:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(client.node.database.engine, "before_cursor_execute", note)
    try:
        _tree(client, ctid)
    finally:
        event.remove(client.node.database.engine, "before_cursor_execute", note)
    return len(seen)
