"""Web addresses of plain input: what is well formed stays, what is not is refused with a way out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.crosswalk.assistant.urls import read_registry_uri, read_url

CTID = "ce-6f05953f-8541-4c79-80be-5ce11040f5b6"
BASE = "https://node.example/ce-registry"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("https://college.edu", "https://college.edu"),
        (" http://college.edu/ ", "http://college.edu"),
        ("HTTPS://College.edu/Path/", "https://College.edu/Path"),
        ("https://college.edu/a?u=https://other.edu/", "https://college.edu/a?u=https://other.edu/"),
        ("https://college.edu/#/", "https://college.edu/#/"),
        ("https://college.edu:8443/a", "https://college.edu:8443/a"),
        ("https://bücher.de/größe", "https://bücher.de/größe"),
        ("https://学校.cn/课程", "https://学校.cn/课程"),
        ("https://a_b.college.edu/~c/d,e(f)", "https://a_b.college.edu/~c/d,e(f)"),
        ("https://notexample.com", "https://notexample.com"),
        (f"https://college.edu/{CTID}", f"https://college.edu/{CTID}"),
        ("https://8.8.8.8/a", "https://8.8.8.8/a"),
    ],
)
def test_good_addresses(text: str, value: str) -> None:
    read = read_url(text, allows_example=False)
    assert (read.value, read.problems) == (value, ())


def test_the_slash_stays_where_it_means_something() -> None:
    read = read_url("https://college.edu/framework/", allows_example=False, trims_slash=False)
    assert read.value == "https://college.edu/framework/"


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("college.edu/a", "https://college.edu/a"),
        ("www.college.edu", "https://www.college.edu"),
        ("college.edu:8080/a", "https://college.edu:8080/a"),
        ("//college.edu/a", "https://college.edu/a"),
        ("http:/college.edu", "https://college.edu"),
        ("https//college.edu", "https://college.edu"),
        ("ftp://college.edu/a", ""),
        ("mailto:info@college.edu", ""),
        ("javascript:alert(1)", ""),
        ("not an address", ""),
        (CTID, ""),
        (CTID.upper(), ""),
        ("https://", ""),
        ("https:///a", ""),
        ("https://college..edu", ""),
        ("https://-college.edu", ""),
        ("https://college.edu:port/", ""),
        ("https://college.edu:99999/", ""),
        ("https://[::1", ""),
        ("https://https://college.edu", ""),
        ("https://college.edu//a", "https://college.edu/a"),
        (
            "https://web.archive.org/web/2020/https://college.edu/",
            "https://web.archive.org/web/2020/college.edu/",
        ),
        ("https://college.edu/a b", "https://college.edu/a%20b"),
        ("https://a.edu/ https://b.edu/", ""),
        ("https://col lege.edu/a", ""),
        ("https://college.edu/{id}", ""),
        ("https://college.edu/a\x00b", ""),
        ("https://college.edu/a\nb", ""),
        ("https://college.edu/\ud800", ""),
    ],
)
def test_malformed_addresses(text: str, suggestion: str) -> None:
    read = read_url(text, allows_example=True)
    assert read.value is None
    (problem,) = read.problems
    assert (problem.code, problem.severity, problem.suggestion) == ("url.malformed", "error", suggestion)
    assert problem.hint


def test_a_ctid_is_told_by_its_name() -> None:
    assert "is a CTID" in read_url(CTID, allows_example=True).problems[0].message


@pytest.mark.parametrize("host", ["example.com", "www.Example.org", "example.net", "a.example.edu"])
def test_hosts_for_examples(host: str) -> None:
    read = read_url(f"https://{host}/a", allows_example=False)
    assert read.value is None
    assert [(one.code, one.severity) for one in read.problems] == [("url.example_host", "error")]
    assert read_url(f"https://{host}/a", allows_example=True).value == f"https://{host}/a"


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:3000",
        "127.0.0.1",
        "10.1.2.3",
        "[::1]",
        "2130706433",
        "127.1",
        "intranet",
        "a.local",
    ],
)
def test_private_hosts(host: str) -> None:
    read = read_url(f"http://{host}/a", allows_example=False)
    assert read.value == f"http://{host}/a"
    assert [(one.code, one.severity) for one in read.problems] == [("url.unsafe", "warning")]


@pytest.mark.parametrize("who", ["me:secret", "me", ":"])
def test_passwords_are_refused_and_not_repeated(who: str) -> None:
    read = read_url(f"https://{who}@college.edu/a", allows_example=False)
    assert read.value is None
    (problem,) = read.problems
    assert (problem.code, problem.severity) == ("url.unsafe", "error")
    assert problem.suggestion == "https://college.edu/a"
    assert "secret" not in problem.message + problem.hint


def test_a_blank_says_nothing() -> None:
    read = read_url("  ", allows_example=False)
    assert (read.value, read.problems) == (None, ())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (CTID, f"{BASE}/resources/{CTID}"),
        (f" {CTID.upper()} ", f"{BASE}/resources/{CTID}"),
        (f"{BASE}/graph/{CTID.upper()}", f"{BASE}/resources/{CTID}"),
        (f"http://NODE.example/CE-registry/resources/{CTID}/", f"{BASE}/resources/{CTID}"),
        (f"https://Other.org/graph/{CTID}", f"https://other.org/resources/{CTID}"),
        (f"https://other.org/navy/resources/{CTID}", f"https://other.org/navy/resources/{CTID}"),
        (f"https://college.edu/Programs/{CTID.upper()}", f"https://college.edu/Programs/{CTID.upper()}"),
        ("https://college.edu/graph/1", "https://college.edu/graph/1"),
        ("_:b1", "_:b1"),
        ("", ""),
    ],
)
def test_registry_addresses(text: str, value: str) -> None:
    assert read_registry_uri(text, BASE) == value
    assert read_registry_uri(value, BASE) == value


@settings(deadline=None, max_examples=200)
@given(
    st.one_of(
        st.text(max_size=30),
        st.builds(
            "http{}://{}{}".format,
            st.sampled_from(["", "s", "S"]),
            st.text(max_size=15),
            st.text(max_size=15),
        ),
        st.builds("https://college.edu/{}".format, st.text(alphabet="ab/?#.%é: @[]", max_size=15)),
    ),
    st.booleans(),
)
def test_what_was_read_is_read_again_alike(text: str, trims: bool) -> None:
    read = read_url(text, allows_example=True, trims_slash=trims)
    if read.value is None:
        assert bool(read.problems) == bool(text.strip())
    else:
        again = read_url(read.value, allows_example=True, trims_slash=trims)
        assert (again.value, again.problems) == (read.value, read.problems)
