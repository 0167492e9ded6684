"""The finisher of each kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from opencredreg.crosswalk.assistant.finishing.finisher import Finisher

__all__ = ["FINISHERS"]

FINISHERS: Final[Mapping[str, Finisher]] = {}
