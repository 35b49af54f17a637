"""The month itself: reports come in, people act at their moments, the jobs run at theirs."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from gewu.kernel import drain
from gewu.kernel.acting import RESIDENT, SYSTEM, Actor, Refusal
from gewu.kernel.clock import standing_at
from gewu.simulation.demand import HOURS, WEEK
from gewu.simulation.month.batches import batch
from gewu.simulation.month.doing import DOING
from gewu.simulation.month.ending_units import dissolve
from gewu.simulation.month.redrawing_grids import merge_grids, split_grid
from gewu.simulation.month.whistling import WHISTLE_DOING, whistle_alone
from gewu.simulation.month.wishes import later, wish, wish_of_whistle
from gewu.simulation.month.world import NobodyMay, World
from gewu.work.tickets import actions
from gewu.work.tickets.models import Item, Ticket, Whistle

CHANNELS = {"web": 40, "code": 20, "phone": 20, "patrol": 12, "counter": 8}
WORDS = (
    "垃圾桶满了两天没人清",
    "路灯不亮，晚上看不清路",
    "井盖松动，车一过就响",
    "想问一下办理需要什么材料",
)
REST = timedelta(days=70)  # after the month: silence ends, old tickets are laid to rest
GO_ON, HOUR = timedelta(minutes=30), timedelta(hours=1)
CLOSE, ARCHIVE = timedelta(hours=6), timedelta(days=1)
# How often on an average day somebody whistles without a ticket, and ticks rows of a queue.
BESIDE_TICKETS = {"whistle_alone": 1.2, "batch": 2.5}

Job = Callable[[datetime], object]


def close_silent(now: datetime) -> None:
    """What was not contradicted is closed."""
    county_id = Ticket.objects.values_list("county_id", flat=True).first()
    if county_id is not None:
        actions.close_silent(county_id=county_id, now=now, by=SYSTEM)


def remind(now: datetime) -> None:
    """The clocks speak, of tickets and of whistles."""
    county_id = Ticket.objects.values_list("county_id", flat=True).first()
    if county_id is not None:
        while actions.remind_due(county_id=county_id, now=now, by=SYSTEM):
            pass
        while actions.remind_of_whistles(county_id=county_id, now=now, by=SYSTEM):
            pass


def tell(_now: datetime) -> None:
    """Listeners hear what happened: people get their messages."""
    drain.prepare()
    while drain.drain():
        pass


# A further job is one more row.
JOBS: dict[str, tuple[timedelta, Job]] = {
    "lapse": (GO_ON, lambda now: actions.lapse(now=now, by=SYSTEM)),
    "resume": (GO_ON, lambda now: actions.resume_due(now=now, by=SYSTEM)),
    "close_silent": (CLOSE, close_silent),
    "remind": (HOUR, remind),
    "tell": (2 * HOUR, tell),
    "follow": (GO_ON, lambda _now: actions.follow_successors(by=SYSTEM)),
    "follow_areas": (GO_ON, lambda _now: actions.follow_areas(by=SYSTEM)),
    "archive": (ARCHIVE, lambda now: actions.archive_old(now=now, by=SYSTEM)),
}


OTHERS: dict[str, Callable[[World], object]] = {
    "whistle_alone": whistle_alone,
    "batch": batch,
    "dissolve": dissolve,
    "split_grid": split_grid,
    "merge_grids": merge_grids,
}
# When in the month a unit ends and grids are drawn anew.
ONCE = {"split_grid": 0.4, "merge_grids": 0.55, "dissolve": 0.7}


@dataclass(order=True)
class Moment:
    """Something that is going to happen; equal times keep their order."""

    at: datetime
    order: int
    what: str = field(compare=False)
    key: UUID | None = field(compare=False, default=None)


class Month:
    """So many days of one town."""

    def __init__(self, world: World, start: datetime, days: int, a_day: int) -> None:
        self.world, self.start, self.end = world, start, start + timedelta(days=days)
        self.rng = world.rng
        self.calendar = world.clocks.calendar
        self._queue: list[Moment] = []
        self._count = 0
        self.last: Ticket | None = None
        self._draw_reports(days, a_day)
        self._draw_others(days)
        for name in JOBS:
            self._put(start, name)

    def live(self) -> None:
        """Everything in the order of its time; afterwards only the jobs go on."""
        while self._queue:
            moment = heapq.heappop(self._queue)
            with standing_at(moment.at):
                self._happen(moment)

    def _happen(self, moment: Moment) -> None:
        if moment.what in JOBS:
            every, job = JOBS[moment.what]
            job(moment.at)
            self._repeat(moment, every)
        elif moment.what == "report":
            self._report(moment.at)
        elif moment.what in OTHERS:
            self._try(moment.what, OTHERS[moment.what], self.world)
        elif moment.key and moment.what == "whistle":
            self._act_on_whistle(moment.at, Whistle.objects.get(pk=moment.key))
        elif moment.key:
            self._act(moment.at, Ticket.objects.get(pk=moment.key))

    def _repeat(self, moment: Moment, every: timedelta) -> None:
        if moment.at >= self.end:
            every = max(every, timedelta(hours=12))
        if moment.at < self.end + REST:
            self._put(moment.at + every, moment.what)

    def _report(self, at: datetime) -> None:
        channel = self.rng.choices(list(CHANNELS), list(CHANNELS.values()))[0]
        unit = self.rng.choice(self.world.units)
        area = unit.area if self.rng.random() < 0.93 else None
        emergency = self.rng.random() < 0.02 and bool(self.world.emergencies)
        report = actions.Report(
            words=self.rng.choice(WORDS),
            area=area,
            item=self._item(emergency),
            channel=channel,
            name="张三" if self.rng.random() < 0.5 else "",
            phone="13800000001" if self.rng.random() < 0.5 else "",
            is_confidential=self.rng.random() < 0.05,
            barred=(unit.pk,) if self.rng.random() < 0.03 else (),
            is_follow_up=emergency and self.rng.random() < 0.5,
            photos=[self.world.before] if self.rng.random() < 0.4 else [],
        )
        try:
            ticket = actions.submit(report=report, command=uuid4(), by=self._reporter(channel))
        except Refusal as refused:
            self.world.refused[f"submit:{refused.code}"] += 1
            return
        self.world.done["submit"] += 1
        self._again(at, ticket)

    def _item(self, emergency: bool) -> Item | None:
        if emergency:
            return self.rng.choice(self.world.emergencies)
        return self.rng.choice(self.world.items) if self.rng.random() < 0.6 else None

    def _reporter(self, channel: str) -> Actor:
        return RESIDENT if channel in ("web", "code") else self.rng.choice(self.world.users)

    def _act(self, at: datetime, ticket: Ticket) -> None:
        verb = wish(ticket, self.rng, sorted(DOING))
        if verb != "nothing":
            self._try(verb, DOING[verb], self.world, ticket)
            ticket.refresh_from_db()
        if at < self.end and ticket.state != "archived":
            self._again(at, ticket)

    def _act_on_whistle(self, at: datetime, whistle: Whistle) -> None:
        if not whistle.is_open:
            return
        verb = wish_of_whistle(whistle, self.rng, sorted(WHISTLE_DOING))
        if verb != "nothing":
            self._try(verb, WHISTLE_DOING[verb], self.world, whistle)
            whistle.refresh_from_db()
        if at < self.end:
            self._put(self._later(at, whistle.state), "whistle", whistle.pk)

    def _try(self, verb: str, doing: Callable[..., object], *on: object) -> None:
        try:
            with transaction.atomic():
                done = doing(*on)
        except NobodyMay:
            self.world.refused[f"{verb}:nobody_may"] += 1
        except Refusal as refused:
            self.world.refused[f"{verb}:{refused.code}"] += 1
        else:
            self.world.done[verb] += 1
            self._follow_up(done)

    def _follow_up(self, done: object) -> None:
        """What came into being goes on by itself."""
        for each in done if isinstance(done, list) else [done]:
            if isinstance(each, Whistle) and each.state == "raised":
                at = self._later(each.raised_at, each.state)
                self._put(at, "whistle", each.pk)
            elif isinstance(each, Ticket) and isinstance(done, list):
                self._again(each.submitted_at, each)

    def _again(self, at: datetime, ticket: Ticket) -> None:
        self._put(self._later(at, ticket.state), "act", ticket.pk)

    def _later(self, at: datetime, state: str) -> datetime:
        return later(at, state, self.rng, self.calendar)

    def _put(self, at: datetime, what: str, key: UUID | None = None) -> None:
        self._count += 1
        heapq.heappush(self._queue, Moment(at, self._count, what, key))

    def _draw_others(self, days: int) -> None:
        for what, part in ONCE.items():
            self._put(self.start + timedelta(days=days * part), what)
        for what, a_day in BESIDE_TICKETS.items():
            for _time in range(round(a_day * days)):
                at = self.start + timedelta(days=days) * self.rng.random()
                self._put(self._later(at, ""), what)

    def _draw_reports(self, days: int, a_day: int) -> None:
        for day in range(days):
            local = (self.start + timedelta(days=day)).astimezone(self.calendar.zone)
            for _report in range(round(a_day * WEEK[local.weekday()])):
                hour = self.rng.choices(range(24), HOURS)[0]
                minute = self.rng.randrange(60)
                self._put(local.replace(hour=hour, minute=minute), "report")
