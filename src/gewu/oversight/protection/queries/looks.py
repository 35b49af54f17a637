"""Who looked at what is held of somebody: when, of which post, why. People are not named."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.residents.models import (
    Contact,
    ContactAccess,
    Person,
    PersonAccess,
    ResidentSession,
)
from gewu.ground.residents.queries import field_label
from gewu.ground.staffing.models import Appointment
from gewu.oversight.protection.models import DataStep, DataTerms
from gewu.work.tickets.models import Ticket


@dataclass(frozen=True)
class Look:
    """One reading: when, by which post, what for, and of what."""

    at: datetime
    who: str
    reason: str
    about: str
    kind: str = ""
    is_urgent: bool = False
    person_id: UUID | None = None


def looks_at(
    contacts: Sequence[Contact],
    tickets: Mapping[Any, Sequence[Ticket]],
    session: ResidentSession,
    people: Sequence[Person] = (),
) -> list[Look]:
    """Every reading of these contacts, of the person's requests to the desk, and of these people."""
    opened = list(ContactAccess.objects.filter(contact__in=contacts))
    mine = DataStep.objects.filter(verb="read", request__phone_index=session.phone_index)
    read = list(mine.select_related("request"))
    seen = list(PersonAccess.objects.filter(person__in=people).exclude(reader_kind="resident"))
    posts = Posts(
        [
            *(each.reader_id for each in opened),
            *(each.by_id for each in read),
            *(each.reader_id for each in seen),
        ]
    )
    looks = [
        Look(
            at=each.at,
            who=posts.held(each.reader_id, each.at),
            reason=each.reason,
            about=_(", ").join(t.shown_number for t in tickets.get(each.contact_id, ())),
            kind=_("Name and phone opened"),
        )
        for each in opened
    ]
    looks += [
        Look(
            at=each.at,
            who=posts.held(each.by_id, each.at),
            reason=_("To answer what you asked: %(what)s")
            % {"what": each.request.get_kind_display()},
            about="",
            kind=_("Your request to the desk for data protection read"),
        )
        for each in read
    ]
    looks += [_of_person(each, posts) for each in seen]
    return sorted(looks, key=lambda look: look.at, reverse=True)


def _of_person(access: PersonAccess, posts: "Posts") -> Look:
    """One reading of a person's data; an emergency stands out."""
    return Look(
        at=access.at,
        who=posts.held(access.reader_id, access.at, access.unit_id),
        reason=access.reason,
        about=_(", ").join(field_label(code) for code in access.fields),
        kind=access.get_kind_display(),
        is_urgent=access.kind == PersonAccess.Kind.URGENT,
        person_id=access.person_id,
    )


class Posts:
    """Which posts some people hold or held, asked once for all of them; names as the county says."""

    def __init__(self, people: Iterable[UUID | None]) -> None:
        self.names = DataTerms.objects.filter(shows_names=True).exists()
        self.of: dict[UUID, list[Appointment]] = {}
        ids = {each for each in people if each is not None}
        found = Appointment.objects.filter(user__in=ids)
        for each in found.select_related("post__unit", "post__kind", "user").order_by("pk"):
            self.of.setdefault(each.user_id, []).append(each)

    def held(self, user: UUID | None, at: datetime, read_as: UUID | None = None) -> str:
        """The posts and units of somebody at a moment, or the one they read as, in words."""
        if user is None:
            return _("The system itself")
        day = timezone.localdate(at)
        held = [each for each in self.of.get(user, []) if day in each.valid]
        held = [each for each in held if each.post.unit_id == read_as] or held
        if not held:
            return _("A member of staff")
        said = [f"{each.post.unit.name} · {each.post.title}" for each in held]
        return _(", ").join([*said, held[0].user.shown_name] if self.names else said)
