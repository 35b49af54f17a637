"""Tables of tickets, one noun per file."""

from gewu.work.tickets.models.approving import Approval, HelpOrder, Revisit
from gewu.work.tickets.models.batch import BatchRun
from gewu.work.tickets.models.catalogue import Category, Condition, Item, LeadKind, LeadUnit
from gewu.work.tickets.models.handover import Handover
from gewu.work.tickets.models.history import Move, Note, Rating, TicketPhoto
from gewu.work.tickets.models.importing import ImportRun, SavedMapping
from gewu.work.tickets.models.knowledge import Article, ReplyTemplate
from gewu.work.tickets.models.queues import SavedQueue
from gewu.work.tickets.models.reminding import Reminder, WhistleReminder
from gewu.work.tickets.models.responding import Response
from gewu.work.tickets.models.routing import RoutingRule, RuleSet
from gewu.work.tickets.models.terms import SpecialDay, Terms
from gewu.work.tickets.models.ticket import Ticket, TicketText
from gewu.work.tickets.models.whistling import (
    Whistle,
    WhistleCall,
    WhistleMeeting,
    WhistleStep,
    WhistleTask,
)

__all__ = [
    "Approval",
    "Article",
    "BatchRun",
    "Category",
    "Condition",
    "Handover",
    "HelpOrder",
    "ImportRun",
    "Item",
    "LeadKind",
    "LeadUnit",
    "Move",
    "Note",
    "Rating",
    "ReplyTemplate",
    "Reminder",
    "Response",
    "Revisit",
    "RoutingRule",
    "RuleSet",
    "SavedMapping",
    "SavedQueue",
    "SpecialDay",
    "Terms",
    "Ticket",
    "TicketPhoto",
    "TicketText",
    "Whistle",
    "WhistleCall",
    "WhistleMeeting",
    "WhistleReminder",
    "WhistleStep",
    "WhistleTask",
]
