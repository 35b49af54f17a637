"""The month itself: reports come in, people act at their moments, the jobs run at theirs."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from gewu.kernel.acting import RESIDENT, SYSTEM, Actor, Refusal
from gewu.kernel.clock import standing_at
from gewu.simulation.demand import HOURS, WEEK
from gewu.simulation.month.doing import DOING
from gewu.simulation.month.wishes import later, wish
from gewu.simulation.month.world import NobodyMay, World
from gewu.work.tickets import actions
from gewu.work.tickets.models import Item, Ticket

CHANNELS = {"web": 40, "code": 20, "phone": 20, "patrol": 12, "counter": 8}
WORDS = (
    "垃圾桶满了两天没人清",
    "路灯不亮，晚上看不清路",
    "井盖松动，车一过就响",
    "想问一下办理需要什么材料",
)
REST = timedelta(days=70)  # after the month: silence ends, old tickets are laid to rest
GO_ON, CLOSE, ARCHIVE = timedelta(minutes=30), timedelta(hours=6), timedelta(days=1)

Job = Callable[[datetime], object]


def close_silent(now: datetime) -> None:
    """What was not contradicted is closed."""
    county_id = Ticket.objects.values_list("county_id", flat=True).first()
    if county_id is not None:
        actions.close_silent(county_id=county_id, now=now, by=SYSTEM)


# A further job (whistles that nobody answers, revisits) is one more row.
JOBS: dict[str, tuple[timedelta, Job]] = {
    "lapse": (GO_ON, lambda now: actions.lapse(now=now, by=SYSTEM)),
    "resume": (GO_ON, lambda now: actions.resume_due(now=now, by=SYSTEM)),
    "close_silent": (CLOSE, close_silent),
    "archive": (ARCHIVE, lambda now: actions.archive_old(now=now, by=SYSTEM)),
}


@dataclass(order=True)
class Moment:
    """Something that is going to happen; equal times keep their order."""

    at: datetime
    order: int
    what: str = field(compare=False)
    ticket: UUID | None = field(compare=False, default=None)


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
        elif moment.ticket is not None:
            self._act(moment.at, Ticket.objects.get(pk=moment.ticket))

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
            self._try(verb, ticket)
            ticket.refresh_from_db()
        if at < self.end and ticket.state != "archived":
            self._again(at, ticket)

    def _try(self, verb: str, ticket: Ticket) -> None:
        try:
            with transaction.atomic():
                done = DOING[verb](self.world, ticket)
        except NobodyMay:
            self.world.refused[f"{verb}:nobody_may"] += 1
        except Refusal as refused:
            self.world.refused[f"{verb}:{refused.code}"] += 1
        else:
            self.world.done[verb] += 1
            if verb == "split" and isinstance(done, list):
                for child in done:
                    self._again(child.submitted_at, child)

    def _again(self, at: datetime, ticket: Ticket) -> None:
        self._put(later(at, ticket, self.rng, self.calendar), "act", ticket.pk)

    def _put(self, at: datetime, what: str, ticket: UUID | None = None) -> None:
        self._count += 1
        heapq.heappush(self._queue, Moment(at, self._count, what, ticket))

    def _draw_reports(self, days: int, a_day: int) -> None:
        for day in range(days):
            local = (self.start + timedelta(days=day)).astimezone(self.calendar.zone)
            for _report in range(round(a_day * WEEK[local.weekday()])):
                hour = self.rng.choices(range(24), HOURS)[0]
                minute = self.rng.randrange(60)
                self._put(local.replace(hour=hour, minute=minute), "report")
