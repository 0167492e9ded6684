"""Requests of the Registry Assistant: what stands beside the resource, and how one body becomes several requests.

Source: ``publishing.md`` sections 2 and 3.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

import msgspec

from opencredreg.crosswalk.assistant.conversion import step
from opencredreg.crosswalk.assistant.objects import kind_of, members_of
from opencredreg.crosswalk.assistant.request_problems import (
    finding_of,
    no_wrapper,
    unbindable,
    unknown_members,
    wrappers_of,
)
from opencredreg.crosswalk.assistant.table import Kind, get_kind
from opencredreg.findings import Finding
from opencredreg.ids import is_ctid

__all__ = ["Request", "read_requests"]

_OWNER: Final = "publishfororganizationidentifier"
_GRAPHS: Final = ("graphinput", "graph")


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One resource to convert, with all that was said about it.

    ``resource`` is the input object or, with ``is_graph``, a finished graph; ``pointer`` its place in the body and
    ``base`` the place of what surrounds it. With ``is_provisional`` it is a placeholder, of which less is asked.
    ``members`` are those beside it, by names in lower case. ``problems`` is what was wrong before there was anything
    to convert.
    """

    kind: Kind
    resource: Any = None
    pointer: str = ""
    base: str = ""
    members: Mapping[str, tuple[str, Any]] = {}
    owner: str = ""
    language: str = ""
    community: str = ""
    publish_type: Literal["primary", "secondary"] = "primary"
    excludes_payload: bool = False
    is_graph: bool = False
    is_provisional: bool = False
    problems: tuple[Finding, ...] = ()


def read_requests(kind: Kind, action: str, body: Any, *, pointer: str = "", owner: str = "") -> list[Request]:
    """The requests of a body: one, or one for each entry of a list.

    Args:
        kind: what the route names.
        action: of the route, in lower case.
        body: the decoded JSON.
        pointer: where the body stands in what the caller sent.
        owner: who owns it where the body says nothing.
    """
    if not isinstance(body, dict):
        return [
            Request(kind=kind, pointer=pointer, base=pointer, problems=(unbindable(kind, pointer, body),))
        ]
    members = members_of(body)
    shared, problems = _shared(members, action, pointer, owner)
    if action == "publishgraph":
        return [_graph(kind, members, pointer, shared, problems)]
    found = []
    for name, of_kind in kind.bulk.items():
        if action in ("publishlist", "bulkpublish") or (
            name.lower() in members and not _has_one(kind, members)
        ):
            found += _listed(get_kind(of_kind), name, members, pointer, shared, problems)
    if found and not _has_one(kind, members):
        # Values that others refer to come first.
        return sorted(found, key=lambda request: request.kind is kind)
    one = _member(kind, members)
    if one is not None and isinstance(one[1], list):
        entries = [
            Request(
                kind=kind, resource=entry, pointer=step(step(pointer, one[0]), place), base=pointer, **shared
            )
            for place, entry in enumerate(one[1])
        ]
        return [
            msgspec.structs.replace(entry, members=_without(kind, members), problems=(*problems,))
            for entry in entries
        ]
    if one is None:
        return [
            Request(
                kind=kind,
                pointer=pointer,
                base=pointer,
                problems=(*problems, no_wrapper(kind, members, pointer)),
                **shared,
            )
        ]
    problems += unknown_members(kind, members, pointer)
    request = Request(
        kind=kind,
        resource=one[1],
        pointer=step(pointer, one[0]),
        base=pointer,
        members=_without(kind, members),
        problems=tuple(problems),
        **shared,
    )
    return [*found, *_pathways(kind, members, pointer, shared), request]


def _shared(
    members: Mapping[str, tuple[str, Any]], action: str, pointer: str, owner: str
) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """What all resources of a body have in common."""
    problems: list[Finding] = []

    def text(*names: str) -> str:
        for name in names:
            if name not in members:
                continue
            written, value = members[name]
            if isinstance(value, str):
                return value.strip()
            problems.append(
                finding_of(
                    "type.wrong",
                    step(pointer, written),
                    f"{written} is a text, not {kind_of(value)}.",
                    "Send a text.",
                )
            )
        return ""

    stated = text(_OWNER, "owner").lower() or owner
    if stated and not is_ctid(stated):
        problems.append(
            finding_of(
                "request.owner_missing",
                step(pointer, members.get(_OWNER, ("owner", None))[0]),
                f"{stated[:60]} is no CTID.",
                "Give the CTID of the organization that owns the data.",
            )
        )
        stated = ""
    kind_of_publishing = text("resourcepublishtype").lower()
    if kind_of_publishing not in ("", "primary", "secondary"):
        problems.append(
            finding_of(
                "value.invalid",
                step(pointer, members["resourcepublishtype"][0]),
                "ResourcePublishType is Primary or Secondary.",
                "Leave it out for Primary.",
            )
        )
    is_primary = members.get("isprimarysourcerecord", ("", True))[1]
    is_secondary = kind_of_publishing == "secondary" or is_primary is False
    return {
        "owner": stated,
        "language": text("defaultlanguage", "default_language"),
        "community": text("registry", "community"),
        "publish_type": "secondary" if is_secondary else "primary",
        "excludes_payload": members.get("excludingpayloadinresponse", ("", False))[1] is True,
        "is_provisional": action == "provisional",
    }, tuple(problems)


def _member(kind: Kind, members: Mapping[str, tuple[str, Any]]) -> tuple[str, Any] | None:
    return next((members[name] for name in wrappers_of(kind) if name in members), None)


def _has_one(kind: Kind, members: Mapping[str, tuple[str, Any]]) -> bool:
    return _member(kind, members) is not None


def _without(kind: Kind, members: Mapping[str, tuple[str, Any]]) -> dict[str, tuple[str, Any]]:
    wrappers = wrappers_of(kind)
    return {name: entry for name, entry in members.items() if name not in wrappers}


def _listed(
    kind: Kind,
    name: str,
    members: Mapping[str, tuple[str, Any]],
    pointer: str,
    shared: dict[str, Any],
    problems: tuple[Finding, ...],
) -> list[Request]:
    if name.lower() not in members:
        return []
    written, value = members[name.lower()]
    here = step(pointer, written)
    if not isinstance(value, list):
        finding = finding_of(
            "type.wrong", here, f"{written} is a list, not {kind_of(value)}.", "Send a list."
        )
        return [Request(kind=kind, pointer=here, base=pointer, problems=(*problems, finding), **shared)]
    found = []
    for place, entry in enumerate(value):
        at = step(here, place)
        inner = members_of(entry) if isinstance(entry, dict) else {}
        one = _member(kind, inner)
        resource, where = (one[1], step(at, one[0])) if one is not None else (entry, at)
        siblings = (
            {**_without(kind, inner), **_references(members)} if one is not None else _references(members)
        )
        found.append(
            Request(
                kind=kind,
                resource=resource,
                pointer=where,
                base=at if one is not None else pointer,
                members=siblings,
                problems=problems,
                **shared,
            )
        )
    return found


def _references(members: Mapping[str, tuple[str, Any]]) -> dict[str, tuple[str, Any]]:
    return {name: entry for name, entry in members.items() if name == "referenceobjects"}


def _pathways(
    kind: Kind, members: Mapping[str, tuple[str, Any]], pointer: str, shared: dict[str, Any]
) -> list[Request]:
    """The pathways that a set brings with it, each a request of its own."""
    if kind.name != "pathwayset" or "pathways" not in members:
        return []
    written, value = members["pathways"]
    found: list[Request] = []
    for place, entry in enumerate(value if isinstance(value, list) else []):
        at = step(step(pointer, written), place)
        for request in read_requests(
            get_kind("pathway"), "publish", entry, pointer=at, owner=shared["owner"]
        ):
            language = request.language or shared["language"]
            found.append(msgspec.structs.replace(request, language=language))
    return found


def _graph(
    kind: Kind,
    members: Mapping[str, tuple[str, Any]],
    pointer: str,
    shared: dict[str, Any],
    problems: tuple[Finding, ...],
) -> Request:
    names = (*_GRAPHS, f"{kind.wrapper.lower()}graph", kind.wrapper.lower(), "@graph")
    given = next((members[name] for name in names if name in members), None)
    if given is None and "@type" in members:
        given = ("", dict(members.values()))  # One resource of JSON-LD without a graph around it.
    if given is not None and given[0] == "@graph":
        given = ("", dict(members.values()))
    if given is None:
        problems = (
            *problems,
            finding_of(
                "request.unbindable",
                pointer,
                "The request has no graph.",
                "Put the document under GraphInput: an object with @context, @id and @graph.",
            ),
        )
        return Request(kind=kind, pointer=pointer, base=pointer, is_graph=True, problems=problems, **shared)
    here = step(pointer, given[0]) if given[0] else pointer
    return Request(
        kind=kind,
        resource=given[1],
        pointer=here,
        base=pointer,
        members=members,
        is_graph=True,
        problems=problems,
        **shared,
    )
