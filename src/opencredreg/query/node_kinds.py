"""What a node is and where it comes from: address, CTID, class, and the record that it was published in.

Source: ``search.md`` section 7.
"""

from __future__ import annotations

import re
from typing import Final

from opencredreg.ids import is_ctid, resource_key
from opencredreg.query.dates import find_period
from opencredreg.query.keywords import PUBLISH_TYPE, RECORD_OF, RECORD_TIMES
from opencredreg.query.kinds import Bounds, Context, Kind, Mode, Single, reject_match, wrong_type
from opencredreg.query.names import near_terms
from opencredreg.query.problems import shown
from opencredreg.query.tree import (
    ClassIn,
    Expression,
    HasLiteral,
    IdText,
    KeyIn,
    Match,
    PublishType,
    RecordOf,
    RecordTime,
)

__all__ = ["node_kind"]

_IDENTIFIER: Final[tuple[Match, ...]] = ("exact", "contains", "starts", "ends")
_PUBLISH_TYPES: Final = ("primary", "secondary")
_NAMED_CLASS = re.compile(r"\S+")


def node_kind(name: str, context: Context) -> Kind | None:
    """How ``@id``, ``@type``, ``ceterms:ctid`` and the record are asked for; ``None`` for other names."""
    if name in RECORD_TIMES:
        return _RecordTimes(name, context)
    if name in RECORD_OF:
        return _RecordOrganizations(name, context)
    kinds: dict[str, type[_Node]] = {
        "@id": _Ids,
        "@type": _Types,
        "ceterms:ctid": _Ctids,
        PUBLISH_TYPE: _PublishTypes,
    }
    return kinds[name](name, context) if name in kinds else None


class _Node(Single):
    def __init__(self, name: str, context: Context) -> None:
        self.name = name
        self.context = context

    def scalar(self, value: object, mode: Mode, path: str) -> Expression | None:
        if not isinstance(value, str):
            wrong_type(self.context, self.name, "texts", value, path)
            return None
        return self.text(value.strip(), mode, path)

    def text(self, text: str, mode: Mode, path: str) -> Expression | None:
        raise NotImplementedError


class _Ids(_Node):
    def text(self, text: str, mode: Mode, path: str) -> Expression | None:
        if reject_match(self.context, self.name, mode, path, _IDENTIFIER):
            return None
        found = self.context.addresses.condition(text, mode.match)
        if not isinstance(found, KeyIn):
            self.context.problems.condition(path)
        return found

    def present(self, mode: Mode) -> Expression:  # noqa: ARG002
        # The empty text is in every address, so this holds for all nodes that have one.
        return IdText("uri", "contains", "")


class _Ctids(_Node):
    def text(self, text: str, mode: Mode, path: str) -> Expression | None:
        if reject_match(self.context, self.name, mode, path, _IDENTIFIER):
            return None
        key = resource_key(text)
        if mode.match in (None, "exact") and is_ctid(key):
            return IdText("ctid", "exact", key)
        self.context.problems.condition(path)
        return IdText("ctid", mode.match or "contains", text)

    def present(self, mode: Mode) -> Expression:  # noqa: ARG002
        return HasLiteral(self.name)


class _Types(_Node):
    def text(self, text: str, mode: Mode, path: str) -> Expression | None:
        if mode.match not in (None, "exact"):
            message = "`@type` is compared as a whole. Supported values: search:exactMatch, search:subClassOf"
            self.context.problems.error("unsupported_match_type", path, message)
            return None
        vocabulary = self.context.vocabulary
        cls = self.context.addresses.index_name(text)
        if not _NAMED_CLASS.fullmatch(cls) or cls not in vocabulary.classes:
            self._warn_unknown(text, path)
        return ClassIn(tuple(sorted(vocabulary.descendants(cls))) if mode.subclasses else (cls,))

    def present(self, mode: Mode) -> Expression:  # noqa: ARG002
        return ClassIn(tuple(sorted(self.context.vocabulary.classes)))

    def _warn_unknown(self, text: str, path: str) -> None:
        problems = self.context.problems
        near = () if problems.is_full else near_terms(self.context.vocabulary, text, "class")
        problems.warning("unknown_class", path, f"`{shown(text)}` is no class of the vocabulary", near)


class _RecordOrganizations(_Node):
    def __init__(self, name: str, context: Context) -> None:
        super().__init__(name, context)
        self.field = RECORD_OF[name]

    def text(self, text: str, mode: Mode, path: str) -> Expression | None:
        if reject_match(self.context, self.name, mode, path, ("exact",)):
            return None
        key = resource_key(text)
        if not is_ctid(key):
            message = f"`{self.name}` is compared with whole CTIDs; `{shown(text)}` is none"
            self.context.problems.warning("not_a_ctid", path, message)
        return RecordOf(self.field, (key.lower(),))

    def present(self, mode: Mode) -> Expression:  # noqa: ARG002
        return RecordOf(self.field)


class _PublishTypes(_Node):
    def text(self, text: str, mode: Mode, path: str) -> Expression | None:
        if reject_match(self.context, self.name, mode, path, ("exact",)):
            return None
        if text.lower() not in _PUBLISH_TYPES:
            message = f"`{self.name}` is primary or secondary; `{shown(text)}` is neither"
            self.context.problems.error("wrong_type", path, message, _PUBLISH_TYPES)
            return None
        return PublishType((text.lower(),))

    def present(self, mode: Mode) -> Expression:  # noqa: ARG002
        return PublishType(_PUBLISH_TYPES)


class _RecordTimes(Single):
    """When the record was published; the unit is the microsecond."""

    def __init__(self, name: str, context: Context) -> None:
        self.name = name
        self.context = context
        self.field = RECORD_TIMES[name]

    def scalar(self, value: object, mode: Mode, path: str) -> Expression | None:
        if reject_match(self.context, self.name, mode, path, ("exact",)):
            return None
        bounds = self.bounds(value, path)
        return None if bounds is None else self.between(*bounds)

    def bounds(self, value: object, path: str) -> Bounds | None:
        self.context.problems.condition(path)
        period = find_period(value, self.context.now) if isinstance(value, str) else None
        if period is None:
            wrong_type(self.context, self.name, "dates such as 2021-03-31", value, path)
            return None
        return period.start, period.end

    def between(self, low: float | None, high: float | None) -> Expression:
        return RecordTime(self.field, None if low is None else int(low), None if high is None else int(high))

    def step(self, point: float, *, up: bool) -> float:
        return point + (1 if up else -1)

    def present(self, mode: Mode) -> Expression:  # noqa: ARG002
        # No record is older than the counting of time, so this asks only that there is one.
        return RecordTime(self.field, 0, None)
