"""Showing the settings: the effective values for the operator, and the reference page."""

from __future__ import annotations

from typing import Any

import msgspec

from opencredreg.settings.fields import mask_password
from opencredreg.settings.model import CONCERNS, SettingFacts, Settings, setting_facts

__all__ = ["SettingRow", "describe", "reference_markdown"]


class SettingRow(msgspec.Struct, frozen=True, kw_only=True):
    """One setting with its effective value, as text that is safe to show."""

    name: str
    value: str
    default: str
    source: str
    unit: str
    help: str
    variable: str
    accepts: str


def describe(settings: Settings) -> list[SettingRow]:
    """Every setting in the order of the reference page, passwords masked."""
    return [
        SettingRow(
            name=facts.name,
            value=_shown(facts, getattr(getattr(settings, facts.concern), facts.field)),
            default=_shown(facts, facts.default),
            source=settings.sources.get(facts.name, "default"),
            unit=facts.unit,
            help=facts.help,
            variable=facts.variable,
            accepts=facts.accepts,
        )
        for facts in setting_facts().values()
    ]


def reference_markdown() -> str:
    """The reference page of all settings, in Markdown."""
    rows = {row.name: row for row in describe(Settings())}
    lines = [
        "# Settings",
        "",
        "<!-- Generated from src/opencredreg/settings. Change the fields there, not this page. -->",
        "",
        "A node needs no settings: it starts on SQLite in the folder `./var`. Values come from these",
        "sources, each one winning over those before it:",
        "",
        "1. the defaults below;",
        "2. the file `opencredreg.toml` in the data folder, or the file that `OPENCREDREG_CONFIG` names;",
        "3. environment variables;",
        "4. options of the command.",
        "",
        "A name or value that is not understood stops the start with a message. `opencredreg settings`",
        "shows the values in effect and where each one comes from. In the file each concern is a table:",
        "",
        "```toml",
        "[server]",
        "port = 9000",
        'cors_origins = ["https://finder.example.org"]',
        "```",
        "",
        "The same as environment variables; a list is written with commas:",
        "",
        "```sh",
        "OPENCREDREG_SERVER_PORT=9000",
        "OPENCREDREG_SERVER_CORS_ORIGINS=https://finder.example.org",
        "```",
    ]
    for concern, struct in CONCERNS.items():
        lines += ["", f"## {concern}", "", _first_line(struct), ""]
        for name, facts in setting_facts().items():
            if facts.concern == concern:
                lines += _reference_entry(rows[name])
        lines.pop()
    return "\n".join(lines) + "\n"


def _reference_entry(row: SettingRow) -> list[str]:
    return [
        f"### `{row.name}`",
        "",
        row.help,
        "",
        f"- Default: {f'`{row.default}`' if row.default else 'empty'}",
        f"- Accepts: {row.accepts}",
        *([f"- Unit: {row.unit}"] if row.unit else []),
        f"- Environment: `{row.variable}`",
        "",
    ]


def _first_line(struct: type[msgspec.Struct]) -> str:
    return (struct.__doc__ or "").partition("\n")[0]


def _shown(facts: SettingFacts, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(value)
    return mask_password(str(value)) if facts.is_secret else str(value)
