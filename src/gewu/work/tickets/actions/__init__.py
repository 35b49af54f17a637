"""All writes to tickets, one verb per function."""

from gewu.work.tickets.actions.ageing import let_contacts_go, let_uploads_go, let_words_go
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
from gewu.work.tickets.actions.batch import go_on_with_batches, start_batch, work_batch
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
from gewu.work.tickets.actions.dual import dispatch_to_both
from gewu.work.tickets.actions.following import (
    archive_old,
    confide,
    lift,
    remark,
    supervise,
    urge,
)
from gewu.work.tickets.actions.handing_over import take_over, write_handover
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
from gewu.work.tickets.actions.inheriting import follow_successors, hand_over
from gewu.work.tickets.actions.intake import Report, submit
from gewu.work.tickets.actions.joining import MASTER_ENDED, merge, split, unmerge
from gewu.work.tickets.actions.knowledge import (
    add_article,
    change_article,
    keep_reply_template,
)
from gewu.work.tickets.actions.known import submit_and_follow
from gewu.work.tickets.actions.levels import assign, escalate
from gewu.work.tickets.actions.queues import forget_queue, note_export, save_queue
from gewu.work.tickets.actions.recounting import recount_clocks
from gewu.work.tickets.actions.redrawing import follow_areas, follow_tickets, keep_apart
from gewu.work.tickets.actions.reminding import remind_due, remind_of_count
from gewu.work.tickets.actions.responding import doubt, respond
from gewu.work.tickets.actions.returning import (
    accept_return,
    recuse,
    refile,
    refuse_return,
    request_return,
)
from gewu.work.tickets.actions.revisiting import revisit
from gewu.work.tickets.actions.routing import (
    activate_rules,
    add_rule,
    change_rule,
    delete_rule,
    draft_rules,
    drop_draft,
    move_rule,
    restore_rules,
)
from gewu.work.tickets.actions.seen import do_as_seen
from gewu.work.tickets.actions.setup import set_up_county
from gewu.work.tickets.actions.shredding import shred
from gewu.work.tickets.actions.terms import change_terms, remove_special_day, set_special_day
from gewu.work.tickets.actions.verifying import answer, ask, lapse, request_verify, verify
from gewu.work.tickets.actions.whistle_reminding import remind_of_whistles
from gewu.work.tickets.actions.whistle_tasks import (
    confirm_task,
    finish_task,
    give_task,
    hold_meeting,
)
from gewu.work.tickets.actions.whistling import (
    acknowledge,
    approve_whistle,
    judge,
    raise_whistle,
    refuse_whistle,
    report_in,
)

__all__ = [
    "follow_areas",
    "follow_tickets",
    "keep_apart",
    "MASTER_ENDED",
    "ImportDone",
    "ImportRefused",
    "Report",
    "accept_return",
    "acknowledge",
    "add_article",
    "activate_rules",
    "add_condition",
    "add_item",
    "add_rule",
    "answer",
    "answer_directly",
    "appeal",
    "approve_whistle",
    "archive_old",
    "ask",
    "assign",
    "change_article",
    "change_condition",
    "change_item",
    "change_rule",
    "change_terms",
    "check",
    "check_import",
    "close",
    "close_silent",
    "cohandle",
    "cohandled",
    "confide",
    "confirm",
    "confirm_task",
    "decline",
    "delete_rule",
    "dispatch",
    "dispatch_to_both",
    "do_as_seen",
    "doubt",
    "draft_rules",
    "drop_draft",
    "endorse",
    "escalate",
    "file",
    "file_and_dispatch",
    "finish_task",
    "follow_successors",
    "forget_mapping",
    "forget_old_uploads",
    "forget_queue",
    "forget_run",
    "give_task",
    "go_on_with_batches",
    "grant",
    "handle",
    "hand_over",
    "hold_meeting",
    "import_tickets",
    "judge",
    "keep_reply_template",
    "land_import",
    "lapse",
    "lift",
    "map_lead_kind",
    "merge",
    "move_rule",
    "name_columns",
    "let_contacts_go",
    "let_uploads_go",
    "let_words_go",
    "note_export",
    "place",
    "raise_whistle",
    "rate",
    "receive_file",
    "recount_clocks",
    "recuse",
    "refile",
    "refuse",
    "refuse_return",
    "refuse_whistle",
    "remark",
    "remind_due",
    "remind_of_count",
    "remind_of_whistles",
    "remove_special_day",
    "reopen",
    "report_in",
    "request_cancel",
    "request_extension",
    "request_reopen",
    "request_return",
    "request_suspension",
    "request_verify",
    "respond",
    "restore_rules",
    "resume",
    "resume_due",
    "revisit",
    "rework",
    "save_mapping",
    "save_queue",
    "self_handle",
    "set_special_day",
    "set_up_county",
    "shred",
    "sign",
    "split",
    "start_batch",
    "start_check",
    "start_landing",
    "submit",
    "submit_and_follow",
    "supervise",
    "take_mapping",
    "take_mapping_file",
    "take_over",
    "uncohandle",
    "unmerge",
    "urge",
    "verify",
    "write_handover",
    "work_batch",
]
