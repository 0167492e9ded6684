"""Checking documents for those who ask, without publishing them: by the rules of a community, within the limits."""

from __future__ import annotations

from typing import Any

from opencredreg.errors import InvalidInput, LimitExceeded, NotFound
from opencredreg.findings import Severity
from opencredreg.jsonld.document import Document
from opencredreg.registry.communities import Community
from opencredreg.registry.measuring import require_few, require_shallow, require_small
from opencredreg.registry.node import Node
from opencredreg.registry.surroundings import RegistrySurroundings
from opencredreg.validation import (
    Mode,
    Surroundings,
    bundled_profile,
    parse_any_document,
    validator_for,
)
from opencredreg.validation.checking import Checked, check

__all__ = ["check_document", "find_rules_community"]


def check_document(
    node: Node,
    payload: bytes,
    *,
    community: Community | None = None,
    mode: Mode = "publish",
    least: Severity = "note",
    against_registry: bool = False,
) -> Checked:
    """Check a document that somebody sent. Nothing is stored.

    Args:
        node: for its vocabulary, contexts and limits.
        payload: the text, which need not be JSON.
        community: whose rules count; ``None`` for the bundled ones.
        mode: what the document is for.
        least: the least grave severity that is looked for.
        against_registry: whether to look in the community for what the document refers to. What is found shows
            classes of resources, so the caller must be one who may read the community.

    Raises:
        LimitExceeded: the document is larger, deeper or has more things in it than this node takes.
    """
    limits = node.settings.limits
    require_small(
        payload, limits, hint="Check it in parts, or on your own machine with opencredreg validate."
    )
    document = _parse(payload)
    if document is not None:
        require_shallow(
            document, limits, hint="Write the inner objects as items of the graph and refer to them."
        )
        require_few(_count_things(document), limits)
    vocabulary = node.vocabulary
    profile = bundled_profile(mode, least)
    surroundings: Surroundings | None = None
    if community is not None:
        profile = node.rules.of(community.id, vocabulary).profile(mode, least)
        if against_registry and document is not None:
            surroundings = RegistrySurroundings(node, community.id, (document,))
    return check(
        payload,
        validator_for(profile, vocabulary),
        vocabulary,
        surroundings,
        contexts=node.registered_contexts(),
    )


def find_rules_community(node: Node, name: str | None, host: str = "") -> Community | None:
    """The community whose rules are meant: the named one, else the default one, if there is one.

    Raises:
        NotFound: there is none of that name.
    """
    if not name:
        return node.default_community(host)
    found = node.find_community(name)
    if found is None:
        raise NotFound(f"There is no community {name}.", kind="community")
    return found


def _parse(payload: bytes) -> Document | None:
    try:
        return parse_any_document(payload)
    except (InvalidInput, LimitExceeded):
        return None  # What is wrong with it is a finding.


def _count_things(document: Document) -> int:
    """How many things a document describes, those in each other among them."""
    # What holds a graph is no thing itself, but there may be things beside the graph.
    waiting: list[Any] = [item.value for item in document.items]
    if document.form == "graph":
        waiting += [entry for entry in document.top.values() if isinstance(entry, dict | list)]
    count = 0
    while waiting:
        value = waiting.pop()
        is_object = isinstance(value, dict)
        # Language maps are objects of JSON but no things: they have no keys with a prefix.
        count += is_object and any(":" in key or key[:1] == "@" for key in value)
        waiting += [
            entry for entry in (value.values() if is_object else value) if isinstance(entry, dict | list)
        ]
    return count
