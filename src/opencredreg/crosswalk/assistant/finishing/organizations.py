"""Organizations: who may publish them, their numbers, and what only quality assurance organizations do.

Source: ``publishing.md`` section 5.1.
"""

from __future__ import annotations

import re
from typing import Final

from opencredreg.crosswalk.assistant.conversion import step
from opencredreg.crosswalk.assistant.finishing.finisher import Made
from opencredreg.crosswalk.assistant.finishing.links import name_of_term

__all__ = ["finish_organization"]

_CTID: Final = "ceterms:ctid"
_NCES: Final = "ceterms:ncesID"
_NCES_FORM: Final = re.compile(r"[0-9]{11}")
_QUALITY_ASSURANCE: Final = ("ceterms:accredits", "ceterms:regulates")
_WITHOUT: Final = "ceterms:CredentialOrganization"


def finish_organization(made: Made) -> None:
    """Finish an organization."""
    _check_owner(made)
    _check_nces(made)
    if made.main["@type"] == _WITHOUT:
        _tell_quality_assurance(made)


def _check_owner(made: Made) -> None:
    """An organization publishes itself and its departments and sub-organizations."""
    owner, ctid = made.request.owner, made.main.get(_CTID, "")
    if not owner or not ctid or owner == ctid:
        return
    if made.conversion.uri_of(owner) in made.main.get("ceterms:parentOrganization", ()):
        return
    written = made.members.get("ctid", made.members.get(_CTID, ("CTID", None)))[0]
    made.conversion.say(
        "org.ctid_owner_mismatch",
        step(made.pointer, written),
        f"{ctid} is neither the owner of the request, {owner}, nor part of it.",
        value=ctid,
        term=_CTID,
        hint="Publish it for its own CTID, or name the owner in ParentOrganization if it is a department of it.",
    )


def _check_nces(made: Made) -> None:
    number = made.main.get(_NCES)
    first = number[0] if isinstance(number, list) and number else number
    if isinstance(first, str) and not _NCES_FORM.fullmatch(re.sub(r"[ \-]", "", first)):
        made.conversion.say(
            "value.invalid",
            made.conversion.place_of(made.main, [_NCES]),
            f"{first[:40]} is no NCES number, which has 11 digits.",
            value=first,
            term=_NCES,
            hint="Send all 11 digits as a text, with the zeros in front.",
        )


def _tell_quality_assurance(made: Made) -> None:
    for term in _QUALITY_ASSURANCE:
        if term in made.main:
            name = name_of_term(term)
            made.conversion.say(
                "property.not_allowed_for_type",
                made.conversion.place_of(made.main, [term]),
                f"{name} is what quality assurance organizations do, and the Type is CredentialOrganization.",
                severity="warning",
                term=term,
                hint=f"Send the Type QACredentialOrganization, or take {name} out.",
            )
