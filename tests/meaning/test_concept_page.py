"""The examples of the concept page are what the code does."""

from __future__ import annotations

import doctest
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "concepts" / "meaning.md"


def test_the_examples_give_what_they_say() -> None:
    # The fence that ends an example would count as its output, but for the blank line before it.
    result = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert result.attempted > 25
    assert result.failed == 0
