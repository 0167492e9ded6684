"""``opencredreg explain``: what a term means, in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import msgspec

from opencredreg.cli.commands import Command
from opencredreg.cli.node import invocation, open_node
from opencredreg.cli.output import emit, emit_json, report
from opencredreg.ctdl.guide.describe import describe
from opencredreg.ctdl.guide.descriptions import (
    PLACEMENTS,
    REQUIREMENTS,
    ClassDescription,
    ClassProperty,
    ConceptDescription,
    ConceptNode,
    Description,
    Family,
    PropertyDescription,
    SchemeDescription,
)
from opencredreg.ctdl.guide.mapping import requirement_in_words
from opencredreg.ctdl.guide.term_search import TermLink, suggest_terms
from opencredreg.ctdl.vocabulary import Vocabulary, bundled_vocabulary
from opencredreg.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

__all__ = ["explain"]

_NOT_FOUND = 1
_KINDS = {"class": "class", "property": "property", "scheme": "concept scheme", "concept": "concept"}


@click.command(cls=Command)
@click.argument("term")
@click.option("--example", is_flag=True, help="Only the example, as JSON.")
def explain(term: str, example: bool) -> int:
    """Explain a class, property, concept scheme or concept of the vocabulary.

    TERM is a name such as ceterms:Certificate, ownedBy or audience:FullTime, or an address. The vocabulary is
    the one in use on the node; without a node, the one that comes with the software.
    """
    vocabulary = _vocabulary()
    found = describe(vocabulary, term)
    if found is None:
        near = [link.term for link in suggest_terms(vocabulary, term)]
        hint = (
            f"Did you mean {', '.join(near)}?"
            if near
            else "Names and labels can be searched at /vocabulary?q=…"
        )
        report(invocation().as_json, "not-found", f"The vocabulary has no term “{term}”.", hint)
        return _NOT_FOUND
    if example:
        emit(_pretty(_example(found)))
    elif invocation().as_json:
        emit_json(found)
    else:
        _show(found)
    return 0


def _vocabulary() -> Vocabulary:
    """That of the node. Where nobody named a node and there is none, terms can be explained all the same."""
    try:
        with open_node() as node:
            return node.vocabulary
    except NotFound as error:
        if error.kind != "node" or invocation().data is not None or invocation().database is not None:
            raise
        return bundled_vocabulary()


def _example(one: Description) -> dict[str, Any]:
    if isinstance(one, SchemeDescription) or one.example is None:
        raise InvalidInput(
            f"There is no example of {one.term}: nothing is published as that alone.",
            hint=f"opencredreg explain {one.term} lists what belongs to it; these have examples.",
        )
    return one.example


def _pretty(value: Any) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def _show(one: Description) -> None:
    # The library takes a tenth of a second to import, so only who sees it pays.
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=False)
    kind = _KINDS[str(one.__struct_config__.tag)]
    title = Text.assemble(
        (one.label, "bold"),
        "  ",
        (one.term, "cyan"),
        "  ",
        (f"{kind}, {one.status}" if one.status else kind, "dim"),
    )
    console.print(title)
    for text in (one.help, one.official.definition if one.official else ""):
        if text:
            console.print(Text(text))
    console.print()
    if isinstance(one, ClassDescription):
        _show_class(console, one)
    elif isinstance(one, PropertyDescription):
        _show_property(console, one)
    elif isinstance(one, SchemeDescription):
        _show_pairs(console, {"used by": _names(one.used_by), "prefix": f"{one.prefix}: {one.namespace}"})
        console.print()
        _show_tree(console, one.tree, 0)
    else:
        _show_concept(console, one)


def _show_class(console: Console, one: ClassDescription) -> None:
    _show_pairs(
        console,
        {
            "where": PLACEMENTS[one.placement],
            "under": _names(one.ancestors),
            "subclasses": _names(one.subclasses),
            "equal to": ", ".join(one.equivalents),
            "address": one.iri,
        },
    )
    for level in REQUIREMENTS:
        properties = [item for item in one.properties if item.requirement == level]
        if not properties:
            continue
        console.print()
        console.print(f"{level.capitalize()} ({len(properties)})", style="bold")
        if level == "optional":
            console.print(_names([item.link for item in properties]))
        else:
            console.print(_rows(properties))


def _rows(properties: list[ClassProperty]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="cyan")
    table.add_column(ratio=1)
    for item in properties:
        meaning = Text.assemble((f"{item.words.capitalize()}. ", "dim"), item.help)
        if item.alternatives or item.condition:
            meaning.append(f" [{requirement_in_words(item)}]", style="dim")
        table.add_row(item.link.term, meaning)
    return table


def _show_property(console: Console, one: PropertyDescription) -> None:
    inverses = [
        f"{pair.link.term} ({'declared' if pair.declared else 'by meaning'})" for pair in one.inverses
    ]
    several = {True: ", there may be several", False: ", only one", None: ""}[one.is_repeatable]
    _show_pairs(
        console,
        {
            "value": one.words + (f" of {one.embedded}" if one.embedded else "") + several,
            "scheme": one.scheme.term if one.scheme else "",
            "stands on": _families(one.domain),
            "leads to": _families(one.range),
            "required by": _families(one.required_by),
            "inverse": ", ".join(inverses),
            "a case of": _names(one.parents),
            "special cases": _names(one.subproperties),
            "equal to": ", ".join(one.equivalents),
            "address": one.iri,
        },
    )
    if one.concepts:
        console.print()
        _show_tree(console, one.concepts, 0)
    console.print()
    console.print(_pretty(one.example), markup=False)


def _show_concept(console: Console, one: ConceptDescription) -> None:
    _show_pairs(
        console,
        {
            "scheme": one.scheme.term,
            "broader": _names(one.broader),
            "narrower": _names(one.narrower),
            "related": _names(one.related),
            "value of": _names(one.used_by),
            "address": one.iri,
        },
    )
    console.print()
    console.print(_pretty(one.example), markup=False)


def _show_tree(console: Console, nodes: tuple[ConceptNode, ...], depth: int) -> None:
    from rich.text import Text

    for node in nodes:
        console.print(Text.assemble("  " * depth, (node.link.term, "cyan"), "  ", node.link.label))
        _show_tree(console, node.narrower, depth + 1)


def _show_pairs(console: Console, pairs: dict[str, str]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(ratio=1)
    for name, value in pairs.items():
        if value:
            table.add_row(name, Text(value))
    console.print(table)


def _names(links: tuple[TermLink, ...] | list[TermLink]) -> str:
    return ", ".join(link.term for link in links)


def _families(families: tuple[Family, ...]) -> str:
    return ", ".join(
        f"{one.link.term} and subclasses" if one.with_subclasses else one.link.term for one in families
    )
