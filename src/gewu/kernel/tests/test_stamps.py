from uuid import UUID

import pytest
from django.db import connection, transaction

from gewu.kernel import stamps
from gewu.kernel.acting import SYSTEM, acting, hold, is_held
from gewu.kernel.models import ListenerCursor, Stamp

pytestmark = pytest.mark.django_db


def touch() -> None:
    """What the trigger of a watched table does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_stamp VALUES ('setup', gen_random_uuid())"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        )


@pytest.fixture
def read():
    asked: list[int] = []

    @stamps.kept
    def answer(number: int) -> int:
        asked.append(number)
        return number * 2

    answer.asked = asked
    return answer


class TestKept:
    def test_it_is_read_once_while_nothing_changes(self, read):
        touch()
        assert (read(3), read(3), read(4)) == (6, 6, 8)
        assert read.asked == [3, 4]

    def test_it_is_read_again_after_a_change(self, read):
        touch()
        read(3)
        touch()
        assert read(3) == 6
        assert read.asked == [3, 3]

    def test_a_change_that_was_rolled_back_leaves_nothing_behind(self, read):
        touch()
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            touch()
            read(3)
            raise ZeroDivisionError
        read(3)
        assert read.asked == [3, 3]

    def test_without_a_stamp_nothing_is_kept(self, read):
        Stamp.objects.all().delete()
        read(3)
        read(3)
        assert read.asked == [3, 3]

    def test_it_does_not_grow_for_ever(self, read, monkeypatch):
        monkeypatch.setattr(stamps, "MOST", 2)
        touch()
        for number in range(5):
            read(number)
        assert read(0) == 0
        assert read.asked.count(0) == 2


class TestCurrent:
    def test_an_action_looks_once(self, django_assert_num_queries):
        touch()
        with acting(SYSTEM), django_assert_num_queries(0):
            assert isinstance(stamps.current(), UUID)
            stamps.current()

    def test_every_watched_table_has_its_trigger(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'stamp_setup'"
            )
            watched = {name for (name,) in cursor.fetchall()}
        assert {"accounts_user", "territory_area", "staffing_unit", "tickets_terms"} <= watched


class TestHolding:
    def test_a_row_is_held_by_the_action_that_locked_it_and_no_other(self):
        row = ListenerCursor(listener="x")
        assert not is_held(row)
        with acting(SYSTEM):
            hold(row)
            assert is_held(row)
        assert not is_held(row)
        with acting(SYSTEM):
            assert not is_held(row)
