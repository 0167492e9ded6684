"""What the node holds, in numbers: the data of its first page."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.responses import Response

from opencredreg.api.call import Call, json_response
from opencredreg.api.operation import Answer, Operation
from opencredreg.clock import format_timestamp
from opencredreg.ids import dashed
from opencredreg.registry.overview import NewDocument, get_overview

__all__ = ["OPERATIONS"]


def _overview(call: Call) -> Response:
    found = get_overview(call.node)
    value = msgspec.to_builtins(found)
    value["taken_at"] = format_timestamp(found.taken_at)
    value["newest"] = [_document(call, one) for one in found.newest]
    return json_response(value)


def _document(call: Call, one: NewDocument) -> dict[str, Any]:
    value: dict[str, Any] = msgspec.to_builtins(one)
    value["created_at"] = format_timestamp(one.created_at)
    value["envelope"] = f"{call.base_url}/{dashed(one.community)}/envelopes/{one.envelope_id}"
    return value


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="GET",
        path="/api/overview",
        handler=_overview,
        tag="Node",
        summary="What the node holds, in numbers",
        help=(
            "Documents by community and by class of their main resource, and the newest ones. Of secured "
            "communities only the number of documents is told. On a large node the figures may be some "
            "seconds old."
        ),
        style="problem",
        answers={
            200: Answer(
                help="The figures.",
                example={
                    "document_count": 48213,
                    "communities": [
                        {
                            "name": "ce_registry",
                            "is_default": True,
                            "secured": False,
                            "document_count": 48213,
                        }
                    ],
                    "classes": [{"ctdl_type": "ceterms:Certificate", "document_count": 9120}],
                    "newest": [
                        {
                            "community": "ce_registry",
                            "envelope_id": "5f0c2f0e-7c1b-4a51-9b1c-2d7a6d0a9e11",
                            "ctid": "ce-1d9b7c52-30a4-4f0b-8a75-6f6a0f4c2f10",
                            "ctdl_type": "ceterms:Certificate",
                            "name": {"text": "Orchard keeping, first level", "language": "en"},
                            "created_at": "2026-02-03T10:11:12.345Z",
                            "envelope": (
                                "https://registry.example/ce-registry/envelopes/"
                                "5f0c2f0e-7c1b-4a51-9b1c-2d7a6d0a9e11"
                            ),
                        }
                    ],
                    "taken_at": "2026-02-03T10:11:20.000Z",
                },
            )
        },
    ),
)
