"""What stands written out inside of properties that a part of a page shows as links."""

from __future__ import annotations

from collections.abc import Iterable

from opencredreg.finder.statements import Value, read_values
from opencredreg.finder.subject import Subject
from opencredreg.jsonld.values import is_described, key_of, listed, references_of

__all__ = ["unshown_uris", "written_out"]


def written_out(subject: Subject, terms: Iterable[str]) -> tuple[Value, ...]:
    """The values of some properties that are objects with more in them than an address."""
    found: list[Value] = []
    for term in terms:
        inside = [one for one in listed(subject.value.get(term)) if is_described(one)]
        found += read_values(subject.look, term, inside)[0] if inside else ()
    return tuple(found)


def unshown_uris(subject: Subject, terms: Iterable[str], shown: Iterable[str]) -> tuple[str, ...]:
    """What some properties refer to and is not among the keys that are shown: texts that are no address, mostly."""
    keys = set(shown)
    return tuple(uri for uri in references_of(subject.value, *terms) if key_of(uri) not in keys)
