"""Digital city management: the table of GB/T 30428.4, with its known variants as arguments.

"Should" counts orders whose limit falls inside the period, without suspended and exempt ones; an
order open past its limit is overdue although nobody has ended it.
"""

from dataclasses import dataclass

from gewu.oversight.facts.rules.ratios import Ratio, weighted

# Points for how few cases were filed: the field's custom. Fewer complaints is no merit, so this
# is shown for reference and enters no scorecard.
POINTS_FOR_FEW = ((50, 10.0), (100, 9.0), (200, 7.5), (500, 6.0), (1_000, 4.0))


@dataclass(frozen=True)
class City:
    """What was counted in a period."""

    reported: int = 0
    valid_reports: int = 0
    filed: int = 0
    filed_on_time: int = 0
    cancelled: int = 0
    to_dispatch: int = 0
    dispatched: int = 0
    dispatched_on_time: int = 0
    reworked: int = 0
    to_handle: int = 0
    handled: int = 0
    handled_on_time: int = 0
    overdue_unhandled: int = 0
    closed: int = 0
    closed_on_time: int = 0
    looks_due: int = 0  # verifications and checks
    looks_on_time: int = 0
    missed: int = 0  # reported by the public although a worker should have found it

    @property
    def to_close(self) -> int:
        """应结案数: what was handled, and what should have been."""
        return self.handled + self.overdue_unhandled


def filing(counts: City) -> Ratio:
    """立案率: filed of reported."""
    return Ratio(counts.filed, counts.reported)


def filing_on_time(counts: City) -> Ratio:
    """按时立案率: filed on time of filed."""
    return Ratio(counts.filed_on_time, counts.filed)


def filing_accuracy(counts: City) -> Ratio:
    """准确立案率: filed and not cancelled, of filed."""
    return Ratio(counts.filed - counts.cancelled, counts.filed)


def dispatch_on_time(counts: City) -> Ratio:
    """按时派遣率: dispatched on time of what should have been."""
    return Ratio(counts.dispatched_on_time, counts.to_dispatch)


def dispatch_accuracy(counts: City) -> Ratio:
    """准确派遣率: dispatched and not done again, of what should have been."""
    return Ratio(counts.dispatched - counts.reworked, counts.to_dispatch)


def handling(counts: City) -> Ratio:
    """处置率: handled of what should have been."""
    return Ratio(counts.handled, counts.to_handle)


def handling_on_time(counts: City) -> Ratio:
    """按期处置率: handled in time of what should have been."""
    return Ratio(counts.handled_on_time, counts.to_handle)


def closing(counts: City) -> Ratio:
    """结案率: closed of what should have been."""
    return Ratio(counts.closed, counts.to_close)


def closing_on_time(counts: City, *, of_closed: bool = False) -> Ratio:
    """按期结案率: closed in time of what should have been, or as one source has it, of closed."""
    return Ratio(counts.closed_on_time, counts.closed if of_closed else counts.to_close)


def rework(counts: City, *, of_handled: bool = False) -> Ratio:
    """返工率: done again, of what should have been closed, or as another place has it, of handled."""
    return Ratio(counts.reworked, counts.handled if of_handled else counts.to_close)


def looks_on_time(counts: City) -> Ratio:
    """核实/核查按时率: looked at in time of what should have been."""
    return Ratio(counts.looks_on_time, counts.looks_due)


def missed(counts: City) -> Ratio:
    """漏报率: what the public had to report, of filed."""
    return Ratio(counts.missed, counts.filed)


def valid_reports(counts: City) -> Ratio:
    """有效上报率: valid of reported."""
    return Ratio(counts.valid_reports, counts.reported)


def points_for_few(filed: int) -> float:
    """立案数分: more points for fewer cases, as the field has it."""
    return next((points for most, points in POINTS_FOR_FEW if filed <= most), 0.0)


def department_score(counts: City) -> float | None:
    """The field's score of a department, for reference only: it rewards few complaints."""
    again = rework(counts)
    kept = Ratio(again.denominator - again.numerator, again.denominator)
    shares = weighted(((closing(counts), 30), (handling_on_time(counts), 30), (kept, 30)))
    return None if shares is None else points_for_few(counts.filed) + shares


def shift_lead_score(counts: City) -> float | None:
    """值班长: filed in time 25, filed rightly 40, closed in time 35 of a hundred."""
    return weighted(
        (
            (filing_on_time(counts), 25),
            (filing_accuracy(counts), 40),
            (closing_on_time(counts), 35),
        )
    )


def dispatcher_score(counts: City, volume: Ratio) -> float | None:
    """派遣员: volume 20 (against what is expected), in time 40, rightly 40 of a hundred."""
    capped = Ratio(min(volume.numerator, volume.denominator), volume.denominator)
    parts = ((capped, 20), (dispatch_on_time(counts), 40), (dispatch_accuracy(counts), 40))
    return weighted(parts)
