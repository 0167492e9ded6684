"""``opencredreg search`` and ``query``: finding resources from the terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, BinaryIO

import click

from opencredreg import clock
from opencredreg.cli.commands import Command
from opencredreg.cli.node import invocation, open_node, the_community
from opencredreg.cli.output import emit_bytes, emit_json, note
from opencredreg.cli.search_output import (
    refuse,
    search_value,
    show_explanation,
    show_hits,
    tell_problems,
)
from opencredreg.errors import InvalidInput, MalformedJSON
from opencredreg.jsonld.document import decode_json
from opencredreg.query.ctdl_language import ParsedQuery
from opencredreg.query.problems import QueryInvalid
from opencredreg.query.sorting import parse_sort
from opencredreg.query.tree import Search
from opencredreg.registry.communities import Community
from opencredreg.registry.node import Node
from opencredreg.search.asking import Question, ask, read_query
from opencredreg.search.export import export_results
from opencredreg.search.filters import WordsAndFilters, with_filters
from opencredreg.search.limits import EXPORT_ROWS, EXPORT_ROWS_DEFAULT, TAKE, check_query_bytes, check_take

__all__ = ["query", "search"]

_SHOWN = 20
_NEWEST = "^search:recordUpdated"

_community = click.option("--community", metavar="NAME", help="Where to look. Default: the default one.")
_sort = click.option(
    "--sort",
    metavar="ORDER",
    help="search:relevance, search:recordUpdated, search:recordCreated or a property; ^ in front means descending.",
)
_csv = click.option("--csv", "as_csv", is_flag=True, help="Write a table for spreadsheets.")
_explain = click.option(
    "--explain", "explained", is_flag=True, help="Tell what it means, and what each condition finds."
)


@click.command("search", cls=Command)
@click.argument("words", nargs=-1, metavar="WORDS...")
@click.option("--type", "types", multiple=True, metavar="CLASS", help="Only of this class or its subclasses.")
@click.option("--owner", "owners", multiple=True, metavar="CTID", help="Only with records of this owner.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    metavar="N",
    help=f"At most so many. Default: {_SHOWN}, with --csv {EXPORT_ROWS_DEFAULT:,}.",
)
@_community
@_sort
@_csv
def search(
    words: tuple[str, ...],
    types: tuple[str, ...],
    owners: tuple[str, ...],
    limit: int | None,
    community: str | None,
    sort: str | None,
    as_csv: bool,
) -> int:
    """Find resources by words.

    All WORDS stand in the names and texts of a result, or nearly; the best come first. Of several classes, and of
    several owners, any will do.
    """
    with open_node() as node:
        place = the_community(node, community)
        asked = WordsAndFilters(words=" ".join(words), types=types, owners=owners)
        order = sort or ("search:relevance" if asked.words.strip() else _NEWEST)
        try:
            parsed = with_filters(None, asked, node.vocabulary)
            made = _search(node, parsed, order, 0, limit, as_csv)
        except QueryInvalid as error:
            return refuse(error)
        _answer(node, place, parsed, made, as_csv=as_csv, explained=False)
    return 0


@click.command("query", cls=Command)
@click.argument("file", type=click.File("rb"), metavar="FILE")
@click.option("--skip", type=click.IntRange(min=0), default=0, metavar="N", help="Leave out so many.")
@click.option(
    "--take",
    type=click.IntRange(min=0),
    metavar="N",
    help=f"At most so many. Default: {_SHOWN}, with --csv {EXPORT_ROWS_DEFAULT:,}.",
)
@_community
@_sort
@_explain
@_csv
def query(
    file: BinaryIO,
    skip: int,
    take: int | None,
    community: str | None,
    sort: str | None,
    explained: bool,
    as_csv: bool,
) -> int:
    """Find resources by a query of the CTDL query language.

    FILE has the query as JSON; - is standard input. A query that cannot be run ends with exit code 2, and every
    mistake is told with its place.
    """
    body = file.read().removeprefix(b"\xef\xbb\xbf")
    check_query_bytes(body)
    with open_node() as node:
        place = the_community(node, community)
        try:
            parsed, _ = read_query(node, _decoded(body, file), None)
            made = _search(node, parsed, sort or _NEWEST, skip, take, as_csv)
        except QueryInvalid as error:
            return refuse(error)
        _answer(node, place, parsed, made, as_csv=as_csv, explained=explained)
    return 0


def _decoded(body: bytes, file: BinaryIO) -> Any:
    name = "Standard input" if file is sys.stdin.buffer else Path(getattr(file, "name", "The query")).name
    if not body.strip():
        raise InvalidInput(f"{name} is empty.", hint="{} is the query that finds everything.")
    try:
        return decode_json(body)
    except MalformedJSON as error:
        raise MalformedJSON(error.message.replace("The body", name, 1)) from None


def _search(node: Node, parsed: ParsedQuery, order: str, skip: int, take: int | None, as_csv: bool) -> Search:
    wanted = take if take is not None else EXPORT_ROWS_DEFAULT if as_csv else _SHOWN
    check_take(wanted, EXPORT_ROWS if as_csv else TAKE, "The number of results")
    sort = parse_sort(order, node.vocabulary, path="/sort")
    return Search(expression=parsed.expression, sort=sort, skip=skip, take=wanted)


def _answer(
    node: Node,
    community: Community,
    parsed: ParsedQuery,
    made: Search,
    *,
    as_csv: bool,
    explained: bool,
) -> None:
    if as_csv and not explained:
        tell_problems(parsed.warnings)
        for part in export_results(node, community, made, "csv", base=node.settings.server.public_url).parts:
            emit_bytes(part)
        return
    if as_csv:
        raise click.UsageError("--explain and --csv do not go together.")
    question = Question(
        community=community,
        parsed=parsed,
        search=made,
        at=int(clock.now()),
        explain=explained,
        with_records=True,
    )
    found = ask(node, question)
    if invocation().as_json:
        emit_json(search_value(node, found, parsed))
        return
    tell_problems(parsed.warnings)
    if found.explanation is not None:
        show_explanation(found.explanation)
    show_hits(node, found)
    total = found.total or 0
    shown = f"{len(found.hits):,} of " if len(found.hits) < total else ""
    note(f"{shown}{total:,} {'result' if total == 1 else 'results'}")
