"""Templates to answers. Pages load nothing from elsewhere, and run no scripts but ours; the headers see to it."""

from __future__ import annotations

from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from starlette.responses import HTMLResponse

from opencredreg import __version__
from opencredreg.clock import format_timestamp
from opencredreg.ctdl.vocabulary import Vocabulary, bundled_vocabulary
from opencredreg.web import text
from opencredreg.web.assets import asset_path
from opencredreg.web.formats import formats
from opencredreg.web.locale import LANGUAGES, translations
from opencredreg.web.reader import DEFAULT_READER, Reader
from opencredreg.web.speech import SPEECH

__all__ = ["HEADERS", "IN_SANDBOX", "page", "render", "render_text"]

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors {}"
)

HEADERS = {
    "Content-Security-Policy": _POLICY.format("'none'"),
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""What every page is sent with."""

EMBEDDABLE_HEADERS = {**HEADERS, "Content-Security-Policy": _POLICY.format("*")}
"""What the few pages are sent with that other sites may show in a frame."""


IN_SANDBOX: ContextVar[bool] = ContextVar("in_sandbox", default=False)
"""Whether the node that answers the request is a sandbox, which every page says (``web.sandbox``)."""


def render(
    template: str,
    *,
    root: str,
    here: str = "",
    status: int = 200,
    reader: Reader = DEFAULT_READER,
    vocabulary: Vocabulary | None = None,
    **context: Any,
) -> HTMLResponse:
    """A page.

    Args:
        template: name in the folder ``templates``.
        root: path under which the node is reached, without a slash at its end; mostly empty.
        here: path of the page itself, to mark it in the navigation.
        status: of the answer.
        reader: who reads it.
        vocabulary: knows the labels of terms; without it the bundled one does.
        context: what the template needs; a name that is missing is an error.
    """
    content = render_text(template, root=root, here=here, reader=reader, vocabulary=vocabulary, **context)
    # A page must not hold this character (HTML 13.5), wherever it comes from.
    return page(content.replace("\x00", "\ufffd"), status)


def render_text(
    template: str, *, reader: Reader = DEFAULT_READER, vocabulary: Vocabulary | None = None, **context: Any
) -> str:
    """A template filled in."""
    made = _environment(reader.language).get_template(template)
    known = vocabulary or bundled_vocabulary()
    return made.render(reader=reader, vocabulary=known, room=text.Room(), **context)


def page(content: str | bytes, status: int = 200) -> HTMLResponse:
    """An answer with a page that was rendered before."""
    return HTMLResponse(content, status, headers={**HEADERS, "Cache-Control": "no-cache"})


@pass_context
def _fitting(context: Context, value: Any) -> Any:
    """What is written into a page; texts only as far as there is room for them."""
    if isinstance(value, str) and not isinstance(value, Markup) and len(value) > text.Room.SHORT:
        room: text.Room | None = context.get("room")
        # Parts that know nothing of the page cut each text on its own.
        return (room or text.Room()).fit(value)
    return value


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        finalize=_fitting,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    written = formats(language)
    environment.filters |= {
        "code": text.inline,
        "compact": written.compact,
        "cost": written.cost,
        "day": written.day,
        "duration": written.duration,
        "language_name": written.language,
        "moment": format_timestamp,
        "money": written.money,
        "number": written.number,
        "paragraphs": text.paragraphs,
        "percent": written.percent,
        "safe_url": text.safe_url,
        "shown_url": text.shown_url,
        "span": written.span,
        **SPEECH,
    }
    environment.globals |= {"asset": asset_path, "version": __version__, "languages": LANGUAGES}
    environment.globals["in_sandbox"] = IN_SANDBOX.get
    return environment
