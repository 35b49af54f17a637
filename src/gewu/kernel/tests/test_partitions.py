from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from gewu.kernel import partitions
from gewu.kernel.ids import uuid7_at
from gewu.kernel.jobs import ensure_months as monthly
from gewu.kernel.models import JournalEntry
from gewu.kernel.partitions import ensure_months

TABLE = "kernel_journalentry"
pytestmark = pytest.mark.django_db


def rows_in(partition: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{partition}"')
        return cursor.fetchone()[0]


def write_at(*moments: datetime) -> None:
    for moment in moments:
        JournalEntry.objects.create(id=uuid7_at(moment), name="x", actor_kind="system")


@time_machine.travel("2035-11-23T12:00:00Z", tick=False)
def test_months_are_made_ahead_and_only_once():
    expected = [f"{TABLE}_2035_11", f"{TABLE}_2035_12", f"{TABLE}_2036_01"]
    assert ensure_months(TABLE) == expected
    assert ensure_months(TABLE) == []
    assert ensure_months(TABLE, ahead=3) == [f"{TABLE}_2036_02"]


@time_machine.travel("2036-03-02T12:00:00Z", tick=False)
def test_past_months_can_be_made_and_take_their_rows_along():
    write_at(
        datetime(2036, 1, 31, 23, 59, 59, 999_000, tzinfo=UTC), datetime(2036, 2, 1, tzinfo=UTC)
    )
    assert rows_in(f"{TABLE}_other") == 2
    made = ensure_months(TABLE, ahead=0, since=date(2036, 1, 15))
    assert made == [f"{TABLE}_2036_0{month}" for month in (1, 2, 3)]
    assert [rows_in(name) for name in (f"{TABLE}_other", *made)] == [0, 1, 1, 0]
    assert JournalEntry.objects.count() == 2


@time_machine.travel("2037-01-31T20:00:00Z", tick=False)
def test_the_month_is_counted_in_utc():
    assert ensure_months(TABLE, ahead=0) == [f"{TABLE}_2037_01"]


def test_a_row_of_an_unforeseen_time_is_kept_too():
    write_at(datetime(1999, 1, 1, tzinfo=UTC))
    assert rows_in(f"{TABLE}_other") == 1


def test_only_partitioned_tables_get_months():
    with pytest.raises(DatabaseError, match="not a partitioned table"), transaction.atomic():
        ensure_months("kernel_attachment")
    low, high = (uuid7_at(datetime(2050, month, 1, tzinfo=UTC)) for month in (1, 2))
    with (
        pytest.raises(DatabaseError, match="not named after"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT kernel_open_month(%s, 'elsewhere', %s, %s)", [TABLE, low, high])


@time_machine.travel("2038-05-05T12:00:00Z", tick=False)
def test_the_job_looks_after_all_tables_that_exist(monkeypatch):
    monkeypatch.setattr(partitions, "PARTITIONED", [TABLE, "not_yet_migrated"])
    monthly(timestamp=0)
    assert rows_in(f"{TABLE}_2038_07") == 0


@time_machine.travel("2038-01-15T12:00:00Z", tick=False)
def test_the_application_may_only_add_to_a_new_month():
    (month,) = ensure_months(TABLE, ahead=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = 'gewu_app'")
        if cursor.fetchone() is None:
            pytest.skip("this server has no application role")
        cursor.execute(
            "SELECT has_table_privilege('gewu_app', %s, 'INSERT'),"
            " has_table_privilege('gewu_app', %s, 'UPDATE'),"
            " has_table_privilege('gewu_app', %s, 'DELETE')",
            [month] * 3,
        )
        assert cursor.fetchone() == (True, False, False)
