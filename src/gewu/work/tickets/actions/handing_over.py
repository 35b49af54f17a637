"""At the change of a shift: write down what is left, and take it over."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.journal import announce
from gewu.work.tickets.events import HandoverTaken, HandoverWritten
from gewu.work.tickets.models import Handover
from gewu.work.tickets.rules.wording import checked_note


@action
def write_handover(
    *,
    county_id: UUID,
    area_path: str,
    figures: dict[str, Any],
    words: str,
    command: UUID | None = None,
    by: Actor,
) -> Handover:
    """Keep the figures of now with one's own words for whoever comes next."""
    if command and (known := Handover.objects.filter(pk=command).first()):
        return known
    handover = Handover(
        county_id=county_id,
        area_path=area_path,
        by_id=by.actor_id,
        at=clock.now(),
        figures=figures,
        words=checked_note(words, needed=False),
    )
    if command:
        handover.pk = command
    handover.save(force_insert=True)
    urgent = len(figures.get("tickets", ()))
    announce(HandoverWritten(handover=handover.pk, urgent=urgent), by=by, path=area_path)
    return handover


@action
def take_over(*, handover: Handover, by: Actor) -> Handover:
    """I have read it and am on duty now; somebody else than the writer, and once."""
    handover = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk)
    if handover.taken_at is not None:
        return handover
    if by.actor_id == handover.by_id:
        raise Refusal(_("The next on duty takes it over, not its writer."), code="same_person")
    handover.taken_by, handover.taken_at = by.actor_id, clock.now()
    handover.save(update_fields=["taken_by", "taken_at"])
    announce(HandoverTaken(handover=handover.pk), by=by, path=handover.area_path)
    return handover
