"""Many households and people at once by COPY: staged in the connection's own tables, then published.

Nobody waits while rows are worked out; one transaction makes all of them real, or none.
"""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, connection
from django.db.models import Model
from django.utils.translation import gettext as _

from gewu.ground.residents import events
from gewu.ground.residents.models import Consent, Guardian, Household, Person, PersonPart
from gewu.ground.territory.queries import county
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.journal import announce
from gewu.kernel.staging import Staging, columns_of

# In the order in which they are published.
STAGING = Staging(Household, Person, PersonPart, Guardian, Consent)
COLUMNS = {model: columns_of(model) for model in STAGING.models}
Rows = dict[type[Model], list[Sequence[Any]]]


def begin() -> None:
    """Empty staging tables; what an import that broke off left behind goes."""
    STAGING.begin()


def stage(rows: Rows) -> None:
    """Put some more into the staging tables; nobody sees them yet."""
    for model in STAGING.models:
        STAGING.stage_values(model, rows.get(model, ()))


@action
def publish(*, by: Actor) -> dict[str, int]:
    """Everything staged becomes real in this transaction, or nothing does."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        added = {model.__name__: count for model, count in STAGING.publish().items()}
    except IntegrityError as error:
        text = _("Some rows were entered by somebody else meanwhile. Please start again.")
        raise Refusal(text, code="imported_meanwhile") from error
    event = events.PeopleImported(households=added["Household"], people=added["Person"])
    announce(event, by=by, path=county().path)
    return added


def row_of(model: type[Model], **values: Any) -> Sequence[Any]:
    """A row in the order of the table's columns; what is not named is empty."""
    return tuple(values.get(name) for name in COLUMNS[model])
