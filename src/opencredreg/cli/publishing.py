"""``opencredreg publish``, ``format`` and ``diff``: plain input and documents in files, and a registry elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal, TypeVar

import click
import msgspec

from opencredreg.cli.assistant import convert_locally
from opencredreg.cli.commands import Command
from opencredreg.cli.node import invocation
from opencredreg.cli.output import emit_json, note
from opencredreg.cli.progress import progress
from opencredreg.cli.publishing_files import Contents, Entry, read_entries
from opencredreg.cli.publishing_output import Told, result_of_problem, tell, tell_differences, tell_findings
from opencredreg.cli.publishing_sending import Sender
from opencredreg.client import BatchResult, Client, ClientError, ItemResult
from opencredreg.errors import InvalidInput, Unavailable
from opencredreg.registry.import_sources import STDIN, iter_sources
from opencredreg.settings.limits import LimitSettings

__all__ = ["diff", "format_", "publish"]

F = TypeVar("F", bound=Callable[..., Any])
_TIMEOUT_S = 600.0
_LARGEST_FILE = 1024 * 1024 * 1024
_BUSY = 429


def _options(*, key_help: str, needs_url: bool) -> Callable[[F], F]:
    options = [
        click.argument("files", nargs=-1, required=True, metavar="FILE..."),
        click.option("--url", required=needs_url, metavar="URL", help="Address of the registry."),
        click.option("--key", metavar="KEY", envvar="OPENCREDREG_KEY", help=key_help),
        click.option("--owner", metavar="CTID", help="The owner of what does not state its own owner."),
        click.option(
            "--type", "type_", metavar="TYPE", help="What things are that do not say it: course, job, ..."
        ),
        click.option("--community", metavar="NAME", help="Where to publish. Default: the default community."),
    ]

    def decorate(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


@click.command("publish", cls=Command)
@_options(
    key_help="API key of the publisher. Default: the environment variable OPENCREDREG_KEY.", needs_url=True
)
@click.option(
    "--keep",
    type=click.Choice(["all", "good"]),
    help="all: everything or nothing; good: what is right. Default: all, unless the files say good.",
)
@click.option("--dry-run", is_flag=True, help="Store nothing; tell what would happen.")
@click.option("--job", is_flag=True, help="Let the registry work in the background, and follow it.")
@click.option("--verbose", is_flag=True, help="Tell of everything and not only of what was refused.")
def publish(
    files: tuple[str, ...],
    url: str,
    key: str | None,
    owner: str | None,
    type_: str | None,
    community: str | None,
    keep: Literal["all", "good"] | None,
    dry_run: bool,
    job: bool,
    verbose: bool,
) -> int:
    """Publish plain input and documents from files to a registry.

    FILE is a file, a folder, a ZIP file or - for standard input, with JSON or lines of JSON: bodies of POST
    /publish, requests of the Registry Assistant, CTDL documents, or lists of them. Everything becomes one batch,
    in which things may refer to each other. The exit code is 1 when something was refused.
    """
    contents = _read(files, type_, owner)
    dry_run = dry_run or contents.dry_run
    with _registry(url, key, community) as client:
        sender = Sender(client, owner=owner, keep=keep or contents.keep, dry_run=dry_run, as_job=job)
        told = _send(
            sender,
            contents,
            lambda told: tell(told, as_json=invocation().as_json, verbose=verbose, dry_run=dry_run),
        )
    return _exit_code(told)


@click.command("diff", cls=Command)
@_options(key_help="API key, where the registry asks for one. Default: OPENCREDREG_KEY.", needs_url=True)
def diff(
    files: tuple[str, ...],
    url: str,
    key: str | None,
    owner: str | None,
    type_: str | None,
    community: str | None,
) -> int:
    """Show what publishing the files would change in a registry.

    FILE is what publish takes. Nothing is stored. The exit code is 1 when something would be refused.
    """
    contents = _read(files, type_, owner)
    with _registry(url, key, community) as client:
        sender = Sender(client, owner=owner, keep="good", dry_run=True, as_job=False, has_key=key is not None)
        told = _send(sender, contents, lambda told: tell_differences(told, as_json=invocation().as_json))
    return _exit_code(told)


@click.command("format", cls=Command)
@_options(key_help="API key, where the registry asks for one. Default: OPENCREDREG_KEY.", needs_url=False)
def format_(
    files: tuple[str, ...],
    url: str | None,
    key: str | None,
    owner: str | None,
    type_: str | None,
    community: str | None,
) -> int:
    """Write the CTDL documents that plain input becomes.

    FILE is what publish takes; every thing is a document of its own, and nothing is stored. Documents go to
    standard output, findings to standard error. The exit code is 1 when something is wrong.
    """
    contents = _read(files, type_, owner)
    if url is None:
        told = _told_locally(contents, owner)
    else:
        with _registry(url, key, community) as client:
            sender = Sender(client, owner=owner, keep="good", dry_run=True, as_job=False, has_key=False)
            told = _send(sender, contents, lambda _told: None)
    documents = [_document(one) for one in told]
    if invocation().as_json:
        emit_json([document for document in documents if document is not None])
    else:
        for document in documents:
            if document is not None:
                emit_json(document)
    tell_findings(told, aside=True)
    return _exit_code(told)


def _read(files: tuple[str, ...], type: str | None, owner: str | None) -> Contents:
    # How large a request may be is for the registry to say, not for this machine.
    limits = LimitSettings(payload_bytes=_LARGEST_FILE)
    stdin = sys.stdin.buffer if STDIN in files else None
    contents = read_entries(iter_sources(files, limits, stdin=stdin), type, owner)
    if not contents.entries:
        raise InvalidInput(
            "There is nothing to publish.",
            hint="Name files that end in .json, .jsonld, .ndjson, .jsonl or .zip, or folders with such files.",
        )
    return contents


@contextmanager
def _registry(url: str, key: str | None, community: str | None) -> Iterator[Client]:
    """The registry; what it refuses ends the command as errors of our own do."""
    try:
        client = Client(url, key, community=community, timeout=_TIMEOUT_S)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    with client:
        try:
            yield client
        except ClientError as error:
            message = f"{error.title}: {error.detail}" if error.detail else f"{error.title}."
            if error.status is None or error.status >= 500 or error.status == _BUSY:
                raise Unavailable(message, hint=error.hint) from error
            hint = error.hint
            if error.status == 401 and key is None:
                hint = "Give the key with --key, or in the environment variable OPENCREDREG_KEY."
            raise InvalidInput(message, error.findings, hint=hint) from error


def _send(sender: Sender, contents: Contents, tell: Callable[[list[Told]], None]) -> list[Told]:
    """Send everything, and tell what became of it also when the end cannot be reached."""
    results: dict[int, ItemResult] = {}
    try:
        with progress("Publishing", len(contents.entries)) as advance:
            results.update(sender.send(contents.entries, advance))
    except ClientError:
        if any(result.is_taken for result in results.values()):
            tell(_told(contents.entries, results))
            note("What is told above stays; the rest was not sent.")
        raise
    told = _told(contents.entries, results)
    tell(told)
    return told


def _told(entries: tuple[Entry, ...], results: dict[int, ItemResult]) -> list[Told]:
    missing = ItemResult(outcome="not-tried")
    return [Told(entry, results.get(place, missing)) for place, entry in enumerate(entries)]


def _told_locally(contents: Contents, owner: str | None) -> list[Told]:
    sent = {place: entry.item for place, entry in enumerate(contents.entries) if entry.item is not None}
    batch = convert_locally(sent.values(), owner) if sent else BatchResult()
    results = dict(zip(sent, batch.results, strict=True))
    for place, entry in enumerate(contents.entries):
        if entry.problem is not None:
            results[place] = result_of_problem(entry.problem)
        elif entry.document is not None:
            results[place] = ItemResult(outcome="would-keep")
    return _told(contents.entries, results)


def _document(told: Told) -> Any:
    if told.entry.document is not None:
        return msgspec.json.decode(told.entry.document)
    return told.result.document


def _exit_code(told: list[Told]) -> int:
    return 0 if all(one.result.is_taken for one in told) else 1
