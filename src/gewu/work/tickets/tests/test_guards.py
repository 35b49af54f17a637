"""The second wall: what a viewer may not see stays away though every filter is forgotten."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.models import Q
from django.http import HttpRequest, StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from tests.cast import CLEO, IN_GRID_1, IN_GRID_3, Town, person

from gewu.ground.accounts.actions import issue_key
from gewu.ground.accounts.queries import scope_of
from gewu.ground.accounts.views.walled import SecondWall
from gewu.ground.residents.models import Contact
from gewu.kernel import statements, viewing, wall
from gewu.kernel.acting import SYSTEM, action
from gewu.kernel.models import ListenerCursor
from gewu.work.tickets import policies
from gewu.work.tickets.actions import Report, submit
from gewu.work.tickets.models import Note, Ticket, TicketText
from gewu.work.tickets.queries import scope
from gewu.work.tickets.queries.guards import guards
from gewu.work.tickets.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
NEIGHBOUR = "西镇的井盖不见了"


@pytest.fixture
def place(db) -> Town:
    return factories.equipped_town()


@pytest.fixture
def own(place) -> Ticket:
    return reported("东镇的路灯不亮", IN_GRID_1)


@pytest.fixture
def other(place) -> Ticket:
    return reported(NEIGHBOUR, IN_GRID_3)


def reported(words: str, at: tuple[float, float]) -> Ticket:
    said = Report(words=words, lon=at[0], lat=at[1], item=factories.item("1003"), **CLEO)
    return submit(report=said, command=None, by=SYSTEM)


def rows(statement: str) -> list:
    """What the application's own connection answers to plain SQL."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [row[0] for row in cursor.fetchall()]


def seen_by(user) -> set:
    with viewing.through(scope_of(user)):
        return set(rows("SELECT id FROM tickets_ticket"))


class TestForgottenFilter:
    @pytest.fixture(autouse=True)
    def _every_filter_is_forgotten(self, monkeypatch):
        monkeypatch.setattr(scope, "ways_to_see", lambda _user: scope.Ways((~Q(pk=None),)))
        monkeypatch.setattr(scope, "not_about", lambda _units: Q())
        monkeypatch.setattr(policies, "may_see", lambda _user, _ticket: True)
        monkeypatch.setattr(policies, "may_read_contact", lambda _user, _ticket: True)

    def test_the_neighbours_ticket_is_not_found(self, place, own, other):
        client = Client()
        client.force_login(place.ben)
        assert client.get(reverse("tickets:ticket", args=[own.pk])).status_code == 200
        for name in ("tickets:ticket", "tickets:contact"):
            answer = client.get(reverse(name, args=[other.pk]), follow=True)
            assert answer.status_code == 404, name
            assert NEIGHBOUR not in answer.text and CLEO["phone"] not in answer.text

    def test_nor_does_it_stand_in_a_list_or_a_search(self, place, own, other):
        client = Client()
        client.force_login(place.ben)
        for query in ("?queue=all", "?queue=all&q=井盖", f"?queue=all&q={other.number}"):
            page = client.get(reverse("tickets:queue") + query)
            assert page.status_code == 200 and NEIGHBOUR not in page.text

    def test_nor_does_a_machine_get_it(self, place, own, other):
        key = issue_key(user=place.ben, label="x", by=SYSTEM).secret
        headers = {"Authorization": f"Bearer {key}"}
        assert Client(headers=headers).get(f"/api/v1/tickets/{own.pk}").status_code == 200
        assert Client(headers=headers).get(f"/api/v1/tickets/{other.pk}").status_code == 404
        assert NEIGHBOUR not in Client(headers=headers).get("/api/v1/tickets").text


class TestWhoSeesWhat:
    def test_a_town_sees_its_own(self, place, own, other):
        assert seen_by(place.ben) == seen_by(place.ada) == {own.pk}
        assert seen_by(place.dan) == {other.pk}

    def test_the_county_sees_all_and_who_has_no_post_nothing(self, place, own, other):
        nobody = person("nora", "诺拉")
        assert seen_by(place.eve) == {own.pk, other.pk}
        assert seen_by(nobody) == set()

    def test_a_department_sees_what_it_has_and_where_it_helps(self, place, own, other):
        assert seen_by(place.hana) == set()
        Ticket.objects.filter(pk=own.pk).update(unit=place.sanitation)
        Ticket.objects.filter(pk=other.pk).update(helpers=[place.sanitation.pk])
        assert seen_by(place.hana) == {own.pk, other.pk}

    def test_a_unit_does_not_see_what_is_about_it(self, place, own):
        Ticket.objects.filter(pk=own.pk).update(barred=[place.team_1.pk])
        assert seen_by(place.ada) == set() and seen_by(place.ben) == {own.pk}

    def test_it_is_the_same_as_the_rule_in_the_code(self, place, own, other):
        Ticket.objects.filter(pk=own.pk).update(
            barred=[place.team_1.pk], helpers=[place.sanitation.pk]
        )
        for user in place.people.values():
            found = set(scope.visible_to(user).values_list("pk", flat=True))
            assert seen_by(user) == found, user.username

    @pytest.mark.parametrize("guard", guards(), ids=lambda guard: guard.table)
    def test_what_hangs_on_a_ticket_is_seen_with_it(self, place, own, other, guard):
        assert wall.unguarded() == []
        with viewing.through(scope_of(place.ben)):
            found = rows(f"SELECT count(*) FROM {guard.table}")[0]
        whole = rows(f"SELECT count(*) FROM {guard.table}")[0]
        assert found <= whole
        if guard.table in {"tickets_tickettext", "residents_contact"}:
            assert (found, whole) == (1, 2)


class TestOfTheHouse:
    def test_an_action_sees_beyond_the_border_and_the_page_after_it_does_not(self, place, other):
        @action
        def look(*, by) -> bool:
            return Ticket.objects.filter(pk=other.pk).exists()

        with viewing.through(scope_of(place.ben)):
            assert look(by=place.ben)
            assert not Ticket.objects.filter(pk=other.pk).exists()

    def test_nobody_writes_there_outside_of_an_action(self, place, own):
        with viewing.through(scope_of(place.ben)):
            assert Ticket.objects.filter(pk=own.pk).update(number="1") == 0
            text = TicketText.objects.get(pk=own.pk)
            with pytest.raises(ProgrammingError), transaction.atomic():
                Note.objects.create(ticket=own, move_id=own.pk, county_id=own.county_id, words="x",
                                    is_public=True)  # fmt: skip
        assert text.words == "东镇的路灯不亮"

    def test_the_secret_link_opens_for_whoever_is_signed_in_elsewhere(self, place, other):
        client = Client()
        client.force_login(place.ben)
        link = reverse("portal:ticket", args=[other.number, scope.secret_of(other)])
        assert client.get(link).status_code == 200


class TestConnection:
    """What the server was told follows the eyes, through rollbacks and answers on their way."""

    def test_a_rollback_does_not_leave_another_viewer_behind(self, place, own, other):
        with viewing.through(scope_of(place.ben)):
            with pytest.raises(RuntimeError), transaction.atomic():
                with viewing.through(scope_of(place.dan)):
                    assert Ticket.objects.get().pk == other.pk
                raise RuntimeError
            assert Ticket.objects.get().pk == own.pk
        assert Ticket.objects.count() == 2

    def test_an_error_of_the_database_does_not_open_it(self, place, own, other):
        with viewing.through(scope_of(place.ben)):
            with pytest.raises(ProgrammingError), transaction.atomic():
                rows("SELECT nothing")
            assert Ticket.objects.get().pk == own.pk

    def test_statements_past_the_models_are_walled_as_well(self, place, own, other):
        with viewing.through(scope_of(place.ben)):
            assert statements.run("SELECT id FROM tickets_ticket", []) == [(own.pk,)]
            assert [row.pk for row in Contact.objects.iterator()] == [own.contact_id]
        assert len(statements.run("SELECT id FROM tickets_ticket", [])) == 2

    def test_a_streamed_answer_keeps_the_eyes_it_began_with(self, place, own, other):
        def view(_request):
            viewing.look(scope_of(place.ben))
            return StreamingHttpResponse(str(each.pk) for each in Ticket.objects.order_by("pk"))

        answer = SecondWall(view)(HttpRequest())
        assert viewing.scope() is None
        assert answer.getvalue().decode() == str(own.pk)

    def test_other_tables_are_written_as_before(self, place):
        with viewing.through(scope_of(place.ben)):
            ListenerCursor.objects.create(listener="a page's own")
            assert ListenerCursor.objects.filter(listener="a page's own").delete()[0] == 1

    def test_who_looks_is_another_role_than_who_acts(self, place, own):
        with viewing.through(scope_of(place.ben)):
            assert rows("SELECT current_user") == ["gewu_viewer"]
        assert rows("SELECT current_user = session_user") == [True]
