"""From the official files that somebody brings to a whole edition of the vocabulary.

Any of the three encodings and two contexts may be missing. What is missing is taken from the edition to build
on: its official file where that was kept, else the form that the table of facts gives back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from opencredreg.ctdl.facts import TermTexts
from opencredreg.ctdl.official.encoding_files import Encoding, parse_encoding
from opencredreg.ctdl.official.encodings import derive_table
from opencredreg.ctdl.official.statements import JSON
from opencredreg.ctdl.official.texts import derive_texts
from opencredreg.ctdl.table import Table
from opencredreg.errors import InvalidInput
from opencredreg.registry.vocabulary_rebuilt import policy_of, rebuilt_context, rebuilt_encoding, shapes_of

__all__ = ["Base", "Derived", "SourceFile", "derive_edition", "require_most_terms"]

# In the order in which they decide on labels and status where they declare the same term.
_ENCODINGS = ("ctdl", "ctdlasn", "qdata")
_CONTEXTS = ("ctdl", "ctdlasn")
_CONTEXT = "-context"
_MOST = 0.5


class SourceFile(msgspec.Struct, frozen=True):
    """A file as somebody brings it. ``name`` is what messages call it."""

    name: str
    data: bytes


class Base(msgspec.Struct, frozen=True, kw_only=True):
    """The edition to build on: its name, its facts, and the official files that were kept of it."""

    edition: str
    table: Table
    files: Mapping[str, bytes]


class Derived(msgspec.Struct, frozen=True, kw_only=True):
    """A whole edition: facts and official texts, the files to keep of it, and those of them that were given."""

    table: Table
    texts: dict[str, TermTexts]
    files: dict[str, bytes]
    given: tuple[Encoding, ...]


def derive_edition(base: Base, sources: Sequence[SourceFile], edition: str) -> Derived:
    """Read the files, and fill up what is missing from ``base``.

    What no file carries, the policy and the shapes of the publishing service, is that of ``base``.

    Raises:
        MalformedJSON: a file is not JSON.
        InvalidInput: a file is no encoding and no context of ours, or one comes twice.
    """
    given: dict[str, Encoding] = {}
    brought: dict[str, bytes] = {}
    for source in sources:
        file = _parsed(source)
        key = _key(file)
        if key in given:
            raise InvalidInput(
                f"{source.name}: the {file.title} is there twice.", hint="Leave one of the two files out."
            )
        given[key], brought[key] = file, source.data
    kept = {**_still_good(base.files, given), **brought}
    encodings = {
        name: _encoding(base.table, kept, name) if name not in given else given[name].document
        for name in _ENCODINGS
    }
    contexts = _contexts(base.table, kept, given)
    table = derive_table(
        encodings, contexts, policy=policy_of(base.table), shapes=shapes_of(base.table), edition=edition
    )
    return Derived(table=table, texts=derive_texts(encodings), files=kept, given=tuple(given.values()))


def require_most_terms(base: Base, derived: Derived) -> None:
    """Refuse files by which most terms of an encoding, or the typing of most properties, would be gone.

    A file that was cut off, or one that is years old, is more likely than such a change of the vocabulary.

    Raises:
        InvalidInput: that is so; the message has the figures.
    """
    for file in derived.given:
        if file.kind == "context":
            before, after = set(base.table.properties), _typed_by(file)
        else:
            before, after = (_declared(table, file.name) for table in (base.table, derived.table))
        gone = before - after
        if len(gone) > len(before) * _MOST:
            raise InvalidInput(
                f"With this {file.title}, {len(gone):,} of the {len(before):,} terms that it has in the edition "
                f"{base.edition} would be gone.",
                hint="Look at whether the file is complete and of the right date; --force takes it all the same.",
            )


def _parsed(source: SourceFile) -> Encoding:
    try:
        return parse_encoding(source.data)
    except InvalidInput as error:
        # Whoever brings five files wants to know which one it is.
        raise type(error)(f"{source.name}: {error.message}", hint=error.hint) from error


def _key(file: Encoding) -> str:
    return f"{file.name}{_CONTEXT}" if file.kind == "context" else file.name


def _still_good(files: Mapping[str, bytes], given: Mapping[str, Encoding]) -> dict[str, bytes]:
    """The files of before that still count. Both contexts type the same terms, so a new one outdates the other."""
    is_outdated = _has_context(given)
    return {key: data for key, data in files.items() if not (is_outdated and key.endswith(_CONTEXT))}


def _has_context(given: Mapping[str, Encoding]) -> bool:
    return any(file.kind == "context" for file in given.values())


def _encoding(table: Table, kept: Mapping[str, bytes], name: str) -> Mapping[str, JSON]:
    return parse_encoding(kept[name]).document if name in kept else rebuilt_encoding(table, name)


def _contexts(
    table: Table, kept: Mapping[str, bytes], given: Mapping[str, Encoding]
) -> dict[str, Mapping[str, JSON]]:
    """Both contexts. Beside a new one the other has its prefixes only, lest its old typing wins."""
    with_typing = not _has_context(given)
    found: dict[str, Mapping[str, JSON]] = {}
    for name in _CONTEXTS:
        key = f"{name}{_CONTEXT}"
        if key in given:
            found[name] = given[key].document
        elif key in kept:
            found[name] = parse_encoding(kept[key]).document
        else:
            found[name] = rebuilt_context(table, name, with_typing=with_typing)
    return found


def _declared(table: Table, name: str) -> set[str]:
    """Classes, properties and concepts that an encoding declares."""
    schemes = {term for term, row in table.schemes.items() if name in row.declared_in.split()}
    found = {term for term, row in table.concepts.items() if row.scheme in schemes}
    for rows in (table.classes, table.properties):
        found |= {term for term, row in rows.items() if name in row.declared_in.split()}
    return found


def _typed_by(file: Encoding) -> set[str]:
    context = file.document["@context"]
    entries = context.items() if isinstance(context, Mapping) else ()
    return {term for term, definition in entries if isinstance(definition, Mapping)}
