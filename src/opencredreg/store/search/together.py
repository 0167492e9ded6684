"""Conditions that are alike, answered by one look-up."""

from __future__ import annotations

from collections.abc import Sequence

from opencredreg.query.tree import IdText, LiteralText, LiteralValue, Words
from opencredreg.store.search.folding import Alike
from opencredreg.store.search.identity import having_identities
from opencredreg.store.search.leaves import LiteralRows
from opencredreg.store.search.parts import AnyOf, Empty, Part
from opencredreg.store.search.session import Session
from opencredreg.store.search.texts import having_any_words, having_one_of, nearly

__all__ = ["having_any"]

_QUESTIONS = 64
"""So many questions are put to the text index as one."""


def having_any(session: Session, alike: Alike) -> Part:
    """Nodes for which one of several conditions holds."""
    first = alike.parts[0]
    identities = [part.text for part in alike.parts if isinstance(part, IdText)]
    if isinstance(first, IdText):
        return having_identities(session, first, identities)
    if isinstance(first, Words):
        return _any_words(session, [part for part in alike.parts if isinstance(part, Words)])
    texts = [part for part in alike.parts if isinstance(part, LiteralText)]
    if isinstance(first, LiteralText) and first.match == "fuzzy":
        numbers = session.terms(part.property for part in texts)
        known = {numbers[part.property]: part for part in texts if part.property in numbers}
        return nearly(session, known) if known else Empty(session)
    assert isinstance(first, LiteralText | LiteralValue)
    property_id = session.term(first.property)
    if property_id is None:
        return Empty(session)
    if isinstance(first, LiteralText):
        return having_one_of(session, property_id, first, [part.text for part in texts])
    amounts = [part.low for part in alike.parts if isinstance(part, LiteralValue) and part.low is not None]
    return LiteralRows(session, property_id, session.is_number_among("{}.number", amounts))


def _any_words(session: Session, conditions: Sequence[Words]) -> Part:
    numbers = session.terms(condition.property for condition in conditions)
    known = [(numbers[one.property], one) for one in conditions if one.property in numbers]
    groups = [known[start : start + _QUESTIONS] for start in range(0, len(known), _QUESTIONS)]
    parts = [part for group in groups if (part := having_any_words(session, group)) is not None]
    if len(parts) > 1:
        return AnyOf(session, parts)
    return parts[0] if parts else Empty(session)
