"""The official English texts of the terms, for who loads the encodings with them.

The packaged table holds facts only. Texts come from files that an operator has, and are kept apart.

Source: ``ctdl/README.md`` ("How a term is written in the encodings").
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from opencredreg.ctdl.facts import TermTexts
from opencredreg.ctdl.official.statements import JSON, english, iterate_terms

__all__ = ["derive_texts", "parse_texts", "render_texts"]

_DEFINITIONS = ("rdfs:comment", "skos:definition")


def derive_texts(encodings: Mapping[str, Mapping[str, JSON]]) -> dict[str, TermTexts]:
    """Term to its texts; terms without any are left out.

    Args:
        encodings: name to decoded encoding file. Where several declare a term, each kind of text is taken
            from the first that has it.

    Raises:
        InvalidInput: an encoding does not have the expected form.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for name, encoding in encodings.items():
        for term, node in iterate_terms(f"{name} encoding", encoding):
            texts = found.setdefault(term, {})
            for key in (*_DEFINITIONS, "dct:description", "vann:usageNote"):
                if not texts.get(key):
                    texts[key] = english(node.get(key))
    return {term: _term_texts(texts) for term, texts in found.items() if any(texts.values())}


def parse_texts(data: bytes) -> dict[str, TermTexts]:
    """Read texts that :func:`render_texts` wrote.

    Raises:
        msgspec.ValidationError: they are not such texts.
    """
    return msgspec.json.decode(data, type=dict[str, TermTexts])


def render_texts(texts: Mapping[str, TermTexts]) -> bytes:
    """Write texts as JSON, sorted: the same bytes for the same texts."""
    return msgspec.json.encode(texts, order="sorted")


def _term_texts(texts: Mapping[str, list[str]]) -> TermTexts:
    return TermTexts(
        definition="\n".join(next((texts[key] for key in _DEFINITIONS if texts[key]), [])),
        description="\n".join(texts["dct:description"]),
        usage_notes=tuple(texts["vann:usageNote"]),
    )
