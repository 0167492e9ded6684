"""The values in examples: texts, codes, concepts, addresses and references that fit their members."""

from __future__ import annotations

import re
import uuid
from typing import Any, Final

from opencredreg.codes.bundled import bundled_codes
from opencredreg.crosswalk.assistant.concepts import scheme_of
from opencredreg.crosswalk.assistant.sample_words import (
    DESCRIPTIONS,
    HOST,
    LITERALS,
    NAMES,
    PREFERRED_CONCEPTS,
    TEXTS,
)
from opencredreg.crosswalk.assistant.table import Field
from opencredreg.ctdl.facts import ValueKind
from opencredreg.ctdl.vocabulary import Vocabulary

__all__ = ["Values", "example_ctid"]

_OWN: Final = frozenset(
    {
        "ownedBy", "offeredBy", "publisher", "creator", "conditionManifestOf", "costManifestOf", "dataProvider",
        "assertedBy", "actingAgent", "processingAgent", "sendingOrganization",
    }
)  # fmt: skip
"""Properties that lead to the owner."""
_JUDGES: Final = frozenset({"accreditedBy", "approvedBy", "recognizedBy", "regulatedBy"})
_REGISTERED: Final = frozenset({"receivingOrganization", "receivingDepartment", "sendingDepartment"})
"""Properties that lead to registered organizations only."""
_ORGANIZATIONS: Final = {
    "department": "Department of Trees",
    "parentOrganization": "Valley Education Trust",
    "receivingDepartment": "Department of Plant Science",
    "receivingOrganization": "Valley University",
    "sendingDepartment": "Department of Trees",
    "subOrganization": "Orchard College Farm",
}
_TARGETS: Final = (
    "ceterms:Course", "ceterms:Certificate", "ceterms:AssessmentProfile", "ceterms:Job", "ceterms:Occupation",
    "ceterms:Task", "ceterms:CredentialOrganization",
)  # fmt: skip
_TARGET_NAMES: Final = {
    "ceterms:Course": "Introduction to soil",
    "ceterms:Certificate": "Gardener",
    "ceterms:AssessmentProfile": "Pruning practical",
    "ceterms:Job": "Picker at Long Meadow Farm",
    "ceterms:Occupation": "Gardener",
    "ceterms:Task": "Prune a young tree",
    "ceterms:CredentialOrganization": "Valley University",
}
_CODES: Final = {"soc": "45-2092.02", "cip": "01.1103", "naics": "111331"}
_BOOK_OF: Final = {
    "ceterms:occupationType": "soc",
    "ceterms:instructionalProgramType": "cip",
    "ceterms:industryType": "naics",
}
_TITLES: Final = {"soc": "Orchard keeper", "cip": "Orchard keeping", "naics": "Fruit growing"}
_DURATIONS: Final[dict[str, dict[str, float]]] = {
    "ExactDuration": {"Hours": 24},
    "MinimumDuration": {"Weeks": 8},
    "MaximumDuration": {"Weeks": 12},
    "TimeRequired": {"Hours": 3},
    "RenewalFrequency": {"Years": 2},
}
_SUBJECTS: Final = ("Fruit growing", "Plant science")


def example_ctid(label: str) -> str:
    """The CTID that belongs to a label, of the form that random ones have."""
    digest = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:example:{label}")
    return f"ce-{uuid.UUID(bytes=digest.bytes, version=4)}"


class Values:
    """Values for the members of one example.

    Args:
        vocabulary: for concepts, kinds of values and ranges.
        owner: the CTID of the owner.
        seed: what other CTIDs are made from.
    """

    def __init__(self, vocabulary: Vocabulary, owner: str, seed: str) -> None:
        self._vocabulary = vocabulary
        self.owner = owner
        self._seed = seed

    def ctid(self, label: str) -> str:
        """The CTID of something that is called so in the example."""
        return example_ctid(f"{self._seed}:{self.owner}:{label}")

    def blank(self, label: str) -> str:
        """The name of a blank node."""
        return f"_:{self.ctid(label).removeprefix('ce-')}"

    def constraint(self, what: str) -> dict[str, Any]:
        """Something that is compared with something else."""
        return {
            "Name": f"Enough {what}",
            "AlternateName": [f"At least the {what} that is asked for"],
            "Description": "Two numbers are compared.",
            "LeftSource": f"{HOST}/terms/{what}",
            "Comparator": "GTEQ",
            "RightSource": f"{HOST}/terms/least-{what}",
            "LeftAction": "Max",
            "RightAction": "Max",
        }

    def value_of(self, part: str, field: Field, label: str, as_list: bool) -> Any:
        """The value of a member that holds no objects with a table of their own."""
        conversion = field.conversion
        name = field.name.lower()
        if conversion == "text":
            return self._text(part, field, as_list)
        if conversion in ("plain", "naics"):
            return self._plain(part, field, as_list)
        if conversion in ("concept", "concept-uri"):
            return self._concepts(field, label, as_list)
        if conversion == "named":
            return list(_SUBJECTS[:1] if name != "subject" else _SUBJECTS)
        if conversion == "duration-item":
            return _DURATIONS[field.name]
        if conversion.startswith("codes:"):
            return [_CODES[conversion.removeprefix("codes:")]]
        if conversion == "url":
            return self._listed(self._page(field.name), as_list)
        if conversion == "uri":
            return self._listed(self._address(field, label), as_list)
        if conversion == "code-items":
            return [self._item(field)]
        if conversion == "code-names":
            return [_TITLES[_BOOK_OF[field.term]]]
        if conversion == "competency":
            return [self._competency(label)]
        if conversion == "competencies-of":
            return [self.ctid(f"{label}/framework")]
        return self.ctid(label)

    def reference_of(self, field: Field, label: str, *, is_minimal: bool) -> dict[str, Any]:
        """What a reference says: its CTID, or what is special about this one when it is described."""
        local = field.term.rpartition(":")[2]
        if field.conversion == "organization":
            if local in _OWN or is_minimal:
                return {"CTID": self.owner}
            if local in _JUDGES:
                return self._described("QACredentialOrganization", "Board of Rural Trades")
            name = _ORGANIZATIONS.get(local, NAMES["organization-reference"])
            return (
                {"CTID": self.ctid(name)}
                if local in _REGISTERED
                else self._described("CredentialOrganization", name)
            )
        cls = next((cls for cls in _TARGETS if self._vocabulary.in_range(cls, field.term)), "")
        is_transfer = local.startswith("transferValue")
        if not cls or (is_minimal and not is_transfer):
            return {"CTID": self.ctid(label)}
        described = self._described(cls.rpartition(":")[2], _TARGET_NAMES[cls])
        return {**described, "OwnedBy": [{"CTID": self.owner}]} if is_transfer else described

    def _described(self, cls: str, name: str) -> dict[str, Any]:
        return {"Type": cls, "Name": name, "SubjectWebpage": self._page(name)}

    def _page(self, name: str) -> str:
        if name == "SubjectWebpage":
            return f"{HOST}/fruit"
        words = re.sub(r"(?<=[a-z])(?=[A-Z])|\W+", "-", name).strip("-").lower()
        return f"{HOST}/{words}"

    def _text(self, part: str, field: Field, as_list: bool) -> Any:
        name = field.name.lower()
        if name == "name":
            found: Any = NAMES[part]
        elif name == "description":
            found = DESCRIPTIONS[part]
        elif name in ("address1", "address2"):
            return {"address1": "12 Orchard Lane", "address2": "Building C"}[name]
        else:
            found = TEXTS[name]
        texts = list(found) if isinstance(found, tuple) else [found]
        return texts if as_list else texts[0]

    def _plain(self, part: str, field: Field, as_list: bool) -> Any:
        name = field.name.lower()
        found = LITERALS[name] if name in LITERALS else TEXTS[name]
        if isinstance(found, list | tuple):
            return list(found) if as_list else found[0]
        if self._vocabulary.kind_of(field.term) is ValueKind.LANGUAGE_MAP:
            return self._text(part, field, as_list)
        return [found] if as_list else found

    def _concepts(self, field: Field, label: str, as_list: bool) -> Any:
        scheme = scheme_of(self._vocabulary, field.term) or ""
        if scheme not in self._vocabulary.schemes:
            if field.conversion == "concept-uri":
                return self._listed(self.ctid(label), as_list)
            return self._listed({"unittext": "People"}.get(field.name.lower(), "Field work"), as_list)
        known = [term.rpartition(":")[2] for term in self._vocabulary.schemes[scheme].concepts]
        preferred = [name for name in PREFERRED_CONCEPTS.get(scheme, ()) if name in known]
        return (preferred or known[:1]) if as_list else (preferred or known)[0]

    def _address(self, field: Field, label: str) -> str:
        """A CTID where registered resources are expected, else a page."""
        local = field.term.rpartition(":")[2]
        if local in ("publisher", "creator", "rightsHolder"):
            return self.owner
        if local in ("leftSource", "rightSource"):
            return f"{HOST}/terms/{'age' if local == 'leftSource' else 'eighteen'}"
        facts = self._vocabulary.properties.get(field.term)
        classes = self._vocabulary.classes
        if facts is not None and any(
            cls in classes and classes[cls].placement in ("top", "travels") for cls in facts.range
        ):
            return self.ctid(label)
        if local in ("proxyFor", "hasMember", "sourceData", "proxyForItems"):
            return self.ctid(label)
        return self._page(field.name)

    def _item(self, field: Field) -> dict[str, Any]:
        name = _BOOK_OF[field.term]
        head = bundled_codes()[name].head
        known = bundled_codes()[name].find(_CODES[name])
        return {
            "Framework": head.framework,
            "FrameworkName": head.framework_name,
            "CodedNotation": _CODES[name],
            "Name": known.title if known is not None else _TITLES[name],
        }

    def _competency(self, label: str) -> dict[str, Any]:
        return {
            "FrameworkName": NAMES["competencyframework"],
            "TargetNode": self.ctid(f"{label}/competency"),
            "TargetNodeName": TEXTS["competencylabel"],
            "TargetNodeDescription": TEXTS["competencytext"],
            "CodedNotation": "1.1",
            "Weight": 0.5,
        }

    @staticmethod
    def _listed(value: str, as_list: bool) -> Any:
        return [value] if as_list else value
