"""Where files are kept."""

from __future__ import annotations

from typing import Annotated

from opencredreg.settings.fields import Concern, setting

__all__ = ["StorageSettings"]


class StorageSettings(Concern, frozen=True, kw_only=True):
    """Where files are kept. Relative paths start from the folder in which the command runs."""

    data: Annotated[
        str,
        setting("The data folder: database file, objects, and opencredreg.toml when there is one."),
    ] = "./var"
    objects: Annotated[
        str,
        setting(
            "Folder of the archive and other large files; empty means the folder objects in the data folder."
        ),
    ] = ""
