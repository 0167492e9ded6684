"""The subjects of the demonstration: fields of study and work, each with specialities and topics."""

from __future__ import annotations

from opencredreg.demo.subjects import desk_and_data, health, people_and_culture, sea_and_land, trades
from opencredreg.demo.subjects.field import Code, Field, Role
from opencredreg.demo.subjects.sectors import SECTORS, Sector

__all__ = ["FIELDS", "SECTORS", "Code", "Field", "Role", "Sector"]

FIELDS: dict[str, Field] = {
    field.key: field
    for group in (health, trades, sea_and_land, desk_and_data, people_and_culture)
    for field in group.FIELDS
}
"""All fields by key."""
