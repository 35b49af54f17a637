"""The report page, as a phone without JavaScript sends it."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import CLEO, GRID_1, IN_GRID_1, NOWHERE, Town

from gewu.doors.portal.tests.pictures import drawing, huge, photo, program
from gewu.kernel.acting import RESIDENT
from gewu.kernel.models import Attachment
from gewu.work.tickets.actions import Report, submit
from gewu.work.tickets.models import Item, Ticket, TicketPhoto
from gewu.work.tickets.queries.scope import secret_of, visible_to
from gewu.work.tickets.tests import factories

REPORT = reverse("portal:report")
SAID = {"words": "三号楼前下水道堵了，污水流到路上"}
IN_GRID = {"lon": str(IN_GRID_1[0]), "lat": str(IN_GRID_1[1])}


def sent(browser: Client, **said: Any) -> Any:
    """Send the form with words, unless others are given."""
    return browser.post(REPORT, SAID | said)


def refused(answer: Any) -> str:
    """The page after a refusal: 422, nothing made."""
    assert answer.status_code == 422
    assert not Ticket.objects.exists()
    return str(answer.content.decode())


class TestThePage:
    def test_it_offers_photo_place_words_kind_and_contact(self, place: Town, cleo: Client) -> None:
        page = cleo.get(REPORT).content.decode()
        for name in ("photos", "lon", "lat", "address", "words", "item", "name", "phone", "once"):
            assert f'name="{name}"' in page

    def test_an_emergency_has_a_number_and_no_button_to_choose_it(
        self, place: Town, cleo: Client
    ) -> None:
        page = cleo.get(REPORT).content.decode()
        assert 'value="0408"' not in page
        assert 'href="tel:110"' in page

    def test_an_item_that_is_asked_for_is_chosen(self, place: Town, cleo: Client) -> None:
        page = cleo.get(REPORT, {"item": "0204"}).content.decode()
        assert 'value="0204" checked' in page

    def test_the_kind_of_the_first_page_is_open_and_the_others_are_not(
        self, place: Town, cleo: Client
    ) -> None:
        assert cleo.get(REPORT).context["opened"] == ""
        page = " ".join(cleo.get(REPORT, {"kind": "02"}).content.decode().split())
        opened = page.split('<details class="kind-group" open>')
        assert len(opened) == 2 and 'value="0204"' in opened[1].split("</details>")[0]

    def test_an_emergency_that_is_asked_for_shows_its_number_instead(
        self, place: Town, cleo: Client
    ) -> None:
        page = cleo.get(REPORT, {"item": "0408"}).content.decode()
        assert "Call now" in page and 'href="tel:110"' in page
        assert 'name="words"' not in page

    def test_an_item_with_a_number_says_it_before_the_form(self, place: Town, cleo: Client) -> None:
        page = cleo.get(REPORT, {"item": "0301"}).content.decode()
        assert page.index("call 119 first") < page.index('id="report"')

    def test_items_that_are_not_offered_are_not_there(self, place: Town, cleo: Client) -> None:
        Item.objects.filter(code="0204").update(is_offered=False)
        assert 'value="0204"' not in cleo.get(REPORT).content.decode()


class TestSending:
    def test_words_alone_are_enough(self, place: Town, cleo: Client) -> None:
        answer = sent(cleo)
        ticket = Ticket.objects.get()
        assert answer.status_code == 302
        assert answer["Location"] == reverse(
            "portal:thanks", args=[ticket.number, secret_of(ticket)]
        )
        assert ticket.text.words == SAID["words"]
        assert ticket.channel == "web"

    def test_everything_that_was_said_arrives(self, place: Town, cleo: Client) -> None:
        sent(cleo, **IN_GRID, address="北门", item="0101", photos=[photo(), photo("b.jpg")], **CLEO)
        ticket = Ticket.objects.get()
        assert ticket.area == place.grid_1
        assert ticket.unit == place.sanitation
        assert ticket.text.address == "北门"
        assert TicketPhoto.objects.filter(ticket=ticket, stage="before").count() == 2
        assert ticket.contact is not None
        assert CLEO["phone"].encode() not in bytes(ticket.contact.sealed_phone)

    def test_staff_of_the_place_see_it_and_others_do_not(self, place: Town, cleo: Client) -> None:
        sent(cleo, **IN_GRID)
        ticket = Ticket.objects.get()
        assert ticket in visible_to(place.ben)
        assert ticket in visible_to(place.ada)
        assert ticket not in visible_to(place.dan)

    def test_a_chosen_kind_and_a_photo_need_no_words(self, place: Town, cleo: Client) -> None:
        sent(cleo, words="", item="0101", photos=[photo()])
        assert Ticket.objects.get().text.title == Item.objects.get(code="0101").name_zh

    def test_without_a_name_no_contact_is_kept(self, place: Town, cleo: Client) -> None:
        sent(cleo, name=" ", phone="")
        assert Ticket.objects.get().contact is None

    def test_a_second_tap_makes_no_second_ticket(self, place: Town, cleo: Client) -> None:
        once = str(uuid4())
        first, second = sent(cleo, once=once), sent(cleo, once=once)
        assert first["Location"] == second["Location"]
        assert Ticket.objects.count() == 1

    def test_a_point_outside_all_areas_is_taken_and_that_is_said(
        self, place: Town, cleo: Client
    ) -> None:
        answer = cleo.post(
            REPORT,
            SAID | {"lon": str(NOWHERE[0]), "lat": str(NOWHERE[1]), "item": "0101"},
            follow=True,
        )
        ticket = Ticket.objects.get()
        assert (ticket.area, ticket.unit) == (None, place.desk)
        assert "outside all our areas" in answer.content.decode()
        assert "outside all our areas" in follow_page(cleo, ticket)

    def test_words_without_a_place_are_looked_for_by_the_desk(
        self, place: Town, cleo: Client
    ) -> None:
        page = cleo.post(REPORT, SAID | {"address": "和平路 12 号"}, follow=True).content.decode()
        assert "looks for the place from your words" in page


class TestFromTheCodeOfAGrid:
    def test_the_page_names_the_grid(self, place: Town, cleo: Client) -> None:
        page = cleo.get(REPORT, {"area": GRID_1}).content.decode()
        assert "You are reporting in Grid 1" in page
        assert f'value="{GRID_1}"' in page

    def test_with_the_box_ticked_the_grid_is_the_place(self, place: Town, cleo: Client) -> None:
        sent(cleo, area=GRID_1, here="on")
        ticket = Ticket.objects.get()
        assert ticket.area == place.grid_1
        assert ticket.channel == "code"
        assert ticket.lon is None, "no place is invented"

    def test_without_it_only_the_words_say_where(self, place: Town, cleo: Client) -> None:
        sent(cleo, area=GRID_1, address="在邻村")
        ticket = Ticket.objects.get()
        assert ticket.area is None
        assert ticket.text.address == "在邻村"

    def test_a_marked_place_wins(self, place: Town, cleo: Client) -> None:
        sent(cleo, area=GRID_1, here="on", lon="116.615", lat="35.405")
        assert Ticket.objects.get().area == place.grid_2

    def test_an_unknown_code_is_passed_over(self, place: Town, cleo: Client) -> None:
        assert cleo.get(REPORT, {"area": "999"}).status_code == 200
        sent(cleo, area="999", here="on")
        assert Ticket.objects.get().channel == "web"


class TestBadInput:
    def test_nothing_said(self, place: Town, cleo: Client) -> None:
        assert "Say in a few words what is wrong" in refused(sent(cleo, words="  "))

    def test_twenty_thousand_characters(self, place: Town, cleo: Client) -> None:
        page = refused(sent(cleo, words="水" * 20_000))
        assert "That is 20000 characters; please shorten it to 5000." in page
        assert "水" * 20_000 in page, "what was typed is still there"

    @pytest.mark.parametrize(
        ("upload", "said"),
        [
            (program, "This is a program, not a photo."),
            (drawing, "Drawings and web pages can carry programs."),
            (huge, "20 MB are possible"),
        ],
    )
    def test_a_file_that_is_no_photo(
        self, upload: Any, said: str, place: Town, cleo: Client
    ) -> None:
        bad = upload()
        page = refused(sent(cleo, photos=[bad]))
        assert said in page and bad.name in page
        assert not Attachment.objects.exists()

    def test_an_address_that_is_too_long(self, place: Town, cleo: Client) -> None:
        assert "at most 200 characters" in refused(sent(cleo, address="路" * 201))

    @pytest.mark.parametrize("lon", ["abc", "999", "NaN"])
    def test_a_place_that_is_none(self, lon: str, place: Town, cleo: Client) -> None:
        assert "Please tap the map again" in refused(sent(cleo, lon=lon, lat="35.4"))

    def test_half_a_place_is_no_place(self, place: Town, cleo: Client) -> None:
        sent(cleo, lon="116.605")
        assert Ticket.objects.get().lon is None

    def test_a_phone_that_is_none(self, place: Town, cleo: Client) -> None:
        page = refused(sent(cleo, phone="12ab"))
        assert "not a phone number we can call" in page
        assert 'value="12ab"' in page

    def test_a_kind_that_is_not_offered(self, place: Town, cleo: Client) -> None:
        assert "choose the kind again" in refused(sent(cleo, item="9999"))

    def test_an_emergency_is_not_taken(self, place: Town, cleo: Client) -> None:
        assert "Please call 110 now" in refused(sent(cleo, item="0408"))


class TestPhotosAreKept:
    def test_good_photos_survive_a_refusal(self, place: Town, cleo: Client) -> None:
        page = refused(sent(cleo, words="", photos=[photo(), program()]))
        assert page.count('name="kept"') == 1
        assert "Your photos are kept" in page

    def test_they_become_part_of_the_next_attempt(self, place: Town, cleo: Client) -> None:
        token = sent(cleo, words="", photos=[photo()]).context["kept"][0]
        assert cleo.get(reverse("portal:waiting_photo", args=[token])).status_code == 200
        sent(cleo, kept=[token], photos=[photo("more.jpg", "red")])
        assert TicketPhoto.objects.count() == 2
        assert Attachment.objects.count() == 2

    def test_they_can_be_left_out(self, place: Town, cleo: Client) -> None:
        token = sent(cleo, words="", photos=[photo()]).context["kept"][0]
        sent(cleo, kept=[token], drop=[token])
        assert not TicketPhoto.objects.exists()

    def test_a_forged_name_brings_nothing(self, place: Town, cleo: Client) -> None:
        assert cleo.get(reverse("portal:waiting_photo", args=["forged"])).status_code == 404
        sent(cleo, kept=["forged"])
        assert not TicketPhoto.objects.exists()

    def test_of_ten_photos_nine_are_kept_and_that_is_said(self, place: Town, cleo: Client) -> None:
        answer = sent(cleo, photos=[photo(f"{n}.jpg") for n in range(10)])
        assert "At most 9 photos" in refused(answer)
        assert len(answer.context["kept"]) == 9


def follow_page(browser: Client, ticket: Ticket) -> str:
    """The page of a request."""
    address = reverse("portal:ticket", args=[ticket.number, secret_of(ticket)])
    return str(browser.get(address).content.decode())


def test_the_action_asks_the_database_few_times(place: Town) -> None:
    report = Report(words="路灯不亮", item=factories.item(), lon=IN_GRID_1[0], lat=IN_GRID_1[1])
    submit(report=report, command=uuid4(), by=RESIDENT)  # caches are warm from here on
    with CaptureQueriesContext(connection) as asked:
        submit(report=report, command=uuid4(), by=RESIDENT)
    said = [query["sql"] for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]]
    assert len(said) <= 12, said


def test_residents_read_names_without_remarks_for_staff(place: Town, cleo: Client) -> None:
    page = cleo.get(REPORT).content.decode()
    assert "Lift out of order" in page
    cleo.cookies["gewu_language"] = "zh-hans"
    page = cleo.get(REPORT).content.decode()
    assert "<strong>电梯故障</strong>" in page
    assert "按E2" not in page
