"""Texts of plain input: plain text stays, markup and double encoding go, scripts are refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.crosswalk.assistant.cleaning import clean_text, length_problem

PIECES = [
    "<", ">", "&", ";", "/", '"', "'", "<p>", "</p>", "<li>", "<b>", "<br/>", "<a href='https://a.edu/?a=1&amp;b=2'>",
    "</a>", "<!--", "-->", "<style>", "</style>", "&amp;", "&lt;", "&gt;", "&#38;", "&nbsp;", "&eacute;", "lt;", "p",
    "Ã", "©", "â", "€", "™", "Â", "\xa0", "ð", "Ÿ", "˜", "É", "é", "ï", "»", "¿", "ƒ", "\x00", "\x9d", "\r\n", "\n",
    " ", "-", "a", "7",
]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Welding basics",
        "a < b and b > c",
        "R&D, AT&T, Q&A; rock &roll;",
        "Children <5 years; <10% of all",
        "List<String> and vector<int>",
        "x --> y <-- z <3",
        "Mail <info@college.edu> or <https://college.edu>",
        "Learn JavaScript: the basics",
        "“Curly” ‘quotes’ – dashes — and … ellipses",
        "ÑANDÚ, CAFÉ’S, AMANHÃ… MAÇÃ” ÂGE À PARIS Œuvre",
        "«CAFɻ «NIÑA»",
        "日本語 Ελληνικά Привет العربية 😀",
        "Tab\there\nand a new line",
        "Ratio 3:4, see https://a.edu/?a=1&b=2&copy=3",
        "",
    ],
)
def test_plain_text_stays(text: str) -> None:
    read = clean_text(text)
    assert (read.value, read.problems) == (text, ())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("<P CLASS='x'>One<BR />Two</P>", "One\nTwo"),
        ("Some <b>bold</b> and <i>slanted</i> words", "Some bold and slanted words"),
        ("<ul>\n  <li>One</li>\n  <li> Two</li>\n</ul>", "- One\n- Two"),
        ('See <a href="https://a.edu/x">our page</a>.', "See our page (see: https://a.edu/x)."),
        ("<a href='https://a.edu/?a=1&amp;b=2'>x</a>", "x (see: https://a.edu/?a=1&b=2)"),
        ("<a href=https://a.edu>https://a.edu</a>", "https://a.edu"),
        ("<a href='#top'>up</a> <a name=x>here</a>", "up here"),
        ("Write to <a href='mailto:a@b.edu'>a@b.edu</a>", "Write to a@b.edu"),
        ("Caf&eacute; &amp; bar&nbsp;&#8211; &#x41;", "Café & bar – A"),
        ("&lt;p&gt;Escaped &amp;amp; twice&lt;/p&gt;", "Escaped & twice"),
        ("<!-- hidden <b> -->shown", "shown"),
        ("<style>p { color: red }</style>shown", "shown"),
        ("<o:p></o:p><?xml version='1.0'?>Word", "Word"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("<p></p>", ""),
    ],
)
def test_markup_goes_with_a_note(text: str, value: str) -> None:
    read = clean_text(text)
    assert read.value == value
    assert [(one.code, one.severity) for one in read.problems] == [("text.html_removed", "note")]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "Hello <SCRIPT src='x'",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<scr\x00ipt>x</scr\x00ipt>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href=' java\nscript&#58;x'>x</a>",
        "<img src=x onerror=alert(1)>",
        "javascript:alert(1)",
    ],
)
def test_scripts_are_refused(text: str) -> None:
    read = clean_text(text)
    assert read.value is None
    assert [(one.code, one.severity) for one in read.problems] == [("text.script", "error")]


@pytest.mark.parametrize(
    "text", ["Café", "it’s", "“quoted” – yes…", "HÔTEL à Paris", "Brand®", "5 € × 2", "naïve 😀", "voilà"]
)
def test_double_encoding_is_repaired(text: str) -> None:
    broken = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())
    read = clean_text(broken)
    assert read.value == text
    assert [(one.code, one.severity) for one in read.problems] == [("text.encoding_repaired", "note")]


@pytest.mark.parametrize("text", ["Привет, мир", "Łódź, Kraków, Gdańsk", "日本語の授業", "Ελληνικά"])
def test_other_scripts_are_repaired_where_all_letters_say_so(text: str) -> None:
    broken = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())
    assert clean_text(broken).value == text


def test_control_characters_go_with_a_note_and_line_ends_become_one() -> None:
    read = clean_text("\ufeffa\x00b\x07\tc\ud800")
    assert read.value == "ab\tc"
    assert [(one.code, one.severity) for one in read.problems] == [("text.control_removed", "note")]
    lines = clean_text("one\r\ntwo\rthree\x0bfour")
    assert (lines.value, lines.problems) == ("one\ntwo\nthree\nfour", ())


def test_markup_within_markup_without_end_is_refused() -> None:
    nested = "<p>"
    for _ in range(10):
        nested = nested.replace("&", "&#3&#56;;").replace("<", "&lt;")
    read = clean_text(nested)
    assert read.value in (None, "")
    assert read.problems


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=25).map("".join)))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    read = clean_text(text)
    if read.value is None:
        assert [one.code for one in read.problems] == ["text.script"]
    else:
        again = clean_text(read.value)
        assert (again.value, again.problems) == (read.value, ())


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C"], exclude_characters="<&Ââð")))
def test_whatever_has_no_markup_stays(text: str) -> None:
    # Letters that begin a double encoding come first in words only; alone they are what they are.
    read = clean_text(text)
    if not read.problems:
        assert read.value == text.strip()
    else:
        assert {one.code for one in read.problems} == {"text.encoding_repaired"}


def test_lengths() -> None:
    assert length_problem("abc", 3, "Name") is None
    problem = length_problem(" ab ", 3, "Name")
    assert problem is not None
    assert (problem.code, problem.severity) == ("text.too_short", "error")
    assert problem.message == "Name has 2 characters, and needs at least 3."
