"""The bulk download of a community (registry-api.md section 3.4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.responses import Response, StreamingResponse

from opencredreg.accounts.actor import Role
from opencredreg.api.call import Call, json_response
from opencredreg.api.operation import Answer, Operation, PathParam
from opencredreg.clock import format_timestamp
from opencredreg.registry.access import require_read
from opencredreg.registry.downloads import Download, download_community, get_download, start_download

__all__ = ["OPERATIONS"]

_BLOCK = 1 << 18


def _value(call: Call, download: Download) -> dict[str, Any]:
    def time(at: int | None) -> str | None:
        return format_timestamp(at) if at is not None else None

    value: dict[str, Any] = {
        "status": download.status,
        "last_published_at": time(download.last_published_at),
    }
    if download.status == "pending":
        value["enqueued_at"] = time(download.enqueued_at)
    elif download.status == "in_progress":
        value["started_at"] = time(download.started_at)
    else:
        value["finished_at"] = time(download.finished_at)
        name = download.object_name
        value["url"] = f"{call.base_url}/downloads/{name}" if name else None
    return value


def _get(call: Call) -> Response:
    return json_response(_value(call, get_download(call.node, call.actor, call.community)))


def _start(call: Call) -> Response:
    download, is_started = start_download(call.node, call.actor, call.community)
    return json_response(_value(call, download), 201 if is_started else 200)


def _file(call: Call) -> Response:
    name = call.path("name")
    community = download_community(call.node, name)
    require_read(call.node, call.actor, community, call.key)
    info = call.node.objects.info(f"downloads/{name}")
    source = call.node.objects.open(f"downloads/{name}")

    def blocks() -> Iterator[bytes]:
        with source:
            while block := source.read(_BLOCK):
                yield block

    return StreamingResponse(
        blocks(),
        media_type="application/zip",
        headers={
            "Content-Length": str(info.size_bytes),
            "Content-Disposition": f'attachment; filename="{name}"',
        },
    )


_TAG = "Bulk download"
_EXAMPLE = {
    "status": "finished",
    "last_published_at": "2026-03-01T08:00:00.123Z",
    "finished_at": "2026-03-01T08:05:41.007Z",
    "url": "https://registry.example/downloads/ce_registry_1772352000_6b1f.zip",
}
OPERATIONS = (
    Operation(
        method="GET",
        path="{c}/envelopes/download",
        handler=_get,
        tag=_TAG,
        summary="The state of the download, and its address when it is finished",
        role=Role.PUBLISHER,
        answers={200: Answer(help="The state.", example=_EXAMPLE)},
    ),
    Operation(
        method="POST",
        path="{c}/envelopes/download",
        handler=_start,
        tag=_TAG,
        summary="Build the download",
        help="Starts only when something was published since the last one and none is being built.",
        role=Role.PUBLISHER,
        answers={
            201: Answer(help="Started.", example={"status": "pending"}),
            200: Answer(help="Nothing to do: the state as it is.", example=_EXAMPLE),
        },
    ),
    Operation(
        method="GET",
        path="/downloads/{name}",
        handler=_file,
        tag=_TAG,
        summary="The ZIP file",
        help="One file `<ctid>.json` for each live envelope, all of one moment.",
        path_params=(PathParam(name="name", help="As in `url`.", example="ce_registry_1772352000_6b1f.zip"),),
        answers={200: Answer(help="The file.", media_type="application/zip")},
    ),
)
