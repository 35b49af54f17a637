"""What the second wall lets a viewer see of registers: policies.scope_of once more, in SQL."""

from gewu.kernel.wall import READER, Guard, paths_with, seen_with, units_with

SEE, ASK, LEND = "registers.see", "registers.ask", "registers.lend"
# Asked once a statement; a kind's keeper reads all of it, wherever it stands.
KEPT = f"(SELECT id FROM registers_registerkind WHERE keeper_id = ANY ({units_with(SEE)}))"
RECORD = f"path LIKE ANY ({paths_with(SEE)}) OR kind_id IN {KEPT}"
# Whoever lends all has the county; others what their own unit keeps.
LENT = f"""(SELECT kind.id FROM registers_registerkind kind
    JOIN territory_area county ON county.id = kind.county_id
    WHERE kind.keeper_id = ANY ({units_with(LEND)}) OR county.path LIKE ANY ({paths_with(LEND)}))"""
REQUEST = f"unit_id = ANY ({units_with(ASK)}) OR kind_id IN {LENT}"


def guards() -> list[Guard]:
    """Records with their history, tables that come in, requests for fields with their answers."""
    return [
        Guard("registers_record", RECORD, by=(SEE,)),
        _with_record("registers_recordchange", "record_id"),
        _with_record("registers_keptapart", "first_id"),
        Guard("registers_registerimport", f"user_id = {READER}"),
        Guard("registers_fieldrequest", REQUEST, by=(ASK, LEND)),
        Guard(
            "registers_fieldanswer",
            seen_with("registers_fieldrequest seen", "seen.id = registers_fieldanswer.request_id"),
        ),
    ]


def _with_record(table: str, column: str) -> Guard:
    return Guard(table, seen_with("registers_record seen", f"seen.id = {table}.{column}"))
