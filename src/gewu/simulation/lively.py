"""The last hours before now, lived through the real actions: whistles, applications, help, questions.

The tickets of the past days come by the bulk door, which knows the main way only. Here some of
them meet what life adds, so that every queue of the town has something in it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.db import transaction

from gewu.kernel.acting import Refusal
from gewu.kernel.clock import standing_at
from gewu.kernel.models import Attachment
from gewu.simulation.load_ground import Ground
from gewu.simulation.month.doing import DOING
from gewu.simulation.month.whistling import WHISTLE_DOING
from gewu.simulation.month.wishes import wish_of_whistle
from gewu.simulation.month.world import NobodyMay, World
from gewu.work.tickets.models import Move, Ticket, Whistle

HOURS = timedelta(hours=3)
# State, what is done then one after the other, how often.
HAPPENS: tuple[tuple[str, tuple[str, ...], int], ...] = (
    ("in_progress", ("whistle",), 9),
    ("in_progress", ("request_extension",), 4),
    ("in_progress", ("request_extension", "endorse"), 2),
    ("in_progress", ("request_suspension", "endorse", "grant"), 3),
    ("in_progress", ("request_cancel",), 1),
    ("in_progress", ("cohandle",), 4),
    ("in_progress", ("urge",), 3),
    ("in_progress", ("supervise",), 2),
    ("dispatched", ("request_return",), 3),
    ("dispatched", ("merge",), 1),
    ("submitted", ("ask",), 2),
    ("submitted", ("request_verify",), 2),
    ("checked", ("revisit",), 5),
)
WHISTLED = 60
MOST_STEPS = 400  # so many moments fit in, more than all of the above take


def enliven(ground: Ground, photo: Attachment, seed: int, now: datetime) -> int:
    """How many steps were taken, all of them in the hours before now."""
    hours = _Hours(World(ground, photo, photo, Random(f"{seed}:lively")), now)
    for state, verbs, times in HAPPENS:
        for ticket in hours.some(state, times):
            for verb in verbs:
                hours.take(verb, DOING[verb], ticket)
    hours.whistle_on()
    return sum(hours.world.done.values())


class _Hours:
    """The moments that are left until now."""

    def __init__(self, world: World, now: datetime) -> None:
        self.world, self.at = world, now - HOURS
        self.begin, self.step = self.at, HOURS / MOST_STEPS
        self.met: set[UUID] = set()

    def some(self, state: str, count: int) -> list[Ticket]:
        """Tickets at rest in a state, each of them once."""
        moved = Move.objects.filter(at__gte=self.begin).values("ticket_id")
        found = Ticket.objects.filter(state=state, pending="", submitted_at__lt=self.begin)
        newest = list(found.exclude(pk__in=moved).exclude(pk__in=self.met).order_by("-id")[:60])
        chosen = self.world.rng.sample(newest, min(count, len(newest)))
        self.met |= {ticket.pk for ticket in chosen}
        return chosen

    def take(self, verb: str, doing: Callable[..., object], on: Ticket | Whistle) -> None:
        """One step, a moment later than the one before; what is refused changes nothing."""
        self.at += self.step
        try:
            with standing_at(self.at), transaction.atomic():
                doing(self.world, on)
        except (Refusal, NobodyMay):
            return
        self.world.done[verb] += 1
        on.refresh_from_db()

    def whistle_on(self) -> None:
        """The called units come, tasks are given and done, some whistles are judged."""
        for _step in range(WHISTLED):
            running = list(Whistle.objects.filter(ended_at=None).order_by("id"))
            if not running:
                return
            whistle = self.world.rng.choice(running)
            verb = wish_of_whistle(whistle, self.world.rng, sorted(WHISTLE_DOING))
            if verb in WHISTLE_DOING:
                self.take(verb, WHISTLE_DOING[verb], whistle)
