"""Collections and their members: named, with details, or described in the same request.

Source: ``publishing.md`` section 5.4.
"""

from __future__ import annotations

from typing import Final

from opencredreg.crosswalk.assistant.conversion import step
from opencredreg.crosswalk.assistant.finishing.finisher import Made
from opencredreg.crosswalk.assistant.finishing.links import Links
from opencredreg.crosswalk.assistant.finishing.trees import inherit_language

__all__ = ["finish_collection"]

_HAS_MEMBER: Final = "ceterms:hasMember"
_PROXY: Final = "ceterms:proxyFor"
_WITH_DETAILS, _COMPETENCIES, _DESCRIBED = "CollectionMembers", "CompetencyMembers", "ReferenceMembers"
_NAMES: Final = (
    "ceterms:name",
    "ceasn:name",
    "ceasn:competencyText",
    "skos:prefLabel",
    "ceterms:description",
)


def finish_collection(made: Made) -> None:
    """Gather all members of a collection under ``ceterms:hasMember``, each of them once."""
    proxies = _drop_doubles(made)
    links = Links(made, _WITH_DETAILS, _COMPETENCIES, _DESCRIBED)
    inherit_language(links, "ceterms:inLanguage")
    for node, _ in made.parts.get(_COMPETENCIES, ()):
        links.add(node, "ceterms:isMemberOf", [links.main_id])
    _tell_nameless(made)
    stated = links.targets(made.main, _HAS_MEMBER)
    _tell_itself(links, stated)
    _drop_stated(links, stated, proxies)
    links.add(made.main, _HAS_MEMBER, tuple(links.nodes))
    if _HAS_MEMBER not in made.main and "ceterms:subjectWebpage" not in made.main:
        made.conversion.say(
            "required.one_of",
            step(made.pointer, "HasMember"),
            "The collection has neither members nor a web page.",
            hint=f"Add HasMember, {_WITH_DETAILS} or SubjectWebpage.",
        )


def _drop_doubles(made: Made) -> dict[str, str]:
    """Take out members that come twice. Returns the members with details by what they stand for."""
    # The list is the one that the document is made of, so what is taken out here is not published.
    entries = made.parts.get(_WITH_DETAILS, [])
    first: dict[tuple[object, ...], str] = {}
    kept = []
    for node, pointer in entries:
        times = (node.get(_PROXY), node.get("ceterms:startDate"), node.get("ceterms:endDate"))
        known = first.setdefault(times, pointer) if times[0] is not None else pointer
        if known == pointer:
            kept.append((node, pointer))
            continue
        made.conversion.say(
            "value.duplicate",
            pointer,
            f"{times[0]} is a member already, so this entry was left out.",
            severity="note",
            value=times[0],
            hint=f"It stands at {known}. Members may come twice for different dates.",
        )
    entries[:] = kept
    return {str(node[_PROXY]): str(node["@id"]) for node, _ in kept if _PROXY in node}


def _drop_stated(links: Links, stated: list[str], proxies: dict[str, str]) -> None:
    """A member that has details needs no second mention without them."""
    doubled = [target for target in stated if target in proxies]
    if not doubled:
        return
    main = links.main
    places = [links.place(main, _HAS_MEMBER, target) for target in doubled[:1]]
    rest = [target for target in stated if target not in proxies]
    links.conversion.say(
        "value.duplicate",
        places[0],
        f"{len(doubled)} of the members under HasMember stand under {_WITH_DETAILS} too; those entries were taken.",
        severity="note",
        term=_HAS_MEMBER,
        value=doubled[0],
        hint="Name every member in one place.",
    )
    if rest:
        main[_HAS_MEMBER] = rest
    else:
        del main[_HAS_MEMBER]


def _tell_itself(links: Links, stated: list[str]) -> None:
    places = [links.place(links.main, _HAS_MEMBER, links.main_id)] if links.main_id in stated else []
    places += [
        links.place(node, _PROXY)
        for node in links.nodes.values()
        if links.main_id in links.targets(node, _PROXY)
    ]
    links.tell_some(
        places,
        "reference.cycle",
        "The collection is a member of itself.",
        "Take this member out.",
        severity="error",
    )


def _tell_nameless(made: Made) -> None:
    """Something that is only described here has at least a name."""
    for node, pointer in made.parts.get(_DESCRIBED, ()):
        if not any(term in node for term in _NAMES):
            made.conversion.say(
                "reference.incomplete",
                pointer,
                "This member has no name.",
                hint="Give it a Name, or name it by its CTID under HasMember.",
            )
