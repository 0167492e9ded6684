"""What a word search asks for: a text taken apart into the words and phrases that values are judged by.

One reading serves the search engine, the evaluator that it is checked against, and the score of relevance. It is
made anew for every language of the values, since each value is judged in its own language.

Source: ``search.md`` sections 5.1 and 13a (rules 4 and 8).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import msgspec

from opencredreg.query.analysis import code_words, fold, phrase_words, query_words
from opencredreg.query.stop_words import is_stop_word

__all__ = ["Asked", "asked_terms"]

_PREFIX_LETTERS = 3


class Asked(msgspec.Struct, frozen=True):
    """One word or phrase that a text asks for.

    ``words`` stand side by side in the words of a value that has it; a single word is a phrase of one.
    ``also`` are words that the value has anywhere: a phrase with a code such as C++ asks for its parts side by
    side and for the code. ``written`` is the word before stemming (empty for a phrase), and ``beginning`` the
    same where any word of the value that begins with it will do.
    """

    words: tuple[str, ...]
    also: tuple[str, ...] = ()
    written: str = ""
    beginning: str = ""


@lru_cache(4096)
def asked_terms(text: str, language: str, *, prefix: bool = True, codes: bool = False) -> tuple[Asked, ...]:
    """The words and phrases of a text, each once, in order; as they are asked of values of one language.

    Double quotes make a phrase; a quote without a partner is no quote. Stop words of the language are left out,
    but for those inside phrases, unless there is nothing else. The first word that is no stop word, has three
    letters and no digit also asks as a ``beginning``, when ``prefix`` is set.

    Args:
        text: as the user wrote it.
        language: the language tag of the values.
        prefix: whether that one word is also a beginning. Codes have none.
        codes: the values are codes: words are what stands between blanks, and none is a stop word.

    >>> [term.words for term in asked_terms('the "arc welding" nurses', "en")]
    [('arc', 'weld'), ('nurs',)]
    """
    terms: dict[Asked, bool] = {}
    for piece, is_phrase in _pieces(text):
        for term in _phrase(piece, language, codes) if is_phrase else _loose(piece, language, codes):
            terms.setdefault(term, bool(term.written) and not codes and is_stop_word(term.written, language))
    kept = [term for term, is_stop in terms.items() if not is_stop]
    if prefix and not codes:
        kept = _with_beginning(kept)
    return tuple(kept or terms)


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    pieces = fold(text).split('"')
    if len(pieces) % 2 == 0:
        pieces[-2:] = [f"{pieces[-2]} {pieces[-1]}"]
    return ((piece, place % 2 == 1) for place, piece in enumerate(pieces))


def _loose(piece: str, language: str, codes: bool) -> list[Asked]:
    if codes:
        return [Asked((word,), written=word) for word in code_words(piece)]
    # Stemming changes words one by one, so both lists run side by side.
    pairs = zip(query_words(piece, language), query_words(piece), strict=True)
    return [Asked((word,), written=written) for word, written in pairs]


def _phrase(piece: str, language: str, codes: bool) -> list[Asked]:
    if codes:
        side_by_side = code_words(piece)
        return [Asked(tuple(side_by_side))] if side_by_side else []
    side_by_side = phrase_words(piece, language)
    also = [word for word in query_words(piece, language) if word not in side_by_side]
    return [Asked(tuple(side_by_side), tuple(dict.fromkeys(also)))] if side_by_side else []


def _with_beginning(terms: list[Asked]) -> list[Asked]:
    for place, term in enumerate(terms):
        letters = sum(character.isalpha() for character in term.written)
        if letters >= _PREFIX_LETTERS and not any(character.isdigit() for character in term.written):
            beginning = Asked(term.words, term.also, term.written, term.written)
            return [*terms[:place], beginning, *terms[place + 1 :]]
    return terms
