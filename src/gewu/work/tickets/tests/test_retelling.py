"""The same story lived by actions and told to the bulk door leaves the same rows."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from tests.cast import CLEO, IN_GRID_1, NOWHERE

from gewu.ground.residents.actions import keep_contact, keep_contacts
from gewu.ground.residents.queries import contacts_with_phone
from gewu.ground.territory.queries import locate
from gewu.kernel.acting import RESIDENT, SYSTEM
from gewu.kernel.models import JournalEntry
from gewu.kernel.states import IllegalMove
from gewu.methods.checkdigit import is_valid
from gewu.work.tickets import actions
from gewu.work.tickets.actions import bulk
from gewu.work.tickets.actions.retelling import Teller, Told
from gewu.work.tickets.models import Condition, Move, Note, Rating, Ticket, TicketPhoto
from gewu.work.tickets.tests import factories as make

pytestmark = pytest.mark.django_db

START = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)  # Monday, half past nine in the morning
OWN = {"id", "number", "command", "contact_id"}


@pytest.fixture
def place():
    with time_machine.travel(START - timedelta(days=30), tick=False):
        return make.equipped_town()


def lived(report, steps, by):
    """By the actions, each at its moment."""
    with time_machine.travel(START, tick=False):
        ticket = actions.submit(report=report, by=by)
    for verb, minutes, actor, said in steps:
        extra = {"closing_met": True} if verb in ("check", "close") else {}
        with time_machine.travel(START + timedelta(minutes=minutes), tick=False):
            getattr(actions, verb)(ticket=ticket, **said, **extra, by=actor)
    return Ticket.objects.get(pk=ticket.pk)


def told(report, steps, by):
    """By the bulk door, long afterwards."""
    area = locate(*map(float, (report.lon, report.lat))) if report.lon is not None else None
    (sequence,) = bulk.next_sequences(1)
    contact = keep_contact(name=report.name, phone=report.phone, purpose="tickets", by=by)
    story = Teller().begin(
        Told(report=report, area=area, contact=contact, sequence=sequence), at=START, by=by
    )
    for verb, minutes, actor, said in steps:
        getattr(story, verb)(
            **defaults(verb) | said, at=START + timedelta(minutes=minutes), by=actor
        )
    assert bulk.load(bundles=[story.bundle()], by=SYSTEM) == 1
    return Ticket.objects.get(pk=story.ticket.pk)


def defaults(verb):
    return {
        "file": {"agreed": None},
        "dispatch": {"unit": None, "words": ""},
        "handle": {"photos": (), "photos_before": ()},
        "check": {"words": ""},
        "close": {"words": ""},
        "rate": {"words": ""},
        "place": {"area": make_area()},
    }.get(verb, {})


def make_area():
    return locate(*IN_GRID_1)


def rows_of(ticket):
    """Everything that belongs to a ticket, without what must differ."""
    moves = list(Move.objects.filter(ticket_id=ticket.pk).order_by("id"))
    order = {move.pk: index for index, move in enumerate(moves)}
    entries = JournalEntry.objects.filter(payload__ticket=str(ticket.pk)).order_by("id")
    return {
        "ticket": {k: v for k, v in plain(ticket).items() if k not in OWN},
        "contact": ticket.contact_id is not None,
        "number": (ticket.number[:14], is_valid(ticket.number)),
        "text": plain(ticket.text, but={"ticket_id"}),
        "moves": [plain(move, but={"id", "ticket_id"}) for move in moves],
        "notes": sorted(
            (order[n.move_id], n.words, n.is_public) for n in Note.objects.filter(ticket=ticket)
        ),
        "photos": sorted(
            (order[p.move_id], p.stage, str(p.attachment_id))
            for p in TicketPhoto.objects.filter(ticket=ticket)
        ),
        "ratings": [
            plain(rating, but={"id", "ticket_id"})
            for rating in Rating.objects.filter(ticket=ticket).order_by("round")
        ],
        "journal": [
            (e.name, e.version, e.occurred_at, e.actor_kind, e.actor_id, e.path, payload(e))
            for e in entries
        ],
    }


def plain(row, but=frozenset()):
    return {
        f.attname: getattr(row, f.attname)
        for f in row._meta.concrete_fields
        if f.attname not in but
    }


def payload(entry):
    return {key: value for key, value in entry.payload.items() if key not in ("ticket", "number")}


def assert_same(report, steps, by=RESIDENT):
    first, second = lived(report, steps, by), told(report, steps, by)
    assert rows_of(first) == rows_of(second)
    return second


def report(**changed):
    said = {"words": "三号楼前垃圾桶满了两天没人清", "lon": IN_GRID_1[0], "lat": IN_GRID_1[1]}
    return actions.Report(**said | changed)


def condition(code, **wanted):
    return Condition.objects.select_related("item", "lead").get(
        item__code=code, **wanted or {"is_default": True}
    )


def test_a_report_that_dispatches_itself(place):
    photo = make.picture()
    whole = report(item=make.item(), photos=[photo], title="垃圾满了", address="青石路18号", **CLEO)
    ticket = assert_same(whole, [])
    assert ticket.state == "dispatched"
    assert contacts_with_phone(CLEO["phone"]).count() == 2


def test_a_whole_life_with_rework_reopening_and_stars(place):
    before, after = make.picture(), make.picture("green")
    done = {"words": "已清运干净", "photos": [after], "photos_before": [before]}
    steps = [
        ("sign", 45, place.hana, {}),
        ("handle", 120, place.hana, done),
        ("rework", 200, place.carl, {"words": "边上还有一袋"}),
        ("handle", 300, place.hana, done),
        ("check", 400, place.carl, {"words": "与照片一致"}),
        ("confirm", 900, RESIDENT, {}),
        ("rate", 901, RESIDENT, {"stars": 4, "words": "不错"}),
        ("reopen", 3_000, RESIDENT, {"words": "又满了"}),
        ("sign", 3_200, place.hana, {}),
        ("handle", 3_300, place.hana, done),
        ("check", 3_400, place.carl, {}),
        ("close", 3_500, place.ben, {"words": "已回访"}),
        ("rate", 3_600, RESIDENT, {"stars": 5}),
    ]
    ticket = assert_same(report(item=make.item(), **CLEO), steps)
    assert (ticket.state, ticket.reopened) == ("closed", 1)


def test_words_without_a_place_are_placed_filed_and_dispatched_by_hand(place):
    lon, lat = (Decimal(str(degrees)) for degrees in IN_GRID_1)
    small = condition("0101", seq=2)
    steps = [
        ("place", 20, place.root, {"lon": lon, "lat": lat}),
        ("file", 22, place.root, {"condition": small}),
        ("dispatch", 23, place.root, {"words": "请网格先看"}),
        ("dispatch", 60, place.ben, {"unit": place.community_office, "words": "转社区"}),
        ("sign", 400, place.ada, {}),
    ]
    ticket = assert_same(report(lon=None, lat=None, address="石桥村大槐树下"), steps)
    assert ticket.area == place.grid_1
    assert ticket.unit == place.community_office


def test_a_date_that_was_agreed(place):
    planned = condition("0307", is_default=True)
    agreed = START + timedelta(days=20)
    steps = [("file", 30, place.ben, {"condition": planned, "agreed": agreed})]
    assert assert_same(report(item=make.item("0307")), steps).due_at == agreed


def test_a_place_outside_goes_to_the_desk(place):
    far = report(item=make.item(make.ADVICE), lon=NOWHERE[0], lat=NOWHERE[1])
    assert assert_same(far, []).unit == place.desk


def test_a_patrol_by_a_worker_closed_by_silence(place):
    steps = [
        ("dispatch", 5, place.ben, {"unit": place.team_1}),
        ("sign", 10, place.ada, {}),
        ("handle", 30, place.ada, {"words": "已联系", "photos": [make.picture()]}),
        ("check", 60, place.carl, {}),
        ("close", 60 + 7 * 1_440, SYSTEM, {}),
    ]
    found = report(item=make.item(make.ADVICE), channel="patrol")
    assert assert_same(found, steps, by=place.ada).state == "closed"


def test_a_story_keeps_to_the_table_of_states(place):
    told = Told(report=report(item=make.item()), area=locate(*IN_GRID_1), contact=None, sequence=1)
    story = Teller().begin(told, at=START, by=RESIDENT)
    with pytest.raises(IllegalMove):
        story.check(words="", at=START, by=place.carl)


def test_an_emergency_is_never_told(place):
    with pytest.raises(ValueError, match="emergency"):
        Teller().default_of(make.item("0905"))


def test_a_ticket_is_filed_before_it_is_dispatched(place):
    told = Told(report=report(), area=None, contact=None, sequence=1)
    story = Teller().begin(told, at=START, by=RESIDENT)
    story.ticket.state = "filed"
    with pytest.raises(ValueError, match="filed before"):
        story.dispatch(unit=None, words="", at=START, by=place.ben)


def test_moves_lie_in_the_month_in_which_they_happened(place):
    ticket = told(report(item=make.item()), [], RESIDENT)
    first = Move.objects.filter(ticket_id=ticket.pk).order_by("id").first()
    assert first.pk.int >> 80 == int(START.timestamp() * 1_000)


def test_many_contacts_are_kept_in_their_order(place):
    kept = keep_contacts(
        given=[("柯", "13800000001"), ("", ""), ("", "13800000002")], purpose="tickets", by=RESIDENT
    )
    assert [contact is not None for contact in kept] == [True, False, True]
    assert contacts_with_phone("13800000002").get() == kept[2]
