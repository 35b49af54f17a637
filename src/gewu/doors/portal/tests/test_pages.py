"""The pages that everyone may open."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import COMMUNITY, GRID_1, IN_GRID_1, NOWHERE, OTHER_TOWN, TOWN, Town

from gewu.doors.portal.actions import forget_photos, keep_photo
from gewu.doors.portal.jobs import forget_unsent_photos
from gewu.doors.portal.tests.pictures import photo
from gewu.kernel import files
from gewu.kernel.acting import RESIDENT, SYSTEM
from gewu.kernel.models import Attachment
from gewu.work.tickets.actions import Report, submit
from gewu.work.tickets.models import Category, Ticket
from gewu.work.tickets.tests import factories

DONE = reverse("portal:done")


def close_all(**changed: Any) -> None:
    """All tickets closed now, without their history."""
    now = timezone.now()
    Ticket.objects.update(**{"state": "closed", "closed_at": now, "checked_at": now} | changed)


class TestHome:
    def test_the_bar_of_a_phone_has_five_entries_and_the_first_page_the_others(
        self, place: Town, cleo: Client
    ) -> None:
        page = cleo.get("/").content.decode()
        bar = page.partition('class="nav-list"')[2].partition("</ul>")[0].split("<li")[1:]
        on_phones = [entry for entry in bar if "wide-only" not in entry]
        below = page.partition("<main")[2]
        assert len(on_phones) == 5
        for entry in set(bar) - set(on_phones):
            assert entry.partition('href="')[2].partition('"')[0] in below

    def test_it_offers_everything_at_once(self, place: Town, cleo: Client) -> None:
        page = cleo.get("/").content.decode()
        for name in ("report", "follow", "done", "my_grid", "about"):
            assert f'"{reverse(f"portal:{name}")}"' in page
        for number in ("110", "119", "120"):
            assert f'href="tel:{number}"' in page
        for category in Category.objects.all():
            assert f"?kind={category.code}" in page

    def test_the_follow_form_leads_on(self, place: Town, cleo: Client) -> None:
        assert f'action="{reverse("portal:follow")}"' in cleo.get("/").content.decode()

    def test_before_set_up_it_says_so(self, db: None, cleo: Client) -> None:
        answer = cleo.get("/")
        assert answer.status_code == 503
        assert "Nothing can be reported here yet" in answer.content.decode()

    def test_about_says_what_it_never_does(self, place: Town, cleo: Client) -> None:
        page = cleo.get(reverse("portal:about")).content.decode()
        for word in ("No faces", "No scores", "No tracking", "within 7 days", "encrypted"):
            assert word in page

    @pytest.mark.parametrize("name", ["home", "about", "report", "follow", "done", "my_grid"])
    def test_every_page_speaks_chinese_and_can_be_large(
        self, name: str, place: Town, client: Client
    ) -> None:
        client.cookies["gewu_elder"], client.cookies["gewu_language"] = "1", "zh-hans"
        page = client.get(reverse(f"portal:{name}")).content.decode()
        assert '<html lang="zh-Hans"' in page
        assert "data-elder" in page
        assert "上报" in page


class TestDone:
    def test_a_closed_request_names_nobody(self, place: Town, cleo: Client) -> None:
        factories.report(address="北门七号", name="柯丽欧", phone="13800000001")
        close_all()
        page = cleo.get(DONE).content.decode()
        assert "Exposed or overflowing rubbish" in page
        assert place.community.name_en in page
        assert place.sanitation.name_en in page
        for word in ("三号楼", "北门七号", "柯丽欧", "13800000001", Ticket.objects.get().number):
            assert word not in page

    def test_open_requests_are_not_listed(self, place: Town, cleo: Client) -> None:
        factories.report()
        assert "Nothing closed here yet." in cleo.get(DONE).content.decode()

    @pytest.mark.parametrize("code", ["0701", "0801", "0901"])
    def test_disputes_papers_and_care_are_not_listed(
        self, code: str, place: Town, cleo: Client
    ) -> None:
        factories.report(item=factories.item(code))
        close_all(unit=place.desk)
        assert "Nothing closed here yet." in cleo.get(DONE).content.decode()

    def test_filters_choose_by_place_and_kind(self, place: Town, cleo: Client) -> None:
        factories.report()
        close_all()
        for query, found in [
            ({"area": TOWN}, True),
            ({"area": COMMUNITY, "item": "0101"}, True),
            ({"area": OTHER_TOWN}, False),
            ({"item": "0103"}, False),
        ]:
            assert (len(cleo.get(DONE, query).context["lines"]) == 1) is found

    def test_lateness_counts_until_the_check(self, place: Town, cleo: Client) -> None:
        factories.report()
        now = timezone.now()
        close_all(checked_at=now - timedelta(hours=1), due_at=now - timedelta(minutes=30))
        assert not cleo.get(DONE).context["lines"][0].late
        close_all(checked_at=now, due_at=now - timedelta(minutes=30))
        assert cleo.get(DONE).context["lines"][0].late

    def test_small_figures_are_not_told(self, place: Town, cleo: Client) -> None:
        for _ in range(4):
            factories.report()
        close_all()
        assert "no figure is given" in cleo.get(DONE).content.decode()
        factories.report()
        close_all()
        assert "no figure is given" in cleo.get(DONE).content.decode()
        cache.clear()  # five minutes later
        page = cleo.get(DONE).content.decode()
        assert "5 requests were closed" in page
        assert "100 of 100" in page

    def test_pages_follow_each_other_without_gap_or_double(self, place: Town, cleo: Client) -> None:
        moment = timezone.now()
        for _ in range(65):
            submit(
                report=Report(words="路灯", item=factories.item(), lon=116.605, lat=35.405),
                command=uuid4(),
                by=RESIDENT,
            )
        close_all(closed_at=moment)  # all in the same instant, as an import may bring them
        seen, address = [], DONE
        while address:
            context = cleo.get(address).context
            seen += [line.ticket.pk for line in context["lines"]]
            address = context["older"]
        assert len(seen) == len(set(seen)) == 65

    def test_a_mark_that_nobody_gave_starts_at_the_beginning(
        self, place: Town, cleo: Client
    ) -> None:
        factories.report()
        close_all()
        assert len(cleo.get(DONE, {"after": "nonsense"}).context["lines"]) == 1

    def test_the_part_is_the_list_alone(self, place: Town, cleo: Client) -> None:
        part = cleo.get(DONE, headers={"HX-Request": "true"}).content.decode()
        assert part.strip().startswith('<div id="results"')
        assert "<html" not in part


class TestMyGrid:
    def test_a_point_leads_to_its_grid(self, place: Town, cleo: Client) -> None:
        answer = cleo.get(
            reverse("portal:my_grid"), {"lon": str(IN_GRID_1[0]), "lat": str(IN_GRID_1[1])}
        )
        assert answer.status_code == 302
        assert GRID_1 in answer["Location"]

    def test_a_point_without_grid_is_said(self, place: Town, cleo: Client) -> None:
        answer = cleo.get(
            reverse("portal:my_grid"), {"lon": str(NOWHERE[0]), "lat": str(NOWHERE[1])}
        )
        assert "No grid is drawn at this place" in answer.content.decode()

    def test_without_a_map_names_lead_there(self, place: Town, cleo: Client) -> None:
        page = cleo.get(reverse("portal:my_grid")).content.decode()
        assert f"?community={COMMUNITY}" in page
        page = cleo.get(reverse("portal:my_grid"), {"community": COMMUNITY}).content.decode()
        assert place.grid_1.name_en in page

    def test_an_unknown_community_is_not_found(self, place: Town, cleo: Client) -> None:
        for code in ("1", GRID_1):
            answer = cleo.get(reverse("portal:my_grid"), {"community": code})
            assert answer.status_code == 404


class TestUnsentPhotos:
    def test_only_old_photos_of_no_report_are_forgotten(self, place: Town) -> None:
        sent, unsent, fresh = (
            keep_photo(content=files.prepare(photo(colour=colour)), by=RESIDENT)
            for colour in ("red", "green", "blue")
        )
        factories.report(photos=[sent])
        day = timezone.now() - timedelta(days=2)
        Attachment.objects.filter(pk__in=[sent.pk, unsent.pk]).update(created_at=day)
        assert forget_photos(older_than=timezone.now() - timedelta(days=1), by=SYSTEM) == 1
        assert set(Attachment.objects.values_list("pk", flat=True)) == {sent.pk, fresh.pk}

    def test_the_job_leaves_what_was_sent_today(self, place: Town) -> None:
        keep_photo(content=files.prepare(photo()), by=RESIDENT)
        forget_unsent_photos(timestamp=0)
        assert Attachment.objects.count() == 1
