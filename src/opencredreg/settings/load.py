"""Reading the settings from their sources."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_origin

import msgspec

from opencredreg.errors import InvalidInput
from opencredreg.findings import Finding
from opencredreg.settings.model import CONCERNS, SettingFacts, Settings, setting_facts

__all__ = ["FILE_NAME", "load_settings"]

FILE_NAME = "opencredreg.toml"
_PREFIX = "OPENCREDREG_"
_FILE_VARIABLE = "OPENCREDREG_CONFIG"

# These carry our prefix without being settings: the name of the file, and what the test suite reads.
_OTHER_VARIABLE = re.compile(r"OPENCREDREG_(CONFIG|KEY|SHARED|TEST_\w+)")

# Kubernetes writes such variables into every container that runs beside a service named opencredreg.
# A node that refused them would not start there.
_SERVICE_LINK = re.compile(
    r"OPENCREDREG_(\w+_)?(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT(_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)"
)


class _Given(msgspec.Struct, frozen=True):
    """A value as a source wrote it. ``written`` is how that source names the setting."""

    name: str
    value: object
    source: str
    written: str


def load_settings(
    data: Path | None = None,
    file: Path | None = None,
    environ: Mapping[str, str] | None = None,
    overrides: Mapping[str, object] | None = None,
) -> Settings:
    """Read the settings: defaults, then the file, then the environment, then the options.

    Args:
        data: The data folder as the command was told; the same as the override ``storage.data``.
        file: A TOML file with one table per concern. Without it, the file named by ``OPENCREDREG_CONFIG``,
            else ``opencredreg.toml`` in the data folder if there is one.
        environ: Environment variables. Those that start with ``OPENCREDREG_`` must be settings.
        overrides: Values by full name (``{"server.port": 9000}``). None stands for an option that was not
            given.

    Returns:
        The settings, with the source of each value that is not a default.

    Raises:
        InvalidInput: a name is unknown, a value does not fit, or the file cannot be read. The findings name
            every such setting, its source and, for a name, the nearest one that we know.
    """
    environ = environ or {}
    options = {name: value for name, value in (overrides or {}).items() if value is not None}
    if data is not None:
        options.setdefault("storage.data", str(data))

    given = [*_from_environment(environ), *_from_options(options)]
    named = file or (Path(environ[_FILE_VARIABLE]) if environ.get(_FILE_VARIABLE) else None)
    if named is not None:
        return _assemble([*_from_file(named), *given])
    beside = _data_folder(given) / FILE_NAME
    if not beside.is_file():
        return _assemble(given)
    return _assemble([*_without_data_folder(_from_file(beside)), *given])


def _data_folder(given: list[_Given]) -> Path:
    folder = setting_facts()["storage.data"].default
    for item in given:
        if item.name == "storage.data":
            folder = item.value
    return Path(str(folder))


def _without_data_folder(given: Iterator[_Given]) -> Iterator[_Given]:
    """Refuse a file that was found in the data folder and names another one: which would be meant?"""
    for item in given:
        if item.name == "storage.data":
            raise InvalidInput(
                f"storage.data cannot be set in {item.source}, because the file was found in the data folder",
                hint=f"Name the folder with --data or {setting_facts()['storage.data'].variable}, "
                f"or name the file with {_FILE_VARIABLE}.",
            )
        yield item


def _from_file(path: Path) -> Iterator[_Given]:
    source = f"the file {path}"
    try:
        tables = tomllib.loads(path.read_bytes().decode())
    except OSError as error:
        raise InvalidInput(f"{source} cannot be read: {error.strerror or error}") from error
    except ValueError as error:  # Both "not TOML" and "not UTF-8" are.
        raise InvalidInput(
            f"{source} is not TOML: {error}", hint="https://toml.io describes the format."
        ) from error
    for concern, fields in tables.items():
        if not isinstance(fields, dict) or concern not in CONCERNS:
            yield _Given(concern, fields, source, concern)
            continue
        for field, value in fields.items():
            yield _Given(f"{concern}.{field}", value, source, f"{concern}.{field}")


def _from_environment(environ: Mapping[str, str]) -> Iterator[_Given]:
    names = {facts.variable: facts.name for facts in setting_facts().values()}
    for variable in sorted(environ):
        if variable in names:
            yield _Given(names[variable], environ[variable], f"the environment variable {variable}", variable)
        elif variable.startswith(_PREFIX) and not (
            _OTHER_VARIABLE.fullmatch(variable) or _SERVICE_LINK.fullmatch(variable)
        ):
            yield _Given("", environ[variable], "the environment", variable)


def _from_options(options: Mapping[str, object]) -> Iterator[_Given]:
    for name, value in options.items():
        yield _Given(name, value, "an option of the command", name)


def _assemble(given: list[_Given]) -> Settings:
    """Convert what was given, later items winning, and report all mistakes at once."""
    values: dict[str, dict[str, Any]] = {concern: {} for concern in CONCERNS}
    sources: dict[str, str] = {}
    mistakes: list[Finding] = []
    for item in given:
        facts = setting_facts().get(item.name)
        if facts is None:
            mistakes.append(_unknown(item))
            continue
        try:
            values[facts.concern][facts.field] = _convert(facts, item.value)
            sources[item.name] = item.source
        except msgspec.ValidationError:
            mistakes.append(_unfit(facts, item))
    if mistakes:
        raise InvalidInput(
            "; ".join(finding.message for finding in mistakes), tuple(mistakes), hint=mistakes[0].hint
        )
    concerns: dict[str, Any] = {concern: struct(**values[concern]) for concern, struct in CONCERNS.items()}
    return Settings(**concerns, sources=sources)


def _convert(facts: SettingFacts, value: object) -> object:
    """Give the value its type. A list may be written as one text with commas, as the environment must."""
    if get_origin(facts.plain) is tuple and isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    return msgspec.convert(value, facts.kind, strict=False)


def _unknown(item: _Given) -> Finding:
    if item.written in CONCERNS:
        nearest, reason = "", "is a table of settings, not a setting"
    else:
        nearest = _nearest(item.written)
        reason = "is not a setting" + (f"; the nearest name is {nearest}" if nearest else "")
    return Finding(
        code="unknown-setting",
        severity="error",
        pointer=_pointer(item.written),
        message=f"{item.written} in {item.source} {reason}",
        hint="`opencredreg settings` lists every name.",
        suggestion=nearest,
    )


def _unfit(facts: SettingFacts, item: _Given) -> Finding:
    # The value itself is not repeated: it may be a password in the wrong place.
    return Finding(
        code="bad-setting",
        severity="error",
        pointer=_pointer(facts.name),
        message=f"{facts.name} in {item.source} must be {facts.accepts}",
        hint=facts.help,
    )


def _nearest(written: str) -> str:
    """The known name, in the spelling of the same source, that looks most like this one; maybe empty."""
    every = setting_facts().values()
    if written.startswith(_PREFIX):
        candidates = {facts.variable: facts.variable for facts in every}
    else:
        candidates = {facts.name: facts.name for facts in every}
        if "." not in written:
            candidates |= {concern: concern for concern in CONCERNS}
            candidates |= {facts.field: facts.name for facts in every}
    matches = difflib.get_close_matches(written, candidates, n=1)
    return candidates[matches[0]] if matches else ""


def _pointer(name: str) -> str:
    return "/" + name.replace("~", "~0").replace("/", "~1").replace(".", "/")
