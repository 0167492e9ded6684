"""Languages as publishers name them: BCP 47 tags, names of languages, keys of language maps.

Source: ``publishing.md`` section 4.2.
"""

from __future__ import annotations

from opencredreg.crosswalk.assistant.problem import Problem, Read
from opencredreg.jsonld.languages import is_language_tag, repaired_tag, tag_of_name

__all__ = ["map_key", "read_language"]

_SHOWN = 40


def read_language(tag: str) -> Read[str]:
    """Read a language; a tag keeps the spelling that it came in.

    Args:
        tag: a BCP 47 tag, or the English name of a common language.

    Returns:
        The tag; without value and problem for a blank text.

    >>> read_language("es-MX").value, read_language("English").value, read_language("en_US").value
    ('es-MX', 'en', None)
    """
    text = tag.strip()
    if not text:
        return Read(None)
    if is_language_tag(text):
        return Read(text)
    if found := tag_of_name(text):
        note = Problem(
            code="language.converted",
            severity="note",
            message=f"The language {text!r} was written as {found}.",
            hint="Write the tag of the language.",
            suggestion=found,
        )
        return Read(found, (note,))
    problem = Problem(
        code="language.invalid",
        severity="error",
        message=f"{text[:_SHOWN]!r} is not a language tag.",
        hint="Use a BCP 47 tag such as en, en-US or es-MX.",
        suggestion=repaired_tag(text),
    )
    return Read(None, (problem,))


def map_key(tag: str, default: str) -> str:
    """The key under which a text of a supplied language map is written.

    >>> map_key("ar-SA", "en-US"), map_key("EN-us", "en-US")
    ('ar-sa', 'en-US')
    """
    # Two spellings of one tag would be two entries of one map.
    key = tag.strip().lower()
    return default if key == default.lower() else key
