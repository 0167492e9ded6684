"""Templates to answers. Pages run no scripts and load nothing from elsewhere, and the headers see to it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from opencredreg import __version__
from opencredreg.clock import format_timestamp
from opencredreg.web import text
from opencredreg.web.assets import asset_path

__all__ = ["HEADERS", "page", "render"]

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""What every page is sent with."""


def render(template: str, *, root: str, here: str = "", status: int = 200, **context: Any) -> HTMLResponse:
    """A page.

    Args:
        template: name in the folder ``templates``.
        root: path under which the node is reached, without a slash at its end; mostly empty.
        here: path of the page itself, to mark it in the navigation.
        status: of the answer.
        context: what the template needs; a name that is missing is an error.
    """
    return page(_environment().get_template(template).render(root=root, here=here, **context), status)


def page(content: str | bytes, status: int = 200) -> HTMLResponse:
    """An answer with a page that was rendered before."""
    return HTMLResponse(content, status, headers={**HEADERS, "Cache-Control": "no-cache"})


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "code": text.inline,
        "day": text.day,
        "moment": format_timestamp,
        "number": text.number,
        "paragraphs": text.paragraphs,
    }
    environment.globals |= {"asset": asset_path, "version": __version__}
    return environment
