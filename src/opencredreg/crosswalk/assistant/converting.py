"""Every conversion that the table names, with the function that does it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from opencredreg.crosswalk.assistant.amounts import credit_value, money, money_distribution, quantity
from opencredreg.crosswalk.assistant.coded import concept, concept_uri
from opencredreg.crosswalk.assistant.competencies import competencies_of, competency
from opencredreg.crosswalk.assistant.conditions import condition
from opencredreg.crosswalk.assistant.conversion import Converter
from opencredreg.crosswalk.assistant.costs import cost
from opencredreg.crosswalk.assistant.listed_codes import code_items, code_names, codes_of, naics
from opencredreg.crosswalk.assistant.outcomes import data_set
from opencredreg.crosswalk.assistant.places import contact_point, jurisdiction, place
from opencredreg.crosswalk.assistant.profiles import Shaper, part_converter
from opencredreg.crosswalk.assistant.references import entity, organization, uri
from opencredreg.crosswalk.assistant.simple import named, plain, text, url
from opencredreg.crosswalk.assistant.times import duration, duration_item

__all__ = ["CONVERTERS"]

_SHAPED: Final[Mapping[str, Shaper]] = {
    "condition": condition,
    "contact-point": contact_point,
    "cost": cost,
    "duration": duration,
    "jurisdiction": jurisdiction,
    "money": money,
    "money-distribution": money_distribution,
    "place": place,
    "quantity": quantity,
    "value": credit_value,
}
_BY_TABLE_ALONE: Final = (
    "aggregate-data", "alignment-object", "component-condition", "constraint", "data-attributes",
    "data-set-distribution", "data-set-service", "evaluation-outcome", "financial-assistance", "identifier",
    "process", "revocation", "structured-statement", "time-frame",
)  # fmt: skip

CONVERTERS: Final[Mapping[str, Converter]] = {
    "text": text,
    "plain": plain,
    "url": url,
    "named": named,
    "concept": concept,
    "concept-uri": concept_uri,
    "code-items": code_items,
    "code-names": code_names,
    "codes:soc": codes_of("soc"),
    "codes:cip": codes_of("cip"),
    "codes:naics": codes_of("naics"),
    "naics": naics,
    "organization": organization,
    "entity": entity,
    "uri": uri,
    "competency": competency,
    "competencies-of": competencies_of,
    "duration-item": duration_item,
    "data-set": data_set,
    **{name: part_converter(name, shaper) for name, shaper in _SHAPED.items()},
    **{name: part_converter(name) for name in _BY_TABLE_ALONE},
}
