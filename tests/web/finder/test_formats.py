"""How pages write numbers, dates and addresses: for every value there is something to read, in every language."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape
from starlette.requests import Request

from opencredreg.jsonld.values import Text
from opencredreg.meaning.durations import Duration, Span
from opencredreg.meaning.totals import CostRange
from opencredreg.web.formats import formats
from opencredreg.web.locale import LANGUAGES
from opencredreg.web.reader import COOKIE, Reader, accepted_languages, reader_of
from opencredreg.web.speech import other_texts, spoken
from opencredreg.web.text import inline, paragraphs, safe_url, shown_url
from tests.support.hostile import ADDRESSES, MARK, TEXTS, harm

_ENGLISH, _SPANISH = formats("en"), formats("es")
_BOTH = pytest.mark.parametrize("language", sorted(LANGUAGES))
_NUMBERS = st.one_of(st.floats(), st.integers(), st.integers(-(10**400), 10**400))
_ANY_TEXT = st.one_of(st.text(max_size=60), st.sampled_from([*TEXTS, *ADDRESSES]))


@pytest.mark.parametrize(
    ("amount", "currency", "english", "spanish"),
    [
        (1200, "USD", "$1,200", "1.200\xa0US$"),
        (12.5, "EUR", "€12.50", "12,50\xa0€"),
        (0.5, "JPY", "¥0.50", "0,50\xa0JPY"),
        (1200, "XYZ", "XYZ1,200", "1.200\xa0XYZ"),
        (3, "", "3", "3"),
        (3, "<b>", "3 <b>", "3 <b>"),
        (3, "usd", "3 usd", "3 usd"),
        (-7, "USD", "-$7", "-7\xa0US$"),
    ],
)
def test_money(amount: float, currency: str, english: str, spanish: str) -> None:
    assert _ENGLISH.money(amount, currency) == english
    assert _SPANISH.money(amount, currency) == spanish


def test_a_range_of_cost_says_one_amount_where_both_ends_are_the_same() -> None:
    assert _ENGLISH.cost(CostRange("USD", 5, 5)) == "$5"
    assert _ENGLISH.cost(CostRange("USD", 5, 6)) == "$5 – $6"


@pytest.mark.parametrize(
    ("written", "english", "spanish"),
    [
        ("2026-05-12", "12 May 2026", "12 de mayo de 2026"),
        ("2026-05", "May 2026", "mayo 2026"),
        ("2026", "2026", "2026"),
        ("0000-99-99", "0000-99-99", "0000-99-99"),
        ("2026-02-30", "2026-02-30", "2026-02-30"),
        ("soon", "soon", "soon"),
        ("", "", ""),
    ],
)
def test_days(written: str, english: str, spanish: str) -> None:
    assert _ENGLISH.day(written) == english
    assert _SPANISH.day(written) == spanish


@pytest.mark.parametrize(
    ("written", "english", "spanish"),
    [
        ("P6M", "6 months", "6 meses"),
        ("P1Y6M", "1 year, 6 months", "1 año, 6 meses"),
        ("P14D", "2 weeks", "2 semanas"),
        ("PT50H", "50 hours", "50 horas"),
        ("PT1H30M", "1 hour, 30 minutes", "1 hora, 30 minutos"),
        ("P0D", "0 days", "0 días"),
        ("a while", "a while", "a while"),
    ],
)
def test_lengths_of_time(written: str, english: str, spanish: str) -> None:
    assert _ENGLISH.duration(written) == english
    assert _SPANISH.duration(written) == spanish


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (Span(), ""),
        (Span(shortest=Duration(months=6), longest=Duration(months=6)), "6 months"),
        (Span(shortest=Duration(months=6), longest=Duration(months=9)), "6 months – 9 months"),
        (Span(longest=Duration(months=9)), "9 months"),
    ],
)
def test_spans(span: Span, said: str) -> None:
    assert _ENGLISH.span(span) == said


@pytest.mark.parametrize(
    ("tag", "english", "spanish"),
    [
        ("en", "English", "inglés"),
        ("es-MX", "Spanish (Mexico)", "español (México)"),
        ("zh-Hant-TW", "Chinese (Traditional, Taiwan)", "chino (tradicional, Taiwán)"),
        ("xx-nope", "xx-nope", "xx-nope"),
        ("", "", ""),
        ("<b>", "<b>", "<b>"),
    ],
)
def test_languages(tag: str, english: str, spanish: str) -> None:
    assert _ENGLISH.language(tag) == english
    assert _SPANISH.language(tag) == spanish


@_BOTH
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1e308, -1e308, 10**400, 5e-324])
def test_odd_numbers_are_still_written(language: str, value: Any) -> None:
    written = formats(language)
    for said in (
        written.number(value),
        written.compact(value),
        written.percent(value),
        written.money(value, "USD"),
    ):
        assert 0 < len(said) < 500
        assert "\n" not in said


@given(st.sampled_from(sorted(LANGUAGES)), _NUMBERS, _ANY_TEXT)
@settings(max_examples=150)
def test_there_are_words_for_every_number_in_every_currency(
    language: str, value: float, currency: str
) -> None:
    written = formats(language)
    assert all((written.number(value), written.compact(value), written.percent(value)))
    assert all((written.money(value, currency), written.money(value, "USD")))


@given(st.sampled_from(sorted(LANGUAGES)), _ANY_TEXT)
@settings(max_examples=150)
def test_texts_that_are_no_date_time_or_language_stay_readable(language: str, text: str) -> None:
    written = formats(language)
    for said in (written.day(text), written.duration(text), written.language(text)):
        assert bool(said.strip()) == bool(text.strip()) or not text.strip()


@given(st.integers(-(10**30), 10**30))
def test_every_moment_has_a_day(moment: int) -> None:
    assert _ENGLISH.day(moment)


@given(st.dates())
def test_a_day_has_its_year(day: date) -> None:
    assert str(day.year) in _ENGLISH.day(day)
    assert str(day.year) in _SPANISH.day(day.isoformat())


@given(st.builds(Duration, months=st.integers(-(10**18), 10**18), seconds=_NUMBERS))
def test_every_length_of_time_has_words(length: Duration) -> None:
    assert _ENGLISH.duration(length)
    assert _SPANISH.span(Span(shortest=length, longest=length))


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_but_the_web_mail_and_telephones_is_linked(address: str) -> None:
    safe = safe_url(address)
    assert safe == "" or safe.lower().startswith(("http://", "https://", "mailto:", "tel:"))
    assert not harm(f'<a href="{escape(safe)}">x</a>')


@given(st.one_of(_ANY_TEXT, _ANY_TEXT.map(lambda text: f"https://a.example/{text}")))
@settings(max_examples=200)
def test_a_link_is_safe_and_its_text_is_short(text: str) -> None:
    safe = safe_url(text)
    assert not set(safe) & set(' <>"\t\r\n\x00\x0b\x0c\x1f\x7f\u202e\u2066')
    assert safe == "" or safe_url(safe) == safe
    assert len(shown_url(text)) <= 60
    shown = escape(shown_url(text))
    assert not [
        one for one in harm(f"<a href=\"{escape(safe)}\" title='{shown}'>{shown}</a>") if one != "a NUL"
    ]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://www.a.example/courses/", "a.example/courses"),
        ("mailto:a@b.example", "a@b.example"),
        ("https://", "https://"),
        ("", ""),
        (f"https://a.example/{'b' * 90}", f"a.example/{'b' * 49}…"),
    ],
)
def test_what_people_read_of_an_address(address: str, shown: str) -> None:
    assert shown_url(address) == shown


@given(_ANY_TEXT)
@settings(max_examples=150)
def test_texts_become_no_markup(text: str) -> None:
    for made in (
        inline(text),
        *paragraphs(text),
        spoken(Text(text, text), "en"),
        spoken(Text("", text), "es"),
    ):
        assert not [one for one in harm(f"<p>{made}</p>") if one != "a NUL"]


def test_the_language_of_a_text_is_said_where_it_is_one() -> None:
    assert str(spoken(Text("es-MX", "año"), "en")) == '<span lang="es-MX" dir="auto">año</span>'
    assert str(spoken(Text("en-US", "year"), "en")) == "year"
    assert "lang" not in spoken(Text(f'x" {MARK}="1', "year"), "en")
    # Characters that are letters somewhere are none in the name of a language.
    assert "lang" not in spoken(Text("１２é", "year"), "en")


def test_the_other_texts_are_all_but_the_one_that_is_shown() -> None:
    texts = (Text("es", "uno"), Text("en", "one"), Text("fr", "un"))
    assert other_texts(texts, ["fr-CA"]) == texts[:2]
    assert other_texts((), ["fr"]) == ()


def _request(header: str, cookie: str) -> Request:
    headers = [(b"accept-language", header.encode("latin-1", "replace"))]
    headers.append((b"cookie", f"{COOKIE}={cookie}".encode("latin-1", "replace")))
    return Request({"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": headers})


def test_a_chosen_language_comes_before_what_the_browser_says() -> None:
    assert reader_of(_request("fr, en;q=0.5", "es")) == Reader("es", ("es", "fr", "en"))
    assert reader_of(_request("es-MX, en;q=0.5", "nonsense")) == Reader("es", ("es-mx", "en", "es"))
    assert reader_of(_request("", "")) == Reader("en", ("en",))


@given(_ANY_TEXT, _ANY_TEXT)
@settings(max_examples=150)
def test_every_reader_gets_a_language_of_the_pages(header: str, cookie: str) -> None:
    reader = reader_of(_request(header, cookie))
    assert reader.language in LANGUAGES
    assert reader.language in reader.languages
    assert 1 <= len(reader.languages) <= 10


@pytest.mark.parametrize(
    ("header", "tags"),
    [
        ("fr;q=0.5, es-MX, *;q=0.1", ["es-mx", "fr"]),
        ("en;q=nan, es;q=2, fr;q=-1, de;q=inf", ["es", "de"]),
        ("en;q=, ;;, =, q=1", []),
        ("<b>, a\x00b, ..", []),
        (",".join(f"a{n}" for n in range(10_000)), [f"a{n}" for n in range(8)]),
    ],
)
def test_what_a_browser_likes(header: str, tags: list[str]) -> None:
    assert accepted_languages(header) == tags
