"""Outcome data of both models as flat rows: a metric at points, and its numbers.

New model: an observation is of one metric at most at one point for each dimension. Older model: a data set has
time frames, these have data profiles, and these have values under properties that are the metrics.
What is withheld is not zero: such a number is absent, and the row says why.

Source: ``ctdl-vocabulary.md`` section 9.13.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec

from opencredreg.jsonld.values import (
    Node,
    Text,
    embedded_of,
    first_string,
    is_address,
    is_described,
    key_of,
    keys_of,
    listed,
    names_of,
    number_of,
    reference_of,
    references_of,
    texts_of,
)
from opencredreg.meaning.graph import LinkedResources, Resources, find_by_key
from opencredreg.meaning.periods import Period, period_of

__all__ = ["DataRow", "DataTable", "Point", "read_data_set", "relevant_data_sets"]

_NUMBERS = (
    "schema:value",
    "schema:minValue",
    "schema:maxValue",
    "qdata:percentage",
    "qdata:minPercentage",
    "qdata:maxPercentage",
    "qdata:mean",
    "qdata:median",
    "qdata:percentile10",
    "qdata:percentile25",
    "qdata:percentile75",
    "qdata:percentile90",
    "qdata:standardDeviation",
)
_SIZES = ("qdata:sizeOfData", "qdata:sizeOfNoData", "qdata:sizeOfPopulation")
_SUMMARIES = ("ceterms:aggregateData", "ceterms:earnings", "ceterms:employmentOutcome", "ceterms:holders")
_RETIRED = {"qdata:value": "schema:value"}
_WITHHELD = "qdata:dataWithholdingType"
_MAX_ROWS = 20_000


class Point(msgspec.Struct, frozen=True):
    """Where on a dimension a row stands. ``key`` is "" for a point that is only a text, such as a year."""

    key: str
    names: tuple[Text, ...] = ()
    dimension: str = ""
    dimension_names: tuple[Text, ...] = ()


class DataRow(msgspec.Struct, frozen=True):
    """One row.

    ``metric`` is the key of the metric, or the property in the older model. ``numbers`` and ``sizes`` hold what is
    stated, by property: percentages are verbatim. ``withheld`` says why a number is missing or altered.
    """

    model: Literal["observation", "profile"]
    metric: str
    metric_names: tuple[Text, ...] = ()
    points: tuple[Point, ...] = ()
    numbers: dict[str, float] = {}
    sizes: dict[str, float] = {}
    currency: str = ""
    unit: str = ""
    withheld: str = ""
    period: Period = Period()
    texts: tuple[Text, ...] = ()


class DataTable(msgspec.Struct, frozen=True):
    """A data set as rows. ``about`` are the resources it is about; ``unresolved`` what it names and nobody has."""

    uri: str
    names: tuple[Text, ...]
    about: tuple[str, ...]
    providers: tuple[str, ...]
    period: Period
    rows: tuple[DataRow, ...]
    suppression_policy: tuple[Text, ...] = ()
    unresolved: tuple[str, ...] = ()
    is_truncated: bool = False


def read_data_set(data_set: Node, resources: Resources) -> DataTable:
    """The rows of a data set in either model, or in both at once."""
    reader = _Reader(data_set, resources)
    rows: list[DataRow] = []
    is_truncated = False
    for row in reader.rows():
        if len(rows) >= _MAX_ROWS:
            is_truncated = True
            break
        rows.append(row)
    frames = embedded_of(data_set, "qdata:dataSetTemporalCoverage")
    return DataTable(
        uri=reference_of(data_set),
        names=names_of(data_set),
        about=references_of(data_set, "qdata:relevantDataSetFor", "schema:about"),
        providers=references_of(data_set, "qdata:dataProvider"),
        period=period_of(frames[0]) if frames else Period(),
        rows=tuple(rows),
        suppression_policy=texts_of(data_set.get("qdata:dataSuppressionPolicy")),
        unresolved=tuple(reader.unresolved),
        is_truncated=is_truncated or reader.is_truncated,
    )


def relevant_data_sets(resource: Node) -> tuple[str, ...]:
    """The data sets about a resource that it names itself or in its summary figures, which are read in all forms."""
    holders = [resource, *embedded_of(resource, *_SUMMARIES)]
    found = {key_of(uri): uri for holder in holders for uri in references_of(holder, "qdata:relevantDataSet")}
    return tuple(found.values())


class _Reader:
    def __init__(self, data_set: Node, resources: Resources) -> None:
        self.data_set = data_set
        self.resources = resources
        self.nodes: dict[str, Node] = {}
        self.unresolved: list[str] = []
        self.is_truncated = False

    def rows(self) -> Iterator[DataRow]:
        observations = self._observations()
        metrics = [uri for each in observations for uri in references_of(each, "qdata:isObservationOf")]
        dimensions = self._many([self.data_set], "qdata:hasDimension")
        points = [uri for each in observations for uri in references_of(each, "qdata:atPoint")]
        named = references_of(self.data_set, "qdata:hasMetric")
        self._look_up([*named, *metrics, *(point for point in points if is_address(point))])
        self._note_embedded([self.data_set, *observations], "qdata:hasMetric", "qdata:isObservationOf")
        places = {
            key: dimension
            for dimension in dimensions
            for key in keys_of(references_of(dimension, "qdata:hasPoint"))
        }
        for observation in observations:
            yield self._observed(observation, places)
        yield from self._profiled()

    def _observations(self) -> list[Node]:
        found = self._many([self.data_set], "qdata:hasObservation")
        metrics = references_of(self.data_set, "qdata:hasMetric")
        # Observations name their metric; a data set that does not list them still has them in its graph.
        if not found and metrics and isinstance(self.resources, LinkedResources):
            pointing = self.resources.find_pointing(list(metrics), ["qdata:isObservationOf"])
            found = [node for nodes in pointing.values() for node in nodes]
        self.is_truncated |= len(found) > _MAX_ROWS
        return found[:_MAX_ROWS]

    def _profiled(self) -> Iterator[DataRow]:
        frames = self._many([self.data_set], "qdata:dataSetTimePeriod", "qdata:dataSetTemporalCoverage")
        self._many(frames, "qdata:dataAttributes")
        for frame in frames:
            for profile in self._inner(frame, "qdata:dataAttributes"):
                yield from _profile_rows(profile, period_of(frame), names_of(frame))

    def _many(self, holders: Sequence[Node], *terms: str) -> list[Node]:
        """What stands under the properties of some nodes, inside them or elsewhere, in one question."""
        values = [value for holder in holders for term in terms for value in listed(holder.get(term))]
        self.is_truncated |= len(values) > _MAX_ROWS
        self._look_up([reference_of(value) for value in values[:_MAX_ROWS] if not is_described(value)])
        return [node for holder in holders for node in self._inner(holder, *terms)]

    def _inner(self, holder: Node, *terms: str) -> list[Node]:
        found = []
        for value in (value for term in terms for value in listed(holder.get(term))[:_MAX_ROWS]):
            node = value if is_described(value) else self.nodes.get(key_of(reference_of(value) or "?"))
            if node is not None:
                found.append(node)
        return found

    def _note_embedded(self, holders: Sequence[Node], *terms: str) -> None:
        for holder in holders:
            for node in embedded_of(holder, *terms):
                if reference_of(node):
                    self.nodes.setdefault(key_of(reference_of(node)), node)

    def _look_up(self, uris: Sequence[str]) -> None:
        wanted = {key_of(uri): uri for uri in uris if uri and key_of(uri) not in self.nodes}
        found = find_by_key(self.resources, wanted.values())
        self.nodes.update(found)
        self.unresolved += [uri for key, uri in wanted.items() if key not in found]

    def _observed(self, observation: Node, places: Mapping[str, Node]) -> DataRow:
        metric = next(iter(references_of(observation, "qdata:isObservationOf")), "")
        inside = embedded_of(observation, "qdata:isObservationOf")
        described = inside[0] if inside else self.nodes.get(key_of(metric) if metric else "", {})
        return DataRow(
            model="observation",
            metric=key_of(metric) if metric else "",
            metric_names=names_of(described),
            points=tuple(self._point(value, places) for value in listed(observation.get("qdata:atPoint"))),
            texts=texts_of(observation.get("ceasn:comment")),
            **_measured(observation),
        )

    def _point(self, value: Any, places: Mapping[str, Node]) -> Point:
        uri = reference_of(value)
        key = key_of(uri) if uri else ""
        node = value if is_described(value) else self.nodes.get(key, {})
        dimension = places.get(key, {})
        names = names_of(node)
        is_link = is_address(uri)
        return Point(
            key=key if is_link else "",
            names=names or (() if is_link else (Text("", uri or str(value)),)),
            dimension=reference_of(dimension) or first_string(dimension, "qdata:dimensionType"),
            dimension_names=names_of(dimension),
        )


def _profile_rows(profile: Node, period: Period, frame_names: tuple[Text, ...]) -> Iterator[DataRow]:
    """One row for each value of each property of a data profile."""
    points: tuple[Point, ...] = (Point("", _described(profile)),) if _described(profile) else ()
    subject = keys_of(references_of(profile, "qdata:subjectType"))
    points += tuple(Point(key) for key in subject)
    for term, value in profile.items():
        if term[:1] == "@":
            continue
        for entry in listed(value):
            plain = number_of(entry) if not isinstance(entry, Mapping | str) else None
            if plain is not None:
                yield DataRow("profile", term, frame_names, points, {"schema:value": plain}, period=period)
            elif is_described(entry):
                measured = _measured(entry)
                if measured["numbers"] or measured["withheld"]:
                    yield DataRow(
                        "profile",
                        term,
                        frame_names,
                        points,
                        period=period,
                        texts=_described(entry),
                        **measured,
                    )


def _measured(node: Node) -> dict[str, Any]:
    numbers = {
        _RETIRED.get(term, term): number
        for term in (*_RETIRED, *_NUMBERS)
        if (number := number_of(node.get(term))) is not None
    }
    withheld = next(iter(references_of(node, _WITHHELD)), "")
    return {
        "numbers": numbers,
        "sizes": {term: number for term in _SIZES if (number := number_of(node.get(term))) is not None},
        "currency": first_string(node, "schema:currency", "ceterms:currency").upper(),
        "unit": first_string(node, "schema:unitText"),
        "withheld": key_of(withheld) if withheld else "",
    }


def _described(node: Node) -> tuple[Text, ...]:
    return texts_of(node.get("ceterms:description")) or texts_of(node.get("schema:description"))
