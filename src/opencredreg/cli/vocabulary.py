"""``opencredreg vocabulary``: editions of CTDL, CTDL-ASN and QData."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import click
import msgspec

from opencredreg.cli.commands import Group
from opencredreg.cli.node import acting, invocation, open_node
from opencredreg.cli.output import emit, emit_json, emit_table, note
from opencredreg.cli.upkeep import build_index
from opencredreg.clock import format_timestamp
from opencredreg.registry.node import VOCABULARY_KEPT_S, Node
from opencredreg.registry.vocabularies import (
    Comparison,
    Switch,
    compare_snapshots,
    load_snapshot,
    use_snapshot,
)
from opencredreg.registry.vocabulary_editions import SnapshotInfo, get_files, list_snapshots
from opencredreg.registry.vocabulary_files import SourceFile

__all__ = ["vocabulary"]


@click.group(cls=Group)
def vocabulary() -> None:
    """Load, choose and compare editions of the vocabulary."""


@vocabulary.command()
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--edition", metavar="NAME", help="Its name. Default: the month of loading, such as 2026-09.")
@click.option("--use/--no-use", "is_to_be_used", default=False, help="Put it in use at once. Default: no.")
@click.option("--force", is_flag=True, help="Take it even if most terms of an encoding would be gone.")
def load(files: tuple[Path, ...], edition: str | None, is_to_be_used: bool, force: bool) -> None:
    """Load official encodings as an edition, and show what changed.

    The files are the JSON-LD schemas of CTDL, CTDL-ASN and QData and the contexts of CTDL and CTDL-ASN, any
    of them. What is missing stays as it is in the edition in use. The same content is loaded once.
    """
    sources = [SourceFile(str(file), file.read_bytes()) for file in files]
    with open_node() as node:
        actor = acting(node)
        loaded = load_snapshot(node, actor, sources, edition=edition, force=force)
        switch = use_snapshot(node, actor, loaded.snapshot.edition) if is_to_be_used else None
    if invocation().as_json:
        emit_json(
            {
                "edition": loaded.snapshot.edition,
                "new": loaded.is_new,
                "snapshot": _snapshot_value(loaded.snapshot),
                "compared_with": loaded.comparison.before,
                **_changes_value(loaded.comparison),
                "use": None if switch is None else _switch_value(switch, is_reindexed=False),
            }
        )
        return
    verb = "is loaded" if loaded.is_new else "has this content already"
    note(f"Edition {loaded.snapshot.edition} {verb}: {_told(loaded.snapshot)}.")
    _show(loaded.comparison)
    if switch is not None:
        _tell(switch, is_reindexed=False)
    elif loaded.snapshot.edition != loaded.comparison.before:
        note(f"Put it in use with: opencredreg vocabulary use {loaded.snapshot.edition}")


@vocabulary.command("list")
def list_() -> None:
    """List the editions, the one that was loaded last first."""
    with open_node() as node, node.database.read() as connection:
        found = list_snapshots(connection)
    if invocation().as_json:
        emit_json([_snapshot_value(one) for one in found])
        return
    headings = ("edition", "in use", "classes", "properties", "schemes", "concepts", "texts", "loaded", "by")
    emit_table(
        headings,
        [
            (
                one.edition,
                one.is_used,
                one.class_count,
                one.property_count,
                one.scheme_count,
                one.concept_count,
                one.text_count,
                format_timestamp(one.loaded_at) if one.loaded_at is not None else one.of_release,
                one.loaded_by,
            )
            for one in found
        ],
    )


@vocabulary.command()
@click.argument("edition")
@click.option(
    "--reindex/--no-reindex",
    "choice",
    default=None,
    help="Build the index again if it has to be. Default: ask where somebody can answer, else no.",
)
def use(edition: str, choice: bool | None) -> None:
    """Put an edition in use; bundled is the one that comes with the software.

    Servers that run follow within two seconds. If stored documents are read otherwise by the new edition, the
    index has to be built again for searches to find them so.
    """
    with open_node() as node:
        switch = use_snapshot(node, acting(node), edition)
        is_reindexed = switch.needs_reindex and _is_reindex_wanted(choice)
        if is_reindexed:
            _build_index(node, switch)
    if invocation().as_json:
        emit_json(_switch_value(switch, is_reindexed=is_reindexed))
    else:
        _tell(switch, is_reindexed=is_reindexed)


@vocabulary.command()
@click.argument("before", metavar="[FROM]", required=False)
@click.argument("after", metavar="[TO]", required=False)
def diff(before: str | None, after: str | None) -> None:
    """Show what changed from one edition to another.

    FROM is the bundled one if it is not said, TO the one in use.
    """
    with open_node() as node, node.database.read() as connection:
        comparison = compare_snapshots(connection, before, after)
    if invocation().as_json:
        emit_json({"from": comparison.before, "to": comparison.after, **_changes_value(comparison)})
    else:
        _show(comparison)


@vocabulary.command()
@click.argument("edition")
@click.option(
    "--to",
    "folder",
    required=True,
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder for them.",
)
def export(edition: str, folder: Path) -> None:
    """Write the official files of an edition into a folder, as they were loaded.

    Another node can load them. Files of the same names are replaced.
    """
    with open_node() as node, node.database.read() as connection:
        found = get_files(connection, edition)
    paths = [folder / f"{name}.json" for name in found]
    for path, data in zip(paths, found.values(), strict=True):
        path.write_bytes(data)
    if invocation().as_json:
        emit_json({"edition": edition, "files": [str(path) for path in paths]})
    else:
        for path in paths:
            emit(str(path))


def _is_reindex_wanted(choice: bool | None) -> bool:
    if choice is None and sys.stdin.isatty() and not invocation().as_json:
        return click.confirm("Stored documents are read otherwise now. Build the index again?", err=True)
    return bool(choice)


def _build_index(node: Node, switch: Switch) -> None:
    if switch.is_changed:
        # What other processes publish until they know of the change is still read by the former edition.
        time.sleep(VOCABULARY_KEPT_S)
    build_index(node)


def _show(comparison: Comparison) -> None:
    counts = comparison.counts()
    if not counts:
        note(f"Nothing differs between {comparison.before} and {comparison.after}.")
        return
    note(f"From {comparison.before} to {comparison.after}:")
    for what, found in counts.items():
        told = ", ".join(f"{count:,} {kind}" for kind, count in found.items())
        note(f"  {what}: {told}")
    emit_table(
        ("change", "what", "term", "field", "before", "after"),
        [
            (one.kind, one.what, one.term, one.field, _short(one.before), _short(one.after))
            for one in comparison.changes
        ],
    )


def _short(text: str) -> str:
    """Long lists of classes would spoil the table; --json has all of it."""
    return text if len(text) <= 60 else f"{text[:57]}..."


def _tell(switch: Switch, *, is_reindexed: bool) -> None:
    if switch.is_changed:
        note(f"Edition {switch.after} is in use now, instead of {switch.before}.")
    else:
        note(f"Edition {switch.after} was in use already.")
    if switch.reread and not is_reindexed:
        names = ", ".join(switch.reread[:10])
        more = f" and {len(switch.reread) - 10:,} more" if len(switch.reread) > 10 else ""
        note(f"Stored documents are read otherwise now: {names}{more}.")
    if switch.needs_reindex and not is_reindexed:
        note("The index still holds them as they were read before.")
        note("Build it again at a quiet hour: opencredreg reindex")


def _told(snapshot: SnapshotInfo) -> str:
    return (
        f"{snapshot.class_count:,} classes, {snapshot.property_count:,} properties, "
        f"{snapshot.scheme_count:,} concept schemes, {snapshot.concept_count:,} concepts, "
        f"official texts of {snapshot.text_count:,} terms"
    )


def _snapshot_value(snapshot: SnapshotInfo) -> dict[str, Any]:
    value: dict[str, Any] = msgspec.to_builtins(snapshot)
    value["loaded_at"] = None if snapshot.loaded_at is None else format_timestamp(snapshot.loaded_at)
    return value


def _changes_value(comparison: Comparison) -> dict[str, Any]:
    return {"counts": comparison.counts(), "changes": msgspec.to_builtins(comparison.changes)}


def _switch_value(switch: Switch, *, is_reindexed: bool) -> dict[str, Any]:
    return {
        "before": switch.before,
        "after": switch.after,
        "reread": list(switch.reread),
        "needs_reindex": switch.needs_reindex and not is_reindexed,
        "reindexed": is_reindexed,
    }
