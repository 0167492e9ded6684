"""All concerns together, and the catalogue of what can be set."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from opencredreg.settings.access import AccessSettings
from opencredreg.settings.database import DatabaseSettings
from opencredreg.settings.jobs import JobSettings
from opencredreg.settings.limits import LimitSettings
from opencredreg.settings.publishing import PublishingSettings
from opencredreg.settings.server import ServerSettings
from opencredreg.settings.storage import StorageSettings

__all__ = ["CONCERNS", "SettingFacts", "Settings", "setting_facts"]


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The effective settings of a node. ``Settings()`` is a working node on SQLite.

    ``sources`` says for each full name (``server.port``) that does not come from the defaults where its
    value was found.
    """

    database: DatabaseSettings = DatabaseSettings()
    server: ServerSettings = ServerSettings()
    limits: LimitSettings = LimitSettings()
    publishing: PublishingSettings = PublishingSettings()
    access: AccessSettings = AccessSettings()
    storage: StorageSettings = StorageSettings()
    jobs: JobSettings = JobSettings()
    sources: Mapping[str, str] = msgspec.field(default_factory=dict)


CONCERNS: Mapping[str, type[msgspec.Struct]] = MappingProxyType(
    {
        "server": ServerSettings,
        "storage": StorageSettings,
        "database": DatabaseSettings,
        "publishing": PublishingSettings,
        "access": AccessSettings,
        "limits": LimitSettings,
        "jobs": JobSettings,
    }
)
"""The concerns, in the order in which an operator meets them."""


class SettingFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one setting, read from its field.

    ``kind`` is the annotated type for ``msgspec.convert``, ``plain`` the same without annotations.
    """

    concern: str
    field: str
    kind: Any
    plain: Any
    default: object
    meta: msgspec.Meta

    @property
    def name(self) -> str:
        """The full name, ``server.port``."""
        return f"{self.concern}.{self.field}"

    @property
    def variable(self) -> str:
        """The environment variable, ``OPENCREDREG_SERVER_PORT``."""
        return f"OPENCREDREG_{self.concern}_{self.field}".upper()

    @property
    def help(self) -> str:
        """The sentences for the operator."""
        return self.meta.description or ""

    @property
    def unit(self) -> str:
        """What the number counts; empty for texts and choices."""
        return str(self._extra["unit"])

    @property
    def is_secret(self) -> bool:
        """Whether the value may hold a password."""
        return bool(self._extra["secret"])

    @property
    def accepts(self) -> str:
        """What may be written, in words: ``a whole number from 0 to 65535``."""
        if self._extra["accepts"]:
            return str(self._extra["accepts"])
        if self.plain is bool:
            return "true or false"
        if self.plain is str:
            return "a text"
        if get_origin(self.plain) is Literal:
            return " or ".join(get_args(self.plain))
        if get_origin(self.plain) is tuple:
            return "a list of texts"
        noun = "a whole number" if self.plain is int else "a number"
        low, high = self.meta.ge, self.meta.le
        return f"{noun}, {low} or more" if high is None else f"{noun} from {low} to {high}"

    @property
    def _extra(self) -> Mapping[str, Any]:
        return self.meta.extra or {}


@cache
def setting_facts() -> Mapping[str, SettingFacts]:
    """Every setting under its full name, in the order of the reference page."""
    return MappingProxyType({facts.name: facts for concern in CONCERNS for facts in _facts_of(concern)})


def _facts_of(concern: str) -> list[SettingFacts]:
    struct = CONCERNS[concern]
    kinds = get_type_hints(struct, include_extras=True)
    found = []
    for field in msgspec.structs.fields(struct):
        plain, meta = get_args(kinds[field.name])
        found.append(
            SettingFacts(
                concern=concern,
                field=field.name,
                kind=kinds[field.name],
                plain=plain,
                default=field.default,
                meta=meta,
            )
        )
    return found
