"""What every SARIF 2.1.0 log must be like, as far as we write it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

__all__ = ["require_sarif"]

_LEVELS = {"none", "note", "warning", "error"}


def require_sarif(log: Any) -> list[dict[str, Any]]:
    """The results of a log, which must be well-formed.

    Raises:
        AssertionError: it breaks a rule of the specification.
    """
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    [run] = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"]
    assert run["columnKind"] in ("unicodeCodePoints", "utf16CodeUnits")
    rules = driver["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert urlsplit(rule["helpUri"]).scheme
        assert rule.get("defaultConfiguration", {}).get("level", "warning") in _LEVELS
    results: list[dict[str, Any]] = run["results"]
    for result in results:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in _LEVELS
        assert result["message"]["text"]
        for location in result["locations"]:
            physical = location["physicalLocation"]
            uri = physical["artifactLocation"]["uri"]
            assert uri
            assert all(letter.isascii() and letter not in ' <>"{}|\\^`' for letter in uri), uri
            region = physical.get("region")
            if region is not None:
                start = (region["startLine"], region["startColumn"])
                assert min(start) >= 1
                assert (region["endLine"], region["endColumn"]) >= start
    return results
