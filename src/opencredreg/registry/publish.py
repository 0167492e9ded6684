"""Publishing: the one way by which a document enters the registry.

Source: ``registry-api.md`` section 4; ``architecture.md`` section 6, decisions 2, 4, 13.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from opencredreg.accounts.actor import Actor
from opencredreg.accounts.organizations import get_organization_by_id
from opencredreg.errors import RegistryError
from opencredreg.jsonld.naming import name_of
from opencredreg.registry.judging import check_documents, mode_of, refusal_of
from opencredreg.registry.node import Node
from opencredreg.registry.prepare import Prepared, prepare
from opencredreg.registry.publish_types import NotAPublishType, NotTried, PublishRequest, Receipt
from opencredreg.registry.publish_writing import DocumentBatch, Unsettled
from opencredreg.registry.publishing_log import LogRecord, Origin, write_log
from opencredreg.store.database import WriteTransaction
from opencredreg.validation import Mode

__all__ = ["publish", "publish_all", "publish_prepared", "require_publish_type"]


def publish(node: Node, actor: Actor, request: PublishRequest, origin: Origin | None = None) -> Receipt:
    """Publish one document: create its envelope, append a version, or find that nothing changed.

    Args:
        node: the node.
        actor: who publishes.
        request: the document, and for whom it is published.
        origin: where it comes from; with it, it stands in the owner's log of publishing.

    Raises:
        NotAuthenticated, NotAuthorized: the actor may not publish for the owner.
        InvalidInput, MalformedJSON, UnknownContext, LimitExceeded: the document cannot be taken.
        NotUnique: its CTID belongs to a document of another owner.
        PreconditionFailed: ``if_match`` names another version.
        Unavailable: the store is busy; nothing was changed.
    """
    require_publish_type(request.publish_type)
    prepared = prepare(node, request.payload, request.profile)

    def note(transaction: WriteTransaction, outcomes: Sequence[Receipt | RegistryError]) -> None:
        [outcome] = outcomes
        if origin is not None and request.owner_id is not None and not isinstance(outcome, RegistryError):
            write_log(transaction, origin, [_record(node, transaction, request, prepared, outcome)])

    then = note if origin is not None else None
    [outcome] = publish_prepared(node, actor, [(request, prepared)], then=then)
    if isinstance(outcome, RegistryError):
        raise outcome
    return outcome


def _record(
    node: Node, transaction: WriteTransaction, request: PublishRequest, prepared: Prepared, receipt: Receipt
) -> LogRecord:
    assert request.owner_id is not None
    main = prepared.document.main
    name = name_of(node.vocabulary, main.value) if main is not None else None
    return LogRecord(
        action="publish",
        kind="document",
        outcome=receipt.event,
        owner_ctid=get_organization_by_id(transaction.connection, request.owner_id).ctid,
        community_id=request.community_id,
        ctdl_type=prepared.ctdl_type,
        ctid=prepared.ctid,
        name=name.text if name is not None else None,
        version_id=receipt.version_id,
    )


def require_publish_type(publish_type: str) -> None:
    """Let only ``primary`` and ``secondary`` pass.

    Raises:
        NotAPublishType: it is something else.
    """
    if publish_type not in ("primary", "secondary"):
        raise NotAPublishType("resource_publish_type does not have a valid value")


def publish_all(
    node: Node, actor: Actor, requests: Sequence[PublishRequest]
) -> list[Receipt | RegistryError]:
    """Publish many documents in one transaction; each is taken or refused on its own.

    The result has one entry for each request, in order: its receipt, or the error that refused it.
    """
    outcomes: list[Receipt | RegistryError | None] = [None] * len(requests)
    ready: dict[int, tuple[PublishRequest, Prepared]] = {}
    for place, request in enumerate(requests):
        try:
            require_publish_type(request.publish_type)
            ready[place] = (request, prepare(node, request.payload, request.profile))
        except RegistryError as error:
            outcomes[place] = error
    for place, outcome in zip(ready, publish_prepared(node, actor, list(ready.values())), strict=True):
        outcomes[place] = outcome
    return [outcome for outcome in outcomes if outcome is not None]


def _judge(node: Node, documents: Sequence[tuple[PublishRequest, Prepared]]) -> dict[int, RegistryError]:
    """Check what has to be checked, all of one community together; the result is what is refused, by place."""
    groups: dict[tuple[int, Mode, bool], list[int]] = {}
    for place, (request, _) in enumerate(documents):
        mode = request.mode or "gate"
        if request.profile == "wire":
            mode = mode_of(node, request.community_id, request.mode)
        if mode != "gate" or request.report:
            groups.setdefault((request.community_id, mode, request.report), []).append(place)
    refused: dict[int, RegistryError] = {}
    for (community_id, mode, is_told), places in groups.items():
        # In mode gate the rest of the profile is told, and refuses nothing.
        reports = check_documents(
            node,
            community_id,
            [documents[place][1].document for place in places],
            "publish" if mode == "gate" else mode,
            least="note" if is_told else "warning",
        )
        for place, report in zip(places, reports, strict=True):
            documents[place][1].findings = list(report.findings)
            refusal = refusal_of(report) if mode != "gate" else None
            if refusal is not None:
                refused[place] = refusal
    return refused


def publish_prepared(
    node: Node,
    actor: Actor,
    documents: Sequence[tuple[PublishRequest, Prepared]],
    *,
    all_or_none: bool = False,
    rehearse: bool = False,
    then: Callable[[WriteTransaction, Sequence[Receipt | RegistryError]], None] | None = None,
) -> list[Receipt | RegistryError]:
    """As ``publish_all``, for documents that went through ``prepare`` already.

    Args:
        node: the node.
        actor: who publishes.
        documents: what to publish, with what was prepared of each.
        all_or_none: store nothing where one of them is refused; what would have been taken then is ``NotTried``.
        rehearse: store nothing at all; the receipts say what would become of each document.
        then: what to write in the same transaction. It is given the outcomes, and is not called where nothing
            is stored.
    """
    outcomes: list[Receipt | RegistryError | None] = [None] * len(documents)
    # What takes time and needs no lock comes before the write transaction.
    refused = _judge(node, documents)
    for place, refusal in refused.items():
        outcomes[place] = refusal
    ready = [(place, *entry) for place, entry in enumerate(documents) if place not in refused]
    if all_or_none and refused:
        return _given_up(outcomes)
    if ready or then is not None:
        try:
            with node.database.write() as transaction:
                batch = DocumentBatch(node, actor, transaction)
                for group in _groups(ready):
                    rest = group
                    while rest:
                        rest = _take_group(batch, rest, outcomes)
                decided = [outcome for outcome in outcomes if outcome is not None]
                if rehearse or (all_or_none and any(isinstance(one, RegistryError) for one in decided)):
                    raise _GivenUp
                if then is not None:
                    then(transaction, decided)
        except _GivenUp:
            return list(decided) if rehearse else _given_up(outcomes)
    return [outcome for outcome in outcomes if outcome is not None]


class _GivenUp(Exception):
    """What the transaction wrote is not to stay."""


def _given_up(outcomes: Sequence[Receipt | RegistryError | None]) -> list[Receipt | RegistryError]:
    return [
        outcome
        if isinstance(outcome, RegistryError)
        else NotTried("It was not published, because another document of the same request was refused.")
        for outcome in outcomes
    ]


def _take_group(
    batch: DocumentBatch,
    group: list[tuple[int, PublishRequest, Prepared]],
    outcomes: list[Receipt | RegistryError | None],
) -> list[tuple[int, PublishRequest, Prepared]]:
    """Decide on a group and write it; what must wait until that is written is the result."""
    batch.start(group)
    rest: list[tuple[int, PublishRequest, Prepared]] = []
    for position, (place, request, prepared) in enumerate(group):
        try:
            outcomes[place] = batch.take(request, prepared)
        except Unsettled:
            rest = group[position:]
            break
        except RegistryError as error:
            outcomes[place] = error
    batch.flush()
    return rest


def _groups(
    ready: list[tuple[int, PublishRequest, Prepared]],
) -> list[list[tuple[int, PublishRequest, Prepared]]]:
    """Divide a batch so that what is decided on within a group does not depend on the rest of the group.

    A group is of one community, names no document twice, and publishes nothing on its own that stands
    inside of a document before it.
    """
    groups: list[list[tuple[int, PublishRequest, Prepared]]] = []
    named: set[str] = set()
    described: set[str] = set()
    for entry in ready:
        _, request, prepared = entry
        names = {name for name in (prepared.ctid, prepared.document_key, prepared.main_key) if name}
        same = groups and groups[-1][0][1].community_id == request.community_id
        if not same or named & names or prepared.main_key in described:
            groups.append([])
            named = set()
            described = set()
        groups[-1].append(entry)
        named |= names
        described.update(node.key for node in prepared.nodes if node.key is not None)
    return groups
