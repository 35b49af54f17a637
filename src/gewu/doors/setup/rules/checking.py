"""What speaks against the rows of a sheet, beside what is known and beside each other."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gewu.doors.setup.rules.known import Known, Person, Place, Team
from gewu.doors.setup.rules.rows import Sheet, SheetRow, day_of
from gewu.ground.staffing.queries.limits import (
    LEVEL_OF,
    is_sole_worker,
    phone_fault,
    post_fault,
)

DEPARTMENT, DESK = "department", "county_desk"
LONGEST_NAME = 80


@dataclass(frozen=True)
class UnitRow:
    """A unit as a row means it."""

    row: SheetRow
    team: Team


@dataclass(frozen=True)
class SeatRow:
    """A post, and who takes it when."""

    row: SheetRow
    team: Team
    username: str
    full_time: bool
    from_day: date | None
    until: date | None
    # Of a post that opens nothing: the code of its kind, and who is new by it.
    kind: str = ""
    new_name: str = ""


def circles(sheet: Sheet) -> None:
    """Areas that lie in each other, through any number of others."""
    above = {row["code"]: row["parent_code"] for row in sheet.rows}
    for row in sheet.rows:
        way, code = [row["code"]], row["parent_code"]
        while code in above and code not in way:
            way.append(code)
            code = above[code]
        if code == row["code"]:
            text = _("It lies in itself: %(way)s.")
            sheet.fault(row, text % {"way": " → ".join([*way, code])})


def check_units(sheet: Sheet, known: Known, county_code: str) -> list[UnitRow]:
    """Each row as a unit of a level that exists, no two rows about one."""
    found, first_lines = [], dict[str, int]()
    for row in sheet.sound:
        kind = row["kind"]
        code = row["area_code"] or (county_code if kind in (DEPARTMENT, DESK) else "")
        team = Team(kind, row["name_zh"], code)
        fault = phone_fault(row["phone"]) or _place_fault(known, code, kind)
        twice = first_lines.setdefault(f"{kind} {team.key}", row.line)
        if not fault and twice != row.line:
            fault = _("Row %(first)s is about the same unit.") % {"first": twice}
        if fault:
            sheet.fault(row, fault)
        else:
            found.append(UnitRow(row, team))
    return found


def check_staff(sheet: Sheet) -> list[Person]:
    """Each row as a person, no sign-in name twice."""
    found = dict[str, Person]()
    for row in sheet.sound:
        first = found.get(row["username"].lower())
        if first is not None:
            text = _("The sign-in name %(name)s stands in row %(first)s as well.")
            sheet.fault(row, text % {"name": row["username"], "first": first.line})
        elif any(sign.isspace() for sign in row["username"]) or len(row["username"]) > 150:
            sheet.fault(row, _("A sign-in name has letters, digits and . - _ and no blanks."))
        else:
            person = Person(row["username"], row["name_zh"], row["name_en"], row.line)
            found[person.username.lower()] = person
    return list(found.values())


def check_seats(sheet: Sheet, known: Known) -> list[SeatRow]:
    """Each row as a post that its unit may have, with one person who is known for sure."""
    found: list[SeatRow] = []
    held, seats = dict[str, SheetRow](), dict[str, SheetRow]()
    for row in sheet.sound:
        seat, fault = _seat(row, known)
        if seat is not None and not fault:
            fault = _double(seat, known, held, seats)
        if seat is None or fault:
            sheet.fault(row, fault)
        else:
            found.append(seat)
    return found


def check_leads(sheet: Sheet, known: Known) -> list[tuple[SheetRow, str, Team]]:
    """Each row as a kind of work with the unit that leads it."""
    found, first_lines = [], dict[str, int]()
    for row in sheet.sound:
        if not row["unit"]:
            continue  # decided later
        kind = known.lead_kinds.get(row["lead_kind"].lower())
        team, fault = _team(row["unit"], known)
        if kind is None:
            text = _("No work of a department is called %(kind)s. The template lists them.")
            fault = text % {"kind": row["lead_kind"]}
        elif (first := first_lines.setdefault(kind, row.line)) != row.line:
            fault = _("Row %(first)s gives the same work to a unit.") % {"first": first}
        if fault or team is None or kind is None:
            sheet.fault(row, fault)
        else:
            found.append((row, kind, team))
    return found


def _place_fault(known: Known, code: str, kind: str) -> str:
    place = known.places.get(code)
    if not code:
        return _("Say on which area it stands.")
    if place is None:
        return _("There is no area with the code %(code)s.") % {"code": code}
    if place.closed_on is not None:
        return _ended(place)
    if LEVEL_OF[kind] != place.level:
        text = _("%(area)s is not of the level on which such a unit stands.")
        return text % {"area": place.name}
    return ""


def _seat(row: SheetRow, known: Known) -> tuple[SeatRow | None, str]:
    team, fault = _team(row["unit"], known)
    if team is None:
        return None, fault
    if not row["role"]:
        return _named_seat(row, team, known)
    person, fault = _person(row["person"], known)
    if fault:
        return None, fault
    fault = post_fault(team.kind, row["role"]) or phone_fault(row["phone"])
    from_day, until, wrong_days = _days(row)
    username = person.username if person else ""
    seat = SeatRow(row, team, username, row["full_time"] != "no", from_day, until)
    return seat, wrong_days or fault


def _named_seat(row: SheetRow, team: Team, known: Known) -> tuple[SeatRow | None, str]:
    """A post that opens nothing; who holds it need not be known yet."""
    kind = known.post_kinds.get(row["post_kind"].lower())
    if kind is None:
        text = _("Say its role, or the kind of a post that opens nothing: %(kinds)s.")
        kinds = _(", ").join(sorted(known.post_kinds))
        return None, text % {"kinds": kinds}
    if team.kind not in kind.unit_kinds:
        return None, _("Units of this kind have no such posts.")
    username, new_name, fault = _who(row["person"], team, kind.code, known)
    from_day, until, wrong_days = _days(row)
    fault = fault or phone_fault(row["phone"]) or wrong_days
    return SeatRow(row, team, username, False, from_day, until, kind.code, new_name), fault


def _who(text: str, team: Team, kind: str, known: Known) -> tuple[str, str, str]:
    """The sign-in name, or the name of somebody new, or what is wrong."""
    if not text:
        return "", "", ""
    seated = known.seated.get((team.key, kind, text))
    if seated:
        return seated, "", ""
    if not known.named(text):
        return "", text, "" if len(text) <= LONGEST_NAME else _("This name is too long.")
    person, fault = _person(text, known)
    return person.username if person else "", "", fault


def _days(row: SheetRow) -> tuple[date | None, date | None, str]:
    try:
        from_day, until = day_of(row["from_day"]), day_of(row["until"])
    except ValueError:
        return None, None, _("A day is written such as 2026-01-31.")
    wrong = bool(from_day and until and until < from_day)
    return from_day, until, _("The last day lies before the first.") if wrong else ""


def _team(text: str, known: Known) -> tuple[Team | None, str]:
    teams = known.teams_named(text)
    place = known.places.get(text)
    if place is not None and place.closed_on is not None:
        return None, _ended(place)
    if not teams:
        said = _("There is no unit %(unit)s: neither the code of an area nor a name.")
        return None, said % {"unit": text}
    if len(teams) > 1:
        codes = _(", ").join(team.area_code for team in teams)
        said = _("Several units are called %(unit)s. Write the code of the area: %(codes)s.")
        return None, said % {"unit": text, "codes": codes}
    if teams[0].dissolved_on is not None:
        said = _("%(unit)s was dissolved on %(day)s.")
        return None, said % {"unit": teams[0].name, "day": teams[0].dissolved_on}
    return teams[0], ""


def _person(text: str, known: Known) -> tuple[Person | None, str]:
    if not text:
        return None, ""
    people = known.named(text)
    if not people:
        said = _("Nobody signs in as %(name)s or is called so. Bring in the staff first.")
        return None, said % {"name": text}
    if len(people) > 1:
        told = _(", ").join(_whence(each) for each in people)
        said = _("Several people are called %(name)s: %(people)s. Write the sign-in name.")
        return None, said % {"name": text, "people": told}
    return people[0], ""


def _whence(person: Person) -> str:
    if not person.line:
        return person.username
    return _("%(name)s (row %(line)s)") % {"name": person.username, "line": person.line}


def _double(
    seat: SeatRow, known: Known, held: dict[str, SheetRow], seats: dict[str, SheetRow]
) -> str:
    """One grid for a full-time worker, one full-time worker for a grid, no row twice."""
    who = seat.username or seat.new_name
    what = f"{seat.row['role']}{seat.kind} {seat.full_time}"
    key = f"{who} {seat.team.kind} {seat.team.key} {what}"
    if who and (first := seats.setdefault(key, seat.row)) is not seat.row:
        return _("Row %(first)s says the same.") % {"first": first.line}
    if not _is_sole(seat):
        return ""
    first = held.setdefault(f"person {seat.username}", seat.row)
    if first is not seat.row:
        text = _("%(name)s works full time in another grid already (row %(first)s).")
        return text % {"name": seat.username, "first": first.line}
    first = held.setdefault(f"grid {seat.team.area_code}", seat.row)
    if first is not seat.row:
        return _("This grid has a full-time worker already (row %(first)s).") % {
            "first": first.line
        }
    return _double_today(seat, known)


def _double_today(seat: SeatRow, known: Known) -> str:
    here = known.grid_of.get(seat.username, "")
    if here and here != seat.team.area_code:
        text = _("%(name)s works full time in the grid %(grid)s today. End that first.")
        return text % {"name": seat.username, "grid": here}
    other = next((w for w, grid in known.grid_of.items() if grid == seat.team.area_code), "")
    if other and other != seat.username:
        text = _("%(other)s works full time in this grid today. End that first.")
        return text % {"other": other}
    return ""


def _is_sole(seat: SeatRow) -> bool:
    sole = is_sole_worker(seat.team.kind, seat.row["role"], seat.full_time)
    return sole and bool(seat.username)


def _ended(place: Place) -> str:
    text = _("%(area)s ended on %(day)s; its code is never used again.")
    return text % {"area": place.name, "day": place.closed_on}
