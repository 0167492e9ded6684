"""Language maps: text with its language.

Source: ``validation-profile.md`` rules R42 to R44, section 5 (language tags).
"""

from __future__ import annotations

from typing import Any

from opencredreg.jsonld.languages import KNOWN_TAGS, is_language_tag, repaired_tag
from opencredreg.validation.checks.visit import is_empty, report_empty
from opencredreg.validation.place import Place
from opencredreg.validation.plan import Check
from opencredreg.validation.rules.document import VALUE_EMPTY
from opencredreg.validation.rules.forms import (
    LANGUAGE_MAP_EXPECTED,
    LANGUAGE_MAP_LIST,
    LANGUAGE_MAP_VALUE,
    LANGUAGE_TAG_INVALID,
    LITERAL_EXPECTED,
)
from opencredreg.validation.run import Run

__all__ = ["make_text_check"]


def make_text_check(term: str, takes_lists: bool | None) -> Check:
    """The check of a text property.

    Args:
        term: the property.
        takes_lists: whether a language may have several texts; ``None`` when nobody says.
    """

    def check(run: Run, place: Place, _key: str, value: Any) -> None:
        if type(value) is dict:
            if not value:
                report_empty(run, place, term)
            for tag, entry in value.items():
                if tag not in KNOWN_TAGS and not is_language_tag(tag):
                    _report_tag(run, place, term, tag)
                if type(entry) is str:
                    if not entry or entry.isspace():
                        _report_empty_entry(run, place, term, tag)
                else:
                    _check_entry(run, place, term, tag, entry, takes_lists)
        elif is_empty(value):
            report_empty(run, place, term)
        elif type(value) is str or type(value) is list:
            if type(value) is list:
                place.has_empty = (
                    True  # Whether any of its entries says something is seen when it is asked for.
                )
            _report_plain(run, place, term, value)
        else:
            run.report(
                LITERAL_EXPECTED,
                place,
                f"{term} holds text with its language.",
                at=(term,),
                hint='Write it as {"en-US": "..."}.',
                value=value,
            )

    return check


def _check_entry(run: Run, place: Place, term: str, tag: str, entry: Any, takes_lists: bool | None) -> None:
    if type(entry) is list:
        for position, text in enumerate(entry):
            if type(text) is not str:
                _report_value(run, place, (term, tag, position), text)
        if not entry or any(type(text) is str and not text.strip() for text in entry):
            _report_empty_entry(run, place, term, tag)
        if takes_lists is False:
            run.report(
                LANGUAGE_MAP_LIST,
                place,
                f"{term} has one text per language, and here {tag} has a list.",
                at=(term, tag),
                hint="Write one text, without the brackets.",
                suggestion=str(entry[0]) if len(entry) == 1 and type(entry[0]) is str else "",
            )
    elif entry is None:
        _report_empty_entry(run, place, term, tag)
    else:
        _report_value(run, place, (term, tag), entry)


def _report_value(run: Run, place: Place, at: tuple[str | int, ...], value: Any) -> None:
    run.report(
        LANGUAGE_MAP_VALUE,
        place,
        f"The text of {at[0]} in {at[1]} is a string in quotes.",
        at=at,
        hint="Put the text itself here.",
        suggestion=str(value) if isinstance(value, int | float) else "",
        value=value,
    )


def _report_empty_entry(run: Run, place: Place, term: str, tag: str) -> None:
    place.has_empty = True
    run.report(
        VALUE_EMPTY,
        place,
        f"{term} has no text for {tag}.",
        at=(term, tag),
        hint=f"Write the text, or leave {tag} out.",
    )


def _report_tag(run: Run, place: Place, term: str, tag: str) -> None:
    run.report(
        LANGUAGE_TAG_INVALID,
        place,
        f"{tag!r} is not a language tag.",
        at=(term, tag),
        hint="Use a tag such as en, en-US or es-MX.",
        suggestion=repaired_tag(tag),
        value=tag,
    )


def _report_plain(run: Run, place: Place, term: str, value: Any) -> None:
    shown = value if type(value) is str else next((text for text in value if type(text) is str), "...")
    run.report(
        LANGUAGE_MAP_EXPECTED,
        place,
        f"{term} is text, so its language belongs to it.",
        at=(term,),
        hint=f'Write it as {{"en-US": {"[...]" if type(value) is list else "..."}}} with the tag of its language.',
        suggestion=f'{{"en-US": "{shown[:60]}"}}' if '"' not in shown else "",
        value=value,
    )
