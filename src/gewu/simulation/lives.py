"""The life of one ticket: who does what when, until it is closed or until now."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from random import Random

from gewu.methods.worktime import WorkCalendar

LATE, REWORKED, REOPENED, CONFIRMED, RATED = 0.07, 0.06, 0.04, 0.55, 0.62
NEVER_DONE_YET, REDIRECTED = 0.03, 0.05
STARS = {5: 54, 4: 28, 3: 10, 2: 5, 1: 3}
SILENCE = timedelta(days=7)
RECENT, FRESH = timedelta(days=12), timedelta(days=3)
HURRIED = 0.93
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Kind:
    """A filing condition as far as the simulation has to know it."""

    item: str
    seq: int
    deadline_class: str
    level: str
    is_default: bool
    evidence: frozenset[str]


@dataclass(frozen=True, slots=True)
class Step:
    """One verb at a moment; `by` names a part that the loader fills with a person."""

    verb: str
    at: datetime
    by: str
    note: str = ""
    words: str = ""
    scene: str = ""
    seq: int = 0
    item: str = ""
    stars: int = 0
    agreed: datetime | None = None
    to_unit: str = ""

    def saying(self, words: str, scene: str) -> "Step":
        """The same step with its words, and the scene that its photos show."""
        return replace(self, words=words, scene=scene if self.verb == "handle" else "")


class Life:
    """Draws lives; work is done in working hours unless the limit runs day and night."""

    def __init__(
        self,
        calendar: WorkCalendar,
        due_of: Callable[[str, datetime], datetime],
        rng: Random,
        now: datetime,
    ) -> None:
        self.calendar, self.due_of, self.rng, self.now = calendar, due_of, rng, now

    def of(
        self, at: datetime, kind: Kind, is_filed: bool, place: str, channel: str
    ) -> tuple[Step, ...]:
        """Everything that has happened by now to a ticket reported at a moment."""
        agreed = self._agreed(at, kind)
        steps = self._steps(at, kind, is_filed, place, channel, agreed)
        happened: list[Step] = []
        for step in steps:
            if step.at >= self.now:
                break
            happened.append(step)
        return tuple(happened)

    def unfinished(self, at: datetime, kind: Kind, is_filed: bool) -> tuple[Step, ...]:
        """With its unit, mostly signed for, not yet done."""
        passed = self.now - at
        steps: tuple[Step, ...] = ()
        if not is_filed:
            filed = at + passed * self.rng.uniform(0.05, 0.2)
            dispatched = filed + passed * 0.02
            steps = (
                Step("file", filed, "dispatcher", seq=kind.seq, item=kind.item),
                Step("dispatch", dispatched, "dispatcher"),
            )
        if self.rng.random() < 0.25:
            return steps
        return (*steps, Step("sign", at + passed * self.rng.uniform(0.3, 0.7), "unit"))

    def _steps(
        self,
        at: datetime,
        kind: Kind,
        is_filed: bool,
        place: str,
        channel: str,
        agreed: datetime | None,
    ) -> Iterator[Step]:
        moment = at
        for step in self._desk(at, kind, is_filed, place, agreed):
            moment = step.at
            yield step
        due = agreed or self.due_of(kind.deadline_class, at)
        round_of = 0
        while True:
            moment = self._later(moment, 6, 80, kind, due)
            yield Step("sign", moment, "unit")
            if self._is_stuck(at):
                return
            moment = max(self._later(moment, 15, 60, kind, due), self._done_at(at, due, kind))
            for step in self._handled_and_checked(moment, kind, due):
                moment = step.at
                yield step
            again = round_of == 0 and channel in ("web", "code") and self.rng.random() < REOPENED
            for step in self._ended(moment, channel, again):
                moment = step.at
                yield step
            if not again:
                return
            round_of += 1
            due = moment + (due - at) * 0.5

    def _desk(
        self, at: datetime, kind: Kind, is_filed: bool, place: str, agreed: datetime | None
    ) -> Iterator[Step]:
        """What a dispatcher has to do before a unit has the ticket."""
        moment = at + MINUTE * self.rng.uniform(4, 9 if self._runs_day_and_night(kind) else 55)
        moment = moment if self._runs_day_and_night(kind) else self._in_hours(moment)
        if self._waits_for_a_place(at, place) or (self._is_stuck(at) and not is_filed):
            moment = self.now + MINUTE
        if place == "words":
            yield Step("place", moment, "dispatcher")
            moment += MINUTE * self.rng.uniform(1, 4)
        if not is_filed:
            yield Step("file", moment, "dispatcher", seq=kind.seq, item=kind.item, agreed=agreed)
            moment += MINUTE * self.rng.uniform(0.5, 3)
        if place == "outside":
            yield Step("dispatch", moment, "dispatcher", to_unit="town")
        elif not is_filed:
            yield Step("dispatch", moment, "dispatcher")
        elif self.rng.random() < REDIRECTED and not self._runs_day_and_night(kind):
            yield Step("dispatch", moment, "dispatcher", "return", to_unit="community")

    def _handled_and_checked(self, moment: datetime, kind: Kind, due: datetime) -> Iterator[Step]:
        yield Step("handle", moment, "unit", "handle")
        while self.rng.random() < REWORKED:
            moment = self._later(moment, 30, 200, kind, due)
            yield Step("rework", moment, "checker", "check_fail")
            moment = self._later(moment, 60, 400, kind, due)
            yield Step("handle", moment, "unit", "handle")
        moment = self._checked_at(moment, due)
        yield Step("check", moment, "checker", "check_pass" if self.rng.random() < 0.7 else "")

    def _ended(self, moment: datetime, channel: str, again: bool) -> Iterator[Step]:
        if again:
            words_at = self._waking(moment + timedelta(hours=self.rng.uniform(3, 90)))
            yield Step("reopen", words_at, "resident", "reopen")
            return
        if channel in ("patrol", "counter") or self.rng.random() < 0.12:
            yield Step(
                "close",
                self._in_hours(moment + MINUTE * self.rng.uniform(15, 200)),
                "dispatcher",
                "close",
            )
            return
        if self.rng.random() >= CONFIRMED:
            yield Step("close", moment + SILENCE + MINUTE * self.rng.uniform(1, 10), "system")
            return
        answered = self._waking(moment + timedelta(hours=self.rng.expovariate(1 / 14)))
        answered = min(answered, moment + SILENCE - MINUTE)
        yield Step("confirm", answered, "resident")
        if self.rng.random() < RATED:
            stars = self.rng.choices(list(STARS), list(STARS.values()))[0]
            at = answered + MINUTE * self.rng.uniform(0.3, 3)
            yield Step("rate", at, "resident", f"rate{stars}", stars=stars)

    def _done_at(self, at: datetime, due: datetime, kind: Kind) -> datetime:
        late = self.rng.random() < LATE
        part = self.rng.uniform(1.03, 1.9) if late else 0.04 + 0.9 * self.rng.betavariate(1.5, 3.0)
        moment = at + (due - at) * part
        if self._runs_day_and_night(kind):
            return moment
        done = self._in_hours(moment)
        return done if late or done <= due else max(at, due - MINUTE * self.rng.uniform(5, 60))

    def _agreed(self, at: datetime, kind: Kind) -> datetime | None:
        if kind.deadline_class != "PLAN":
            return None
        day = at + timedelta(days=self.rng.randint(10, 40))
        return day.replace(hour=10, minute=0, second=0, microsecond=0)  # 18:00 in Beijing

    def _is_stuck(self, at: datetime) -> bool:
        return self.now - at < RECENT and self.rng.random() < NEVER_DONE_YET

    def _waits_for_a_place(self, at: datetime, place: str) -> bool:
        return place == "words" and self.now - at < FRESH and self.rng.random() < 0.6

    def _later(
        self, moment: datetime, least: float, most: float, kind: Kind, due: datetime
    ) -> datetime:
        """Some minutes on; where the limit runs day and night, a part of what is left of it."""
        if self._runs_day_and_night(kind):
            left = max(due - moment, MINUTE * 40)
            return moment + left * self.rng.uniform(0.06, 0.28)
        return self._in_hours(moment + MINUTE * self.rng.uniform(least, most))

    def _checked_at(self, handled: datetime, due: datetime) -> datetime:
        """In working hours, sooner where the limit would be missed by waiting for them."""
        later = self._in_hours(handled + MINUTE * self.rng.uniform(20, 260))
        if handled < due < later and self.rng.random() < HURRIED:
            return handled + (due - handled) * self.rng.uniform(0.2, 0.9)
        return later

    @staticmethod
    def _runs_day_and_night(kind: Kind) -> bool:
        return kind.deadline_class in ("E1", "E2", "E24")

    def _in_hours(self, moment: datetime) -> datetime:
        """This moment, or soon after work begins next."""
        local = moment.astimezone(self.calendar.zone)
        while True:
            if self.calendar.is_workday(local.date()):
                for begins, ends in self.calendar.periods:
                    if local.time() < begins:
                        return self._soon_after(
                            datetime.combine(local.date(), begins, local.tzinfo), moment
                        )
                    if local.time() < ends:
                        return local.astimezone(moment.tzinfo)
            local = datetime.combine(local.date() + timedelta(days=1), time(0), local.tzinfo)

    def _soon_after(self, begin: datetime, like: datetime) -> datetime:
        return (begin + MINUTE * self.rng.uniform(1, 70)).astimezone(like.tzinfo)

    def _waking(self, moment: datetime) -> datetime:
        """Residents answer between seven and ten in the evening."""
        hour = moment.astimezone(self.calendar.zone).hour
        return (
            moment
            if 7 <= hour <= 21
            else moment + timedelta(hours=(31 - hour) % 24 + self.rng.random())
        )
