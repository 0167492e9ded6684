"""What pages write very often is written in a short way, which gives the same as the usual one."""

from __future__ import annotations

import pytest
from babel.numbers import format_decimal
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.finder.asked import Asked
from opencredreg.query.tree import Near
from opencredreg.registry.communities import Community
from opencredreg.web.finder.address import Address
from opencredreg.web.formats import formats
from opencredreg.web.locale import LANGUAGES

_names = st.sampled_from(["cost", "kind", "region", "type", "ceterms:audienceType"])
_words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_values = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
_asked = st.builds(
    Asked,
    words=_words,
    filters=st.dictionaries(_names, st.lists(_values, min_size=1, max_size=3, unique=True).map(tuple)),
    to=_words,
    by=st.lists(_values, max_size=2).map(tuple),
    near=st.none() | st.just(Near(41.6, -87.3, 50.0)),
    sort=st.sampled_from(["", "name"]),
    page=st.integers(1, 3),
)


@settings(deadline=None, max_examples=200)
@given(_asked, _names, _values, st.booleans())
def test_a_choice_is_the_view_with_one_more_value(
    asked: Asked, name: str, value: str, is_default: bool
) -> None:
    community = Community(1, "a b", is_default, False, False, True, None, 0, 0)
    address = Address("/root", "https://a.example/root", community)
    if value not in asked.filters.get(name, ()):
        assert address.choices(asked, name)(value) == address.results(asked.with_value(name, value))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [0, 7, 999, 1_000, 12_408, 1_234_567, 10**14, -1_234])
def test_counts_are_written_as_the_language_writes_numbers(language: str, count: int) -> None:
    assert formats(language).number(count) == format_decimal(count, format="#,##0.######", locale=language)
