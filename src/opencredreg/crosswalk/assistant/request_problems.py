"""What is wrong with the shape of a request, before there is anything to convert."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from opencredreg.crosswalk.assistant.conversion import step
from opencredreg.crosswalk.assistant.legacy import find_legacy_beside
from opencredreg.crosswalk.assistant.objects import is_absent, kind_of
from opencredreg.crosswalk.assistant.table import Kind, all_kinds
from opencredreg.findings import Finding

__all__ = ["finding_of", "no_wrapper", "unbindable", "unknown_members", "wrappers_of"]

_KNOWN: Final = frozenset(
    {
        "publishfororganizationidentifier", "defaultlanguage", "registry", "community", "resourcepublishtype",
        "isprimarysourcerecord",
        "registryenvelopeid", "automaticallysyncprivaterequesttopublicregistry", "excludingpayloadinresponse",
        "referenceobjects", "haslanguagemaps", "ctid", "apikey", "publishbyguid", "type", "resource", "owner",
        "external_id", "default_language", "generateishasparts", "generatehastopchild",
        "generatehastopchildfromistopchild", "generateistopchild", "generateinscheme",
        "skippublishifanytransferprofilesfail",
    }
)  # fmt: skip


def wrappers_of(kind: Kind) -> tuple[str, ...]:
    """The members that may hold the resource, in lower case; where a list does, one may stand alone too."""
    wrapper = kind.wrapper.lower()
    alone = (kind.name,) if kind.name != wrapper and kind.name not in kind.fields else ()
    return (wrapper, f"formatted{wrapper}", "resource", *alone)


def unknown_members(kind: Kind, members: Mapping[str, tuple[str, Any]], pointer: str) -> tuple[Finding, ...]:
    """What is told of members beside the resource that mean nothing, or that are of older requests."""
    known = {name.lower() for name in (*kind.parts, *kind.bulk)} | _KNOWN
    known |= {*wrappers_of(kind), "pathways"}
    found = []
    for name, (written, value) in members.items():
        if is_absent(value):
            continue
        older = find_legacy_beside(name)
        if older is not None:
            done = "was read" if name in known else "was not used"
            found.append(
                finding_of(
                    "property.deprecated",
                    step(pointer, written),
                    f"{written} is a name of older requests, and {done}.",
                    older,
                    severity="warning",
                )
            )
        elif name not in known:
            found.append(
                finding_of(
                    "property.unknown",
                    step(pointer, written),
                    f"{written} is no member of this request, so it was not used.",
                    f"The resource stands under {kind.wrapper}.",
                    severity="warning",
                )
            )
    return tuple(found)


def unbindable(kind: Kind, pointer: str, body: Any) -> Finding:
    """What is told of a body that is no object."""
    return finding_of(
        "request.unbindable",
        pointer,
        f"The request is an object with {kind.wrapper}, not {kind_of(body)}.",
        f"GET /assistant/types/{kind.name}/example shows one.",
    )


def no_wrapper(kind: Kind, members: Mapping[str, tuple[str, Any]], pointer: str) -> Finding:
    """What is told of a body without the resource, with the reason as far as it can be seen."""
    fields = [written for name, (written, _) in members.items() if name in kind.fields]
    # Several kinds share a wrapper; the one that is called like it is meant.
    others = {other.wrapper.lower(): other for other in all_kinds()}
    others.update({other.name: other for other in all_kinds() if other.wrapper.lower() == other.name})
    other = next((others[name] for name in members if name in others and len(fields) <= 1), None)
    if other is not None:
        return finding_of(
            "request.unbindable",
            step(pointer, kind.wrapper),
            f"The request has no {kind.wrapper}; it has a {other.wrapper}.",
            f"Send it to the type {other.name}, or put a {kind.wrapper} in it.",
        )
    if len(fields) > 1:
        message = f"The fields of the resource stand beside each other; they belong under {kind.wrapper}."
    else:
        message = f"The request has no {kind.wrapper}."
    return finding_of(
        "request.unbindable",
        step(pointer, kind.wrapper),
        message,
        f"GET /assistant/types/{kind.name}/example shows one.",
    )


def finding_of(
    code: str, pointer: str, message: str, hint: str, severity: Literal["error", "warning"] = "error"
) -> Finding:
    """A finding about the shape of a request."""
    return Finding(code=code, severity=severity, pointer=pointer, message=message, hint=hint)
