"""A small registry that speaks the wire of publishing plain input, and fails in every way that it is told to."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import msgspec

from opencredreg.ids import derive_ctid, new_uuid

__all__ = ["Drop", "FakeRegistry", "Hang", "Reply", "Seen", "fake_registry"]

_KEY = "sesame"


class Reply(msgspec.Struct, frozen=True):
    """An answer as it is, whatever was asked for."""

    status: int
    body: bytes = b"{}"
    headers: dict[str, str] = {}
    media_type: str = "application/json"


class Drop(msgspec.Struct, frozen=True):
    """The connection ends before the answer (0), or after so many bytes of its body."""

    after: int = 0
    is_done: bool = False
    """Whether what was asked for is done all the same."""


class Hang(msgspec.Struct, frozen=True):
    """No answer until the registry is closed."""


class Seen(msgspec.Struct, frozen=True):
    """A request that arrived. Names of headers are in lower case."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


class FakeRegistry:
    """The state of the registry. ``script`` are the failures of the next requests; without one it works."""

    key = _KEY

    def __init__(self) -> None:
        self.url = ""
        self.script: deque[Reply | Drop | Hang] = deque()
        self.seen: list[Seen] = []
        self.connections = 0
        self.most_items = 5_000
        self.stored: dict[str, dict[str, Any]] = {}
        self.owners: dict[str, str] = {}
        self.closed = threading.Event()
        self._answers: dict[str, tuple[int, Any]] = {}
        self._jobs: dict[str, dict[str, Any]] = {}
        self._identifiers: list[dict[str, Any]] = []

    def paths(self) -> list[str]:
        """What was asked for, as method and path."""
        return [f"{one.method} {one.path}" for one in self.seen]

    def answer(self, seen: Seen) -> tuple[int, Any]:
        """Status and body of a request that does not fail."""
        steps = [step for step in seen.path.split("/") if step]
        if steps[0] == "assistant":
            steps = [step.lower() for step in steps]
        if steps[:1] == ["navy"]:
            steps = steps[1:]
        match (seen.method, *steps):
            case ("POST", "publish"):
                return self._publish(seen)
            case ("POST", "format"):
                return self._batch(seen.body | {"dry_run": True})
            case ("GET", "publish", "batches", id):
                return self._job(id)
            case ("GET", "api", "organizations", _, "identifiers"):
                return 200, self._list_identifiers(**seen.query)
            case ("GET", "capabilities"):
                return 200, {"limits": {"batch_items": self.most_items}}
            case ("GET", "assistant", "types"):
                return 200, {"types": [{"type": "course"}, {"type": "job"}]}
            case ("GET", "assistant", "types", kind, "schema"):
                return 200, {"title": kind}
            case ("GET", "assistant", "types", kind, "example"):
                return 200, {"type": kind, "size": seen.query["size"]}
            case ("GET", "codes", name, "suggest"):
                return 200, {"suggestions": [{"list": name, "code": "01.0000", "title": seen.query["q"]}]}
            case ("POST", "assistant", kind, "format"):
                return 200, {"Successful": kind == "course", "Messages": ["Error - no name"]}
            case ("DELETE", "assistant", _, "delete"):
                return 401, {"Successful": False, "Messages": ["Error - unknown key"]}
            case ("POST", "resources", "organizations", owner, "documents"):
                return self._document(owner, seen.body)
            case ("POST", "validate"):
                return 200, self._check(seen.body)
            case ("POST", "resources", "check_existence"):
                return 200, [ctid for ctid in seen.body["ctids"] if ctid.lower() in self.stored]
            case ("GET", "resources" | "graph" | "envelopes", ctid):
                return self._read(steps[0], ctid.lower())
            case ("DELETE", "resources", "documents", ctid):
                return self._delete(ctid.lower())
            case ("POST", "api", "search"):
                return self._search(seen.body)
        return 404, {"title": "Nothing of that name", "detail": seen.path, "status": 404}

    def _publish(self, seen: Seen) -> tuple[int, Any]:
        if seen.headers.get("authorization", "").rpartition(" ")[2] != _KEY:
            return 401, {"title": "Who are you?", "status": 401, "detail": "No key.", "hint": "Send one."}
        name = seen.headers.get("idempotency-key", "")
        if name in self._answers:
            return self._answers[name]
        status, value = self._batch(seen.body)
        if seen.body["as_job"]:
            self._jobs[value["id"]] = value | {"done": 0}
            status, value = 202, {"id": value["id"], "status": "waiting", "total": value["total"], "done": 0}
        if name:
            self._answers[name] = (status, value)
        return status, value

    def _batch(self, body: dict[str, Any]) -> tuple[int, Any]:
        if len(body["items"]) > self.most_items:
            return 413, {"title": "Too much", "status": 413, "detail": f"At most {self.most_items} items."}
        made = [self._item(place, item, body) for place, item in enumerate(body["items"])]
        is_good = all(one["outcome"] != "refused" for one in made)
        if not is_good and body.get("keep", "all") == "all":
            made = [one if one["outcome"] == "refused" else one | {"outcome": "not-tried"} for one in made]
        if not body["dry_run"]:
            for one, item in zip(made, body["items"], strict=True):
                self._store(one, item, body)
        taken = [one for one in made if one["outcome"] not in ("refused", "not-tried")]
        value = {
            "id": new_uuid(),
            "status": "done",
            "successful": is_good,
            "total": len(made),
            "done": len(made),
            "results": made,
        }
        return (200 if is_good or body["dry_run"] else 207 if taken else 422), value

    def _item(self, place: int, item: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        holder = next((name for name in item if isinstance(item[name], dict)), "resource")
        resource = item.get(holder, {})
        owner = item.get("owner") or body.get("owner") or ""
        ctid = resource.get("CTID") or derive_ctid(owner, item.get("external_id", ""))
        one = {"place": place, "type": item["type"], "ctid": ctid, "name": resource.get("Name"), "class": "C"}
        findings = []
        if not resource.get("Name"):
            findings = [
                {
                    "code": "required.missing",
                    "severity": "error",
                    "pointer": f"/{holder}/Name",
                    "message": "There is no name.",
                    "hint": "Add Name.",
                }
            ]
        document = {"@graph": [{"ceterms:ctid": ctid, **resource}]}
        known = self.stored.get(ctid)
        words = ("would-create", "would-update") if body["dry_run"] else ("created", "updated")
        same = "would-keep" if body["dry_run"] else "unchanged"
        outcome = "refused" if findings else words[known is not None] if known != document else same
        one |= {"outcome": outcome, "findings": findings, "document": document}
        if known is not None and known != document:
            before, after = known["@graph"][0].get("Name"), resource.get("Name")
            one["difference"] = [{"pointer": "/@graph/0/Name", "before": before, "after": after}]
        return one

    def _store(self, one: dict[str, Any], item: dict[str, Any], body: dict[str, Any]) -> None:
        document = one.pop("document")
        one.pop("difference", None)
        if one["outcome"] in ("created", "updated"):
            owner = str(item.get("owner") or body.get("owner"))
            self.stored[one["ctid"]] = document
            self.owners[one["ctid"]] = owner
            if "external_id" in item:
                self._identifiers.append({"external_id": item["external_id"], "ctid": one["ctid"]})

    def _list_identifiers(self, page: str, per_page: str, **wanted: str) -> list[dict[str, Any]]:
        if "resource" in wanted:
            wanted["ctid"] = wanted.pop("resource")
        found = [one for one in self._identifiers if wanted.items() <= one.items()]
        start = (int(page) - 1) * int(per_page)
        return found[start : start + int(per_page)]

    def _job(self, id: str) -> tuple[int, Any]:
        job = self._jobs.get(id)
        if job is None:
            return 404, {"title": "Nothing of that name", "status": 404, "detail": id}
        job["done"] = min(job["done"] + 1, job["total"])
        if job["done"] == job["total"]:
            return 200, job
        return 200, {"id": id, "status": "running", "total": job["total"], "done": job["done"]}

    def _document(self, owner: str, body: dict[str, Any]) -> tuple[int, Any]:
        checked = self._check(body)
        if not checked["sound"]:
            return 422, {"errors": ["There is no name."], "findings": checked["findings"]}
        ctid = body["@graph"][0]["ceterms:ctid"]
        before = self.stored.get(ctid)
        self.stored[ctid], self.owners[ctid] = body, owner
        history = [{"event": "create"}] if before is None else [{"event": "create"}, {"event": "update"}]
        return 201, {"changed": before != body, "node_headers": {"revision_history": history}}

    def _check(self, body: dict[str, Any]) -> dict[str, Any]:
        if "ceterms:name" in body["@graph"][0]:
            return {"sound": True, "findings": []}
        finding = {
            "code": "missing",
            "severity": "error",
            "pointer": "/@graph/0",
            "message": "There is no name.",
        }
        return {"sound": False, "findings": [finding]}

    def _read(self, kind: str, ctid: str) -> tuple[int, Any]:
        document = self.stored.get(ctid)
        if document is None:
            return 404, {"errors": ["No matching resource found"]}
        if kind == "envelopes":
            return 200, {"owned_by": self.owners[ctid]}
        return 200, document if kind == "graph" else document["@graph"][0]

    def _delete(self, ctid: str) -> tuple[int, Any]:
        if self.stored.pop(ctid, None) is None:
            return 404, {"errors": ["No matching envelopes found"]}
        return 204, None

    def _search(self, body: dict[str, Any]) -> tuple[int, Any]:
        words = body.get("q") or body["query"].get("name", "")
        all_hits = [
            {"ctid": ctid, "type": "C", "name": {"text": name, "language": "en"}, "resource": {"n": name}}
            for ctid, document in self.stored.items()
            if words in (name := str(document["@graph"][0].get("Name")))
        ]
        start = 0 if body["cursor"] == "*" else int(body["cursor"])
        end = start + body["take"]
        return 200, {
            "total": len(all_hits),
            "hits": all_hits[start:end],
            "next_cursor": str(end) if end < len(all_hits) else None,
        }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    registry: ClassVar[FakeRegistry]

    def setup(self) -> None:
        super().setup()
        self.registry.connections += 1

    def _handle(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        text = self.rfile.read(length)
        address = urlsplit(self.path)
        seen = Seen(
            method=self.command,
            path=address.path,
            query={name: values[-1] for name, values in parse_qs(address.query).items()},
            headers={name.lower(): value for name, value in self.headers.items()},
            body=json.loads(text) if text else None,
        )
        self.registry.seen.append(seen)
        step = self.registry.script.popleft() if self.registry.script else None
        if isinstance(step, Reply):
            self._send(step.status, step.body, step.media_type, step.headers)
            return
        if isinstance(step, Hang):
            self.registry.closed.wait()
            self.close_connection = True
            return
        if isinstance(step, Drop) and not step.is_done and not step.after:
            self.close_connection = True
            return
        status, value = self.registry.answer(seen)
        body = b"" if value is None else json.dumps(value).encode()
        if isinstance(step, Drop):
            self._send(status, body, "application/json", {}, cut=step.after)
            return
        problem = isinstance(value, dict) and "title" in value and status >= 400
        self._send(status, body, "application/problem+json" if problem else "application/json", {})

    do_GET = do_POST = do_DELETE = _handle

    def _send(
        self, status: int, body: bytes, media_type: str, headers: dict[str, str], cut: int | None = None
    ) -> None:
        if cut == 0:
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in {"Content-Type": media_type, **headers}.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:cut])
        if cut is not None:
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: what was asked for is in ``seen``."""


@contextmanager
def fake_registry() -> Iterator[FakeRegistry]:
    """A registry that listens on a free port of this machine."""
    registry = FakeRegistry()
    handler = type("Handler", (_Handler,), {"registry": registry})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        registry.url = f"http://127.0.0.1:{server.server_port}"
        server.daemon_threads = True
        # Threads of connections that clients keep open end when the clients close them.
        server.block_on_close = False
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield registry
        finally:
            registry.closed.set()
            server.shutdown()
            thread.join()
