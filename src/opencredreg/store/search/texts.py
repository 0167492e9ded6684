"""Conditions on the texts of literals: their words, and what they are, begin with, hold and end with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, assert_never

from opencredreg.jsonld.flatten import LiteralKind
from opencredreg.query.analysis import fold
from opencredreg.query.asked import asked_terms
from opencredreg.query.matching import days_of, has_text, is_within
from opencredreg.query.tokens import PROSE, WORDLESS
from opencredreg.query.tree import DurationWithin, HasLiteral, LiteralText, Words
from opencredreg.store.search.leaves import Fixed, LiteralRows, literals_of_node, of_property, spoken
from opencredreg.store.search.parts import AnyOf, Empty, Part
from opencredreg.store.search.session import MANY, SOME, Session
from opencredreg.store.search.sql import TRUE, Sql, after, all_of, any_of, numbers, put, value
from opencredreg.store.search.tokens import VALUE_COLUMNS, Question, candidates, stands_in, value_of
from opencredreg.store.search.words import code_question, fuzzy_question, part_question, some, words_question

__all__ = [
    "answers_of",
    "having_any_words",
    "having_duration",
    "having_literal",
    "having_one_of",
    "having_text",
    "having_words",
    "nearly",
]

_INDEXED = 64
_MOST_AT_ONCE = 64
"""So many conditions are put into one question to the text index."""

_WORDED = (int(LiteralKind.TEXT), int(LiteralKind.STRING))


class TokenRows(Part):
    """Some literal of the node is given by the text index, and satisfies a condition (``{}``: its alias)."""

    def __init__(
        self,
        session: Session,
        property_ids: Sequence[int],
        question: Question,
        condition: Sql = TRUE,
        *,
        test: Sql | None = None,
    ) -> None:
        super().__init__(session)
        self._question = question
        self._condition = condition
        self._test = all_of(
            [
                of_property(*property_ids),
                test if test is not None else stands_in(session, question),
                condition,
            ]
        )
        self.size = session.counted(self.rows(), MANY if condition == TRUE else SOME)
        self.rows_cost = 20 + self.size * (0.3 if condition == TRUE else 2.5)
        self.probe_cost = 8.0

    def rows(self) -> Sql:
        """The nodes that satisfy it."""
        return candidates(self.session, self._question, self.session.alias("l"), self._condition)

    def probe(self, node: str, candidates: float) -> Sql:  # noqa: ARG002
        """Whether one node satisfies it."""
        return literals_of_node(self.session, node, self._test)


def having_literal(session: Session, property_id: int, condition: HasLiteral) -> Part:
    """Nodes with a value of the property that is not empty."""
    not_empty = put("{} > ''", session.beginning("{}"))
    return LiteralRows(session, property_id, not_empty, _languages(session, condition.languages))


def having_words(session: Session, property_id: int, condition: Words) -> Part:
    """Nodes with a value that has the words asked for."""
    conditions = spoken(_languages(session, condition.languages))
    if not condition.codes:
        question = words_question(session, property_id, condition)
        return TokenRows(session, [property_id], question, conditions) if question else Empty(session)
    question = code_question(property_id, condition)
    if question is None:
        return Empty(session)
    # The number of the language is needed only where one is asked for.
    parts: list[Part] = [TokenRows(session, [property_id], question, conditions)]
    if _dictionary_has(session, property_id, PROSE):
        parts.append(_prose_as_codes(session, property_id, condition))
    return parts[0] if len(parts) == 1 else AnyOf(session, parts)


def having_any_words(session: Session, conditions: Sequence[tuple[int, Words]]) -> Part | None:
    """Nodes with a value that satisfies one of several word searches, each with the number of its property.

    None is for codes, and all are for the same languages. ``None``: no value can satisfy any. The tokens name their
    property, so one question to the text index is enough.
    """
    found = [(number, words_question(session, number, one)) for number, one in conditions]
    questions = [question for _, question in found if question is not None]
    if not questions:
        return None
    languages = spoken(_languages(session, conditions[0][1].languages))
    asked = [number for number, question in found if question is not None]
    return TokenRows(session, asked, some(questions), languages)


def _prose_as_codes(session: Session, property_id: int, condition: Words) -> Part:
    """Prose where codes are expected is in the index by its words only; each text is looked at."""
    terms = asked_terms(condition.text, "", prefix=False, codes=True)
    found = [session.holds("(' ' || {}.folded || ' ')", value(f" {' '.join(term.words)} ")) for term in terms]
    words = any_of(found) if condition.need == "any" else all_of(found)
    prose = all_of([Sql(f"{{}}.kind = {int(LiteralKind.TEXT)}"), words])
    return LiteralRows(
        session, property_id, prose, _languages(session, condition.languages), is_indexed=False
    )


def having_text(session: Session, property_id: int, condition: LiteralText) -> Part:
    """Nodes with a value that compares, as a whole, with a text."""
    text = fold(condition.text)
    languages = _languages(session, condition.languages)
    match condition.match:
        case "exact":
            return LiteralRows(session, property_id, _is_text(session, text), languages)
        case "starts":
            return LiteralRows(session, property_id, _starts_with(session, text), languages)
        case "contains" | "ends":
            return _having_part(session, property_id, condition, text)
        case "fuzzy":
            return nearly(session, {property_id: condition})
        case _:
            assert_never(condition.match)


def having_one_of(session: Session, property_id: int, condition: LiteralText, texts: Iterable[str]) -> Part:
    """Nodes with a value that is one of these texts; of the condition only the languages count."""
    wanted = sorted({fold(text) for text in texts})
    first = session.beginning("{}")
    short = [text for text in wanted if len(text) < _INDEXED]
    long = [text for text in wanted if len(text) >= _INDEXED]
    languages = _languages(session, condition.languages)
    parts: list[Part] = []
    if short:
        parts.append(LiteralRows(session, property_id, session.is_text_among(first, short), languages))
    if long:
        begun = session.is_text_among(first, sorted({text[:_INDEXED] for text in long}))
        whole = session.is_text_among("{}.folded", long)
        parts.append(LiteralRows(session, property_id, all_of([begun, whole]), languages))
    return parts[0] if len(parts) == 1 else AnyOf(session, parts)


def having_duration(session: Session, property_id: int, condition: DurationWithin) -> Part:
    """Nodes with a duration between the bounds.

    However many there are, they are of few different lengths: those that the index has are read and judged here.
    """
    fitting = []
    for text in _different_texts(session, property_id):
        days = days_of(text)
        if days is not None and is_within(days, condition):
            fitting.append(text)
    if not fitting:
        return Empty(session)
    return having_one_of(session, property_id, LiteralText(condition.property, "exact", ""), fitting)


def _different_texts(session: Session, property_id: int) -> list[str]:
    """The different folded texts of a property, each found by a step in the index from the one before."""
    first = session.beginning("l")
    of = f"FROM literal l WHERE l.property_id = {property_id} AND {first}"
    steps = put(
        "WITH RECURSIVE t (v) AS ("
        "SELECT (SELECT {} {} >= '' ORDER BY {} LIMIT 1)"
        " UNION ALL SELECT (SELECT {} {} > t.v ORDER BY {} LIMIT 1) FROM t WHERE t.v IS NOT NULL"
        ") SELECT v FROM t WHERE v IS NOT NULL",
        first,
        of,
        first,
        first,
        of,
        first,
    )
    found: list[str] = []
    for (text,) in session.rows(steps):
        session.check_time()
        if len(text) < _INDEXED:
            found.append(text)
        else:
            whole = put("SELECT DISTINCT l.folded {} = {}", of, value(text))
            found += (row[0] for row in session.rows(whole))
    return found


def _is_text(session: Session, text: str) -> Sql:
    first = put("{} = {}", session.beginning("{}"), value(text[:_INDEXED]))
    return first if len(text) < _INDEXED else all_of([first, put("{}.folded = {}", "{}", value(text))])


def _starts_with(session: Session, text: str) -> Sql:
    first = session.beginning("{}")
    if not text:
        return Sql("{}.folded IS NOT NULL")
    if len(text) <= _INDEXED:
        return put("{} >= {} AND {} < {}", first, value(text), first, value(after(text)))
    whole = put("substr({}.folded, 1, {}) = {}", "{}", len(text), value(text))
    return all_of([put("{} = {}", first, value(text[:_INDEXED])), whole])


def _having_part(session: Session, property_id: int, condition: LiteralText, text: str) -> Part:
    if not text:
        held = Sql("{}.folded IS NOT NULL")
    elif condition.match == "contains":
        held = session.holds("{}.folded", value(text))
    else:
        last = "substr({}.folded, -{}) = {}" if session.is_sqlite else "right({}.folded, {}) = {}"
        held = put(last, "{}", len(text), value(text))
    languages = _languages(session, condition.languages)
    question = part_question(session, property_id, condition)
    if question is None:
        return LiteralRows(session, property_id, held, languages, is_indexed=False)
    checked = all_of([held, spoken(languages)])
    parts: list[Part] = [TokenRows(session, [property_id], question, checked, test=checked)]
    if _dictionary_has(session, property_id, WORDLESS):
        other = all_of([Sql(f"{{}}.kind NOT IN ({numbers(_WORDED)})"), held])
        parts.append(LiteralRows(session, property_id, other, languages, is_indexed=False))
    return parts[0] if len(parts) == 1 else AnyOf(session, parts)


def nearly(session: Session, conditions: Mapping[int, LiteralText]) -> Part:
    """Nodes with a value that is nearly what one of the conditions asks for, by the number of their property.

    The conditions differ in their property only.
    """
    # Sorting by relevance asks for the same again, together with more.
    about = frozenset(conditions.items())
    if about not in session.judged:
        session.judged[about] = _find_nearly(session, conditions)
    found = session.judged[about]
    return Fixed(session, found) if found else Empty(session)


def _find_nearly(session: Session, conditions: Mapping[int, LiteralText]) -> list[int]:
    question = _nearly_question(session, conditions)
    if question is None:
        return []
    ranges = next(iter(conditions.values())).languages
    # The index says which texts may be meant; which are is judged as everywhere else.
    literal = session.alias("l")
    statement = candidates(
        session,
        question,
        literal,
        all_of([Sql(f"{{}}.kind IN ({numbers(_WORDED)})"), spoken(_languages(session, ranges))]),
        columns=VALUE_COLUMNS,
    )
    found: set[int] = set()
    verdicts: dict[tuple[Any, ...], bool] = {}
    for node_id, *rest in session.rows(statement):
        if node_id in found:
            continue
        # Many things are called the same.
        written = tuple(rest)
        if written not in verdicts:
            session.check_time()
            condition = conditions[written[0]]
            verdicts[written] = has_text(value_of(session, condition.property, *written), condition)
        if verdicts[written]:
            found.add(node_id)
    return sorted(found)


def answers_of(
    session: Session, conditions: Mapping[int, Sequence[Words | LiteralText]]
) -> dict[tuple[int, ...], Question] | None:
    """What the text index knows of the literals that satisfy one of the conditions: all of them, and perhaps some more.

    Args:
        session: what is asked.
        conditions: by the number of their property.

    Returns:
        Questions, each with the properties that it is about. ``None``: the index does not know all, or there are too
        many conditions to ask it about all at once.
    """
    if sum(map(len, conditions.values())) > _MOST_AT_ONCE:
        return None
    found: dict[tuple[int, ...], list[Question | None]] = {}
    near: dict[tuple[str, tuple[str, ...]], dict[int, LiteralText]] = {}
    for property_id, own in conditions.items():
        for one in own:
            if isinstance(one, LiteralText) and one.match == "fuzzy":
                near.setdefault((one.text, one.languages), {})[property_id] = one
            elif isinstance(one, Words) and not one.codes:
                found.setdefault((property_id,), []).append(words_question(session, property_id, one))
            else:
                return None
    for alike in near.values():
        found.setdefault(tuple(sorted(alike)), []).append(_nearly_question(session, alike))
    listed = {about: [one for one in questions if one is not None] for about, questions in found.items()}
    return {about: some(questions) for about, questions in listed.items() if questions}


def _nearly_question(session: Session, conditions: Mapping[int, LiteralText]) -> Question | None:
    """The question of ``fuzzy_question``, for which the dictionary is looked through once."""
    about = frozenset(conditions.items())
    if about not in session.near:
        session.near[about] = fuzzy_question(session, conditions)
    question: Question | None = session.near[about]
    return question


def _dictionary_has(session: Session, property_id: int, word: str) -> bool:
    statement = put("SELECT 1 FROM word WHERE property_id = {} AND word = {}", property_id, value(word))
    return bool(session.rows(statement))


def _languages(session: Session, ranges: tuple[str, ...]) -> list[int | None] | None:
    """The numbers of the language tags that ranges cover, ``None`` for untagged texts; of no ranges, no list."""
    if not ranges:
        return None
    found: list[int | None] = list(session.language_ids(ranges))
    return [*found, None] if "" in ranges else found
