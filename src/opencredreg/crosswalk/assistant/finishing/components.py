"""Components of pathways: what only some of their classes have, and the conditions that they hold.

Source: ``publishing.md`` section 5.5.
"""

from __future__ import annotations

from typing import Any, Final

from opencredreg.crosswalk.assistant.concepts import find_class
from opencredreg.crosswalk.assistant.conversion import Node, step
from opencredreg.crosswalk.assistant.finishing.links import Links, name_of_term
from opencredreg.ids import ctid_of_uri, is_ctid, resource_key

__all__ = ["check_component", "finish_conditions"]

_GENERAL: Final = "ceterms:PathwayComponent"
_CREDENTIAL_COMPONENT: Final = "ceterms:CredentialComponent"
_TYPE: Final = "ceterms:credentialType"
_COURSES: Final = ("ceterms:CourseComponent",)
_ONLY_ON: Final = {
    "ceterms:creditValue": _COURSES,
    "ceterms:programTerm": _COURSES,
    "ceterms:componentCategory": (
        "ceterms:BasicComponent",
        "ceterms:CocurricularComponent",
        "ceterms:ExtracurricularComponent",
    ),
    _TYPE: (_CREDENTIAL_COMPONENT,),
}
_CONDITIONS, _TARGETS, _NUMBER = "ceterms:hasCondition", "ceterms:targetComponent", "ceterms:requiredNumber"


def check_component(links: Links, node: Node) -> None:
    """Tell what a component of this class does not have, and what it lacks."""
    cls = str(node["@type"])
    if cls == _GENERAL:
        return  # That its class is none was told already.
    for term, classes in _ONLY_ON.items():
        if term in node and cls not in classes:
            names = " and ".join(name.rpartition(":")[2] for name in classes)
            links.conversion.say(
                "component.field_not_allowed",
                links.place(node, term),
                f"{cls.rpartition(':')[2]} has no {name_of_term(term)}.",
                term=term,
                hint=f"Take it out; only {names} {'have' if len(classes) > 1 else 'has'} it.",
            )
    if cls == _CREDENTIAL_COMPONENT:
        _read_credential_type(links, node)


def _read_credential_type(links: Links, node: Node) -> None:
    """The class of credentials that a component stands for, the umbrella classes among them."""
    conversion, value = links.conversion, node.get(_TYPE)
    value = value[0] if isinstance(value, list) and value else value
    if not isinstance(value, str):
        conversion.say(
            "required.missing",
            step(links.place(node), "CredentialType"),
            "A CredentialComponent says of what type the credential is.",
            term=_TYPE,
            hint="Add CredentialType, such as Certificate or BachelorDegree.",
        )
        return
    place = links.place(node, _TYPE)
    if is_ctid(value):
        # A type that a government registers is a resource of its own.
        node[_TYPE] = conversion.mention(value, place, _TYPE)
        return
    if ctid_of_uri(value) is not None:
        return
    umbrella = value.strip().rpartition(":")[2].casefold() == "credential"
    cls = "ceterms:Credential" if umbrella else find_class(conversion.vocabulary, value, "ceterms:Credential")
    if cls is None:
        conversion.say(
            "type.invalid",
            place,
            f"{value[:60]} is no type of credentials.",
            value=value,
            term=_TYPE,
            hint="Name a class such as Certificate, BachelorDegree or DigitalBadge.",
        )
        return
    node[_TYPE] = cls


def finish_conditions(links: Links, node: Node) -> None:
    """Check the conditions of a component; what they lead to are its children."""
    for condition in _listed(node.get(_CONDITIONS)):
        links.add(node, "ceasn:hasChild", _targets_within(links, condition))


def _targets_within(links: Links, condition: Node) -> list[str]:
    """The components that a condition and those in it lead to."""
    targets = [target for target in _listed(condition.get(_TARGETS)) if isinstance(target, str)]
    found = []
    for target in targets:
        if target in links.nodes:
            found.append(target)
        else:
            _tell_outside(links, condition, target)
    inner = [entry for entry in _listed(condition.get(_CONDITIONS)) if isinstance(entry, dict)]
    _check_number(links, condition, len(targets) + len(inner))
    for entry in inner:
        found += _targets_within(links, entry)
    return found


def _tell_outside(links: Links, condition: Node, target: str) -> None:
    here = links.conversion.place_of(condition, [_TARGETS])
    key = resource_key(target)
    place = next(
        (
            mention.pointer
            for mention in links.conversion.mentions
            if f"{mention.pointer}/".startswith(f"{here}/") and mention.ctid == key
        ),
        here,
    )
    links.conversion.say(
        "reference.not_in_request",
        place,
        f"TargetComponent names {ctid_of_uri(target) or target[:80]}, which is not in this request.",
        value=target,
        term=_TARGETS,
        hint="Send the component under PathwayComponents of the same request, or take the link out.",
    )


def _check_number(links: Links, condition: Node, targets: int) -> None:
    number = condition.get(_NUMBER)
    if not isinstance(number, int | float):
        return
    place = links.conversion.place_of(condition, [_NUMBER])
    if number < 0:
        links.conversion.say(
            "value.negative", place, "RequiredNumber is negative.", value=number, term=_NUMBER
        )
    elif number > targets:
        links.conversion.say(
            "condition.too_few_targets",
            place,
            f"RequiredNumber is {number}, and the condition has {targets} to choose from.",
            value=number,
            term=_NUMBER,
            hint="Add what is missing to TargetComponent, or send a smaller RequiredNumber.",
        )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
