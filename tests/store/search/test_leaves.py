"""Every condition by itself on a small registry, against answers that were written down by hand."""

from __future__ import annotations

import pytest

from opencredreg.errors import Unavailable
from opencredreg.query.tree import (
    And,
    ClassIn,
    Every,
    Expression,
    HasLiteral,
    IdText,
    KeyIn,
    Link,
    LinkPath,
    LiteralText,
    LiteralValue,
    Near,
    Not,
    Nothing,
    Or,
    PublishType,
    RecordOf,
    RecordTime,
    Search,
    Sort,
    Words,
)
from opencredreg.store.index.format import mark_index_current
from opencredreg.store.search import SqlEngine
from tests.store.search.filled import COMMUNITY, Filled, record

_OWNER, _OTHER = "ce-00000000-0000-4000-8000-00000000000a", "ce-00000000-0000-4000-8000-00000000000b"
_NUMBERS = {
    letter: f"ce-00000000-0000-4000-8000-00000000000{number}"
    for number, letter in enumerate("WNLDF", start=1)
}
_LETTERS = {ctid: letter for letter, ctid in _NUMBERS.items()}


def _uri(letter: str) -> str:
    return f"https://registry.example/resources/{_NUMBERS[letter]}"


def _resource(letter: str, cls: str, **members: object) -> dict[str, object]:
    named = {name.replace("__", ":"): value for name, value in members.items()}
    return {"@id": _uri(letter), "@type": cls, "ceterms:ctid": _NUMBERS[letter], **named}


@pytest.fixture
def valley(filled: Filled) -> Filled:
    """Welding and nursing certificates, a license elsewhere, a draft, and a far course."""
    place = {"@type": "ceterms:Place", "ceterms:latitude": 41.6, "ceterms:longitude": -87.34}
    price = {"@type": "ceterms:CostProfile", "ceterms:price": 1200, "ceterms:currency": "USD"}
    filled.fill(
        [
            record(
                _resource(
                    "W",
                    "ceterms:Certificate",
                    ceterms__name={"en-US": "Welding Technology Certificate"},
                    ceterms__keyword={"en-US": ["welders", "metal fabrication"]},
                    ceterms__requires=[
                        {"@type": "ceterms:ConditionProfile", "ceterms:targetCredential": _uri("N")}
                    ],
                    ceterms__availableAt=[place],
                    ceterms__estimatedCost=[price],
                    ceterms__isNonCredit=True,
                ),
                owner=_OWNER,
                created_at=10,
                updated_at=50,
            ),
            record(
                _resource(
                    "N",
                    "ceterms:BachelorDegree",
                    ceterms__name={
                        "en": "Bachelor of Science in Nursing",
                        "es": "Licenciatura en Enfermería",
                    },
                    ceterms__ownedBy=["https://state.example/board"],
                    ceterms__codedNotation="NURS 110",
                    ceterms__isPartOf=[_uri("L")],
                ),
                owner=_OTHER,
                publisher=_OWNER,
                created_at=20,
                updated_at=40,
            ),
            record(
                _resource(
                    "L",
                    "ceterms:License",
                    ceterms__name={"en": ["Practical Nurse License", "License (practical)"]},
                    ceterms__codedNotation=["15-1252.00", "nurs"],
                    ceterms__dateEffective="2022-01-01",
                    ceterms__isPartOf=[_uri("F")],
                ),
                publish_type="secondary",
                created_at=30,
                updated_at=30,
            ),
            record(
                _resource(
                    "D",
                    "ceterms:Certificate",
                    ceterms__name={"en": "Draft Welding Certificate"},
                    ceterms__isPartOf=[_uri("L")],
                ),
                provisional=True,
                created_at=40,
                updated_at=20,
            ),
            record(
                {**_resource("F", "ceterms:Course"), "@type": ["ceterms:Course", "ceterms:Badge"]},
                created_at=50,
                updated_at=10,
            ),
        ]
    )
    return filled


_EXPECTED: list[tuple[Expression, str]] = [
    (Every(), "WNLF"),
    (Nothing(), ""),
    (And(()), "WNLF"),
    (Or(()), ""),
    (Not(ClassIn(("ceterms:License",))), "WNF"),
    (ClassIn(("ceterms:Certificate", "ceterms:License")), "WL"),
    (ClassIn(("ceterms:Badge",)), "F"),
    (ClassIn(("ceterms:Unheard",)), ""),
    (KeyIn((_NUMBERS["W"], _NUMBERS["D"], "https://state.example/board")), "W"),
    (IdText("ctid", "ends", "0002"), "N"),
    (IdText("ctid", "exact", _NUMBERS["L"].upper()), "L"),
    (IdText("uri", "contains", "/RESOURCES/ce-"), "WNLF"),
    (HasLiteral("ceterms:codedNotation"), "NL"),
    (HasLiteral("ceterms:name", ("es",)), "N"),
    (HasLiteral("ceterms:name", ("en-us",)), "W"),
    (HasLiteral("ceterms:neverUsed"), ""),
    (Words("ceterms:name", "nursing assistant"), "NL"),
    (Words("ceterms:name", "nursing license", need="all"), "L"),
    (Words("ceterms:name", "practical license certificate", need="all"), ""),
    (Words("ceterms:name", "weld"), "W"),
    (Words("ceterms:name", "techn"), "W"),
    (Words("ceterms:name", "techn", prefix=False), ""),
    (Words("ceterms:name", "in"), "N"),
    (Words("ceterms:name", '"of science"'), "N"),
    (Words("ceterms:name", '"science of"'), ""),
    (Words("ceterms:name", "enfermeria"), "N"),
    (Words("ceterms:name", "enfermeria", languages=("en",)), ""),
    (Words("ceterms:codedNotation", "nurs 110", "all", prefix=False, codes=True), "N"),
    (Words("ceterms:codedNotation", "NURS", "all", prefix=False, codes=True), "NL"),
    (Words("ceterms:codedNotation", "15-1253.00", "any", prefix=False, codes=True), ""),
    (Words("ceterms:codedNotation", "15", "any", prefix=False, codes=True), ""),
    (LiteralText("ceterms:name", "exact", "practical nurse license"), "L"),
    (LiteralText("ceterms:keyword", "exact", "metal fabrication"), "W"),
    (LiteralText("ceterms:name", "contains", "ience in n"), "N"),
    (LiteralText("ceterms:name", "contains", "(prac"), "L"),
    (LiteralText("ceterms:name", "contains", "%"), ""),
    (LiteralText("ceterms:name", "contains", "l"), "WNL"),
    (LiteralText("ceterms:name", "starts", "lic"), "NL"),
    (LiteralText("ceterms:name", "ends", "ería"), "N"),
    (LiteralText("ceterms:name", "ends", "practical)"), "L"),
    (LiteralText("ceterms:name", "fuzzy", "practcal lisense"), "L"),
    (LiteralText("ceterms:name", "fuzzy", "wleding"), "W"),
    (LiteralText("ceterms:dateEffective", "contains", "22-01"), "L"),
    (LiteralValue("ceterms:isNonCredit", 1, 1), "W"),
    (Link("ceterms:estimatedCost", LiteralValue("ceterms:price", 500, 1200)), "W"),
    (Link("ceterms:estimatedCost", LiteralValue("ceterms:price", None, 1199)), ""),
    (Link("ceterms:ownedBy", KeyIn(("https://state.example/board",))), "N"),
    (Link("ceterms:ownedBy", Every()), "N"),
    (Link("ceterms:ownedBy", ClassIn(("ceterms:License",))), ""),
    (Link("ceterms:isPartOf", Every(), reverse=True), "LF"),
    (Not(Link("ceterms:isPartOf", Every(), reverse=True)), "WN"),
    (Link("ceterms:requires", Link("ceterms:targetCredential", Words("ceterms:name", "nurse"))), "W"),
    (LinkPath(((("ceterms:isPartOf", False),),), 1, ClassIn(("ceterms:Course",))), "L"),
    (LinkPath(((("ceterms:isPartOf", False),),), 2, ClassIn(("ceterms:Course",))), "NL"),
    (
        LinkPath(
            (
                (("ceterms:isPartOf", False),),
                (("ceterms:requires", False), ("ceterms:targetCredential", False)),
            ),
            5,
            ClassIn(("ceterms:Course",)),
        ),
        "WNL",
    ),
    (RecordTime("created", 20, 30), "NL"),
    (RecordTime("updated", 40, None), "WN"),
    (RecordOf("owner", (_OWNER,)), "W"),
    (RecordOf("owner"), "WN"),
    (RecordOf("publisher", (_OWNER, _OTHER)), "N"),
    (PublishType(("secondary",)), "L"),
    (Link("ceterms:availableAt", Near(41.88, -87.63, 40)), "W"),
    (Link("ceterms:availableAt", Near(41.88, -87.63, 38)), ""),
    (And((Words("ceterms:name", "nurse"), Not(RecordOf("owner")))), "L"),
    (Or((Words("ceterms:name", "welding"), ClassIn(("ceterms:License",)))), "WL"),
]


def _letters(keys: tuple[str, ...]) -> str:
    return "".join(_LETTERS[key] for key in keys)


def test_each_condition_finds_what_it_should(valley: Filled) -> None:
    for expression, letters in _EXPECTED:
        assert _letters(valley.find(expression)) == letters, expression
        if "Badge" not in repr(expression):
            assert valley.oracle.matches(expression) == {_NUMBERS[letter] for letter in letters}, expression


def test_provisional_records(valley: Filled) -> None:
    welding = Words("ceterms:name", "welding")
    assert _letters(valley.find(welding, "include")) == "WD"
    assert _letters(valley.find(welding, "only")) == "D"
    comes_from_draft = Link("ceterms:isPartOf", ClassIn(("ceterms:Certificate",)), reverse=True)
    assert _letters(valley.find(comes_from_draft)) == ""
    assert _letters(valley.find(comes_from_draft, "include")) == "L"


@pytest.mark.parametrize(
    ("by", "descending", "letters"),
    [
        ("updated", True, "WNLF"),
        ("updated", False, "FLNW"),
        ("created", True, "FLNW"),
        ("ceterms:name", False, "NLWF"),
        ("ceterms:name", True, "WLNF"),
        ("ceterms:dateEffective", True, "LWNF"),
        ("ceterms:neverUsed", True, "WNLF"),
    ],
)
def test_order(valley: Filled, by: str, descending: bool, letters: str) -> None:
    assert _letters(valley.find(Every(), sort=Sort(by, descending))) == letters


def test_the_best_come_first(valley: Filled) -> None:
    search = Search(
        expression=Words("ceterms:name", "practical nurse license"), sort=Sort("relevance", False)
    )
    with valley.database.read() as connection:
        found = valley.engine.run(connection, COMMUNITY, search)
    assert _letters(valley.keys(found.ids)) == "LN"
    assert found.scores is not None
    assert found.scores[0] > found.scores[1] > 0


def test_pages(valley: Filled) -> None:
    def page(skip: int, take: int, *, with_total: bool = True) -> tuple[str, int | None]:
        search = Search(expression=Every(), skip=skip, take=take, with_total=with_total)
        with valley.database.read() as connection:
            found = valley.engine.run(connection, COMMUNITY, search)
        return _letters(valley.keys(found.ids)), found.total

    assert page(0, 2) == ("WN", 4)
    assert page(3, 2) == ("F", 4)
    assert page(9, 2) == ("", 4)
    assert page(0, 0) == ("", 4)
    assert page(1, 2, with_total=False) == ("NL", None)


def test_counts_of_several(valley: Filled) -> None:
    with valley.database.read() as connection:
        counted = valley.engine.counts(
            connection, COMMUNITY, [Every(), Nothing(), HasLiteral("ceterms:codedNotation")]
        )
    assert counted == [4, 0, 2]


def test_another_community_has_nothing(valley: Filled) -> None:
    with valley.database.read() as connection:
        assert valley.engine.count(connection, COMMUNITY + 1, Every()) == 0
        assert valley.engine.count(connection, COMMUNITY + 1, Words("ceterms:name", "nurse")) == 0


def test_a_node_with_more_values_than_places(filled: Filled) -> None:
    many = [f"keyword number {number}" for number in range(1500)]
    filled.fill([record(_resource("W", "ceterms:Course", ceterms__keyword={"en": many}))])
    for condition in (
        Words("ceterms:keyword", "1499"),
        LiteralText("ceterms:keyword", "exact", "keyword number 1400"),
        LiteralText("ceterms:keyword", "contains", "ber 1401"),
        And((ClassIn(("ceterms:Course",)), LiteralText("ceterms:keyword", "ends", "1402"))),
    ):
        assert _letters(filled.find(condition)) == "W", condition
        assert _letters(filled.find(Not(condition))) == ""
    filled.fill([])
    assert filled.find(Every()) == ()


def test_an_index_of_another_release_is_not_searched(valley: Filled) -> None:
    with valley.database.write() as transaction:
        transaction.connection.exec_driver_sql("UPDATE index_state SET format = 1")
    with valley.database.read() as connection, pytest.raises(Unavailable, match="built again"):
        valley.engine.count(connection, COMMUNITY, Every())
    with valley.database.write() as transaction:
        mark_index_current(transaction)
    with valley.database.read() as connection:
        assert valley.engine.count(connection, COMMUNITY, Every()) == 4


def test_the_time_for_an_answer_ends(filled: Filled) -> None:
    items = [
        {
            "@id": f"https://one.example/{number}",
            "@type": "ceterms:Course",
            "ceterms:name": {"en": f"Course {number}"},
        }
        for number in range(3000)
    ]
    filled.fill([record(*items)])
    hasty = SqlEngine(budget_s=0.001)
    long = Not(Or(tuple(LiteralText("ceterms:name", "contains", f"{letter}") for letter in "abcdefghij(")))
    with filled.database.read() as connection, pytest.raises(Unavailable, match="longer than"):
        hasty.counts(connection, COMMUNITY, [long] * 50)
    with filled.database.read() as connection:
        assert filled.engine.count(connection, COMMUNITY, Every()) == 0
