"""Small official files of the lists of codes, as their offices write them."""

from __future__ import annotations

__all__ = ["CIP_FILE", "NAICS_FILE"]

CIP_FILE = (
    b'CIPCode,CIPTitle\n"=""49""",MOVING THINGS.\n"=""49.02""",Ground Transportation.\n'
    b'"=""49.0205""",Truck Driving.\n"=""49.0297""",Cargo Bicycles.\n'
)
"""Four programs: one that no bundled edition has, and two with other titles than in it."""

NAICS_FILE = (
    b"2027 NAICS Code,2027 NAICS Title\n48-49,Transportation and WarehousingT\n484,Truck TransportationT\n"
)
