"""Who looked at whom, and who asked to; shown to the person and to the data-protection officer."""

from datetime import datetime
from uuid import UUID

from django.db.models import (
    CharField,
    Exists,
    Func,
    OuterRef,
    Q,
    QuerySet,
    prefetch_related_objects,
)
from django.shortcuts import get_object_or_404

from gewu.ground.accounts.models import User
from gewu.ground.residents.models import AccessReview, ChildRequest, Person, PersonAccess
from gewu.kernel.viewing import of_the_house


def accesses_to(person: Person) -> QuerySet[PersonAccess]:
    """Every reading of a person's data, the last first."""
    return PersonAccess.objects.filter(person=person).order_by("-at", "-id")


def urgent_accesses() -> QuerySet[PersonAccess]:
    """Every opening in an emergency, those nobody has looked at yet first."""
    reviewed = AccessReview.objects.filter(access=OuterRef("pk"))
    found = PersonAccess.objects.filter(kind=PersonAccess.Kind.URGENT)
    return found.annotate(is_reviewed=Exists(reviewed)).order_by("is_reviewed", "-at", "-id")


def urgent_access_for(pk: UUID) -> PersonAccess:
    """One of them, or 404."""
    return get_object_or_404(PersonAccess, pk=pk, kind=PersonAccess.Kind.URGENT)


@of_the_house
def placed(accesses: list[PersonAccess]) -> list[PersonAccess]:
    """The same with where each of the people lives, which is all that is told of them."""
    prefetch_related_objects(accesses, "person__household__area")
    return accesses


def reviews_of(accesses: list[PersonAccess]) -> dict[UUID, AccessReview]:
    """What was said to some of them."""
    found = AccessReview.objects.filter(access__in=accesses).select_related("by")
    return {review.access_id: review for review in found.order_by("pk")}


def requests_for(viewer: User) -> QuerySet[ChildRequest]:
    """What a responsible person decides about, and what somebody asked for themselves."""
    mine = Q(asked_by=viewer)
    for path in viewer.paths_with("residents.approve_child"):
        mine |= Q(place__startswith=path)
    # A join would go through the child, of whom whoever approves sees no row.
    place = Func("child", function="residents_place_of", output_field=CharField())
    found = ChildRequest.objects.annotate(place=place).filter(mine)
    return found.select_related("asked_by", "decided_by").order_by("-asked_at", "-id")


def request_for(viewer: User, pk: UUID) -> ChildRequest:
    """One of them with the place of the child, or 404."""
    return with_children([get_object_or_404(requests_for(viewer), pk=pk)])[0]


@of_the_house
def with_children(requests: list[ChildRequest]) -> list[ChildRequest]:
    """The same with the child's household and area; of the child itself nothing is shown."""
    prefetch_related_objects(requests, "child__household__area")
    return requests


def requests_about(child: Person) -> QuerySet[ChildRequest]:
    """Who asked to open a child's data and what was answered: shown to the guardian."""
    found = ChildRequest.objects.filter(child=child).select_related("asked_by", "decided_by")
    return found.order_by("-asked_at", "-id")


def approval_of(child: Person, asked_by: UUID | None, now: datetime) -> ChildRequest | None:
    """The approval on which somebody may open a child's data at this moment."""
    found = ChildRequest.objects.filter(
        child=child, asked_by=asked_by, is_approved=True, valid_until__gt=now
    )
    return found.order_by("-decided_at", "-id").first()
