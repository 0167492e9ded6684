"""The page of a resource: its parts, and under "more" everything that no part shows in its own way."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from opencredreg.finder.statements import Statement, read_statements
from opencredreg.finder.subject import Subject, get_subject, look
from opencredreg.finder.summaries import Summary, summarize
from opencredreg.registry.node import Node
from opencredreg.web.finder.section import Section, Shown
from opencredreg.web.finder.sections import SECTIONS
from opencredreg.web.finder.structured import structured_data
from opencredreg.web.finder.views import VIEWS
from opencredreg.web.finder.visit import Visit

__all__ = ["ResourceView", "resource_page", "view_resource"]

_IN_THE_HEAD = frozenset({"ceterms:name", "ceasn:name", "skos:prefLabel", "ceterms:ctid"})


class ResourceView(msgspec.Struct, frozen=True, kw_only=True):
    """What the page of a resource shows."""

    subject: Subject
    summary: Summary
    parts: tuple[Shown, ...]
    more: tuple[Statement, ...]


def resource_page(node: Node, request: Request) -> Response:
    """The page of a resource.

    Raises:
        NotFound, Gone: there is none (any more).
    """
    visit = Visit(node, request)
    with look(node, visit.community) as looking:
        other = VIEWS.get(request.query_params.get("view", ""))
        if other is not None:
            return other(visit, looking, request.path_params["identifier"])
        view = view_resource(get_subject(looking, request.path_params["identifier"], request.query_params))
        structured = structured_data(view.subject, visit.address, visit.reader)
        return visit.render(
            "finder/resource.html",
            view=view,
            structured=structured,
            subject=view.subject,
            reference=view.summary.reference,
            identifier=view.subject.held.ctid or view.subject.held.uri,
        )


def view_resource(subject: Subject, sections: tuple[Section, ...] = SECTIONS) -> ResourceView:
    """Everything that the page of a resource shows."""
    parts = tuple(
        Shown(section, view) for section in sections if (view := section.build(subject)) is not None
    )
    shown = _IN_THE_HEAD.union(*(part.section.shows for part in parts))
    [summary] = summarize(subject.look, [subject.held])
    return ResourceView(
        subject=subject,
        summary=summary,
        parts=parts,
        more=read_statements(subject.look, subject.value, without=shown),
    )
