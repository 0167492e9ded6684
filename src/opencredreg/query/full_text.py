"""The full-text search of the simple search, on the same index as the query language.

Source: ``search.md`` section 2.4.
"""

from __future__ import annotations

import re
from typing import Final

from opencredreg.ctdl import Vocabulary
from opencredreg.query.analysis import query_words
from opencredreg.query.building import all_of, any_of
from opencredreg.query.problems import Problems
from opencredreg.query.tree import Expression, IdText, Link, LiteralText, Words

__all__ = ["full_text"]

_NAMES: Final = (
    "ceterms:name",
    "ceasn:name",
    "skos:prefLabel",
    "ceasn:competencyText",
    "ceasn:competencyLabel",
)
_PROSE: Final = ("ceterms:description", "ceasn:description", "ceterms:keyword", "ceterms:alternateName")
_WEBPAGE: Final = "ceterms:subjectWebpage"
_MAX_WORDS: Final = 32
_PIECES = re.compile(r'"[^"]*"|[^\s"]+')
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_HOST = re.compile(r"[\w\-]+(?:\.[\w\-]+)+(?:/\S*)?")


def full_text(text: str, vocabulary: Vocabulary, problems: Problems) -> Expression | None:
    """Every word of the text is somewhere in the names and descriptions, or a name has words nearly like them.

    What is in double quotes stands side by side. What looks like the name of a host is also looked for in the
    address of the web page. ``None`` when there are no words, with a warning.
    """
    pieces = _PIECES.findall(_SCHEME.sub(" ", text).replace("?", " "))
    asked = list(dict.fromkeys(piece for piece in pieces if query_words(piece)))
    if not asked:
        problems.warning("no_words", "/fts", "`fts` has no words and was left out")
        return None
    if len(asked) > _MAX_WORDS or len(text) > problems.limits.text_chars:
        problems.error("text_too_long", "/fts", f"`fts` has at most {_MAX_WORDS} words")
        return None
    names = [name for name in _NAMES if name in vocabulary.properties]
    fields = [*names, *(name for name in _PROSE if name in vocabulary.properties)]
    exact = all_of(_somewhere(piece, fields) for piece in asked)
    return any_of((exact, *(LiteralText(name, "fuzzy", text) for name in names)))


def _somewhere(piece: str, fields: list[str]) -> Expression:
    found: list[Expression] = [Words(name, piece, need="all", prefix=False) for name in fields]
    if _HOST.fullmatch(piece):
        found.append(Link(_WEBPAGE, IdText("uri", "contains", piece)))
    return any_of(found)
