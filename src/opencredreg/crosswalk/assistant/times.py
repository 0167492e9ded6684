"""Durations.

Source: ``publishing.md`` section 4.8.
"""

from __future__ import annotations

from typing import Any

from opencredreg.crosswalk.assistant.conversion import Conversion, Node
from opencredreg.crosswalk.assistant.durations import read_duration_item, read_duration_text
from opencredreg.crosswalk.assistant.objects import is_absent, kind_of, listed, spot
from opencredreg.crosswalk.assistant.profiles import Members, build_part
from opencredreg.crosswalk.assistant.table import Field, Part

__all__ = ["duration", "duration_item"]

_EXACT, _LEAST, _MOST = "ceterms:exactDuration", "ceterms:minimumDuration", "ceterms:maximumDuration"


def duration_item(conversion: Conversion, field: Field, cls: str, value: Any, pointer: str) -> list[Any]:  # noqa: ARG001
    """Years, months, weeks, days, hours and minutes, or a text, become one duration of ISO 8601."""
    found = []
    for place, entry in listed(value):
        here = spot(pointer, place)
        if isinstance(entry, dict):
            read = conversion.take(
                read_duration_item({name: one for name, one in entry.items() if not is_absent(one)}),
                here,
                entry,
                field.term,
            )
        elif isinstance(entry, str):
            read = conversion.take(read_duration_text(entry), here, entry, field.term)
        else:
            conversion.say(
                "type.wrong",
                here,
                f"{field.name} is an object such as {{“Weeks”: 8}}, not {kind_of(entry)}.",
                value=entry,
                term=field.term,
                hint="Send numbers of Years, Months, Weeks, Days, Hours or Minutes.",
            )
            continue
        if read is not None:
            found.append(read)
    return found


def duration(conversion: Conversion, field: Field, part: Part, members: Members, pointer: str) -> list[Node]:
    """An exact duration, or the shortest and the longest; a description alone will do."""
    node = build_part(conversion, field, part, members, pointer)
    is_range = _LEAST in node or _MOST in node
    if _EXACT in node and is_range:
        conversion.say(
            "duration.exact_and_range",
            pointer,
            f"{field.name} has both an exact duration and a range.",
            hint="Send ExactDuration, or MinimumDuration and MaximumDuration.",
        )
    elif is_range and not (_LEAST in node and _MOST in node):
        conversion.say(
            "value.range_incomplete",
            pointer,
            f"{field.name} has only one end of a range.",
            hint="Send both MinimumDuration and MaximumDuration, or ExactDuration.",
        )
    return [node] if len(node) > 1 else []
