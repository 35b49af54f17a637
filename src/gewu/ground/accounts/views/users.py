"""Looking after users and their keys."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gewu.ground.accounts import actions, forms, policies, queries
from gewu.ground.accounts.models import ROLES, ApiKey, User
from gewu.kernel.acting import Refusal
from gewu.ui.asking import need, try_to
from gewu.ui.pages import page

PAGE_SIZE = 50


@login_required
def users(request: HttpRequest) -> HttpResponse:
    """Everyone who signs in."""
    viewer = cast(User, request.user)
    need(policies.may_manage_accounts(viewer))
    words = request.GET.get("q", "").strip()
    found = Paginator(queries.users_for(viewer, words), PAGE_SIZE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"found": found, "words": words}
    context["founders"] = list(queries.founders())
    may_publish = policies.may_publish_undertaking(viewer)
    context["asks_nobody"] = may_publish and queries.undertaking() is None
    if viewer.is_superuser:
        context["missing"] = [ROLES[name].label for name in queries.separated_without(viewer)]
    return page(request, "accounts/users.html", context, part="results")


@login_required
@require_POST
def give_up_everything(request: HttpRequest) -> HttpResponse:
    """The first sign-in of a county is one administrator of it like others from now on."""
    viewer = cast(User, request.user)
    need(policies.may_give_up_everything(viewer, viewer))
    try:
        actions.give_up_everything(user=viewer, by=viewer)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:users")
    messages.success(request, _("Done. What you may do from now on comes from your posts."))
    return redirect("/desk/")


@login_required
def add_user(request: HttpRequest) -> HttpResponse:
    """A new sign-in."""
    viewer = cast(User, request.user)
    need(policies.may_manage_accounts(viewer))
    form = forms.UserForm(request.POST or None)
    if form.is_valid():
        added = try_to(form, lambda: actions.add_user(**form.cleaned_data, by=viewer))
        if added:
            messages.success(request, _("The sign-in is there. Appoint them to a post next."))
            return redirect("accounts:user", pk=added.pk)
    return page(request, "accounts/add_user.html", {"form": form}, status=_status(form))


@login_required
def user(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One user: names, roles, keys."""
    viewer, other = cast(User, request.user), _other(request, pk)
    form = forms.NamesForm(request.POST or None, initial=vars(other))
    if form.is_valid():
        done = try_to(form, lambda: actions.rename_user(user=other, **form.cleaned_data, by=viewer))
        if done:
            messages.success(request, _("Saved."))
            return redirect("accounts:user", pk=pk)
    return page(request, "accounts/user.html", _about(viewer, other, form), status=_status(form))


@login_required
def set_password(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new password for somebody who lost theirs."""
    viewer, other = cast(User, request.user), _other(request, pk)
    form = forms.PasswordForm(request.POST or None)
    if form.is_valid():
        words = form.cleaned_data
        done = try_to(form, lambda: actions.change_password(user=other, **words, by=viewer))
        if done:
            messages.success(request, _("The new password is set. Their open sessions have ended."))
            return redirect("accounts:user", pk=pk)
    context = {"form": form, "other": other}
    return page(request, "accounts/set_password.html", context, status=_status(form))


@login_required
@require_POST
def set_active(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close a sign-in, or open it again."""
    viewer, other = cast(User, request.user), _other(request, pk)
    act = actions.deactivate_user if other.is_active else actions.reactivate_user
    try:
        changed = act(user=other, by=viewer)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        done = _("The sign-in is open again.") if changed.is_active else _("The sign-in is closed.")
        messages.success(request, done)
    return redirect("accounts:user", pk=pk)


@login_required
@require_POST
def unlink_identity(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take away the link to an identity of somebody who has left it, or lost it."""
    viewer, other = cast(User, request.user), _other(request, pk)
    actions.unlink_identity(user=other, by=viewer)
    messages.success(request, _("The link is removed. Name and password sign in as before."))
    return redirect("accounts:user", pk=pk)


@login_required
@require_POST
def remove_factors(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take away the second proofs of somebody who lost phone and spare codes."""
    viewer, other = cast(User, request.user), _other(request, pk)
    actions.remove_factors(user=other, by=viewer)
    messages.success(
        request, _("Their second proofs are removed. The password alone signs in now.")
    )
    return redirect("accounts:user", pk=pk)


@login_required
def issue_key(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A key for a machine; its secret is shown on this answer and never again."""
    viewer, other = cast(User, request.user), _other(request, pk)
    form = forms.KeyForm(request.POST or None)
    if form.is_valid():
        issued = try_to(form, lambda: actions.issue_key(user=other, **form.cleaned_data, by=viewer))
        if issued:
            answer = page(request, "accounts/key_issued.html", {"issued": issued, "other": other})
            answer["Cache-Control"] = "no-store"
            return answer
    context = {"form": form, "other": other}
    return page(request, "accounts/issue_key.html", context, status=_status(form))


@login_required
@require_POST
def revoke_key(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop a key at once."""
    viewer = cast(User, request.user)
    key: ApiKey | None = queries.key_for(viewer, pk)
    if key is None:
        raise Http404
    actions.revoke_key(key=key, by=viewer)
    messages.success(request, _("The key does not work any more."))
    if policies.may_manage(viewer, key.user):
        return redirect("accounts:user", pk=key.user_id)
    return redirect("/desk/")


def _other(request: HttpRequest, pk: UUID) -> User:
    other = queries.user_for(cast(User, request.user), pk)
    if other is None:
        raise Http404
    return other


def _about(viewer: User, other: User, form: forms.NamesForm) -> dict[str, Any]:
    return {
        "other": other,
        "form": form,
        "roles": [ROLES[name].label for name in other.roles],
        "keys": queries.keys_of(viewer, other),
        "factors": queries.factors_of(other),
        "identity": queries.identity_of(other),
        "may_close": policies.may_deactivate(viewer, other),
    }


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200
