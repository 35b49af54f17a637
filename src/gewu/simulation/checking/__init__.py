"""An independent look at the rows: does any ticket break a rule of the life cycle?

Written from the rules themselves. It reads rows by SQL and knows nothing of the state table, the
rules or the actions of tickets, so that it cannot share their mistakes.
"""

from gewu.simulation.checking.answers import ANSWER_RULES
from gewu.simulation.checking.days import Days
from gewu.simulation.checking.flow import FLOW_RULES
from gewu.simulation.checking.rows import Case, Rows, read
from gewu.simulation.checking.time import TIME_RULES
from gewu.simulation.checking.whistles import WHISTLE_RULES
from gewu.simulation.checking.whole import WHOLE_RULES

__all__ = ["Case", "Days", "Rows", "broken", "read"]


def broken(rows: Rows) -> list[str]:
    """Every broken rule as "rule: number", in the order of tickets, whistles and the rest."""
    found = []
    for case in rows.cases():
        for name, rule in {**FLOW_RULES, **TIME_RULES, **ANSWER_RULES}.items():
            if rule(case, rows):
                found.append(f"{name}: {case.ticket['number']}")
    for whistled in rows.whistle_cases():
        for name, whistle_rule in WHISTLE_RULES.items():
            if whistle_rule(whistled, rows):
                found.append(f"{name}: {whistled.whistle['number']}")
    for name, whole_rule in WHOLE_RULES.items():
        found += [f"{name}: {key}" for key in whole_rule(rows)]
    return found
