"""Key pairs for the tests of signatures; making one takes a while, so they are made once."""

from __future__ import annotations

import pytest

from tests.support.keys import Pair

__all__ = ["Pair"]


@pytest.fixture(scope="session")
def pair() -> Pair:
    return Pair()


@pytest.fixture(scope="session")
def other_pair() -> Pair:
    return Pair()
