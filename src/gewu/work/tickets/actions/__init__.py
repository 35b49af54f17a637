"""All writes to tickets, one verb per function."""

from gewu.work.tickets.actions.answering import answer_directly, decline
from gewu.work.tickets.actions.approving import (
    appeal,
    endorse,
    grant,
    refuse,
    request_cancel,
    request_extension,
    request_reopen,
    request_suspension,
    resume,
    resume_due,
)
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
from gewu.work.tickets.actions.following import (
    archive_old,
    confide,
    lift,
    remark,
    supervise,
    urge,
)
from gewu.work.tickets.actions.handling import handle, self_handle, sign
from gewu.work.tickets.actions.helping import cohandle, cohandled, uncohandle
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
from gewu.work.tickets.actions.joining import merge, split, unmerge
from gewu.work.tickets.actions.levels import assign, escalate
from gewu.work.tickets.actions.queues import forget_queue, note_export, save_queue
from gewu.work.tickets.actions.reminding import remind_due, remind_of_count
from gewu.work.tickets.actions.returning import (
    accept_return,
    recuse,
    refile,
    refuse_return,
    request_return,
)
from gewu.work.tickets.actions.revisiting import revisit
from gewu.work.tickets.actions.setup import set_up_county
from gewu.work.tickets.actions.terms import change_terms, remove_special_day, set_special_day
from gewu.work.tickets.actions.verifying import answer, ask, lapse, request_verify, verify

__all__ = [
    "ImportDone",
    "ImportRefused",
    "Report",
    "accept_return",
    "add_condition",
    "add_item",
    "answer",
    "answer_directly",
    "appeal",
    "archive_old",
    "ask",
    "assign",
    "change_condition",
    "change_item",
    "change_terms",
    "check",
    "check_import",
    "close",
    "close_silent",
    "cohandle",
    "cohandled",
    "confide",
    "confirm",
    "decline",
    "dispatch",
    "endorse",
    "escalate",
    "file",
    "file_and_dispatch",
    "forget_mapping",
    "forget_old_uploads",
    "forget_queue",
    "forget_run",
    "grant",
    "handle",
    "import_tickets",
    "land_import",
    "lapse",
    "lift",
    "map_lead_kind",
    "merge",
    "name_columns",
    "note_export",
    "place",
    "rate",
    "receive_file",
    "recuse",
    "refile",
    "refuse",
    "refuse_return",
    "remark",
    "remind_due",
    "remind_of_count",
    "remove_special_day",
    "reopen",
    "request_cancel",
    "request_extension",
    "request_reopen",
    "request_return",
    "request_suspension",
    "request_verify",
    "resume",
    "resume_due",
    "revisit",
    "rework",
    "save_mapping",
    "save_queue",
    "self_handle",
    "set_special_day",
    "set_up_county",
    "sign",
    "split",
    "start_check",
    "start_landing",
    "submit",
    "supervise",
    "take_mapping",
    "take_mapping_file",
    "uncohandle",
    "unmerge",
    "urge",
    "verify",
]
