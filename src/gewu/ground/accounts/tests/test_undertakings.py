"""The confidentiality undertaking: nobody goes on before they have promised by the words in force."""

import io

import pytest
from django.test import Client
from openpyxl import load_workbook
from tests.cast import person

from gewu.ground.accounts import actions, queries
from gewu.ground.accounts.models import Signature, Undertaking, User
from gewu.ground.accounts.rules import TEXT_EN, TEXT_ZH
from gewu.kernel.acting import RESIDENT, SYSTEM, Refusal
from gewu.kernel.models import AuditRecord, ExportRecord

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
WORDS, LIST = "/accounts/undertaking/", "/accounts/undertakings/"
DAY = "/desk/"


@pytest.fixture
def at(town):
    def entered(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return entered


def published(more: str = "") -> Undertaking:
    return actions.publish_undertaking(
        text_zh=f"我承诺保密。{more}", text_en=f"I keep it.{more}", by=SYSTEM
    )


def promise(client, number=1, **more):
    return client.post(WORDS, {"number": number, "promised": "on", **more})


def test_while_nothing_is_published_nobody_is_asked(town, at):
    assert at(town.ada).get(DAY).status_code == 200
    assert at(town.ada).get(WORDS).status_code == 404
    assert "Nothing is published yet" in at(town.sam).get(LIST).text
    assert "Nobody has promised" in at(town.sam).get("/accounts/users/").text
    assert "Nobody has promised" not in at(town.root).get("/accounts/users/").text


def test_nobody_goes_on_before_they_have_promised(town, at, django_assert_num_queries):
    published()
    ada = at(town.ada)
    asked = ada.get("/tickets/?queue=all")
    assert asked["Location"] == f"{WORDS}?next=%2Ftickets%2F%3Fqueue%3Dall"
    assert ada.post("/tickets/new/", {"words": "x"})["Location"] == WORDS
    part = ada.get("/tickets/", headers={"HX-Request": "true"})
    assert (part.status_code, part["HX-Redirect"]) == (200, WORDS)
    count = ada.get("/notices/count/", headers={"HX-Request": "true"})
    assert count.status_code == 204  # what counts by itself takes nobody away from what they type
    page = ada.get(asked["Location"])
    assert "I keep it." in page.text and 'value="/tickets/?queue=all"' in page.text
    assert ada.post("/language/", {"language": "en", "next": WORDS}).status_code == 302
    assert promise(ada, next="/tickets/?queue=all")["Location"] == "/tickets/?queue=all"
    assert ada.get(DAY).status_code == 200
    assert "You promised this on" in ada.get(WORDS).text
    # A session asks once; another one of hers finds that she has promised.
    assert at(town.ada).get(DAY).status_code == 200
    assert AuditRecord.objects.filter(name="accounts.undertaking_signed").count() == 1


def test_an_unticked_box_and_a_way_out_of_the_house_are_refused(town, at):
    published()
    ada = at(town.ada)
    refused = ada.post(WORDS, {"number": 1})
    assert refused.status_code == 422 and "Tick this first." in refused.text
    assert not Signature.objects.exists()
    assert promise(ada, next="https://elsewhere.example/")["Location"] == DAY
    assert promise(ada)["Location"] == DAY  # once more changes nothing
    assert Signature.objects.count() == 1


def test_a_new_version_is_felt_by_open_sessions_at_once(town, at):
    published()
    ada = at(town.ada)
    promise(ada)
    published(" Still.")
    assert ada.get(DAY)["Location"].startswith(WORDS)
    assert "You signed version 1." in ada.get(WORDS).text
    late = promise(ada, number=1)  # the words of the form that was open
    assert late.status_code == 422 and "have changed in the meantime" in late.text
    assert 'name="number" value="2"' in late.text
    promise(ada, number=2)
    assert ada.get(DAY).status_code == 200
    assert queries.signature_of(town.ada).undertaking.number == 2


def test_a_machine_with_a_key_is_not_asked(town, client):
    key = actions.issue_key(user=town.ben, label="x", by=SYSTEM)
    published()
    answer = client.get("/api/v1/tickets", headers={"Authorization": f"Bearer {key.secret}"})
    assert answer.status_code == 200


def test_whoever_lets_in_for_the_county_publishes_with_a_text_at_hand(town, at):
    sam = at(town.sam)
    form = sam.get(f"{LIST}publish/")
    assert TEXT_ZH.splitlines()[0] in form.text
    empty = sam.post(f"{LIST}publish/", {"text_zh": "　", "text_en": "x"})
    assert empty.status_code == 422
    assert sam.post(f"{LIST}publish/", {"text_zh": TEXT_ZH, "text_en": TEXT_EN})["Location"] == LIST
    assert sam.get(LIST)["Location"].startswith(WORDS)  # they promise as well
    promise(sam)
    assert "Version 1" in sam.get(LIST).text
    assert TEXT_EN.splitlines()[0] in sam.get(f"{LIST}publish/").text
    again = sam.post(f"{LIST}publish/", {"text_zh": TEXT_ZH, "text_en": TEXT_EN}, follow=True)
    assert "Nothing was changed" in again.text and Undertaking.objects.count() == 1
    assert AuditRecord.objects.filter(name="accounts.undertaking_published").count() == 1


def test_who_has_signed_and_who_not(town, at):
    published()
    tina = person("tina", "蒂娜", town.town_office, "security")
    for user in (town.sam, town.ada, tina):
        actions.sign_undertaking(user=user, number=1, by=user)
    sam = at(town.sam).get(LIST).text
    assert ">Ada<" in sam and ">Dan<" in sam and "have not signed yet" in sam
    lacking = at(town.sam).get(f"{LIST}?state=lacking").text
    assert ">Ada<" not in lacking and ">Dan<" in lacking
    hers = at(tina).get(LIST).text  # a town's sees those of her town, and publishes nothing
    assert ">Ada<" in hers and ">Dan<" not in hers and "A new version" not in hers
    assert at(tina).get(f"{LIST}publish/").status_code == 403
    assert "Nobody has promised" not in at(tina).get("/accounts/users/").text


def test_long_lists_are_paged(town, at):
    published()
    actions.sign_undertaking(user=town.sam, number=1, by=town.sam)
    User.objects.bulk_create(User(username=f"u{n}", name_zh=f"某{n}") for n in range(60))
    sam = at(town.sam)
    his_line = '<td class="tight">sam</td>'
    assert "page=2" in sam.get(LIST).text and his_line not in sam.get(f"{LIST}?page=1").text
    assert his_line in sam.get(f"{LIST}?page=2").text  # who has signed comes last


@pytest.mark.parametrize("path", [LIST, f"{LIST}publish/", f"{LIST}export/"])
def test_the_list_is_for_whoever_lets_in(town, at, path):
    for user in (town.ada, town.eve):
        assert at(user).get(path).status_code == 403
    assert at(town.ada).post(path, {"purpose": "x"}).status_code == 403
    assert Client().get(path).status_code == 302


def test_the_table_has_a_purpose_and_is_logged(town, at):
    published()
    actions.sign_undertaking(user=town.sam, number=1, by=town.sam)
    sam = at(town.sam)
    assert sam.post(f"{LIST}export/", {"purpose": ""}).status_code == 422
    file = sam.post(f"{LIST}export/", {"purpose": "检查"})
    rows = list(load_workbook(io.BytesIO(file.content)).active.values)
    said = {row[0]: row[4] for row in rows if row[0] in ("sam", "ada")}
    assert said == {"sam": "Has signed", "ada": "Not signed yet"}
    assert ExportRecord.objects.get().purpose == "检查"


def test_nobody_promises_or_publishes_for_others(town):
    published()
    with pytest.raises(Refusal):
        actions.sign_undertaking(user=town.ada, number=1, by=town.sam)
    with pytest.raises(Refusal):
        actions.publish_undertaking(text_zh="甲", text_en="a", by=town.root)
    with pytest.raises(Refusal):
        actions.publish_undertaking(text_zh="甲", text_en="a", by=RESIDENT)
    with pytest.raises(Refusal, match="both languages"):
        actions.publish_undertaking(text_zh="甲", text_en=" ", by=SYSTEM)
    Undertaking.objects.all().delete()
    with pytest.raises(Refusal):
        actions.sign_undertaking(user=town.ada, number=1, by=SYSTEM)
