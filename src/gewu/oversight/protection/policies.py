"""Who answers for people's data."""

from gewu.ground.accounts.policies import allowed
from gewu.ground.territory.queries import county
from gewu.kernel.acting import Actor

PROTECT = "residents.protect"


def may_protect(by: Actor) -> bool:
    """The data-protection officer of the county, and nobody else."""
    return allowed(by, PROTECT, county().path)
