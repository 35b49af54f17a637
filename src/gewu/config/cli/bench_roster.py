"""`gewu bench roster`: how fair and how fast a roster is proposed, against taking turns by a list."""

import json
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Annotated, Any

import typer

from gewu.methods import roster
from gewu.methods.roster import Hand, Measures, Turn

FIRST = date(2026, 11, 2)  # a Monday
# From when, for how many hours: morning, evening, night over midnight.
TIMES = ((8, 8), (16, 8), (24, 8))
NEEDS = (3, 2, 1)


def run(
    people: Annotated[int, typer.Option(min=2, help="How many people.")] = 40,
    days: Annotated[int, typer.Option(min=1, help="How many days.")] = 28,
    seconds: Annotated[float, typer.Option(min=0.1, help="The solver's time.")] = 10,
    seed: Annotated[int, typer.Option(help="Seed of the made-up leave and wishes.")] = 1,
) -> None:
    """Three shifts a day for made-up people with leave, wishes and unequal months before."""
    turns, hands = made_up(people, days, Random(seed))
    begun = time.perf_counter()
    plan = roster.propose(turns, hands, seconds=seconds)
    took = time.perf_counter() - begun
    figures = {
        "people": people,
        "turns": len(turns),
        "seconds": round(took, 2),
        "is_best": plan.is_best,
        "gap": round(plan.gap, 4),
        "proposed": judged(turns, hands, set(plan.taken)),
        "by_list": judged(turns, hands, roster.rotate(turns, hands)),
        "fewest_first": judged(turns, hands, roster.rotate(turns, hands, level=True)),
    }
    typer.echo(json.dumps(figures))


def made_up(people: int, days: int, random: Random) -> tuple[list[Turn], list[Hand]]:
    """Everybody is away for some days, would rather not have some shifts, and had some before."""
    turns = []
    for number in range(days):
        day = FIRST + timedelta(days=number)
        midnight = datetime.combine(day, datetime.min.time(), UTC)
        for (hour, hours), need in zip(TIMES, NEEDS, strict=True):
            begins = midnight + timedelta(hours=hour)
            ends = begins + timedelta(hours=hours)
            turns.append(Turn(day, begins, ends, need, hour == 24, day.weekday() > 4))
    hands = []
    for _number in range(people):
        first = random.randrange(days)
        away = {FIRST + timedelta(days=first + n) for n in range(random.randrange(6))}
        wishes = {random.randrange(len(turns)) for _wish in range(4)}
        had = Measures(random.randrange(10, 14), random.randrange(3), random.randrange(2, 6))
        hands.append(Hand(frozenset(range(len(turns))), frozenset(away), frozenset(wishes), had))
    return turns, hands


def judged(turns: list[Turn], hands: list[Hand], taken: set[tuple[int, int]]) -> dict[str, Any]:
    """The most less the fewest of each measure, what is broken, and wishes not kept."""
    broken = Counter(breach.why for breach in roster.breaches(turns, hands, taken))
    against = sum(turn in hands[who].rather_not for who, turn in taken)
    spread = roster.spreads(turns, hands, taken)._asdict()
    return {"spread": spread, "broken": dict(broken), "against_wishes": against}
