"""Words and phrases for queries in plain English."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from opencredreg.clock import format_timestamp
from opencredreg.ctdl import Vocabulary

__all__ = ["a_or_an", "choice", "concept_or_key", "label", "number", "period", "plural", "quoted"]

_DAY: Final = 86_400_000_000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def label(vocabulary: Vocabulary, term: str) -> str:
    """The label of a term in lower case, but for abbreviations; without one, the term itself.

    Of two properties with one name, ``ceterms:name`` and ``ceasn:name``, the rarer one says which it is.
    """
    facts = vocabulary.properties.get(term) or vocabulary.classes.get(term) or vocabulary.concepts.get(term)
    words = (facts.label if facts else "").split()
    said = " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in words)
    prefix, _, local = term.partition(":")
    is_homonym = prefix != "ceterms" and term in vocabulary.properties
    is_homonym = is_homonym and f"ceterms:{local}" in vocabulary.properties
    return f"{said} ({term})" if said and is_homonym else said or term


def concept_or_key(vocabulary: Vocabulary, key: str) -> str:
    """How a resource key is named: concepts by their label, everything else by the key, in one spelling."""
    term = vocabulary.normalize_term(key.rstrip("/"))
    facts = vocabulary.concepts.get(term)
    if facts and facts.label:
        return f"“{facts.label}”"
    address = key.rstrip("/")
    return f"https://{address.removeprefix('http://')}" if address.startswith("http://") else address


def plural(noun: str) -> str:
    """The plural of a noun, or of the last word of a few.

    >>> plural("competency"), plural("course"), plural("class"), plural("ceasn:X")
    ('competencies', 'courses', 'classes', 'ceasn:X')
    """
    if ":" in noun:
        return noun
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def a_or_an(noun: str) -> str:
    """A noun with its article.

    >>> a_or_an("organization"), a_or_an("certificate")
    ('an organization', 'a certificate')
    """
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def choice(names: Sequence[str]) -> str:
    """Names of which any will do; of no names, nothing will.

    >>> choice(["a", "b", "c"])
    'a, b or c'
    """
    if not names:
        return "nothing"
    return " or ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]


def quoted(text: str) -> str:
    """A text as people quote it."""
    return f"“{' '.join(text.split())}”"


def number(value: float) -> str:
    """A number without needless decimals.

    >>> number(2000.0), number(0.5)
    ('2,000', '0.5')
    """
    if abs(value) < 1e15 and value == int(value):
        return f"{int(value):,}"
    return f"{value:g}"


def period(start: int | None, end: int | None) -> str:
    """A time, in microseconds since 1970 UTC, with both ends included; days where they are whole.

    >>> period(0, 86_400_000_000 - 1), period(0, None)
    ('on 1970-01-01', 'from 1970-01-01 on')
    """
    if start is not None and end is not None and start % _DAY == 0 and end == start + _DAY - 1:
        return f"on {_moment(start)}"
    if start is not None and start == end:
        return f"at {_moment(start)}"
    first = "" if start is None else f"from {_moment(start)}"
    last = "" if end is None else f"until {_moment(end + 1 if (end + 1) % _DAY else end)}"
    return f"{first} {last}".strip() if last else f"{first} on"


def _moment(at: int) -> str:
    try:
        moment = _EPOCH + timedelta(microseconds=at)
        is_day = at % _DAY in (0, _DAY - 1)
        return f"{moment:%Y-%m-%d}" if is_day else format_timestamp(at)
    except OverflowError:
        return "the end of time"
