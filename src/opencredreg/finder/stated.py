"""A competency as somebody else names it: by its address, by an alignment object or by its words alone.

Source: ``ctdl-vocabulary.md`` sections 6.7 and 9.6.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

import msgspec

from opencredreg.finder.references import Reference
from opencredreg.finder.statements import Statement, read_statements
from opencredreg.finder.subject import Look
from opencredreg.jsonld.values import (
    Text,
    first_string,
    is_address,
    is_described,
    key_of,
    listed,
    names_of,
    pick_text,
    reference_of,
    texts_of,
)

__all__ = ["Stated", "framework_names", "framework_of", "read_stated"]

_OF_ITSELF: Final = ("ceasn:competencyLabel", "ceasn:competencyText", "ceasn:codedNotation", "ceasn:listID")
_READ: Final = frozenset(
    {
        "ceterms:targetNode", "ceterms:targetNodeName", "ceterms:targetNodeDescription",
        "ceterms:codedNotation", "ceterms:framework", "ceterms:frameworkName", *_OF_ITSELF,
    }
)  # fmt: skip


class Stated(msgspec.Struct, frozen=True, kw_only=True):
    """A competency as a resource names it; ``reference`` is ``None`` where it is only written out.

    ``names``, ``about`` and ``code`` are what the competency's own page does not say, ``more`` is all else.
    """

    reference: Reference | None
    names: tuple[Text, ...] = ()
    about: tuple[Text, ...] = ()
    code: str = ""
    more: tuple[Statement, ...] = ()

    @property
    def says_more(self) -> bool:
        """Whether it says anything beyond which competency is meant."""
        return bool(self.names or self.about or self.code or self.more)


def read_stated(look: Look, value: Any, framework: Reference | None, titles: Collection[str]) -> Stated:
    """A competency as named, without what is shown elsewhere.

    Args:
        look: where the competency is looked up.
        value: the address, the alignment object, the competency or the text.
        framework: the one under which it is shown.
        titles: the names of the framework that are shown.
    """
    uri = reference_of(value)
    reference = look.book.to(uri) if is_address(uri) else None
    if not is_described(value):
        return Stated(reference=reference, names=() if reference else texts_of(value))
    own = _own(look, reference)
    known = {chosen.text for texts in _shown(own) if (chosen := pick_text(texts)) is not None}
    without = set(_READ)
    address = framework_of(value)
    if address and (framework is None or key_of(address) != framework.key):
        without.discard("ceterms:framework")
    if not {text.text for text in framework_names(value)} <= set(titles):
        without.discard("ceterms:frameworkName")
    names = texts_of(value.get("ceterms:targetNodeName")) or names_of(value)
    about = texts_of(value.get("ceterms:targetNodeDescription")) or texts_of(
        value.get("ceasn:competencyText")
    )
    code = first_string(value, "ceterms:codedNotation", *_OF_ITSELF[2:])
    return Stated(
        reference=reference,
        names=_unsaid(names, known),
        about=_unsaid(about, {*known, *(text.text for text in names)}),
        code="" if code in known else code,
        more=read_statements(look, value, without=without, depth=1),
    )


def framework_of(value: Any) -> str:
    """The address of the framework that an alignment object names; "" without one."""
    if not isinstance(value, Mapping):
        return ""
    uri = reference_of(next(iter(listed(value.get("ceterms:framework"))), ""))
    return uri if is_address(uri) else ""


def framework_names(value: Any) -> tuple[Text, ...]:
    """What an alignment object calls its framework."""
    return texts_of(value.get("ceterms:frameworkName")) if isinstance(value, Mapping) else ()


def _own(look: Look, reference: Reference | None) -> Mapping[str, Any]:
    """What the registry holds of a competency."""
    held = look.resources.find_held([reference.uri] if reference else [])
    return next((one.value for one in held.values()), {})


def _shown(own: Mapping[str, Any]) -> Iterator[tuple[Text, ...]]:
    """What a line with a competency shows; of texts in several languages it shows one."""
    yield names_of(own)
    yield texts_of(own.get("ceasn:competencyText"))
    yield (Text("", first_string(own, "ceasn:codedNotation", "skos:notation", "ceasn:listID")),)


def _unsaid(texts: Iterable[Text], known: Collection[str]) -> tuple[Text, ...]:
    return tuple(text for text in texts if text.text not in known)
