"""The client: one method for each thing that publishers and readers do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from time import monotonic, sleep
from types import TracebackType
from typing import Any, Final, Literal
from urllib.parse import quote

from opencredreg.client.answers import build_error, convert, decode, expect_object, find_json, list_in
from opencredreg.client.batches import build_batch, encode, read_batch
from opencredreg.client.documents import read_check, read_publish
from opencredreg.client.errors import ClientError, TimedOut
from opencredreg.client.results import BatchResult, ItemResult
from opencredreg.client.searching import CodeSuggestion, ExternalIdentifier, Hit, iter_hits, iter_identifiers
from opencredreg.client.transport import Transport
from opencredreg.ids import dashed, new_uuid

__all__ = ["Client"]

Item = Mapping[str, Any]
_WAIT_FIRST_S: Final = 0.2
_WAIT_MOST_S: Final = 3.0
_CTIDS_AT_ONCE: Final = 10_000
_DELETING: Final = frozenset({"delete", "purge", "envelopedelete"})


class Client:
    """A registry, as a program uses it. Connections stay open until :meth:`close`; threads may share a client.

    Requests that found nobody, or that the registry was too busy for (429, 502, 503, 504), are repeated; it may
    name the time with ``Retry-After``. Publishing is repeated too: its ``Idempotency-Key`` keeps the registry from
    taking a batch twice.

    Args:
        base_url: the address of the registry.
        key: an API key of the organization that publishes; reading public data needs none.
        community: the community to work in; ``None`` for the default one.
        timeout: the seconds that one answer may take.
        retries: how often a request is repeated at most.

    Raises:
        ValueError: the address is none, or the key cannot be sent.
    """

    def __init__(
        self,
        base_url: str,
        key: str | None = None,
        *,
        community: str | None = None,
        timeout: float = 30,
        retries: int = 3,
    ) -> None:
        self._transport = Transport(base_url, key, timeout, retries)
        self._community = community
        self._place = f"/{quote(dashed(community), safe='')}" if community else ""

    @property
    def base_url(self) -> str:
        """The address of the registry."""
        return self._transport.base_url

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    # Publishing plain input -----------------------------------------------------------------------------------

    def publish(
        self,
        items: Iterable[Item],
        owner: str | None = None,
        *,
        keep: Literal["all", "good"] = "all",
        dry_run: bool = False,
        idempotency_key: str | None = None,
        as_job: bool = False,
        default_language: str | None = None,
    ) -> BatchResult:
        """Publish plain input: any types, in any order, with references from one item to another.

        Args:
            items: each with ``type`` and ``resource``, and with what else a request of that type has
                (``Competencies``, ``ReferenceObjects``, ...). An item may name its own ``owner``.
            owner: the CTID of the organization whose data it is.
            keep: ``all`` takes every item or none, ``good`` takes those that are right.
            dry_run: store nothing; the results say what would happen, with the CTDL and the difference.
            idempotency_key: the name of this batch. The same name publishes nothing twice and gives the first
                result again. Without it, one is made.
            as_job: do not wait for the end; :meth:`wait` does.
            default_language: of texts that do not say theirs; a language tag.

        Returns:
            A result per item, also when some or all were refused; :meth:`BatchResult.raise_for_errors` tells.

        Raises:
            ClientError: the batch as a whole cannot be taken, because of the key or its form, say.
        """
        body = build_batch(items, owner, default_language)
        body |= {"keep": keep, "dry_run": dry_run, "as_job": as_job}
        headers = {} if dry_run else {"Idempotency-Key": idempotency_key or new_uuid()}
        return self._batch("publish", body, headers)

    def publish_one(self, type: str, resource: Item, owner: str | None = None, **siblings: Any) -> ItemResult:
        """Publish one resource.

        Args:
            type: what it is: ``course``, ``job``, ...
            resource: its fields.
            owner: the CTID of the organization whose data it is.
            siblings: what stands beside the resource: ``external_id``, ``Competencies``, ``ReferenceObjects``, ...

        Raises:
            ClientError: it was refused, with the findings.
        """
        batch = self.publish([{"type": type, "resource": resource, **siblings}], owner)
        if not batch.results:
            raise ClientError("The answer cannot be understood", "It holds no result of the item.")
        for result in batch:
            result.raise_for_errors()
        return batch.results[0]

    def format(
        self, items: Iterable[Item], owner: str | None = None, *, default_language: str | None = None
    ) -> BatchResult:
        """Turn plain input into CTDL and check it, without a key and without storing anything.

        Returns:
            A result per item, with its ``document``.
        """
        return self._batch("format", build_batch(items, owner, default_language), {})

    def batch(self, id: str) -> BatchResult:
        """How far a batch has come, with its results when it is done."""
        return read_batch(self._get(f"/publish/batches/{quote(id, safe='')}"))

    def wait(
        self,
        id: str,
        on_progress: Callable[[int, int], None] | None = None,
        timeout: float = 3600,
    ) -> BatchResult:
        """Wait for the end of a batch that was published as a job.

        Args:
            id: of the batch.
            on_progress: called with how many items are done and how many there are, whenever that was asked for.
            timeout: the seconds to wait at most.

        Raises:
            TimedOut: it takes longer. It goes on, and can be waited for again.
        """
        end = monotonic() + timeout
        pause = _WAIT_FIRST_S
        while True:
            found = self.batch(id)
            if on_progress is not None:
                on_progress(found.done, found.total)
            if found.is_finished:
                return found
            if monotonic() + pause > end:
                raise TimedOut(
                    "The batch is not done yet",
                    f"{found.done:,} of {found.total:,} items are, after {timeout:g} s.",
                    hint=f"It goes on. Wait again with wait({id!r}).",
                )
            sleep(pause)
            pause = min(pause * 1.5, _WAIT_MOST_S)

    def identifiers(
        self, owner: str, *, external_id: str | None = None, ctid: str | None = None
    ) -> Iterator[ExternalIdentifier]:
        """Which identifiers of an organization belong to which CTIDs. Pages are fetched as they are used.

        Args:
            owner: the CTID of the organization.
            external_id: only this identifier.
            ctid: only those of this resource.
        """
        asked = {"external_id": external_id, "resource": ctid}
        query = {name: value for name, value in asked.items() if value is not None}
        path = f"/api/organizations/{quote(owner, safe='')}/identifiers"
        return iter_identifiers(lambda page: self._get(path, {**query, **page}))

    def assistant(self, type: str, action: str, body: Item) -> Any:
        """Send a request of the Registry Assistant API.

        Returns:
            The answer as it is: an object whose ``Successful`` says how it went, and for lists a list of them.

        Raises:
            ClientError: the answer is no answer of that API.
        """
        method = "DELETE" if action.lower() in _DELETING else "POST"
        path = f"/assistant/{quote(type, safe='')}/{quote(action, safe='')}"
        answer, _ = self._transport.send(method, path, body=encode(body))
        value = find_json(answer)
        if isinstance(value, dict) and "Successful" in value:
            # Some refusals have a status of their own, and the same shape as all others.
            return value
        return decode(answer)

    # Finished documents ---------------------------------------------------------------------------------------

    def publish_document(
        self, document: Item | bytes, owner: str, *, dry_run: bool = False, mode: str | None = None
    ) -> ItemResult:
        """Publish a finished CTDL document, which is kept byte for byte when it is given as bytes.

        Args:
            document: JSON-LD in graph form.
            owner: the CTID of the organization whose data it is.
            dry_run: store nothing; the result says what would happen.
            mode: how strictly it is checked: ``gate``, ``provisional`` or ``publish``. Default: as the community does.

        Raises:
            ClientError: the request as a whole is wrong, because of the key or the owner, say.
        """
        body = document if isinstance(document, bytes) else encode(document)
        if dry_run:
            query = {"mode": mode or "gate", "registry": "true"}
            checked = expect_object(self._post(f"{self._place}/validate", body, query))
            return read_check(body, checked, self._find_graph)
        query = {"findings": "true", **({"mode": mode} if mode else {})}
        path = f"{self._place}/resources/organizations/{quote(owner, safe='')}/documents"
        answer, _ = self._transport.send("POST", path, query=query, body=body)
        return read_publish(body, answer)

    def delete(self, ctid: str, owner: str | None = None) -> None:
        """Delete a document; its history stays.

        Args:
            ctid: of the document.
            owner: delete it only when it belongs to this organization.

        Raises:
            ClientError: there is none, it belongs to somebody else, or the key may not delete it.
        """
        name = quote(ctid, safe="")
        if owner is not None:
            found = expect_object(self._get(f"{self._place}/envelopes/{name}", {"metadata_only": "true"}))
            owned_by = str(found.get("owned_by") or "")
            if owned_by.lower() != owner.lower():
                raise ClientError(
                    "It belongs to another organization",
                    f"{ctid} belongs to {owned_by or 'nobody'} and not to {owner}.",
                    hint="Look at the CTID, or delete it without naming an owner.",
                )
        answer, attempts = self._transport.send("DELETE", f"{self._place}/resources/documents/{name}")
        # When an answer was lost on the way and the request repeated, the first one has deleted it.
        if answer.status >= 400 and not (attempts > 1 and answer.status in (404, 410)):
            raise build_error(answer)

    # Reading --------------------------------------------------------------------------------------------------

    def resource(self, ctid: str) -> dict[str, Any]:
        """A resource as it was published.

        Raises:
            ClientError: there is none (404), or it was deleted (410).
        """
        return expect_object(self._get(f"{self._place}/resources/{quote(ctid, safe='')}"))

    def graph(self, ctid: str) -> dict[str, Any]:
        """The whole document that a resource is in.

        Raises:
            ClientError: there is none (404), or it was deleted (410).
        """
        return expect_object(self._get(f"{self._place}/graph/{quote(ctid, safe='')}"))

    def exists(self, ctids: Iterable[str]) -> frozenset[str]:
        """Those of the CTIDs that exist, spelled as they were given."""
        asked = list(dict.fromkeys(ctids))
        found: set[str] = set()
        for start in range(0, len(asked), _CTIDS_AT_ONCE):
            some = {"ctids": asked[start : start + _CTIDS_AT_ONCE]}
            answer = self._post(f"{self._place}/resources/check_existence", encode(some))
            found |= set(convert(answer, list[str]))
        return frozenset(found)

    def search(self, query: str | Mapping[str, Any] | list[Any], *, page_size: int = 100) -> Iterator[Hit]:
        """Find resources. Pages are fetched as the results are used; whoever stops early pays for no more.

        Args:
            query: words, or a query of the CTDL query language.
            page_size: how many results to fetch at a time, up to 1,000.
        """
        return iter_hits(
            lambda body: self._post("/api/search", encode(body)), query, page_size, self._community
        )

    def suggest_codes(self, list: str, words: str) -> tuple[CodeSuggestion, ...]:
        """Codes of a list (``soc``, ``cip``, ``naics``) whose titles fit what was typed, the likeliest first."""
        found = list_in(self._get(f"/codes/{quote(list, safe='')}/suggest", {"q": words}), "suggestions")
        return convert(found, tuple[CodeSuggestion, ...])

    # What the registry can do ---------------------------------------------------------------------------------

    def capabilities(self) -> dict[str, Any]:
        """What the registry can do: types, fields, schemes, limits and the rules in use."""
        return expect_object(self._get("/capabilities"))

    def types(self) -> list[Any]:
        """The types that can be published as plain input."""
        return list_in(self._get("/assistant/types"), "types")

    def schema(self, type: str) -> dict[str, Any]:
        """The JSON Schema of a request of a type."""
        return expect_object(self._get(f"/assistant/types/{quote(type, safe='')}/schema"))

    def example(self, type: str, size: Literal["minimal", "maximal"] = "minimal") -> dict[str, Any]:
        """A request of a type that can be published: with what is required, or with every field."""
        path = f"/assistant/types/{quote(type, safe='')}/example"
        return expect_object(self._get(path, {"size": size}))

    def _find_graph(self, ctid: str) -> dict[str, Any] | None:
        try:
            return self.graph(ctid)
        except ClientError as error:
            if error.status in (404, 410):
                return None
            raise

    def _get(self, path: str, query: Mapping[str, str] | None = None) -> Any:
        answer, _ = self._transport.send("GET", path, query=query)
        return decode(answer)

    def _post(self, path: str, body: bytes, query: Mapping[str, str] | None = None) -> Any:
        answer, _ = self._transport.send("POST", path, query=query, body=body)
        return decode(answer)

    def _batch(self, action: str, body: Item, headers: Mapping[str, str]) -> BatchResult:
        path = f"{self._place}/{action}"
        answer, _ = self._transport.send("POST", path, body=encode(body), headers=headers)
        value = find_json(answer)
        if isinstance(value, dict) and "results" in value:
            # Also where every item was refused, which is 422: each of them says why.
            return read_batch(value)
        return read_batch(decode(answer))
