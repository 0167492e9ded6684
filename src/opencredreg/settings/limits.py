"""How much one request may ask for."""

from __future__ import annotations

from typing import Annotated

from opencredreg.settings.fields import Concern, setting

__all__ = ["LimitSettings"]


class LimitSettings(Concern, frozen=True, kw_only=True):
    """How much one request may ask for.

    A field's name is the ``limit`` of the ``errors.LimitExceeded`` that it causes.
    """

    payload_bytes: Annotated[
        int,
        setting("The largest body of a request.", unit="bytes", at_least=1_024),
    ] = 64 * 1024 * 1024
    nesting_depth: Annotated[
        int,
        setting(
            "How deep lists and objects may lie inside each other.", unit="levels", at_least=8, at_most=500
        ),
    ] = 64
    graph_nodes: Annotated[
        int,
        setting("How many nodes one published graph may hold.", unit="nodes", at_least=1),
    ] = 200_000
    ids_per_request: Annotated[
        int,
        setting("How many CTIDs or addresses one request may ask for.", unit="identifiers", at_least=1),
    ] = 50_000
    per_page_max: Annotated[
        int,
        setting(
            "The largest page of a list; a client that asks for more gets this many.",
            unit="rows",
            at_least=200,
        ),
    ] = 1_000
    request_seconds: Annotated[
        float,
        setting(
            "How long the body of a request may take to arrive.", unit="seconds", at_least=1, at_most=86_400
        ),
    ] = 120.0
