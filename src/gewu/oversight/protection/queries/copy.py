"""The copy of everything that is held of a number: one shape, as JSON and as pages to read.

docs/how-to/answer-data-requests.md describes the shape; `version` rises when it changes.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.kernel.typesetting import typeset
from gewu.oversight.protection.models import DataRequest
from gewu.oversight.protection.queries.held import Held, HeldContact
from gewu.oversight.protection.queries.looks import Look
from gewu.oversight.protection.queries.people import HeldPerson
from gewu.oversight.protection.queries.requests import lines_of, requests_of_number
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries.history import Entry, timeline

FORMAT, VERSION = "gewu.my-data", 1
TEMPLATE = Path(__file__).parents[1] / "data" / "copy.typ"


def copy_of(held: Held, taken: DataRequest, now: datetime) -> dict[str, Any]:
    """Everything of a number, with words and answers; units are named, people are not."""
    asked = list(requests_of_number(bytes(taken.phone_index)))
    return {
        "format": FORMAT,
        "version": VERSION,
        "copy": str(taken.pk),
        "made_at": _moment(now),
        "mark": _("For the person's own use. Copy %(copy)s of %(when)s.")
        % {"copy": str(taken.pk)[-12:], "when": _moment(now).replace("T", " ")[:16]},
        "phone": held.phone,
        "requests": [_request(ticket) for ticket in held.tickets],
        "contacts": [_contact(each) for each in held.contacts],
        "people": [_person(each) for each in held.people],
        "readings": [_look(look) for look in held.looks],
        "asked": [
            {
                "what": str(line.request.get_kind_display()),
                "state": line.request.state_label,
                "asked_at": _moment(line.request.asked_at),
                "answered_by": line.request.due_on.isoformat(),
                "words": line.asked,
                "answers": [each.words for each in line.answers],
            }
            for line in lines_of(asked, timezone.localdate(now), told=True)
        ],
    }


def as_json(copy: dict[str, Any]) -> bytes:
    """The copy for another program."""
    return json.dumps(copy, ensure_ascii=False, indent=1).encode()


def as_pdf(copy: dict[str, Any], *, english: bool) -> bytes:
    """The copy to read and print; every page carries its mark."""
    return typeset(TEMPLATE, {"copy": copy, "words": _labels(), "lang": "en" if english else "zh"})


def _request(ticket: Ticket) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "shown_number": ticket.shown_number,
        "reported_at": _moment(ticket.submitted_at),
        "state": ticket.state_label,
        "kind": ticket.item.plain_name if ticket.item else "",
        "area": ticket.area.name if ticket.area else "",
        "unit": ticket.unit.name if ticket.unit else "",
        "title": ticket.text.headline,
        "words": ticket.text.words,
        "address": ticket.text.address,
        "point": None if ticket.lon is None else [float(ticket.lon), float(ticket.lat or 0)],
        "confidential": ticket.is_confidential,
        "history": [_step(entry) for entry in timeline(ticket, for_resident=True)],
    }


def _step(entry: Entry) -> dict[str, Any]:
    return {
        "at": _moment(entry.move.at),
        "what": str(entry.move.verb_label),
        "unit": entry.unit.name if entry.unit else "",
        "words": entry.words,
        "photos": len(entry.photos),
    }


def _contact(each: HeldContact) -> dict[str, Any]:
    return {
        "name": each.opened.name,
        "phone": each.opened.phone,
        "purpose": each.purpose,
        "since": _moment(each.since),
        "requests": [ticket.number for ticket in each.tickets],
        "locked_away": each.contact.restricted_at is not None,
    }


def _person(each: HeldPerson) -> dict[str, Any]:
    return {
        "name": each.name,
        "room": each.room,
        "child": each.is_child,
        "held": [
            {
                "purpose": part.purpose.name,
                "basis": part.basis,
                "authority": part.purpose.authority,
                "until": part.until.isoformat(),
                "values": [{"what": label, "value": value} for label, value in part.values],
            }
            for part in each.parts
        ],
        "consents": [
            {
                "purpose": consent.purpose.name,
                "at": _moment(consent.at),
                "how": str(consent.get_how_display()),
                "notice": consent.notice.text,
            }
            for consent in each.consents
        ],
        "approvals": [
            {
                "asked_at": _moment(asked.asked_at),
                "reason": asked.reason,
                "approved": asked.is_approved,
                "decided_at": _moment(asked.decided_at) if asked.decided_at else "",
            }
            for asked in each.approvals
        ],
    }


def _look(look: Look) -> dict[str, Any]:
    return {
        "at": _moment(look.at),
        "who": look.who,
        "what": look.kind,
        "about": look.about,
        "reason": look.reason,
    }


def _moment(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="minutes")


def _labels() -> dict[str, str]:
    """The words of the pages, in the reader's language."""
    return {
        "title": _("What is kept of me"),
        "phone": _("Kept with the number"),
        "requests": _("My requests"),
        "contacts": _("Name and phone"),
        "people": _("What is held of people"),
        "consents": _("Consents"),
        "readings": _("Who looked at it"),
        "asked": _("What you asked about your data"),
        "nothing": _("Nothing."),
        "reported": _("Reported"),
        "address": _("Place in words"),
        "unit": _("Unit"),
        "since": _("Kept since"),
        "reason": _("Why"),
        "until": _("until"),
        "answered": _("Answered by"),
    }
