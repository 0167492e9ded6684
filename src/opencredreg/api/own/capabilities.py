"""What this node takes and how strictly: types, limits, schemes, lists of codes, editions and rules in use."""

from __future__ import annotations

from starlette.responses import Response

from opencredreg import __version__
from opencredreg.api.assistant.types import list_types
from opencredreg.api.call import Call, json_response
from opencredreg.api.operation import Answer, Operation
from opencredreg.publisher.upkeep import MOST_CTIDS
from opencredreg.registry.communities import list_communities

__all__ = ["OPERATIONS"]


def _capabilities(call: Call) -> Response:
    node = call.node
    settings, vocabulary = node.settings, node.vocabulary
    limits, publishing = settings.limits, settings.publishing
    with node.database.read() as connection:
        names = [community.name for community in list_communities(connection)]
    return json_response(
        {
            "software": {"name": "opencredreg", "version": __version__},
            "environment": "sandbox" if publishing.sandbox else "production",
            "communities": names,
            "vocabulary": {
                "edition": vocabulary.edition,
                "classes": len(vocabulary.classes),
                "properties": len(vocabulary.properties),
                "url": f"{call.base_url}/vocabulary",
            },
            "rules": {
                "plain_input": "publish",
                "documents": publishing.raw_mode,
                "unknown_concepts": publishing.unknown_concepts,
                "ownership_enforced": publishing.enforce_ownership,
                "url": f"{call.base_url}/validate/rules",
            },
            "limits": {
                "request_bytes": limits.payload_bytes,
                "request_seconds": limits.request_seconds,
                "nesting_depth": limits.nesting_depth,
                "graph_nodes": limits.graph_nodes,
                "batch_items": publishing.batch_items,
                "ctids_per_delete": MOST_CTIDS,
                "ctids_per_lookup": limits.ids_per_request,
            },
            "codes": {
                name: {"edition": book.head.edition, "codes": len(book)} for name, book in node.codes.items()
            },
            "schemes": {
                scheme.term: {
                    "label": scheme.label,
                    "concepts": [term.rpartition(":")[2] for term in scheme.concepts],
                }
                for scheme in vocabulary.schemes.values()
            },
            "types": list_types(call),
        },
        headers={"Cache-Control": "public, max-age=60"},
    )


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="GET",
        path="/capabilities",
        handler=_capabilities,
        tag="Node",
        summary="What can be published here, and how strictly it is checked",
        help="The types with their fields are under `/assistant/types`.",
        style="problem",
        is_open=True,
        answers={
            200: Answer(
                help="The capabilities.",
                example={
                    "software": {"name": "opencredreg", "version": "0.1.0"},
                    "environment": "production",
                    "communities": ["ce_registry"],
                    "vocabulary": {"edition": "bundled", "classes": 159, "properties": 700},
                    "rules": {"plain_input": "publish", "documents": "gate", "unknown_concepts": "refuse"},
                    "limits": {"request_bytes": 67108864, "batch_items": 10000},
                    "codes": {"cip": {"edition": "2020", "codes": 2848}},
                    "schemes": {},
                    "types": [],
                },
            )
        },
    ),
)
