"""Whether a swap keeps the rules, and with whom one could swap."""

from collections.abc import Iterator

from gewu.ground.accounts.models import User
from gewu.ground.staffing import rules
from gewu.ground.staffing.models import Duty
from gewu.ground.staffing.queries.rostering import Table, table_of
from gewu.kernel import clock
from gewu.methods import roster as method


def swap_faults(duty: Duty, taker: User, other: Duty | None) -> list[str]:
    """What the swap would break that is not broken already, for either of the two."""
    return faults_in(table_of(duty.shift.roster), duty, taker, other)


def faults_in(table: Table, duty: Duty, taker: User, other: Duty | None) -> list[str]:
    """The same against a roster that was read already; both shifts belong to it."""
    wanted = [duty.user, taker]
    if any(user not in table.people for user in wanted):
        return [str(rules.BREACHES["unable"])]
    if other is not None and other.shift_id not in table.place:
        return [str(rules.BREACHES["unable"])]
    giver, who = (table.people.index(user) for user in wanted)
    given = table.place[duty.shift_id]
    then = (table.taken - {(giver, given)}) | {(who, given)}
    if other is not None:
        back = table.place[other.shift_id]
        then = (then - {(who, back)}) | {(giver, back)}
    now = set(method.breaches(table.turns, table.hands, table.taken))
    new = [each for each in method.breaches(table.turns, table.hands, then) if each not in now]
    if (who, given) in table.taken:
        return [str(rules.BREACHES["overlap"])]
    return sorted({str(rules.BREACHES[each.why]) for each in new})


def swap_choices(duty: Duty) -> Iterator[tuple[User, Duty | None]]:
    """Who could take it, alone or for one of their coming shifts, without breaking a rule."""
    table = table_of(duty.shift.roster)
    theirs = Duty.objects.filter(
        shift__roster=duty.shift.roster, ended_at=None, shift__begins__gt=clock.now()
    ).exclude(user=duty.user_id)
    by_user: dict[object, list[Duty]] = {}
    for each in theirs.select_related("shift__kind", "user"):
        by_user.setdefault(each.user_id, []).append(each)
    for user in table.people:
        if user.pk == duty.user_id:
            continue
        for other in (None, *by_user.get(user.pk, ())):
            if not faults_in(table, duty, user, other):
                yield user, other
