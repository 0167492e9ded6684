from __future__ import annotations

from collections.abc import Iterator, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.finder.marks import marked
from opencredreg.finder.outline import DEEPEST, Knot, cut_below, cut_to, first_parents, sizes_below
from opencredreg.meaning.trees import Arrangement, Member, arrange
from opencredreg.query.analysis import fold


def _forest(parents: Sequence[int]) -> Arrangement:
    """Members 0, 1, 2, ... each below an earlier one, or at the top where the number is its own."""
    children: dict[str, dict[str, int]] = {}
    for at, parent in enumerate(parents):
        if parent < at:
            children.setdefault(str(parent), {})[str(at)] = at
    return arrange([Member(str(at), at=at) for at in range(len(parents))], children, {})


@st.composite
def _forests(draw: st.DrawFn) -> Arrangement:
    count = draw(st.integers(1, 60))
    return _forest([draw(st.integers(0, at)) for at in range(count)])


def _walk(knots: Sequence[Knot], depth: int = 1) -> Iterator[tuple[Knot, int]]:
    for knot in knots:
        yield knot, depth
        yield from _walk(knot.below, depth + 1)


@settings(deadline=None, max_examples=100)
@given(_forests(), st.integers(0, 40), st.integers(1, 40), st.integers(0, 5))
def test_a_cut_holds_whole_rows_and_counts_what_it_hides(
    order: Arrangement, room: int, width: int, first: int
) -> None:
    cut = cut_below(order, order.roots, first=first, width=width, room=room)
    assert cut.first + len(cut.knots) + cut.left == max(len(order.roots), first)
    lines = list(_walk(cut.knots))
    assert len(lines) <= max(room, width)
    for knot, depth in lines:
        children = order.children[knot.key]
        assert depth <= DEEPEST
        assert [one.key for one in knot.below] == list(children) or knot.hidden == len(children)
        assert len(knot.below) + knot.hidden == len(children)


def test_a_page_with_room_holds_everything() -> None:
    order = _forest([0, 0, 0, 1, 4])
    cut = cut_below(order, order.roots, first=0, width=10, room=10)
    assert [(knot.key, depth) for knot, depth in _walk(cut.knots)] == [
        ("0", 1), ("1", 2), ("3", 3), ("2", 2), ("4", 1),
    ]  # fmt: skip


def test_what_has_several_parents_is_written_out_once() -> None:
    order = arrange([Member(key) for key in "abst"], {"a": {"s": 0}, "b": {"s": 0}, "s": {"t": 0}}, {})
    [one, other] = cut_below(order, order.roots, first=0, width=10, room=10).knots
    assert [knot.key for knot in one.below[0].below] == ["t"]
    assert (other.below[0].key, other.below[0].is_repeated, other.below[0].below) == ("s", True, ())


@settings(deadline=None, max_examples=60)
@given(_forests(), st.sets(st.integers(0, 59), max_size=8))
def test_matches_stand_below_what_is_above_them(order: Arrangement, chosen: set[int]) -> None:
    parents = first_parents(order)
    wanted = [key for key in parents if int(key) in chosen]
    above = {key: parent for key, parent in parents.items() if parent}
    lines = [knot for knot, _ in _walk(cut_to(order, wanted, above))]
    kept = {knot.key for knot in lines}
    assert set(wanted) <= kept
    assert len(kept) == len(lines)
    for knot in lines:
        assert knot.below or knot.key in wanted
        assert all(parents[inner.key] == knot.key for inner in knot.below)


@settings(deadline=None, max_examples=60)
@given(_forests())
def test_every_member_is_counted_once(order: Arrangement) -> None:
    parents = first_parents(order)
    sizes = sizes_below(parents)
    assert sum(sizes[root] + 1 for root in order.roots) == len(parents)


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=40), st.lists(st.text(min_size=1, max_size=4), max_size=3))
def test_marks_change_nothing_of_a_text(text: str, words: list[str]) -> None:
    pieces = marked(text, [fold(word) for word in words])
    assert "".join(piece for piece, _ in pieces) == text
    assert all(piece for piece, _ in pieces)
    assert words or not any(is_marked for _, is_marked in pieces)


@settings(deadline=None, max_examples=150)
@given(st.text("abC ", max_size=20), st.lists(st.text("abc", min_size=1, max_size=2), min_size=1, max_size=2))
def test_marks_stand_where_the_words_do(text: str, words: list[str]) -> None:
    pieces = marked(text, words)
    for piece, is_marked in pieces:
        assert any(word in piece.lower() for word in words) == is_marked


def test_marks_find_words_whatever_their_case_and_accents() -> None:
    assert marked("Créer, CREER", ["creer"]) == [("Créer", True), (", ", False), ("CREER", True)]
    assert marked("e\u0301t\u0301", ["et"]) == [("e\u0301t\u0301", True)]
    assert marked("Straße", ["ss"]) == [("Stra", False), ("ß", True), ("e", False)]
