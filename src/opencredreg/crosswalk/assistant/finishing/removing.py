"""Taking out again what the class of a resource has no place for."""

from __future__ import annotations

from collections.abc import Iterable

from opencredreg.crosswalk.assistant.finishing.finisher import Made
from opencredreg.crosswalk.assistant.finishing.links import name_of_term

__all__ = ["remove_foreign"]


def remove_foreign(made: Made, terms: Iterable[str], hint: str) -> None:
    """Take out those of the properties that the class of the resource does not have, and tell it.

    Args:
        made: what was made of the request.
        terms: the properties to look at; practice puts some others beyond their classes, and they stay.
        hint: where such a property belongs.
    """
    conversion, cls = made.conversion, str(made.main["@type"])
    for term in terms:
        if term not in made.main or conversion.vocabulary.has_domain(cls, term):
            continue
        place = conversion.place_of(made.main, [term])
        conversion.say(
            "property.not_allowed_for_type",
            place,
            f"{cls.rpartition(':')[2]} has no {name_of_term(term)}, so it was not used.",
            severity="warning",
            term=term,
            hint=hint,
        )
        del made.main[term]
        # What is not said any more does not have to exist.
        conversion.mentions[:] = [
            mention for mention in conversion.mentions if not f"{mention.pointer}/".startswith(f"{place}/")
        ]
