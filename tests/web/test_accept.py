from __future__ import annotations

import pytest

from opencredreg.web.accept import prefers_html

_FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)


@pytest.mark.parametrize(
    "accept",
    [
        _FIREFOX,
        _CHROME,
        "text/html",
        "TEXT/HTML",
        "text/*",
        "text/html, application/json;q=0.9",
        "application/json;q=0.1, text/html;q=0.2",
        "*/*, application/json;q=0",
        "text/html;level=1;q=0.5, application/json;q=0.4",
        "text/html ; q = 1",
    ],
)
def test_browsers_get_pages(accept: str) -> None:
    assert prefers_html(accept)


@pytest.mark.parametrize(
    "accept",
    [
        "",
        "*/*",
        "application/json",
        "application/json, text/plain, */*",
        "application/ld+json, application/json;q=0.9, */*;q=0.1",
        "text/html, application/json",
        "text/html;q=0, */*",
        "text/html;q=0.2, application/json;q=0.3",
        "text/html;q=no",
        "text/turtle",
        ";;;,,,",
    ],
)
def test_programs_get_json(accept: str) -> None:
    assert not prefers_html(accept)
