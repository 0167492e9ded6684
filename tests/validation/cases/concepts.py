"""Concepts of the schemes (``validation-profile.md`` section 2.7)."""

from __future__ import annotations

from .bases import cao
from .case import Case, Change, embed

__all__ = ["CASES"]

_AT = "0/ceterms:audienceType/0"


def _audience(node: str = "", name: str = "Full-time", **members: object) -> Change:
    value = cao(node, name) | {key.replace("__", ":"): entry for key, entry in members.items()}
    return embed("ceterms:audienceType", value)


_GOOD = _audience("audience:FullTime")

CASES = (
    Case(
        "concept-not-in-scheme",
        _audience("audLevel:BeginnerLevel", "Beginner"),
        f"{_AT}/ceterms:targetNode",
        "EW",
        good=_GOOD,
    ),
    Case(
        "concept-not-in-scheme",
        _audience("https://school.example/audience/fulltime"),
        f"{_AT}/ceterms:targetNode",
        "EW",
        label="foreign",
        suggestion="audience:FullTime",
        good=_audience("https://credreg.net/ctdl/terms/FullTime"),
    ),
    Case(
        "concept-unknown",
        _audience("audience:Fulltime"),
        f"{_AT}/ceterms:targetNode",
        "EW",
        suggestion="audience:FullTime",
        good=_audience("http://purl.org/ctdl/vocabs/audience/FullTime"),
    ),
    Case("concept-no-node", _audience(), _AT, "WN", suggestion="audience:FullTime", good=_GOOD),
    Case(
        "alignment-name-missing",
        embed(
            "ceterms:audienceType",
            {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNode": "audience:FullTime"},
        ),
        _AT,
        "EW",
        good=_GOOD,
    ),
    Case(
        "alignment-framework-mismatch",
        _audience("audience:FullTime", ceterms__framework="https://credreg.net/ctdl/terms/AudienceLevel"),
        f"{_AT}/ceterms:framework",
        "WW",
        suggestion="https://purl.org/ctdl/terms/Audience",
        good=_audience("audience:FullTime", ceterms__framework="https://credreg.net/ctdl/terms/Audience"),
    ),
    Case(
        "concept-external",
        embed("ceterms:industryType", cao(name="Fishing")),
        "0/ceterms:industryType/0",
        "NN",
        good=embed("ceterms:industryType", {**cao(name="Fishing"), "ceterms:codedNotation": "1141"}),
    ),
)
