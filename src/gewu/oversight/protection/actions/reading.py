"""A resident reads what is held of them: on record as their own reading."""

from gewu.ground.residents.actions import open_own
from gewu.ground.residents.models import ResidentSession
from gewu.kernel.acting import Actor, action
from gewu.oversight.protection import queries
from gewu.oversight.protection.queries import Held


@action
def read_own(*, session: ResidentSession, as_file: bool = False, by: Actor) -> Held:
    """Everything of the number, with the people it stands for, opened."""
    mine = queries.people_of(bytes(session.phone_index))
    people = [
        queries.opened(open_own(person=person, as_file=as_file, by=by)) for person in mine.all
    ]
    return queries.held_by(session, people, is_shared=mine.is_shared)
