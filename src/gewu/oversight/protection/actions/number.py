"""A new number: shown to be one's own by a code, and then everything of the old one follows."""

from uuid import UUID

from gewu.ground.residents.actions import (
    Entered,
    enter_new_number,
    renumber_contacts,
    renumber_session,
    write_part,
)
from gewu.ground.residents.models import ResidentSession
from gewu.ground.residents.queries import parts_of
from gewu.kernel.acting import Actor, action
from gewu.oversight.protection import queries
from gewu.oversight.protection.actions.asking import made
from gewu.oversight.protection.actions.moving import take
from gewu.oversight.protection.models import DataRequest


@action
def change_number(*, session: ResidentSession, challenge: UUID, code: str, by: Actor) -> Entered:
    """Requests, contacts, one's own record and what was asked go over to the new number."""
    entered = enter_new_number(session=session, challenge=challenge, code=code, by=by)
    if not entered.phone:
        return entered
    old, mine = bytes(session.phone_index), queries.people_of(bytes(session.phone_index))
    renumber_contacts(session=session, phone=entered.phone, by=by)
    for part in parts_of(mine.own) if mine.own else ():
        if "phone" in part.held:
            given = {"phone": entered.phone}
            write_part(person=part.person, purpose=part.purpose, values=given, partly=True, by=by)
            break  # who somebody is, is the same for every purpose
    renumber_session(session=session, phone=entered.phone, by=by)
    session.refresh_from_db()
    DataRequest.objects.filter(phone_index=old).update(phone_index=session.phone_index)
    request, _is_new = made(session, DataRequest.Kind.CORRECT, None, "", None, by)
    take(request, "fulfil", by=by)
    return entered
