"""What comes about while people work: rosters, rules, imports, whistles, in each of the two towns."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gewu.ground.accounts.models import User
from gewu.ground.registers import actions as registers
from gewu.ground.registers.actions.importing import receive_table
from gewu.ground.registers.actions.lending import ask_fields
from gewu.ground.registers.models import FieldGroup, RegisterField, RegisterKind
from gewu.ground.residents import actions
from gewu.ground.residents import models as residents
from gewu.ground.residents.queries import session_of
from gewu.ground.residents.tests import people as make
from gewu.ground.staffing import actions as staffing
from gewu.ground.staffing.actions.records import save_certificate_kind
from gewu.ground.staffing.models import Duty, PostKind, Shift, Unit
from gewu.ground.territory import actions as territory
from gewu.ground.territory.models import Area
from gewu.kernel import clock
from gewu.kernel.acting import RESIDENT, SYSTEM
from gewu.kernel.ids import uuid7
from gewu.oversight.notices.actions import tell
from gewu.oversight.notices.models import Message
from gewu.oversight.protection.actions import ask
from gewu.work.tickets import actions as tickets
from gewu.work.tickets.actions.batch import start_batch
from gewu.work.tickets.actions.import_runs import save_mapping
from gewu.work.tickets.actions.routing import RuleWords
from gewu.work.tickets.models import HelpOrder, TicketPhoto, Whistle, WhistleCall, WhistleTask
from gewu.work.tickets.queries import handover
from gewu.work.tickets.queries.batch import Order
from gewu.work.tickets.queries.rule_book import rules_of
from gewu.work.tickets.tests import factories
from tests.cast import IN_GRID_1, IN_GRID_3, Town, person

PHONES = "13800000011", "13800000012"
OVERLAY = "370899100001900"
COLUMNS = {"source_system": "旧系统", "source_id": "编号", "words": ["描述"]}


@dataclass
class Crew:
    """Who works in one of the towns."""

    grid: Area
    team: Unit
    office: Unit
    worker: User
    dispatcher: User
    leader: User
    at: tuple[float, float]
    phone: str


def of_the_county(place: Town) -> dict[str, Any]:
    """What the county has once, for both towns."""
    by, county = place.root, place.county
    contact = make.purpose("contact", "name phone birth_date")
    draft = tickets.draft_rules(county_id=county.pk, by=by)
    to_town = RuleWords(target="unit", unit=place.town_office, items=["1003"])
    tickets.add_rule(draft=draft, seen=draft.revision, wording=to_town, by=by)
    draft.refresh_from_db()
    tickets.activate_rules(draft=draft, seen=draft.revision, by=by)
    draft = tickets.draft_rules(county_id=county.pk, by=by)
    registers.fill_kinds(county=county, by=SYSTEM)
    return {
        "lent": ask_fields(
            kind=RegisterKind.objects.get(code="hydrants"),
            unit_id=place.sanitation.pk,
            wanted=["diameter"],
            purpose="取水",
            until=timezone.localdate(),
            by=place.hana,
        ),
        "fields": FieldGroup.objects.filter(kind__code="hydrants").first(),
        "field": RegisterField.objects.get(kind__code="hydrants", key="diameter"),
        "purpose": contact,
        "assessment": residents.Assessment.objects.get(purpose=contact),
        "post_kind": PostKind.objects.first(),
        "overlay": staffing.add_overlay(
            unit=place.sanitation, code=OVERLAY, name_zh="环卫专业网格", areas=[place.grid_2], by=by
        ),
        "rule": rules_of(draft)[0],
        "article": tickets.add_article(
            county_id=county.pk, title="垃圾桶多久清一次", words="每天早晚各一次。", by=place.ben
        ),
        "certificate_kind": save_certificate_kind(county=county, name_zh="急救证", by=SYSTEM),
        "mapping": save_mapping(county_id=county.pk, name="旧系统", data=COLUMNS, by=by),
        "special_day": tickets.set_special_day(
            county_id=county.pk, day=date(2026, 10, 1), kind="holiday", by=by
        ),
    }


def _held(place: Town, crew: Crew) -> dict[str, Any]:
    """A household with a child whose data somebody asks for, and an opening in an emergency."""
    contact = residents.Purpose.objects.get(code="contact")
    home = make.household(place, SYSTEM, area=crew.grid)
    given = {"name": "王小明", "phone": crew.phone}
    parent = make.resident(place, contact, given, home=home, by=SYSTEM)
    child = make.child_of(place, contact, parent, by=SYSTEM)
    asked = actions.ask_for_child(child=child, reason="家访", by=crew.worker)
    fire = "楼里着火，要确认屋里有没有人"
    report = tickets.Report(
        words="楼道灯不亮", lon=crew.at[0], lat=crew.at[1], item=factories.item("1003"), **given
    )
    ticket = tickets.submit(report=report, command=None, by=RESIDENT)
    session = session_of(actions.begin_session(phone=crew.phone, by=RESIDENT), clock.now())
    return {
        "contact": ticket.contact,
        "data_request": ask(session=session, kind="explain", words="为什么？", by=RESIDENT),
        "household": home,
        "resident": parent,
        "guardian": residents.Guardian.objects.get(child=child),
        "child_request": asked,
        "urgent_access": actions.open_urgently(person=parent, reason=fire, by=SYSTEM).access,
    }


def of_a_town(place: Town, crew: Crew) -> dict[str, Any]:
    """What its people have in hand."""
    return {
        **_staff(place, crew),
        **_desk(place, crew),
        **_whistle(place, crew),
        **_held(place, crew),
        "alias": territory.propose_alias(area=crew.grid, name="老粮站", reports=3, by=SYSTEM),
    }


def _staff(place: Town, crew: Crew) -> dict[str, Any]:
    today = timezone.localdate()
    kind = PostKind.objects.get(code="full_time_worker")
    first, later = today + timedelta(days=3), today + timedelta(days=20)
    roster = staffing.open_roster(unit=crew.office, first=first, last=first, by=SYSTEM)
    shift = Shift.objects.get(roster=roster)
    duty = staffing.give_shift(shift=shift, user=crew.dispatcher, by=SYSTEM)
    staffing.publish(roster=roster, by=SYSTEM)
    # A second post in the same team: who takes it over gains no sight of anything.
    post = staffing.add_post(unit=crew.team, role="worker", full_time=False, by=SYSTEM)
    staffing.appoint(post=post, user=crew.worker, by=SYSTEM)
    given = {"post": post, "giver": crew.dispatcher, "taker": crew.worker}
    return {
        "waiver": staffing.grant_waiver(
            unit=crew.team, kind=kind, user=crew.worker, reason="无人可派", from_day=today,
            until=later, by=SYSTEM,
        ),
        "staff_handover": staffing.write_handover(**given, words="钥匙在社区", by=SYSTEM),
        "shift": shift,
        "duty": Duty.objects.get(pk=duty.pk),
        "swap": staffing.ask_swap(duty=duty, user=crew.leader, by=crew.dispatcher),
        "roster": staffing.open_roster(unit=crew.office, first=later, last=later, by=SYSTEM),
        "wish": staffing.wish(kind="away", first=later, last=later, by=crew.dispatcher),
        "feed": staffing.renew_feed(by=crew.dispatcher),
    }  # fmt: skip


def _desk(place: Town, crew: Crew) -> dict[str, Any]:
    said = tickets.Report(
        words="路灯坏了", lon=crew.at[0], lat=crew.at[1], item=factories.item("1003")
    )
    ticket = tickets.submit(report=said, command=None, by=RESIDENT)
    event, file = uuid7(), SimpleUploadedFile("old.csv", "描述\n路灯坏了\n".encode())
    tell(people=[crew.dispatcher], kind="given", event_id=event, about=ticket, by=SYSTEM)
    by = crew.dispatcher
    return {
        "queue": tickets.save_queue(name="急件", query="overdue=1", by=by),
        "batch": start_batch(order=Order("remark"), tickets=[ticket.pk], words="已看", by=by),
        "import": tickets.receive_file(upload=file, by=by),
        "register_import": receive_table(
            kind=RegisterKind.objects.get(code="hydrants"),
            upload=SimpleUploadedFile("things.csv", "名称\n井盖\n".encode()),
            by=by,
        ),
        "note": tickets.write_handover(
            county_id=place.county.pk, area_path=crew.office.area.path, words="一件急件", by=by,
            figures=handover.draft(by, crew.office.area.path, clock.now()).figures(),
        ),
        "message": Message.objects.get(user=by, event_id=event),
    }  # fmt: skip


def _whistle(place: Town, crew: Crew) -> dict[str, Any]:
    said = tickets.Report(
        words="外墙渗水",
        lon=crew.at[0],
        lat=crew.at[1],
        item=factories.item("1003"),
        photos=[factories.picture()],
    )
    ticket = tickets.submit(report=said, command=None, by=RESIDENT)
    ticket = tickets.dispatch(ticket=ticket, unit=crew.team, by=SYSTEM)
    ticket = tickets.sign(ticket=ticket, by=crew.worker)
    whistle = tickets.raise_whistle(
        kind=Whistle.Kind.RESIDENT_PROBLEM, unit=crew.team, units=[place.sanitation],
        words="请到现场会商", ticket=ticket, by=crew.worker,
    )  # fmt: skip
    whistle = tickets.approve_whistle(whistle=whistle, by=crew.leader)
    call = WhistleCall.objects.get(whistle=whistle)
    tickets.report_in(call=call, mode="onsite", by=place.hana)
    whistle.refresh_from_db()
    due = clock.now() + timedelta(days=1)
    tickets.give_task(
        whistle=whistle, unit=place.sanitation, words="清走垃圾", due_at=due, by=crew.worker
    )
    tickets.cohandle(ticket=ticket, unit=place.sanitation, words="请来车", by=crew.worker)
    ticket = tickets.supervise(ticket=ticket, level="red", words="速办", by=SYSTEM)
    ticket = tickets.request_extension(ticket=ticket, words="等配件", by=crew.worker)
    return {
        "helped": ticket,
        "help": HelpOrder.objects.get(ticket=ticket),
        "whistle": whistle,
        "whistle_photo": TicketPhoto.objects.get(ticket=ticket),
        "task": WhistleTask.objects.get(whistle=whistle),
    }


def crews(place: Town, leader: User) -> tuple[Crew, Crew]:
    """Those of East and of West."""
    office = place.other_town_office
    west = [person(f"west.{role}", f"西{role}", office, role) for role in ("dispatcher", "leader")]
    return (
        Crew(
            place.grid_1,
            place.team_1,
            place.town_office,
            place.ada,
            place.ben,
            leader,
            IN_GRID_1,
            PHONES[0],
        ),
        Crew(place.grid_3, place.team_3, office, place.dan, *west, IN_GRID_3, PHONES[1]),
    )
