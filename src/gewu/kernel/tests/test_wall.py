"""The second wall as such; what it keeps from whom is in work/tickets/tests/test_guards.py."""

import pytest
from django.db import connection, transaction

from gewu.kernel import viewing, wall
from gewu.kernel.acting import SYSTEM, action
from gewu.kernel.database.base import TELL
from gewu.kernel.viewing import Scope
from gewu.kernel.wall import Guard

pytestmark = pytest.mark.django_db
NOTHING = Scope()


def role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


@pytest.fixture
def secrets(monkeypatch):
    """A table of two rows, of which a viewer sees one."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE secrets AS SELECT n, '1.' || n || '.' AS path"
                       " FROM generate_series(1, 2) n")  # fmt: skip
    guard = Guard("secrets", f"path LIKE ANY ({wall.PATHS})")
    monkeypatch.setattr(wall, "guards", [guard])
    return guard


def seen(eyes: Scope | None) -> list[int]:
    with viewing.through(eyes), connection.cursor() as cursor:
        cursor.execute("SELECT n FROM secrets ORDER BY n")
        return [n for (n,) in cursor.fetchall()]


def test_a_guarded_table_shows_what_the_guard_lets_through(secrets):
    assert wall.unguarded() == ["secrets"]
    assert wall.build() == ["secrets"]
    assert wall.unguarded() == []
    assert seen(None) == [1, 2]
    assert seen(Scope(paths=("1.2.",))) == [2]
    assert seen(NOTHING) == []


def test_raising_it_again_changes_nothing_until_the_guard_does(secrets, monkeypatch):
    def made() -> list:
        with connection.cursor() as cursor:
            cursor.execute("SELECT oid FROM pg_policy WHERE polrelid = 'secrets'::regclass")
            return sorted(cursor.fetchall())

    wall.build()
    first = made()
    wall.build()
    assert made() == first and len(first) == 2
    monkeypatch.setattr(wall, "guards", [Guard("secrets", "n = 1")])
    wall.build()
    assert made() != first and seen(NOTHING) == [1]


def test_without_the_role_nothing_is_built_and_it_is_told(secrets, monkeypatch):
    monkeypatch.setattr(wall, "VIEWER", "nobody_made_it")
    assert wall.build() == []
    assert wall.unguarded() == ["secrets"]


def test_without_the_role_the_house_reads_as_before():
    statement = TELL.replace("gewu_viewer", "nobody_made_it")
    with transaction.atomic():
        connection.connection.execute(statement, [True, [], []])
        transaction.set_rollback(True)
    assert "viewer" not in role()


def test_the_eyes_of_a_viewer_are_told_once(django_assert_num_queries):
    house = role()
    with viewing.through(NOTHING):
        assert role() == "gewu_viewer"
        told = connection._told
        assert role() == "gewu_viewer" and connection._told is told
    assert role() == house


def test_an_action_has_the_eyes_of_the_house():
    @action
    def look(*, by) -> str:
        return role()

    house = role()
    with viewing.through(NOTHING):
        assert look(by=SYSTEM) == house
        assert role() == "gewu_viewer"


def test_a_stream_reads_with_its_own_eyes_and_leaves_those_of_others_alone():
    stream = viewing.streamed((role() for _part in range(2)), NOTHING)
    house = role()
    assert next(stream) == "gewu_viewer"
    assert role() == house
    assert list(stream) == ["gewu_viewer"]


def test_a_new_connection_begins_as_the_house():
    house = role()
    ear = connection.copy()
    try:
        with viewing.through(NOTHING), ear.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == ("gewu_viewer",)
        ear.close()
        with ear.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == (house,)
    finally:
        ear.close()
