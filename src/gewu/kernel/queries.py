"""Reads for the page of failed deliveries."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from gewu.kernel.models import ListenerFailure


def open_failures() -> QuerySet[ListenerFailure]:
    """Failed deliveries that are not settled, the oldest first."""
    return ListenerFailure.objects.filter(resolved_at=None).order_by("created_at", "id")


def failure_for(pk: object) -> ListenerFailure:
    """One failed delivery, settled or not; 404 where there is none."""
    return get_object_or_404(ListenerFailure, pk=pk)
