"""Households, workers and open tickets of every area of a level, beside what is usual there."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q

from gewu.ground.accounts.models import User
from gewu.ground.staffing.queries import workers_by_path
from gewu.ground.territory.models import Area, Level
from gewu.ground.territory.queries import areas_under, county, households_by_path, paths_above
from gewu.kernel.viewing import of_the_house
from gewu.methods.small_counts import is_small
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries.queue import WITH_STAFF
from gewu.work.tickets.queries.scope import not_kept_from
from gewu.work.tickets.rules.relief import Load, Usual, usual, words_about

LEVELS = (Level.GRID, Level.COMMUNITY, Level.TOWN)


@dataclass(frozen=True)
class Place:
    """An area with what lies in it, and in words why help is needed."""

    area: Area
    load: Load
    words: list[str]


@dataclass(frozen=True)
class Relief:
    """The viewer's areas of a level in the order of their codes, and what is usual there."""

    level: Level
    usual: Usual
    is_small: bool = False  # elsewhere there are so few tickets that the usual would tell them
    places: list[Place] = field(default_factory=list)


def relief_for(viewer: User, level: Level, *, words: str = "", only: bool = False) -> Relief:
    """The averages are those of the whole county, so that one grid has something beside it."""
    top = county()
    areas = list(areas_under(top.path, level).select_related("parent__parent").order_by("code"))
    loads = dict(zip((area.pk for area in areas), _loads(viewer, areas, top.path), strict=True))
    paths = viewer.paths_with("tickets.see")
    own = {area.pk for area in areas if any(area.path.startswith(path) for path in paths)}
    elsewhere = sum(load.tickets for pk, load in loads.items() if pk not in own)
    average = usual(list(loads.values()))
    if is_small(elsewhere):
        average = Usual(average.households)
    places = [
        Place(area, loads[area.pk], words_about(loads[area.pk], average))
        for area in areas
        if area.pk in own and _is_called(area, words)
    ]
    shown = [each for each in places if each.words or not only]
    return Relief(level, average, is_small(elsewhere), shown)


def _is_called(area: Area, words: str) -> bool:
    names = (area.name_zh, area.name_en.lower(), area.code)
    return not words or any(words.lower() in name for name in names)


def _loads(viewer: User, areas: Iterable[Area], path: str) -> list[Load]:
    households = _summed(households_by_path(path).items())
    people: dict[str, set[object]] = {}
    for unit_path, who in workers_by_path(path):
        for above in paths_above(unit_path):
            people.setdefault(above, set()).add(who)
    tickets = _summed(_open_tickets(viewer))
    return [
        Load(len(people.get(area.path, ())), households[area.path], tickets[area.path])
        for area in areas
    ]


@of_the_house
def _open_tickets(viewer: User) -> list[tuple[str, int]]:
    """How many are with staff, by the very area where they lie, beyond the viewer's border too."""
    found = not_kept_from(viewer, Ticket.objects.filter(WITH_STAFF, ~Q(area_path="")))
    return list(found.order_by().values_list("area_path").annotate(Count("pk")))


def _summed(rows: Iterable[tuple[str, int]]) -> Counter[str]:
    """The figures of every area with those of all areas below it."""
    totals: Counter[str] = Counter()
    for path, count in rows:
        for above in paths_above(path):
            totals[above] += count
    return totals
