"""The page on which people come in from a table."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.cast import GRID_1

from gewu.ground.residents.models import Person
from gewu.ground.residents.tests.people import protector, purpose

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
GOOD = f"H1,{GRID_1},contact,contact paper 2026-01-02,王小明,13800000001"
BAD = f"H2,{GRID_1},contact,,王小红,13800000002"


def file(*rows, head="household,area,purposes,consents,name,phone"):
    return SimpleUploadedFile("people.csv", "\n".join([head, *rows]).encode())


def send(user, upload=None, **said):
    client = Client()
    client.force_login(user)
    if upload is None:
        return client.get(reverse("residents:import"))
    return client.post(reverse("residents:import"), {"file": upload, **said})


def test_a_table_is_brought_in_or_the_rest_of_it(town):
    purpose()
    assert "contact paper 2026-03-01" in send(protector(town)).content.decode()
    answer = send(town.root, file(GOOD, BAD))
    text = answer.content.decode()
    assert answer.status_code == 422 and "nothing was written" in text and "consent" in text
    assert not Person.objects.exists()
    answer = send(town.root, file(GOOD, BAD), skips_bad="on")
    text = answer.content.decode()
    assert answer.status_code == 200 and "1 households with 1 people" in text
    assert "王小红" not in text and "13800000002" not in text
    assert Person.objects.count() == 1


def test_many_faults_are_cut_short_and_a_wrong_table_is_told(town):
    purpose()
    rows = [BAD.replace("H2", f"X{n}") for n in range(105)]
    assert "and 5 more" in send(town.root, file(*rows)).content.decode()
    answer = send(town.root, file("x", head="name"))
    assert answer.status_code == 422 and "lacks the columns" in answer.content.decode()
    assert send(town.root, SimpleUploadedFile("x.csv", b"")).status_code == 422


def test_nobody_else(town):
    for who in (town.ada, town.ben, town.eve, town.hana):
        assert send(who).status_code == 403
        assert send(who, file(GOOD)).status_code == 403
