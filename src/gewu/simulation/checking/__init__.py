"""An independent look at the rows: does any ticket break a rule of the life cycle?

Written from the rules themselves. It reads rows by SQL and knows nothing of the state table, the
rules or the actions of tickets, so that it cannot share their mistakes.
"""

from gewu.simulation.checking.days import Days
from gewu.simulation.checking.flow import FLOW_RULES
from gewu.simulation.checking.rows import Case, Rows, read
from gewu.simulation.checking.time import TIME_RULES

__all__ = ["Case", "Days", "Rows", "broken", "read"]


def broken(rows: Rows) -> list[str]:
    """Every broken rule as "rule: ticket number", in the order of the tickets."""
    found = []
    for case in rows.cases():
        for name, rule in {**FLOW_RULES, **TIME_RULES}.items():
            if rule(case, rows):
                found.append(f"{name}: {case.ticket['number']}")
    return found
