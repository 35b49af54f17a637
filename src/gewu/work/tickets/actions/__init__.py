"""All writes to tickets, one verb per function."""

from gewu.work.tickets.actions.catalogue import (
    add_condition,
    add_item,
    change_condition,
    change_item,
    map_lead_kind,
)
from gewu.work.tickets.actions.closing import (
    check,
    close,
    close_silent,
    confirm,
    rate,
    reopen,
    rework,
)
from gewu.work.tickets.actions.desk import dispatch, file, file_and_dispatch, place
from gewu.work.tickets.actions.handling import handle, sign
from gewu.work.tickets.actions.import_runs import (
    forget_mapping,
    forget_old_uploads,
    forget_run,
    name_columns,
    receive_file,
    save_mapping,
    start_check,
    start_landing,
    take_mapping,
    take_mapping_file,
)
from gewu.work.tickets.actions.import_work import check_import, land_import
from gewu.work.tickets.actions.importing import (
    ImportDone,
    ImportRefused,
    import_tickets,
)
from gewu.work.tickets.actions.intake import Report, submit
from gewu.work.tickets.actions.queues import forget_queue, note_export, save_queue
from gewu.work.tickets.actions.setup import set_up_county
from gewu.work.tickets.actions.terms import change_terms, remove_special_day, set_special_day

__all__ = [
    "ImportDone",
    "ImportRefused",
    "Report",
    "add_condition",
    "add_item",
    "change_condition",
    "change_item",
    "change_terms",
    "check",
    "check_import",
    "close",
    "close_silent",
    "confirm",
    "dispatch",
    "file",
    "file_and_dispatch",
    "forget_mapping",
    "forget_old_uploads",
    "forget_queue",
    "forget_run",
    "handle",
    "import_tickets",
    "land_import",
    "map_lead_kind",
    "name_columns",
    "note_export",
    "place",
    "rate",
    "receive_file",
    "remove_special_day",
    "reopen",
    "rework",
    "save_mapping",
    "save_queue",
    "set_special_day",
    "set_up_county",
    "sign",
    "start_check",
    "start_landing",
    "submit",
    "take_mapping",
    "take_mapping_file",
]
