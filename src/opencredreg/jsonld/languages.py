"""Language tags (BCP 47): whether a text is one, and which one was probably meant.

Source: ``validation-profile.md`` section 5 (language tags), ``publishing.md`` section 4.2 (names of languages).
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["KNOWN_TAGS", "is_language_tag", "repaired_tag", "tag_of_name"]

_TAG: Final = re.compile(
    r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
)
KNOWN_TAGS: Final = frozenset(
    "en en-US en-us en-GB en-gb en-CA es es-MX es-US fr fr-CA fr-FR de de-DE nl it pt pt-BR el ar ar-SA zh ja ko vi"
    .split()
)  # fmt: skip
"""Well-formed tags that are met often, so that most texts need no pattern."""

_NAMES: Final = {
    "arabic": "ar", "chinese": "zh", "czech": "cs", "danish": "da", "deutsch": "de", "dutch": "nl",
    "english": "en", "español": "es", "finnish": "fi", "français": "fr", "french": "fr", "german": "de",
    "greek": "el", "hebrew": "he", "hindi": "hi", "hungarian": "hu", "italian": "it", "japanese": "ja",
    "korean": "ko", "norwegian": "no", "polish": "pl", "portuguese": "pt", "romanian": "ro", "russian": "ru",
    "spanish": "es", "swedish": "sv", "tagalog": "tl", "turkish": "tr", "ukrainian": "uk", "vietnamese": "vi",
}  # fmt: skip


def is_language_tag(tag: str) -> bool:
    """Whether a text is a well-formed BCP 47 tag.

    >>> [is_language_tag(tag) for tag in ("en", "es-MX", "zh-Hant-TW", "en:us", "English")]
    [True, True, True, False, False]
    """
    return tag in KNOWN_TAGS or _TAG.fullmatch(tag) is not None


def repaired_tag(tag: str) -> str:
    """A well-formed tag that was probably meant; empty when none comes to mind.

    >>> repaired_tag("en:us"), repaired_tag("English")
    ('en-US', '')
    """
    language, *rest = re.split(r"[-_:.\s]+", tag.strip())
    parts = [language.lower(), *(part.upper() if len(part) == 2 else part for part in rest)]
    tag = "-".join(parts)
    return tag if is_language_tag(tag) else ""


def tag_of_name(name: str) -> str:
    """The tag of a language that is called by its name; empty for names that are not known.

    >>> tag_of_name("Spanish"), tag_of_name("Klingon")
    ('es', '')
    """
    return _NAMES.get(name.strip().lower(), "")
