"""How the verbs beside the main way are said: on the button, above the form, and when it is done."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STEP = "tickets/step.html"


@dataclass(frozen=True)
class Verb:
    """How a verb is said: on its button, above its form, and when it is done."""

    label: str | Promise
    icon: str
    done: str | Promise
    template: str
    in_dialog: bool = True
    lead: str | Promise = ""


def _step(
    label: str | Promise,
    icon: str,
    done: str | Promise,
    lead: str | Promise = "",
    *,
    in_dialog: bool = True,
) -> Verb:
    return Verb(label, icon, done, STEP, in_dialog=in_dialog, lead=lead)


BEFORE_FILING = {
    "request_verify": _step(
        _("Have it verified"),
        "map-search",
        _("Sent out to be verified."),
        _("Somebody near the place looks whether it is as reported, and tells you."),
    ),
    "verify": _step(
        _("Verify on the spot"),
        "eye",
        _("Thank you. The desk goes on with what you found."),
        _("Say what you found. The desk decides what becomes of it."),
    ),
    "ask": _step(
        _("Ask the reporter"),
        "user-question",
        _("The reporter was asked. The clock stands still until the answer."),
        _("Until the answer the clock stands still, and for some working days at most."),
    ),
    "decline": _step(
        _("Do not accept"),
        "ban",
        _("Not accepted. The reporter reads why, and which way is open."),
        _("Only for one of these reasons. The reporter reads the reason and the way that is open."),
        in_dialog=False,
    ),
    "self_handle": Verb(
        _("Handled on the spot"),
        "tool",
        _("Well done. Someone else will look at it now."),
        "tickets/self_handle.html",
        in_dialog=False,
    ),
    "unmerge": _step(
        _("Take apart again"),
        "arrow-back-up",
        _("It is a ticket of its own again."),
        _("It was another matter after all. The promise counts from its own report."),
    ),
}
JOINING = {
    "merge": Verb(
        _("Merge into another"),
        "link",
        _("Merged. Its reporter is told of what happens here."),
        "tickets/merge.html",
        in_dialog=False,
    ),
    "split": Verb(
        _("Split"),
        "route",
        _("Split. Each further matter is a ticket of its own now."),
        "tickets/split.html",
        in_dialog=False,
    ),
}
RETURNING = {
    "request_return": _step(
        _("Apply to send back"),
        "corner-up-left",
        _("The desk decides about it now."),
        _("Say why it is not your unit's duty. A unit may do this once, before it signs."),
    ),
    "accept_return": _step(
        _("Give to another unit"),
        "route",
        _("The other unit has it now."),
        _("The other unit gets a full limit of its own. The promise to the resident stays."),
    ),
    "refuse_return": _step(
        _("Leave with the unit"),
        "gavel",
        _("It stays with the unit, which cannot send it back again."),
        _("Your reason goes to the unit. It cannot send the ticket back again."),
    ),
    "refile": _step(
        _("Back to filing"),
        "clipboard-text",
        _("Back to filing, without a unit."),
        _("For a ticket filed under the wrong item. Item and unit are chosen anew."),
    ),
}
HANDING = {
    "escalate": _step(
        _("Pass up"),
        "arrow-up",
        _("The level above has it now."),
        _("One level up. That level gets a limit of its own; the promise to the resident stays."),
    ),
    "assign": _step(
        _("Pass down"),
        "sitemap",
        _("The unit below has it now."),
        _("That unit gets a limit of its own; the promise to the resident stays."),
    ),
    "recuse": _step(
        _("Withdraw for conflict of interest"),
        "scale",
        _("Your unit has withdrawn. The desk chooses another one."),
        _("Your unit withdraws, and never gets this ticket again."),
    ),
    "cohandle": _step(
        _("Ask for help"),
        "friends",
        _("The other unit was asked to help."),
        _("The other unit does a part on a clock of its own. You answer for the whole."),
    ),
    "cohandled": _step(
        _("Our part is done"),
        "checks",
        _("Your part is done. The unit in the lead sees it."),
    ),
    "uncohandle": _step(
        _("No longer needed"),
        "x",
        _("The help was called off."),
        _("The helping unit need not do this part any more."),
    ),
}
APPLYING = {
    "request_extension": _step(
        _("Apply for more time"),
        "clock-exclamation",
        _("Applied for. Your unit's lead looks at it first."),
        _("One more limit of the same length. The reporter reads why when it is granted."),
    ),
    "request_suspension": _step(
        _("Apply to suspend"),
        "player-pause",
        _("Applied for. Your unit's lead looks at it first."),
        _("For work that has to wait for a season, for funds or plans. Once for each ticket."),
    ),
    "request_cancel": _step(
        _("Apply to cancel"),
        "trash",
        _("Applied for. A leader decides."),
        _("For what should never have been a ticket. A leader decides."),
    ),
    "request_reopen": _step(
        _("Apply to reopen"),
        "rotate",
        _("Applied for. A leader decides."),
        _("It was reopened before, so a leader decides whether it is opened once more."),
    ),
    "appeal": _step(
        _("Appeal against the mark"),
        "scale",
        _("Applied for. The desk looks at it first, then a leader."),
        _("Say why being late should not count. There is one appeal for each ticket."),
    ),
    "endorse": _step(
        _("Support it"),
        "thumb-up",
        _("Supported. It goes to whoever decides."),
        _("The first of two yeses. Somebody else says the second one."),
    ),
    "refuse": _step(
        _("Refuse"),
        "x",
        _("Refused. Whoever applied reads why."),
        _("Whoever applied reads why."),
    ),
    "resume": _step(
        _("Take up again"),
        "player-play",
        _("Taken up again. The clock goes on."),
        _("The clock goes on from here. The reporter reads it."),
    ),
}
GRANTS: dict[str, Verb] = {
    "extension": _step(
        _("Grant the extension"),
        "check",
        _("Extended. The reporter reads why."),
        _("One more limit of the same length, also for the resident. The reporter reads why."),
    ),
    "suspension": _step(
        _("Grant the suspension"),
        "check",
        _("Suspended. The clock stands still until the date."),
        _("The clock stands still until the date. The reporter reads why."),
    ),
    "cancel": _step(
        _("Cancel the ticket"),
        "check",
        _("Cancelled. The reporter reads why."),
        _("It ends without work. The reporter reads why."),
    ),
    "reopen": _step(
        _("Open it once more"),
        "check",
        _("Reopened. The unit has it again."),
        _("The same unit gets it again. The promise to the resident is not counted anew."),
    ),
    "doubt": _step(
        _("Give it back to the unit"),
        "check",
        _("Reopened. The unit has it again."),
        _(
            "The unit reads what is missing, not who said so. Another matter? Refuse, then take apart."
        ),
    ),
    "appeal": _step(
        _("Excuse the mark"),
        "check",
        _("Excused. It no longer counts as late."),
        _("It no longer counts as late for the unit. What happened stays in the history."),
    ),
}
BESIDE = {
    "urge": _step(
        _("Urge for a caller"),
        "urgent",
        _("The unit was told that the resident asks to hurry."),
        _("Counted once a working day, and told to whoever has it."),
    ),
    "supervise": _step(
        _("Supervise"),
        "flag",
        _("It is under supervision. The unit sees the level."),
        _("The level stands beside the clock and says how closely you follow the work."),
    ),
    "lift": _step(
        _("Lift the supervision"),
        "flag",
        _("Lifted. It goes its ordinary way again."),
    ),
    "remark": _step(
        _("Add an internal remark"),
        "note",
        _("Your remark is kept."),
        _("Only staff read this. The reporter does not."),
    ),
    "confide": _step(
        _("Set confidentiality"),
        "lock",
        _("Kept. It holds from now on."),
    ),
}
SHREDDING = {
    "shred": _step(
        _("Remove words and photos"),
        "trash",
        _("Removed for good."),
        _(
            "All that was written and photographed is removed for good: words, address, the point on"
            " the map, photos, notes, answers, name and phone. Number, item, area, units, steps and"
            " times stay."
        ),
        in_dialog=False,
    ),
}
BESIDE_THE_WAY = {
    **BEFORE_FILING,
    **JOINING,
    **RETURNING,
    **HANDING,
    **APPLYING,
    **BESIDE,
    **SHREDDING,
    "grant": GRANTS["extension"],  # the words follow from what was applied for
}
