"""Pages of whistles: find them, raise one, look at one, take a step."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.ground.accounts.models import User
from gewu.kernel import clock
from gewu.kernel.files import answer
from gewu.ui.pages import page
from gewu.work.tickets import actions, policies, states
from gewu.work.tickets.forms import whistling as forms
from gewu.work.tickets.models import Whistle, WhistleCall, WhistleTask
from gewu.work.tickets.queries import scope, whistling
from gewu.work.tickets.rules.whistle_reminding import WHISTLE_REASONS
from gewu.work.tickets.views.asking import StaffRequest, need, try_to

PERIODS = (30, 90, 365)
SHOWN = 6


@dataclass(frozen=True)
class Asked:
    """A step of a whistle: how it is said, its form, its action and who may take it."""

    verb: str
    label: str | Promise
    icon: str
    done: str | Promise
    form: type[forms.WhistleForm]
    act: Callable[..., Any]
    may: Callable[[User, Any], bool]
    of: str = "whistle"
    tone: str = "plain"


STEPS = {
    each.verb: each
    for each in (
        Asked(
            "approve_whistle",
            gettext_lazy("Approve and call the units"),
            "check",
            gettext_lazy("The units are called."),
            forms.ApproveForm,
            actions.approve_whistle,
            policies.may_approve_whistle,
        ),
        Asked(
            "refuse_whistle",
            gettext_lazy("Refuse"),
            "ban",
            gettext_lazy("Refused. Whoever whistled can read why."),
            forms.RefuseForm,
            actions.refuse_whistle,
            policies.may_approve_whistle,
        ),
        Asked(
            "acknowledge",
            gettext_lazy("We have read it"),
            "eye",
            gettext_lazy("Thank you. They know that you are coming."),
            forms.AcknowledgeForm,
            actions.acknowledge,
            policies.may_answer_call,
            of="call",
        ),
        Asked(
            "report_in",
            gettext_lazy("Report in"),
            "map-pin",
            gettext_lazy("You have reported in."),
            forms.ReportForm,
            actions.report_in,
            policies.may_answer_call,
            of="call",
        ),
        Asked(
            "give_task",
            gettext_lazy("Give a task"),
            "list-check",
            gettext_lazy("The task is given."),
            forms.TaskForm,
            actions.give_task,
            policies.may_lead_whistle,
        ),
        Asked(
            "finish_task",
            gettext_lazy("Our task is done"),
            "tool",
            gettext_lazy("Well done. Whoever whistled will look at it."),
            forms.FinishForm,
            actions.finish_task,
            policies.may_finish_task,
            of="task",
        ),
        Asked(
            "confirm_task",
            gettext_lazy("Confirm the task"),
            "check",
            gettext_lazy("Confirmed."),
            forms.ConfirmForm,
            actions.confirm_task,
            policies.may_judge_whistle,
            of="task",
        ),
        Asked(
            "judge",
            gettext_lazy("Say how it went"),
            "circle-check",
            gettext_lazy("Thank you. The units can read it."),
            forms.JudgeForm,
            actions.judge,
            policies.may_judge_whistle,
        ),
        Asked(
            "hold_meeting",
            gettext_lazy("Keep the minutes of a joint meeting"),
            "users-group",
            gettext_lazy("The minutes are kept."),
            forms.MeetingForm,
            actions.hold_meeting,
            policies.may_lead_whistle,
        ),
    )
}


@login_required
def whistles(request: StaffRequest) -> HttpResponse:
    """A selection of whistles, the newest first, and how both sides did."""
    need(request.user.may("tickets.see"))
    key = request.GET.get("show", "")
    counts = whistling.counts(request.user)
    if key not in whistling.SELECTIONS:
        key = "mine" if counts["mine"] else "open"
    words = request.GET.get("q", "").strip()[:100]
    days = int(found) if (found := request.GET.get("days", "")) in map(str, PERIODS) else PERIODS[0]
    rows = whistling.page(request.user, key, words, **_marks(request))
    now = clock.now()
    query = urlencode({"show": key, "q": words, "days": days})
    context = {
        "key": key,
        "words": words,
        "rows": rows,
        "now": now,
        "tabs": _tabs(key, words, counts),
        "older": f"?{query}&after={rows.after}" if rows.after else "",
        "newer": f"?{query}&before={rows.before}" if rows.before else "",
        "days": days,
        "periods": PERIODS,
        "measures": whistling.measures(request.user, now - timedelta(days=days), now),
        "may_raise": bool(whistling.own_units(request.user)),
        "here": request.get_full_path(),
        "live_topics": whistling.topics_of(request.user),
    }
    return page(request, "tickets/whistles.html", context, part="rows")


@login_required
def raise_whistle(request: StaffRequest, pk: UUID | None = None) -> HttpResponse:
    """Say what is wanted and of whom, about a ticket or without one."""
    ticket = scope.ticket_for(request.user, pk) if pk else None
    own = whistling.own_units(request.user)
    need(bool(own) and (ticket is None or policies.may_whistle(request.user, ticket)))
    path = ticket.area_path if ticket else own[0].area.path
    given = (request.POST,) if request.method == "POST" else ()
    form = forms.RaiseForm(*given, own=own, callable_units=whistling.units_to_call(path, own))
    if request.method == "POST" and form.is_valid():
        made = try_to(
            form, lambda: actions.raise_whistle(**form.arguments(ticket), by=request.user)
        )
        if made is not None:
            messages.success(request, _("You have whistled. The duty lead decides now."))
            return redirect("tickets:whistle_page", made.pk)
    context = {"form": form, "ticket": ticket, "own": own, "now": clock.now()}
    return page(request, "tickets/raise_whistle.html", context, part="form")


@login_required
def whistle(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One whistle: what is wanted, who comes, who does what, how it got here."""
    found = whistling.whistle_for(request.user, pk)
    return page(request, "tickets/whistle.html", _shown(request.user, found), part="whistle")


@login_required
def step(request: StaffRequest, pk: UUID, verb: str, task: UUID | None = None) -> HttpResponse:
    """The form of a step; once it is valid, the step."""
    found = whistling.whistle_for(request.user, pk)
    asked = _asked(verb, task)
    target = _target(request.user, found, asked, task)
    # Only whoever whistled confirms, whichever unit has the task.
    judged = found if verb == "confirm_task" else target
    need(target is not None and asked.may(request.user, judged))
    sent = request.method == "POST"
    form = asked.form(*((request.POST,) if sent else ()), whistle=found)
    if sent and form.is_valid():
        given = {asked.of: target, "by": request.user} | form.arguments()
        if try_to(form, lambda: asked.act(**given)) is not None:
            messages.success(request, str(asked.done))
            return redirect("tickets:whistle_page", found.pk)
        found = whistling.whistle_for(request.user, pk)  # as it stands now
    context = {
        "whistle": found,
        "form": form,
        "said": asked,
        "target": target,
        "action_url": url_of(asked.verb, found, task),
        "now": clock.now(),
    }
    return page(request, "tickets/whistle_step.html", context, part="form")


@login_required
def photo(request: StaffRequest, pk: UUID, photo: UUID, size: str) -> HttpResponseBase:
    """A picture of the ticket, for those whom the whistle calls."""
    found = whistling.whistle_for(request.user, pk)
    kept = whistling.photo_for(found, photo)
    return answer(kept.attachment, "thumb" if size == "thumb" else "full")


def whistles_panel(request: HttpRequest) -> Mapping[str, Any]:
    """What the first page of the desk shows: whistles that wait for this person."""
    user = request.user
    assert isinstance(user, User)
    waiting = whistling.page(user, "mine").whistles
    return {"whistles": waiting[:SHOWN], "count": len(waiting), "now": clock.now()}


def url_of(verb: str, found: Whistle, task: UUID | None = None) -> str:
    """Where the form of a step is."""
    args = [found.pk, task, verb] if task else [found.pk, verb]
    return reverse("tickets:whistle_task_step" if task else "tickets:whistle_step", args=args)


def _shown(user: User, found: Whistle) -> dict[str, Any]:
    call = whistling.own_call(user, found)
    tasks = whistling.tasks_of(found)
    return {
        "whistle": found,
        "call": call,
        "calls": whistling.calls_of(found),
        "tasks": [_task_row(user, found, each) for each in tasks],
        "meetings": list(found.meetings.order_by("-id")),
        "entries": [_entry(*each) for each in whistling.steps_of(found)],
        "photos": whistling.photos_of(found),
        "sees_ticket": found.ticket is not None and policies.may_see(user, found.ticket),
        "steps": _steps(user, found, call, tasks),
        "may_report": _may_report(user, found, call),
        "now": clock.now(),
        "live_topics": [f"whistle:{found.pk}"],
    }


def _steps(
    user: User, found: Whistle, call: WhistleCall | None, tasks: list[WhistleTask]
) -> list[dict[str, Any]]:
    """The viewer's next steps but for reporting in, which has a button of its own."""
    primary = _first(found, tasks)
    rows = [
        {
            "said": asked,
            "url": url_of(asked.verb, found),
            "primary": asked.verb == primary and not _may_report(user, found, call),
            "at_once": asked.verb == "approve_whistle",
        }
        for asked in STEPS.values()
        if asked.of == "whistle" and _possible(asked.verb, found) and asked.may(user, found)
    ]
    return sorted(rows, key=lambda row: not row["primary"])


def _first(found: Whistle, tasks: list[WhistleTask]) -> str:
    """What the whistle waits for."""
    if found.state == states.RUNNING:
        return "judge" if tasks and all(each.confirmed_at for each in tasks) else "give_task"
    return {states.RAISED: "approve_whistle", states.MEETING: "hold_meeting"}.get(found.state, "")


def _possible(verb: str, found: Whistle) -> bool:
    from_here = states.WHISTLE.verbs_from(found.state)
    return verb in from_here or (verb == "judge" and "convene" in from_here)


def _may_report(user: User, found: Whistle, call: WhistleCall | None) -> bool:
    return (
        call is not None
        and call.reported_at is None
        and found.state in states.CALLING
        and policies.may_answer_call(user, call)
    )


def _task_row(user: User, found: Whistle, task: WhistleTask) -> dict[str, Any]:
    verb, may = ("finish_task", policies.may_finish_task(user, task))
    if task.done_at:
        verb, may = "confirm_task", policies.may_judge_whistle(user, found)
    open_now = task.confirmed_at is None and _possible(verb, found)
    return {
        "task": task,
        "said": STEPS[verb],
        "url": url_of(verb, found, task.pk) if open_now and may else "",
        "at_once": verb == "confirm_task",
    }


def _entry(each: Any, who: User | None) -> dict[str, Any]:
    late = _("late") if each.codes.get("late") else ""
    mode = WhistleCall.Mode(each.codes["mode"]).label if each.codes.get("mode") else ""
    outcome = each.codes.get("outcome")
    said = Whistle.Outcome(outcome).label if outcome else ""
    why = WHISTLE_REASONS.get(each.codes.get("reason"), "")
    by = [who.shown_name if who else _("By itself"), each.unit.name if each.unit else ""]
    return {
        "title": each.verb_label,
        "by": " · ".join(str(part) for part in by if part),
        "at": each.at,
        "note": " · ".join(str(part) for part in (mode, late, said, why) if part),
        "tone": "near" if late else "action",
    }


def _asked(verb: str, task: UUID | None) -> Asked:
    asked = STEPS.get(verb)
    if asked is None or (asked.of == "task") != (task is not None):
        raise Http404
    return asked


def _target(user: User, found: Whistle, asked: Asked, task: UUID | None) -> Any:
    if asked.of == "call":
        return whistling.own_call(user, found)
    if asked.of == "task":
        return whistling.task_for(found, task) if task else None
    return found


def _tabs(key: str, words: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "label": each.label,
            "url": f"?{urlencode({'show': each.key, 'q': words})}",
            "current": each.key == key,
            "count": counts.get(each.key),
        }
        for each in whistling.SELECTIONS.values()
        if counts.get(each.key) or each.key in ("open", "ended", key)
    ]


def _marks(request: StaffRequest) -> dict[str, str]:
    return {name: _readable(request.GET.get(name, "")) for name in ("after", "before")}


def _readable(mark: str) -> str:
    try:
        return str(UUID(mark))
    except ValueError:
        return ""
