"""Tickets that belong together: merged ones and their master, parts and their parent."""

from dataclasses import dataclass, field

from django.db.models import Q

from gewu.ground.accounts.models import User
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries.scope import visible_to

MOST = 50


@dataclass
class Relatives:
    """What the viewer may see of them."""

    master: Ticket | None = None
    parent: Ticket | None = None
    followers: list[Ticket] = field(default_factory=list)
    children: list[Ticket] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.master or self.parent or self.followers or self.children)


def relatives_of(user: User, ticket: Ticket) -> Relatives:
    """The tickets around one, in one statement, within the viewer's scope."""
    near = Q(master=ticket) | Q(parent=ticket) | Q(pk__in=[ticket.master_id, ticket.parent_id])
    found = Relatives()
    rows = visible_to(user).filter(near).select_related("text").order_by("id")
    for each in rows[:MOST]:
        if each.pk == ticket.master_id:
            found.master = each
        elif each.pk == ticket.parent_id:
            found.parent = each
        elif each.master_id == ticket.pk:
            found.followers.append(each)
        else:
            found.children.append(each)
    return found
