"""Editions of the vocabulary: which there are, which is in use, and what changed between two."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.responses import Response

from opencredreg.api.call import Call, json_response
from opencredreg.api.operation import Answer, Operation, Param
from opencredreg.clock import format_timestamp
from opencredreg.registry.vocabularies import compare_snapshots
from opencredreg.registry.vocabulary_editions import SnapshotInfo, list_snapshots

__all__ = ["OPERATIONS"]


def _snapshots(call: Call) -> Response:
    with call.node.database.read() as connection:
        found = list_snapshots(connection)
    return json_response({"snapshots": [_value(one) for one in found]})


def _value(snapshot: SnapshotInfo) -> dict[str, Any]:
    value: dict[str, Any] = msgspec.to_builtins(snapshot)
    # Who loaded it concerns the operator, who has the command line.
    del value["loaded_by"]
    value["loaded_at"] = None if snapshot.loaded_at is None else format_timestamp(snapshot.loaded_at)
    return value


def _changes(call: Call) -> Response:
    with call.node.database.read() as connection:
        found = compare_snapshots(connection, call.values["from"], call.values["to"])
    return json_response(
        {
            "from": found.before,
            "to": found.after,
            "counts": found.counts(),
            "changes": msgspec.to_builtins(found.changes),
        }
    )


_TAG = "Vocabulary"
_EXAMPLE = {
    "edition": "2026-09",
    "is_used": True,
    "class_count": 160,
    "property_count": 575,
    "scheme_count": 44,
    "concept_count": 570,
    "attribution": "CTDL, CTDL-ASN and QData by Credential Engine, Inc., CC BY 4.0, https://credreg.net",
    "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "text_count": 1346,
    "of_release": "",
    "loaded_at": "2026-09-03T08:00:00.123Z",
}
_CHANGE = {
    "kind": "changed",
    "what": "property",
    "term": "ceterms:keyword",
    "field": "label",
    "before": "Keyword",
    "after": "Keywords",
}
_NAMES = "The name of an edition, or `bundled` for the one that comes with the software."
OPERATIONS = (
    Operation(
        method="GET",
        path="/api/vocabulary/snapshots",
        handler=_snapshots,
        tag=_TAG,
        summary="Editions of the vocabulary",
        help="The one that was loaded last comes first. `is_used` marks the one by which documents are read.",
        style="problem",
        answers={200: Answer(help="The editions.", example={"snapshots": [_EXAMPLE]})},
    ),
    Operation(
        method="GET",
        path="/api/vocabulary/changes",
        handler=_changes,
        tag=_TAG,
        summary="What changed between two editions",
        help="Classes, properties, concept schemes, concepts and prefixes that were added, removed or changed.",
        style="problem",
        params=(
            Param(name="from", help=f"{_NAMES} Without it `bundled`.", example="bundled"),
            Param(name="to", help=f"{_NAMES} Without it the one in use.", example="2026-09"),
        ),
        answers={
            404: Answer(help="There is no edition of that name."),
            200: Answer(
                help="The changes, with the number of terms of each sort.",
                example={
                    "from": "bundled",
                    "to": "2026-09",
                    "counts": {"property": {"added": 0, "removed": 0, "changed": 1}},
                    "changes": [_CHANGE],
                },
            ),
        },
    ),
)
