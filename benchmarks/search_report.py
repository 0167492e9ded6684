"""The figures of search as tables."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from benchmarks.load import spread

_SERVER_ROWS = (
    ("form_before_vacuum", "A word over a dozen properties, just after loading / after autovacuum, ms"),
    ("http_fts", "`GET /search?fts=…`, ms"),
    ("http_name", "`GET /search` by a word of the name, ms"),
    ("http_type", "`POST /ctdl`, all competencies, ms"),
    ("http_ctids", "`POST /ctdl`, 10,000 CTIDs, ms"),
    ("http_exist", "`POST /resources/check_existence`, 10,000 CTIDs, ms"),
    ("http_described", "`POST /ctdl`, 10 credentials with description sets, ms"),
    ("together_per_second", "Eight clients at once, all queries in turn, answers/s"),
    ("together_ms", "... p50 / p95, ms"),
    ("together_max_ms", "... slowest, ms"),
    ("together_refused", "... refused or failed"),
    ("memory_mb", "Memory of the server after all that, MB"),
    ("memory_at_start_mb", "... at its start, MB"),
    ("json_mb", "JSON that was published, MB"),
    ("index_to_json", "Index, as a multiple of the JSON"),
    ("all_to_json", "The whole database, as a multiple of the JSON"),
    ("publish_graph_20_ms", "Publishing a graph of 20 things (no HTTP), ms"),
    ("publish_graph_20_bare_ms", "... without the index, ms"),
    ("publish_graph_20_index_share", "... share of the index"),
    ("publish_framework_10000_ms", "Publishing a framework of 10,000 competencies, ms"),
    ("publish_framework_10000_bare_ms", "... without the index, ms"),
    ("publish_framework_10000_index_share", "... share of the index"),
)
_TITLES = {"sqlite": "SQLite", "postgresql": "PostgreSQL", "today": "Lay-out of today", "sparql": "SPARQL"}


def render(run: dict[str, Any]) -> str:
    """All of one size of the registry."""
    parts = [f"### {run['nodes']:,} nodes", "", _queries(run), "", *_remarks(run), "", _servers(run)]
    return "\n".join(parts)


def _queries(run: dict[str, Any]) -> str:
    ours, others = run["databases"], run["others"]
    heads = ["Query", "Complaint", "Results", *(f"{_TITLES[one]} p50 / p95 ms" for one in ours)]
    for one in others:
        heads += [f"{_TITLES[one]} ms", "×"]
    lines = ["| " + " | ".join(heads) + " |", "| --- | --- |" + " ---: |" * (len(heads) - 2)]
    for case in run["cases"]:
        cells = [case["name"], case["complaint"], _total(case, ours)]
        cells += [_times(case["figures"][one]) for one in ours]
        for one in others:
            cells += [_once(case["figures"][one]), ratio_text(case, one, ours)]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _total(case: dict[str, Any], ours: Sequence[str]) -> str:
    totals = {case["figures"][one].get("total") for one in ours} - {None}
    return " or ".join(f"{one:,}" for one in sorted(totals)) or "–"


def _times(found: dict[str, Any]) -> str:
    return found.get("failed") or f"{found['ms']:.1f} / {found['p95_ms']:.1f}"


def _once(found: dict[str, Any]) -> str:
    if text := found.get("failed"):
        return str(text)
    mark = " ‡" if found.get("differs") else ""
    return (">30 s" if math.isinf(found["ms"]) else f"{found['ms']:.1f}") + mark


def ratio_of(case: dict[str, Any], other: str, own: str) -> float | None:
    """How many times longer another engine takes than one of ours. A stopped question counts with its limit."""
    ours, found = case["figures"][own], case["figures"][other]
    if "ms" not in ours or "ms" not in found:
        return None
    return float(min(found["ms"], 30_000) / ours["ms"])


def _measure_of(other: str, ours: Sequence[str]) -> str:
    """Which of ours another engine is held against: the lay-out of today PostgreSQL, the embedded store SQLite."""
    wanted = "postgresql" if other == "today" else "sqlite"
    return wanted if wanted in ours else ours[0]


def ratio_text(case: dict[str, Any], other: str, ours: Sequence[str]) -> str:
    ratio = ratio_of(case, other, _measure_of(other, ours))
    if ratio is None:
        return "–"
    more = ">" if math.isinf(case["figures"][other]["ms"]) else ""
    return more + (f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.1f}")


def _remarks(run: dict[str, Any]) -> list[str]:
    """Sums over all queries, and every difference of totals with its reason."""
    lines = []
    for one in run["databases"]:
        times = [case["figures"][one]["ms"] for case in run["cases"] if "ms" in case["figures"][one]]
        worst = max(times, default=0.0)
        lines.append(
            f"* {_TITLES[one]}: median of the queries {spread(times)[0]:.1f} ms, slowest {worst:.0f} ms."
        )
    for one in run["others"]:
        lines.append(
            f"* {_TITLES[one]}: loaded in {run['load_s'][one]:.0f} s, {run['to_json'][one]:.1f} times the JSON."
        )
        lines += [_compared(run, one, own) for own in run["databases"]]
    for case in run["cases"]:
        lines += [f"* ‡ {case['name']}: {text}" for text in case["differences"]]
    if not any(case["differences"] for case in run["cases"]):
        lines.append("* All engines give the same totals.")
    return lines


def _compared(run: dict[str, Any], other: str, own: str) -> str:
    ratios = [ratio for case in run["cases"] if (ratio := ratio_of(case, other, own)) is not None]
    if not ratios:
        return f"  * No query was answered by both it and {_TITLES[own]}."
    slower = sum(ratio > 1 for ratio in ratios)
    return (
        f"  * It is slower than {_TITLES[own]} in {slower} of {len(ratios)} queries; the median takes "
        f"{spread(ratios)[0]:.1f} times as long, the largest {max(ratios):,.0f} times, the smallest {min(ratios):.1f}."
    )


def _servers(run: dict[str, Any]) -> str:
    ours = run["databases"]
    lines = [
        "| The node as a whole | " + " | ".join(_TITLES[one] for one in ours) + " |",
        "| --- |" + " ---: |" * len(ours),
    ]
    for name, title in _SERVER_ROWS:
        lines.append(
            f"| {title} | " + " | ".join(str(run["servers"][one].get(name, "–")) for one in ours) + " |"
        )
    return "\n".join(lines)
