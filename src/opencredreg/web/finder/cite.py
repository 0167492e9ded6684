"""How to cite a resource: as a text, as BibTeX and as CSL-JSON."""

from __future__ import annotations

import re

from starlette.responses import Response

from opencredreg.finder.citations import Citation, build_citation, render_bibtex, render_csl
from opencredreg.finder.subject import Look, Subject, get_subject
from opencredreg.finder.summaries import summarize
from opencredreg.web.finder.visit import Visit

__all__ = ["cite_bibtex", "cite_csl", "cite_page"]

_SITE = "Open Credential Registry"


def cite_page(visit: Visit, looking: Look, identifier: str) -> Response:
    """The page with the citation in all forms.

    Raises:
        NotFound, Gone: there is no such resource (any more).
    """
    subject = get_subject(looking, identifier)
    citation = _citation(visit, subject)
    return visit.render(
        "finder/cite.html",
        citation=citation,
        bibtex=render_bibtex(citation),
        csl=render_csl(citation).decode(),
        identifier=_name(subject),
    )


def cite_bibtex(visit: Visit, looking: Look, identifier: str) -> Response:
    """The citation as a BibTeX file.

    Raises:
        NotFound, Gone: there is no such resource (any more).
    """
    citation = _citation(visit, get_subject(looking, identifier))
    return _file(render_bibtex(citation), "application/x-bibtex; charset=utf-8", citation, "bib")


def cite_csl(visit: Visit, looking: Look, identifier: str) -> Response:
    """The citation as a CSL-JSON file.

    Raises:
        NotFound, Gone: there is no such resource (any more).
    """
    citation = _citation(visit, get_subject(looking, identifier))
    return _file(render_csl(citation), "application/vnd.citationstyles.csl+json", citation, "json")


def _citation(visit: Visit, subject: Subject) -> Citation:
    [summary] = summarize(subject.look, [subject.held])
    return build_citation(
        subject,
        summary.owners,
        url=visit.address.whole(_name(subject)),
        publisher=_SITE,
        languages=visit.reader.languages,
    )


def _name(subject: Subject) -> str:
    return subject.held.ctid or subject.held.uri


def _file(content: str | bytes, media_type: str, citation: Citation, extension: str) -> Response:
    name = re.sub(r"[^A-Za-z0-9-]", "-", citation.key)[:80]
    return Response(
        content,
        headers={
            "Content-Type": media_type,
            "Content-Disposition": f'attachment; filename="{name}.{extension}"',
            "Vary": "Accept, Accept-Language, Cookie",
        },
    )
