"""What SHACL says of objects by their class: what they need, and which properties have one value.

RDF cannot tell an inner object from a blank node of the graph. Where blank nodes stand for something outside of the
registry, of which less is asked, the needs of a class hold for named nodes only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from opencredreg.ctdl import Vocabulary
from opencredreg.validation.exports import patterns
from opencredreg.validation.exports.groups import group_rules
from opencredreg.validation.exports.shape_writer import Node, ShapeWriter
from opencredreg.validation.profile import Profile
from opencredreg.validation.rule import Rule
from opencredreg.validation.rules import formats, forms, identifiers, presence, references

__all__ = ["write_classes"]

Group: TypeAlias = tuple[str, ...]

_CTID: Final = "ceterms:ctid"
_OLD_DATA_SET: Final = "qdata:dataSetTimePeriod"


def write_classes(
    writer: ShapeWriter, vocabulary: Vocabulary, profile: Profile, classes: Iterable[str]
) -> None:
    """Write what is asked of objects of some classes."""
    classes = sorted(classes)
    stand_ins = [cls for cls in classes if _may_stand_in(vocabulary, cls)]
    _write_needs(writer, vocabulary, profile, classes)
    _write_single_values(writer, vocabulary, classes)
    _write_groups(writer, vocabulary, classes)
    _write_identity(writer, vocabulary, classes)
    _write_stand_ins(writer, vocabulary, stand_ins)


def _may_stand_in(vocabulary: Vocabulary, cls: str) -> bool:
    """Whether blank nodes of a class describe something outside of the registry."""
    return cls not in references.INTEGRAL and vocabulary.classes[cls].placement != "embedded"


def _write_needs(writer: ShapeWriter, vocabulary: Vocabulary, profile: Profile, classes: list[str]) -> None:
    asked: dict[tuple[Rule, str, Group], list[str]] = {}
    for cls in classes:
        needs = presence.build_needs(vocabulary, profile, cls)
        for term in sorted(needs.singles):
            asked.setdefault((presence.REQUIRED_MISSING, "", (term,)), []).append(cls)
        for group in needs.before:
            asked.setdefault((_rule_of_old(cls, group), "", group), []).append(cls)
        for group in needs.groups:
            asked.setdefault((presence.REQUIRED_ONE_OF, "", group), []).append(cls)
        # Nobody recommends anything for what stands inside of something else.
        for group in needs.recommended if vocabulary.classes[cls].placement != "embedded" else ():
            asked.setdefault((presence.RECOMMENDED_MISSING, "", group), []).append(cls)
        for when, group in needs.conditional:
            if when in ("with-ctid", "with-components", "new-data-set-model"):
                rule = presence.REQUIRED_MISSING if len(group) == 1 else presence.REQUIRED_ONE_OF
                asked.setdefault((rule, when, group), []).append(cls)
    for number, ((rule, when, group), holders) in enumerate(asked.items(), 1):
        for named_only in (True, False):
            chosen = [cls for cls in holders if _may_stand_in(vocabulary, cls) is named_only]
            if chosen and writer.wants(rule):
                name = f"{rule.code}-{number}{'-named' if named_only else ''}"
                _write_need(writer, name, rule, group, chosen, when, named_only=named_only)


def _rule_of_old(cls: str, group: Group) -> Rule:
    return presence.REQUIRED_BY_POLICY if (cls, group[0]) in presence.POLICY else presence.REQUIRED_BEFORE


def _write_need(
    writer: ShapeWriter,
    name: str,
    rule: Rule,
    group: Group,
    classes: list[str],
    when: str = "",
    *,
    named_only: bool,
) -> None:
    """One of some properties has to be there."""
    message = f"{' or '.join(group)}: {rule.statement}"
    ways: list[Node] = [writer.has(term) for term in group]
    if named_only:
        ways.insert(0, writer.kind("BlankNode"))
    if when == "with-ctid":
        ways.append(writer.lacks(_CTID))
    elif when == "with-components":
        ways.append(writer.lacks("ceterms:hasPart"))
    elif when == "new-data-set-model":
        ways.append(writer.has(_OLD_DATA_SET))
    if len(ways) == 1:
        # A shape for the property itself tells its path.
        shape = writer.begin(name, "PropertyShape", rule, message)
        writer.say(shape, "path", writer.term(group[0]))
        writer.say(shape, "minCount", writer.count(1))
    else:
        shape = writer.begin(name, "NodeShape", rule, message)
        writer.any_of(shape, ways)
    _target(writer, shape, classes)


def _target(writer: ShapeWriter, shape: Node, classes: Iterable[str]) -> None:
    for cls in classes:
        writer.say(shape, "targetClass", writer.term(cls))


def _write_single_values(writer: ShapeWriter, vocabulary: Vocabulary, classes: list[str]) -> None:
    if not writer.wants(forms.TOO_MANY_VALUES):
        return
    for term, facts in sorted(vocabulary.properties.items()):
        if not facts.declared or facts.datatype == "@language":
            continue
        single = [cls for cls in classes if vocabulary.is_repeatable(cls, term) is False]
        if single:
            message = f"{term} has one value."
            shape = writer.begin(
                f"{forms.TOO_MANY_VALUES.code}-{term}", "PropertyShape", forms.TOO_MANY_VALUES, message
            )
            writer.say(shape, "path", writer.term(term))
            writer.say(shape, "maxCount", writer.count(1))
            _target(writer, shape, single)


def _write_groups(writer: ShapeWriter, vocabulary: Vocabulary, classes: list[str]) -> None:
    """Rules of single classes that look at nothing but which properties are there."""
    for number, one in enumerate(group_rules(vocabulary), 1):
        chosen = [cls for cls in classes if vocabulary.is_a(cls, one.cls)]
        if chosen and writer.wants(one.rule):
            _write_need(writer, f"{one.rule.code}-{number}", one.rule, one.group, chosen, named_only=False)
    together: Mapping[str, tuple[Rule, str, str]] = {
        "ceterms:CostProfile": (formats.CURRENCY_MISSING, "ceterms:price", "ceterms:currency"),
    }
    for known, (rule, given, asked) in together.items():
        chosen = [cls for cls in classes if vocabulary.is_a(cls, known)]
        if chosen and writer.wants(rule):
            shape = writer.begin(f"{rule.code}-{known}", "NodeShape", rule, rule.statement)
            writer.any_of(shape, (writer.lacks(given), writer.has(asked)))
            _target(writer, shape, chosen)


def _write_identity(writer: ShapeWriter, vocabulary: Vocabulary, classes: list[str]) -> None:
    registered = [cls for cls in classes if vocabulary.has_domain(cls, _CTID)]
    if registered and writer.wants(identifiers.CTID_MISSING):
        _write_need(writer, "ctid-missing", identifiers.CTID_MISSING, (_CTID,), registered, named_only=True)
    if writer.wants(identifiers.REGISTRY_URI_MALFORMED):
        rule = identifiers.REGISTRY_URI_MALFORMED
        shape = writer.begin(rule.code, "NodeShape", rule, rule.statement)
        writer.say(shape, "targetSubjectsOf", writer.term(_CTID))
        address = writer.matches(patterns.anchored(patterns.RESOURCE_ADDRESS))
        writer.any_of(shape, (writer.kind("BlankNode"), address))


def _write_stand_ins(writer: ShapeWriter, vocabulary: Vocabulary, classes: list[str]) -> None:
    """A blank node that stands for something outside of the registry has a name."""
    rule = references.BLANK_NODE_THIN
    # Blank nodes of some classes stand inside of something as often as for something.
    classes = [cls for cls in classes if "embedded" not in vocabulary.classes[cls].other_placements]
    if not classes or not writer.wants(rule):
        return
    shape = writer.begin(rule.code, "NodeShape", rule, rule.statement)
    writer.any_of(shape, (writer.kind("IRI"), *(writer.has(term) for term in references.NAMES)))
    _target(writer, shape, classes)
    agents = [cls for cls in classes if vocabulary.is_a(cls, "ceterms:Agent")]
    if agents:
        shape = writer.begin(f"{rule.code}-organization", "NodeShape", rule, rule.statement)
        writer.any_of(shape, (writer.kind("IRI"), writer.has("ceterms:subjectWebpage")))
        _target(writer, shape, agents)
