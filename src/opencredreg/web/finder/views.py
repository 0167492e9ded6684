"""Other pages and files about a resource, at its address with ``?view=NAME``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from starlette.responses import Response

from opencredreg.finder.subject import Look
from opencredreg.web.finder.cite import cite_bibtex, cite_csl, cite_page
from opencredreg.web.finder.history import history_page
from opencredreg.web.finder.outcomes_csv import outcomes_csv
from opencredreg.web.finder.visit import Visit

__all__ = ["VIEWS", "View"]

View = Callable[[Visit, Look, str], Response]
"""Makes the answer to a visit from a look at the community and what the address calls the resource."""

VIEWS: Final[Mapping[str, View]] = {
    "history": history_page,
    "cite": cite_page,
    "cite.bib": cite_bibtex,
    "cite.json": cite_csl,
    "outcomes.csv": outcomes_csv,
}
