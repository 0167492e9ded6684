"""``opencredreg validate``: checking documents in files before they are published."""

from __future__ import annotations

import io
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast, get_args

import click
import msgspec

from opencredreg.cli.commands import Command
from opencredreg.cli.node import invocation, open_node, read_settings, the_community
from opencredreg.cli.output import emit
from opencredreg.cli.progress import progress
from opencredreg.cli.source_places import SourcePlaces
from opencredreg.cli.validation_output import CheckedSource, Output, output_for
from opencredreg.ctdl import Vocabulary, bundled_vocabulary
from opencredreg.errors import InvalidInput, RegistryError
from opencredreg.findings import Finding, Severity
from opencredreg.jsonld.document import Document
from opencredreg.registry.communities import Community
from opencredreg.registry.import_sources import (
    STDIN,
    Source,
    SourceDocument,
    SourceProblem,
    count_bytes,
    iter_sources,
)
from opencredreg.registry.node import Node
from opencredreg.registry.surroundings import RegistrySurroundings
from opencredreg.settings.limits import LimitSettings
from opencredreg.validation import (
    DocumentSurroundings,
    Mode,
    ProfileChanges,
    Surroundings,
    Validator,
    bundled_profile,
    parse_any_document,
    parse_changes,
    validator_for,
)
from opencredreg.validation.checking import PlacedFinding, check
from opencredreg.validation.wording import SEVERITIES

__all__ = ["validate"]

Sources = Callable[[Callable[[int], None]], Iterator[Source]]
_FORMATS = ("human", "json", "sarif", "github")


@click.command("validate", cls=Command)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--mode",
    type=click.Choice(get_args(Mode)),
    default="publish",
    show_default=True,
    help="What for: to publish, as a placeholder, to read, as a description of something elsewhere, or only what "
    "the registry itself refuses.",
)
@click.option(
    "--profile",
    "profile_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="What your community asks for beyond or below that, as TOML or JSON.",
)
@click.option("--format", "form", type=click.Choice(_FORMATS), help="How to tell. Default: human.")
@click.option(
    "--least",
    type=click.Choice(SEVERITIES),
    default="warning",
    show_default=True,
    help="The least grave kind of finding to tell of.",
)
@click.option(
    "--together/--alone",
    default=True,
    help="Whether references may lead to the other documents. Default: together.",
)
@click.option(
    "--registry", is_flag=True, help="Look in the node for what documents refer to, and judge by its rules."
)
@click.option(
    "--community", metavar="NAME", help="With --registry: which one. Default: the default community."
)
@click.option("--completeness", is_flag=True, help="Score each resource, and say what would help most.")
def validate(
    paths: tuple[str, ...],
    mode: str,
    profile_file: Path | None,
    form: str | None,
    least: str,
    together: bool,
    registry: bool,
    community: str | None,
    completeness: bool,
) -> int:
    """Check documents before publishing them.

    PATH is a file, a folder, a ZIP file or - for standard input, with documents as import takes them. Every
    finding says where it is, what is expected and what to do. The exit code is 1 when errors were found.
    """
    settings = read_settings()
    if community is not None and not registry:
        raise click.UsageError("--community needs --registry, because communities are in a node.")
    sources = _reader(paths, settings.limits)
    output = output_for(
        "json" if invocation().as_json else form or "human",
        with_completeness=completeness,
        help_base=f"{settings.server.public_url}/validate/rules" if settings.server.public_url else "",
    )
    total = count_bytes(paths)
    passes = 2 if together else 1
    with (
        _judge(registry, community) as judge,
        progress("Checking", total * passes if total is not None else None, in_bytes=True) as advance,
    ):
        changes = _read_changes(profile_file, judge.vocabulary) if profile_file is not None else judge.changes
        profile = bundled_profile(cast(Mode, mode), cast(Severity, least)).changed(changes)
        checker = _Checker(
            judge,
            validator_for(profile, judge.vocabulary),
            judge.surroundings(_documents(sources(advance))) if together else None,
            completeness,
        )
        _check_all(sources(advance), checker, output)
    if not output.checked_count:
        raise InvalidInput(
            "There are no documents to check.",
            hint="Name files that end in .json, .jsonld, .ndjson, .jsonl or .zip, or folders with such files.",
        )
    emit(output.finish())
    return 1 if output.counts["error"] else 0


class _Judge:
    """By what is judged: the bundled vocabulary and rules, and nothing is known of other documents."""

    vocabulary = bundled_vocabulary()
    changes: ProfileChanges | None = None
    contexts: Mapping[str, Any] = {}

    def surroundings(self, documents: Iterable[Document]) -> Surroundings:
        """What is known, with the documents at hand."""
        return DocumentSurroundings(documents)


class _NodeJudge(_Judge):
    """By what a community of the node judges: its vocabulary, rules, contexts and resources."""

    def __init__(self, node: Node, community: Community) -> None:
        self._node = node
        self._community = community
        self.vocabulary = node.vocabulary
        self.changes = node.rules.of(community.id, node.vocabulary).changes
        self.contexts = node.registered_contexts()

    def surroundings(self, documents: Iterable[Document]) -> Surroundings:
        return RegistrySurroundings(self._node, self._community.id, documents)


@contextmanager
def _judge(registry: bool, community: str | None) -> Iterator[_Judge]:
    if not registry:
        yield _Judge()
        return
    with open_node() as node:
        yield _NodeJudge(node, the_community(node, community))


class _Checker:
    """Checks what comes out of files. Without ``together`` every document is looked at alone."""

    def __init__(
        self, judge: _Judge, validator: Validator, together: Surroundings | None, with_completeness: bool
    ) -> None:
        self._judge = judge
        self._validator = validator
        self._together = together
        self._with_completeness = with_completeness
        self._places = SourcePlaces()

    def document(self, source: SourceDocument) -> CheckedSource:
        checked = check(
            source.payload,
            self._validator,
            self._judge.vocabulary,
            self._together or self._judge.surroundings(_documents(iter([source]))),
            contexts=self._judge.contexts,
            with_completeness=self._with_completeness,
        )
        return CheckedSource(
            source=source.source,
            ctid=(checked.document.ctid if checked.document else None) or "",
            findings=self._places.in_file(source, checked.findings) if checked.findings else (),
            counts=checked.report.counts,
            omitted=checked.report.omitted,
            completeness=checked.completeness,
        )

    def problem(self, source: SourceProblem) -> CheckedSource:
        error = source.error
        finding = Finding(
            code=error.code, severity="error", pointer="", message=error.message, hint=error.hint
        )
        placed = PlacedFinding(finding, "file", self._places.fault_of(source.source))
        return CheckedSource(source=source.source, findings=(placed,), counts={"error": 1})


def _check_all(sources: Iterator[Source], checker: _Checker, output: Output) -> None:
    for source in sources:
        if isinstance(source, SourceDocument):
            checked = checker.document(source)
        elif isinstance(source, SourceProblem):
            checked = checker.problem(source)
        else:
            continue  # The news that something was deleted elsewhere is nothing to check.
        text = output.take(checked)
        if text:
            emit(text)


def _documents(sources: Iterator[Source]) -> Iterator[Document]:
    for source in sources:
        if isinstance(source, SourceDocument):
            try:
                yield parse_any_document(source.payload)
            except RegistryError:
                continue  # It is told of when it is checked.


def _reader(paths: tuple[str, ...], limits: LimitSettings) -> Sources:
    """What reads the sources, as often as it is asked to; standard input is kept for that."""
    kept = sys.stdin.buffer.read() if STDIN in paths else b""

    def read(advance: Callable[[int], None]) -> Iterator[Source]:
        return iter_sources(paths, limits, stdin=io.BytesIO(kept), advance=advance)

    return read


def _read_changes(file: Path, vocabulary: Vocabulary) -> ProfileChanges:
    try:
        text = file.read_bytes()
        data: Any = (
            tomllib.loads(text.decode()) if file.suffix.lower() == ".toml" else msgspec.json.decode(text)
        )
    except (ValueError, msgspec.DecodeError, RecursionError, OSError) as error:
        raise InvalidInput(
            f"The profile {file} cannot be read: {error}", hint="Write it as TOML (.toml) or JSON."
        ) from None
    return parse_changes(data, vocabulary)
