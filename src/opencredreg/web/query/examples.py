"""Queries to begin with."""

from __future__ import annotations

from typing import Any, Final

__all__ = ["EXAMPLES"]

EXAMPLES: Final[dict[str, Any]] = {
    "Credentials of any kind with a word in their name": {
        "@type": {"search:value": "ceterms:Credential", "search:matchType": "search:subClassOf"},
        "ceterms:name": "certificate",
    },
    "Credentials that require something, with what that is about": {
        "@type": {"search:value": "ceterms:Credential", "search:matchType": "search:subClassOf"},
        "ceterms:requires": {"@type": "ceterms:ConditionProfile", "ceterms:name": "search:anyValue"},
    },
    "Organizations that own something published this year or the last": {
        "@type": {"search:value": "ceterms:Organization", "search:matchType": "search:subClassOf"},
        "^ceterms:ownedBy": {"search:recordUpdated": ["1 year ago", ""]},
    },
    "Whatever was published in the last month": {"search:recordUpdated": ["1 month ago", ""]},
}
"""By what they ask for, in words."""
