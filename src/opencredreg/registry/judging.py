"""Judging documents before they are published: by the rules of their community, all of a batch at once.

Source: ``validation-profile.md`` sections 1.2 and 1.3; ``architecture.md`` section 6, decision 8.
"""

from __future__ import annotations

from collections.abc import Sequence

from opencredreg.errors import InvalidInput
from opencredreg.findings import Severity
from opencredreg.jsonld.document import Document
from opencredreg.registry.node import Node
from opencredreg.registry.profiles import stricter
from opencredreg.registry.surroundings import RegistrySurroundings
from opencredreg.validation import Mode, Report, validator_for

__all__ = ["check_documents", "mode_of", "refusal_of"]


def mode_of(node: Node, community_id: int, asked: Mode | None) -> Mode:
    """The mode in which a raw document of a community is judged.

    Args:
        node: the node, whose setting counts where the community has none.
        community_id: the community.
        asked: the mode that the request asks for, which counts only where it is stricter.
    """
    own = node.rules.of(community_id, node.vocabulary).mode
    return stricter(own or node.settings.publishing.raw_mode, asked)


def check_documents(
    node: Node,
    community_id: int,
    documents: Sequence[Document],
    mode: Mode,
    *,
    least: Severity = "note",
) -> list[Report]:
    """Judge documents of one community together; the registry is asked once for all that they refer to."""
    profile = node.rules.of(community_id, node.vocabulary).profile(mode, least)
    validator = validator_for(profile, node.vocabulary)
    surroundings = RegistrySurroundings(node, community_id, documents)
    return validator.validate_all(documents, surroundings, node.registered_contexts())


def refusal_of(report: Report) -> InvalidInput | None:
    """The error that refuses a document with such a report; ``None`` when it may pass."""
    if report.is_sound:
        return None
    first = next(finding for finding in report.findings if finding.severity == "error")
    count = report.counts["error"]
    more = f" (and {count - 1} more)" if count > 1 else ""
    return InvalidInput(
        f"{first.pointer or 'document'}: {first.message}{more}", report.findings, hint=first.hint
    )
