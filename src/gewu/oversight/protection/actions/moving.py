"""The one way a request moves: table asked, row kept, step added, fact announced."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.ground.residents.models import ResidentSession
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal
from gewu.kernel.crypto import seal
from gewu.kernel.ids import uuid7
from gewu.kernel.journal import announce
from gewu.oversight.protection import events, policies, states
from gewu.oversight.protection.models import DataRequest, DataStep, words_bond


def held_request(request: DataRequest) -> DataRequest:
    """The request as it stands, locked until the end of the transaction."""
    rows = DataRequest.objects.select_for_update(of=("self",)).select_related("ticket")
    return rows.get(pk=request.pk)


def was_done(command: UUID | None) -> bool:
    """Whether this very command was obeyed before, so that a repeat is harmless."""
    return command is not None and DataStep.objects.filter(command=command).exists()


def need_desk(by: Actor) -> None:
    """Only the desk for data protection goes on."""
    if not policies.may_protect(by):
        raise Refusal(_("This is for the data-protection officer."), code="not_allowed")


def need_own(request: DataRequest, session: ResidentSession) -> None:
    """Only whose number it is goes on."""
    if bytes(request.phone_index) != bytes(session.phone_index):
        raise Refusal(_("This belongs to another number."), code="not_allowed")


def take(
    request: DataRequest,
    verb: str,
    *,
    words: str = "",
    command: UUID | None = None,
    changes: dict[str, object] | None = None,
    by: Actor,
) -> DataRequest:
    """Move a locked request by a verb."""
    source, now = request.state, clock.now()
    target = states.DATA_REQUEST.ask(
        verb,
        source,
        extended=request.first_due_on is not None,
        is_deletion=request.kind == DataRequest.Kind.DELETE,
    )
    for name, value in (changes or {}).items():
        setattr(request, name, value)
    request.state = target
    request.decided_at = now if target in states.ENDED and target != source else request.decided_at
    request.save(update_fields=["state", "decided_at", *(changes or {})])
    note(request, verb, source, now, words=words, command=command, by=by)
    announce(events.DataRequestMoved(request_id=request.pk, verb=verb, state=target), by=by)
    return request


def note(
    request: DataRequest,
    verb: str,
    source: str,
    now: datetime,
    *,
    words: str = "",
    command: UUID | None = None,
    by: Actor,
) -> DataStep:
    """Add a step; its words are sealed."""
    pk = uuid7()
    return DataStep.objects.create(
        id=pk,
        request=request,
        verb=verb,
        from_state=source,
        to_state=request.state,
        at=now,
        by_kind=by.actor_kind,
        by_id=by.actor_id,
        sealed_words=seal(words.strip(), words_bond(pk)) if words.strip() else None,
        command=command,
    )
