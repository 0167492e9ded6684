"""One resource of the registry as a schema.org document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from opencredreg.crosswalk.schema_org.classes import kind_of, types_of
from opencredreg.crosswalk.schema_org.learning import INSTANCE_ROWS
from opencredreg.crosswalk.schema_org.plain import safe_url
from opencredreg.crosswalk.schema_org.scope import Json, Row, Scope, joined, read_rows
from opencredreg.crosswalk.schema_org.tables import POSTING_NEEDS, ROWS
from opencredreg.crosswalk.values import class_of, pick_texts, values_of
from opencredreg.ctdl import bundled_vocabulary
from opencredreg.ids import is_ctid
from opencredreg.jsonld.values import Node, key_of, reference_of

__all__ = ["Find", "to_schema_org"]

Find = Callable[[Sequence[str]], Mapping[str, Node]]
"""Other resources by the URI as it was asked for; what is not known is left out."""

_MOST_ASKED = 500
_LONGEST_ADDRESS = 500
_INSIDE = (
    "ceterms:targetCompetency",
    "ceterms:targetCredential",
    "ceterms:targetLearningOpportunity",
    "ceterms:offeredBy",
)
"""What the readers want to see of the objects that stand inside a resource."""


def to_schema_org(
    resource: Node,
    *,
    page_url: str,
    language_order: Sequence[str],
    find: Find,
    page_of: Callable[[str], str] = lambda _: "",
    most: int = 50,
) -> Json:
    """One resource as a schema.org JSON-LD object, ready for a page.

    What the data do not say is left out, and so is what is not what it should be: whatever was published, this
    does not fail.

    Args:
        resource: one decoded resource with canonical compact names.
        page_url: the canonical address of the page about it.
        language_order: the reader's languages, the preferred one first. Of several texts the reader's is
            taken, as on the page; the page says its language in ``mainEntityOfPage``.
        find: finds other resources. It is asked at most twice, for at most 500 URIs each.
        page_of: the canonical address of the page about another resource, "" when there is none.
        most: so many values a property has at most.

    Source: ``ctdl-vocabulary.md`` sections 6 and 9; the table of correspondences in
    :mod:`opencredreg.crosswalk.schema_org.tables`.
    """
    kind = kind_of(resource)
    rows = ROWS[kind]
    is_job = bundled_vocabulary().is_a(class_of(resource), "ceterms:Job")
    posting = ROWS["job posting"] if is_job else ()
    found = _look_up(resource, (*rows, *posting), find, most)
    scope = Scope(resource, tuple(language_order), found, page_of, most)
    made = read_rows(posting, scope)
    if posting and made.keys() >= POSTING_NEEDS:
        kind = "job posting"
    else:
        made = read_rows(rows, scope)
    if made.get("name") == made.get("description"):
        # The text of a competency without a label is its name, and once is enough.
        made.pop("description", None)
    return _head(resource, kind, page_url, scope) | made


def _head(resource: Node, kind: str, page_url: str, scope: Scope) -> Json:
    vocabulary = bundled_vocabulary()
    cls = class_of(resource)
    page = safe_url(page_url)
    made: Json = {
        "@context": "https://schema.org",
        "@type": joined(list(types_of(resource, kind))),
        "@id": safe_url(resource.get("@id")) or page,
        "additionalType": vocabulary.expand(cls) if cls in vocabulary.classes else "",
        "url": page,
        "mainEntityOfPage": _page(resource, page, scope),
    }
    return {name: part for name, part in made.items() if part}


def _page(resource: Node, page: str, scope: Scope) -> Json | str:
    terms = next(row.terms for row in ROWS["thing"] if row.name == "name")
    languages = (pick_texts(resource.get(term), scope.languages)[0] for term in terms if resource.get(term))
    language = next((tag for tag in languages if tag), "")
    return {"@type": "WebPage", "@id": page, "inLanguage": language} if page and language else ""


# Other resources.


def _look_up(resource: Node, rows: Sequence[Row], find: Find, most: int) -> dict[str, Node]:
    found = _ask(find, _references(resource, rows, most), {})
    offerings = [node for node in found.values() if class_of(node) == "ceterms:ScheduledOffering"]
    later = [uri for node in offerings for uri in _references(node, INSTANCE_ROWS, most)]
    later += [uri for node in found.values() for uri in _addresses(node, ("ceterms:proxyFor",), most)]
    return found | _ask(find, later, found)


def _ask(find: Find, uris: Sequence[str] | Iterator[str], known: Mapping[str, Node]) -> dict[str, Node]:
    wanted: dict[str, str] = {}
    for uri in uris:
        if len(wanted) >= _MOST_ASKED:
            break
        key = key_of(uri)
        if key not in known:
            wanted.setdefault(key, uri)
    if not wanted:
        return {}
    found = find(list(wanted.values()))
    return {key_of(uri): node for uri, node in found.items() if isinstance(node, Mapping)}


def _references(node: Node, rows: Sequence[Row], most: int) -> Iterator[str]:
    for row in rows:
        if row.reader.looks_up and row.terms != ("@type",):
            yield from _addresses(node, row.terms, most)
            for value in values_of(node, *row.terms)[:most]:
                if isinstance(value, Mapping):
                    yield from _addresses(value, _INSIDE, most)


def _addresses(node: Node, terms: Sequence[str], most: int) -> Iterator[str]:
    concepts = bundled_vocabulary().concepts
    for value in values_of(node, *terms)[:most]:
        # An alignment object that brings a name along is enough by itself.
        if not (isinstance(value, Mapping) and value.get("ceterms:targetNodeName")):
            uri = reference_of(value)
            if _is_address(uri) and key_of(uri) not in concepts:
                yield uri


def _is_address(text: Any) -> bool:
    is_usual = ":" in text and len(text) <= _LONGEST_ADDRESS and not any(blank in text for blank in " \n\t")
    return is_usual or is_ctid(text)
