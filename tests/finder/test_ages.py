from __future__ import annotations

from datetime import date

import pytest

from opencredreg.finder.record import Age, age_of


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (date(2026, 5, 12), Age(0, "day")),
        (date(2026, 5, 13), Age(0, "day")),
        (date(2026, 5, 11), Age(1, "day")),
        (date(2026, 4, 28), Age(2, "week")),
        (date(2026, 3, 13), Age(8, "week")),
        (date(2026, 3, 12), Age(2, "month")),
        (date(2026, 1, 31), Age(3, "month")),
        (date(2024, 5, 13), Age(23, "month")),
        (date(2024, 5, 12), Age(2, "year")),
    ],
)
def test_ages_are_said_in_the_largest_unit_that_fits(day: date, age: Age) -> None:
    assert age_of(day, date(2026, 5, 12)) == age
