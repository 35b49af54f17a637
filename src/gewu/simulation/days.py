"""The plan of the invented days: every ticket and what happens to it, as plain values.

Nothing is written here; `load` tells the plan to the tickets' bulk door.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from gewu.methods.worktime import WorkCalendar
from gewu.simulation import names, texts
from gewu.simulation.demand import Ask, Demand
from gewu.simulation.geography.spots import Spot
from gewu.simulation.lives import Kind, Life, Step
from gewu.simulation.photos.album import evidence_scene, scene_of

CHANNELS = {"web": 46, "code": 20, "phone": 18, "patrol": 11, "counter": 5}
REPORTED_BY = {
    "web": "resident", "code": "resident", "phone": "dispatcher", "patrol": "worker",
    "counter": "community",
}  # fmt: skip
UNPLACED, OUTSIDE, UNNAMED, WITHOUT_ITEM = 0.03, 0.015, 0.2, 0.08
SMALL_MATTER = 0.5  # of what a grid can settle by itself
PHOTO_SENT = 0.6
FRESH = timedelta(days=2)
FAR_AWAY = 0.35  # degrees; well outside the county
PRESSING_NEAR, PRESSING_OVERDUE = 16, 11
MOST_TRIES = 60


@dataclass(frozen=True, slots=True)
class TicketPlan:
    """One ticket from the report to wherever it has come by now."""

    at: datetime
    channel: str
    by: str
    item: str
    spot: Spot
    place: str  # "point", "words" when nobody knows where, "outside" when beyond the county
    title: str
    words: str
    name: str
    phone: str
    scene: str
    steps: tuple[Step, ...]

    @property
    def point(self) -> tuple[float, float] | None:
        """Where the reporter put the pin."""
        if self.place == "words":
            return None
        shift = FAR_AWAY if self.place == "outside" else 0.0
        return round(self.spot.lon + shift, 7), round(self.spot.lat + shift, 7)


@dataclass(frozen=True)
class World:
    """What the planner has to know about the county."""

    spots: Sequence[Spot]
    catalogue: Mapping[str, Sequence[Kind]]
    calendar: WorkCalendar
    due_of: Callable[[str, datetime], datetime]
    shown_grid: str = ""  # where the demo's worker finds something to do today


def plans(world: World, *, seed: int, now: datetime, count: int, days: int) -> Iterator[TicketPlan]:
    """The tickets of these days, oldest first day by day, some pressing ones of today last."""
    planner = _Planner(world, seed, now, count)
    pressing = min(PRESSING_NEAR + PRESSING_OVERDUE, count // 20)
    for ask in planner.demand.asks(count - pressing, days, now, world.calendar.zone):
        yield planner.plan(ask)
    for index in range(pressing):
        shown = bool(world.shown_grid) and index % 3 == 0
        yield planner.pressing(overdue=index % 5 > (3 if shown else 2), shown=shown)


class _Planner:
    def __init__(self, world: World, seed: int, now: datetime, count: int) -> None:
        self.world, self.now = world, now
        self.rng = Random(f"{seed}:days")
        self.demand = Demand(world.spots, sorted(world.catalogue), Random(f"{seed}:demand"))
        self._starts_of: dict[str, list[tuple[float, datetime]]] = {}
        self.residents = [names.person(self.rng) for _ in range(max(20, count // 4))]

    def plan(self, ask: Ask) -> TicketPlan:
        channel = self.rng.choices(list(CHANNELS), list(CHANNELS.values()))[0]
        kind, chosen = self._kind(ask.item, channel)
        place = "point" if channel == "patrol" else self._place(ask.at)
        life = Life(self.world.calendar, self.world.due_of, self.rng, self.now)
        steps = life.of(ask.at, kind, chosen and place != "words", place, channel)
        return self._told(ask, kind if chosen else None, place, channel, steps)

    def pressing(self, *, overdue: bool, shown: bool) -> TicketPlan:
        """A ticket that somebody should look at now: its limit is near, or has just passed."""
        part = (1.02, 1.5) if overdue else (0.82, 0.97)
        for _again in range(MOST_TRIES):
            kind = self._pressing_kind(shown)
            fitting = [at for passed, at in self._starts(kind) if part[0] <= passed <= part[1]]
            if fitting:
                at = self.rng.choice(fitting)
                break
        else:  # on some evenings no limit is that near: then the nearest
            _passed, at = min(self._starts(kind), key=lambda start: abs(start[0] - sum(part) / 2))
        ask = Ask(at, kind.item, self._shown_spot() if shown else self.demand.spot(kind.item))
        life = Life(self.world.calendar, self.world.due_of, self.rng, self.now)
        channel = self.rng.choice(("web", "code", "phone"))
        steps = life.unfinished(at, kind, kind.is_default)
        return self._told(ask, kind if kind.is_default else None, "point", channel, steps)

    def _pressing_kind(self, shown: bool) -> Kind:
        while True:
            item = self.demand.item()
            kind = self._of_the_grid(item) if shown else self._kind(item, "")[0]
            if kind and kind.deadline_class not in ("PLAN", "M30", "D15"):
                return kind

    def _shown_spot(self) -> Spot:
        here = [s for s in self.world.spots if s.area.startswith(self.world.shown_grid)]
        return self.rng.choice(here)

    def _starts(self, kind: Kind) -> list[tuple[float, datetime]]:
        """Starts at a waking hour, each with the part of the limit that has passed by now."""
        found = self._starts_of.setdefault(kind.deadline_class, [])
        if not found:
            for step in range(1, 420):
                at = self.now - timedelta(minutes=step * (4 if step < 60 else 25))
                if 7 <= at.astimezone(self.world.calendar.zone).hour <= 21:
                    due = self.world.due_of(kind.deadline_class, at)
                    found.append(((self.now - at) / (due - at), at))
        return found

    def _kind(self, item: str, channel: str) -> tuple[Kind, bool]:
        """A condition of the item, and whether the report alone settles which."""
        kinds = [kind for kind in self.world.catalogue[item] if kind.deadline_class != "E0"]
        small = self._of_the_grid(item)
        if small and self.rng.random() < (0.8 if channel == "patrol" else SMALL_MATTER):
            return small, False
        default = next((kind for kind in kinds if kind.is_default), None)
        if default is None or default.deadline_class == "PLAN":
            return self.rng.choice(kinds), False
        if self.rng.random() < WITHOUT_ITEM:
            return self.rng.choice(kinds), False
        return default, True

    def _of_the_grid(self, item: str) -> Kind | None:
        """What the grid's own worker settles on the spot."""
        return next((k for k in self.world.catalogue[item] if k.level == "grid"), None)

    def _place(self, at: datetime) -> str:
        """Where the pin is; of the newest reports more wait for somebody to find the place."""
        unplaced = UNPLACED * (4 if self.now - at < FRESH else 1)
        drawn = self.rng.random()
        if drawn < unplaced:
            return "words"
        return "outside" if drawn < unplaced + OUTSIDE else "point"

    def _told(
        self, ask: Ask, chosen: Kind | None, place: str, channel: str, steps: tuple[Step, ...]
    ) -> TicketPlan:
        street, *inside = ask.spot.address.split(" ")
        where = "".join(inside) or street
        told = texts.report(self.rng, ask.item, where)
        name, phone = self._reporter(channel)
        sends_photo = channel in ("web", "code", "patrol") and self.rng.random() < PHOTO_SENT
        return TicketPlan(
            at=ask.at,
            channel=channel,
            by=REPORTED_BY[channel],
            item=chosen.item if chosen else "",
            spot=ask.spot,
            place=place,
            title=told.title,
            words=told.words,
            name=name,
            phone=phone,
            scene=scene_of(ask.item) if sends_photo else "",
            steps=self._worded(ask.item, steps),
        )

    def _reporter(self, channel: str) -> tuple[str, str]:
        if channel == "patrol" or (channel != "phone" and self.rng.random() < UNNAMED):
            return "", ""
        number = self.rng.randrange(len(self.residents))
        return self.residents[number][0], names.phone(10_000 + number)

    def _worded(self, item: str, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        return tuple(
            step.saying(
                texts.note(self.rng, step.note, item) if step.note else "", evidence_scene(item)
            )
            for step in steps
        )
