"""Who sees and who sets how long things are kept."""

from gewu.ground.accounts.models import User
from gewu.ground.accounts.policies import reaches_everything
from gewu.kernel.acting import Actor


def may_see(viewer: User) -> bool:
    """Those who answer for personal data, and auditors: periods, proofs and the log of exports."""
    return viewer.may("keeping.see")


def may_set(by: Actor) -> bool:
    """Those who answer for personal data, of everything: a period holds for the whole county."""
    if isinstance(by, User):
        return reaches_everything(by, "keeping.set")
    return by.actor_kind == "system"
