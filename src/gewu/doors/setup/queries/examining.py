"""A book beside the database: every row as it would be written, and everything against it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from gewu.doors.setup.queries.known import known_now
from gewu.doors.setup.rules import checking
from gewu.doors.setup.rules.checking import SeatRow, UnitRow
from gewu.doors.setup.rules.known import Known, Person, Place, Team
from gewu.doors.setup.rules.rows import Book, Fault, Sheet, SheetRow
from gewu.ground.staffing.queries.limits import TERRITORIAL
from gewu.ground.territory.actions import AreaRow
from gewu.ground.territory.queries import Examined, county, examine


@dataclass
class Plan:
    """What a book would do."""

    known: Known
    areas: list[AreaRow] = field(default_factory=list)
    units: list[UnitRow] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    seats: list[SeatRow] = field(default_factory=list)
    leads: list[tuple[SheetRow, str, Team]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def look_at(book: Book) -> Plan:
    """Look at all sheets together; a row may name what another sheet of the book brings."""
    plan = Plan(known_now())
    top = county().code
    if sheet := book.get("areas"):
        plan.areas = _areas(sheet, plan.known, top)
    if sheet := book.get("units"):
        plan.units = checking.check_units(sheet, plan.known, top)
        plan.known.teams = _with_names(plan.known.teams, plan.units)
    if sheet := book.get("staff"):
        plan.people = checking.check_staff(sheet)
        plan.known.add_people(plan.people)
    if sheet := book.get("appointments"):
        plan.seats = checking.check_seats(sheet, plan.known)
    if sheet := book.get("leads"):
        plan.leads = checking.check_leads(sheet, plan.known)
    plan.faults = [fault for sheet in book.values() for fault in sheet.faults]
    return plan


def _areas(sheet: Sheet, known: Known, top: str) -> list[AreaRow]:
    """The rows of areas, judged as an import of areas judges them; each brings its own unit."""
    checking.circles(sheet)
    rows = [
        AreaRow(
            number=row.line,
            code=row["code"],
            parent_code=row["parent_code"] if row["code"] != top else "",
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            kind=row["kind"] or "general",
        )
        for row in sheet.sound
    ]
    examined = examine(rows)
    for finding in examined.findings:
        sheet.faults.append(Fault(sheet.kind.name, finding.number, finding.message))
    _learn(examined, known)
    return rows


def _learn(examined: Examined, known: Known) -> None:
    there = {team.area_code for team in known.teams if team.kind != checking.DEPARTMENT}
    for row in examined.rows:
        level = examined.levels.get(row.code)
        place = known.places.get(row.code)
        if level is None or (place is not None and place.closed_on is None):
            continue
        known.places[row.code] = Place(row.code, level, row.name_zh)
        if level in TERRITORIAL and row.code not in there:
            known.teams.append(Team(TERRITORIAL[level], row.name_zh, row.code))


def _with_names(teams: Sequence[Team], units: Sequence[UnitRow]) -> list[Team]:
    """Units as they will be called, and the new ones."""
    brought = {(each.team.kind, each.team.key): each.team for each in units}
    kept = [team for team in teams if (team.kind, team.key) not in brought or team.dissolved_on]
    return [*kept, *brought.values()]
