"""Structural pairs of properties, and what one graph states of them at one end only.

Source: ``ctdl-vocabulary.md`` sections 7.1, 7.2 and 7.3; ``validation-profile.md`` rules R82 and R83.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from opencredreg.ids import is_blank

if TYPE_CHECKING:
    from opencredreg.ctdl import Vocabulary
    from opencredreg.validation.place import Place
    from opencredreg.validation.run import Reference, Run

__all__ = ["Pair", "find_disagreement", "list_one_sided", "structural_pairs"]


class Pair(NamedTuple):
    """A structural property with its inverse; ``answers`` are the properties that state the other half.

    A sub-property says what its super-property says, and more, so both serve as an answer.
    """

    term: str
    inverse: str
    answers: frozenset[str]


@lru_cache(maxsize=8)
def structural_pairs(vocabulary: Vocabulary) -> tuple[Pair, ...]:
    """All structural properties of a vocabulary, each with what answers it."""
    return tuple(
        Pair(term, pair.inverse, _list_answers(vocabulary, term, pair.inverse))
        for term in sorted(vocabulary.properties)
        for pair in vocabulary.inverses_of(term)
        if pair.structural
    )


def _list_answers(vocabulary: Vocabulary, term: str, inverse: str) -> frozenset[str]:
    near = vocabulary.subproperties(term).union(vocabulary.properties[term].parents)
    far = vocabulary.subproperties(inverse).union(vocabulary.properties[inverse].parents)
    # Vague super-properties like dc:relation have no inverse and answer nothing.
    wider = {name for name in far if vocabulary.inverses_of(name)}
    return frozenset(
        {inverse, *wider, *(pair.inverse for name in near for pair in vocabulary.inverses_of(name))}
    )


def list_one_sided(run: Run, pair: Pair) -> Iterator[Reference]:
    """What is stated by a property between two items of the graph, and not from the other end."""
    stated = run.links(pair.term)
    if not stated:
        return
    # Sets find out quickly that nothing is open, which is the usual case in graphs of thousands of items.
    missing = {(reference.place, reference.target.place) for reference in stated}
    for answer in pair.answers:
        missing.difference_update([(there.target.place, there.place) for there in run.links(answer)])
    if not missing:
        return
    for reference in stated:
        place, there = reference.place, reference.target.place
        if there is None or there is place or place.parent is not None or (place, there) not in missing:
            continue
        # A blank node stands for something outside, which owes the graph nothing.
        if not reference.target.is_blank and not is_blank(place.id):
            yield reference


def find_disagreement(run: Run, pair: Pair, reference: Reference) -> tuple[Place, str] | None:
    """The other end and what it names instead, when it can name one thing only and names another."""
    there = reference.target.place
    if there is None or run.vocabulary.is_repeatable(there.cls, pair.inverse) is not False:
        return None
    named = [value for value in there.values(pair.inverse) if isinstance(value, str) and value.strip()]
    return (there, named[0]) if named else None
