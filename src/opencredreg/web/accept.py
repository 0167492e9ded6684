"""Whether a person with a browser is asking, or a program."""

from __future__ import annotations

from opencredreg.jsonld.rdf import RDF_FORMATS

__all__ = ["prefers_html"]

_DATA = frozenset({"application/ld+json", *(syntax.media_type for syntax in RDF_FORMATS.values())})


def prefers_html(accept: str) -> bool:
    """Whether a client likes HTML better than data. Who has no preference gets data, as programs expect.

    >>> prefers_html("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    True
    >>> prefers_html("*/*"), prefers_html(""), prefers_html("application/json, text/plain, */*")
    (False, False, False)
    >>> prefers_html("text/turtle, text/html;q=0.5, */*;q=0.1")
    False
    """
    wanted = [_parse(entry) for entry in accept.lower().split(",")]
    named = max((quality for media_range, quality in wanted if media_range in _DATA), default=0.0)
    return _quality(wanted, "text", "html") > max(_quality(wanted, "application", "json"), named)


def _parse(entry: str) -> tuple[str, float]:
    media_range, *parameters = (part.strip() for part in entry.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return media_range, min(max(float(value), 0.0), 1.0)
            except ValueError:
                return media_range, 0.0
    return media_range, 1.0


def _quality(wanted: list[tuple[str, float]], kind: str, subtype: str) -> float:
    """The quality of a media type; the most specific range that fits counts (RFC 9110 section 12.5.1)."""
    for pattern in (f"{kind}/{subtype}", f"{kind}/*", "*/*"):
        qualities = [quality for media_range, quality in wanted if media_range == pattern]
        if qualities:
            return max(qualities)
    return 0.0
