from dataclasses import dataclass
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils.translation import gettext_lazy, override

from gewu.kernel.acting import RESIDENT, SYSTEM, Actor, Refusal, action
from gewu.kernel.ids import uuid7
from gewu.kernel.models import ListenerCursor
from gewu.kernel.tests.kit import kick_hard


@dataclass(frozen=True)
class Ada:
    actor_kind: str
    actor_id: UUID | None


def viewer() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('gewu.viewer', true)")
        return cursor.fetchone()[0] or ""


@action
def look(*, by: Actor) -> str:
    return viewer()


@action
def put(*, name: str, refuse: bool = False, by: Actor) -> ListenerCursor:
    made = ListenerCursor.objects.create(listener=name)
    if refuse:
        raise Refusal("No.", code="no", field="name")
    return made


@action
def put_two(*, inner_refuses: bool, forgive: bool = False, by: Actor) -> str:
    put(name="outer", by=by)
    try:
        put(name="inner", refuse=inner_refuses, by=SYSTEM)
    except Refusal:
        if not forgive:
            raise
    return viewer()


def names() -> set[str]:
    return set(ListenerCursor.objects.values_list("listener", flat=True)) & {"outer", "inner"}


@pytest.mark.django_db
class TestAction:
    def test_it_tells_the_database_who_looks(self):
        ada = Ada("staff", uuid7())
        assert look(by=ada) == f"staff:{ada.actor_id}"
        assert look(by=RESIDENT) == "resident:"

    def test_the_outermost_actor_is_the_viewer(self):
        ada = Ada("staff", uuid7())
        assert put_two(inner_refuses=False, by=ada) == f"staff:{ada.actor_id}"

    def test_it_is_done_whole(self):
        put_two(inner_refuses=False, by=SYSTEM)
        assert names() == {"outer", "inner"}

    def test_it_is_undone_whole_and_the_next_one_works(self):
        with pytest.raises(Refusal):
            put_two(inner_refuses=True, by=SYSTEM)
        assert names() == set()
        put(name="outer", by=SYSTEM)
        assert names() == {"outer"}

    def test_an_inner_refusal_cannot_be_passed_over(self):
        with pytest.raises(transaction.TransactionManagementError):
            put_two(inner_refuses=True, forgive=True, by=SYSTEM)
        assert names() == set()

    def test_it_gives_back_what_the_function_gives(self):
        assert kick_hard(number=3, by=SYSTEM) == 3


@pytest.mark.django_db(transaction=True)
def test_the_viewer_is_forgotten_with_the_transaction():
    assert look(by=SYSTEM) == "system:"
    assert viewer() == ""


def test_an_action_takes_no_positional_arguments():
    with pytest.raises(TypeError, match="keyword arguments only"):
        look(SYSTEM)
    with pytest.raises(TypeError, match="keyword-only"):
        action(lambda thing, *, by: None)


def test_an_action_needs_an_actor():
    with pytest.raises(TypeError, match="by="):
        look()
    with pytest.raises(TypeError, match="by="):
        look(by=None)
    with pytest.raises(TypeError, match="by= last"):
        action(lambda *, by, thing: None)
    with pytest.raises(TypeError, match="by= last"):
        action(lambda: None)


def test_a_refusal_is_read_in_the_language_of_its_reader():
    refusal = Refusal(gettext_lazy("January"), code="day", field="date")
    with override("zh-hans"):
        assert str(refusal) == "一月"
    with override("en"):
        assert str(refusal) == "January"
    assert (refusal.code, refusal.field) == ("day", "date")
    assert (Refusal("No.").code, Refusal("No.").field) == ("refused", None)
