"""The texts of the demonstration: three languages say the same, in enough different words."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from collections import Counter
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencredreg.demo import phrases
from opencredreg.demo.dice import Dice, Names, mix
from opencredreg.demo.subjects import FIELDS, SECTORS
from opencredreg.demo.texts import TEXTS
from opencredreg.demo.texts.template import Template, compose, parse_templates
from tests.demo.registry import generated


def test_examples_in_docstrings() -> None:
    assert doctest.testmod(phrases).failed == 0


def test_languages_have_the_same_keys() -> None:
    english, spanish, french = (set(texts) for texts in TEXTS)
    assert english == spanish == french


@pytest.mark.parametrize("language", range(3))
def test_no_language_asks_for_more_than_english(language: int) -> None:
    everywhere = {"org", "town", "county", "field", "focus", "topic", "topic2", "topics", "role"}
    everywhere |= {
        "de_field",
        "de_topic",
        "de_county",
        "a_role",
        "this_kind",
        "This_kind",
        "the_kind",
        "of_kind",
        "kind",
    }
    for key, template in TEXTS[language].items():
        assert _gaps(template) - everywhere <= _gaps(TEXTS[0][key]), key


def _gaps(template: Template) -> set[str]:
    texts = [text for slot in template for text in slot]
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}


def test_fields_are_complete() -> None:
    assert len(FIELDS) >= 36
    for field in FIELDS.values():
        assert field.sector in SECTORS
        assert (len(field.foci), len(field.topics), len(field.roles)) == (6, 8, 3)
        for phrase in (*field.foci, *field.topics, field.name):
            assert all(phrase), phrase
        assert len(set(field.foci)) == 6
        assert len(set(field.topics)) == 8
    assert len({focus for field in FIELDS.values() for focus in field.foci}) >= 200


def test_descriptions_vary() -> None:
    described: Counter[str] = Counter()
    for one in generated(1500).documents:
        if "ceterms:credentialStatusType" in one.main:
            described[str(one.main["ceterms:description"])] += 1
    assert described.total() > 200
    assert len(described) / described.total() > 0.97


def test_compose_picks_one_variant_of_each_slot() -> None:
    templates = parse_templates(
        """
        # greeting
        Good morning, {name}.
        Hello, {name}.
        --
        It rains.
        .
        """
    )
    made = {compose(templates["greeting"], choice, {"name": "Ada"}) for choice in range(1 << 8)}
    assert made == {
        "Good morning, Ada. It rains.",
        "Good morning, Ada.",
        "Hello, Ada. It rains.",
        "Hello, Ada.",
    }


@given(st.lists(st.integers(0, 1 << 30), min_size=1, max_size=3))
def test_dice_repeat_themselves(key: list[int]) -> None:
    def throw() -> tuple[object, ...]:
        dice = Dice()
        dice.cast(*key)
        return dice.bits(), dice.between(1, 6), dice.pick("abcdef"), dice.chance(0.5), dice.day(2001, 2003)

    assert throw() == throw()
    assert 0 <= mix(*key) < 1 << 31


def test_dice_stay_within_bounds() -> None:
    dice = Dice()
    dice.cast(5)
    assert {dice.between(2, 4) for _ in range(200)} == {2, 3, 4}
    for size in range(5):
        chosen = dice.sample("abcd", size)
        assert len(set(chosen)) == len(chosen) == size


@given(st.integers(0, 1 << 40), st.text("abc-", max_size=9), st.integers(0, 1 << 30), st.integers(0, 3000))
def test_identifiers_have_the_shape_of_version_4(seed: int, kind: str, index: int, part: int) -> None:
    ctid = Names(seed, "https://node.example/").ctid(kind, index, part)
    assert len(ctid) == 39
    assert ctid[17] == "4"
    assert ctid[22] in "89ab"


def test_what_is_remembered_does_not_grow_with_the_registry() -> None:
    generated(6000)
    package = importlib.import_module("opencredreg.demo")
    for found in pkgutil.walk_packages(package.__path__, "opencredreg.demo."):
        for name, value in vars(importlib.import_module(found.name)).items():
            if hasattr(value, "cache_info"):
                assert value.cache_info().currsize <= 4096, name
