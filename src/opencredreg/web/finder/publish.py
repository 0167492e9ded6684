"""How to publish: the steps, with the addresses of this node."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from opencredreg.crosswalk.assistant.examples import build_example
from opencredreg.crosswalk.assistant.table import get_kind
from opencredreg.registry.node import Node
from opencredreg.web.assistant.view import pretty
from opencredreg.web.finder.visit import Visit
from opencredreg.web.paths import community_path

__all__ = ["publish_page"]

_OFTEN: Final = (
    "organization",
    "credential",
    "course",
    "learningprogram",
    "assessment",
    "competencyframework",
    "job",
)
_SHOWN: Final = "course"


def publish_page(node: Node, request: Request) -> Response:
    """The page."""
    visit = Visit(node, request)
    first = visit.visitor.communities[0] if visit.has_community else None
    with_ctids = next((one for one in visit.visitor.communities if "ce_registry" in one.name), None)
    return visit.render_apart(
        "finder/publish.html",
        here="/publish",
        # Without a default community the addresses need a name in front.
        prefix="" if first is None or first.is_default else community_path(first.name),
        kinds=[get_kind(name) for name in _OFTEN],
        request=pretty(build_example(get_kind(_SHOWN), vocabulary=node.vocabulary)),
        is_sandbox=node.settings.publishing.sandbox,
        ctid_path="" if with_ctids is None else f"{community_path(with_ctids.name)}/ctid",
    )
