"""Which indicators a unit is shown, each with its definition in words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gewu.oversight.facts.rules import city, voices
from gewu.oversight.facts.rules.ratios import Ratio

Counted = Callable[[Any], Ratio]


@dataclass(frozen=True)
class Indicator:
    """What a figure means, how it is counted, and in which queue its tickets are listed."""

    key: str
    name: str | Promise
    definition: str | Promise
    ratio_of: Counted
    queue: str = "all"
    overdue: bool = False


@dataclass(frozen=True)
class Figure:
    """An indicator with its numbers."""

    indicator: Indicator
    ratio: Ratio


def figures(counts: object) -> list[Figure]:
    """A unit's figures from its counts, in the order of a ticket's life."""
    return [Figure(each, each.ratio_of(counts)) for each in INDICATORS]


def _signing(counts: Any) -> Ratio:
    calls = voices.Hotline(to_sign=counts.to_sign, signed_on_time=counts.signed_on_time)
    return voices.hotline(calls)["signed_on_time"]


def _of_work(formula: Callable[[city.City], Ratio]) -> Counted:
    def ratio(counts: Any) -> Ratio:
        return formula(
            city.City(
                to_handle=counts.to_handle,
                handled=counts.handled,
                handled_on_time=counts.handled_on_time,
                overdue_unhandled=counts.overdue_unhandled,
                closed=counts.closed,
                closed_on_time=counts.closed_on_time,
                reworked=counts.reworked,
            )
        )

    return ratio


def _satisfaction(beta: float) -> Counted:
    def ratio(counts: Any) -> Ratio:
        sample = voices.Sample(rated=counts.rated, satisfied=counts.satisfied, fairly=counts.fairly)
        return voices.satisfaction(sample, beta=beta)

    return ratio


INDICATORS = (
    Indicator(
        "signed_on_time",
        _("Signed for in time"),
        _("Tickets signed for within the time for signing, of all that were to be signed for."),
        _signing,
        queue="signing",
    ),
    Indicator(
        "handled",
        _("Share handled"),
        _("Tickets handled, of those whose limit for the unit fell into the period."),
        _of_work(city.handling),
    ),
    Indicator(
        "handled_on_time",
        _("Handled in time"),
        _(
            "Tickets handled within the unit's own limit, of those whose limit fell into the period."
        ),
        _of_work(city.handling_on_time),
        queue="open",
        overdue=True,
    ),
    Indicator(
        "closed",
        _("Ending rate"),
        _("Tickets closed, of those handled and those overdue without being handled."),
        _of_work(city.closing),
        queue="closed",
    ),
    Indicator(
        "closed_on_time",
        _("Ended in time"),
        _("Tickets closed and handled in time, of those handled and those overdue."),
        _of_work(city.closing_on_time),
        queue="closed",
    ),
    Indicator(
        "rework",
        _("Done again"),
        _("Tickets that a check sent back, of those handled and those overdue."),
        _of_work(city.rework),
    ),
    Indicator(
        "satisfied",
        _("Satisfaction rate"),
        _("Ratings of three stars and more, of all ratings in the period."),
        _satisfaction(1),
        queue="closed",
    ),
    Indicator(
        "satisfied_strictly",
        _("Satisfied, counted strictly"),
        _("Ratings of four and five stars, of all ratings in the period."),
        _satisfaction(0),
        queue="closed",
    ),
)
