"""What data protection reads: what is held of a number, who looked, and what was asked."""

from gewu.oversight.protection.queries.copy import as_json, as_pdf, copy_of
from gewu.oversight.protection.queries.held import (
    Held,
    HeldContact,
    contacts_of,
    held_by,
    own_contact,
    own_ticket,
    tickets_of,
)
from gewu.oversight.protection.queries.looks import Look
from gewu.oversight.protection.queries.requests import (
    RequestLine,
    StepLine,
    contacts_about,
    days_left,
    lines_of,
    overdue_count,
    own_request,
    request_for,
    requests_for,
    requests_of,
    terms_of,
    this_county,
    tickets_about,
    waiting_requests,
    workdays_of,
)

__all__ = [
    "Held",
    "HeldContact",
    "Look",
    "RequestLine",
    "StepLine",
    "as_json",
    "as_pdf",
    "contacts_about",
    "contacts_of",
    "copy_of",
    "days_left",
    "held_by",
    "lines_of",
    "overdue_count",
    "own_contact",
    "own_request",
    "own_ticket",
    "request_for",
    "requests_for",
    "requests_of",
    "terms_of",
    "this_county",
    "tickets_about",
    "tickets_of",
    "waiting_requests",
    "workdays_of",
]
