"""What the second wall lets a viewer see of tickets: queries.scope once more, in the database."""

from gewu.kernel.wall import KEPT_FROM, PATHS, UNITS, Guard, seen_with

SEEN = f"""(
    (area_path LIKE ANY ({PATHS}) OR unit_id = ANY ({UNITS}) OR helpers && {UNITS})
    AND NOT barred && {KEPT_FROM}
)"""
# What was confided with a ticket is seen with the ticket.
# A called unit sees no row of the ticket, so two functions say what else the rule asks for.
WHISTLE = f"""(
    (area_path LIKE ANY ({PATHS}) OR unit_id = ANY ({UNITS})
        OR approved_at IS NOT NULL AND tickets_whistle_calls(id, {UNITS}))
    AND NOT (ticket_id IS NOT NULL AND tickets_is_kept_from(ticket_id, {KEPT_FROM}))
)"""
OF_A_WHISTLE = ("whistlecall", "whistletask", "whistlemeeting", "whistlestep", "whistlereminder")
WITH_IT = ("tickettext", "note", "ticketphoto", "rating", "approval", "helporder", "revisit")


def guards() -> list[Guard]:
    """Tickets, what hangs on them, names and phones that came with them, and whistles."""
    held = [f"tickets_{name}" for name in WITH_IT]
    of_one = [Guard(table, _with_ticket(f"{table}.ticket_id = seen.id")) for table in held]
    answers = "tickets_response"  # what merged reporters say is for those who see the master, too
    either = f"seen.id IN ({answers}.ticket_id, {answers}.master_id)"
    return [
        Guard("tickets_ticket", SEEN),
        *of_one,
        Guard(answers, _with_ticket(either)),
        Guard("tickets_whistle", WHISTLE),
        *(_with_whistle(f"tickets_{name}") for name in OF_A_WHISTLE),
        Guard("residents_contact", _with_ticket("seen.contact_id = residents_contact.id")),
    ]


def _with_whistle(table: str) -> Guard:
    return Guard(table, seen_with("tickets_whistle seen", f"seen.id = {table}.whistle_id"))


def _with_ticket(condition: str) -> str:
    return seen_with("tickets_ticket seen", condition)
