"""From requests to documents that could be published: converted, checked against the registry, nothing stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from opencredreg.crosswalk.assistant.conversion import Mention, step
from opencredreg.crosswalk.assistant.convert import Converted, convert
from opencredreg.crosswalk.assistant.judged import merge_findings
from opencredreg.crosswalk.assistant.request import Request
from opencredreg.crosswalk.assistant.surroundings import Rules
from opencredreg.errors import RegistryError
from opencredreg.findings import Finding
from opencredreg.ids import dashed
from opencredreg.jsonld.document import parse_document
from opencredreg.publisher.knowledge import RegistryKnowledge, find_existing
from opencredreg.registry.communities import Community
from opencredreg.registry.judging import check_documents
from opencredreg.registry.node import Node

__all__ = ["base_of", "build_drafts", "check_drafts", "rules_of"]

_FIRST: Final = ("organization", "metric", "competencyframework", "collection")
"""Kinds that others are made from, or whose existence others need: converted before the rest of a batch."""


def base_of(base_url: str, community: Community) -> str:
    """The beginning of the addresses of a community's resources."""
    return base_url if community.is_default else f"{base_url}/{dashed(community.name)}"


def rules_of(node: Node, base_url: str, community: Community) -> Rules:
    """How strictly input is read on this node."""
    publishing = node.settings.publishing
    return Rules(
        base=base_of(base_url, community),
        is_sandbox=publishing.sandbox,
        unknown_concepts="warning" if publishing.unknown_concepts == "warn" else "error",
    )


def build_drafts(
    node: Node,
    community: Community,
    requests: Sequence[Request],
    base_url: str,
    *,
    against_registry: bool = True,
) -> list[Converted]:
    """Convert requests, and look up what they refer to: all together in one statement.

    The result is in the order of the requests; what others are made from is converted first. Without
    ``against_registry`` nothing is looked up, for callers who may not read the community.
    """
    rules = rules_of(node, base_url, community)
    knowledge = RegistryKnowledge(node, community, is_open=against_registry)
    order = sorted(range(len(requests)), key=lambda place: requests[place].kind.name not in _FIRST)
    drafts: dict[int, Converted] = {}
    for place in order:
        draft = convert(requests[place], node.vocabulary, rules, knowledge)
        drafts[place] = draft
        if draft.ctid:
            knowledge.add(draft.ctid, draft.document)
    found = [drafts[place] for place in range(len(requests))]
    _say_repeated(found)
    if against_registry:
        _check_mentions(node, community, found, rules)
    return found


def _say_repeated(drafts: Sequence[Converted]) -> None:
    """Refuse what has the CTID of something before it in the same request: it would replace that silently."""
    places: dict[str, str] = {}
    for draft in drafts:
        here = draft.request.pointer
        if draft.ctid and draft.ctid in places:
            draft.findings.append(
                Finding(
                    code="ctid.repeated",
                    severity="error",
                    pointer=step(here, "CTID"),
                    message=f"{draft.ctid} is the CTID of {places[draft.ctid] or 'another resource'} already.",
                    hint="Give each resource a CTID, or an external_id, of its own.",
                    value=draft.ctid,
                )
            )
        elif draft.ctid:
            places[draft.ctid] = here


def _check_mentions(node: Node, community: Community, drafts: Sequence[Converted], rules: Rules) -> None:
    """Tell which references lead nowhere. What is published together need not be there yet."""
    here = {draft.ctid for draft in drafts} | {
        item.get("ceterms:ctid", "")
        for draft in drafts
        for item in draft.document.get("@graph", ())
        if isinstance(item, dict)
    }
    wanted = {mention.ctid for draft in drafts for mention in draft.mentions} - here
    known = find_existing(node, community, wanted) | here
    for draft in drafts:
        draft.findings.extend(
            _not_there(mention, rules) for mention in draft.mentions if mention.ctid not in known
        )


def _not_there(mention: Mention, rules: Rules) -> Finding:
    is_error = mention.is_organization and not rules.is_sandbox
    what = "an organization" if mention.is_organization else "a resource"
    hint = "Publish it too, or check the CTID."
    if mention.is_organization:
        hint = "Check the CTID, or describe the organization by Type, Name and SubjectWebpage."
    return Finding(
        code="reference.not_in_registry",
        severity="error" if is_error else "warning",
        pointer=mention.pointer,
        message=f"This registry has no {what.partition(' ')[2]} {mention.ctid}.",
        hint=hint,
        property=mention.term,
        value=mention.ctid,
    )


def check_drafts(node: Node, community: Community, drafts: Iterable[Converted]) -> None:
    """Judge documents as for publishing, so that what is wrong with them is told together with the rest."""
    chosen, documents = [], []
    for draft in drafts:
        if not draft.document.get("@graph"):
            continue
        try:
            documents.append(parse_document(draft.payload()))
        except RegistryError:
            continue  # Publishing it says the same.
        chosen.append(draft)
    if not documents:
        return
    reports = check_documents(node, community.id, documents, "publish", least="warning")
    for draft, report in zip(chosen, reports, strict=True):
        merge_findings(draft, report.findings)
