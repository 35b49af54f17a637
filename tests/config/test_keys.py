"""Every seal of the house can be renewed, so that an old key can be destroyed."""

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db.models import BinaryField
from typer.testing import CliRunner

from gewu.config.cli import keys
from gewu.ground.accounts.actions import BOND
from gewu.ground.residents.actions import keep_contact, read_contact
from gewu.ground.residents.models import Contact
from gewu.kernel import sealing
from gewu.kernel.acting import RESIDENT, SYSTEM
from gewu.kernel.crypto import BrokenSeal, open_sealed, seal
from tests.cast import CLEO

OLD, NEW = {1: b"a" * 32}, {1: b"a" * 32, 2: b"b" * 32}


@pytest.fixture
def contacts(town, settings):
    """Three names and phones, and a second proof, sealed with the old key."""
    settings.DATA_KEYS = OLD
    kept = [keep_contact(**CLEO, purpose="x", by=RESIDENT) for _ in range(3)]
    data = {"secret": seal("totp", BOND).hex()}
    Authenticator.objects.create(user=town.eve, type="totp", data=data)
    Authenticator.objects.create(user=town.eve, type="webauthn", data={"credential": {}})
    settings.DATA_KEYS = NEW
    return kept


def read(contact):
    return read_contact(contact=contact, reason="回电", by=SYSTEM)


def test_every_sealed_column_is_known_here():
    named = {place.name for place in sealing.places}
    for model in apps.get_models():
        for field in model._meta.fields:
            if isinstance(field, BinaryField) and field.name.startswith("sealed"):
                assert f"{model._meta.label_lower}.{field.name}" in named


def test_all_is_sealed_anew_and_the_old_key_opens_nothing_more(contacts, settings, monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 2)
    assert sealing.by_key() == {1: 7, 2: 0}
    old = bytes(Contact.objects.get(pk=contacts[0].pk).sealed_name)
    done = {name: (renewed, broken) for name, renewed, broken in sealing.renew_all()}
    assert done["residents.contact.sealed_name"] == (3, 0)
    assert done["mfa.authenticator.data"] == (1, 0)
    assert sealing.by_key() == {1: 0, 2: 7}
    settings.DATA_KEYS = {2: NEW[2]}
    assert {read(contact).name for contact in contacts} == {CLEO["name"]}
    assert open_sealed(bytes.fromhex(Authenticator.objects.get(type="totp").data["secret"]), BOND)
    with pytest.raises(BrokenSeal):
        open_sealed(old, f"residents_contact.name:{contacts[0].pk}")


def test_twice_changes_nothing(contacts):
    list(sealing.renew_all())
    before = bytes(Contact.objects.get(pk=contacts[0].pk).sealed_name)
    assert sum(renewed for _name, renewed, _broken in sealing.renew_all()) == 0
    assert bytes(Contact.objects.get(pk=contacts[0].pk).sealed_name) == before


def test_what_does_not_open_is_counted_and_left(contacts, town):
    Contact.objects.filter(pk=contacts[0].pk).update(sealed_name=b"\x01broken")
    Authenticator.objects.filter(type="totp").update(data={"secret": b"\x01x".hex()})
    done = {name: (renewed, broken) for name, renewed, broken in sealing.renew_all()}
    assert done["residents.contact.sealed_name"] == (2, 1)
    assert done["mfa.authenticator.data"] == (0, 1)


def test_the_command_says_which_key_can_go(contacts):
    said = CliRunner().invoke(keys.app, ["show"]).stdout
    assert "Key 1: 7 seals. gewu keys renew" in said and "Key 2: 0 seals. It seals." in said
    answer = CliRunner().invoke(keys.app, ["renew"])
    assert answer.exit_code == 0 and "Key 1: 0 seals. Take it out" in answer.stdout
    Contact.objects.filter(pk=contacts[0].pk).update(sealed_name=b"\x01broken")
    assert CliRunner().invoke(keys.app, ["renew"]).exit_code == 1
