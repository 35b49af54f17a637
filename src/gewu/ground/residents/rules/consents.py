"""When a person may be asked, how they answer, and who answers for a child. Pure."""

from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MONTH = timedelta(days=30)


class Answer(TextChoices):
    """What was said."""

    GIVEN = "given", gettext_lazy("Consented")
    REFUSED = "refused", gettext_lazy("Said no")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")


class How(TextChoices):
    """How it was said."""

    PAPER = "paper", gettext_lazy("On paper, signed")
    ORAL = "oral", gettext_lazy("Orally, with a witness")
    ONLINE = "online", gettext_lazy("Online, by themselves")


class Relation(TextChoices):
    """What a guardian is to the child."""

    PARENT = "parent", gettext_lazy("Parent")
    GRANDPARENT = "grandparent", gettext_lazy("Grandparent")
    RELATIVE = "relative", gettext_lazy("Another relative")
    APPOINTED = "appointed", gettext_lazy("Guardian by decision")


def asking_fault(refused_on: date | None, today: date, months: int, *, own_wish: bool) -> str:
    """Whoever said no is left in peace for some months, unless they come up with it themselves."""
    if refused_on is None or own_wish or today >= (until := refused_on + months * MONTH):
        return ""
    return _("They said no on %(day)s. They may be asked again from %(until)s on.") % {
        "day": refused_on.isoformat(),
        "until": until.isoformat(),
    }


def day_fault(day: date, today: date) -> str:
    """An answer is written down after it was given."""
    return _("This day is still to come.") if day > today else ""


def witness_fault(how: str, has_witness: bool) -> str:
    """What was only said needs somebody else who heard it."""
    if how == How.ORAL and not has_witness:
        return _("Name the colleague who heard it.")
    return ""


def speaks_for(*, by_guardian: bool, is_child: bool) -> bool:
    """Whether an answer counts: a guardian's while it is a child, from the 14th birthday their own."""
    return by_guardian == is_child


def guardian_fault(*, same: bool, guardian_is_child: bool, ward_is_child: bool) -> str:
    """Why somebody cannot be the guardian of another; empty when they can.

    Whoever has a guardian is a child and no child is one, so there is no circle.
    """
    if same:
        return _("Nobody is their own guardian.")
    if guardian_is_child:
        return _("Whoever is under 14 cannot be a guardian.")
    if not ward_is_child:
        return _("A guardian is named for whoever is under 14, and ends on that birthday.")
    return ""
