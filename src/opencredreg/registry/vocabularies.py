"""Editions of the vocabulary: loading the official files, choosing one, and seeing what changed.

An edition is a snapshot of facts and texts under a name. It is never changed; what is in use is chosen apart
from it, for the whole node. Processes that run follow a change within ``VOCABULARY_KEPT_S`` seconds.

Source: ``ctdl/README.md``; docs/adr/0030-vocabulary-snapshots.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec
from sqlalchemy.engine import Connection

from opencredreg import clock
from opencredreg.accounts.actor import Actor
from opencredreg.ctdl.official.difference import Change, compare_tables
from opencredreg.ctdl.vocabulary import bundled_table
from opencredreg.errors import Conflict, InvalidInput, RegistryError
from opencredreg.registry.node import Node
from opencredreg.registry.vocabulary_editions import (
    BUNDLED,
    SnapshotInfo,
    get_row,
    get_snapshot,
    list_snapshots,
    name_of,
    table_of,
    vocabulary_of,
)
from opencredreg.registry.vocabulary_files import (
    Base,
    Derived,
    SourceFile,
    derive_edition,
    require_most_terms,
)
from opencredreg.registry.vocabulary_index import find_reread
from opencredreg.store.database import WriteTransaction
from opencredreg.store.vocabularies import (
    content_digest,
    find_snapshot,
    insert_snapshot,
    insert_use,
    last_use,
    list_snapshot_rows,
    load_files,
    used_snapshot_id,
)

__all__ = [
    "Comparison",
    "LoadedSnapshot",
    "Switch",
    "compare_snapshots",
    "list_snapshots",
    "load_snapshot",
    "use_snapshot",
]

_EDITION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """What differs between two editions, by their names."""

    before: str
    after: str
    changes: tuple[Change, ...]

    def counts(self) -> dict[str, dict[str, int]]:
        """How many terms of each sort were added, removed and changed; sorts without a change are left out."""
        terms = {(change.what, change.kind, change.term) for change in self.changes}
        found: dict[str, dict[str, int]] = {}
        for what, kind, _ in sorted(terms):
            of_sort = found.setdefault(what, {"added": 0, "removed": 0, "changed": 0})
            of_sort[kind] += 1
        return found


class LoadedSnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """What became of official files. ``comparison`` is with the edition that was in use."""

    snapshot: SnapshotInfo
    is_new: bool
    comparison: Comparison


class Switch(msgspec.Struct, frozen=True, kw_only=True):
    """What choosing an edition came to.

    ``reread`` names terms and prefixes in stored documents that are read otherwise from now on;
    ``needs_reindex`` says whether the index has to be built again, for these or from an earlier change.
    """

    before: str
    after: str
    reread: tuple[str, ...]
    needs_reindex: bool

    @property
    def is_changed(self) -> bool:
        """Whether it was not in use already."""
        return self.before != self.after


def load_snapshot(
    node: Node, actor: Actor, files: Sequence[SourceFile], *, edition: str | None = None, force: bool = False
) -> LoadedSnapshot:
    """Keep official files as an edition; the encodings and contexts that are missing stay as they are in use.

    The same content is the same edition, whatever name is asked for. Nothing is put in use.

    Args:
        node: the node.
        actor: who loads.
        files: encodings and contexts, each at most once.
        edition: its name; without one the month of loading.
        force: take it even if most terms of an encoding would be gone.

    Raises:
        InvalidInput: a file is none of ours, comes twice, or the name is not usable; or most terms of an
            encoding would be gone.
        Conflict: the name belongs to another content.
    """
    if edition is not None:
        _require_name(edition)
    with node.database.read() as connection:
        number = used_snapshot_id(connection)
        base = Base(
            edition=name_of(connection, number),
            table=table_of(connection, number),
            files={} if number is None else load_files(connection, number),
        )
    derived = derive_edition(base, files, edition or "")
    if not force:
        require_most_terms(base, derived)
    with node.database.write() as transaction:
        snapshot, is_new = _keep(transaction, actor, derived, edition)
    changes = compare_tables(base.table, derived.table)
    comparison = Comparison(before=base.edition, after=snapshot.edition, changes=changes)
    return LoadedSnapshot(snapshot=snapshot, is_new=is_new, comparison=comparison)


def use_snapshot(node: Node, actor: Actor, edition: str) -> Switch:
    """Put an edition, or :data:`BUNDLED`, in use for the whole node.

    Raises:
        NotFound: there is no such edition.
        RegistryError: what is stored of it cannot be read.
    """
    with node.database.write() as transaction:
        connection = transaction.connection
        target = None if edition == BUNDLED else get_row(connection, edition).id
        current = last_use(connection)
        number = current.snapshot_id if current else None
        was_indexed = current is None or current.is_indexed
        before = name_of(connection, number)
        if target == number:
            return Switch(before=before, after=edition, reread=(), needs_reindex=not was_indexed)
        after = vocabulary_of(connection, target)
        try:
            reread = find_reread(connection, vocabulary_of(connection, number), after)
            is_indexed = was_indexed and not reread
        except RegistryError:
            # A damaged edition must not keep anybody from leaving it.
            reread, is_indexed = (), False
        insert_use(transaction, target, is_indexed=is_indexed, account_id=actor.account_id)
    node.forget_vocabulary()
    return Switch(before=before, after=edition, reread=reread, needs_reindex=not is_indexed)


def compare_snapshots(
    connection: Connection, before: str | None = None, after: str | None = None
) -> Comparison:
    """What changed from one edition to another; without names from the bundled one to the one in use.

    Raises:
        NotFound: there is no such edition.
    """
    names = before or BUNDLED, after or name_of(connection, used_snapshot_id(connection))
    tables = [
        table_of(connection, None if name == BUNDLED else get_row(connection, name).id) for name in names
    ]
    return Comparison(before=names[0], after=names[1], changes=compare_tables(*tables))


def _keep(
    transaction: WriteTransaction, actor: Actor, derived: Derived, edition: str | None
) -> tuple[SnapshotInfo, bool]:
    """The edition of this content, and whether it is new."""
    connection = transaction.connection
    table, texts = derived.table, derived.texts
    if not texts and not compare_tables(bundled_table(), table):
        return get_snapshot(connection, BUNDLED), False
    known = find_snapshot(connection, digest=content_digest(table, texts))
    if known is not None:
        return get_snapshot(connection, known.edition), False
    if edition is not None and find_snapshot(connection, edition=edition) is not None:
        raise Conflict(
            f"There is an edition {edition} already, with another content.",
            hint="Give this one another name with --edition.",
        )
    name = edition or _free_name(connection, clock.format_date(transaction.at)[:7])
    named = msgspec.structs.replace(table, edition=name)
    insert_snapshot(transaction, named, texts, derived.files, account_id=actor.account_id)
    return get_snapshot(connection, name), True


def _free_name(connection: Connection, month: str) -> str:
    """The month, or the month with a number when there is an edition of that name."""
    taken = {row.edition for row in list_snapshot_rows(connection)}
    names = (f"{month}.{count}" if count > 1 else month for count in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _require_name(edition: str) -> None:
    if edition == BUNDLED or not _EDITION.fullmatch(edition):
        raise InvalidInput(
            f"{edition!r} cannot be the name of an edition",
            hint=f"Use up to 64 letters, digits, dots and dashes, such as 2026-09; {BUNDLED} is taken.",
        )
