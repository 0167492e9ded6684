"""From counted numbers to the values that people see, each with what to filter by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.engine import Connection

from opencredreg.ctdl import Vocabulary
from opencredreg.ctdl.kinds import Kind, kind_of
from opencredreg.jsonld.document import decode_json
from opencredreg.jsonld.naming import name_of
from opencredreg.query.analysis import fold
from opencredreg.query.tree import Visibility
from opencredreg.search.facet_counts import Tally, has_provisional
from opencredreg.search.facet_index import Index
from opencredreg.search.facet_list import DAYS, PRICES, Bucket, Column, Facet
from opencredreg.search.facet_values import Aligned, Classes, Price, Statements
from opencredreg.search.limits import FACET_VALUES
from opencredreg.store.database import among
from opencredreg.store.tables import METADATA

__all__ = ["FacetValue", "Listed", "Shown"]

_body = METADATA.tables["node_body"]
_FOLDED_BYTES = 64


class FacetValue(msgspec.Struct, frozen=True):
    """One value of a facet: what to filter by, what to show, and how many results have it."""

    value: str
    label: str
    count: int


class Listed(msgspec.Struct, frozen=True):
    """The first values of a facet, and how many there are in all: ``FACET_VALUES`` at most."""

    values: list[FacetValue]
    total: int


class Shown:
    """Shows facets of one question.

    Args:
        connection: sees the moment of which the counts are.
        vocabulary: knows classes, concepts and their labels.
        visibility: of the question.
    """

    def __init__(self, connection: Connection, vocabulary: Vocabulary, visibility: Visibility) -> None:
        self._connection = connection
        self._vocabulary = vocabulary
        self._hides_some = visibility == "exclude" and has_provisional(connection)

    def values(self, facet: Facet, tally: Tally, most: int = FACET_VALUES) -> Listed:
        """The first values of a facet: ranges in their order, all others with the commonest first."""
        if facet.column == "owner":
            # Organizations are renamed without an entry in the log, so these are looked up each time.
            owners = self._owners(tally, tally.counts.get("owner", {}))
            return Listed(owners[:most], len(owners))
        about = (facet.name, most)
        found = tally.shown.get(about)
        if found is None:
            found = tally.shown[about] = self._listed(facet, tally, most)
        return found

    def _listed(self, facet: Facet, tally: Tally, most: int) -> Listed:
        column = facet.column
        if isinstance(column, tuple) or column == "region":
            return self._named(tally, tally.counts.get(column, {}), column, most)
        values = self._values(facet, tally)
        return Listed(values[:most], len(values))

    def _values(self, facet: Facet, tally: Tally) -> list[FacetValue]:
        counts = tally.counts.get(facet.column, {})
        match facet.column:
            case "class":
                return self._kinds(tally, counts) if facet.name == "kind" else self._types(tally, counts)
            case "language":
                raw = tally.values.raw
                return _largest(FacetValue(str(raw[n]), str(raw[n]), count) for n, count in counts.items())
            case "assured":
                return self._assured(tally, counts)
            case "cost":
                return _costs(tally, counts)
            case "duration":
                named = {str(tally.values.raw[number]): count for number, count in counts.items()}
                return [_ranged(one, named[one.value]) for one in DAYS.values() if one.value in named]
            case _:
                raise AssertionError(f"The values of {facet.column} are listed by their labels.")

    # --- Classes ---------------------------------------------------------------------------------------

    def _classes(self, tally: Tally, counts: Mapping[int, int]) -> list[tuple[frozenset[str], int]]:
        """The classes of resources as the vocabulary names them, and how many resources have just these."""
        vocabulary = self._vocabulary
        found = [
            (raw, count) for n, count in counts.items() if isinstance(raw := tally.values.raw[n], Classes)
        ]
        # Further classes are compared as the index keeps them: folded, and by their beginning.
        folded: dict[str, set[str]] = defaultdict(set)
        if any(raw.further for raw, _ in found):
            for name in vocabulary.classes:
                folded[name.casefold()[:_FOLDED_BYTES]].add(name)
        listed = []
        for raw, count in found:
            classes = {raw.first} if raw.first is not None else set()
            for name in raw.further:
                classes |= folded.get(name[:_FOLDED_BYTES], set())
            listed.append((frozenset(classes & vocabulary.classes.keys()), count))
        return listed

    def _types(self, tally: Tally, counts: Mapping[int, int]) -> list[FacetValue]:
        """Classes that are stated, each counted with its subclasses, as a filter takes them."""
        stated = self._classes(tally, counts)
        found: Counter[str] = Counter()
        for name in {name for classes, _ in stated for name in classes}:
            family = self._vocabulary.descendants(name)
            found[name] = sum(count for classes, count in stated if not family.isdisjoint(classes))
        return _largest(FacetValue(name, self._term_label(name), count) for name, count in found.items())

    def _term_label(self, term: str) -> str:
        facts = self._vocabulary.classes.get(term) or self._vocabulary.concepts.get(term)
        return facts.label if facts is not None and facts.label else term

    def _kinds(self, tally: Tally, counts: Mapping[int, int]) -> list[FacetValue]:
        found: Counter[Kind] = Counter()
        for classes, count in self._classes(tally, counts):
            kinds = {kind_of(self._vocabulary, name) for name in classes} - {Kind.OTHER}
            for kind in kinds or {Kind.OTHER}:
                found[kind] += count
        return _largest(FacetValue(one.value, one.value.capitalize(), count) for one, count in found.items())

    # --- Owners and statements -------------------------------------------------------------------------

    def _owners(self, tally: Tally, counts: Mapping[int, int]) -> list[FacetValue]:
        by_id = {tally.values.raw[n]: counts[n] for n in _commonest(counts, tally, FACET_VALUES)}
        rows = Index(self._connection).rows(
            [owner for owner in by_id if isinstance(owner, int)],
            "o.id, o.organization_ctid, o.name",
            "JOIN organization o ON o.id = f.value",
        )
        return _largest(FacetValue(ctid, name, by_id[owner]) for owner, ctid, name in rows)

    def _assured(self, tally: Tally, counts: Mapping[int, int]) -> list[FacetValue]:
        """Whether somebody whom everybody may see speaks well of it."""
        found = {n: raw for n in counts if isinstance(raw := tally.values.raw[n], Statements)}
        hidden: set[int] = set()
        if self._hides_some:
            people = {one for raw in found.values() for one in (*raw.named, *raw.by)}
            index = Index(self._connection)
            hidden = index.hidden(one for one in people if one > 0)
            records = index.rows(
                (-one for one in people if one < 0),
                "e.id",
                "JOIN envelope e ON e.id = f.value",
                "WHERE e.provisional",
            )
            hidden |= {-row[0] for row in records}
        total = sum(counts[number] for number, raw in found.items() if not (raw.named | raw.by) <= hidden)
        return [FacetValue("yes", "Yes", total)] if total else []

    # --- Things and texts ------------------------------------------------------------------------------

    def _named(self, tally: Tally, counts: Mapping[int, int], column: Column, most: int) -> Listed:
        """Concepts, resources, and texts that stand alone somewhere."""
        shown: dict[int, int] = {}
        for number, count in counts.items():
            raw = tally.values.raw[number]
            if isinstance(raw, Aligned):
                continue
            if isinstance(raw, str):
                twin = tally.values.number_of(column, Aligned(raw))
                count += counts.get(twin, 0) if twin is not None else 0
            shown[number] = count
        order = self._seen(tally, _commonest(shown, tally, 2 * FACET_VALUES))[:FACET_VALUES]
        # Of values that are equally common those come first whose labels do, so these are needed as well.
        least = shown[order[:most][-1]] if order else 0
        first = [number for number in order if shown[number] >= least]
        unlabelled = [number for number in first if number not in tally.labels]
        if unlabelled:
            self._label(tally, unlabelled)
        keys, labels = tally.values.keys, tally.labels
        values = _largest(FacetValue(keys.get(n, labels[n]), labels[n], shown[n]) for n in first)
        return Listed(values[:most], len(order))

    def _seen(self, tally: Tally, numbers: list[int]) -> list[int]:
        """Of values, those that no provisional record describes: filters would not find the others."""
        if not self._hides_some:
            return numbers
        nodes = {number: tally.values.nodes[number] for number in numbers if number in tally.values.nodes}
        hidden = Index(self._connection).hidden({node for own in nodes.values() for node in own})
        return [number for number in numbers if hidden.isdisjoint(nodes.get(number, ()))]

    def _label(self, tally: Tally, numbers: Sequence[int]) -> None:
        """Find the labels of values: of concepts, of described resources, and texts as they are written."""
        values, labels = tally.values, tally.labels
        for number in numbers:
            term = self._vocabulary.normalize_term(values.keys.get(number, ""))
            if term in self._vocabulary.concepts or term in self._vocabulary.classes:
                labels[number] = self._term_label(term)
        unnamed = {min(values.nodes[n]): n for n in numbers if n in values.nodes and n not in labels}
        for node, body in self._bodies(unnamed).items():
            name = name_of(self._vocabulary, body)
            if name is not None:
                labels[unnamed[node]] = name.text
        # Of things that nobody describes, those who point to them say what they are.
        said = {n: values.names.get(n) for n in unnamed.values() if n not in labels}
        texts = [number for number in numbers if number not in values.nodes]
        texts += [number for number in said.values() if number is not None]
        self._spell(tally, [number for number in dict.fromkeys(texts) if number not in labels])
        for number, text in said.items():
            labels[number] = labels[text] if text is not None else values.keys[number]

    def _spell(self, tally: Tally, texts: Sequence[int]) -> None:
        """Texts as somebody wrote them: the index keeps them folded only."""
        values = tally.values
        for is_last in (False, True):
            bodies = self._bodies({node for number in texts for node in values.examples[number]})
            # Each resource is read once, however many of its texts are asked for.
            spellings = {node: _spellings(body) for node, body in bodies.items()}
            lost = []
            for number in texts:
                raw = values.raw[number]
                folded = raw.folded if isinstance(raw, Aligned) else str(raw)
                found = (spellings[n].get(folded) for n in values.examples[number] if n in spellings)
                written = min((one for one in found if one is not None), default=None)
                if written is None and not is_last:
                    lost.append(number)
                    tally.find_example(number)
                else:
                    tally.labels[number] = written or folded
            if not lost:
                break
            texts = lost

    def _bodies(self, nodes: Iterable[int]) -> dict[int, Any]:
        nodes = list(nodes)
        if not nodes:
            return {}
        statement = select(_body.c.node_id, _body.c.body).where(
            among(self._connection, _body.c.node_id, nodes)
        )
        return {row.node_id: decode_json(bytes(row.body)) for row in self._connection.execute(statement)}


def _commonest(counts: Mapping[int, int], tally: Tally, most: int) -> list[int]:
    """The numbers with the largest counts; which of equal ones does not depend on the order of publishing."""
    least = sorted(counts.values(), reverse=True)[:most][-1] if counts else 0
    kept = [number for number, count in counts.items() if count >= least]
    return sorted(kept, key=lambda number: (-counts[number], str(tally.values.raw[number])))[:most]


def _costs(tally: Tally, counts: Mapping[int, int]) -> list[FacetValue]:
    """Ranges of prices; apart by currency where there are several, for nothing is converted."""
    by_currency: dict[str, dict[str, int]] = defaultdict(dict)
    for number, count in counts.items():
        raw = tally.values.raw[number]
        if isinstance(raw, Price):
            by_currency[raw.currency][raw.range] = count
    currencies = sorted(by_currency.keys() - {""})
    if len(currencies) < 2:
        plain = by_currency.get("", {})
        return [_ranged(one, plain[one.value]) for one in PRICES.values() if one.value in plain]
    return [
        FacetValue(f"{currency}:{one.value}", f"{one.label} {currency}", by_currency[currency][one.value])
        for currency in currencies
        for one in PRICES.values()
        if one.value in by_currency[currency]
    ]


def _ranged(one: Bucket, count: int) -> FacetValue:
    return FacetValue(one.value, one.label, count)


def _largest(values: Iterable[FacetValue]) -> list[FacetValue]:
    return sorted(values, key=lambda one: (-one.count, one.label, one.value))[:FACET_VALUES]


def _spellings(resource: Any) -> dict[str, str]:
    """The texts of a resource by their folded form; of several that fold to one the first by alphabet."""
    return {fold(text): text for text in sorted(set(_all_texts(resource)), reverse=True)}


def _all_texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, dict | list):
        for entry in value.values() if isinstance(value, dict) else value:
            yield from _all_texts(entry)
