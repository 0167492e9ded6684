from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.finder.pathway_layout import LayoutEdge
from opencredreg.web.kinds import Kind
from opencredreg.web.pictures.pathway import Bracket, PathwayPicture, draw_pathway
from opencredreg.web.pictures.pathway_box import BOX_WIDTH, PathwayBox
from tests.web.pictures.drawing import HOSTILE, links, of_class, read, said, texts

_KEYS = st.sampled_from(["a", "b", "c", "d", HOSTILE])
_STATES = st.sampled_from(["", "fulfilled", "missing", "next", "undecided"])
_BOXES = st.builds(
    PathwayBox,
    key=_KEYS,
    name=texts,
    kind=st.sampled_from(Kind),
    note=texts,
    link=links,
    language=texts,
    state=_STATES,
    state_text=texts,
    is_current=st.booleans(),
    row=st.none() | st.integers(-5, 5),
    column=st.none() | st.integers(-5, 5),
    stage=st.none() | st.integers(0, 3),
)
_EDGES = st.builds(
    LayoutEdge,
    source=_KEYS,
    target=_KEYS,
    kind=st.sampled_from(["prerequisite", "precedes", "child"]),
    group=texts,
)
_BRACKETS = st.builds(Bracket, target=_KEYS, group=texts, shown=texts, said=texts)


def _picture(*boxes: PathwayBox, edges: tuple[LayoutEdge, ...] = (), **more: object) -> PathwayPicture:
    return PathwayPicture("Nurse", boxes, edges, **more)  # type: ignore[arg-type]


def _places(tree: ElementTree.Element) -> list[tuple[float, float]]:
    found = []
    for part in of_class(tree, "p-part"):
        x, y = part.get("transform", "").removeprefix("translate(").removesuffix(")").split()
        found.append((float(x), float(y)))
    return found


@given(
    title=texts,
    boxes=st.lists(_BOXES, max_size=6).map(tuple),
    edges=st.lists(_EDGES, max_size=8).map(tuple),
    brackets=st.lists(_BRACKETS, max_size=3).map(tuple),
    levels=st.lists(texts, max_size=3).map(tuple),
)
@settings(deadline=None, max_examples=120)
def test_any_pathway_is_well_formed_and_lies_inside_of_its_picture(
    title: str,
    boxes: tuple[PathwayBox, ...],
    edges: tuple[LayoutEdge, ...],
    brackets: tuple[Bracket, ...],
    levels: tuple[str, ...],
) -> None:
    drawing = draw_pathway(PathwayPicture(title, boxes, edges, brackets, levels))
    if not boxes:
        assert drawing == ""
        return
    tree = read(drawing)
    picture = of_class(tree, "pathway-picture")[0]
    left, top, width, height = map(float, picture.get("viewBox", "").split())
    places = _places(tree)
    assert len(places) == len({box.key for box in boxes})
    assert all(left <= x and x + BOX_WIDTH <= left + width and top <= y < top + height for x, y in places)


def test_a_box_is_a_link_with_all_that_it_says() -> None:
    box = PathwayBox("a", "Anatomy", Kind.LEARNING, "Course", "/p/a", state="next", state_text="Can be next")
    tree = read(draw_pathway(_picture(box)))
    anchor = next(tree.iter("a"))
    assert (anchor.get("href"), anchor.get("aria-label")) == ("/p/a", "Anatomy, Course, Can be next")
    assert said(tree) == ["Course", "Anatomy"]
    assert of_class(tree, "shape-learning")
    assert of_class(tree, "p-mark-next")


def test_the_chosen_box_is_the_current_one() -> None:
    tree = read(
        draw_pathway(
            _picture(PathwayBox("a", "A", link="/a", is_current=True), PathwayBox("b", "B", link="/b"))
        )
    )
    assert [node.get("aria-current") for node in tree.iter("a")] == ["true", None]


def test_names_take_three_lines_at_most_and_are_whole_in_the_title() -> None:
    name = "Human biology with laboratory for the health sciences, an introduction for those who begin"
    tree = read(draw_pathway(_picture(PathwayBox("a", name, link="/a"))))
    lines = said(tree)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert name in [node.text for node in tree.iter("title")]


def test_names_without_spaces_are_broken() -> None:
    lines = said(
        read(draw_pathway(_picture(PathwayBox("a", "护理学基础课程与临床实践导论以及更多的内容说明文字"))))
    )
    assert len(lines) >= 2
    assert all(len(line) <= 12 for line in lines)


def test_names_from_right_to_left_begin_at_the_right() -> None:
    node = next(read(draw_pathway(_picture(PathwayBox("a", "مقدمة")))).iter("text"))
    assert node.get("direction") == "rtl"
    assert node.get("text-anchor") == "start"
    assert float(node.get("x", "0")) > BOX_WIDTH / 2


def test_boxes_come_in_the_order_of_the_pathway() -> None:
    boxes = [PathwayBox(key, key.upper(), link=f"/{key}") for key in "cab"]
    edges = (LayoutEdge("a", "b"), LayoutEdge("b", "c"))
    tree = read(draw_pathway(_picture(*boxes, edges=edges)))
    assert [node.get("href") for node in tree.iter("a")] == ["/a", "/b", "/c"]
    xs = [x for x, _ in _places(tree)]
    assert xs == sorted(xs)


def test_a_condition_is_written_where_its_lines_enter() -> None:
    boxes = [PathwayBox(key, key) for key in "abc"]
    edges = (LayoutEdge("a", "c", group="g"), LayoutEdge("b", "c", group="g"))
    brackets = (Bracket("c", "g", "1 of 2", "One of the two"), Bracket("c", "other", "5 of 6"))
    tree = read(draw_pathway(_picture(*boxes, edges=edges, brackets=brackets)))
    assert "1 of 2" in said(tree)
    assert "5 of 6" not in said(tree)
    assert "One of the two" in [node.text for node in tree.iter("title")]


def test_levels_are_named_fields_behind_their_boxes() -> None:
    boxes = [PathwayBox("a", "A", stage=0), PathwayBox("b", "B", stage=1)]
    tree = read(draw_pathway(_picture(*boxes, levels=("Year 1", "Year 2"))))
    assert said(tree)[:2] == ["Year 1", "Year 2"]
    first, second = of_class(tree, "p-band")
    assert float(first.get("x", "0")) + float(first.get("width", "0")) <= float(second.get("x", "0"))


def test_the_key_explains_what_occurs_and_nothing_else() -> None:
    boxes = [PathwayBox("a", "A", state="fulfilled"), PathwayBox("b", "B", state="missing")]
    picture = _picture(
        *boxes,
        edges=(LayoutEdge("a", "b"),),
        edge_words={"prerequisite": "is needed for", "precedes": "is suggested before"},
        state_words={"fulfilled": "done", "missing": "to do", "next": "can be next"},
    )
    tree = read(draw_pathway(picture))
    assert [node.text for node in tree.iter("span")] == ["done", "to do", "is needed for"]


def test_lines_from_what_is_done_are_marked() -> None:
    boxes = [PathwayBox("a", "A", state="fulfilled"), PathwayBox("b", "B"), PathwayBox("c", "C")]
    tree = read(draw_pathway(_picture(*boxes, edges=(LayoutEdge("a", "c"), LayoutEdge("b", "c")))))
    assert len(of_class(tree, "p-done")) == 1
    assert len(of_class(tree, "p-prerequisite")) == 2
    assert len(of_class(tree, "p-head")) == 1
