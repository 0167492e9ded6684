"""A node and its communities as catalogues of data read them: DCAT 3 and VoID, both as JSON-LD."""

from __future__ import annotations

from opencredreg.crosswalk.dcat.catalog import build_catalog
from opencredreg.crosswalk.dcat.model import ClassCount, DescribedCommunity, DescribedNode, Download, Party
from opencredreg.crosswalk.dcat.void import build_void

__all__ = [
    "ClassCount",
    "DescribedCommunity",
    "DescribedNode",
    "Download",
    "Party",
    "build_catalog",
    "build_void",
]
