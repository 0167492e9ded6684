"""How many resources of each kind a demonstration of a given size has, and where each belongs.

The resources that the owners of the region publish are dealt out over *bundles*: a bundle is one owner's
work in one field, and holds a share of every kind. Member ranges are plain arithmetic, so the plan of a
million resources takes no more memory than that of three hundred.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import msgspec

__all__ = ["MEMBERS", "SMALLEST", "Kind", "Plan", "build_plan"]

SMALLEST = 300
"""The fewest resources at which every kind still appears."""

_BUNDLE_SIZE = 60
_FEWEST_BUNDLES = 12
_FRAMEWORK_UNIT = 19  # A framework of ordinary size and its competencies.
_LARGEST_FRAMEWORK = 2000


class Kind(StrEnum):
    """The kinds of published units; the value is part of the identifiers, so it never changes."""

    ORGANIZATION = "organization"
    CREDENTIAL = "credential"
    ASSESSMENT = "assessment"
    COURSE = "course"
    PROGRAM = "program"
    LEARNING = "learning"
    OFFERING = "offering"
    CONDITIONS = "condition-manifest"
    COSTS = "cost-manifest"
    FRAMEWORK = "framework"
    SCHEME = "scheme"
    MODEL = "progression-model"
    RUBRIC = "rubric"
    INDUSTRY = "industry"
    OCCUPATION = "occupation"
    JOB = "job"
    ROLE = "work-role"
    TASK = "task"
    PATHWAY = "pathway"
    PATHWAY_SET = "pathway-set"
    TRANSFER_VALUE = "transfer-value"
    INTERMEDIARY = "transfer-intermediary"
    AGREEMENT = "transfer-agreement"
    POLICY = "prior-learning-policy"
    COLLECTION = "collection"
    SUPPORT = "support-service"
    DATA_SET = "data-set"
    ACTION = "action"


_SHARES: Mapping[Kind, tuple[int, int, int]] = {
    # Kind: units per thousand resources, at least, at most (0: no limit).
    Kind.CREDENTIAL: (150, 42, 0),
    Kind.ASSESSMENT: (45, 13, 0),
    Kind.COURSE: (110, 33, 0),
    Kind.PROGRAM: (45, 13, 0),
    Kind.LEARNING: (27, 8, 0),
    Kind.OFFERING: (10, 3, 0),
    Kind.CONDITIONS: (8, 2, 0),
    Kind.COSTS: (8, 2, 0),
    Kind.SCHEME: (2, 2, 0),
    Kind.MODEL: (1, 2, 0),
    Kind.RUBRIC: (6, 2, 0),
    Kind.INDUSTRY: (3, 4, 52),
    Kind.OCCUPATION: (10, 4, 351),
    Kind.JOB: (15, 4, 0),
    Kind.ROLE: (10, 3, 0),
    Kind.TASK: (27, 8, 0),
    Kind.PATHWAY: (6, 2, 0),
    Kind.PATHWAY_SET: (1, 1, 0),
    Kind.TRANSFER_VALUE: (16, 4, 0),
    Kind.INTERMEDIARY: (2, 1, 0),
    Kind.AGREEMENT: (4, 1, 0),
    Kind.POLICY: (2, 1, 0),
    Kind.COLLECTION: (4, 2, 0),
    Kind.SUPPORT: (8, 2, 0),
    Kind.DATA_SET: (8, 2, 0),
    Kind.ACTION: (2, 2, 0),
}

MEMBERS: Mapping[Kind, int] = {
    Kind.SCHEME: 8,
    Kind.MODEL: 4,
    Kind.RUBRIC: 3,
    Kind.PATHWAY: 9,
    Kind.DATA_SET: 2,
}
"""How many members with a CTID travel with one unit of a kind."""


class Plan(msgspec.Struct, frozen=True):
    """The counts of a demonstration of ``resources`` resources in ``bundles`` bundles.

    Framework 0 is the large skills catalogue with ``catalogue`` competencies; the other frameworks share the
    ``competencies`` that remain and belong to bundles.
    """

    resources: int
    bundles: int
    counts: Mapping[Kind, int]
    catalogue: int
    competencies: int

    def count(self, kind: Kind) -> int:
        """How many units of this kind there are."""
        return self.counts[kind]

    def members(self, kind: Kind, bundle: int) -> range:
        """The indexes of this kind that belong to a bundle; together they cover the kind in order."""
        if kind is Kind.FRAMEWORK:
            return self._dealt(self.counts[kind] - 1, bundle, 1)
        return self._dealt(self.counts[kind], bundle, 0)

    def _dealt(self, count: int, bundle: int, first: int) -> range:
        start = -(-bundle * count // self.bundles)
        end = -(-(bundle + 1) * count // self.bundles)
        return range(first + start, first + end)

    def bundle_of(self, kind: Kind, index: int) -> int:
        """The bundle that an index belongs to; the inverse of ``members``."""
        if kind is Kind.FRAMEWORK:
            return (index - 1) * self.bundles // (self.counts[kind] - 1)
        return index * self.bundles // self.counts[kind]

    def framework_size(self, index: int) -> int:
        """How many competencies a framework has."""
        if index == 0:
            return self.catalogue
        own = self.counts[Kind.FRAMEWORK] - 1
        at = index - 1
        size = (at + 1) * self.competencies // own - at * self.competencies // own
        # Neighbours trade some competencies, so that sizes differ and the sum stays.
        partner = at ^ 1
        if partner < own:
            trade = at // 2 * 5 % (self.competencies // own // 2)
            size += trade if at % 2 else -trade
        return size


def build_plan(resources: int) -> Plan:
    """The plan of a demonstration; it describes exactly ``resources`` resources.

    Raises:
        ValueError: ``resources`` is below ``SMALLEST``.
    """
    if resources < SMALLEST:
        raise ValueError(f"a demonstration has at least {SMALLEST} resources, not {resources}")
    bundles = max(_FEWEST_BUNDLES, resources // _BUNDLE_SIZE)
    counts = {Kind.ORGANIZATION: 18 + resources * 12 // 1000}
    for kind, (share, least, most) in _SHARES.items():
        counts[kind] = max(least, resources * share // 1000)
        if most:
            counts[kind] = min(counts[kind], most)
    described = sum(count * (1 + MEMBERS.get(kind, 0)) for kind, count in counts.items())
    catalogue = min(resources // 10, _LARGEST_FRAMEWORK)
    # What is left after everything else goes to the frameworks of the bundles and their competencies.
    left = resources - described - catalogue - 1
    frameworks = max(2, min(bundles, left // _FRAMEWORK_UNIT))
    counts[Kind.FRAMEWORK] = frameworks + 1
    return Plan(
        resources=resources,
        bundles=bundles,
        counts=counts,
        catalogue=catalogue,
        competencies=left - frameworks,
    )
