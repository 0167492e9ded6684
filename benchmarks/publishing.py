"""How fast plain input is published: single requests, a batch of mixed resources, large frameworks and collections.

python -m benchmarks publishing [--database sqlite postgresql] [--seconds 5] [--no-write]

Everything goes through a running server as a publisher sends it. What was published is asked for by the next request;
a figure counts only when everything was found.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import tempfile
import threading
import time
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.load import Client, spread
from benchmarks.node import BenchNode, resident_bytes

_HERE = Path(__file__).parent
_START, _END = "<!-- publishing figures -->", "<!-- end of publishing figures -->"
_BATCH, _MEMBERS = 5_000, 10_000
_WORDS = (
    "orchard harvest grafting pruning soil irrigation blossom cider market tractor safety ledger nursery variety "
    "rootstock pollination frost storage pressing tasting season ladder basket compost"
).split()

ROWS = (
    ("small_ms", "Publishing a course of 20 fields, median ms"),
    ("small_p95_ms", "... p95, ms"),
    ("small_per_second", "... requests a second, one client"),
    ("small_four_per_second", "... requests a second, four clients"),
    ("format_ms", "Formatting it (nothing is stored), median ms"),
    ("again_ms", "Publishing it again unchanged, median ms"),
    ("batch_seconds", "A batch of 5,000 mixed resources, all or nothing, s"),
    ("batch_per_second", "... resources a second"),
    ("job_seconds", "... as a job that keeps the good, s"),
    ("rehearsal_seconds", "... as a dry run, s"),
    ("framework_seconds", "A framework of 10,000 competencies from plain input, s"),
    ("framework_format_seconds", "... formatting it, s"),
    ("collection_seconds", "A collection of 10,000 members, s"),
    ("append_seconds", "... adding 50 members to it, s"),
    ("memory_mb", "Memory of the server after all that, MB"),
)


class Inputs:
    """Plain input of an invented college, always the same for a seed."""

    def __init__(self, owner: str, seed: int = 7) -> None:
        self.owner = owner
        self._random = random.Random(seed)

    def ctid(self) -> str:
        """A CTID."""
        return f"ce-{uuid.UUID(int=self._random.getrandbits(128), version=4)}"

    def text(self, words: int) -> str:
        """A sentence."""
        return " ".join(self._random.choice(_WORDS) for _ in range(words)).capitalize()

    def course(self) -> dict[str, Any]:
        """A course of about 20 fields, 3 KB as JSON."""
        page = f"https://orchard-college.test/courses/{self._random.randrange(10**9)}"
        return {
            "CTID": self.ctid(),
            "Name": self.text(4),
            "Description": self.text(60),
            "SubjectWebpage": page,
            "InLanguage": ["en-US"],
            "Keyword": [self.text(2) for _ in range(6)],
            "Subject": [self.text(2) for _ in range(3)],
            "CodedNotation": f"ORC-{self._random.randrange(1000)}",
            "OwnedBy": [{"CTID": self.owner}],
            "OfferedBy": [{"CTID": self.owner}],
            "AvailableOnlineAt": [page],
            "DeliveryType": ["In-Person"],
            "AudienceLevelType": ["Beginner Level"],
            "CIP_Codes": ["01.0304"],
            "ONET_Codes": ["45-2092.01"],
            "CreditValue": [{"Value": 3, "CreditUnitType": ["SemesterHour"]}],
            "EstimatedDuration": [{"ExactDuration": {"Weeks": 12}}],
            "EstimatedCost": [
                {
                    "Description": "What it costs to take part",
                    "CostDetails": page,
                    "Currency": "USD",
                    "CostItems": [{"DirectCostType": "Tuition", "Price": 480}],
                }
            ],
            "Requires": [
                {"Description": self.text(20), "TargetCompetency": [{"TargetNodeName": self.text(5)}]}
            ],
            "Teaches": [{"TargetNodeName": self.text(6)} for _ in range(5)],
        }

    def work(self, kind: str) -> dict[str, Any]:
        """An occupation, job, work role or task."""
        whose = "OfferedBy" if kind == "job" else "AssertedBy"
        return {
            "CTID": self.ctid(),
            "Name": self.text(3),
            "Description": self.text(30),
            whose: [{"CTID": self.owner}],
        }

    def framework(self, competencies: int) -> dict[str, Any]:
        """A request with a framework: ten at the top, the others below them."""
        framework = self.ctid()
        ctids = [self.ctid() for _ in range(competencies)]
        members = []
        for place, ctid in enumerate(ctids):
            parent = {"IsTopChildOf": framework} if place < 10 else {"IsChildOf": [ctids[place % 10]]}
            members.append(
                {
                    "CTID": ctid,
                    "CompetencyText": self.text(14),
                    "CompetencyLabel": self.text(4),
                    "CodedNotation": f"{place % 10}.{place}",
                    "IsPartOf": framework,
                    **parent,
                }
            )
        return {
            "PublishForOrganizationIdentifier": self.owner,
            "CompetencyFramework": {
                "CTID": framework,
                "Name": self.text(4),
                "Description": self.text(20),
                "InLanguage": ["en-US"],
                "Publisher": [self.owner],
                "HasTopChild": ctids[:10],
            },
            "Competencies": members,
        }


def measure(database: str, seconds: float) -> dict[str, Any]:
    """All figures on one database."""
    with tempfile.TemporaryDirectory() as folder:
        if database == "postgresql":
            from tests.support.postgres import running_postgres

            with running_postgres(durable=True, settings={"shared_buffers": "1GB"}) as server:
                return _measure(BenchNode(Path(folder), server.url(server.create_database())), seconds)
        return _measure(BenchNode(Path(folder)), seconds)


def _measure(node: BenchNode, seconds: float) -> dict[str, Any]:
    inputs = Inputs(node.owner)
    figures: dict[str, Any] = {}
    with node.serving() as (port, pid):
        # A server closes connections on which nothing happens, so each part has its own.
        figures |= _small(port, node, Client(port, node.token), inputs, seconds)
        figures |= _batches(Client(port, node.token), inputs)
        figures |= _large(Client(port, node.token), inputs)
        figures["memory_mb"] = round(resident_bytes(pid) / 1e6)
    return figures


def _wrapped(inputs: Inputs, course: dict[str, Any]) -> bytes:
    return msgspec.json.encode(
        {"PublishForOrganizationIdentifier": inputs.owner, "LearningOpportunity": course}
    )


def _small(port: int, node: BenchNode, client: Client, inputs: Inputs, seconds: float) -> dict[str, Any]:
    say("  single requests")
    bodies = [_wrapped(inputs, inputs.course()) for _ in range(4_000)]
    times, found, end = [], 0, time.perf_counter() + seconds
    for body in bodies[:2_000]:
        times.append(_successful(client.request("POST", "/assistant/course/publish", body)))
        found += 1
        if time.perf_counter() > end:
            break
    rate = found / sum(times)
    _require_found(client, [json.loads(body)["LearningOpportunity"]["CTID"] for body in bodies[:found]])
    formats = [_successful(client.request("POST", "/assistant/course/format", body)) for body in bodies[:200]]
    again = [_successful(client.request("POST", "/assistant/course/publish", body)) for body in bodies[:200]]
    done = 0
    lock = threading.Lock()
    waiting = iter(bodies[2_000:])
    end = time.perf_counter() + seconds

    def work() -> None:
        nonlocal done
        own = Client(port, node.token)
        while time.perf_counter() < end:
            with lock:
                body = next(waiting, None)
            if body is None:
                return
            _successful(own.request("POST", "/assistant/course/publish", body))
            with lock:
                done += 1

    start = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    middle, high, _ = spread([one * 1000 for one in times])
    return {
        "small_ms": round(middle, 1),
        "small_p95_ms": round(high, 1),
        "small_per_second": round(rate),
        "small_four_per_second": round(done / (time.perf_counter() - start)),
        "format_ms": round(spread([one * 1000 for one in formats])[0], 1),
        "again_ms": round(spread([one * 1000 for one in again])[0], 1),
    }


def _mixed(inputs: Inputs) -> list[dict[str, Any]]:
    kinds = ("course", "task", "job", "occupation", "workrole")
    items = []
    for place in range(_BATCH):
        kind = kinds[place % len(kinds)]
        resource = inputs.course() if kind == "course" else inputs.work(kind)
        items.append({"type": kind, "resource": resource})
    return items


def _batches(client: Client, inputs: Inputs) -> dict[str, Any]:
    say("  batches of 5,000 mixed resources")
    figures: dict[str, Any] = {}
    items = _mixed(inputs)
    body = msgspec.json.encode({"owner": inputs.owner, "items": items, "dry_run": True})
    figures["rehearsal_seconds"] = round(_ok(client.request("POST", "/publish", body)), 2)
    body = msgspec.json.encode({"owner": inputs.owner, "items": items})
    seconds = _ok(client.request("POST", "/publish", body))
    _require_found(client, [item["resource"]["CTID"] for item in items])
    figures["batch_seconds"] = round(seconds, 2)
    figures["batch_per_second"] = round(_BATCH / seconds)
    items = _mixed(inputs)
    body = msgspec.json.encode({"owner": inputs.owner, "items": items, "as_job": True, "keep": "good"})
    start = time.perf_counter()
    answer = client.request("POST", "/publish", body)
    identity = json.loads(answer[2])["id"]
    while json.loads(client.request("GET", f"/publish/batches/{identity}")[2])["status"] != "done":
        time.sleep(0.2)
    figures["job_seconds"] = round(time.perf_counter() - start, 2)
    _require_found(client, [item["resource"]["CTID"] for item in items])
    return figures


def _large(client: Client, inputs: Inputs) -> dict[str, Any]:
    say("  a framework of 10,000 competencies, and a collection of them")
    request = inputs.framework(_MEMBERS)
    members = [member["CTID"] for member in request["Competencies"]]
    body = msgspec.json.encode(request)
    formatting = _successful(client.request("POST", "/assistant/competencyframework/format", body))
    framework = _successful(client.request("POST", "/assistant/competencyframework/publish", body))
    _require_found(client, members)
    ctid = inputs.ctid()
    collection = {
        "PublishForOrganizationIdentifier": inputs.owner,
        "Collection": {
            "CTID": ctid,
            "Name": inputs.text(3),
            "Description": inputs.text(20),
            "OwnedBy": [{"CTID": inputs.owner}],
            "SubjectWebpage": "https://orchard-college.test/collections/all",
            "HasMember": members[:-50],
        },
    }
    seconds = _successful(
        client.request("POST", "/assistant/collection/publish", msgspec.json.encode(collection))
    )
    more = {
        "PublishForOrganizationIdentifier": inputs.owner,
        "CTID": ctid,
        "HasMember": members[-50:],
    }
    append = _successful(
        client.request("POST", "/assistant/collection/HasMembersAppend", msgspec.json.encode(more))
    )
    graph = json.loads(client.request("GET", f"/resources/{ctid}")[2])
    assert len(graph["ceterms:hasMember"]) == _MEMBERS, "a member of the collection is missing"
    return {
        "framework_seconds": round(framework, 2),
        "framework_format_seconds": round(formatting, 2),
        "collection_seconds": round(seconds, 2),
        "append_seconds": round(append, 2),
    }


def _require_found(client: Client, ctids: Sequence[str]) -> None:
    """Everything that was published is found by the next request."""
    found = client.request("POST", "/resources/check_existence", msgspec.json.encode({"ctids": ctids}))[2]
    assert len(json.loads(found)) == len(ctids), "something that was published is not found"


def _successful(answer: tuple[float, int, bytes]) -> float:
    value = json.loads(answer[2])
    assert answer[1] == 200, answer[2][:500]
    assert value["Successful"], value["Messages"][:5]
    return answer[0]


def _ok(answer: tuple[float, int, bytes]) -> float:
    assert answer[1] == 200, answer[2][:800]
    return answer[0]


def say(text: str) -> None:
    """What is being done now."""
    print(text, flush=True)


def table(figures: dict[str, dict[str, Any]]) -> str:
    """The figures as a table, a column for each database."""
    names = list(figures)
    lines = [f"| | {' | '.join(names)} |", f"| --- |{' ---: |' * len(names)}"]
    for key, title in ROWS:
        lines.append(f"| {title} | {' | '.join(str(figures[name].get(key, '')) for name in names)} |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and write down."""
    parser = argparse.ArgumentParser(prog="benchmarks publishing", description=__doc__)
    parser.add_argument(
        "--database", nargs="+", default=["sqlite", "postgresql"], choices=["sqlite", "postgresql"]
    )
    parser.add_argument("--seconds", type=float, default=5.0, help="for each measurement of single requests")
    parser.add_argument("--no-write", action="store_true", help="print only")
    options = parser.parse_args(arguments)
    figures = {}
    for database in options.database:
        say(database)
        figures[database] = measure(database, options.seconds)
    machine = f"{platform.machine()}, Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}."
    text = f"{machine}\n\n{table(figures)}"
    print(text)
    if not options.no_write:
        readme = _HERE / "README.md"
        content = readme.read_text()
        before, after = content.split(_START)[0], content.split(_END)[1]
        readme.write_text(f"{before}{_START}\n{text}\n{_END}{after}")
        found = {"machine": machine, "figures": figures}
        (_HERE / "publishing.json").write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=1))


if __name__ == "__main__":
    main()
