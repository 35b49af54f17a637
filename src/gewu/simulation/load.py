"""Loading the demo: ground by actions, tickets by the bulk door, all of it or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from gewu.ground.territory.queries import has_county
from gewu.kernel.partitions import ensure_months
from gewu.simulation.days import plans
from gewu.simulation.geography.county import county
from gewu.simulation.geography.layers import base_layers
from gewu.simulation.geography.places import GRID
from gewu.simulation.lively import enliven
from gewu.simulation.load_duty import duty, records
from gewu.simulation.load_ground import Ground, lay
from gewu.simulation.load_photos import hang_photos
from gewu.simulation.load_registers import fill_registers
from gewu.simulation.load_residents import people_at_home
from gewu.simulation.load_tickets import load_tickets, world_of
from gewu.simulation.people import COMMUNITY_OFFICE, DESK, PASSWORD, TOWN_OFFICE, welcome
from gewu.ui import basemap
from gewu.work.tickets.actions.retelling import Teller

Say = Callable[[str], None]
SIZES = {"town": (3_000, 90), "district": (250_000, 365)}


@dataclass(frozen=True)
class Loaded:
    """What was loaded, and who the greeting names."""

    scale: str
    tickets: int
    people: list[dict[str, str]]


def load(*, scale: str, seed: int, say: Say, now: datetime | None = None) -> Loaded | None:
    """Fill an empty database with the invented county; None where a county is there already."""
    if has_county():
        return None
    now = now or timezone.now()
    count, days = SIZES[scale]
    begin = now - timedelta(days=days)
    ensure_months("tickets_move", since=begin.date())
    say("Drawing streets, houses and areas")
    made = county(scale, seed)
    with transaction.atomic():
        say(f"Setting up {len(made.places)} areas and the people who work there")
        ground = lay(made, begin.date())
        _keep_duty_and_files(ground, begin.date(), timezone.localdate(now))
        _people_at_home(ground, seed, timezone.localdate(now))
        fill_registers(ground.units[DESK, ""].area, seed, now)
        say("Drawing photos")
        album = hang_photos(seed)
        say(f"Telling {count} tickets of the last {days} days")
        teller = Teller()
        world = world_of(made.spots, teller, made.at(GRID)[0].code)
        told = plans(world, seed=seed, now=now, count=count, days=days)
        tickets = load_tickets(told, ground, album, teller, say)
        say("Living the last hours before now")
        enliven(ground, next(iter(album.values())), seed, now)
    basemap.keep(base_layers(made))
    greeted = [
        {"username": username, "password": PASSWORD, "who": who}
        for username, who in welcome(ground.everybody)
    ]
    return Loaded(scale, tickets, greeted)


def _keep_duty_and_files(ground: Ground, begin: date, today: date) -> None:
    """A town's office and a community have a roster; the greeted staff have files."""
    easy = [ground.users[name] for name in ("worker", "community") if name in ground.users]
    offices = []
    for kind in (TOWN_OFFICE, COMMUNITY_OFFICE):
        codes = sorted(code for unit, code in ground.units if unit == kind)
        offices.append(ground.units[kind, codes[0]])
    duty(offices, begin, today)
    others = [user for user in ground.by_role.get("worker", []) if user not in easy][:6]
    records(ground.units[DESK, ""].area, [*easy, *others], today)


def _people_at_home(ground: Ground, seed: int, today: date) -> None:
    """In the grid of the greeted worker."""
    worker = ground.users["worker"]
    [unit] = [grant.unit_id for grant in worker.held if grant.role == "worker"][:1]
    area = next(each.area for each in ground.units.values() if each.pk == unit)
    people_at_home(area, worker, seed, today)
