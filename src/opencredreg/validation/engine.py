"""The engine: a document, a profile and what surrounds the document, to findings.

A validator is made once for a profile and a vocabulary and keeps the plans of the classes; it may be used by many
threads. Everything that publishes, imports or checks documents goes through it.

Source: ``validation-profile.md`` sections 1 and 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, final

import msgspec

from opencredreg.ctdl import Vocabulary
from opencredreg.errors import UnknownContext
from opencredreg.findings import Finding, Severity
from opencredreg.jsonld.contexts import ActiveContext, is_bundled, resolve_context
from opencredreg.jsonld.document import Document
from opencredreg.validation.catalogue import CODES, FAMILIES
from opencredreg.validation.checks.classes import classify
from opencredreg.validation.checks.compile import compile_check
from opencredreg.validation.checks.visit import visit
from opencredreg.validation.outside import judge_outside
from opencredreg.validation.place import Place
from opencredreg.validation.plan import ObjectRule, Plans
from opencredreg.validation.profile import Profile
from opencredreg.validation.rule import Mode
from opencredreg.validation.rules.document import NODE_DUPLICATE
from opencredreg.validation.rules.presence import tell_missing
from opencredreg.validation.run import KEPT_PER_CODE, Run
from opencredreg.validation.structure import DOCUMENT_IS_ARRAY, check_structure
from opencredreg.validation.surroundings import Surroundings

__all__ = ["Report", "Validator", "validator_for"]

_NO_CONTEXTS: Final[Mapping[str, Any]] = {}
_CONTEXTS_KEPT: Final = 32
_NAMES_OF_DOCUMENTS: Final = frozenset({"main-resource-blank", "identity-required"})
"""Structural rules that mean nothing where a document only describes what lies outside of the registry."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in one document.

    ``findings`` are in the order of their places, then of their codes. ``counts`` says how many there are of each
    severity, ``omitted`` how many of a code were counted but not kept. ``items`` is the number of items of the
    graph.
    """

    findings: tuple[Finding, ...]
    counts: Mapping[Severity, int]
    omitted: Mapping[str, int]
    mode: Mode
    items: int

    @property
    def is_sound(self) -> bool:
        """Whether there are no errors."""
        return not self.counts.get("error")


@final
class Validator:
    """Judges documents by a profile and a vocabulary."""

    def __init__(self, profile: Profile, vocabulary: Vocabulary) -> None:
        self.profile = profile
        self.vocabulary = vocabulary
        object_rules: dict[str, tuple[ObjectRule, ...]] = {}
        for family in FAMILIES:
            rules: Mapping[str, tuple[ObjectRule, ...]] = getattr(family, "OBJECT_RULES", {})
            for cls, functions in rules.items():
                object_rules[cls] = object_rules.get(cls, ()) + functions
        self._graph_rules = tuple(rule for family in FAMILIES for rule in getattr(family, "GRAPH_RULES", ()))
        self._plans = Plans(profile, vocabulary, compile_check, object_rules)
        self._own_plans: dict[bytes, Plans] = {}
        self._provisional: Validator | None = None

    def validate(
        self,
        document: Document,
        surroundings: Surroundings | None = None,
        contexts: Mapping[str, Any] = _NO_CONTEXTS,
    ) -> Report:
        """Judge one document.

        Args:
            document: the document.
            surroundings: who knows what lies outside of it; without them references outside stay open.
            contexts: the contexts that the node was given, by address.
        """
        return self.validate_all((document,), surroundings, contexts)[0]

    def validate_all(
        self,
        documents: Sequence[Document],
        surroundings: Surroundings | None = None,
        contexts: Mapping[str, Any] = _NO_CONTEXTS,
    ) -> list[Report]:
        """Judge documents that belong together; the surroundings are asked once for all of them."""
        validators = [self._for(document) for document in documents]
        runs = [
            validator._begin(document, contexts)
            for validator, document in zip(validators, documents, strict=True)
        ]
        known = None
        if surroundings is not None:
            keys = {reference.target.key for run in runs for reference in run.outside}
            known = surroundings.find(keys) if keys else {}
        for validator, run in zip(validators, runs, strict=True):
            if self.profile.mode != "gate":
                validator._settle(run, known, surroundings)
        return [_report_of(run) for run in runs]

    def _for(self, document: Document) -> Validator:
        """The validator for a document: one that calls itself provisional is judged as such."""
        if self.profile.mode != "publish" or not document.is_provisional:
            return self
        if self._provisional is None:
            profile = msgspec.structs.replace(self.profile, mode="provisional")
            self._provisional = Validator(profile, self.vocabulary)
        return self._provisional

    def _plans_for(self, document: Document, active: ActiveContext | None) -> Plans:
        if active is None:
            return self._plans
        key = document.context_raw or b""
        found = self._own_plans.get(key)
        if found is None or found.active is not active:
            if len(self._own_plans) >= _CONTEXTS_KEPT:
                self._own_plans.clear()
            found = self._own_plans[key] = self._plans.for_context(active)
        return found

    def _own_context(self, document: Document, contexts: Mapping[str, Any]) -> ActiveContext | None:
        """The meaning of a document's context, unless it is one that is bundled."""
        context = document.top.get("@context")
        if context is None or (isinstance(context, str) and is_bundled(context)):
            return None
        kept = self._own_plans.get(document.context_raw or b"")
        # What an address was registered for may change; what a context says itself does not.
        if kept is not None and not _names_addresses(context):
            return kept.active
        return resolve_context(context, contexts, vocabulary=self.vocabulary)

    def _begin(self, document: Document, contexts: Mapping[str, Any]) -> Run:
        """Look at all that a document says by itself."""
        profile = self.profile
        active = None
        refused: UnknownContext | None = None
        try:
            active = self._own_context(document, contexts)
        except UnknownContext as error:
            refused = error
        run = Run(document, self.vocabulary, profile, active)
        run.refused_context = refused
        _check_form(run, document)
        if profile.mode == "gate":
            return run
        plans = self._plans_for(document, active)
        for place in _items(run, plans, document):
            earlier = run.add_item(place)
            if earlier is not None:
                run.report(
                    NODE_DUPLICATE,
                    place,
                    f"Two items of the graph have the @id {place.id}.",
                    at=("@id",),
                    hint="Give each its own, or merge them.",
                    value=place.id,
                )
        for place in run.items:
            visit(run, place)
        return run

    def _settle(self, run: Run, known: Mapping[str, Any] | None, surroundings: Surroundings | None) -> None:
        """Judge what needs the whole graph or the surroundings."""
        judge_outside(run, known, surroundings)
        for rule in self._graph_rules:
            rule(run)
        tell_missing(run)


def validator_for(profile: Profile, vocabulary: Vocabulary) -> Validator:
    """A validator for a profile and vocabulary; it is kept, so asking again costs nothing."""
    return _validator_for(msgspec.json.encode(profile, order="sorted"), vocabulary)


@lru_cache(maxsize=64)
def _validator_for(profile: bytes, vocabulary: Vocabulary) -> Validator:
    return Validator(msgspec.json.decode(profile, type=Profile), vocabulary)


def _names_addresses(context: Any) -> bool:
    parts = context if isinstance(context, list) else [context]
    return any(isinstance(part, str) and not is_bundled(part) for part in parts)


def _check_form(run: Run, document: Document) -> None:
    strictly = run.mode in ("publish", "provisional", "gate") and not run.is_array
    for finding in check_structure(document, "wire" if strictly else "import"):
        if run.mode == "reference" and finding.code in _NAMES_OF_DOCUMENTS:
            continue
        pointer = finding.pointer
        if run.is_array:
            pointer = pointer.removeprefix("/@graph")
        run.note(msgspec.structs.replace(finding, rule=CODES[finding.code].number, pointer=pointer))
    if run.is_array:
        run.report(
            DOCUMENT_IS_ARRAY,
            None,
            "The document is a list of items, not an object.",
            hint='Write {"@context": ..., "@id": ..., "@graph": [ the items ]}.',
        )


def _items(run: Run, plans: Plans, document: Document) -> Iterable[Place]:
    prefix = "" if run.is_array else "/@graph"
    for item in document.items:
        base = f"{prefix}/{item.position}" if document.form == "graph" else ""
        value = item.value
        place = Place(value, "", plans.of_class(""), base=base)
        stated = value.get("@type")
        cls = classify(run, plans, place, (), stated) if stated else ""
        yield Place(value, cls, plans.of_class(cls), base=base)


def _report_of(run: Run) -> Report:
    findings = run.findings()
    counts: dict[Severity, int] = {}
    for finding in findings:
        counts[finding.severity] = counts.get(finding.severity, 0) + 1
    omitted = {code: count - KEPT_PER_CODE for code, count in run.counts.items() if count > KEPT_PER_CODE}
    for code, count in omitted.items():
        severity = next(finding.severity for finding in findings if finding.code == code)
        counts[severity] += count
    return Report(findings=findings, counts=counts, omitted=omitted, mode=run.mode, items=len(run.items))
