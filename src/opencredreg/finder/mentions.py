"""Whatever a property names, as entries: addresses, alignment objects, things that are written out, plain words.

Source: ``ctdl-vocabulary.md`` section 9.6 (concepts and alignment objects).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from opencredreg.finder.statements import Entry, Inner, Named, Plain, Statement, Value, Words, read_values
from opencredreg.finder.subject import Look
from opencredreg.jsonld.values import Text, is_address
from opencredreg.meaning.concepts import Concept

__all__ = ["entry_of", "framework_of", "read_mentions"]

_NAMES = ("ceterms:name", "ceasn:name", "skos:prefLabel", "ceasn:competencyLabel", "ceasn:competencyText")


def read_mentions(look: Look, node: Mapping[str, Any], *terms: str) -> tuple[Entry, ...]:
    """What some properties of an object name, each as an entry, in the order of the object."""
    return tuple(
        _entry(value) for term in terms for value in read_values(look, term, node.get(term), depth=1)[0]
    )


def entry_of(look: Look, concept: Concept) -> Entry:
    """An entry that ``meaning`` has read."""
    return Entry(
        names=concept.names,
        code=concept.code,
        reference=look.book.to(concept.key) if is_address(concept.key) else None,
        framework=look.book.to(concept.framework) if is_address(concept.framework) else None,
        framework_names=concept.framework_names,
        statements=(),
    )


def framework_of(entry: Entry) -> str:
    """What entries of one framework have in common; "" where none is stated."""
    return entry.framework.key if entry.framework else "".join(text.text for text in entry.framework_names)


def _entry(value: Value) -> Entry:
    if isinstance(value, Entry):
        return value
    if isinstance(value, Named):
        return _plain_entry(Entry((), "", value.reference, None, (), ()))
    if isinstance(value, Words):
        return Entry(value.texts, "", None, None, (), ())
    if isinstance(value, Plain):
        return Entry((Text("", str(value.value)),), "", None, None, (), ())
    return _described(value)


def _plain_entry(entry: Entry) -> Entry:
    """Words where a reference is expected are a name."""
    reference = entry.reference
    if reference is not None and reference.place == "elsewhere" and not is_address(reference.uri):
        return msgspec.structs.replace(entry, reference=None, names=(Text("", reference.uri),))
    return entry


def _described(value: Inner) -> Entry:
    """A thing that is written out: its name stands in front, the rest remains as it is."""
    named = next((one for term in _NAMES for one in value.statements if one.term == term), None)
    words = [one for one in named.values if isinstance(one, Words | Plain)] if named else []
    if named is None or not words or len(words) < len(named.values):
        return Entry((), "", value.reference, None, (), value.statements)
    texts = [
        text
        for one in words
        for text in (one.texts if isinstance(one, Words) else (Text("", str(one.value)),))
    ]
    rest: tuple[Statement, ...] = tuple(one for one in value.statements if one is not named)
    return Entry(tuple(texts), "", value.reference, None, (), rest)
