"""The desk's entry in the menu, how long requests stay on record, and where seals lie."""

from django.utils.translation import gettext_lazy as _

from gewu.kernel.retention import kinds, of_rows
from gewu.kernel.sealing import column, places
from gewu.oversight.protection.models import DataRequest, DataStep
from gewu.oversight.protection.policies import PROTECT
from gewu.ui.hooks import NavItem, nav

THREE_YEARS = 3 * 365

places.plug(column(DataStep, "sealed_words", lambda row: str(row.bound_to)))

kinds.plug(
    of_rows(
        DataRequest.objects.all,
        "decided_at",
        name="protection.requests",
        label=_("Requests of residents about their own data"),
        counted_from=_("from when it was decided"),
        what_goes=_("The request with its steps and words."),
        source=_("Personal Information Protection Law, article 56: at least three years"),
        days=THREE_YEARS,
        least=THREE_YEARS,
    )
)
nav.plug(
    NavItem(
        _("Requests about own data"),
        "protection:requests",
        "user-question",
        permission=PROTECT,
        order=40,
        group="people",
    )
)
