"""The community that a body names."""

from __future__ import annotations

from opencredreg.api.call import Call, ParameterErrors
from opencredreg.registry.communities import Community

__all__ = ["community_of"]


def community_of(call: Call, name: str) -> Community:
    """The community that a body names, else the default one.

    Raises:
        ParameterErrors: there is none of that name.
    """
    found = call.node.find_community(name) if name else call.node.default_community(call.header("host") or "")
    if found is None:
        raise ParameterErrors(["Registry does not have a valid value"])
    return found
