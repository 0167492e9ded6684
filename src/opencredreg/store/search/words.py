"""Word search: a condition on words, or on parts of texts, as questions to the text index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from opencredreg.query.analysis import fold, plain_words
from opencredreg.query.asked import Asked, asked_terms
from opencredreg.query.fuzzy import allowed_edits, is_near_word
from opencredreg.query.tokens import (
    CODE,
    LONG,
    PLAIN,
    STEM,
    algorithm_letter,
    printable,
    tag,
    whole_word_token,
)
from opencredreg.query.tree import LiteralText, Words
from opencredreg.store.search.session import Session
from opencredreg.store.search.sql import after, numbers, put, value
from opencredreg.store.search.tokens import Every, Question, Run, Some, Start

__all__ = ["code_question", "fuzzy_question", "part_question", "some", "words_question"]

_MOST_WORDS = 256
"""A part of a word that more words of the property have is no good to look for."""

_MOST_PIECES = 6


def words_question(session: Session, property_id: int, condition: Words) -> Question | None:
    """What prose must have to satisfy a word search; ``None`` when none can."""
    ways = []
    for language in _ways_of_stemming(session, condition.languages):
        start = f"{tag(property_id)}{STEM}{algorithm_letter(language)}"
        further = f"{tag(property_id)}{PLAIN}{algorithm_letter(language)}"
        terms = asked_terms(condition.text, language, prefix=condition.prefix)
        if terms:
            found = [_term(term, start, further) for term in terms]
            ways.append(some(found) if condition.need == "any" else _every(found))
    return some(ways) if ways else None


def code_question(property_id: int, condition: Words) -> Question | None:
    """What a code must have to satisfy a word search."""
    start = f"{tag(property_id)}{CODE}"
    terms = asked_terms(condition.text, "", prefix=False, codes=True)
    found = [Run(tuple(start + printable(word) for word in term.words)) for term in terms]
    if not found:
        return None
    return some(found) if condition.need == "any" else _every(found)


def part_question(session: Session, property_id: int, condition: LiteralText) -> Question | None:
    """What the words of a text must be for it to contain, or end with, another one.

    The words inside of what is asked for are whole words of the text; those at its edges are parts of words, and
    the dictionary of the property says of which. Whether they stand together as asked is to be looked at after.
    ``None``: the words say nothing, each text must be looked at.
    """
    text = fold(condition.text)
    pieces = _pieces(text, is_at_end=condition.match == "ends")
    pieces.sort(key=lambda piece: (piece[1] != "whole", -len(piece[0])))
    ways = _ways_of_stemming(session, condition.languages)
    property_tag = tag(property_id)
    wanted: list[Question] = []
    for word, place in pieces[:_MOST_PIECES]:
        known = [word] if place == "whole" else _dictionary(session, property_id, word, place)
        if known is None:
            continue
        tokens = dict.fromkeys(whole_word_token(property_tag, one, way) for one in known for way in ways)
        wanted.append(some([Run((f"{property_tag}{LONG}",)), *(Run((token,)) for token in tokens)]))
    return _every(wanted) if wanted else None


def fuzzy_question(session: Session, conditions: Mapping[int, LiteralText]) -> Question | None:
    """What the words of a text must be for it to be nearly what was asked for; some that are not have them too.

    The conditions, by the number of their property, ask for the same text in the same languages.
    """
    condition = next(iter(conditions.values()))
    near: dict[str, dict[int, list[str]]] = {}
    ways: dict[int, list[Question]] = {property_id: [] for property_id in conditions}
    for language in _ways_of_stemming(session, condition.languages):
        terms = asked_terms(fold(condition.text).replace('"', " "), language, prefix=False)
        for term in terms:
            if term.written not in near:
                near[term.written] = _near_words(session, list(conditions), term.written)
        for property_id, found in ways.items():
            start = f"{tag(property_id)}{STEM}{algorithm_letter(language)}"
            pieces: list[Question] = []
            for term in terms:
                tokens = {start + term.words[0]: None}
                tokens.update(
                    (whole_word_token(tag(property_id), word, language), None)
                    for word in near[term.written].get(property_id, ())
                )
                pieces.append(some([Run((token,)) for token in tokens]))
            if pieces:
                found.append(_every(pieces))
    asked = [
        some([Run((f"{tag(property_id)}{LONG}",)), *found]) for property_id, found in ways.items() if found
    ]
    return some(asked) if asked else None


def _ways_of_stemming(session: Session, languages: tuple[str, ...]) -> list[str]:
    """One language for each algorithm by which values of these languages were stemmed."""
    ranges = set(languages)
    tags = [session.languages[number] for number in session.language_ids(languages)]
    if not ranges or "" in ranges:
        tags.append("")
    return list({algorithm_letter(language): language for language in sorted(tags, reverse=True)}.values())


def _term(term: Asked, start: str, further: str) -> Question:
    found: Question = Run(tuple(start + word for word in term.words))
    if term.also:
        found = _every([found, *(Run((start + word,)) for word in term.also)])
    if term.beginning:
        found = some([found, Start(start + term.beginning), Start(further + term.beginning)])
    return found


def _pieces(text: str, *, is_at_end: bool) -> list[tuple[str, str]]:
    """The words of a part of a text, each with what it is there: ``whole``, or ``starts``, ``ends``, ``holds``."""
    pieces: list[tuple[str, str]] = []
    parts = text.split("'")
    for number, part in enumerate(parts):
        found = plain_words(part)
        if not found:
            continue
        # An apostrophe may or may not be part of a possessive, so next to one it is not known where words end.
        is_open = bool(plain_words(part[0]))
        is_closed = not plain_words(part[-1]) or (is_at_end and number == len(parts) - 1)
        last = len(found) - 1
        for place, word in enumerate(found):
            begins = place > 0 or not is_open
            ends = place < last or is_closed
            kind = ("whole" if ends else "starts") if begins else ("ends" if ends else "holds")
            pieces.append((word, kind))
    # The s of a possessive is no word of a text.
    return [piece for piece in pieces if piece[0] != "s"]


def _dictionary(session: Session, property_id: int, part: str, place: str) -> list[str] | None:
    """The words of a property that have a part at some place; ``None`` when there are too many."""
    if place == "starts":
        held = put("word >= {} AND word < {}", value(part), value(after(part)))
    elif place == "ends":
        size = len(part)
        held = put(
            "substr(word, -{}) = {}" if session.is_sqlite else "right(word, {}) = {}", size, value(part)
        )
    else:
        held = session.holds("word", value(part))
    statement = put(
        "SELECT word FROM word WHERE property_id = {} AND {} LIMIT {}", property_id, held, _MOST_WORDS + 1
    )
    found = [row[0] for row in session.rows(statement)]
    return None if len(found) > _MOST_WORDS else found


def _near_words(session: Session, property_ids: Sequence[int], asked: str) -> dict[int, list[str]]:
    """The words of each property that are nearly the one asked for."""
    allowed = allowed_edits(asked)
    if not allowed:
        return {property_id: [asked] for property_id in property_ids}
    statement = put(
        "SELECT word, property_id FROM word WHERE property_id IN ({}) AND word >= {} AND word < {}"
        " AND length(word) IN ({})",
        numbers(property_ids),
        value(asked[0]),
        value(after(asked[0])),
        numbers(range(len(asked) - allowed, len(asked) + allowed + 1)),
    )
    by_word: dict[str, list[int]] = {}
    for word, property_id in session.rows(statement):
        by_word.setdefault(word, []).append(property_id)
    letters = set(asked)
    found: dict[int, list[str]] = {}
    for word, owners in by_word.items():
        # Every slip brings at most one letter that the other word does not have.
        if (
            len(letters.difference(word)) <= allowed
            and len(set(word) - letters) <= allowed
            and is_near_word(asked, word)
        ):
            for property_id in owners:
                found.setdefault(property_id, []).append(word)
    return found


def some(parts: Sequence[Question]) -> Question:
    """At least one of the questions, each once; there is at least one."""
    listed: Iterable[Question] = dict.fromkeys(parts)
    several = tuple(listed)
    return several[0] if len(several) == 1 else Some(several)


def _every(parts: Sequence[Question]) -> Question:
    several = tuple(dict.fromkeys(parts))
    return several[0] if len(several) == 1 else Every(several)
