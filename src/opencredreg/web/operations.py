"""All data behind the pages, collected from the modules that declare them."""

from __future__ import annotations

from opencredreg.api.operation import Operation
from opencredreg.web.finder.operations import OPERATIONS as FINDER_OPERATIONS
from opencredreg.web.site.operations import OPERATIONS as SITE_OPERATIONS

__all__ = ["page_operations"]


def page_operations() -> tuple[Operation, ...]:
    """The operations that answer with what pages show."""
    return (*FINDER_OPERATIONS, *SITE_OPERATIONS)
