"""Texts as publishers send them, made plain: without markup, control characters and double encoding.

Typographic quotes, dashes and letters with accents are kept as they are.

Source: ``publishing.md`` section 4.19 ("Ours"), 4.2 (lengths).
"""

from __future__ import annotations

import re
from typing import Final

from opencredreg.crosswalk.assistant.markup import decode_entities, find_script, strip_markup
from opencredreg.crosswalk.assistant.problem import Problem, Read

__all__ = ["clean_text", "length_problem"]

_ROUNDS: Final = 8

# Any text without one of these is plain already. The accented letters are the first signs of double encoding.
_SUSPECT: Final = re.compile("[<&:\x00-\x08\x0b-\x1f\x7f-\x9fÂ-ô\ud800-\udfff\ufeff\ufffe\uffff]")
_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c]")
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")

_BYTES: Final = {
    **{chr(byte): byte for byte in range(0x80, 0x100)},
    **{letter: byte for byte in range(0x80, 0xA0) if (letter := bytes([byte]).decode("cp1252", "ignore"))},
}
"""The bytes behind the letters that cp1252 shows for them, and those that Latin-1 shows."""

_NEXT: Final = "[{}]".format("".join(re.escape(letter) for letter, byte in _BYTES.items() if byte < 0xC0))
# Punctuation that also follows a capital letter in correct text, as in "CAFÉ…".
_CLOSING: Final = "’”…–—»™®°ºª"
_DOUBLE: Final = re.compile(
    f"Â[\xa0-¿]"
    f"|Ã(?![{_CLOSING}]){_NEXT}|(?<![A-ZÀ-Þ])Ã[{_CLOSING}]|Ã[{_CLOSING}](?=[A-Za-z])"
    f"|â[€‚„†‡ˆ‰œžŸ\x80-\x9f]{_NEXT}|ð[\x90Ÿ]{_NEXT}{{2}}|ï»¿|ï¸\x8f"
)
_SEQUENCE: Final = re.compile(f"[Â-ß]{_NEXT}|[à-ï]{_NEXT}{{2}}|[ð-ô]{_NEXT}{{3}}")
_FEWEST: Final = 3
_LEADS: Final = frozenset("ÃÄÅÎÏÐÑ×ØÙâãäåæçèéêëìíð")


def clean_text(text: str) -> Read[str]:
    """Make a text plain; notes say what was changed, and blanks around it are taken off without a word.

    Returns:
        The plain text, "" for a blank one; no value where the text holds a script.

    >>> clean_text("<p>Caf&eacute; &amp; bar</p>").value, clean_text("a < b, R&D, <5 years").value
    ('Café & bar', 'a < b, R&D, <5 years')
    """
    if not _SUSPECT.search(text):
        return Read(text.strip())
    # A blank at the end may be half of a letter that was encoded twice.
    plain = text
    notes: dict[str, Problem] = {}
    # Each change may bring another to light, as in a text that was escaped twice.
    for _ in range(_ROUNDS):
        before = plain
        plain = _LINE_ENDS.sub("\n", _repaired(plain, notes))
        if _CONTROLS.search(plain):
            plain = _CONTROLS.sub("", plain)
            notes.setdefault("text.control_removed", _CONTROL_NOTE)
        if "<" in plain or "&" in plain or ":" in plain:
            if find_script(plain):
                return Read(None, (_SCRIPT,))
            stripped = decode_entities(strip_markup(plain))
            if stripped != plain:
                notes.setdefault("text.html_removed", _MARKUP_NOTE)
                plain = stripped
        plain = plain.strip()
        if plain == before:
            return Read(plain, tuple(notes.values()))
    return Read(None, (_NESTED,))


def length_problem(text: str, minimum: int, what: str) -> Problem | None:
    """What is wrong with a text that is too short.

    Args:
        text: the cleaned text.
        minimum: the fewest characters.
        what: how the text is called, such as ``Name``.

    >>> length_problem("Welding", 3, "Name") is None
    True
    """
    length = len(text.strip())
    if length >= minimum:
        return None
    return Problem(
        code="text.too_short",
        severity="error",
        message=f"{what} has {length} character{'' if length == 1 else 's'}, and needs at least {minimum}.",
        hint="Say a little more.",
    )


def _repaired(text: str, notes: dict[str, Problem]) -> str:
    """The text that was read as cp1252 although it was UTF-8; every other text as it is."""
    repaired = text
    sequences = _SEQUENCE.findall(text)
    if len(sequences) >= _FEWEST and all(sequence[0] in _LEADS for sequence in sequences):
        # Where everything beyond ASCII has this form, it is no accident.
        rest = _SEQUENCE.sub("", text)
        if rest.isascii():
            repaired = _SEQUENCE.sub(_decoded, text)
    if repaired == text:
        repaired = _DOUBLE.sub(_decoded, text)
    if repaired != text:
        notes.setdefault("text.encoding_repaired", _ENCODING_NOTE)
    return repaired


def _decoded(match: re.Match[str]) -> str:
    try:
        return bytes(_BYTES[letter] for letter in match[0]).decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


_MARKUP_NOTE: Final = Problem(
    code="text.html_removed",
    severity="note",
    message="Markup was taken out of the text.",
    hint="Send plain text; lines may be separated by line breaks.",
)
_CONTROL_NOTE: Final = Problem(
    code="text.control_removed",
    severity="note",
    message="Characters that cannot be seen or printed were taken out of the text.",
    hint="Copy the text from where it is shown correctly.",
)
_ENCODING_NOTE: Final = Problem(
    code="text.encoding_repaired",
    severity="note",
    message="Letters that were encoded twice, such as Ã© for é, were repaired.",
    hint="Read the source as UTF-8, and check the text.",
)
_SCRIPT: Final = Problem(
    code="text.script",
    severity="error",
    message="The text has a script in it.",
    hint="Send plain text; write the names of elements without angle brackets.",
)
_NESTED: Final = Problem(
    code="text.script",
    severity="error",
    message="The text has markup hidden in markup, many times over.",
    hint="Send plain text.",
)
