"""The trail to a page, and JSON inside a script element."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from opencredreg.crosswalk.schema_org import breadcrumbs, escape_for_script
from tests.crosswalk.known_terms import find_strangers


class Scripts(HTMLParser):
    """Collects what a browser takes for the text of scripts, and for markup besides."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_a_trail_has_places_in_order() -> None:
    assert breadcrumbs(
        [("Start", "https://node.example/"), ("", "https://node.example/x"), ("Joinery", "")]
    ) == {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": "Start", "item": "https://node.example/"},
            {"@type": "ListItem", "position": 2, "name": "Joinery"},
        ],
    }


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=12) | st.just("javascript:alert(1)"))))
def test_any_trail_is_a_list(trail: list[tuple[str, str]]) -> None:
    made = breadcrumbs(trail)
    steps = made["itemListElement"]
    assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
    assert all(re.match("https?://", step["item"]) for step in steps if "item" in step)
    if steps:
        assert list(find_strangers(made)) == []


@given(
    st.dictionaries(
        st.text(max_size=6), st.text() | st.sampled_from(["</script>", "<!--<script>", "]]>&amp;"])
    )
)
def test_no_text_leaves_the_script(document: dict[str, str]) -> None:
    text = escape_for_script(document)
    assert json.loads(text) == document
    page = Scripts()
    page.feed(f'<script type="application/ld+json">{text}</script>')
    page.close()
    assert page.tags == ["script"]
    assert json.loads("".join(page.texts)) == document
