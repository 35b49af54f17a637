"""Lay the ground, live the month, let the checker look at the rows."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from io import BytesIO
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from gewu.kernel import drain
from gewu.kernel.acting import SYSTEM
from gewu.kernel.files import store
from gewu.kernel.models import Attachment
from gewu.simulation import checking
from gewu.simulation.geography.county import county
from gewu.simulation.load_ground import lay
from gewu.simulation.month.driver import Month
from gewu.simulation.month.world import World
from gewu.work.tickets.queries import states

TABLED = (*states.VERBS, *states.WHISTLE_VERBS)
PATIENCE = 120.0  # seconds
# A month with a long holiday and its make-up days.
START = datetime(2026, 9, 14, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Size:
    """How long and how busy."""

    days: int = 30
    seed: int = 1
    a_day: int = 20


def run(size: Size, start: datetime = START) -> dict[str, Any]:
    """The figures of a month, with every rule that was found broken."""
    ground = lay(county("town", size.seed), start.date())
    world = World(ground, _picture("red"), _picture("teal"), Random(f"{size.seed}:month"))
    zone = world.clocks.calendar.zone
    Month(world, datetime.combine(start.date(), time(0), zone), size.days, size.a_day).live()
    drain.drain_all(PATIENCE)  # what a transaction of another database held back, too
    rows = checking.read()
    verbs = dict(sorted(rows.verbs().items()))
    return {
        "days": size.days,
        "seed": size.seed,
        "tickets": len(rows.tickets),
        "moves": len(rows.moves),
        "verbs": verbs,
        "never": [verb for verb in TABLED if verb not in verbs],
        "done": dict(sorted(world.done.items())),
        "refused": dict(sorted(world.refused.items())),
        "broken": checking.broken(rows),
    }


def _picture(colour: str) -> Attachment:
    data = BytesIO()
    Image.new("RGB", (64, 48), colour).save(data, "JPEG")
    upload = SimpleUploadedFile(f"{colour}.jpg", data.getvalue(), "image/jpeg")
    return store(upload, by=SYSTEM)
