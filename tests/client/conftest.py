from __future__ import annotations

from collections.abc import Iterator

import pytest

from opencredreg.client import Client, transport
from opencredreg.client import client as client_module
from tests.support.fake_registry import FakeRegistry, fake_registry


@pytest.fixture
def registry() -> Iterator[FakeRegistry]:
    """A registry that does as it is told."""
    with fake_registry() as running:
        yield running


@pytest.fixture
def client(registry: FakeRegistry) -> Iterator[Client]:
    """A client of it with the right key."""
    with Client(registry.url, registry.key, timeout=20) as made:
        yield made


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the client waits, which it does not do for real."""
    found: list[float] = []
    monkeypatch.setattr(transport, "sleep", found.append)
    monkeypatch.setattr(client_module, "sleep", found.append)
    return found
