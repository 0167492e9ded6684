"""Languages of plain input: tags stay, names become tags, everything else is refused with a way out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.crosswalk.assistant.languages import map_key, read_language


@pytest.mark.parametrize("tag", ["en", "en-US", "EN-us", "ar-SA", "zh-Hant-TW", "haw", "es-419", "sl-rozaj"])
def test_a_tag_keeps_its_spelling(tag: str) -> None:
    read = read_language(f" {tag} ")
    assert (read.value, read.problems) == (tag, ())


@pytest.mark.parametrize(("name", "tag"), [("english", "en"), ("Spanish ", "es"), ("FRENCH", "fr")])
def test_a_name_becomes_a_tag_with_a_note(name: str, tag: str) -> None:
    read = read_language(name)
    assert read.value == tag
    assert [(one.code, one.severity, one.suggestion) for one in read.problems] == [
        ("language.converted", "note", tag)
    ]


@pytest.mark.parametrize(
    ("tag", "suggestion"), [("en_US", "en-US"), ("en:us", "en-US"), ("Klingon", ""), ("e", ""), ("12", "")]
)
def test_anything_else_is_refused(tag: str, suggestion: str) -> None:
    read = read_language(tag)
    assert read.value is None
    assert [(one.code, one.severity, one.suggestion) for one in read.problems] == [
        ("language.invalid", "error", suggestion)
    ]


def test_a_blank_says_nothing() -> None:
    assert read_language(" ") == read_language("")
    assert read_language("").value is None
    assert read_language("").problems == ()


@pytest.mark.parametrize(
    ("tag", "default", "key"),
    [
        ("ar-SA", "en-US", "ar-sa"),
        ("en-US", "en-US", "en-US"),
        ("en-us", "en-US", "en-US"),
        ("en-US", "en", "en-us"),
        (" es-MX", "en-US", "es-mx"),
    ],
)
def test_keys_of_maps(tag: str, default: str, key: str) -> None:
    assert map_key(tag, default) == key


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=20))
def test_a_suggestion_and_a_value_can_be_sent_again(text: str) -> None:
    read = read_language(text)
    for again in (read.value, *(one.suggestion for one in read.problems)):
        if again:
            assert read_language(again).value == again
            assert read_language(again).problems == ()
