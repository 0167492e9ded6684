"""Small nodes for the tests of this folder."""

from __future__ import annotations

from typing import Any

from opencredreg.meaning.graph import GraphResources

HERE = "https://registry.example/resources/"


def uri(name: str | int) -> str:
    """The registry URI of a short name."""
    number = name if isinstance(name, int) else int.from_bytes(name.encode()[:6], "big")
    return f"{HERE}ce-00000000-0000-4000-8000-{number:012x}"


def key(name: str | int) -> str:
    """The key of what :func:`uri` names."""
    return uri(name).removeprefix(HERE)


def node(name: str | int, cls: str, /, **members: Any) -> dict[str, Any]:
    """A resource; ``ceasn_name`` stands for ``ceasn:name``, a name without prefix is in ``ceterms:``."""
    made: dict[str, Any] = {"@id": uri(name), "@type": _term(cls), "ceterms:ctid": key(name)}
    made |= {_term(term): value for term, value in members.items()}
    return made


def part(cls: str, /, **members: Any) -> dict[str, Any]:
    """An embedded object."""
    return {"@type": _term(cls), **{_term(term): value for term, value in members.items()}}


def profile(**members: Any) -> dict[str, Any]:
    """A condition profile."""
    return part("ConditionProfile", **members)


def cost(price: float | None = None, currency: str = "USD", kind: str = "", **members: Any) -> dict[str, Any]:
    """A cost profile."""
    stated = {} if price is None else {"price": price, "currency": currency}
    kinds = {"directCostType": concept(f"costType:{kind}")} if kind else {}
    return part("CostProfile", **stated, **kinds, **members)


def concept(iri: str) -> dict[str, Any]:
    """An alignment object that names a concept."""
    return {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNode": iri,
        "ceterms:targetNodeName": {"en": iri.rpartition(":")[2]},
    }


def graph(*nodes: Any) -> GraphResources:
    """Resources over some nodes."""
    return GraphResources([{"@graph": list(nodes)}])


def _term(name: str) -> str:
    for prefix in ("ceasn", "qdata", "schema", "skos", "asn"):
        if name.startswith(f"{prefix}_"):
            return f"{prefix}:{name.removeprefix(prefix + '_')}"
    return name if ":" in name else f"ceterms:{name}"
