"""Whether what was shown to somebody is still so."""

# Beside the work: whoever was writing meanwhile is not disturbed by it.
BESIDE = frozenset({"remark", "urge", "remind", "confide", "supervise", "lift", "rate", "respond"})


def disturbs(verb: str) -> bool:
    """Whether a move changes what somebody else was about to decide."""
    return verb not in BESIDE
