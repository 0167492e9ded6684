"""``opencredreg assistant``: what can be sent as plain input, looked up without a registry.

Everything that the command line knows of plain input it knows from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from typing import Any, Final

import click
import msgspec

from opencredreg.cli.commands import Group
from opencredreg.cli.node import invocation
from opencredreg.cli.output import emit, emit_json, emit_table
from opencredreg.client import BatchResult, ItemResult
from opencredreg.codes import bundled_codes
from opencredreg.crosswalk.assistant.convert import convert
from opencredreg.crosswalk.assistant.items import read_item
from opencredreg.crosswalk.assistant.judged import merge_findings
from opencredreg.crosswalk.assistant.surroundings import Alone, Rules
from opencredreg.crosswalk.assistant.table import all_kinds, find_kind, get_kind
from opencredreg.ctdl.vocabulary import bundled_vocabulary
from opencredreg.jsonld.document import parse_document
from opencredreg.validation import bundled_profile, validator_for

_BASE: Final = "https://registry.example"
"""The beginning of addresses in documents that no registry has made; a registry puts its own there."""

__all__ = ["assistant", "convert_locally", "find_type", "types_by_list", "types_by_wrapper"]


@click.group(cls=Group)
def assistant() -> None:
    """Look up what can be published as plain input."""


@assistant.command()
def types() -> None:
    """List the types, and the member of a request that holds the resource."""
    kinds = all_kinds()
    if invocation().as_json:
        emit_json([{"type": kind.name, "class": kind.cls, "wrapper": kind.wrapper} for kind in kinds])
    else:
        emit_table(["type", "class", "wrapper"], [(kind.name, kind.cls, kind.wrapper) for kind in kinds])


@assistant.command()
@click.argument("type")
@click.option(
    "--size",
    type=click.Choice(["minimal", "maximal"]),
    default="minimal",
    show_default=True,
    help="With what is required, or with every field.",
)
def example(type: str, size: str) -> None:
    """Write a request of a TYPE that can be published."""
    kind = get_kind(type)
    _emit(_module("examples").build_example(kind, size))


@assistant.command()
@click.argument("type")
def schema(type: str) -> None:
    """Write the JSON Schema of a request of a TYPE."""
    kind = get_kind(type)
    _emit(_module("schemas").build_schema(kind))


def convert_locally(items: Iterable[Mapping[str, Any]], owner: str | None) -> BatchResult:
    """Turn items into CTDL without a registry, with the results that ``POST /format`` would give.

    What only a registry knows is not looked at: whether references lead somewhere, and what is published already.
    """
    results = tuple(_converted(place, item, (owner or "").lower()) for place, item in enumerate(items))
    return BatchResult(
        successful=all(one.outcome != "refused" for one in results),
        total=len(results),
        done=len(results),
        results=results,
    )


def _converted(place: int, item: Mapping[str, Any], owner: str) -> ItemResult:
    vocabulary = bundled_vocabulary()
    found = read_item(item, "", owner)
    draft = convert(found.request, vocabulary, Rules(base=_BASE), Alone(bundled_codes()))
    if draft.document.get("@graph"):
        validator = validator_for(bundled_profile("publish", "warning"), vocabulary)
        merge_findings(draft, validator.validate(parse_document(draft.payload())).findings)
    return ItemResult(
        outcome="would-create" if draft.is_sound else "refused",
        place=place,
        type=draft.request.kind.name,
        ctid=draft.ctid,
        name=draft.name,
        cls=draft.cls,
        external_id=found.external_id or None,
        findings=tuple(draft.findings),
        document=draft.document or None,
    )


@cache
def types_by_wrapper() -> Mapping[str, tuple[str, ...]]:
    """The types that each wrapper stands for, by wrappers in lower case: courses and programs share one."""
    found: dict[str, tuple[str, ...]] = {}
    for kind in all_kinds():
        found[kind.wrapper.lower()] = (*found.get(kind.wrapper.lower(), ()), kind.name)
    return found


@cache
def types_by_list() -> Mapping[str, str]:
    """The types of what lists hold, by the members of list requests in lower case."""
    return {name.lower(): type for kind in all_kinds() for name, type in kind.bulk.items()}


def find_type(name: str) -> str | None:
    """The name of a type as the table has it; ``None`` when there is none."""
    kind = find_kind(name)
    return kind.name if kind is not None else None


def _module(name: str) -> Any:
    """A module that takes long to import, or that only one command needs."""
    return import_module(f"opencredreg.crosswalk.assistant.{name}")


def _emit(value: Any) -> None:
    emit(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())
