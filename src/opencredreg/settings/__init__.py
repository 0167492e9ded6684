"""Settings: one frozen struct per concern, read once when the node starts.

Sources, each one winning over those before it: the defaults, the file ``opencredreg.toml``, environment
variables ``OPENCREDREG_<CONCERN>_<FIELD>``, and the options of the command. Without any of them a node
starts on SQLite in the folder ``./var``. A name or value that we do not understand stops the start, so
that a spelling mistake never turns a protection off.

To add a setting, add a field to the struct of its concern; loading, ``opencredreg settings`` and the
reference page follow from that field alone.
"""

from __future__ import annotations

from opencredreg.settings.access import AccessSettings
from opencredreg.settings.database import DatabaseSettings
from opencredreg.settings.describe import SettingRow, describe, reference_markdown
from opencredreg.settings.fields import mask_password
from opencredreg.settings.jobs import JobSettings
from opencredreg.settings.limits import LimitSettings
from opencredreg.settings.load import load_settings
from opencredreg.settings.model import Settings
from opencredreg.settings.publishing import PublishingSettings
from opencredreg.settings.server import ServerSettings
from opencredreg.settings.storage import StorageSettings

__all__ = [
    "AccessSettings",
    "DatabaseSettings",
    "JobSettings",
    "LimitSettings",
    "PublishingSettings",
    "ServerSettings",
    "SettingRow",
    "Settings",
    "StorageSettings",
    "describe",
    "load_settings",
    "mask_password",
    "reference_markdown",
]
