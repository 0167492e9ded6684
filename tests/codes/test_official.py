"""Official files of any year are read; a file that is none is refused with the line and what was expected there."""

from __future__ import annotations

import pytest
from tools.derive_codes import SOURCES, TARGET, build, main

from opencredreg.codes import ListName, bundled_codes
from opencredreg.codes.official import parse_official
from opencredreg.codes.table import parse_head, parse_table, render_table
from opencredreg.errors import InvalidInput, RegistryError
from tests.support.shared import shared_path

_ONET = (
    "O*NET-SOC Code\tTitle\tDescription\n"
    '53-3032.00\t"Drivers, of Trucks"\tDrive, a, lot; always.\n'
    "53-3032.01\tDrivers of Small Trucks\t\n"
)
_BLS = (
    "2018 Standard Occupational Classification System,,,,\n"
    "\n"
    "Major Group,Minor Group,Broad Group,Detailed Occupation,\n"
    "53-0000,,,,Transportation and Material Moving Occupations\n"
    ",53-3000,,,Motor Vehicle Operators\n"
    ",,53-3030,,Driver/Sales Workers and Truck Drivers\n"
    ",,,53-3032,Heavy and Tractor-Trailer Truck Drivers\n"
)
_CIP = (
    '"CIPFamily","CIPCode","Action","TextChange","CIPTitle","CIPDefinition"\n'
    '="49",="49","No substantive changes","no","TRANSPORTATION AND MATERIALS MOVING.","Long,\nlong."\n'
    '="49",="49.02","No substantive changes","no","Ground Transportation.","-"\n'
    '="49",="49.0205","No substantive changes","no","Truck Driving.","-"\n'
    '="49",="49.0299","Deleted","no","Other.","-"\n'
)
_NAICS = (
    "Seq. No.;2022 NAICS US   Code;2022 NAICS US Title\n"
    ";;\n"
    "1;31-33;ManufacturingT\n"
    "2;311;Food ManufacturingT \n"
    ";T = comparable;\n"
)


def _titles(name: ListName, data: bytes | str) -> dict[str, str]:
    book = parse_official(name, "2024", data.encode() if isinstance(data, str) else data)
    assert (book.head.name, book.head.edition) == (name, "2024")
    return {code: one.title for code, one in book.codes.items()}


def test_occupations_of_onet() -> None:
    assert _titles("soc", _ONET) == {
        "53-0000": "Transportation and Material Moving Occupations",
        "53-3032.00": "Drivers, of Trucks",
        "53-3032.01": "Drivers of Small Trucks",
    }


def test_the_structure_of_occupations_with_all_its_groups() -> None:
    book = parse_official("soc", "2018", _BLS.encode())
    found = book.get("53-3032")
    assert [one.code for one in book.ancestors(found)] == ["53-0000", "53-3000", "53-3030"]
    assert book.get("53-3030").title == "Driver/Sales Workers and Truck Drivers"


def test_programs() -> None:
    assert _titles("cip", _CIP) == {
        "49": "Transportation and Materials Moving",
        "49.02": "Ground Transportation",
        "49.0205": "Truck Driving",
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_industries_in_any_encoding(encoding: str) -> None:
    text = f"{_NAICS}3;722515;Cafés\n"
    assert _titles("naics", text.encode(encoding)) == {
        "31-33": "Manufacturing",
        "311": "Food Manufacturing",
        "722515": "Cafés",
    }


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("cip", _NAICS, "no names of columns"),
        ("cip", "", "no names of columns"),
        ("cip", "CIPCode,CIPTitle\n", "no code in this file"),
        ("cip", "CIPCode,CIPTitle\n49.0205,Trucks\nabc,Buses\n", "Line 3: “abc” is no code"),
        ("cip", "CIPCode,CIPTitle\n49.0205,\n", "Line 2: the code 49.0205 has no title"),
        ("cip", "CIPCode,CIPTitle\n49.0205,Trucks\n490205,Buses\n", "Line 3: 49.0205 has two titles"),
        ("cip", 'CIPCode,CIPTitle\n49.0205,"Trucks\n', "Line 2 cannot be read"),
        ("soc", b"PK\x03\x04more", "workbook of Excel"),
        ("naics", b"\x00\x01", "no text"),
    ],
)
def test_what_is_no_such_list(name: ListName, data: bytes | str, said: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        _titles(name, data)
    assert said in caught.value.message
    assert caught.value.hint


def test_the_same_code_and_title_twice_is_one() -> None:
    assert _titles("cip", "CIPCode,CIPTitle\n49.0205,Trucks\n490205,Trucks.\n") == {"49.0205": "Trucks"}


def test_tables_are_read_as_they_are_written() -> None:
    for book in bundled_codes().values():
        titles = {code: one.title for code, one in book.codes.items()}
        data = render_table(book.head, titles)
        again = parse_table(data)
        assert (again.head, again.codes) == (book.head, book.codes)
        assert parse_head(data) == (book.head, len(book))


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"name\tsoc\n\n", b"name\tcip\nno tab\n\n49\tMoving\n"])
def test_a_damaged_table_is_told(data: bytes) -> None:
    with pytest.raises(RegistryError, match="damaged"):
        parse_table(data)


@pytest.mark.parametrize("name", SOURCES)
def test_the_packaged_lists_are_those_of_the_official_files(name: ListName) -> None:
    file, edition = SOURCES[name]
    data = shared_path("codes", file).read_bytes()
    assert build(name, data, edition) == (TARGET / f"{name}.tsv").read_bytes()


def test_the_tool_tells_of_a_missing_file(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {file.name: file.read_bytes() for file in TARGET.iterdir()}
    assert main([str(tmp_path_factory.mktemp("nothing"))]) == 2
    assert "onet-soc-occupation-data.txt" in capsys.readouterr().err
    assert {file.name: file.read_bytes() for file in TARGET.iterdir()} == before
