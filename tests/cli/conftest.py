from __future__ import annotations

from tests.support.registry import registry_template, registry_url

__all__ = ["registry_template", "registry_url"]
