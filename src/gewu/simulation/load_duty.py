"""Rosters, certificates and grades of the invented county, so that their pages are not empty."""

from datetime import date, time, timedelta

from gewu.ground.accounts.models import User
from gewu.ground.staffing.actions import lay_proposal, open_roster, publish, save_shift_kind
from gewu.ground.staffing.actions.records import (
    add_career_step,
    add_certificate,
    save_certificate_kind,
    save_grade_track,
    set_consent,
    set_grade,
)
from gewu.ground.staffing.models import Unit
from gewu.ground.staffing.queries.rostering import table_of
from gewu.ground.territory.models import Area
from gewu.kernel.acting import SYSTEM
from gewu.methods.roster import rotate

CERTIFICATES = (
    ("社会工作者职业资格证书", "Social worker certificate", ()),
    ("人民调解员证", "Mediator certificate", ()),
    ("急救员证", "First aid certificate", ()),
)
TRACKS = (("正职岗", "Lead post"), ("副职岗", "Deputy post"), ("工作人员岗", "Staff post"))
KINDS = (
    ("日间值班", "Day duty", time(8), time(18)),
    ("夜间值班", "Night duty", time(18), time(8)),
)
ROLES = ("community", "worker", "dispatcher", "handler")


def duty(offices: list[Unit], begin: date, today: date) -> None:
    """A published roster of this month for each office, by turns of whoever had the fewest."""
    last = (today.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    first = max(today.replace(day=1), begin)  # nobody held a post before
    for unit in offices:
        for name_zh, name_en, begins, ends in KINDS:
            save_shift_kind(
                unit=unit,
                name_zh=name_zh,
                name_en=name_en,
                begins=begins,
                ends=ends,
                on="daily",
                roles=ROLES,
                with_below=True,
                by=SYSTEM,
            )
        roster = open_roster(unit=unit, first=first, last=last, by=SYSTEM)
        table = table_of(roster)
        pairs = rotate(table.turns, table.hands, table.pins, level=True)
        taken = [
            (table.people[who].pk, table.shifts[turn].pk)
            for who, turn in pairs
            if turn < len(table.shifts)
        ]
        lay_proposal(roster=roster, seen=roster.version, taken=taken, outcome={}, by=SYSTEM)
        if taken:
            publish(roster=roster, by=SYSTEM)


def records(county: Area, staff: list[User], today: date) -> None:
    """Certificates (one that expires soon), grades and a step, for a few people."""
    kinds = [
        save_certificate_kind(
            county=county, name_zh=name_zh, name_en=name_en, needed_for=roles, by=SYSTEM
        )
        for name_zh, name_en, roles in CERTIFICATES
    ]
    tracks = [
        save_grade_track(
            county=county, place=n, name_zh=zh, name_en=en, lowest=1, highest=18, by=SYSTEM
        )
        for n, (zh, en) in enumerate(TRACKS, start=1)
    ]
    for number, user in enumerate(staff):
        issued = today - timedelta(days=400 + 37 * number)
        ends = today + timedelta(days=40) if number == 0 else None
        add_certificate(
            user=user,
            kind=kinds[number % len(kinds)],
            number=f"DEMO-{1000 + number}",
            issued_on=issued,
            expires_on=ends,
            by=SYSTEM,
        )
        set_grade(user=user, track=tracks[2], level=number % 6 + 1, from_day=issued, by=SYSTEM)
    if staff:
        add_career_step(
            user=staff[0],
            kind="training",
            words="网格学院初级培训",
            from_day=today - timedelta(days=90),
            by=SYSTEM,
        )
        set_consent(is_given=True, by=staff[0])
