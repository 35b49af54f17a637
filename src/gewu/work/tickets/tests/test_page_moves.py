"""Every verb through its page changes what somebody else sees; a second sending changes nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from tests.cast import IN_GRID_1, IN_GRID_2, IN_GRID_3, person

from gewu.kernel.models import Attachment
from gewu.work.tickets import actions
from gewu.work.tickets.models import Condition, Move, Note, Ticket, TicketPhoto
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests.browsing import HTMX, at, photo, resident, text, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make.equipped_town()


def send(who, verb, ticket, **given):
    return at(who).post(url(verb, ticket.pk), {"once": str(uuid4())} | given)


def sees(who, ticket, queue="open"):
    return f"t{ticket.pk}" in text(at(who).get(url("queue"), {"queue": queue}))


def now(ticket):
    return Ticket.objects.get(pk=ticket.pk)


class TestPlace:
    def test_a_click_on_the_map_brings_it_to_the_town_that_it_lies_in(self, place):
        ticket = make.report(item=None, lon=None, lat=None)
        assert not sees(place.ada, ticket)
        lon, lat = IN_GRID_1
        send(place.root, "place", ticket, lon=lon, lat=lat)  # administrators only look
        assert now(ticket).area is None
        desk = person("desa", "德萨", place.desk, "dispatcher")
        answer = send(desk, "place", ticket, lon=lon, lat=lat)
        assert answer["Location"] == url("ticket", ticket.pk)
        assert now(ticket).area == place.grid_1 and sees(place.ada, ticket)

    def test_an_area_is_found_by_two_characters_and_is_enough(self, place):
        ticket = make.report(item=None)
        shown = text(at(place.ben).get(url("place", ticket.pk), {"q": "第二"}))
        assert str(place.grid_2.pk) in shown and str(place.grid_3.pk) not in shown
        send(place.ben, "place", ticket, area=place.grid_2.pk)
        assert now(ticket).area == place.grid_2

    def test_the_area_that_the_words_name_is_offered(self, place):
        words = f"{place.grid_2.name_zh}门口的路灯不亮"
        ticket = make.report(words=words, item=None, area=place.town, lon=None, lat=None)
        shown = text(at(place.ben).get(url("place", ticket.pk)))
        assert "Named in the report" in shown and str(place.grid_2.pk) in shown
        send(place.ben, "place", ticket, area=place.grid_2.pk)
        assert now(ticket).area == place.grid_2
        on_the_map = make.report(words=words, item=None)
        assert "Named in the report" not in text(at(place.ben).get(url("place", on_the_map.pk)))

    def test_moved_into_another_town_it_leaves_the_viewer_kindly(self, place):
        ticket = make.report(item=None)
        lon, lat = IN_GRID_3
        answer = send(place.ben, "place", ticket, lon=lon, lat=lat)
        assert answer["Location"] == url("queue")
        assert sees(place.dan, ticket) and not sees(place.ben, ticket)

    def test_nothing_chosen_is_said_at_once(self, place):
        ticket = make.report(item=None)
        assert "Click the place on the map" in text(send(place.ben, "place", ticket))
        assert (
            "no area is called so"
            in text(at(place.ben).get(url("place", ticket.pk), {"q": "nowhere"})).lower()
        )


class TestFile:
    def test_file_and_dispatch_in_one_go(self, place):
        ticket = make.report(item=None)
        listed = text(at(place.ben).get(url("file", ticket.pk), {"q": "垃圾"}))
        assert "?item=0101" in listed and "?item=0201" not in listed
        shown = text(at(place.ben).get(url("file", ticket.pk), {"item": "0101"}))
        assert "will go to Sanitation Centre" in shown and "4 working hours" in shown
        condition = Condition.objects.get(item__code="0101", seq=1)
        assert not sees(place.hana, ticket)
        send(place.ben, "file", ticket, condition=condition.pk, words="三号楼后面")
        assert sees(place.hana, ticket, "signing") and now(ticket).deadline_class == "W4"
        assert Note.objects.get(ticket=ticket).words == "三号楼后面"
        assert "三号楼后面" in text(at(place.hana).get(url("ticket", ticket.pk)))

    def test_a_unit_chosen_by_hand_wins(self, place):
        ticket = make.report(item=None)
        condition = Condition.objects.get(item__code="0101", seq=1)
        send(place.ben, "file", ticket, condition=condition.pk, unit=place.team_1.pk)
        assert now(ticket).unit == place.team_1 and sees(place.ada, ticket, "ours")

    def test_a_planned_one_needs_its_date(self, place):
        ticket = make.report(item=None)
        condition = Condition.objects.filter(deadline_class="PLAN").order_by("id").first()
        page = text(at(place.ben).get(url("file", ticket.pk), {"item": condition.item.code}))
        assert 'name="agreed"' in page
        refused = at(place.ben).post(
            url("file", ticket.pk) + f"?item={condition.item.code}", {"condition": condition.pk}
        )
        assert "Agree on a date with the resident" in text(refused)
        day = timezone.localtime() + timedelta(days=20)
        send(place.ben, "file", ticket, condition=condition.pk, agreed=f"{day:%Y-%m-%dT%H:%M}")
        assert now(ticket).deadline_class == "PLAN"
        assert abs(now(ticket).due_at - day) < timedelta(minutes=1)
        assert "agreed with the resident" in text(at(place.ben).get(url("ticket", ticket.pk)))

    def test_an_emergency_cannot_be_chosen(self, place):
        ticket = make.report(item=None)
        condition = Condition.objects.filter(deadline_class="E0").order_by("id").first()
        answer = at(place.ben).post(
            url("file", ticket.pk) + f"?item={condition.item.code}", {"condition": condition.pk}
        )
        assert "This is an emergency" in text(answer) and now(ticket).state == "submitted"

    def test_community_staff_who_may_dispatch_do_so_in_theirs_only(self, place):
        cora = person("cora", "柯拉", place.community_office, "community")
        ticket = make.report(item=None)
        condition = Condition.objects.get(item__code="0101", seq=2)
        send(cora, "file", ticket, condition=condition.pk)
        assert now(ticket).unit == place.team_1


class TestDispatch:
    def test_by_rule_or_by_hand(self, place):
        ticket = make.report(item=make.item(make.ADVICE))
        found = text(at(place.ben).get(url("dispatch", ticket.pk), {"q": "环卫"}))
        assert "Sanitation Centre" in found and "Grid 2" not in found
        send(place.ben, "dispatch", ticket, unit=place.sanitation.pk, words="请协助")
        assert sees(place.hana, ticket, "signing") and not sees(place.ada, ticket, "ours")
        send(place.ben, "dispatch", ticket)
        assert not sees(place.hana, ticket, "all")

    def test_an_unknown_unit_is_said_at_the_field(self, place):
        ticket = make.team_ticket(place)
        assert "does not exist" in text(send(place.ben, "dispatch", ticket, unit=uuid4()))


class TestSignAndHandle:
    def test_signing_moves_it_into_hand(self, place):
        ticket = make.team_ticket(place)
        assert "Grid 1" in text(at(place.ada).get(url("sign", ticket.pk), headers=HTMX))
        send(place.ada, "sign", ticket)
        assert sees(place.ben, ticket, "handling") and not sees(place.ben, ticket, "signing")

    def test_handling_shows_words_and_photos_to_the_checker(self, place):
        ticket = make.in_progress(place)
        assert not sees(place.carl, ticket, "checking")
        send(place.ada, "handle", ticket, words="已联系", photos=[photo()], photos_before=[photo()])
        assert sees(place.carl, ticket, "checking")
        shown = text(at(place.carl).get(url("ticket", ticket.pk)))
        assert "已联系" in shown
        for kept in TicketPhoto.objects.all():
            assert url("photo", kept.pk, "thumb") in shown

    def test_missing_evidence_is_asked_for_and_nothing_is_lost(self, place):
        ticket = make.report()  # rubbish asks for photos from before and after
        ticket = actions.sign(ticket=ticket, by=place.hana)
        answer = send(place.hana, "handle", ticket, words="清完了", photos=[photo()])
        assert "from before the work is missing" in text(answer) and "清完了" in text(answer)
        kept = answer.context["form"].kept_lines["photos"]
        assert kept["count"] == 1 and kept["value"] in answer.content.decode()
        send(
            place.hana,
            "handle",
            ticket,
            words="清完了",
            photos_before=[photo(colour="tan")],
            kept_photos=kept["value"],
        )
        assert now(ticket).state == "checking"
        assert TicketPhoto.objects.count() == 2 == Attachment.objects.count()

    def test_a_program_under_the_name_of_a_photo_is_refused_at_its_field(self, place):
        ticket = make.in_progress(place)
        wrong = photo("holiday.jpg")
        wrong.file.seek(0)
        wrong.file.write(b"MZ" + b"\0" * 200)
        wrong.file.seek(0)
        answer = send(place.ada, "handle", ticket, words="已联系", photos=[wrong])
        assert "holiday.jpg" in text(answer) and "program" in text(answer)
        assert now(ticket).state == "in_progress"

    def test_kept_photos_of_another_person_are_not_taken(self, place):
        ticket = make.in_progress(place)
        answer = send(place.ada, "handle", ticket, words="", photos=[photo()])
        value = answer.context["form"].kept_lines["photos"]["value"]
        own = make.report()
        own = actions.sign(ticket=own, by=place.hana)
        answer = send(place.hana, "handle", own, words="x", kept_photos=value)
        assert answer.context["form"].kept_lines["photos"]["count"] == 0

    def test_ten_photos_are_too_many(self, place):
        ticket = make.in_progress(place)
        many = [photo(f"{n}.jpg") for n in range(10)]
        assert "At most 9 photos" in text(send(place.ada, "handle", ticket, words="x", photos=many))


class TestClosing:
    def test_checking_asks_the_resident(self, place):
        ticket = make.checking(place)
        refused = send(place.carl, "check", ticket, words="好")
        assert "Tick the closing condition" in text(refused) and "好" in text(refused)
        send(place.carl, "check", ticket, closing_met="on", words="现场已看过")
        assert sees(place.ben, ticket, "waiting")
        assert "现场已看过" in resident(ticket) and "Is it solved?" in resident(ticket)

    def test_rework_brings_it_back_to_the_unit(self, place):
        ticket = make.checking(place)
        assert "Say in a sentence" in text(send(place.carl, "rework", ticket, words=""))
        send(place.carl, "rework", ticket, words="还有一袋")
        assert sees(place.ada, ticket, "handling")
        assert "还有一袋" in text(at(place.ada).get(url("ticket", ticket.pk)))

    def test_nobody_closes_their_own_work(self, place):
        ticket = make.checking(place)
        Ticket.objects.filter(pk=ticket.pk).update(handled_by=place.carl.pk)
        assert send(place.carl, "check", ticket, closing_met="on").status_code == 403
        Ticket.objects.filter(pk=ticket.pk).update(handled_by=place.ada.pk)

    def test_a_dispatcher_closes_and_reopens_for_a_caller(self, place):
        ticket = make.checked(place)
        send(place.ben, "close", ticket, closing_met="on", words="来电说已好")
        assert "来电说已好" in resident(ticket)
        assert sees(place.ben, ticket, "closed") and not sees(place.ada, ticket, "ours")
        send(place.ben, "reopen", ticket, words="又满了")
        assert sees(place.ada, ticket, "ours") and now(ticket).reopened == 1
        assert "又满了" in text(at(place.ada).get(url("ticket", ticket.pk)))
        assert "Reopened" in text(at(place.ada).get(url("queue")))


class TestTwice:
    def test_a_double_click_is_one_move(self, place):
        ticket = make.team_ticket(place)
        once = str(uuid4())
        for _n in range(2):
            answer = send(place.ada, "sign", ticket, once=once)
            assert answer["Location"] == url("ticket", ticket.pk)
        assert Move.objects.filter(ticket_id=ticket.pk, verb="sign").count() == 1

    def test_file_and_dispatch_twice_is_once(self, place):
        ticket, once = make.report(item=None), str(uuid4())
        condition = Condition.objects.get(item__code="0101", seq=1)
        for _n in range(2):
            send(place.ben, "file", ticket, condition=condition.pk, once=once)
        verbs = Move.objects.filter(ticket_id=ticket.pk).order_by("id")
        assert [move.verb for move in verbs] == ["submit", "file", "dispatch"]

    def test_whoever_is_late_sees_how_it_stands_and_keeps_their_words(self, place):
        ticket = make.checking(place)
        page = at(place.carl)
        actions.check(
            ticket=ticket,
            closing_met=True,
            by=person("carla", "卡拉", place.town_office, "checker"),
        )
        answer = page.post(url("rework", ticket.pk), {"words": "还有一袋"})
        assert answer.status_code == 409
        assert "Somebody was faster" in text(answer) and "还有一袋" in text(answer)
        assert "Waiting for the resident" in text(answer)


class TestIntake:
    def given(self, **changed):
        lon, lat = IN_GRID_2
        return {
            "once": str(uuid4()),
            "channel": "phone",
            "words": "路口井盖松动",
            "item": str(make.item("0101").pk),
            "lon": lon,
            "lat": lat,
            "name": "柯丽欧",
            "phone": "138 0000 0001",
        } | changed

    def test_a_call_becomes_a_dispatched_ticket_once(self, place):
        given = self.given(photos=[photo()])
        for _n in range(2):
            answer = at(place.ben).post(url("new"), given | {"photos": [photo()]})
        ticket = Ticket.objects.get()
        assert answer["Location"] == url("ticket", ticket.pk)
        assert ticket.channel == "phone" and ticket.contact_id
        assert sees(place.hana, ticket, "signing")
        shown = text(at(place.hana).get(url("ticket", ticket.pk)))
        assert url("photo", TicketPhoto.objects.get().pk, "thumb") in shown

    def test_title_and_place_in_words_are_read_by_whoever_goes_there(self, place):
        given = self.given(title="井盖松动", address="和平路 12 号门前", channel="counter")
        at(place.ben).post(url("new"), given)
        shown = text(at(place.hana).get(url("ticket", Ticket.objects.get().pk)))
        assert "<h1>井盖松动</h1>" in shown and "和平路 12 号门前" in shown and "Counter" in shown

    def test_only_words_are_needed_and_an_area_may_stand_for_the_place(self, place):
        given = self.given(item="", lon="", lat="", area=str(place.grid_1.pk))
        at(place.ben).post(url("new"), given)
        assert Ticket.objects.get().area == place.grid_1
        assert sees(place.ada, Ticket.objects.get())

    def test_mistakes_are_said_at_the_field_and_words_stay(self, place):
        for wrong, said in (
            ({"words": ""}, "Say in a few words"),
            ({"words": "路" * 20_000}, "please shorten it to 5000"),
            ({"phone": "12"}, "not a phone number"),
            ({"lon": "999"}, "less than or equal to 180"),
            ({"title": "长" * 200}, "please shorten it to 120"),
        ):
            answer = at(place.ben).post(url("new"), self.given(**wrong))
            assert said in text(answer), wrong
        assert "路口井盖松动" in text(answer) and not Ticket.objects.exists()

    def test_an_emergency_shows_the_number_first(self, place):
        page = text(at(place.ben).get(url("new")))
        assert page.index("120") < page.index('id="intake"')
        item = Condition.objects.filter(deadline_class="E0", is_default=True).order_by("id")[0].item
        result = at(place.ben).get(url("new"), {"item": item.pk}, headers=HTMX)
        assert "An emergency: call" in text(result)
        assert "This is an emergency" in text(
            at(place.ben).post(url("new"), self.given(item=item.pk))
        )
        assert not Ticket.objects.exists()

    def test_what_will_become_of_it_is_said_before(self, place):
        asked = {"item": str(make.item("0101").pk)}
        shown = text(at(place.ben).get(url("new"), asked, headers=HTMX))
        assert "Sanitation Centre" in shown and "4 working hours" in shown
        lon, lat = IN_GRID_2
        asked = {"item": str(make.item(make.ADVICE).pk), "lon": lon, "lat": lat}
        assert "East Town" in text(at(place.ben).get(url("new"), asked, headers=HTMX))
        asked = {"item": str(make.item(make.ADVICE).pk), "area": "nonsense"}
        assert "Follows from the place" in text(at(place.ben).get(url("new"), asked, headers=HTMX))

    def test_a_worker_who_reports_elsewhere_is_thanked(self, place):
        lon, lat = IN_GRID_3
        answer = at(place.ada).post(url("new"), self.given(lon=lon, lat=lat, channel="patrol"))
        assert answer["Location"] == url("new") and Ticket.objects.get().channel == "patrol"
