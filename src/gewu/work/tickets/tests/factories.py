"""Tickets in the situations that tests ask for, made by the real actions in the named town."""

from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from tests.cast import IN_GRID_1, Town, town

from gewu.kernel import files
from gewu.kernel.acting import RESIDENT, SYSTEM
from gewu.kernel.models import Attachment
from gewu.work.tickets import actions
from gewu.work.tickets.models import Item, LeadKind, Ticket

RUBBISH = "0101"  # led by sanitation, photos before and after
ADVICE = "1003"  # a note is enough


def equipped_town() -> Town:
    """The named town with terms, calendar, catalogue, and sanitation mapped to its department."""
    built = town()
    actions.set_up_county(county=built.county, by=SYSTEM)
    kind = LeadKind.objects.get(county_id=built.county.pk, kind="环卫")
    actions.map_lead_kind(lead_kind=kind, unit=built.sanitation, by=built.root)
    return built


def item(code: str = RUBBISH) -> Item:
    """An item of the shipped catalogue."""
    return Item.objects.get(code=code)


def picture(colour: str = "teal") -> Attachment:
    """A stored photo."""
    data = BytesIO()
    Image.new("RGB", (320, 240), colour).save(data, "JPEG")
    upload = SimpleUploadedFile(f"{uuid4()}.jpg", data.getvalue(), "image/jpeg")
    return files.store(upload, by=SYSTEM)


def report(**changed: Any) -> Ticket:
    """A resident reports overflowing rubbish in grid 1."""
    said: dict[str, Any] = {
        "words": "三号楼前垃圾桶满了两天没人清",
        "lon": IN_GRID_1[0],
        "lat": IN_GRID_1[1],
    }
    if "item" not in changed:
        said["item"] = item()
    by, command = changed.pop("by", RESIDENT), changed.pop("command", None)
    return actions.submit(report=actions.Report(**said | changed), command=command, by=by)


def team_ticket(place: Town) -> Ticket:
    """A ticket in the hands of grid 1's team, dispatched by Ben."""
    ticket = report(item=item(ADVICE))
    return actions.dispatch(ticket=ticket, unit=place.team_1, by=place.ben)


def in_progress(place: Town) -> Ticket:
    """Signed by Ada."""
    return actions.sign(ticket=team_ticket(place), by=place.ada)


def checking(place: Town) -> Ticket:
    """Handled by Ada, to be checked by Carl."""
    done = {"words": "已联系志愿者上门", "photos": [picture()]}
    return actions.handle(ticket=in_progress(place), **done, by=place.ada)


def checked(place: Town) -> Ticket:
    """Checked by Carl, the resident is asked."""
    return actions.check(ticket=checking(place), closing_met=True, by=place.carl)


def closed(place: Town) -> Ticket:
    """Confirmed by the resident."""
    return actions.confirm(ticket=checked(place), by=RESIDENT)


def verifying(place: Town) -> Ticket:
    """Ben has the team of grid 1 look whether it is real."""
    return actions.request_verify(ticket=report(item=None), words="看看还在不在", by=place.ben)


def needs_info(place: Town) -> Ticket:
    """Ben has asked the reporter."""
    return actions.ask(ticket=report(item=None), words="是几号楼？", by=place.ben)


def returning(place: Town) -> Ticket:
    """The team says that it is not its duty."""
    return actions.request_return(ticket=team_ticket(place), words="属于物业", by=place.ada)


def asked_for_time(place: Town) -> Ticket:
    """Ada has applied for an extension."""
    return actions.request_extension(ticket=in_progress(place), words="等配件", by=place.ada)


def asked_to_suspend(place: Town, until: datetime) -> Ticket:
    """Ada has applied to wait until a date."""
    ticket = in_progress(place)
    return actions.request_suspension(ticket=ticket, until=until, words="等开春", by=place.ada)


def helped(place: Town) -> Ticket:
    """In Ada's hands, with sanitation doing a part."""
    ticket = in_progress(place)
    actions.cohandle(ticket=ticket, unit=place.sanitation, words="清走大件", by=place.ada)
    return Ticket.objects.get(pk=ticket.pk)


def declined(place: Town) -> Ticket:
    """Not accepted by Ben, who names the way that is open."""
    said = {"reason": "court", "words": "法院已经受理"}
    return actions.decline(ticket=report(item=None), **said, by=place.ben)


def merged(place: Town) -> Ticket:
    """Merged into another ticket by Ben."""
    return actions.merge(ticket=report(item=None), master=report(item=None), by=place.ben)


def asked_to_cancel(place: Town) -> Ticket:
    """Ada has applied to cancel it."""
    return actions.request_cancel(ticket=in_progress(place), words="重复登记", by=place.ada)


def supervised(place: Town) -> Ticket:
    """Somebody follows it closely."""
    return actions.supervise(ticket=in_progress(place), level="red", words="速办", by=SYSTEM)
