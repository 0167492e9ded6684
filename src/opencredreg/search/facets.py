"""How many results have each value of a facet: class, owner, subject, level, place, language, any concept property.

Concept properties, however many, take two statements together: one for values that are concepts or other things with
a name of their own, and one for alignments that only carry a text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError

from opencredreg.ctdl import ValueKind, Vocabulary
from opencredreg.errors import InvalidInput, Unavailable
from opencredreg.jsonld.document import decode_json
from opencredreg.query.analysis import fold
from opencredreg.search.limits import FACET_VALUES
from opencredreg.store.database import among
from opencredreg.store.index.terms import find_terms
from opencredreg.store.tables import METADATA

__all__ = ["FACETS", "FacetValue", "count_facets", "facet_property", "parse_facets"]

_body = METADATA.tables["node_body"]
_term = METADATA.tables["term"]
_organization = METADATA.tables["organization"]

_CONCEPTS: Final = {"subject": "ceterms:subject", "audience_level": "ceterms:audienceLevelType"}
_LANGUAGES: Final = ("ceterms:inLanguage", "ceasn:inLanguage")
_PLACES: Final = ("ceterms:availableAt", "ceterms:address")
_REGION: Final = "ceterms:addressRegion"
_TARGET: Final = "ceterms:targetNode"
_TARGET_NAME: Final = "ceterms:targetNodeName"
_MOST_FACETS: Final = 12
_PLACES_OF_A_NODE: Final = 1024

FACETS: Final = ("type", "owner", "subject", "audience_level", "region", "language")
"""The facets with a name; beside them any property may be one whose values are concepts or other resources."""


class FacetValue(msgspec.Struct, frozen=True):
    """One value of a facet: what to filter by, what to show, and how many results have it."""

    value: str
    label: str
    count: int


def facet_property(name: str, vocabulary: Vocabulary) -> str:
    """The property of a facet that is none of the fixed ones.

    Raises:
        InvalidInput: there is no such facet.
    """
    term = _CONCEPTS.get(name) or vocabulary.normalize_term(name)
    if term not in vocabulary.properties or vocabulary.kind_of(term) is not ValueKind.IRI:
        raise InvalidInput(
            f"There is no facet {name[:80]!r}",
            hint=f"Use {', '.join(FACETS)}, or a property whose values are concepts or resources.",
        )
    return term


def parse_facets(text: str | None, vocabulary: Vocabulary) -> dict[str, str]:
    """The facets of a list with commas, each with its property, which is empty for the fixed ones.

    Raises:
        InvalidInput: there is no such facet, or there are too many.
    """
    names = list(dict.fromkeys(entry.strip() for entry in (text or "").split(",") if entry.strip()))
    if len(names) > _MOST_FACETS:
        raise InvalidInput(f"At most {_MOST_FACETS} facets are counted at a time.")
    fixed = ("type", "owner", "region", "language")
    return {name: "" if name in fixed else facet_property(name, vocabulary) for name in names}


def count_facets(
    connection: Connection, ids: Sequence[int], facets: Mapping[str, str], vocabulary: Vocabulary
) -> dict[str, list[FacetValue]]:
    """Count facets over results.

    Args:
        connection: on the index that the results are from.
        ids: the results.
        facets: what ``parse_facets`` gives.
        vocabulary: knows the labels of classes and concepts.

    Raises:
        Unavailable: the time for a statement is over.
    """
    if not ids:
        return {name: [] for name in facets}
    counter = _Counter(connection, ids, vocabulary)
    try:
        concepts = counter.concepts(sorted({term for term in facets.values() if term}))
        return {
            name: concepts.get(term, []) if term else counter.fixed(name) for name, term in facets.items()
        }
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) != "57014":
            raise
        raise Unavailable(
            "Counting the facets took too long.", hint="Ask for fewer facets, or for less."
        ) from error


class _Counter:
    """Every statement starts from the results and goes on from there; planners left to themselves do not."""

    def __init__(self, connection: Connection, ids: Sequence[int], vocabulary: Vocabulary) -> None:
        self._connection = connection
        self._is_sqlite = connection.dialect.name == "sqlite"
        self._ids = json.dumps(list(ids)) if self._is_sqlite else list(ids)
        self._vocabulary = vocabulary

    def fixed(self, name: str) -> list[FacetValue]:
        if name == "type":
            return self._classes()
        if name == "owner":
            return self._owners()
        return self._languages() if name == "language" else self._regions()

    def _rows(self, columns: str, tables: str, rest: str) -> Sequence[Any]:
        results = "json_each(?) f" if self._is_sqlite else "unnest(%s::bigint[]) AS f (value)"
        statement = f"SELECT {columns} FROM {results} {tables} {rest}"
        return self._connection.exec_driver_sql(statement, (self._ids,)).all()

    def _values(self, node: str, properties: Iterable[int]) -> str:
        """A join with the literals ``t`` of a node, by their numbers (see the table).

        The sum keeps planners from walking through all values of the property instead.
        """
        numbered = (
            f"BETWEEN {node} * {_PLACES_OF_A_NODE} AND {node} * {_PLACES_OF_A_NODE} + {_PLACES_OF_A_NODE - 1}"
        )
        if self._is_sqlite:
            return f"CROSS JOIN literal t ON t.id {numbered} AND t.property_id + 0 IN ({_listed(properties)})"
        return (
            f"CROSS JOIN LATERAL (SELECT folded FROM literal WHERE id {numbered}"
            f" AND property_id + 0 IN ({_listed(properties)}) OFFSET 0) t"
        )

    def _links(self, properties: Iterable[int]) -> str:
        on = f"l.source_id = f.value AND l.property_id IN ({_listed(properties)})"
        return f"CROSS JOIN link l ON {on}" if self._is_sqlite else f"JOIN link l ON {on}"

    def _nodes(self) -> str:
        kind = "CROSS JOIN" if self._is_sqlite else "JOIN"
        return f"{kind} node n ON n.id = f.value"

    def _classes(self) -> list[FacetValue]:
        rows = self._rows("n.class_id, count(*)", self._nodes(), "GROUP BY n.class_id")
        counts = {row[0]: row[1] for row in rows if row[0] is not None}
        statement = select(_term.c.id, _term.c.name).where(among(self._connection, _term.c.id, counts))
        names = {row.id: row.name for row in self._connection.execute(statement)}
        return _largest(FacetValue(names[n], self._label(names[n]), count) for n, count in counts.items())

    def _owners(self) -> list[FacetValue]:
        kind = "CROSS JOIN" if self._is_sqlite else "JOIN"
        tables = f"{self._nodes()} {kind} envelope e ON e.id = n.envelope_id"
        counts = {
            row[0]: row[1]
            for row in self._rows("e.owner_id, count(*)", tables, "GROUP BY e.owner_id")
            if row[0] is not None
        }
        statement = select(_organization).where(among(self._connection, _organization.c.id, counts))
        return _largest(
            FacetValue(row.organization_ctid, row.name, counts[row.id])
            for row in self._connection.execute(statement)
        )

    def _languages(self) -> list[FacetValue]:
        numbers = find_terms(self._connection, _LANGUAGES).values()
        if not numbers:
            return []
        rows = self._rows(
            "t.folded, count(DISTINCT f.value)", self._values("f.value", numbers), "GROUP BY t.folded"
        )
        return _largest(FacetValue(row[0], row[0], row[1]) for row in rows if row[0])

    def _regions(self) -> list[FacetValue]:
        numbers = find_terms(self._connection, (*_PLACES, _REGION))
        places = [numbers[name] for name in _PLACES if name in numbers]
        if _REGION not in numbers or not places:
            return []
        rows = self._rows(
            "t.folded, count(DISTINCT f.value) AS n, min(f.value)",
            f"{self._links(places)} {self._values('l.target_id', [numbers[_REGION]])}",
            f"GROUP BY t.folded ORDER BY n DESC, t.folded LIMIT {FACET_VALUES}",
        )
        written = self._as_written({row[0]: row[2] for row in rows if row[0]})
        return _largest(FacetValue(written[row[0]], written[row[0]], row[1]) for row in rows if row[0])

    def concepts(self, properties: Sequence[str]) -> dict[str, list[FacetValue]]:
        names = {number: name for name, number in find_terms(self._connection, properties).items()}
        if not names:
            return {}
        found: dict[str, list[FacetValue]] = {name: [] for name in properties}
        for number, value in [*self._named(list(names)), *self._only_texts(list(names))]:
            found[names[number]].append(value)
        return {name: _largest(values) for name, values in found.items()}

    def _named(self, properties: list[int]) -> list[tuple[int, FacetValue]]:
        """Concepts and resources, which a result points to itself or through an alignment."""
        target = find_terms(self._connection, [_TARGET]).get(_TARGET, 0)
        rows = self._rows(
            "l.property_id, n.key, count(DISTINCT f.value) AS n",
            f"{self._links(properties)}"
            f" LEFT JOIN link x ON x.source_id = l.target_id AND x.property_id = {target}"
            " JOIN node n ON n.id = coalesce(x.target_id, l.target_id)",
            "WHERE n.key IS NOT NULL AND substr(n.key, 1, 2) <> '_:' GROUP BY l.property_id, n.key"
            f" ORDER BY n DESC, n.key LIMIT {FACET_VALUES * len(properties)}",
        )
        return [(row[0], FacetValue(row[1], self._label(row[1]), row[2])) for row in rows]

    def _only_texts(self, properties: list[int]) -> list[tuple[int, FacetValue]]:
        """Alignments to nothing, which say in words what they mean."""
        terms = find_terms(self._connection, [_TARGET, _TARGET_NAME])
        if _TARGET_NAME not in terms:
            return []
        rows = self._rows(
            "l.property_id, t.folded, count(DISTINCT f.value) AS n, min(f.value)",
            f"{self._links(properties)} {self._values('l.target_id', [terms[_TARGET_NAME]])}",
            "WHERE NOT EXISTS (SELECT 1 FROM link x WHERE x.source_id = l.target_id AND"
            f" x.property_id = {terms.get(_TARGET, 0)}) GROUP BY l.property_id, t.folded"
            f" ORDER BY n DESC, t.folded LIMIT {FACET_VALUES * len(properties)}",
        )
        written = self._as_written({row[1]: row[3] for row in rows if row[1]})
        return [(row[0], FacetValue(written[row[1]], written[row[1]], row[2])) for row in rows if row[1]]

    def _as_written(self, examples: Mapping[str, int]) -> dict[str, str]:
        """Folded texts as somebody wrote them: the index keeps them folded only."""
        statement = select(_body.c.node_id, _body.c.body).where(
            among(self._connection, _body.c.node_id, set(examples.values()))
        )
        texts: dict[int, set[str]] = {}
        for row in self._connection.execute(statement):
            texts[row.node_id] = set(_all_texts(decode_json(bytes(row.body))))
        return {
            folded: next((text for text in sorted(texts.get(number, ())) if fold(text) == folded), folded)
            for folded, number in examples.items()
        }

    def _label(self, key: str) -> str:
        vocabulary = self._vocabulary
        term = vocabulary.normalize_term(key)
        facts = vocabulary.classes.get(term) or vocabulary.concepts.get(term)
        return facts.label if facts is not None and facts.label else key


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(str(number) for number in numbers)


def _largest(values: Iterable[FacetValue]) -> list[FacetValue]:
    return sorted(values, key=lambda one: (-one.count, one.label, one.value))[:FACET_VALUES]


def _all_texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, dict | list):
        for entry in value.values() if isinstance(value, dict) else value:
            yield from _all_texts(entry)
