"""Files land whole or not at all, once, and as the single action would have landed them."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.translation import override
from tests.cast import IN_GRID_1, IN_GRID_3, NOWHERE

from gewu.kernel.acting import SYSTEM, Refusal
from gewu.kernel.drain import drain_all
from gewu.kernel.models import JournalEntry
from gewu.kernel.tables import read_table
from gewu.work.tickets import actions, states
from gewu.work.tickets.actions import bulk
from gewu.work.tickets.models import Move, Ticket, TicketText
from gewu.work.tickets.queries.importing import examine, landings
from gewu.work.tickets.rules.mapping import read_mapping
from gewu.work.tickets.tests.factories import equipped_town, item

pytestmark = pytest.mark.django_db

MAPPING = {
    "source_system": "old",
    "source_id": "id",
    "title": "title",
    "lon": "x",
    "lat": "y",
    "item": {"column": "kind", "values": {}},
    "submitted_at": {"column": "at", "zone": "Asia/Shanghai", "missing": "import"},
    "closed_at": {"column": "done", "zone": "Asia/Shanghai"},
}
HEADER = "id,title,x,y,kind,at,done"
WHERE = f"{IN_GRID_1[0]},{IN_GRID_1[1]}"


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


@pytest.fixture
def place():
    return equipped_town()


@pytest.fixture
def examined(tmp_path, place):
    def examined(*lines):
        path = tmp_path / "tickets.csv"
        path.write_text("\n".join([HEADER, *lines]))
        return examine(read_table(path), read_mapping(json.dumps(MAPPING)), timezone.now())

    return examined


@pytest.fixture
def imported(examined, place):
    def imported(*lines):
        return actions.import_tickets(examined=examined(*lines), by=place.root)

    return imported


def rows_of(ticket):
    """Everything that an import and the action should write alike."""
    ticket.refresh_from_db()
    apart = {"id", "number", "channel", "submitted_at", "due_at", "stage_due_at", "unit_due_at",
             "source_system", "source_id", "command", "_state"}  # fmt: skip
    moves = Move.objects.filter(ticket_id=ticket.pk).order_by("id")
    entries = JournalEntry.objects.filter(payload__ticket=str(ticket.pk)).order_by("id")
    return (
        {name: value for name, value in vars(ticket).items() if name not in apart},
        ticket.text.terms,
        [(each.verb, each.from_state, each.to_state, each.unit_id, each.codes) for each in moves],
        [(each.name, each.version, each.path, each.actor_id) for each in entries],
        [
            {
                key: value
                for key, value in each.payload.items()
                if key not in ("ticket", "number", "channel")
            }
            for each in entries
        ],
    )


class TestSameAsTheAction:
    @pytest.mark.parametrize("kind", ["0101", "1003", "0307", ""])
    @pytest.mark.parametrize("where", [IN_GRID_1, IN_GRID_3, NOWHERE, None])
    def test_a_row_becomes_what_submit_makes_of_it(self, imported, place, kind, where):
        lon, lat = where or ("", "")
        imported(f"1,路灯不亮,{lon},{lat},{kind},,")
        by_file = Ticket.objects.get()
        report = actions.Report(
            title="路灯不亮",
            lon=where[0] if where else None,
            lat=where[1] if where else None,
            item=item(kind) if kind else None,
        )
        by_action = actions.submit(report=report, by=place.root)
        assert rows_of(by_file) == rows_of(by_action)
        assert abs(by_file.due_at - by_action.due_at) < timedelta(minutes=2)
        if by_action.stage_due_at:
            assert abs(by_file.stage_due_at - by_action.stage_due_at) < timedelta(minutes=2)
        else:
            assert by_file.stage_due_at is None

    def test_an_emergency_is_left_to_a_person(self, imported):
        imported(f"1,有人走失,{WHERE},0906,,")
        ticket = Ticket.objects.get()
        assert (ticket.state, ticket.item.code) == (states.SUBMITTED, "0906")


class TestLanding:
    def test_the_clock_runs_from_the_report_in_its_own_zone(self, imported):
        imported(f"1,垃圾,{WHERE},0101,2026-03-02 08:00:00,")
        ticket = Ticket.objects.get()
        assert ticket.submitted_at.isoformat() == "2026-03-02T00:00:00+00:00"
        assert ticket.due_at.isoformat() == "2026-03-02T04:00:00+00:00"
        assert ticket.number.startswith("37089920260302")
        submit = Move.objects.get(ticket_id=ticket.pk, verb="submit")
        assert submit.at == ticket.submitted_at

    def test_a_closed_request_lands_closed_without_a_made_up_history(self, imported):
        imported(f"1,垃圾,{WHERE},0101,2026-03-02 08:00:00,2026-03-02 13:00:00")
        ticket = Ticket.objects.get()
        assert (ticket.state, ticket.closed_at.hour, ticket.condition.item.code) == (
            "closed",
            5,
            "0101",
        )
        moves = Move.objects.filter(ticket_id=ticket.pk).order_by("id")
        assert [(each.verb, each.was_overdue) for each in moves] == [
            ("submit", False),
            ("close", True),
        ]

    def test_a_closed_request_without_a_limit_ends_when_it_was_closed(self, imported):
        imported(f"1,加装电梯,{WHERE},0307,2026-03-02 08:00:00,2026-03-09 08:00:00")
        ticket = Ticket.objects.get()
        assert ticket.due_at == ticket.closed_at

    def test_the_preview_shows_where_rows_will_land(self, examined, place):
        first, second, third = landings(
            examined(f"1,a,{WHERE},0101,,", f"2,b,{NOWHERE[0]},{NOWHERE[1]},,,", "3,c,,,,,")
        )
        assert (first.area, first.item.code) == (place.grid_1, "0101")
        assert (second.area, second.item, third.area) == (None, None, None)
        assert Ticket.objects.count() == 0

    def test_listeners_hear_of_what_was_imported(self, imported):
        drain_all()
        imported(f"1,a,{WHERE},0101,,")
        assert drain_all() > 0


class TestWholeOrNothing:
    def test_one_bad_row_keeps_the_whole_file_out(self, imported):
        with pytest.raises(actions.ImportRefused) as refused:
            imported(f"1,a,{WHERE},0101,,", "2,b,east,35,0101,,")
        assert [(row.line, row.column) for row in refused.value.examined.bad] == [(3, "x")]
        assert str(refused.value).startswith("1 row ")
        assert (Ticket.objects.count(), Move.objects.count()) == (0, 0)

    def test_a_repeat_adds_nothing_and_a_longer_file_only_the_rest(self, imported):
        lines = [f"{n},a,{WHERE},0101,," for n in range(3)]
        assert imported(*lines).added == 3
        again = imported(*lines, f"9,new,{WHERE},0101,,")
        assert (again.added, again.known, Ticket.objects.count()) == (1, 3, 4)

    def test_somebody_else_was_faster(self, examined, place):
        twice = examined(f"1,a,{WHERE},0101,,")
        actions.import_tickets(examined=twice, by=SYSTEM)
        with pytest.raises(Refusal, match="somebody else"):
            actions.import_tickets(examined=twice, by=SYSTEM)
        assert Ticket.objects.count() == 1

    def test_an_empty_file_adds_nothing(self, imported):
        assert imported().added == 0

    def test_a_missing_column_is_named(self, tmp_path, place):
        path = tmp_path / "tickets.csv"
        path.write_text("id,title\n1,a\n")
        with pytest.raises(Refusal, match="no column x, y, kind, at, done"):
            examine(read_table(path), read_mapping(json.dumps(MAPPING)), timezone.now())

    def test_what_an_import_that_broke_off_staged_is_forgotten(self, examined, imported):
        bulk.begin()
        bulk.stage(bundles=[], by=SYSTEM)
        assert imported(f"1,a,{WHERE},0101,,").added == 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_class WHERE relname LIKE 'staged_%'")
            assert cursor.fetchone() == (0,)

    def test_chinese_words_are_found_afterwards(self, imported):
        imported(f"1,小区路灯不亮,{WHERE},0203,,")
        assert TicketText.objects.filter(terms__contains=["路灯"]).exists()
