"""Who may read a community: everybody, or for a secured one the holders of a token or an API key.

Source: ``registry-api.md`` section 1.5; ``architecture.md`` section 6, decision 2.
"""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

from opencredreg.accounts.actor import Actor
from opencredreg.accounts.policy import may_use, require_scope
from opencredreg.errors import NotAuthenticated, Unavailable
from opencredreg.registry.communities import Community
from opencredreg.registry.node import Node

__all__ = ["may_read", "require_read"]

_TIMEOUT_S = 5.0
_KEPT = 10_000
_answers: dict[tuple[str, str, str], tuple[float, bool]] = {}
_lock = threading.Lock()


def require_read(node: Node, actor: Actor, community: Community, key: str | None) -> None:
    """Let only those pass who may read the community.

    Raises:
        NotAuthenticated: the community is secured, and the caller has no valid token or key.
        KeyLimited: the caller has a valid key, which is not made for searching.
        Unavailable: the service that knows the keys does not answer.
    """
    if not may_read(node, actor, community, key):
        if actor.role is not None:
            require_scope(actor, "search")
        raise NotAuthenticated(
            "401 Unauthorized", hint="This community is secured: send a token or API key in Authorization."
        )


def may_read(node: Node, actor: Actor, community: Community, key: str | None) -> bool:
    """Whether the caller may read the community. Any valid token of the node will do, if it is for searching."""
    if not community.secured:
        return True
    if actor.role is not None:
        return may_use(actor, "search")
    return key is not None and _is_valid_key(node, community.name, key)


def _is_valid_key(node: Node, community: str, key: str) -> bool:
    access = node.settings.access
    if not access.api_key_validation_endpoint:
        return False
    now = time.monotonic()
    asked = (access.api_key_validation_endpoint, community, key)
    with _lock:
        known = _answers.get(asked)
        if known is not None and known[0] > now:
            return known[1]
    valid = _ask(*asked)
    kept = access.api_key_cache_seconds if valid else access.api_key_negative_cache_seconds
    with _lock:
        if len(_answers) >= _KEPT:
            _answers.clear()
        _answers[asked] = (now + kept, valid)
    return valid


def _ask(endpoint: str, community: str, key: str) -> bool:
    query = urllib.parse.urlencode({"apikey": key, "community": community})
    separator = "&" if "?" in endpoint else "?"
    try:
        with urllib.request.urlopen(f"{endpoint}{separator}{query}", timeout=_TIMEOUT_S) as answer:
            value = json.loads(answer.read(65_536))
    except urllib.error.HTTPError:
        return False
    except (OSError, ValueError) as error:
        raise Unavailable("The service that validates API keys does not answer.") from error
    return isinstance(value, dict) and value.get("valid") is True
