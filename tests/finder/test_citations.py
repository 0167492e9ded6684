from __future__ import annotations

import re
from datetime import date

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.finder.citations import Citation, render_bibtex, render_csl


def _citation(title: str, author: str = "School & Co.") -> Citation:
    return Citation(
        key="ce-1d9b7c52-30a4-4f0b-8a75-6f6a0f4c2f10",
        title=title,
        author=author,
        cls="ceterms:Certificate",
        publisher="Registry",
        url="https://registry.example/resources/ce-1",
        changed=date(2026, 3, 1),
        seen=date(2026, 5, 12),
        language="en",
    )


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=40), st.text(max_size=40))
def test_bibtex_stays_one_entry_whatever_the_texts_are(title: str, author: str) -> None:
    made = render_bibtex(_citation(title, author))
    plain = re.sub(r"\\(?:[{}$&#%_]|text[a-z]+\{\})", "", made)
    depth = 0
    for place, character in enumerate(plain):
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
        assert depth or plain[place:] in ("}\n", "\n") or place < len("@misc")
    assert depth == 0
    assert "\\" not in plain


def test_bibtex_names_all_parts() -> None:
    made = render_bibtex(_citation("Hedges_100%"))
    assert made.startswith("@misc{ce-1d9b7c52-30a4-4f0b-8a75-6f6a0f4c2f10,\n")
    assert "title     = {{Hedges\\_100\\%}}" in made
    assert "author    = {{School \\& Co.}}" in made
    assert "year      = {2026}" in made
    assert "urldate   = {2026-05-12}" in made


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=40), st.text(max_size=40))
def test_csl_keeps_the_texts_as_they_are(title: str, author: str) -> None:
    [item] = msgspec.json.decode(render_csl(_citation(title, author)))
    assert item["title"] == title
    assert item.get("author", [{"literal": ""}]) == [{"literal": author}]
    assert item["issued"] == {"date-parts": [[2026, 3, 1]]}
