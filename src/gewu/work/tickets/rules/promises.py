"""What a county promises, in the order of a ticket's way; names of fields of its terms."""

PROMISES = (
    "file_minutes",
    "dispatch_minutes",
    "sign_minutes",
    "verify_minutes",
    "return_minutes",
    "decide_minutes",
    "check_minutes",
    "answer_days",
    "reopen_days",
    "silence_days",
)
