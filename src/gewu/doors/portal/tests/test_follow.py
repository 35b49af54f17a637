"""What a resident reads and says behind the secret address, and what staff see of it."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import CLEO, IN_GRID_1, Town, person

from gewu.doors.portal import policies
from gewu.ground.residents.actions import read_contact
from gewu.work.tickets import states
from gewu.work.tickets.models import Note, Rating, Revisit, Ticket, TicketPhoto
from gewu.work.tickets.policies import verbs_for
from gewu.work.tickets.queries.history import rating_of, timeline
from gewu.work.tickets.queries.scope import code_of, secret_of
from gewu.work.tickets.tests import factories
from gewu.work.tickets.tests.browsing import at, text, url

FOLLOW = reverse("portal:follow")


def address(ticket: Ticket, page: str = "ticket", *more: Any) -> str:
    """An address behind the secret."""
    return reverse(f"portal:{page}", args=[ticket.number, secret_of(ticket), *more])


def read(browser: Client, ticket: Ticket) -> str:
    """The page of a request."""
    answer = browser.get(address(ticket))
    assert answer.status_code == 200
    return str(answer.content.decode())


def now(ticket: Ticket) -> Ticket:
    """The ticket as it stands."""
    return Ticket.objects.get(pk=ticket.pk)


class TestTheForm:
    def test_number_and_code_lead_to_the_page(self, place: Town, cleo: Client) -> None:
        ticket = factories.report()
        said = {"number": ticket.shown_number, "code": code_of(ticket).lower()}
        answer = cleo.post(FOLLOW, said)
        assert answer["Location"] == address(ticket)

    def test_a_mistyped_digit_is_told_apart(self, place: Town, cleo: Client) -> None:
        ticket = factories.report()
        wrong = ticket.number[:-1] + str((int(ticket.number[-1]) + 1) % 10)
        answer = cleo.post(FOLLOW, {"number": wrong, "code": "X"})
        assert answer.status_code == 422
        assert "a digit seems to be mistyped" in answer.content.decode()
        assert wrong in answer.content.decode()

    def test_too_few_digits_are_told_apart(self, place: Town, cleo: Client) -> None:
        answer = cleo.post(FOLLOW, {"number": "1234", "code": "X"})
        assert "has 21 digits; this one has 4" in answer.content.decode()

    def test_a_wrong_code_and_an_unknown_number_sound_the_same(
        self, place: Town, cleo: Client
    ) -> None:
        ticket = factories.report()
        unknown = "370899202601010000013"
        for number in (ticket.number, unknown):
            answer = cleo.post(FOLLOW, {"number": number, "code": "AAAAAAAA"})
            page = answer.content.decode()
            assert answer.status_code == 422
            assert "do not belong together" in page or "mistyped" in page

    def test_nothing_typed(self, place: Town, cleo: Client) -> None:
        page = cleo.post(FOLLOW, {}).content.decode()
        assert "Write the number that you were given." in page
        assert "Write the follow code" in page

    def test_guessing_a_number_stops(self, place: Town, cleo: Client) -> None:
        cache.clear()
        ticket = factories.report()
        for _ in range(policies.PER_NUMBER):
            cleo.post(FOLLOW, {"number": ticket.number, "code": "AAAAAAAA"})
        right = {"number": ticket.number, "code": code_of(ticket)}
        answer = cleo.post(FOLLOW, right, REMOTE_ADDR="10.0.0.9")
        assert answer.status_code == 422
        assert "tried too often" in answer.content.decode()
        assert cleo.get(address(ticket)).status_code == 200, "its own link still opens"

    def test_guessing_from_an_address_stops(self, place: Town, cleo: Client) -> None:
        cache.clear()
        tickets = [factories.report() for _ in range(5)]
        for turn in range(policies.PER_ADDRESS):
            cleo.post(FOLLOW, {"number": tickets[turn % 4].number, "code": "AAAAAAAA"})
        fresh = {"number": tickets[4].number, "code": code_of(tickets[4])}
        assert "tried too often" in cleo.post(FOLLOW, fresh).content.decode()
        other = cleo.post(FOLLOW, fresh, REMOTE_ADDR="10.0.0.8")
        assert other.status_code == 302, "others are not locked out"


class TestTheSecret:
    @pytest.mark.parametrize("page", ["ticket", "thanks"])
    def test_a_wrong_secret_is_as_unknown_as_a_wrong_number(
        self, page: str, place: Town, cleo: Client
    ) -> None:
        ticket = factories.report()
        for number, secret in [
            (ticket.number, "A" * 24),
            (ticket.number, "short"),
            ("370899202601010000011", secret_of(ticket)),
        ]:
            answer = cleo.get(reverse(f"portal:{page}", args=[number, secret]))
            assert answer.status_code == 404

    def test_the_short_code_opens_no_address(self, place: Town, cleo: Client) -> None:
        ticket = factories.report()
        short = reverse("portal:ticket", args=[ticket.number, code_of(ticket)])
        assert cleo.get(short).status_code == 404

    @pytest.mark.parametrize("verb", ["confirm", "reopen", "rate"])
    def test_no_verb_without_it(self, verb: str, place: Town, cleo: Client) -> None:
        ticket = factories.checked(place)
        answer = cleo.post(
            reverse(f"portal:{verb}", args=[ticket.number, "A" * 24]), {"words": "x", "stars": "1"}
        )
        assert answer.status_code == 404
        assert now(ticket).state == states.CHECKED

    @pytest.mark.parametrize("page", ["ticket", "thanks"])
    def test_the_page_is_kept_by_nobody(self, page: str, place: Town, cleo: Client) -> None:
        answer = cleo.get(address(factories.report(), page))
        assert answer["Cache-Control"] == "no-store, private"
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "same-origin"

    def test_photos_open_with_it_only(self, place: Town, cleo: Client) -> None:
        ticket, other = factories.checking(place), factories.report()
        photo = TicketPhoto.objects.get(ticket=ticket)
        for size in ("thumb", "full"):
            answer = cleo.get(address(ticket, "photo", photo.pk, size))
            assert answer.status_code == 200
            assert answer["Content-Type"] == "image/jpeg"
            assert b"".join(answer.streaming_content).startswith(b"\xff\xd8\xff")
        assert cleo.get(address(other, "photo", photo.pk, "full")).status_code == 404


class TestThanks:
    def test_it_gives_number_code_link_picture_unit_and_date(
        self, place: Town, cleo: Client
    ) -> None:
        ticket = factories.report()
        page = cleo.get(address(ticket, "thanks")).content.decode()
        for group in ticket.shown_number.split():
            assert f"<span>{group}</span>" in page
        code = code_of(ticket)
        assert f"{code[:4]} {code[4:]}" in page
        assert "http://testserver" + address(ticket) in page
        assert "data:image/svg+xml" in page
        assert place.sanitation.name_en in page
        assert "It is to be done by" in page
        assert "4 working hours" in page


class TestReading:
    def test_it_names_units_and_never_staff(self, place: Town, cleo: Client) -> None:
        page = read(cleo, factories.checking(place))
        assert place.team_1.name in page
        for someone in place.people.values():
            assert someone.name_zh not in page
            assert not re.search(rf"\b{someone.name_en}\b", page)

    def test_words_of_staff_that_are_not_public_stay_inside(
        self, place: Town, cleo: Client
    ) -> None:
        ticket = factories.checking(place)
        Note.objects.filter(ticket=ticket).update(words="只给同事看", is_public=False)
        assert "只给同事看" not in read(cleo, ticket)

    def test_public_words_and_photos_are_shown(self, place: Town, cleo: Client) -> None:
        ticket = factories.checking(place)
        page = read(cleo, ticket)
        assert "已联系志愿者上门" in page
        assert str(TicketPhoto.objects.get(ticket=ticket).pk) in page

    def test_it_says_where_it_stands_until_when_and_why(self, place: Town, cleo: Client) -> None:
        page = read(cleo, factories.report())
        assert 'aria-current="step"' in page
        assert "Limit of this kind of request: 4 working hours" in page
        assert "How was this counted?" in page

    def test_it_shows_who_opened_name_and_phone(self, place: Town, cleo: Client) -> None:
        ticket = factories.report(**CLEO)
        assert "Nobody so far." in read(cleo, ticket)
        read_contact(contact=ticket.contact, reason="回电问楼号", by=place.ben)
        page = read(cleo, ticket)
        assert "回电问楼号" in page
        assert CLEO["phone"] not in page

    def test_a_part_is_the_same_piece_of_the_page(self, place: Town, cleo: Client) -> None:
        ticket = factories.report()
        part = cleo.get(address(ticket), headers={"HX-Request": "true"}).content.decode()
        assert part.strip().startswith('<div id="standing"')
        assert "<html" not in part
        assert f"live:ticket:{ticket.pk}" in part
        assert "In the hands of" in part

    def test_the_page_follows_its_ticket(self, place: Town, cleo: Client) -> None:
        ticket = factories.report()
        assert f'data-topics="ticket:{ticket.pk}"' in read(cleo, ticket)

    def test_few_statements(
        self, place: Town, cleo: Client, django_assert_max_num_queries: Any
    ) -> None:
        ticket = factories.closed(place)
        with django_assert_max_num_queries(16):
            cleo.get(address(ticket))


class TestConfirm:
    def test_solved_closes_the_ticket_for_staff(self, place: Town, cleo: Client) -> None:
        ticket = factories.checked(place)
        assert "Is it solved?" in read(cleo, ticket)
        answer = cleo.post(address(ticket, "confirm"), {"once": uuid4()}, follow=True)
        assert "The request is closed." in answer.content.decode()
        assert now(ticket).state == states.CLOSED
        assert timeline(now(ticket))[-1].move.verb == "confirm"
        assert "reopen" in verbs_for(place.ben, now(ticket))

    def test_a_second_tap_is_harmless(self, place: Town, cleo: Client) -> None:
        ticket, once = factories.checked(place), {"once": uuid4()}
        for _ in range(2):
            assert cleo.post(address(ticket, "confirm"), once).status_code == 302
        assert [e.move.verb for e in timeline(ticket)].count("confirm") == 1

    def test_before_the_check_there_is_no_button_and_no_effect(
        self, place: Town, cleo: Client
    ) -> None:
        ticket = factories.checking(place)
        assert address(ticket, "confirm") not in read(cleo, ticket)
        answer = cleo.post(address(ticket, "confirm"), {})
        assert answer.status_code == 422
        assert now(ticket).state == states.CHECKING


class TestASecondTap:
    def test_of_any_step_is_one_move_and_the_same_answer(self, place: Town, cleo: Client) -> None:
        """What a resident presses twice stands once in what staff read."""
        words = {"words": "垃圾还在"}
        for step, verb, ticket, given in (
            ("confirm", "confirm", factories.checked(place), {}),
            ("reopen", "reopen", factories.checked(place), words),
            ("rate", "rate", factories.closed(place), {"stars": "4"}),
            (
                "revisit",
                "revisit",
                factories.checked(place),
                {"outcome": "solved", "satisfied": "4"},
            ),
            ("answer", "answer", factories.needs_info(place), words),
            ("urge", "urge", factories.in_progress(place), words),
        ):
            once = {"once": uuid4()}
            answers = [cleo.post(address(ticket, step), given | once).status_code for _ in (1, 2)]
            assert answers == [302, 302], step
            assert [entry.move.verb for entry in timeline(now(ticket))].count(verb) == 1, step


class TestReopen:
    def test_not_solved_brings_it_back_to_the_unit(self, place: Town, cleo: Client) -> None:
        ticket = factories.checked(place)
        cleo.post(address(ticket, "reopen"), {"words": "垃圾还在", "once": uuid4()})
        assert now(ticket).state == states.DISPATCHED
        assert now(ticket).unit == place.team_1
        assert timeline(now(ticket))[-1].words == "垃圾还在"
        assert "sign" in verbs_for(place.ada, now(ticket))

    def test_a_closed_one_says_until_when(self, place: Town, cleo: Client) -> None:
        ticket = factories.closed(place)
        assert "Possible until" in read(cleo, ticket)
        cleo.post(address(ticket, "reopen"), {"words": "又满了"})
        assert now(ticket).state == states.DISPATCHED

    def test_after_the_days_of_the_terms_it_is_too_late(self, place: Town, cleo: Client) -> None:
        ticket = factories.closed(place)
        Ticket.objects.filter(pk=ticket.pk).update(closed_at=timezone.now() - timedelta(days=8))
        page = read(cleo, ticket)
        assert address(ticket, "reopen") not in page
        assert "The time for opening it again has passed." in page
        assert cleo.post(address(ticket, "reopen"), {"words": "又满了"}).status_code == 422
        assert now(ticket).state == states.CLOSED

    def test_without_words_it_asks_for_them(self, place: Town, cleo: Client) -> None:
        ticket = factories.checked(place)
        answer = cleo.post(address(ticket, "reopen"), {"words": " "})
        assert answer.status_code == 422
        assert "what is still wrong" in answer.content.decode()
        assert now(ticket).state == states.CHECKED
        reloaded = cleo.get(address(ticket, "reopen"))
        assert reloaded.headers["Location"] == address(ticket, "ticket")
        assert reloaded.headers["Cache-Control"] == "no-store, private"

    def test_too_many_words_are_kept_in_the_form(self, place: Town, cleo: Client) -> None:
        ticket, words = factories.checked(place), "脏" * 20_000
        answer = cleo.post(address(ticket, "reopen"), {"words": words})
        assert answer.status_code == 422
        assert "shorten it to 5000" in answer.content.decode()
        assert words in answer.content.decode()


class TestRate:
    def test_stars_and_words_reach_staff(self, place: Town, cleo: Client) -> None:
        ticket = factories.closed(place)
        cleo.post(address(ticket, "rate"), {"stars": "4", "words": "来得很快", "once": uuid4()})
        rating = rating_of(ticket)
        assert rating is not None
        assert (rating.stars, rating.words) == (4, "来得很快")
        assert timeline(ticket)[-1].stars == 4
        assert "来得很快" in read(cleo, ticket)

    def test_a_second_thought_replaces_the_first(self, place: Town, cleo: Client) -> None:
        ticket = factories.closed(place)
        for stars in ("2", "5"):
            cleo.post(address(ticket, "rate"), {"stars": stars})
        assert [rating.stars for rating in Rating.objects.filter(ticket=ticket)] == [5]

    @pytest.mark.parametrize("stars", ["", "0", "6", "many"])
    def test_no_stars_are_no_rating(self, stars: str, place: Town, cleo: Client) -> None:
        ticket = factories.closed(place)
        assert cleo.post(address(ticket, "rate"), {"stars": stars}).status_code == 422
        assert rating_of(ticket) is None

    def test_an_open_request_is_not_rated(self, place: Town, cleo: Client) -> None:
        ticket = factories.checked(place)
        assert address(ticket, "rate") not in read(cleo, ticket)
        assert cleo.post(address(ticket, "rate"), {"stars": "5"}).status_code == 422
        assert rating_of(ticket) is None


class TestOutside:
    def test_a_place_outside_all_areas_is_said(self, place: Town, cleo: Client) -> None:
        assert "outside all our areas" in read(cleo, factories.report(lon=117.5, lat=36.5))

    def test_a_place_inside_is_named(self, place: Town, cleo: Client) -> None:
        assert "Grid 1" in read(cleo, factories.report(lon=IN_GRID_1[0], lat=IN_GRID_1[1]))


class TestRevisit:
    def test_four_answers_close_it_and_leaders_read_them(self, place: Town, cleo: Client) -> None:
        ticket = factories.checked(place)
        given = {"outcome": "solved", "satisfied": "4", "attitude": "5", "contacted": "no"}
        once = uuid4()
        for _n in range(2):
            cleo.post(address(ticket, "revisit"), given | {"once": once})
        kept = Revisit.objects.get(ticket=ticket)
        assert (kept.contacted, kept.satisfied, kept.channel) == (False, 4, "form")
        assert Ticket.objects.get(pk=ticket.pk).state == "closed"
        lena = person("lena", "莉娜", place.town_office, "leader")
        shown = text(at(lena).get(url("ticket", ticket.pk)))
        assert "The unit did not get in touch in time." in shown and "by form" in shown
        assert shown.count('class="stars"') == 2
        shown = text(at(place.ada).get(url("ticket", ticket.pk)))
        assert 'class="stars"' not in shown and "in touch in time" not in shown

    def test_not_solved_needs_words_and_goes_back_with_them(
        self, place: Town, cleo: Client
    ) -> None:
        ticket = factories.checked(place)
        given = {"outcome": "unsolved", "satisfied": "2"}
        answer = cleo.post(address(ticket, "revisit"), given)
        assert answer.status_code == 422
        assert "revisit_words_error" in answer.content.decode()
        cleo.post(address(ticket, "revisit"), given | {"words": "门口还有一堆"})
        assert Ticket.objects.get(pk=ticket.pk).state == "dispatched"
        assert timeline(Ticket.objects.get(pk=ticket.pk))[-1].words == "门口还有一堆"
