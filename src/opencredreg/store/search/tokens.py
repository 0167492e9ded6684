"""Questions to the text indexes: which tokens a value must have, in the words of each database.

SQLite answers them from FTS5, which knows the order of tokens. PostgreSQL answers from a GIN index, which does not, so
phrases are looked for once more in the tokens as they are stored, which stand in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

import msgspec

from opencredreg.jsonld.flatten import LiteralKind
from opencredreg.query.matching import Value
from opencredreg.query.tokens import STEM, algorithm_letter, tag
from opencredreg.store.search.session import Session
from opencredreg.store.search.sql import TRUE, Sql, all_of, any_of, put, value

__all__ = [
    "VALUE_COLUMNS",
    "Every",
    "Question",
    "Run",
    "Some",
    "Start",
    "candidates",
    "stands_in",
    "value_of",
]

VALUE_COLUMNS = "{0}.property_id, {0}.kind, {0}.language_id, {0}.folded, {0}.words"
"""What ``value_of`` takes of a literal; ``{0}`` is its alias."""


class Run(msgspec.Struct, frozen=True, tag=True):
    """These tokens side by side; one of them is a run as well."""

    tokens: tuple[str, ...]


class Start(msgspec.Struct, frozen=True, tag=True):
    """A token with this beginning."""

    token: str


class Every(msgspec.Struct, frozen=True, tag=True):
    """All of these; there is at least one."""

    parts: tuple[Question, ...]


class Some(msgspec.Struct, frozen=True, tag=True):
    """At least one of these; there is at least one."""

    parts: tuple[Question, ...]


Question: TypeAlias = Run | Start | Every | Some


def candidates(
    session: Session, question: Question, literal: str, conditions: Sql, *, columns: str = ""
) -> Sql:
    """A query for the nodes of the literals that the text index gives.

    Args:
        session: what is asked.
        question: what their tokens are.
        literal: the alias that the literal gets where the conditions need it.
        conditions: further conditions on the literal, with ``{}`` for its alias.
        columns: further columns to read beside the node, with ``{0}`` for the alias of the literal.
    """
    further = conditions.about(literal)
    read = f", {columns.format(literal)}" if columns else ""
    if not session.is_sqlite:
        vector = f"array_to_tsvector(string_to_array({literal}.words, ' ')) @@ {{}}::tsquery"
        again = _again(session, question, literal)
        found = all_of(
            [Sql(f"{literal}.words IS NOT NULL"), put(vector, value(_tsquery(question))), again, further]
        )
        return put("SELECT {}.node_id AS id{} FROM literal {} WHERE {}", literal, read, literal, found)
    hit = session.alias("t")
    match = put("{}.literal_text MATCH {}", hit, value(_fts(question)))
    if conditions == TRUE and not columns and not session.has_spilled:
        return put("SELECT {} AS id FROM literal_text {} WHERE {}", f"({hit}.rowid >> 10)", hit, match)
    return put(
        "SELECT {} AS id{} FROM literal_text {} CROSS JOIN literal {} ON {}.id = {}.rowid WHERE {} AND {}",
        session.node_of(literal),
        read,
        hit,
        literal,
        literal,
        hit,
        match,
        further,
    )


def stands_in(session: Session, question: Question) -> Sql:
    """Whether the tokens of one literal answer the question, from its own column; ``{}`` is its alias."""
    match question:
        case Run(tokens):
            return session.holds("(' ' || {}.words || ' ')", value(f" {' '.join(tokens)} "))
        case Start(token):
            return session.holds("(' ' || {}.words)", value(f" {token}"))
        case Every(parts):
            return all_of(stands_in(session, part) for part in parts)
        case Some(parts):
            return any_of(stands_in(session, part) for part in parts)


def _again(session: Session, question: Question, literal: str) -> Sql:
    """What a vector without places cannot decide: everything is looked at again as soon as there is a phrase."""
    if not _has_phrase(question):
        return TRUE
    return stands_in(session, question).about(literal)


def _has_phrase(question: Question) -> bool:
    match question:
        case Run(tokens):
            return len(tokens) > 1
        case Start():
            return False
        case Every(parts) | Some(parts):
            return any(map(_has_phrase, parts))


def _fts(question: Question) -> str:
    match question:
        case Run(tokens):
            return _quoted(" ".join(tokens))
        case Start(token):
            return f"{_quoted(token)} *"
        case Every(parts):
            return _joined(" AND ", [_fts(part) for part in parts])
        case Some(parts):
            return _joined(" OR ", [_fts(part) for part in parts])


def _tsquery(question: Question) -> str:
    match question:
        case Run(tokens):
            return _joined(" & ", [_lexeme(token) for token in dict.fromkeys(tokens)])
        case Start(token):
            return f"{_lexeme(token)}:*"
        case Every(parts):
            return _joined(" & ", [_tsquery(part) for part in parts])
        case Some(parts):
            return _joined(" | ", [_tsquery(part) for part in parts])


def _joined(word: str, pieces: Sequence[str]) -> str:
    return pieces[0] if len(pieces) == 1 else f"({word.join(pieces)})"


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _lexeme(token: str) -> str:
    escaped = token.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def value_of(
    session: Session,
    name: str,
    property_id: int,
    kind: int,
    language_id: int | None,
    folded: str,
    words: str | None,
) -> Value:
    """A literal of the property with this name as a value, whose words are those that the index has."""
    language = session.languages[language_id] if language_id is not None else ""
    # The stemmed words stand first, so that what follows the last of them is all that is cut off.
    stemmed = f" {words or ''}".split(_before_a_stem(property_id, language))[1:]
    stemmed[-1:] = [last.partition(" ")[0] for last in stemmed[-1:]]
    return Value(name, LiteralKind(kind), language, folded, stemmed=tuple(stemmed))


@lru_cache(1024)
def _before_a_stem(property_id: int, language: str) -> str:
    return f" {tag(property_id)}{STEM}{algorithm_letter(language)}"
