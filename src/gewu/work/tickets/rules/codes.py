"""The codes of a move in words, and the tone in which a step is shown."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gewu.work.tickets.rules.declining import REASONS
from gewu.work.tickets.rules.reminding import AUDIENCES, MANY
from gewu.work.tickets.rules.reminding import REASONS as REMINDED

GOOD = ("check", "close", "confirm", "exempt", "answer_directly", "cohandled", "verify", "resume")
NEAR = (
    *("rework", "reopen", "request_return", "refile", "decline", "recuse", "cancel", "urge"),
    *("supervise", "refuse", "refuse_return", "merge", "doubt"),
)
PAUSED = ("ask", "suspend")
QUIET = ("remark", "archive", "shred", "place", "confide", "remind", "lift")

KINDS: dict[str, str | Promise] = {
    "return": gettext_lazy("Sending back"),
    "extension": gettext_lazy("Extension"),
    "suspension": gettext_lazy("Suspension"),
    "cancel": gettext_lazy("Cancelling"),
    "reopen": gettext_lazy("Reopening once more"),
    "appeal": gettext_lazy("Appeal against the overdue mark"),
    "doubt": gettext_lazy("Not solved, says somebody who was merged"),
}
LEVELS: dict[str, str | Promise] = {
    "blue": gettext_lazy("Blue: near its limit"),
    "yellow": gettext_lazy("Yellow: behind"),
    "red": gettext_lazy("Red: long overdue"),
}


def tone_of(verb: str, codes: Mapping[str, Any]) -> str:
    """The tone of a step, beside its words."""
    if verb == "verify" and codes.get("real") is False:
        return "near"
    groups = {"good": GOOD, "near": NEAR, "paused": PAUSED, "quiet": QUIET}
    return next((tone for tone, verbs in groups.items() if verb in verbs), "action")


def named_units(codes: Mapping[str, Any]) -> dict[str, UUID]:
    """The units that codes name."""
    found = {}
    for key in ("former", "helper"):
        try:
            found[key] = UUID(str(codes.get(key)))
        except ValueError:
            continue
    return found


def code_words(codes: Mapping[str, Any], units: Mapping[str, str]) -> list[str]:
    """What the codes say that the title of the step does not."""
    words = []
    if "former" in units:
        words.append(_("Before it was with %(unit)s.") % {"unit": units["former"]})
    if "helper" in units:
        words.append(_("Helping: %(unit)s.") % {"unit": units["helper"]})
    if codes.get("late") is True:
        words.append(_("Its own limit had passed."))
    if codes.get("reason") in REASONS:
        words.extend(str(each) for each in REASONS[codes["reason"]])
    words.extend(_reminded(codes))
    for key, names in (("kind", KINDS), ("level", LEVELS)):
        if codes.get(key) in names:
            words.append(str(names[codes[key]]))
    return words + _yes_or_no(codes)


def _reminded(codes: Mapping[str, Any]) -> list[str]:
    """Why the clock itself spoke, and to whom."""
    reason, whom = codes.get("reason"), codes.get("audience")
    words = [str(REMINDED[reason])] if reason in REMINDED else []
    if reason == MANY and (count := codes.get("round")):
        words.append(ngettext("%(count)s report", "%(count)s reports", count) % {"count": count})
    if whom in AUDIENCES:
        words.append(_("Told: %(whom)s") % {"whom": AUDIENCES[whom]})
    return words


def _yes_or_no(codes: Mapping[str, Any]) -> list[str]:
    said = {
        ("real", True): _("It is as reported."),
        ("real", False): _("It was not found as reported."),
        ("confidential", True): _("The reporter is hidden from whoever handles it."),
        ("confidential", False): _("The reporter is no longer hidden."),
    }
    return [words for (key, value), words in said.items() if codes.get(key) is value]
