"""What holds whatever stands in a document."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.findings import Finding
from opencredreg.jsonld.document import parse_document
from opencredreg.validation import CODES, Known, Mode, check_payload
from tests.support.valid_documents import TOP_CLASSES, Json, documents

from .cases import CASES, changed
from .cases.bases import BASE, ce, certificate
from .cases.case import put
from .running import Registry, judge, resolve, validator

QUICK = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
MODES = st.sampled_from(("publish", "provisional", "read", "reference", "gate"))
VOCABULARY = bundled_vocabulary()

TERMS = st.sampled_from(sorted((*VOCABULARY.properties, *VOCABULARY.classes)))
KEYS = st.one_of(
    TERMS,
    TERMS.map(lambda term: term.partition(":")[2]),
    TERMS.map(VOCABULARY.expand),
    st.sampled_from(
        ("@id", "@type", "@graph", "@context", "@value", "@language", "", " ", "0", "~1/~0", "_:b", ":")
    ),
    st.text(max_size=8),
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**60), 2**60),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.sampled_from(
        (BASE, ce(1), f"{BASE}/resources/{ce(1)}", "_:b", "en", "2024-02-30", "P", "P1Y", "http://[", "://")
    ),
    TERMS,
    st.sampled_from(sorted(VOCABULARY.concepts)),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
ITEMS = st.dictionaries(KEYS, VALUES, max_size=6)
GRAPHS = st.fixed_dictionaries(
    {"@graph": st.lists(ITEMS | VALUES, max_size=4)}, optional={"@id": VALUES, "@context": VALUES}
)


def _points_somewhere(document: Any, finding: Finding) -> bool:
    """Whether a pointer leads to something, or to where something is missing."""
    for pointer in (finding.pointer, finding.pointer.rpartition("/")[0]):
        try:
            resolve(document, pointer)
        except (LookupError, ValueError, TypeError):
            continue
        return True
    return False


def _in_order(findings: tuple[Finding, ...]) -> bool:
    def place(finding: Finding) -> tuple[list[tuple[int, str]], str]:
        steps = finding.pointer.split("/")
        return ([(int(step), "") if step.isdecimal() else (-1, step) for step in steps], finding.code)

    return list(findings) == sorted(findings, key=place)


@QUICK
@given(st.one_of(GRAPHS, ITEMS, VALUES), MODES)
def test_nothing_in_a_document_makes_the_validator_fail(document: Any, mode: Mode) -> None:
    report = judge(document, mode)
    assert sum(report.counts.values()) >= len(report.findings)
    for finding in report.findings:
        assert finding.code in CODES
        assert _points_somewhere(document, finding), finding


@st.composite
def damaged(draw: Any) -> Json:
    """A valid document in which a few places were cut, exchanged or filled with something else."""
    document: Json = copy.deepcopy(draw(documents(draw(st.sampled_from(TOP_CLASSES)))))
    for _ in range(draw(st.integers(1, 3))):
        holder: Any = document
        for _ in range(draw(st.integers(1, 6))):
            inner = [
                entry
                for entry in _entries(holder)
                if isinstance(holder[entry], dict | list) and holder[entry]
            ]
            if not inner:
                break
            holder = holder[draw(st.sampled_from(inner))]
        places = _entries(holder)
        if not places:
            continue
        place = draw(st.sampled_from(places))
        match draw(st.sampled_from(("delete", "replace", "wrap", "list", "twice", "key"))):
            case "delete":
                del holder[place]
            case "wrap":
                holder[place] = {"@value": holder[place]}
            case "list":
                holder[place] = [holder[place]]
            case "twice":
                holder[place] = [holder[place], copy.deepcopy(holder[place])]
            case "key" if isinstance(holder, dict):
                holder[draw(KEYS)] = holder.pop(place)
            case _:
                holder[place] = draw(VALUES)
    return document


def _entries(holder: Any) -> list[Any]:
    return list(holder) if isinstance(holder, dict) else list(range(len(holder)))


@settings(QUICK, max_examples=150)
@given(damaged(), MODES)
def test_damaged_documents_are_judged_where_they_are_damaged(document: Json, mode: Mode) -> None:
    report = judge(document, mode)
    for finding in report.findings:
        assert finding.code in CODES
        assert _points_somewhere(document, finding), finding
    assert _in_order(report.findings)


@settings(QUICK, max_examples=40)
@given(damaged(), MODES)
def test_same_document_gives_the_same_findings(document: Json, mode: Mode) -> None:
    first = judge(document, mode)
    judge(certificate(), mode)
    assert judge(copy.deepcopy(document), mode) == first


@settings(QUICK, max_examples=40)
@given(damaged())
def test_order_of_items_beyond_the_first_does_not_matter(document: Json) -> None:
    graph = document.get("@graph")
    if not isinstance(graph, list) or not all(isinstance(item, dict) for item in graph):
        return
    ids = [item.get("@id") for item in graph]
    if len(set(map(str, ids))) < len(ids):
        return
    turned = {**document, "@graph": [*graph[:1], *reversed(graph[1:])]}
    assert _codes(judge(turned)) == _codes(judge(document))


def _codes(report: Any) -> list[str]:
    once = {
        "reference-outside",
        "inverse-one-sided",
        "hierarchy-cycle",
        "manifest-cycle",
        "list-id-duplicate",
    }
    return sorted(finding.code for finding in report.findings if finding.code not in once)


def _without_nul(text: str) -> str:
    """No document has U+0000 in it: the parser refuses it before anybody judges it."""
    return text.replace("\\u0000", "0")


@settings(QUICK, max_examples=25)
@given(st.lists(damaged(), min_size=1, max_size=3), st.sampled_from(("publish", "read")))
def test_many_documents_at_once_are_judged_like_one_by_one(values: list[Json], mode: Mode) -> None:
    parsed = [parse_document(_without_nul(json.dumps(value)).encode()) for value in values]
    known = {ce(900): Known(("ceterms:Organization",)), ce(7): Known(("ceterms:Course",), state="deleted")}
    together = Registry(known)
    alone = Registry(known)
    at_once = validator(mode).validate_all(parsed, together)
    assert at_once == [validator(mode).validate(document, alone) for document in parsed]
    assert together.asked <= 1


@settings(QUICK, max_examples=40)
@given(damaged())
def test_reading_is_never_graver_than_publishing(document: Json) -> None:
    """What is only worth a note where documents are published is no error where they are read."""
    published = {
        finding.code for finding in judge(document, "publish").findings if finding.severity == "error"
    }
    structural = {"required", "wrong-type", "main-resource-blank", "graph-empty", "identity-required"}
    read = {finding.code for finding in judge(document, "read").findings if finding.severity == "error"}
    assert read - structural <= published


@settings(QUICK, max_examples=40)
@given(
    st.sampled_from([case for case in CASES if not isinstance(case.bad, bytes)]), st.sampled_from((0, 1, 2))
)
def test_pointers_are_in_the_spelling_of_the_document(case: Any, spelling: int) -> None:
    document = changed(case.base(), case.bad)
    spelt = copy.deepcopy(document)
    names: dict[str, str] = {}
    for item in spelt["@graph"] if isinstance(spelt["@graph"], list) else []:
        if isinstance(item, dict):
            _respell(item, spelling, names)
    for finding in judge(spelt, "read", known=case.known).findings:
        assert _points_somewhere(spelt, finding)
        for step in finding.pointer.split("/"):
            name = step.replace("~1", "/").replace("~0", "~")
            assert name not in names or names[name] == name or not _is_spelt(spelt, finding.pointer, name)


def _respell(item: Json, spelling: int, names: dict[str, str]) -> None:
    entries = []
    for key, value in item.items():
        name = key
        if key in VOCABULARY.properties and spelling:
            short = key.partition(":")[2]
            name = VOCABULARY.expand(key) if spelling == 1 else short
            if VOCABULARY.normalize_term(name) != key:
                name = key
            names[key] = name
        entries.append((name, value))
    item.clear()
    item.update(entries)


def _is_spelt(document: Any, pointer: str, name: str) -> bool:
    """Whether the pointer names a key that the item spells in another way."""
    steps = pointer.split("/")
    if len(steps) < 4 or steps[3].replace("~1", "/").replace("~0", "~") != name:
        return False
    item = document["@graph"][int(steps[2])]
    return any(key != name and VOCABULARY.normalize_term(key) == name for key in item)


@settings(QUICK, max_examples=80)
@given(st.binary(max_size=60))
@example(b"")
@example(b"\xef\xbb\xbf")
@example(b"[" * 5_000)
@example(b'{"@graph": [' + b"[" * 2_000)
@example(b"[1, 2]")
@example(b"[]")
@example(b'{"@graph": [{"@id": "\\ud800"}]}')
def test_bytes_of_any_kind_give_a_report(payload: bytes) -> None:
    for mode in ("publish", "read", "gate"):
        report = check_payload(payload, validator(mode))
        assert all(finding.code in CODES for finding in report.findings)


def test_pointers_lead_into_lists_of_items() -> None:
    [finding] = [one for one in judge([{"@type": "ceterms:Badge"}]).findings if one.code == "required"]
    assert finding.pointer == "/0/@id"


def test_keys_that_are_long_numbers_do_no_harm() -> None:
    value = put(f"0/{'9' * 5_000}", "x")
    report = judge(changed(certificate(), value))
    assert any(finding.pointer.endswith("9" * 5_000) for finding in report.findings)
