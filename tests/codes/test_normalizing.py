"""Codes as people and spreadsheets write them come out in one spelling, and nothing else becomes a code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencredreg.codes import LIST_NAMES, ListName, bundled_codes, normalize_code

_WRITTEN = {
    "soc": {
        "53-3032.00": "53-3032.00",
        "533032 ": "53-3032.00",
        "53303200": "53-3032.00",
        "53-3032": "53-3032.00",
        "53‑3032.00": "53-3032.00",
        "53 3032": "53-3032.00",
        "51-4121.06": "51-4121.06",
        "514121.1": "51-4121.10",
        "53-0000": "53-0000",
        "53-3000.00": "53-3000",
        "19-1020.01": "19-1020.01",
        "O*NET-SOC: 53-3032.00": "53-3032.00",
        "https://www.onetonline.org/link/summary/53-3032.00": "53-3032.00",
    },
    "cip": {
        "49.0205": "49.0205",
        "490205": "49.0205",
        "49-0205": "49.0205",
        "10101": "01.0101",
        "1.0101": "01.0101",
        "1.01": "01.01",
        "01.01": "01.01",
        "101": "01.01",
        "1": "01",
        "5.02": "05.02",
        "5.021": "05.0210",
        "1.1": "01.10",
        '="01.0101"': "01.0101",
        "CIP code 49.0205": "49.0205",
    },
    "naics": {
        "484110": "484110",
        " 484110.0": "484110",
        "4841": "4841",
        "11": "11",
        "31-33": "31-33",
        "31 – 33": "31-33",
        "32": "31-33",
        "45": "44-45",
        "49": "48-49",
        "https://www.census.gov/cgi-bin/sssd/naics/naicsrch?code=541512": "541512",
    },
}
_NONE = {
    "soc": ["", "welder", "53", "53-303", "53-30321", "53-3032.001", "٥٣-٣٠٣٢", "533032 x"],
    "cip": ["", "welding", "490205.1", "4902051", "49.02.05", "49,0205", "49.02051"],
    "naics": ["", "trucks", "4", "4841101", "31-34", "11-12", "484.5"],
}
_SIGNS = st.text(alphabet="0123456789 .-–=\"'cipCIPnaics*/:\u00a0\n", max_size=16)


@pytest.mark.parametrize(
    ("name", "written", "code"), [(name, *pair) for name, pairs in _WRITTEN.items() for pair in pairs.items()]
)
def test_spellings(name: ListName, written: str, code: str) -> None:
    assert normalize_code(name, written) == code


@pytest.mark.parametrize(("name", "written"), [(name, one) for name, texts in _NONE.items() for one in texts])
def test_what_is_no_code(name: ListName, written: str) -> None:
    assert normalize_code(name, written) is None


@given(name=st.sampled_from(LIST_NAMES), text=st.one_of(_SIGNS, st.text(max_size=300)))
def test_normalizing_twice_changes_nothing(name: ListName, text: str) -> None:
    code = normalize_code(name, text)
    if code is not None:
        assert code.isascii()
        assert normalize_code(name, code) == code


@given(name=st.sampled_from(LIST_NAMES), data=st.data())
def test_numbers_of_spreadsheets_give_the_code_back(name: ListName, data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(list(bundled_codes()[name].codes)))
    blanks = data.draw(st.sampled_from(["", " ", "  "]))
    assert normalize_code(name, f"{blanks}{code}{blanks}") == code
    if name == "cip" and len(code) == 7 and not code.endswith("00"):
        # A number has no zeros at its ends; with two of them at its end it is the number of another code.
        assert normalize_code(name, str(float(code))) == code
    if name == "soc" and code.endswith(".00"):
        assert normalize_code(name, code[:7].replace("-", "")) == code
