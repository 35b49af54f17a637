"""Sealing anew: old rows are readable all the time, and a run that was stopped goes on."""

import pytest
from django.conf import settings as live

from gewu.ground.residents import actions, queries
from gewu.ground.residents.models import Contact, Household, PersonPart
from gewu.ground.residents.tests.people import household, purpose, resident
from gewu.kernel import sealing
from gewu.kernel.acting import SYSTEM
from gewu.kernel.crypto import key_id_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes(town, settings):
    """Seven people, their rooms and a contact under the key of now; then comes a new key."""
    made = purpose()
    people = [resident(town, made, {"name": f"王{n}"}) for n in "一二三四五六七"]
    actions.keep_contact(name="柯", phone="13800000001", purpose="x", by=SYSTEM)
    old = max(live.DATA_KEYS)
    settings.DATA_KEYS = live.DATA_KEYS | {old + 1: b"k" * 32}
    return people


def keys(model, field):
    return sorted(key_id_of(each) for each in model.objects.values_list(field, flat=True))


def test_old_rows_are_read_beside_new_ones(town, homes):
    new = sealing.newest()
    part = queries.parts_of(homes[0]).get()
    actions.write_part(person=homes[0], purpose=part.purpose, values={"name": "王新"}, by=town.ada)
    assert keys(PersonPart, "sealed") == [new - 1] * 6 + [new]
    opened = [actions.open_person(person=who, reason="看", by=town.ada).name for who in homes]
    assert opened[0] == "王新" and opened[6] == "王七"
    household(town)
    assert keys(Household, "sealed_room") == [new - 1] * 7 + [new]


def test_a_run_that_is_killed_goes_on_where_it_stood(town, homes, monkeypatch):
    new, seal, left = sealing.newest(), sealing.seal, [5]
    monkeypatch.setattr(sealing, "BATCH", 2)

    def dying(text, bound_to):
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return seal(text, bound_to)

    monkeypatch.setattr(sealing, "seal", dying)
    with pytest.raises(KeyboardInterrupt):
        list(sealing.renew_all())
    done = sealing.by_key()
    assert done[new] == 4 and done[new - 1] == 12  # the third batch broke off, whole
    assert actions.open_person(person=homes[6], reason="看", by=town.ada).name == "王七"
    left[0] = 10**6
    assert sum(renewed for _name, renewed, _broken in sealing.renew_all()) == 12
    assert sealing.by_key()[new - 1] == 0
    assert sum(renewed for _name, renewed, _broken in sealing.renew_all()) == 0


def test_without_the_old_key_everything_is_read_and_found(town, homes, settings):
    list(sealing.renew_all())
    settings.DATA_KEYS = {sealing.newest(): b"k" * 32}
    assert actions.open_person(person=homes[3], reason="看", by=town.ada).room == "1203"
    assert queries.people_found(town.ada, "name", "王四") == [homes[3]]
    read = actions.read_contact(contact=Contact.objects.get(), reason="看", by=town.ada)
    assert read.name == "柯"


def test_a_broken_seal_is_counted_and_left(town, homes):
    part = PersonPart.objects.first()
    old = bytes(part.sealed)
    PersonPart.objects.filter(pk=part.pk).update(sealed=old[:-1] + bytes([old[-1] ^ 1]))
    assert sum(broken for _name, _renewed, broken in sealing.renew_all()) == 1
    assert sealing.by_key()[sealing.newest() - 1] == 1
