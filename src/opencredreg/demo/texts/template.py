"""Templates of texts: how they are written down and how one text is made from them.

A template is a list of slots, a slot a list of variants, one per line; a text is one variant of each slot.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

__all__ = ["Template", "Templates", "compose", "parse_templates"]

Template: TypeAlias = tuple[tuple[str, ...], ...]
Templates: TypeAlias = Mapping[str, Template]

_BITS_PER_SLOT = 7


def parse_templates(text: str) -> dict[str, Template]:
    """The templates written in a text.

    ``# key`` begins a template, ``--`` the next slot; each other line is a variant, and ``.`` the empty one.
    """
    templates: dict[str, list[list[str]]] = {}
    slots: list[list[str]] = []
    for raw in text.splitlines():
        line = raw.strip()
        if line.startswith("# "):
            slots = templates[line[2:]] = [[]]
        elif line == "--":
            slots.append([])
        elif line:
            slots[-1].append("" if line == "." else line)
    return {key: tuple(tuple(slot) for slot in slots) for key, slots in templates.items()}


def compose(template: Template, choice: int, values: Mapping[str, str]) -> str:
    """The text of a template; the bits of ``choice`` pick the variants, ``values`` fill the gaps."""
    parts = []
    for slot in template:
        variant = slot[(choice & 0x7F) % len(slot)]
        choice >>= _BITS_PER_SLOT
        if variant:
            parts.append(variant)
    return " ".join(parts).format_map(values)
