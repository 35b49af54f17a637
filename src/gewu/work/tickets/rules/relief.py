"""Where one worker has much more than is usual: said in words about a place. Pure.

There is no figure for a person here and no order by how much somebody has.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

TWICE, HALF_AGAIN = 2.0, 1.5
FEWEST_TICKETS = 3  # below that, twice the usual is only chance


@dataclass(frozen=True)
class Usual:
    """The averages of all areas of a level where somebody works, for one worker."""

    households: float = 0.0
    tickets: float = 0.0


@dataclass(frozen=True)
class Load:
    """What lies in an area, and how many work there."""

    workers: int
    households: int
    tickets: int

    @property
    def households_each(self) -> float:
        """Households for one worker; only asked where somebody works."""
        return self.households / self.workers

    @property
    def tickets_each(self) -> float:
        """Open tickets for one worker; only asked where somebody works."""
        return self.tickets / self.workers


def usual(loads: list[Load]) -> Usual:
    """The averages; areas where no household is known say nothing about households."""
    worked = [load for load in loads if load.workers]
    return Usual(
        _mean([load.households_each for load in worked if load.households]),
        _mean([load.tickets_each for load in worked]),
    )


def words_about(load: Load, average: Usual) -> list[str]:
    """Why help is needed at a place; empty where all is as usual."""
    if load.workers == 0:
        return [_("Nobody works here today")]
    said = []
    households, tickets = load.households_each, load.tickets_each
    if average.households and households > TWICE * average.households:
        said.append(_("More than twice the usual number of households for one worker"))
    elif average.households and households >= HALF_AGAIN * average.households:
        said.append(_("Half as many households again as usual for one worker"))
    enough = average.tickets and tickets >= FEWEST_TICKETS
    if enough and tickets > TWICE * average.tickets:
        said.append(_("More than twice the usual number of open tickets for one worker"))
    elif enough and tickets >= HALF_AGAIN * average.tickets:
        said.append(_("Half as many open tickets again as usual for one worker"))
    return said


def each_of(value: float) -> str:
    """So many for one worker: whole from ten on, with one digit below."""
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0
