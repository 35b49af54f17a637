"""What the application may do in the database it is given."""

import pytest
from django.db import connection

from gewu.config import schema

pytestmark = pytest.mark.django_db
RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")


def rights_on(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(name) FILTER (WHERE has_table_privilege('gewu_app', %s, name))"
            " FROM unnest(%s::text[]) AS name",
            [table, list(RIGHTS)],
        )
        return cursor.fetchone()[0]


@pytest.mark.parametrize("table", [*schema.APPEND_ONLY, "kernel_journalentry_other"])
def test_history_is_appended_and_read_only(table):
    schema._protect()
    assert rights_on(table) == ["SELECT", "INSERT"]


def test_other_rows_may_be_changed_but_no_table_emptied():
    schema._protect()
    assert rights_on("tickets_ticket") == ["SELECT", "INSERT", "UPDATE", "DELETE"]


def test_nothing_waits_in_a_fresh_database():
    assert schema.pending() == []
