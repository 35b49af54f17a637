"""What residents say: the hotline's figures and the three rates of response, solution, satisfaction."""

from dataclasses import dataclass

from gewu.oversight.facts.rules.ratios import Ratio, weighted

WEIGHTS = (0.2, 0.4, 0.4)


@dataclass(frozen=True)
class Hotline:
    """What was counted at the hotline."""

    calls: int = 0
    connected: int = 0
    connected_in_15_seconds: int = 0
    accepted: int = 0
    answered_directly: int = 0
    to_sign: int = 0
    signed_on_time: int = 0
    to_report_back: int = 0
    reported_back_on_time: int = 0
    to_finish: int = 0
    finished: int = 0
    finished_on_time: int = 0
    to_revisit: int = 0
    revisited: int = 0
    repeated: int = 0


def hotline(counts: Hotline) -> dict[str, Ratio]:
    """接通率 … 重复诉求率 by their names in code."""
    return {
        "connected": Ratio(counts.connected, counts.calls),
        "connected_in_15_seconds": Ratio(counts.connected_in_15_seconds, counts.calls),
        "answered_directly": Ratio(counts.answered_directly, counts.accepted),
        "signed_on_time": Ratio(counts.signed_on_time, counts.to_sign),
        "reported_back_on_time": Ratio(counts.reported_back_on_time, counts.to_report_back),
        "finished_on_time": Ratio(counts.finished_on_time, counts.to_finish),
        "finished": Ratio(counts.finished, counts.to_finish),
        "revisited": Ratio(counts.revisited, counts.to_revisit),
        "repeated": Ratio(counts.repeated, counts.accepted),
    }


@dataclass(frozen=True)
class Sample:
    """Orders due in the period, not excluded, with an effective revisit."""

    revisited: int = 0
    contacted_in_time: int = 0
    solved: int = 0
    partly: int = 0
    rated: int = 0
    satisfied: int = 0
    fairly: int = 0


def response(sample: Sample) -> Ratio:
    """响应率: contacted within the limit, as the requester says."""
    return Ratio(sample.contacted_in_time, sample.revisited)


def solution(sample: Sample, *, alpha: float = 0) -> Ratio:
    """解决率: solved; a part of what was solved in part counts with alpha."""
    return Ratio(sample.solved + alpha * sample.partly, sample.revisited)


def satisfaction(sample: Sample, *, beta: float = 1) -> Ratio:
    """满意率: satisfied, and fairly satisfied with beta; the strict one has beta 0."""
    return Ratio(sample.satisfied + beta * sample.fairly, sample.rated)


def composite(
    sample: Sample,
    *,
    weights: tuple[float, float, float] = WEIGHTS,
    alpha: float = 0,
    beta: float = 1,
) -> float | None:
    """综合: the three by their weights, which must be the whole."""
    if abs(sum(weights) - 1) > 1e-9:
        raise ValueError("the weights of the three rates add up to one")
    rates = (response(sample), solution(sample, alpha=alpha), satisfaction(sample, beta=beta))
    return weighted(zip(rates, weights, strict=True))
