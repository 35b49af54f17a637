"""What the pages of registers share: who asks, in which register, with which answer."""

from django import forms
from django.http import HttpRequest

from gewu.ground.accounts.models import User

PAGE_SIZE = 50


class StaffRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User


def status_of(form: forms.Form) -> int:
    """400 where something is wrong with what was sent."""
    return 400 if form.is_bound and form.errors else 200
