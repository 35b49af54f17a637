"""Who may read a contact, and who may do what with households, people and purposes.

Of a contact, the area that holds its id decides about the place first.
"""

from gewu.ground.accounts.policies import allowed
from gewu.ground.residents.models import Household, Person
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import county
from gewu.kernel.acting import Actor


def may_read_contact(by: Actor) -> bool:
    """Whoever has to call residents back somewhere; never auditors."""
    return allowed(by, "residents.read_contact") or allowed(by, "residents.call_back")


def may_erase_contact(by: Actor) -> bool:
    """The resident whose it is, the data-protection officer, and the desk that removes a ticket."""
    if by.actor_kind == "resident":
        return True
    return may_protect(by) or allowed(by, "tickets.shred", county().path)


def may_keep(by: Actor, area: Area | None = None) -> bool:
    """Workers their own grids, the community its own: never who only leads, audits or sets up."""
    return allowed(by, "residents.keep", area.path if area else None)


def may_keep_household(by: Actor, household: Household) -> bool:
    """Where it stands decides."""
    return may_keep(by, household.area)


def may_keep_person(by: Actor, person: Person) -> bool:
    """Where the household stands decides; residents change what is their own, by the portal."""
    return by.actor_kind == "resident" or may_keep(by, person.household.area)


def may_open_urgently(by: Actor) -> bool:
    """In an emergency, whoever works with people anywhere; the protector looks at each case."""
    return allowed(by, "residents.urgent")


def may_approve_child(by: Actor, area: Area | None = None) -> bool:
    """A responsible person of the place, who opens nothing themselves."""
    return allowed(by, "residents.approve_child", area.path if area else None)


def may_protect(by: Actor) -> bool:
    """The data-protection officer of the county."""
    return allowed(by, "residents.protect", county().path)


def may_import(by: Actor) -> bool:
    """Whoever sets the county up, and the data-protection officer."""
    return allowed(by, "residents.import", county().path)


def may_erase_person(by: Actor) -> bool:
    """The resident, the data-protection officer, and the clock when the time is over."""
    return by.actor_kind == "resident" or may_protect(by)


def may_decide_assessment(by: Actor) -> bool:
    """A leader of the county or the data-protection officer; the action keeps the writer out."""
    return may_approve_child(by, county())
