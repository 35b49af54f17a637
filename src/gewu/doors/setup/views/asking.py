"""Who asks, and whether they may."""

from django.http import HttpRequest

from gewu.ground.accounts.models import User


class StaffRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User
