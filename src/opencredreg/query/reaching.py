"""Questions that the language of today cannot ask: near a place, and along links as far as they lead.

    {"search:near": {"latitude": 41.6, "longitude": -87.3, "kilometres": 50}}
    {"search:path": {"along": ["ceterms:requires > ceterms:targetLearningOpportunity"], "depth": 4, "to": {…}}}

``search:near`` holds for a place within the distance, and for what is available or has its address there.
``search:path`` holds for what leads to a node that satisfies ``to`` in one to ``depth`` steps, each by one of the
chains under ``along``; without them by what a resource requires, teaches and assesses. A chain is properties with
``>`` between them, ``^`` before one that is followed backwards.

Source: ``search-user-needs.md`` sections 7 and 8 (what nobody offers yet).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from opencredreg.ctdl import ValueKind
from opencredreg.query.building import any_of
from opencredreg.query.keywords import PATH
from opencredreg.query.kinds import Context
from opencredreg.query.names import find_property
from opencredreg.query.problems import pointer, shown
from opencredreg.query.tree import Expression, Link, LinkPath, Near

__all__ = ["MOST_KILOMETRES", "available_near", "read_near", "read_path"]

MOST_KILOMETRES: Final = 20_000.0
MOST_DEPTH: Final = 10
MOST_CHAINS: Final = 20
_USUAL_DEPTH: Final = 5
_KILOMETRES_OF_A_MILE: Final = 1.609344
_PLACES: Final = ("ceterms:availableAt", "ceterms:address")
_USUAL_CHAINS: Final = (
    "ceterms:requires > ceterms:targetCredential",
    "ceterms:requires > ceterms:targetLearningOpportunity",
    "ceterms:requires > ceterms:targetAssessment",
    "ceterms:requires > ceterms:targetCompetency > ceterms:targetNode",
    "ceterms:teaches > ceterms:targetNode",
    "ceterms:assesses > ceterms:targetNode",
    "ceterms:hasPart",
)
_NEAR_FORM: Final = '{"latitude": 41.6, "longitude": -87.3, "kilometres": 50} (or "miles")'
_PATH_FORM: Final = '{"along": ["ceterms:requires > ceterms:targetAssessment"], "depth": 4, "to": {…}}'


def read_near(value: object, path: str, context: Context) -> Expression | None:
    """The condition of ``search:near``; mistakes are noted."""
    given = _members(value, path, context, {"latitude", "longitude", "kilometres", "miles"}, _NEAR_FORM)
    if given is None:
        return None
    latitude = _number(given, "latitude", path, context, 90)
    longitude = _number(given, "longitude", path, context, 180)
    name, unit = ("miles", _KILOMETRES_OF_A_MILE) if "miles" in given else ("kilometres", 1.0)
    distance = _number(given, name, path, context, MOST_KILOMETRES, least=0)
    if latitude is None or longitude is None or distance is None:
        return None
    return available_near(Near(latitude, longitude, min(distance * unit, MOST_KILOMETRES)))


def available_near(near: Near) -> Expression:
    """A place near another one, and what is available or has its address there."""
    return any_of([near, *(Link(term, near) for term in _PLACES)])


def read_path(
    value: object, path: str, context: Context, read_target: Callable[[object, str], Expression | None]
) -> Expression | None:
    """The condition of ``search:path``; ``read_target`` reads the sub-query under ``to``."""
    given = _members(value, path, context, {"along", "depth", "to"}, _PATH_FORM)
    if given is None:
        return None
    depth = _number({"depth": given.get("depth", _USUAL_DEPTH)}, "depth", path, context, MOST_DEPTH, least=1)
    along = given.get("along", list(_USUAL_CHAINS))
    texts = along if isinstance(along, list) else [along]
    if not texts or len(texts) > MOST_CHAINS:
        message = f"`along` has one to {MOST_CHAINS} chains of properties"
        context.problems.error("wrong_form", pointer(path, "along"), message)
        return None
    chains = [_chain(text, pointer(path, "along"), context) for text in texts]
    if "to" not in given:
        context.problems.error(
            "wrong_form", path, f"`{PATH}` says under `to` what is to be reached: {_PATH_FORM}"
        )
        return None
    target = read_target(given["to"], pointer(path, "to"))
    if depth is None or target is None or None in chains:
        return None
    return LinkPath(tuple(chain for chain in chains if chain is not None), int(depth), target)


def _members(
    value: object, path: str, context: Context, names: set[str], form: str
) -> Mapping[str, Any] | None:
    if not isinstance(value, dict):
        context.problems.error("wrong_form", path, f"An object is expected here, such as {form}")
        return None
    for name in value:
        if name not in names:
            message = f"`{shown(name)}` is not expected here; write {form}"
            context.problems.error("unknown_key", pointer(path, name), message, sorted(names))
            return None
    return value


def _number(
    given: Mapping[str, Any],
    name: str,
    path: str,
    context: Context,
    most: float,
    *,
    least: float | None = None,
) -> float | None:
    value = given.get(name)
    low = -most if least is None else least
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= most:
        message = f"`{name}` is a number from {low:g} to {most:g}; `{shown(value)}` is none"
        context.problems.error("wrong_type", pointer(path, name), message)
        return None
    return float(value)


def _chain(text: object, path: str, context: Context) -> tuple[tuple[str, bool], ...] | None:
    if not isinstance(text, str):
        context.problems.error("wrong_form", path, f"A chain is a text such as `{_USUAL_CHAINS[1]}`")
        return None
    steps = []
    for part in text.split(">"):
        name = part.strip()
        context.problems.condition(path)
        term = find_property(name.removeprefix("^").strip(), path, context.vocabulary, context.problems)
        if term is None:
            return None
        if context.vocabulary.kind_of(term) is not ValueKind.IRI:
            message = f"`{shown(name)}` leads to no other node, so it cannot be part of a chain"
            context.problems.error("reverse_on_literal", path, message)
            return None
        steps.append((term, name.startswith("^")))
    return tuple(steps)
