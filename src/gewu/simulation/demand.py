"""What is asked for, when and where: a rhythm of weeks and hours, rain, busy corners."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

from gewu.simulation.geography.spots import (
    FIELD,
    HOME,
    PARK,
    PUBLIC,
    SHOP,
    STREET_SIDE,
    VILLAGE,
    Spot,
    by_kind,
)

WEEK = (1.28, 1.12, 1.05, 1.02, 1.08, 0.78, 0.67)
# Few at night, many before lunch, most when people come home.
HOURS = (2, 1, 1, 1, 1, 3, 8, 16, 24, 26, 24, 18, 13, 13, 17, 19, 20, 23, 27, 26, 20, 14, 8, 4)
RAIN_SHARE, RAIN_MORE = 0.12, 1.35
RAIN_ITEMS = frozenset(["0204", "0303", "0405", "1202", "0201", "0202", "0507", "0404", "0207"])
# How often each item is asked for; what is not named comes now and then.
OFTEN = {
    "0101": 9, "0102": 4, "0103": 3, "0104": 4, "0105": 3, "0201": 3, "0202": 5, "0203": 6,
    "0204": 6, "0205": 2, "0206": 3, "0207": 4, "0301": 4, "0302": 6, "0303": 5, "0304": 2,
    "0305": 7, "0306": 2, "0307": 2, "0401": 4, "0402": 5, "0404": 2, "0405": 2, "0501": 5,
    "0502": 4, "0503": 1.5, "0505": 3, "0506": 3, "0507": 4, "0601": 4, "0602": 6, "0603": 3,
    "0701": 2, "0704": 1.5, "0705": 2, "0801": 3, "0802": 1.5, "0805": 2, "0807": 4, "0901": 3,
    "0907": 2, "1001": 1.5, "1005": 3, "1103": 2, "1104": 2,
}  # fmt: skip
# Never invented: a victim's own words and a search for a missing person are not decoration.
LEFT_OUT = frozenset({"0707", "0906", "0905", "1204"})
TOWN_SPOTS = (HOME, SHOP, STREET_SIDE, PUBLIC)
RURAL = (VILLAGE, FIELD)
SPOTS_OF = {
    "0104": (HOME,), "0107": (*RURAL, PARK), "0108": RURAL, "0206": (PARK, PUBLIC, HOME),
    "0203": (STREET_SIDE, HOME, VILLAGE), "0406": (*RURAL, PARK), "0407": (SHOP,),
    "0501": (SHOP, STREET_SIDE), "0603": (SHOP, HOME), "0607": RURAL, "0706": RURAL,
    "0605": (SHOP, *RURAL), "1206": (SHOP, HOME), "0503": (SHOP,), "0705": (SHOP, HOME),
}  # fmt: skip
SPOTS_OF_CATEGORY = {
    "01": (*TOWN_SPOTS, VILLAGE), "02": (*TOWN_SPOTS, VILLAGE), "03": (HOME,), "04": (HOME, SHOP),
    "05": (STREET_SIDE, SHOP, HOME), "06": (HOME, SHOP, STREET_SIDE), "07": (HOME, VILLAGE),
    "08": (HOME, VILLAGE), "09": (HOME, VILLAGE), "10": (HOME, PUBLIC, VILLAGE), "11": RURAL,
    "12": (STREET_SIDE, HOME, VILLAGE),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ask:
    """Somebody asks for something somewhere at a moment."""

    at: datetime
    item: str
    spot: Spot


class Demand:
    """Draws what is asked for; the same draws for the same seed."""

    def __init__(self, spots: Sequence[Spot], items: Sequence[str], rng: Random) -> None:
        self.rng = rng
        self.items = [item for item in items if item not in LEFT_OUT]
        self.weights = [OFTEN.get(item, 0.6) for item in self.items]
        self.in_rain = [
            weight * (5 if item in RAIN_ITEMS else 1)
            for item, weight in zip(self.items, self.weights, strict=True)
        ]
        self._busy = _busy_spots(spots, rng)

    def asks(self, count: int, days: int, now: datetime, zone: ZoneInfo) -> Iterator[Ask]:
        """So many asks over so many days up to now, the oldest first, day by day."""
        today = now.astimezone(zone).date()
        dates = [today - timedelta(days=back) for back in range(days - 1, -1, -1)]
        rainy = [self.rng.random() < RAIN_SHARE for _ in dates]
        shares = _shared_out(count, self._weights(dates, rainy, now.astimezone(zone)))
        for day, rain, share in zip(dates, rainy, shares, strict=True):
            moments = sorted(self._moment(day, now, zone) for _ in range(share))
            for at in moments:
                item = self.item(rain)
                yield Ask(at, item, self.spot(item))

    def item(self, rain: bool = False) -> str:
        """What is asked for."""
        return self.rng.choices(self.items, self.in_rain if rain else self.weights)[0]

    def spot(self, item: str) -> Spot:
        """Where: a place of a fitting kind, busy corners more often."""
        kinds = SPOTS_OF.get(item) or SPOTS_OF_CATEGORY[item[:2]]
        usable = [kind for kind in kinds if kind in self._busy]
        kind = self.rng.choice(usable or list(self._busy))
        spots, weights = self._busy[kind]
        return self.rng.choices(spots, cum_weights=weights)[0]

    def _weights(self, dates: list[date], rainy: list[bool], now: datetime) -> list[float]:
        weights = [
            WEEK[day.weekday()] * (RAIN_MORE if rain else 1) * self.rng.uniform(0.9, 1.1)
            for day, rain in zip(dates, rainy, strict=True)
        ]
        weights[-1] *= max(0.03, sum(HOURS[: now.hour]) / sum(HOURS))
        return weights

    def _moment(self, day: date, now: datetime, zone: ZoneInfo) -> datetime:
        while True:
            hour = self.rng.choices(range(24), HOURS)[0]
            second = self.rng.randrange(3_600)
            begin = datetime(day.year, day.month, day.day, hour, tzinfo=zone)
            at = begin.astimezone(now.tzinfo) + timedelta(seconds=second)
            if at < now - timedelta(minutes=2):
                return at
            if now - begin.replace(hour=0) < timedelta(minutes=20):
                return now - timedelta(minutes=3)  # the day has only just begun


def _busy_spots(spots: Sequence[Spot], rng: Random) -> dict[str, tuple[list[Spot], list[float]]]:
    """Spots by kind with running weights: some corners are asked about ten times as often."""
    busy_areas: dict[str, float] = {}
    found = {}
    for kind, members in by_kind(list(spots)).items():
        weights = []
        for spot in members:
            area = busy_areas.setdefault(spot.area, rng.lognormvariate(0, 0.8))
            weights.append(area * rng.lognormvariate(0, 0.5))
        found[kind] = (members, list(accumulate(weights)))
    return found


def _shared_out(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to the weights that sum to the total."""
    whole, seen, given, shares = sum(weights), 0.0, 0, []
    for weight in weights:
        seen += weight
        share = round(total * seen / whole) - given
        given += share
        shares.append(share)
    return shares
