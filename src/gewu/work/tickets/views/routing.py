"""Routing rules: read them, prepare a draft, try it out, bring it into force, go back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gewu.ground.accounts.models import User
from gewu.kernel import clock
from gewu.kernel.acting import Refusal
from gewu.ui.pages import page
from gewu.work.tickets import actions
from gewu.work.tickets.actions.routing import STALE
from gewu.work.tickets.forms.routing import ActivateForm, MoveRuleForm, RuleForm, SeenForm
from gewu.work.tickets.models import RoutingRule, RuleSet
from gewu.work.tickets.queries import rule_book, rule_words
from gewu.work.tickets.queries.clocks import terms_of
from gewu.work.tickets.queries.rule_trial import Trial, try_out
from gewu.work.tickets.views.asking import StaffRequest, need_in_county

KEEP = "tickets.routing"


@login_required
def rules(request: StaffRequest) -> HttpResponse:
    """The rules in force, and every version that ever was."""
    county_id = need_in_county(request.user, KEEP)
    active = rule_book.active_of(county_id)
    versions = list(rule_book.versions_of(county_id))
    context = {
        "active": active,
        "told": rule_words.told(active),
        "draft": rule_book.draft_of(county_id),
        "versions": versions,
        "people": User.objects.in_bulk({each.made_by for each in versions if each.made_by}),
    }
    return page(request, "tickets/rules.html", context)


@login_required
def draft(request: StaffRequest) -> HttpResponse:
    """What is being prepared; a POST begins it."""
    county_id = need_in_county(request.user, KEEP)
    if request.method == "POST":
        actions.draft_rules(county_id=county_id, by=request.user)
        return redirect("tickets:rules_draft")
    found = rule_book.draft_of(county_id)
    return _draft_page(request, found) if found else redirect("tickets:rules")


@login_required
@require_POST
def drop(request: StaffRequest) -> HttpResponse:
    """Throw the draft away."""
    return _pressed(request, lambda found, seen: _drop(request, found, seen))


@login_required
def add(request: StaffRequest) -> HttpResponse:
    """One more rule."""
    found = rule_book.need_draft(need_in_county(request.user, KEEP))
    return _rule_page(request, found, None)


@login_required
def change(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A rule of the draft, said anew."""
    found = rule_book.need_draft(need_in_county(request.user, KEEP))
    return _rule_page(request, found, rule_book.rule_of(found, pk))


@login_required
@require_POST
def delete(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A rule is taken out of the draft."""
    return _pressed(
        request,
        lambda found, seen: actions.delete_rule(
            draft=found, rule=rule_book.rule_of(found, pk), seen=seen, by=request.user
        ),
    )


@login_required
@require_POST
def move(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A rule is asked earlier or later."""
    form = MoveRuleForm(request.POST)
    up = form.is_valid() and form.cleaned_data["up"]
    return _pressed(
        request,
        lambda found, seen: actions.move_rule(
            draft=found, rule=rule_book.rule_of(found, pk), seen=seen, up=up, by=request.user
        ),
    )


@login_required
def trial(request: StaffRequest) -> HttpResponse:
    """What the draft would have done with the last month, and the button that makes it so."""
    found = rule_book.need_draft(need_in_county(request.user, KEEP))
    form = ActivateForm(request.POST or None, initial={"seen": found.revision})
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.activate_rules(draft=found, **form.cleaned_data, by=request.user)
        except Refusal as no:
            if no.code == STALE:
                return _stale(request, found.county_id, no)
            form.add_error(None, str(no))
        else:
            said = _("Version %(version)d is in force.") % {"version": kept.version or 0}
            messages.success(request, said)
            return redirect("tickets:rules")
    tried = try_out(
        found, terms_of(found.county_id), clock.now(), after=request.GET.get("after", "")
    )
    return page(request, "tickets/rules_trial.html", _trial_context(found, tried, form))


@login_required
def version(request: StaffRequest, number: int) -> HttpResponse:
    """One version, beside another where one is named."""
    county_id = need_in_county(request.user, KEEP)
    shown = rule_book.version_of(county_id, number)
    other = request.GET.get("with", "")
    against = rule_book.version_of(county_id, int(other)) if other.isdecimal() else None
    context = {
        "shown": shown,
        "against": against,
        "told": rule_words.told(shown),
        "others": rule_book.versions_of(county_id).exclude(pk=shown.pk),
        **(_differences(shown, against) if against else {}),
    }
    return page(request, "tickets/rules_version.html", context)


@login_required
@require_POST
def restore(request: StaffRequest, number: int) -> HttpResponse:
    """An earlier version comes into force again."""
    county_id = need_in_county(request.user, KEEP)
    try:
        kept = actions.restore_rules(
            rule_set=rule_book.version_of(county_id, number), by=request.user
        )
    except Refusal as no:
        messages.error(request, str(no))
    else:
        said = _("Version %(version)d is in force.") % {"version": kept.version or 0}
        messages.success(request, said)
    return redirect("tickets:rules")


def _draft_page(
    request: StaffRequest, found: RuleSet, *, no: Refusal | None = None
) -> HttpResponse:
    context = {
        "draft": found,
        "told": rule_words.told(found),
        "refused": no,
        "active": rule_book.active_of(found.county_id),
    }
    status = 409 if no else 200
    return page(request, "tickets/rules_draft.html", context, status=status)


def _stale(request: StaffRequest, county_id: UUID, no: Refusal) -> HttpResponse:
    """The draft as it stands now, for whoever was late; or the list where it is gone."""
    if fresh := rule_book.draft_of(county_id):
        return _draft_page(request, fresh, no=no)
    messages.error(request, _("The draft is gone; somebody brought it into force or dropped it."))
    return redirect("tickets:rules")


def _pressed(request: StaffRequest, act: Callable[[RuleSet, int], Any]) -> HttpResponse:
    """A button of the draft's page."""
    found = rule_book.need_draft(need_in_county(request.user, KEEP))
    form = SeenForm(request.POST)
    try:
        act(found, form.cleaned_data["seen"] if form.is_valid() else -1)
    except Refusal as no:
        return _stale(request, found.county_id, no)
    return redirect("tickets:rules_draft")


def _drop(request: StaffRequest, found: RuleSet, seen: int) -> None:
    actions.drop_draft(draft=found, seen=seen, by=request.user)
    messages.success(request, _("The draft is dropped. The rules in force stay."))


def _rule_page(request: StaffRequest, found: RuleSet, rule: RoutingRule | None) -> HttpResponse:
    given = request.POST if request.method == "POST" else None
    form = RuleForm(given, county_id=found.county_id, rule=rule)
    form.initial["seen"] = found.revision
    status = 200
    if given is not None and form.is_valid():
        try:
            _keep(request, found, rule, form)
        except Refusal as no:
            status = 409 if no.code == STALE else 200
            form.add_error(no.field if no.field in form.fields else None, str(no))
        else:
            return redirect("tickets:rules_draft")
    fresh = rule_book.need_draft(found.county_id)
    if status == 409:
        form.told_anew(fresh.revision)
    context = {"form": form, "rule": rule, "told": rule_words.told(fresh) if status == 409 else []}
    return page(request, "tickets/rule.html", context, status=status)


def _keep(
    request: StaffRequest, found: RuleSet, rule: RoutingRule | None, form: RuleForm
) -> RoutingRule:
    given: dict[str, Any] = {"draft": found, "seen": form.cleaned_data["seen"]}
    given |= {"wording": form.wording(), "by": request.user}
    if rule is None:
        return actions.add_rule(**given)
    return actions.change_rule(rule=rule, **given)


def _trial_context(found: RuleSet, tried: Trial, form: ActivateForm) -> dict[str, Any]:
    told = rule_words.told(found)
    by_id = {each.rule.pk: each for each in told}
    return {
        "draft": found,
        "form": form,
        "trial": tried,
        "told": [(each, tried.hits[each.rule.pk]) for each in told],
        "overlaps": [(by_id[a], by_id[b], count) for a, b, count in tried.overlaps],
        "never": [by_id[pk] for pk in by_id if pk in tried.never],
        "overruled": [by_id[pk] for pk in by_id if pk in tried.overruled],
    }


def _differences(shown: RuleSet, against: RuleSet) -> dict[str, Any]:
    """Sentences of one version that the other does not have, and whether only the order differs."""
    here, there = rule_words.told(shown), rule_words.told(against)
    ours, theirs = {each.same for each in here}, {each.same for each in there}
    only_here = [each for each in here if each.same not in theirs]
    only_there = [each for each in there if each.same not in ours]
    same_rules = not only_here and not only_there
    return {
        "only_here": only_here,
        "only_there": only_there,
        "only_order": same_rules and [e.same for e in here] != [e.same for e in there],
        "equal": [e.same for e in here] == [e.same for e in there],
    }
