"""The words of the product: folding, splitting, stemming, and the laws that hold between them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencredreg.query import analysis
from opencredreg.query.analysis import (
    MAX_WORD_CHARS,
    MAX_WORDS,
    code_words,
    fold,
    index_text,
    phrase_words,
    plain_words,
    query_words,
    words,
)

LANGUAGES = st.sampled_from([*analysis._STEMMERS, "ja", "zh", "ko", "th", "tlh", "", "en-US", "@none"])
# Half of the texts are made of what words are made of; the others of anything, lone surrogates included.
TEXTS = st.one_of(
    st.text(
        alphabet="aeißÉéñçœØŁı'’ bcdsABXY019.-+#/_,\t\n"
        "йёЙЁиіїαάςΣᾳシャーﾀﾞ語漢力한국किताबें์ภาษاَشةשָ\u0301\u0306\u200b\u200d",
        max_size=40,
    ),
    st.text(max_size=40),
    st.text(alphabet=st.characters(), max_size=10),
)


class TestFold:
    @pytest.mark.parametrize(
        ("text", "folded"),
        [
            ("  Bachelor of\tScience\n", "bachelor of science"),
            ("Programación", "programacion"),
            ("Programacio\u0301n", "programacion"),
            ("STRASSE Straße", "strasse strasse"),
            ("ＡＢＣ　１２３", "abc 123"),
            ("ﾀﾞｲｶﾞｸ", "ダイガク"),
            ("İstanbul Diyarbakır", "istanbul diyarbakir"),
            ("Łódź Ærø cœur", "lodz aero coeur"),
            ("ΜΆΪΟΣ μάϊος", "μαιοσ μαιοσ"),
            ("Ёлка", "елка"),
            ("Йод", "йод"),
            ("किताबें", "किताबें"),
            ("شَهَادَة", "شهادة"),
            ("أ إ آ", "أ إ آ"),
            ("שָׁלוֹם", "שלום"),
            ("bachelor’s “honours” 15–1252", 'bachelor\'s "honours" 15-1252'),
            ("soft\u00adware zero\u200bwidth", "software zero width"),
            ("", ""),
            (" \u3000 ", ""),
        ],
    )
    def test_examples(self, text: str, folded: str) -> None:
        assert fold(text) == folded

    @given(TEXTS)
    def test_folding_twice_changes_nothing(self, text: str) -> None:
        assert fold(fold(text)) == fold(text)

    @given(TEXTS)
    def test_blanks_are_single_and_inside(self, text: str) -> None:
        assert fold(text) == " ".join(fold(text).split())

    @given(st.text(alphabet="abcéàñüßçøłжйёщαώς ", max_size=30))
    def test_case_makes_no_difference(self, text: str) -> None:
        assert fold(text.upper()) == fold(text)

    def test_every_character_is_stable(self) -> None:
        for code in range(0x3000):
            folded = fold(f"x{chr(code)}x")
            assert fold(folded) == folded, hex(code)


class TestSplitting:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Welding, and/or brazing!", ["welding", "and", "or", "brazing"]),
            ("https://www.example.org/a", ["https", "www", "example", "org", "a", "www.example.org"]),
            ("C++", ["c", "c++"]),
            ("C# or F#.", ["c", "or", "f", "c#", "f#"]),
            ("51-4041.00", ["51", "4041", "00", "51-4041.00"]),
            ("(51-4041.00).", ["51", "4041", "00", "51-4041.00"]),
            ("NAICS-311", ["naics", "311", "naics-311"]),
            ("A.A.S.", ["a", "a", "s", "aas"]),
            ("AAS", ["aas"]),
            ("Ph.D.", ["ph", "d", "phd"]),
            ("A+ and 18+", ["a", "and", "18", "a+", "18+"]),
            ("node.js", ["node", "js", "node.js"]),
            ("skills--including ... more", ["skills", "including", "more"]),
            ("pre- and post-test", ["pre", "and", "post", "test", "post-test"]),
            ("Bachelor's, master’s and nurses'", ["bachelor", "master", "and", "nurses"]),
            ("L'école", ["l", "ecole"]),
            ("snake_case", ["snake", "case"]),
            ("日本語の技術", ["日本", "本語", "語の", "の技", "技術"]),
            ("語", ["語"]),
            ("日本C++言語", ["日本", "c", "言語", "c++"]),
            ("한국어 자격증", ["한국", "국어", "자격", "격증"]),
            ("ภาษาไทย", ["ภาษาไทย"]),
            ("हिन्दी में", ["हिन्दी", "में"]),
            ("½ – ﬁnal", ["1", "2", "final"]),
            ("+-.#'", []),
            ("", []),
        ],
    )
    def test_words_without_a_language_are_not_stemmed(self, text: str, expected: list[str]) -> None:
        assert words(text) == expected

    def test_initials_are_found_with_and_without_dots(self) -> None:
        for language in ("en", "es", ""):
            assert set(query_words("A.A.S.", language)) <= set(words("AAS Nursing", language))
            assert set(query_words("AAS", language)) <= set(words("an A.A.S. degree", language))

    def test_a_query_for_a_code_does_not_ask_for_its_parts(self) -> None:
        stored = set(words("Software Developers 15-1252.00", "en"))
        assert stored.isdisjoint(query_words("15-1253.00", "en"))
        assert stored.issuperset(query_words("15-1252.00", "en"))
        assert set(words("Programming in C", "en")).isdisjoint(query_words("C++", "en"))

    def test_a_code_is_the_same_in_every_language(self) -> None:
        for language in ("en", "es", "ru", "id", "ja", ""):
            assert words("NAICS-311s", language)[-1] == "naics-311s"

    def test_prose_compounds_are_found_either_way(self) -> None:
        assert set(query_words("entry-level", "en")) <= set(words("entry level", "en"))
        assert set(query_words("entry level", "en")) <= set(words("entry-level", "en"))

    def test_bounds(self) -> None:
        assert len(words("word " * (2 * MAX_WORDS))) == MAX_WORDS
        assert len(words("a-b " * (2 * MAX_WORDS))) == MAX_WORDS
        assert len(words("語" * (2 * MAX_WORDS))) == MAX_WORDS
        assert len(query_words("a-1 " * (2 * MAX_WORDS))) == MAX_WORDS
        assert words("x" * 1000) == ["x" * MAX_WORD_CHARS]
        assert words("é" * 1000) == ["e" * MAX_WORD_CHARS]
        assert len(code_words("x " * (2 * MAX_WORDS))) == MAX_WORDS
        # The limits of a PostgreSQL text search vector: bytes of one word, and of all.
        worst = words("\U00010400" * 99 + " " + "\U00010401" * 3000, "en")
        assert max(len(word.encode()) for word in worst) < 2046
        assert len(index_text("\U00010400" * 20 + "-" + "\U00010402 " * 60000).encode()) < 1_000_000


class TestStemming:
    @pytest.mark.parametrize(
        ("language", "group"),
        [
            ("en", "welding Welded welds"),
            ("EN-us", "certificate certificates"),
            ("en_GB", "nurse's nurses nurse"),
            ("es", "certificación certificaciones certificacion"),
            ("es-MX", "técnico técnicas tecnico"),
            ("fr", "infirmière infirmier infirmiere"),
            ("fr-CA", "diplômé diplômée diplomees diplôme"),
            ("pt-BR", "programação programações programacao"),
            ("de", "Prüfung Prüfungen prufung"),
            ("ru", "сварщик сварщика сварщики"),
        ],
    )
    def test_forms_of_one_word_meet(self, language: str, group: str) -> None:
        assert len(set(words(group, language))) == 1

    @pytest.mark.parametrize("language", ["", "und", "ja", "tlh", "x-private", "@none"])
    def test_languages_without_a_stemmer_keep_their_words(self, language: str) -> None:
        assert words("welding certificates", language) == ["welding", "certificates"]

    def test_threads_do_not_disturb_each_other(self) -> None:
        texts = [
            f"certifications{chr(97 + i % 26)}{chr(97 + i // 26)}ings administrations" for i in range(400)
        ]
        languages = ["en", "es", "fr", "de"] * 100
        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(words, texts, languages))
        analysis._stem.cache_clear()
        assert together == [words(text, language) for text, language in zip(texts, languages, strict=True)]


class TestLaws:
    @given(TEXTS, LANGUAGES)
    def test_words_are_sound(self, text: str, language: str) -> None:
        for word in words(text, language):
            assert word
            assert word.split() == [word]
            assert fold(word) == word

    @given(TEXTS, LANGUAGES)
    def test_texts_that_fold_alike_have_the_same_words(self, text: str, language: str) -> None:
        assert words(fold(text), language) == words(text, language)
        assert query_words(fold(text), language) == query_words(text, language)

    @given(TEXTS, LANGUAGES)
    def test_a_text_is_found_by_itself(self, text: str, language: str) -> None:
        asked = query_words(text, language)
        assert set(asked) <= set(words(text, language))
        assert bool(asked) == bool(words(text, language))

    @given(TEXTS, TEXTS, TEXTS, LANGUAGES)
    def test_a_phrase_stands_side_by_side(self, before: str, phrase: str, after: str, language: str) -> None:
        found = words(f"{before} {phrase} {after}", language)
        asked = phrase_words(phrase, language)
        assert any(found[i : i + len(asked)] == asked for i in range(len(found) + 1))

    @given(TEXTS, LANGUAGES)
    def test_the_index_text_splits_back_into_the_words(self, text: str, language: str) -> None:
        assert index_text(text, language).split(" ") == (words(text, language) or [""])

    @given(TEXTS)
    def test_plain_words_come_first(self, text: str) -> None:
        plain = plain_words(text)
        assert words(text)[: len(plain)] == plain

    @given(TEXTS)
    def test_code_words_are_what_stands_between_blanks(self, text: str) -> None:
        assert " ".join(code_words(text)) == fold(text)


def test_code_words() -> None:
    assert code_words(" WELD 207, (c) ") == ["weld", "207,", "(c)"]
    assert code_words("") == []
