"""Catalogue, who does what, promises and calendar: each change shows in what others see or must do."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import person

from gewu.work.tickets import actions
from gewu.work.tickets.models import Condition, Item, LeadKind, LeadUnit, SpecialDay, Terms, Ticket
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests.browsing import HTMX, at, text, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make.equipped_town()


def words_of(condition, **changed):
    return {
        "name_zh": condition.name_zh,
        "name_en": condition.name_en,
        "deadline_class": condition.deadline_class,
        "lead": str(condition.lead_id),
        "closing_zh": condition.closing_zh,
        "closing_en": condition.closing_en,
        "evidence": condition.evidence,
        "is_default": "on" if condition.is_default else "",
    } | changed


def offered(language):
    """What a resident may choose from."""
    browser = Client(headers={"accept-language": language})
    return text(browser.get(reverse("portal:report")))


class TestCatalogue:
    def test_everyone_reads_it_and_only_the_county_keeps_it(self, place):
        shown = text(at(place.ada).get(url("catalogue"), {"q": "垃圾"}))
        assert "0101" in shown and "0201" not in shown and url("add_item") not in shown
        town_keeper = person("toma", "托马", place.town_office, "administrator")
        for who in (place.ada, place.eve, town_keeper):
            assert at(who).get(url("change_item", "0101")).status_code == 403
        assert at(place.root).get(url("item", "9999")).status_code == 404
        found = text(at(place.ada).get(url("catalogue"), {"q": "xyz"}, headers=HTMX))
        assert "No item is called so" in found

    def test_changed_words_and_emergency_number_reach_whoever_files(self, place):
        given = {
            "name_zh": "垃圾没人清",
            "name_en": "Rubbish piles up",
            "hint_zh": "",
            "hint_en": "",
            "emergency_number": "119",
            "is_offered": "on",
            "is_active": "on",
        }
        at(place.root).post(url("change_item", "0101"), given)
        ticket = make.report(item=None)
        shown = text(at(place.ben).get(url("file", ticket.pk), {"item": "0101"}))
        assert "Rubbish piles up" in shown and "call 119 first" in shown
        at(place.root).post(url("change_item", "0101"), given | {"is_active": ""})
        assert "Rubbish piles up" not in text(at(place.ben).get(url("file", ticket.pk)))
        assert not Item.objects.get(code="0101").is_active

    def test_a_changed_condition_is_the_next_version_for_new_tickets(self, place):
        before = make.report()
        old = Condition.objects.get(item__code="0101", seq=1)
        answer = at(place.root).post(
            url("change_condition", "0101", 1), words_of(old, deadline_class="D1")
        )
        assert answer["Location"] == url("item", "0101")
        after = make.report()
        assert (after.deadline_class, Ticket.objects.get(pk=before.pk).deadline_class) == (
            "D1",
            "W4",
        )
        shown = text(at(place.ben).get(url("versions", "0101")))
        assert "1.1" in shown and "1.2" in shown

    def test_everything_a_condition_says_reaches_whoever_files_and_whoever_works(self, place):
        old = Condition.objects.get(item__code="0101", seq=1)
        changed = words_of(
            old,
            name_zh="桶满一天",
            name_en="Full for a day",
            lead=str(LeadKind.objects.get(kind="街道").pk),
            closing_zh="桶空地净",
            closing_en="The bin is empty",
            evidence=["photo_after"],
        )
        at(place.root).post(url("change_condition", "0101", 1), changed)
        filing = url("file", make.report(item=None).pk)
        english = text(at(place.ben).get(filing, {"item": "0101"}))
        chinese = at(place.ben).get(
            filing, {"item": "0101"}, headers={"accept-language": "zh-hans"}
        )
        assert "Full for a day" in english and "Closed when: The bin is empty" in english
        assert "桶满一天" in text(chinese) and "桶空地净" in text(chinese)
        ticket = make.report()
        assert ticket.unit == place.town_office
        asked = text(at(place.ben).get(url("ticket", ticket.pk)))
        assert "The bin is empty" in text(at(place.ben).get(url("print", ticket.pk))), asked
        ticket = actions.dispatch(ticket=ticket, unit=place.team_1, by=place.ben)
        actions.sign(ticket=ticket, by=place.ada)
        form = text(at(place.ada).get(url("handle", ticket.pk)))
        assert "Photo after the work" in form and "Photos before and after" not in form

    def test_the_one_that_counts_when_nobody_chose_is_taken_for_the_next_report(self, place):
        other = Condition.objects.get(item__code="0101", seq=2)
        at(place.root).post(url("change_condition", "0101", 2), words_of(other, is_default="on"))
        assert make.report().condition.seq == 2

    def test_a_condition_that_cannot_be_is_said_at_its_field(self, place):
        old = Condition.objects.get(item__code="0101", seq=1)
        for wrong, said in (
            ({"is_default": ""}, "Set another first"),
            ({"evidence": []}, "This field is required"),
        ):
            answer = at(place.root).post(url("change_condition", "0101", 1), words_of(old, **wrong))
            assert said in text(answer)
        assert Condition.objects.filter(item__code="0101", seq=1).count() == 1

    def test_leads_are_called_in_the_readers_language(self, place):
        form = text(at(place.root).get(url("change_condition", "0101", 1)))
        assert "Sanitation" in form and "环卫" not in form

    def test_an_added_condition_can_be_filed_under(self, place):
        old = Condition.objects.get(item__code="0101", seq=1)
        added = words_of(old, name_en="Glass everywhere", is_default="")
        at(place.root).post(url("add_condition", "0101"), added)
        ticket = make.report(item=None)
        shown = text(at(place.ben).get(url("file", ticket.pk), {"item": "0101"}))
        assert "Glass everywhere" in shown

    def test_names_and_hints_are_what_residents_choose_by(self, place):
        given = {
            "name_zh": "垃圾没人清",
            "name_en": "Rubbish piles up",
            "hint_zh": "写明几号楼",
            "hint_en": "Say which building",
            "emergency_number": "",
            "is_active": "on",
        }
        at(place.root).post(url("change_item", "0101"), given | {"is_offered": "on"})
        english, chinese = offered("en"), offered("zh-hans")
        assert "Rubbish piles up" in english and "Say which building" in english
        assert "垃圾没人清" in chinese and "写明几号楼" in chinese
        at(place.root).post(url("change_item", "0101"), given)
        assert "Rubbish piles up" not in offered("en")

    def test_an_own_item_can_be_chosen_at_once(self, place):
        old = Condition.objects.get(item__code="0101", seq=1)
        given = words_of(old) | {
            "category": str(old.item.category_id),
            "code": "0199",
            "item_zh": "落叶",
            "item_en": "Leaves",
            "is_offered": "on",
        }
        refused = at(place.root).post(url("add_item"), given | {"code": "9999"})
        assert "four digits and begins with 01" in text(refused)
        at(place.root).post(url("add_item"), given)
        assert "Leaves" in text(at(place.ben).get(url("new")))

    def test_everything_an_own_item_says_reaches_residents_and_whoever_works(self, place):
        given = {
            "category": str(make.item().category_id),
            "code": "0199",
            "item_zh": "落叶堆积",
            "item_en": "Piles of leaves",
            "hint_zh": "写明路名",
            "hint_en": "Say which road",
            "emergency_number": "119",
            "is_offered": "on",
            "name_zh": "一般情况",
            "name_en": "Any pile",
            "deadline_class": "D1",
            "lead": str(LeadKind.objects.get(kind="街道").pk),
            "closing_zh": "路面干净",
            "closing_en": "The road is clean",
            "evidence": ["photo_after"],
        }
        at(place.root).post(url("add_item"), given)
        english, chinese = offered("en"), offered("zh-hans")
        assert "Piles of leaves" in english and "Say which road" in english
        assert "落叶堆积" in chinese and "写明路名" in chinese and "119" in chinese
        filing = url("file", make.report(item=None).pk)
        shown = text(at(place.ben).get(filing, {"item": "0199"}))
        assert "Any pile" in shown and "Closed when: The road is clean" in shown
        shown = at(place.ben).get(filing, {"item": "0199"}, headers={"accept-language": "zh-hans"})
        assert "一般情况" in text(shown) and "路面干净" in text(shown)
        ticket = make.report(item=make.item("0199"))
        assert (ticket.unit, ticket.deadline_class) == (place.town_office, "D1")
        ticket = actions.dispatch(ticket=ticket, unit=place.team_1, by=place.ben)
        actions.sign(ticket=ticket, by=place.ada)
        assert "Photo after the work" in text(at(place.ada).get(url("handle", ticket.pk)))
        assert "Piles of leaves" in text(at(place.ada).get(url("catalogue"), {"q": "0199"}))


class TestLeadUnits:
    def test_a_mapping_changes_who_gets_the_work_and_missing_ones_stand_on_top(self, place):
        page = text(at(place.root).get(url("lead_units")))
        assert page.index("No unit set up") < page.index("<select")
        kind = LeadKind.objects.filter(level="department").exclude(kind="环卫").order_by("kind")[0]
        given = {"lead_kind": str(kind.pk), "unit": str(place.sanitation.pk)}
        assert at(place.ben).post(url("lead_units"), given).status_code == 403
        at(place.root).post(url("lead_units"), given)
        assert LeadUnit.objects.get(lead_kind=kind).unit == place.sanitation
        code = Condition.objects.filter(lead=kind, is_default=True).order_by("id")[0].item.code
        ticket = make.report(item=None)
        shown = text(at(place.ben).get(url("file", ticket.pk), {"item": code}))
        assert "will go to Sanitation Centre" in shown
        at(place.root).post(url("lead_units"), {"lead_kind": str(kind.pk), "unit": ""})
        assert LeadUnit.objects.get(lead_kind=kind).unit == place.sanitation


class TestTerms:
    given = {
        "morning_from": "08:00",
        "morning_to": "12:00",
        "afternoon_from": "14:00",
        "afternoon_to": "18:00",
        "sign_minutes": "1",
        **dict.fromkeys(
            ("file_minutes", "dispatch_minutes", "verify_minutes", "return_minutes"), "30"
        ),
        **dict.fromkeys(("decide_minutes", "check_minutes", "answer_days"), "2"),
        "reopen_days": "1",
        "silence_days": "3",
    }

    def test_promises_change_what_units_must_do(self, place):
        assert at(place.ben).post(url("terms"), self.given).status_code == 403
        at(place.root).post(url("terms"), self.given)
        terms = Terms.objects.get()
        assert (terms.sign_minutes, terms.reopen_days, terms.silence_days) == (1, 1, 3)
        ticket = make.report()
        assert "days" not in self.given and ticket.stage_due_at is not None
        shown = text(at(place.ada).get(url("terms")))
        assert "<form" not in shown.split("<main")[1] and "08:00" in shown

    def test_hours_out_of_order_are_refused_with_what_was_typed(self, place):
        answer = at(place.root).post(url("terms"), self.given | {"morning_to": "07:00"})
        assert "must follow each other" in text(answer) and "07:00" in text(answer)
        assert Terms.objects.get().sign_minutes != 1

    def test_a_day_is_added_and_removed(self, place):
        year = timezone.localdate().year + 5
        page = text(at(place.root).get(url("days"), {"year": year}))
        assert "No official notice yet" in page
        day = {"day": f"{year}-05-04", "kind": "holiday", "name_zh": "青年节", "official": "on"}
        assert at(place.ben).post(url("days"), day).status_code == 403
        at(place.root).post(url("days"), day)
        shown = text(at(place.ben).get(url("days"), {"year": year}))
        assert "青年节" in shown and "No official notice yet" not in shown
        special = SpecialDay.objects.get(name_zh="青年节")
        assert at(place.ben).post(url("remove_day", special.pk)).status_code == 403
        at(place.root).post(url("remove_day", special.pk))
        assert not SpecialDay.objects.filter(pk=special.pk).exists()
        assert at(place.root).get(url("days"), {"year": "x"}).status_code == 200
