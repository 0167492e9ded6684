"""``opencredreg doctor``, ``reindex`` and ``settings``: looking after a node."""

from __future__ import annotations

from collections import Counter

import click
import msgspec

from opencredreg.cli.commands import Command
from opencredreg.cli.node import invocation, open_node, read_settings
from opencredreg.cli.output import emit, emit_json, emit_table, note
from opencredreg.cli.progress import progress
from opencredreg.findings import Finding
from opencredreg.registry import reindex as indexing
from opencredreg.registry.doctor import Doctor
from opencredreg.registry.node import Node
from opencredreg.settings import describe
from opencredreg.store.envelopes import count_envelopes

__all__ = ["build_index", "doctor", "reindex", "settings"]

_MOST_TOLD = 1_000


@click.command(cls=Command)
@click.option("--repair", is_flag=True, help="Build again what differs in the index.")
def doctor(repair: bool) -> int:
    """Look for damage in what is stored.

    Every document is unpacked and compared with its digest, every envelope with its log, and the index with
    the documents, row by row.
    """
    with open_node() as node:
        first, findings, counts = _examine(node)
        is_repaired = repair and first.can_repair
        if is_repaired:
            note("Repairing the index ...")
            first.repair()
            _, findings, counts = _examine(node)
    if invocation().as_json:
        emit_json(
            {
                "ok": not counts,
                "repaired": is_repaired,
                "counts": dict(counts),
                "findings": findings,
            }
        )
    else:
        for finding in findings:
            emit("  ".join(filter(None, (finding.severity, finding.code, finding.ctid, finding.message))))
        hints = dict.fromkeys(finding.hint for finding in findings if finding.hint)
        note("\n".join(f"hint: {hint}" for hint in hints) if counts else "Nothing is wrong.")
    return 1 if counts else 0


def _examine(node: Node) -> tuple[Doctor, list[Finding], Counter[str]]:
    counts: Counter[str] = Counter()
    findings: list[Finding] = []
    work = Doctor(node).work()
    with progress("Examining", work) as advance:
        examined = Doctor(node, advance=advance)
        for finding in examined.examine():
            counts[finding.code] += 1
            if len(findings) < _MOST_TOLD:
                findings.append(finding)
    return examined, findings, counts


@click.command(cls=Command)
def reindex() -> None:
    """Build the index again from the documents.

    Readers see the old one until it is done; publishing waits.
    """
    with open_node() as node:
        done = build_index(node)
    if invocation().as_json:
        emit_json({"envelopes": done.envelope_count, "nodes": done.node_count})


def build_index(node: Node) -> indexing.Reindexed:
    """Build the index again, and tell whoever sits at the keyboard how far it is."""
    with node.database.read() as connection:
        total = count_envelopes(connection)
    with progress("Indexing", total) as advance:
        done = indexing.reindex(node, advance=advance)
    if not invocation().as_json:
        note(f"{done.envelope_count:,} envelopes with {done.node_count:,} nodes are indexed.")
    return done


@click.command(cls=Command)
def settings() -> None:
    """Show the settings in effect.

    The source says where a value comes from: the default, a file, the environment or an option.
    """
    rows = describe(read_settings())
    if invocation().as_json:
        emit_json([msgspec.structs.asdict(row) for row in rows])
    else:
        emit_table(("name", "value", "source"), [(row.name, row.value, row.source) for row in rows])
