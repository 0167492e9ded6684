"""Transfer values: what is taken over, and for what.

Source: ``publishing.md`` section 5.6.
"""

from __future__ import annotations

from typing import Final

from opencredreg.crosswalk.assistant.finishing.finisher import Made

__all__ = ["finish_transfer_value"]

_FROM, _FOR = "ceterms:transferValueFrom", "ceterms:transferValueFor"
_OWNERS: Final = "TransferValueFrom or TransferValueFor"


def finish_transfer_value(made: Made) -> None:
    """Finish a transfer value: it goes from something to something else."""
    origins, ends = made.main.get(_FROM, ()), made.main.get(_FOR, ())
    if not origins and not ends:
        made.conversion.say(
            "connection.no_target",
            made.pointer,
            "The transfer value does not say what is recognized, nor for what.",
            severity="warning",
            hint=f"Add {_OWNERS}.",
        )
    for target in origins:
        if target in ends:
            made.conversion.say(
                "reference.conflict",
                made.conversion.place_of(made.main, [_FOR]),
                f"{target} stands in both TransferValueFrom and TransferValueFor.",
                severity="warning",
                value=target,
                term=_FOR,
                hint="Take it out of one of the two.",
            )
