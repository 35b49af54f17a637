"""The special days shipped with the product are those that were announced."""

import csv
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest

import gewu
from gewu.methods.worktime import WorkCalendar

SHIPPED = Path(gewu.__file__).parent / "work/tickets/data/special_days.csv"
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def days(rows: list[dict[str, str]], kind: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(row["day"]) for row in rows if row["kind"] == kind)


@pytest.mark.parametrize("year", range(2020, 2027))
def test_every_day_of_the_year_is_what_was_announced(rows, year):
    calendar = WorkCalendar(
        zone=ZoneInfo("Asia/Shanghai"),
        holidays=days(rows, "holiday"),
        workdays=days(rows, "workday"),
    )
    day = date(year, 1, 1)
    while day.year == year:
        assert calendar.is_workday(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_every_holiday_bears_its_chinese_name_and_make_up_days_say_for_which(rows):
    for row in rows:
        is_holiday, name = chinese_calendar.get_holiday_detail(date.fromisoformat(row["day"]))
        assert row["kind"] == ("holiday" if is_holiday else "workday")
        assert row["name_zh"] == NAMES[name] + ("" if is_holiday else "调休上班")


def test_each_day_stands_once_in_order_and_is_official(rows):
    listed = [row["day"] for row in rows]
    assert listed == sorted(set(listed))
    assert {row["official"] for row in rows} == {"1"}
    assert {day[:4] for day in listed} == {str(year) for year in range(2020, 2027)}
