"""What merged reporters answered: each reads their own, staff who may read marks read all."""

from dataclasses import dataclass

from gewu.work.tickets import states
from gewu.work.tickets.models import Approval, Response, Ticket

Kind = Response.Kind


@dataclass(frozen=True)
class OwnAnswers:
    """What one merged reporter has answered in the round that the master is in."""

    solved: Response | None = None
    unsolved: Response | None = None
    rated: Response | None = None

    @property
    def decision(self) -> str:
        """The desk's no to what was said to be unsolved; a yes shows in the master itself."""
        approval = self._approval
        refused = approval is not None and approval.state == states.REFUSED
        return approval.answer or "…" if approval and refused else ""

    @property
    def waits(self) -> bool:
        """Whether the desk still decides."""
        return self.unsolved is not None and not self.decision

    @property
    def _approval(self) -> Approval | None:
        return self.unsolved.approval if self.unsolved else None


def own_answers(ticket: Ticket, master: Ticket) -> OwnAnswers:
    """What the reporter of a merged ticket has answered about its master as it stands."""
    said = Response.objects.filter(ticket=ticket, master=master, round=master.reopened)
    found = {each.kind: each for each in said.select_related("approval").order_by("id")}
    return OwnAnswers(*(found.get(kind) for kind in (Kind.SOLVED, Kind.UNSOLVED, Kind.RATED)))


def answers_about(master: Ticket) -> list[Response]:
    """What all merged reporters answered about a ticket; only for those who may read marks."""
    said = Response.objects.filter(master=master)
    return list(said.select_related("ticket", "approval").order_by("id"))
