"""Tables of tickets, one noun per file."""

from gewu.work.tickets.models.approving import Approval, HelpOrder, Revisit
from gewu.work.tickets.models.catalogue import Category, Condition, Item, LeadKind, LeadUnit
from gewu.work.tickets.models.history import Move, Note, Rating, TicketPhoto
from gewu.work.tickets.models.importing import ImportRun, SavedMapping
from gewu.work.tickets.models.queues import SavedQueue
from gewu.work.tickets.models.reminding import Reminder
from gewu.work.tickets.models.terms import SpecialDay, Terms
from gewu.work.tickets.models.ticket import Ticket, TicketText

__all__ = [
    "Approval",
    "Category",
    "Condition",
    "HelpOrder",
    "ImportRun",
    "Item",
    "LeadKind",
    "LeadUnit",
    "Move",
    "Note",
    "Rating",
    "Reminder",
    "Revisit",
    "SavedMapping",
    "SavedQueue",
    "SpecialDay",
    "Terms",
    "Ticket",
    "TicketPhoto",
    "TicketText",
]
