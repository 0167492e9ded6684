"""The lists that ship with the software: every code is found, stands in its place, and is suggested by its title."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencredreg.codes import LIST_NAMES, ListName, bundled_codes
from opencredreg.codes.suggesting import fold
from opencredreg.errors import NotFound

_names = pytest.mark.parametrize("name", LIST_NAMES)


def test_the_lists_are_read_once() -> None:
    assert list(bundled_codes()) == list(LIST_NAMES)
    assert bundled_codes() is bundled_codes()


@_names
def test_every_code_is_found_and_stands_below_its_parents(name: ListName) -> None:
    book = bundled_codes()[name]
    reached = set()
    for code, one in book.codes.items():
        assert book.find(code) is one
        assert one.title == one.title.strip()
        ancestors = book.ancestors(one)
        assert [group.code for group in ancestors[-1:]] == ([one.parent] if one.parent else [])
        assert one in book.children(one.parent)
        assert (ancestors[0] if ancestors else one) in book.children()
        reached.add(one.code)
    assert len(reached) == len(book) == len(book.codes)


@_names
def test_every_title_is_suggested_by_its_first_words(name: ListName) -> None:
    book = bundled_codes()[name]
    for one in book.codes.values():
        words = fold(one.title).split()
        assert one in book.suggest(" ".join(words[:2]), len(book))
        # Whoever types the whole title gets it before longer ones; the same title may stand at several levels.
        assert fold(book.suggest(one.title, 1)[0].title) == fold(one.title)


@given(name=st.sampled_from(LIST_NAMES), text=st.text(max_size=30), limit=st.integers(1, 20))
def test_suggestions_hold_what_was_typed(name: ListName, text: str, limit: int) -> None:
    book = bundled_codes()[name]
    found = book.suggest(text, limit)
    assert len(found) <= limit
    assert len(set(found)) == len(found)
    exact = book.find(text)
    for one in found:
        if one != exact and fold(text) and not fold(text)[0].isdigit():
            title = fold(one.title).split()
            assert all(any(word.startswith(typed) for word in title) for typed in fold(text).split())


def test_suggestions_begin_with_the_likeliest() -> None:
    soc, cip, naics = bundled_codes().values()
    assert [one.code for one in soc.suggest("heavy tru", 5)] == ["53-3032.00"]
    assert [one.code for one in soc.suggest("533032")] == ["53-3032.00"]
    assert [one.code for one in soc.suggest("53-3", 2)] == ["53-3011.00", "53-3021.00"]
    assert next(iter(cip.suggest("1.01"))).code == "01.01"
    assert [one.code for one in naics.suggest("49", 2)] == ["48-49", "491"]
    assert cip.suggest("ÉDUCATION", 1) == cip.suggest("education", 1) != ()
    assert soc.suggest("") == soc.suggest("  ,;") == ()


def test_the_hierarchy_of_each_list() -> None:
    soc, cip, naics = bundled_codes().values()

    def chain(book: object, code: str) -> list[str]:
        found = book.get(code)  # type: ignore[attr-defined]
        return [one.code for one in book.ancestors(found)]  # type: ignore[attr-defined]

    assert chain(soc, "51-4121.06") == ["51-0000", "51-4121.00"]
    assert chain(cip, "49.0205") == ["49", "49.02"]
    assert chain(naics, "311111") == ["31-33", "311", "3111", "31111"]
    assert len(soc.children()) == 23
    assert [one.code for one in cip.children("49")] == ["49.01", "49.02", "49.03", "49.99"]
    assert soc.children(soc.get("53-3032")) == ()


def test_titles_have_no_marks_of_the_sheets() -> None:
    soc, cip, naics = bundled_codes().values()
    assert naics.get("111").title == "Crop Production"
    assert naics.get("485").title == "Transit and Ground Passenger Transportation"
    assert cip.get("05").title == "Area, Ethnic, Cultural, Gender, and Group Studies"
    assert cip.get("48.0508").title == "Welding Technology/Welder"
    assert soc.get("25-0000").title == "Education, Training, and Library Occupations"


def test_addresses_of_codes() -> None:
    soc, cip, naics = bundled_codes().values()
    assert soc.target_of(soc.get("53-3032.00")) == "https://www.onetonline.org/link/summary/53-3032.00"
    assert soc.target_of(soc.get("53-0000")) == ""
    assert cip.target_of(cip.get("49.0205")) == ""
    assert "input=31&" in naics.target_of(naics.get("31-33"))
    assert naics.target_of(naics.get("484110")).endswith("details=484110")


def test_a_code_that_is_none_has_neighbours() -> None:
    soc, cip, naics = bundled_codes().values()
    assert "49.0205" in {one.code for one in cip.nearest("49.0215")}
    assert soc.nearest("truck driv")[0] in soc.suggest("truck driv")
    assert all(len(one.code) == 6 for one in naics.nearest("484119"))
    assert cip.find("49.0215") is None
    with pytest.raises(NotFound) as caught:
        cip.get("49.0215")
    assert "49.0205" in caught.value.hint
    with pytest.raises(NotFound, match="no code “zzzz”"):
        cip.get(" zzzz ")
