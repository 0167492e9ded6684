"""Words: how every text of the product is folded, split and stemmed.

One analysis serves the index, the queries and the evaluator that the engine is checked against. It depends
on nothing but the text and its language tag: not on the database, the locale or the time. (It does follow the
Unicode tables of Python and the stemmers of Snowball, so a new release of either calls for a reindex.)

    fold            the form in which whole values are compared (equals, contains, starts with, ends with)
    words           what a value is found by in word search
    query_words     what a query asks for; always among the words of the same text
    phrase_words    what a phrase asks for, side by side
    plain_words     the words before stemming, for the prefix rule
    code_words      what a plain text such as ``ceterms:codedNotation`` is found by

A *plain word* is a run of letters and digits; everything else separates words. A *compound* is letters and
digits joined by dots, dashes, plus and hash as they stand in the text: ``51-4041.00``, ``C++``, ``A.A.S.``,
``entry-level``. A compound gives its parts as plain words, and is one further word beside them, after all
plain words, so that phrases run over the plain words undisturbed.

Source: ``search.md`` sections 5.1 to 5.3 and 13a (rules 4 and 8).
"""

from __future__ import annotations

import importlib
import re
import threading
import unicodedata
from functools import cache, lru_cache
from typing import Protocol

__all__ = [
    "MAX_TEXT",
    "MAX_WORDS",
    "MAX_WORD_CHARS",
    "algorithm_of",
    "code_words",
    "fold",
    "index_text",
    "phrase_words",
    "plain_words",
    "query_words",
    "split_words",
    "stemmed",
    "words",
]

MAX_WORDS = 5000
"""The most words that one value is found by; what comes later in the value is not searched for by word."""

MAX_TEXT = 100_000
"""The number of characters of one value that are looked at for words."""

MAX_WORD_CHARS = 255
"""Longer words are cut. Together the three bounds keep a value below what a PostgreSQL text index takes."""

_CACHED_WORDS = 65536
_FOLDING_ROUNDS = 8

# --- Folding -------------------------------------------------------------------------------------------

# Accents are the marks that any letter can carry, and the points of Hebrew and Arabic that readers leave out.
# The marks of Indic and other scripts are vowels and stay. So does the breve of Cyrillic, which makes another
# letter: й is not и. Invisible formatting goes as well.
_ACCENTS = re.compile(
    "(?<![\u0400-\u052f])\u0306"
    "|[\u0300-\u0305\u0307-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u00ad\u061c\u200c-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)

# Letters whose stroke is no combining mark to Unicode, and the typographic twins of what keyboards write.
_TWINS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ħ": "h",
        "ŧ": "t",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        **dict.fromkeys("‘’‚‛′ʼ", "'"),
        **dict.fromkeys("“”„‟", '"'),
        **dict.fromkeys("‐‑‒–−", "-"),
        "⁄": "/",
        "\u200b": " ",
    }
)


def fold(text: str) -> str:
    """The text without what comparisons ignore: case, accents, width, blanks, kinds of quotes and dashes.

    Folding a folded text changes nothing. The result has single blanks inside and none at the ends.

    >>> fold("  Licenciatura en  ENFERMERÍA ")
    'licenciatura en enfermeria'
    """
    if text.isascii():
        return " ".join(text.lower().split())
    # Each step can make work for an earlier one (a letter that lost its stroke may have carried an accent),
    # but a text that is ASCII by then is done, and hardly any text goes round more than twice.
    for _ in range(_FOLDING_ROUNDS):
        bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).casefold().translate(_TWINS)
        folded = " ".join(unicodedata.normalize("NFKC", bare).split())
        if folded == text or folded.isascii():
            break
        text = folded
    return folded


# --- Splitting -----------------------------------------------------------------------------------------

# Chinese, Japanese and Korean are written without blanks, or with blanks that search cannot rely on.
_CJK = (
    "\u1100-\u11ff\u3005-\u3007\u3040-\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3131-\u318e\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
_CJK_RUN = re.compile(f"[{_CJK}]+")

# The 's of a possessive is no word of its own: "bachelor's" must not find every "master's".
_POSSESSIVE = re.compile(r"(?<=\w)'s(?!\w)")

# A word with one of these is a code, which is the same in every language and is never stemmed.
_CODE = re.compile(r"[\d.\-+#]")


class _Splitter:
    """Finds runs of letters and digits, and compounds of them; ``letter`` is the class of both."""

    def __init__(self, letter: str) -> None:
        self.chunks = re.compile(f"{letter}+(?:[.\\-]{letter}+|[+#]{letter}*)*").findall
        self.parts = re.compile(f"{letter}+").findall


_ASCII = _Splitter("[a-z0-9]")


@cache
def _any_script() -> _Splitter:
    """The splitter for all scripts: Python's word characters, which lack the vowel signs of Indic scripts."""
    marks = (chr(code) for code in range(0x300, 0x20000) if unicodedata.category(chr(code))[0] == "M")
    return _Splitter(f"[\\w{''.join(marks)}]")


def _chunks(text: str) -> tuple[list[str], _Splitter]:
    """The plain words, compounds and runs of Chinese, Japanese or Korean of a text, in order."""
    folded = fold(text[:MAX_TEXT])[:MAX_TEXT]
    if "'" in folded:
        folded = _POSSESSIVE.sub("", folded)
    if folded.isascii():
        return _ASCII.chunks(folded), _ASCII
    splitter = _any_script()
    return splitter.chunks(_CJK_RUN.sub(r" \g<0> ", folded.replace("_", " "))), splitter


def _parts(chunk: str, splitter: _Splitter) -> list[str]:
    """The plain words of a chunk."""
    if not _CJK_RUN.match(chunk):
        return [part[:MAX_WORD_CHARS] for part in splitter.parts(chunk)]
    if len(chunk) == 1:
        return [chunk]
    return [chunk[i : i + 2] for i in range(len(chunk) - 1)]


def _whole(chunk: str, parts: list[str]) -> str:
    """The further word of a compound; empty when the chunk is a plain word.

    Initials are one word whether or not they have dots: A.A.S. and AAS, Ph.D. and PhD.
    """
    if _is_initials(chunk, parts):
        return "".join(parts)
    return chunk[:MAX_WORD_CHARS].rstrip(".-") if _CODE.search(chunk) and parts != [chunk] else ""


def _is_initials(chunk: str, parts: list[str]) -> bool:
    return (
        len(parts) > 1
        and chunk == ".".join(parts)
        and any(len(part) == 1 for part in parts)
        and not any(character.isdigit() for character in chunk)
    )


def split_words(text: str) -> tuple[list[str], list[str]]:
    """The plain words of a text and the further words of its compounds, in order, neither of them stemmed.

    Together they are no more than :data:`MAX_WORDS`, each no longer than :data:`MAX_WORD_CHARS`.
    """
    plain: list[str] = []
    further: list[str] = []
    chunks, splitter = _chunks(text)
    for chunk in chunks[:MAX_WORDS]:
        if chunk.isascii() and chunk.isalnum():
            plain.append(chunk[:MAX_WORD_CHARS])
            continue
        parts = _parts(chunk, splitter)
        plain += parts
        if whole := _whole(chunk, parts):
            further.append(whole)
    del plain[MAX_WORDS:]
    del further[MAX_WORDS - len(plain) :]
    return plain, further


# --- Stemming ------------------------------------------------------------------------------------------

_STEMMERS = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "st": "sesotho",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}

# Words reach the stemmer without accents, so that a query without accents finds the same. Some stemmers know
# an ending only with its accent; where the bare ending has one reading, it gets its accent back.
_ACCENTED_ENDINGS = {
    "french": (("eres", "ères"), ("ere", "ère"), ("ees", "ées"), ("ee", "ée")),
    "portuguese": (("coes", "ções"), ("cao", "ção")),
}


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...


@lru_cache(1024)
def algorithm_of(language: str) -> str:
    """The name of the stemmer for a language tag; empty when the language has none."""
    return _STEMMERS.get(re.split("[-_]", language.strip(), maxsplit=1)[0].lower(), "")


@cache
def _stemmer(algorithm: str) -> _Stemmer:
    # The package's own factory prefers another library when one happens to be installed, whose release may
    # stem otherwise. An index must not depend on that.
    module = importlib.import_module(f"snowballstemmer.{algorithm}_stemmer")
    stemmer: _Stemmer = getattr(module, f"{algorithm.title()}Stemmer")()
    return stemmer


# A stemmer keeps the word it works on in itself.
_stemming = threading.Lock()


@lru_cache(_CACHED_WORDS)
def _stem(algorithm: str, word: str) -> str:
    """The stem of a folded word, folded; codes, and what would leave nothing, stay as they are."""
    if _CODE.search(word):
        return word
    accented = word
    for bare, ending in _ACCENTED_ENDINGS.get(algorithm, ()):
        if word.endswith(bare):
            accented = word.removesuffix(bare) + ending
            break
    with _stemming:
        stem = _stemmer(algorithm).stemWord(accented)
    return fold(stem) or word


def stemmed(plain: list[str], language: str) -> list[str]:
    """The stems of folded words in a language, one for each; the very list where the language has no stemmer."""
    algorithm = algorithm_of(language)
    return [_stem(algorithm, word) for word in plain] if algorithm else plain


# --- The words of a value ------------------------------------------------------------------------------


def words(text: str, language: str = "") -> list[str]:
    """What a value is found by: its plain words in order, then the further words of its compounds in order.

    Args:
        text: any text; only the first :data:`MAX_TEXT` characters and :data:`MAX_WORDS` words count.
        language: the language tag of the value (``en-US``, any letter case, ``_`` for ``-``). Words are
            stemmed by its primary language. Without a tag or a stemmer for it, they stay as they are.

    No word is empty or holds a blank. Words with digits or signs are never stemmed. Chinese, Japanese and
    Korean give overlapping pairs of characters; scripts without blanks such as Thai give whole runs.
    Texts that fold alike have the same words.

    >>> words("Nursing assistants (51-4041.00)", "en")
    ['nurs', 'assist', '51', '4041', '00', '51-4041.00']
    """
    plain, further = split_words(text)
    return stemmed(plain + further, language)


def index_text(text: str, language: str = "") -> str:
    """The words of a value joined by one blank: what a database's own text index is given.

    That index must split at blanks only, and change nothing.
    """
    return " ".join(words(text, language))


def query_words(text: str, language: str = "") -> list[str]:
    """What a query asks for, in order; each is one of ``words(text, language)``.

    Prose compounds ask for their parts, so that "entry-level" finds "entry level" and the reverse. Codes
    (with a digit, plus or hash) and initials ask for the whole: their parts would find every other code.

    >>> query_words("entry-level C++ or 15-1253.00", "en")
    ['entri', 'level', 'c++', 'or', '15-1253.00']
    """
    asked: list[str] = []
    chunks, splitter = _chunks(text)
    for chunk in chunks[:MAX_WORDS]:
        parts = _parts(chunk, splitter)
        whole = _whole(chunk, parts)
        is_code = any(character in "+#" or character.isdigit() for character in whole)
        asked += [whole] if is_code or (whole and _is_initials(chunk, parts)) else parts
    return stemmed(asked[:MAX_WORDS], language)


def phrase_words(text: str, language: str = "") -> list[str]:
    """What a phrase asks for: words that stand side by side in ``words`` of a value that holds the phrase.

    The signs between the words do not count ("entry level" is found in "entry-level"). Where they should,
    as in "C++ programming", ask for the ``query_words`` of the phrase as well.
    """
    return stemmed(plain_words(text), language)


def plain_words(text: str) -> list[str]:
    """The plain words of a text before stemming, in order: what a prefix is compared with."""
    return split_words(text)[0]


def code_words(text: str) -> list[str]:
    """What a plain text without language is found by: whatever stands between blanks, folded.

    Codes are not prose (``search.md`` section 5.1, rule 4): nothing is split further, nothing is stemmed.

    >>> code_words("WELD  207")
    ['weld', '207']
    """
    folded = fold(text[:MAX_TEXT])[:MAX_TEXT]
    return [word[:MAX_WORD_CHARS] for word in folded.split()[:MAX_WORDS]]
