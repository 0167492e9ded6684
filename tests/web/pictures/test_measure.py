from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.web.kinds import Kind
from opencredreg.web.pictures.measure import text_width, wrap
from opencredreg.web.pictures.shapes import SHAPES

_WORDS = st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs", "Mn"]), max_size=200)


@given(text=_WORDS, width=st.floats(40, 400), lines=st.integers(1, 4))
@settings(deadline=None)
def test_lines_fit_and_lose_nothing_but_what_the_ellipsis_stands_for(
    text: str, width: float, lines: int
) -> None:
    found = wrap(text, width, 14, lines)
    assert len(found) <= lines
    assert all(text_width(line, 14) <= width + 1e-6 for line in found)
    whole = "".join(text.split())
    shown = "".join("".join(found).split())
    assert shown == whole or (found[-1].endswith("…") and whole.startswith(shown[:-1]))


@given(_WORDS, _WORDS)
@settings(deadline=None)
def test_longer_texts_are_wider(one: str, other: str) -> None:
    assert text_width(one + other, 14) >= max(text_width(one, 14), text_width(other, 14))


def test_wide_letters_count_as_such() -> None:
    assert text_width("护理", 10) > text_width("mm", 10) > text_width("il", 10)


def test_every_kind_has_a_shape_of_its_own() -> None:
    assert set(SHAPES) == set(Kind)
    assert len(set(SHAPES.values())) == len(Kind)
