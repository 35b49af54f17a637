"""What the second wall lets a viewer see of tickets: queries.scope once more, in the database."""

from gewu.kernel.wall import KEPT_FROM, PATHS, UNITS, Guard, seen_with

SEEN = f"""(
    (area_path LIKE ANY ({PATHS}) OR unit_id = ANY ({UNITS}) OR helpers && {UNITS})
    AND NOT barred && {KEPT_FROM}
)"""
# What was confided with a ticket is seen with the ticket.
WITH_IT = ("tickettext", "note", "ticketphoto", "rating", "approval", "helporder", "revisit")


def guards() -> list[Guard]:
    """Tickets, what hangs on them, and the names and phones that came with them."""
    held = [f"tickets_{name}" for name in WITH_IT]
    of_one = [Guard(table, _with_ticket(f"{table}.ticket_id = seen.id")) for table in held]
    answers = "tickets_response"  # what merged reporters say is for those who see the master, too
    either = f"seen.id IN ({answers}.ticket_id, {answers}.master_id)"
    return [
        Guard("tickets_ticket", SEEN),
        *of_one,
        Guard(answers, _with_ticket(either)),
        Guard("residents_contact", _with_ticket("seen.contact_id = residents_contact.id")),
    ]


def _with_ticket(condition: str) -> str:
    return seen_with("tickets_ticket seen", condition)
