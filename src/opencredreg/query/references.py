"""References in queries: addresses in all spellings, nested conditions, forwards and backwards.

Source: ``search.md`` sections 4 and 13a (rule 2).
"""

from __future__ import annotations

from collections.abc import Sequence

from opencredreg.query.building import none_of
from opencredreg.query.kinds import Context, Mode, reject_match, wrong_type
from opencredreg.query.names import near_terms
from opencredreg.query.problems import shown
from opencredreg.query.tree import Every, Expression, KeyIn, Link

__all__ = ["ReferenceKind"]


class ReferenceKind:
    """How a property is asked for whose values are other nodes. ``is_reverse``: from their side."""

    has_languages = False
    lists_were_all = False

    def __init__(self, name: str, context: Context, *, is_reverse: bool = False) -> None:
        self.name = name
        self._context = context
        self._is_reverse = is_reverse

    def to(self, target: Expression) -> Expression:
        """Some edge leads to such a node."""
        return Link(self.name, target, self._is_reverse)

    def scalar(self, value: object, mode: Mode, path: str) -> Expression | None:
        """Some edge leads to the node of an address, or of an address that compares with the text."""
        if reject_match(self._context, self.name, mode, path, ("exact", "contains", "starts", "ends")):
            return None
        if not isinstance(value, str):
            wrong_type(self._context, self.name, "addresses, CTIDs and conditions", value, path)
            return None
        found = self._context.addresses.condition(value, mode.match)
        if isinstance(found, KeyIn):
            self._warn_unknown_concept(value, path)
        else:
            self._context.problems.condition(path)
        return self.to(found)

    def present(self, mode: Mode) -> Expression:  # noqa: ARG002
        """There is an edge."""
        return self.to(Every())

    def other(self, parts: Sequence[Expression], path: str) -> Expression | None:  # noqa: ARG002
        """Some edge leads to a node that meets none of the conditions."""
        return self.to(none_of(part.target for part in parts if isinstance(part, Link)))

    def _warn_unknown_concept(self, text: str, path: str) -> None:
        vocabulary = self._context.vocabulary
        term = self._context.addresses.term_of(text)
        prefix = term.partition(":")[0]
        if vocabulary.is_known(term) or not any(
            facts.prefix == prefix for facts in vocabulary.schemes.values()
        ):
            return
        problems = self._context.problems
        near = () if problems.is_full else near_terms(vocabulary, term, "concept")
        message = f"`{shown(text)}` is no concept of the vocabulary"
        problems.warning("unknown_concept", path, message, near)
