"""Where a request to publish comes from, for the log."""

from __future__ import annotations

from opencredreg.accounts.organizations import get_organization_by_id
from opencredreg.api.call import Call
from opencredreg.ids import new_uuid
from opencredreg.registry.publishing_log import Method, Origin

__all__ = ["origin_of"]

_LONGEST = 100


def origin_of(call: Call, method: Method = "publishMethod:RegistryAssistant") -> Origin:
    """Who calls, from where; ``X-Request-Id`` names the request where the client gives it a name."""
    actor = call.actor
    publisher = None
    if len(actor.organization_ids) == 1:
        with call.node.database.read() as connection:
            publisher = get_organization_by_id(connection, next(iter(actor.organization_ids))).ctid
    client = call.request.client
    return Origin(
        actor=actor,
        method=method,
        request_id=(call.header("x-request-id") or new_uuid())[:_LONGEST],
        publisher_ctid=publisher,
        address=client.host if client is not None else None,
    )
