"""Resources of the registry as schema.org JSON-LD, for the pages about them.

The correspondences are a table (:mod:`~opencredreg.crosswalk.schema_org.tables`); ``docs/concepts/schema-org.md``
shows it with the reasons.
"""

from __future__ import annotations

from opencredreg.crosswalk.schema_org.document import Find, to_schema_org
from opencredreg.crosswalk.schema_org.page import breadcrumbs, escape_for_script
from opencredreg.crosswalk.schema_org.tables import Correspondence, list_correspondences

__all__ = [
    "Correspondence",
    "Find",
    "breadcrumbs",
    "escape_for_script",
    "list_correspondences",
    "to_schema_org",
]
