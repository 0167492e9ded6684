"""``opencredreg codes``: the lists of codes for occupations, programs and industries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import msgspec

from opencredreg.cli.commands import Group
from opencredreg.cli.node import acting, invocation, open_node
from opencredreg.cli.output import emit_json, emit_pairs, emit_table, note
from opencredreg.clock import format_timestamp
from opencredreg.codes import LIST_NAMES, Code, CodeBook
from opencredreg.codes.lists import head_of
from opencredreg.registry.code_lists import (
    BUNDLED,
    CodeListInfo,
    list_code_lists,
    load_code_list,
    remove_code_list,
    use_code_list,
)

__all__ = ["codes"]


@click.group(cls=Group)
def codes() -> None:
    """Look up codes of occupations, programs and industries; load editions of the lists."""


@codes.command("list")
def list_() -> None:
    """List the editions of all lists; bundled are those that come with the software."""
    with open_node() as node, node.database.read() as connection:
        found = list_code_lists(connection)
    if invocation().as_json:
        emit_json([_edition_value(one) for one in found])
        return
    emit_table(
        ("list", "edition", "in use", "codes", "title", "loaded", "licence"),
        [
            (
                one.name,
                one.edition,
                one.is_used,
                one.code_count,
                one.title,
                one.of_edition if one.loaded_at is None else format_timestamp(one.loaded_at),
                one.licence,
            )
            for one in found
        ],
    )


@codes.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--list", "name", required=True, type=click.Choice(LIST_NAMES), help="Which list the file holds."
)
@click.option("--edition", required=True, metavar="NAME", help="Its name, such as the year.")
@click.option("--use/--no-use", "is_to_be_used", default=False, help="Put it in use at once. Default: no.")
def load(file: Path, name: str, edition: str, is_to_be_used: bool) -> None:
    """Load an official file as an edition of a list.

    The file is text with tabs, commas or semicolons: the occupation data of O*NET or the structure of the
    Standard Occupational Classification, the codes of CIP, or the codes of NAICS. Save sheets of Excel as CSV
    first.
    """
    data = file.read_bytes()
    with open_node() as node:
        loaded = load_code_list(node, acting(node), name, data, edition=edition, is_to_be_used=is_to_be_used)
    if invocation().as_json:
        emit_json({**msgspec.to_builtins(loaded), "edition": _edition_value(loaded.edition)})
        return
    verb = "is loaded" if loaded.is_new else "was loaded before, with the same codes"
    note(f"Edition {edition} of {name} {verb}: {loaded.edition.code_count:,} codes.")
    note(f"Codes: {loaded.added:,} added, {loaded.removed:,} removed, {loaded.renamed:,} named otherwise.")
    if not loaded.edition.is_used:
        note(f"Put it in use with: opencredreg codes use {name} {edition}")


@codes.command()
@click.argument("name", metavar="LIST")
@click.argument("edition")
def use(name: str, edition: str) -> None:
    """Put an edition of a list in use; bundled is the one that comes with the software.

    Servers that run follow within two seconds. Published documents stay as they are.
    """
    with open_node() as node:
        info = use_code_list(node, acting(node), name, edition)
    if invocation().as_json:
        emit_json(_edition_value(info))
    else:
        note(f"Edition {info.edition} of {info.name} is in use: {info.code_count:,} codes.")


@codes.command()
@click.argument("name", metavar="LIST")
@click.argument("edition")
def remove(name: str, edition: str) -> None:
    """Remove a loaded edition that is not in use."""
    with open_node() as node:
        remove_code_list(node, acting(node), name, edition)
    if invocation().as_json:
        emit_json({"list": name, "edition": edition, "removed": True})
    else:
        note(f"Edition {edition} of {name} is removed.")


@codes.command()
@click.argument("name", metavar="LIST")
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000), help="At most so many.")
def find(name: str, words: tuple[str, ...], limit: int) -> None:
    """Find codes by words of their titles, or by the beginning of a code."""
    book = _book(name)
    found = book.suggest(" ".join(words), limit)
    if invocation().as_json:
        emit_json([_code_value(one) for one in found])
        return
    if not found:
        note(f"No title of {book.head.framework_name} has these words.")
    emit_table(("code", "title", "of"), [(one.code, one.title, _group(book, one)) for one in found])


@codes.command()
@click.argument("name", metavar="LIST")
@click.argument("code")
def show(name: str, code: str) -> None:
    """Show a code in any spelling: its title, the groups that it belongs to, and the codes below it."""
    book = _book(name)
    one = book.get(code)
    ancestors, children = book.ancestors(one), book.children(one)
    if invocation().as_json:
        emit_json(
            {
                **_code_value(one),
                "edition": book.head.edition,
                "framework": book.head.framework,
                "framework_name": book.head.framework_name,
                "target": book.target_of(one) or None,
                "ancestors": [_code_value(group) for group in ancestors],
                "children": [_code_value(below) for below in children],
            }
        )
        return
    emit_pairs(
        {
            "code": one.code,
            "title": one.title,
            "list": f"{book.head.framework_name} ({book.head.name}, {book.head.edition})",
            "page": book.target_of(one) or "none",
            "groups": " > ".join(f"{group.code} {group.title}" for group in ancestors) or "none above",
        }
    )
    if children:
        note()
        emit_table(("code", "title"), [(below.code, below.title) for below in children])


def _book(name: str) -> CodeBook:
    head = head_of(name, BUNDLED)
    with open_node() as node:
        return node.codes[head.name]


def _group(book: CodeBook, code: Code) -> str:
    ancestors = book.ancestors(code)
    return ancestors[-1].title if ancestors else ""


def _code_value(code: Code) -> dict[str, Any]:
    return {"list": code.list, "code": code.code, "title": code.title, "parent": code.parent}


def _edition_value(info: CodeListInfo) -> dict[str, Any]:
    value: dict[str, Any] = msgspec.to_builtins(info)
    value["loaded_at"] = None if info.loaded_at is None else format_timestamp(info.loaded_at)
    return value
