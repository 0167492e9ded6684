"""What all commands have in common: shared options, loading on demand, and how errors end a command."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Mapping, MutableMapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from opencredreg.cli.output import report

__all__ = ["Command", "Group", "Invocation", "Root"]

_FINDINGS, _INPUT, _FAILURE, _INTERRUPTED, _PIPE_CLOSED = 1, 2, 3, 130, 141


class _ReaderGone(Exception):
    """Whoever read standard output does not any more."""


class Invocation:
    """The options that every command takes, wherever they stood."""

    def __init__(self) -> None:
        self.data: Path | None = None
        self.database: str | None = None
        self.as_json = False


def _remember(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    # An option before the name of the command must not be undone by its absence after it.
    if value is not None and value is not False:
        setattr(context.find_root().ensure_object(Invocation), str(parameter.name), value)


def _shared_options() -> list[click.Parameter]:
    return [
        click.Option(
            ["--data"],
            type=click.Path(file_okay=False, path_type=Path),
            metavar="DIR",
            help="Data folder of the node. Default: ./var",
            expose_value=False,
            callback=_remember,
        ),
        click.Option(
            ["--database"],
            metavar="URL",
            help="Database of the node: sqlite:///... or postgresql://... Default: in the data folder.",
            expose_value=False,
            callback=_remember,
        ),
        click.Option(
            ["--json", "as_json"],
            is_flag=True,
            help="Write the result as JSON.",
            expose_value=False,
            callback=_remember,
        ),
    ]


class Command(click.Command):
    """A command with the shared options."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.params.extend(_shared_options())


class Group(click.Group):
    """A group of commands. ``lazy`` names those that are imported when they run, as ``module:attribute``."""

    command_class = Command
    group_class = type

    def __init__(self, *args: Any, lazy: Mapping[str, tuple[str, str]] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.params.extend(_shared_options())
        self._lazy = dict(lazy or {})

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The commands in the order in which they were declared."""
        return [*self._lazy, *self.commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, imported if need be."""
        if cmd_name not in self._lazy:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = self._lazy[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands by the summaries that are known without importing them."""
        rows = [(name, summary) for name, (_, summary) in self._lazy.items()]
        rows += [(name, command.get_short_help_str(200)) for name, command in self.commands.items()]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    @property
    def summaries(self) -> dict[str, str]:
        """What ``--help`` says of each command that is imported on demand."""
        return {name: summary for name, (_, summary) in self._lazy.items()}


class Root(Group):
    """The whole command: it ends every error in the same way."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command and end the process with its exit code."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        words = list(sys.argv[1:] if args is None else args)
        invocation = extra.setdefault("obj", Invocation())
        try:
            result = super().main(
                words, prog_name or "opencredreg", complete_var, standalone_mode=False, **extra
            )
            sys.stdout.flush()
            code = result if isinstance(result, int) else 0
        except Exception as error:
            code = _end(error, invocation.as_json or "--json" in words)
        except KeyboardInterrupt:
            code = _end(click.Abort(), "--json" in words)
        sys.exit(code)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, and keep from click how it would end when nobody reads the output any more."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _ReaderGone from error

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Without any words, show the help."""
        return super().make_context(info_name, args or ["--help"], parent, **extra)


def _end(error: Exception, as_json: bool) -> int:
    """Say what went wrong, and give the exit code for it."""
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, _ReaderGone):
        # Whoever read our output has gone, as head does; what is buffered must not be written at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _PIPE_CLOSED
    if isinstance(error, click.Abort):
        report(as_json, "interrupted", "Interrupted.", "What was stored before stays.")
        return _INTERRUPTED
    if isinstance(error, click.UsageError):
        where = error.ctx.command_path if error.ctx else "opencredreg"
        # A list of choices comes in lines of its own; one line of error is what people look for.
        message = " ".join(error.format_message().split())
        report(as_json, "usage", message, f"{where} --help lists what can be said.")
        return _INPUT
    if isinstance(error, click.ClickException):
        report(as_json, "usage", error.format_message(), "")
        return _INPUT
    return _end_of_service(error, as_json)


def _end_of_service(error: Exception, as_json: bool) -> int:
    from opencredreg.errors import InvalidInput, RegistryError, Unavailable

    if isinstance(error, RegistryError):
        findings = error.findings if isinstance(error, InvalidInput) else ()
        report(as_json, error.code, error.message, error.hint, findings)
        return _FAILURE if isinstance(error, Unavailable) or type(error) is RegistryError else _INPUT
    if isinstance(error, ModuleNotFoundError) and (error.name or "").startswith("psycopg"):
        report(
            as_json,
            "unavailable",
            "PostgreSQL cannot be used: its driver psycopg is not installed.",
            "Install it: pip install 'opencredreg[postgres]'",
        )
        return _FAILURE
    if _is_database_failure(error):
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        report(
            as_json,
            "unavailable",
            f"The database cannot be used: {reason}",
            "Look at --database and at whether the database runs.",
        )
        return _FAILURE
    traceback.print_exception(error)
    report(
        as_json,
        "unexpected",
        f"{type(error).__name__}: {error}",
        "This is a defect of the software. Please report it with the lines above.",
    )
    return _FAILURE


def _is_database_failure(error: Exception) -> bool:
    module: Any = sys.modules.get("sqlalchemy.exc")
    return module is not None and isinstance(error, module.OperationalError)


def environment() -> MutableMapping[str, str]:
    """The environment variables, which are one of the sources of settings."""
    return os.environ
