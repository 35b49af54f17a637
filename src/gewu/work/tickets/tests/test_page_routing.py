"""Routing rules through the browser: who may, how a draft becomes a version, and why a ticket went."""

from datetime import timedelta

import pytest
from django.utils import translation
from tests.cast import person

from gewu.ground.staffing.models import Appointment, Post
from gewu.kernel import clock
from gewu.work.tickets import actions
from gewu.work.tickets.actions.routing import RuleWords
from gewu.work.tickets.models import RoutingRule, RuleSet, Terms, Ticket
from gewu.work.tickets.queries import rule_book, rule_trial, rule_words
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests.browsing import at, text, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make.equipped_town()


def draft_of(place):
    return rule_book.draft_of(place.county.pk)


def given(place, **changed):
    """A filled form: rubbish goes to the town."""
    found = draft_of(place)
    said = {"seen": found.revision, "items": [make.RUBBISH], "target": "unit"}
    return said | {"unit": str(place.town_office.pk)} | changed


def begun(place, *rules):
    """Root's browser, with a draft that has these rules."""
    browser = at(place.root)
    browser.post(url("rules_draft"))
    for rule in rules:
        answer = browser.post(url("add_rule"), given(place, **rule))
        assert answer.status_code == 302, text(answer)
    return browser


def activated(place, *rules):
    browser = begun(place, *rules)
    browser.post(url("rules_trial"), {"seen": draft_of(place).revision, "note": "试行"})
    return browser


class TestWho:
    def test_only_an_administrator_of_the_county_sees_and_keeps_rules(self, place):
        begun(place, {})
        rule = RoutingRule.objects.get()
        town_keeper = person("toma", "托马", place.town_office, "administrator")
        pages = [url("rules"), url("rules_draft"), url("rules_trial"), url("add_rule")]
        for who in (place.ada, place.ben, place.eve, town_keeper):
            for address in (*pages, url("change_rule", rule.pk)):
                assert at(who).get(address).status_code == 403, address
            for name in ("delete_rule", "move_rule"):
                assert at(who).post(url(name, rule.pk), {"seen": 1}).status_code == 403

    def test_without_a_draft_or_version_there_is_no_page_of_it(self, place):
        browser = at(place.root)
        assert browser.get(url("rules_draft")).url == url("rules")
        assert browser.get(url("add_rule")).status_code == 404
        assert browser.get(url("rules_version", 1)).status_code == 404
        assert "No rule yet" in text(browser.get(url("rules")))

    def test_a_rule_in_force_is_not_changed_through_the_draft(self, place):
        browser = activated(place, {})
        kept = RoutingRule.objects.get()
        browser.post(url("rules_draft"))
        assert browser.get(url("change_rule", kept.pk)).status_code == 404


class TestDraft:
    def test_a_rule_reads_as_a_sentence_in_both_languages(self, place):
        asked = {
            "area": str(place.community.pk),
            "weekdays": ["1", "2", "3", "4", "5"],
            "since": "18:00",
            "keywords": "路灯，垃圾桶",
            "channels": ["phone"],
        }
        begun(place, asked)
        with translation.override("en"):
            english = rule_words.told(draft_of(place))[0].words
        with translation.override("zh-hans"):
            chinese = rule_words.told(draft_of(place))[0].words
        assert english.startswith("If the item is ") and " and the place is in " in english
        assert "from Monday to Friday after 18:00" in english and english.endswith(".")
        assert chinese.startswith("如果事项是") and "，且地点在" in chinese
        assert "在周一至周五 18:00 之后报告" in chinese
        assert f"就派给{place.town_office.name_zh}。" in chinese

    def test_every_field_comes_back_as_it_was_kept(self, place):
        asked = {
            "name_zh": "夜间路灯",
            "categories": ["02"],
            "area": str(place.grid_1.pk),
            "area_level": "4",
            "area_kind": "general",
            "channels": ["web"],
            "weekdays": ["6", "7"],
            "since": "22:00",
            "until": "06:00",
            "keywords": "路灯、灯杆",
            "is_confidential": "no",
            "target": "level",
            "level": "town",
        }
        browser = begun(place, asked)
        rule = RoutingRule.objects.get()
        assert rule.keywords == ["路灯", "灯杆"] and rule.unit is None and rule.level == "town"
        assert rule.is_confidential is False and rule.weekdays == [6, 7]
        shown = text(browser.get(url("change_rule", rule.pk)))
        assert 'value="夜间路灯"' in shown and 'value="22:00"' in shown
        changed = given(place, items=[make.ADVICE], target="item", as_item=str(make.item().pk))
        browser.post(url("change_rule", rule.pk), changed)
        rule.refresh_from_db()
        assert rule.target == "item" and rule.as_item == make.item() and rule.level == ""

    def test_rules_are_moved_and_deleted_with_plain_buttons(self, place):
        browser = begun(place, {}, {"items": [make.ADVICE]})
        last = RoutingRule.objects.get(order=2)
        browser.post(url("move_rule", last.pk), {"seen": 2, "up": "on"})
        assert RoutingRule.objects.get(order=1) == last
        browser.post(url("move_rule", last.pk), {"seen": 3})
        browser.post(url("delete_rule", last.pk), {"seen": 4})
        assert [each.items for each in rule_book.rules_of(draft_of(place))] == [[make.RUBBISH]]
        browser.post(url("rules_drop"), {"seen": 5})
        assert draft_of(place) is None

    @pytest.mark.parametrize("name", ["delete_rule", "move_rule"])
    def test_who_presses_a_button_too_late_sees_the_draft_as_it_stands(self, place, name):
        browser = begun(place, {}, {"items": [make.ADVICE]})
        rule = RoutingRule.objects.get(order=1)
        answer = browser.post(url(name, rule.pk), {"seen": 1})
        assert answer.status_code == 409
        assert "Somebody else changed the draft" in text(answer)
        assert 'name="seen" value="2"' in text(answer)
        assert RoutingRule.objects.get(order=1) == rule

    def test_who_keeps_a_form_too_late_loses_nothing_that_was_typed(self, place):
        browser = begun(place, {})
        answer = browser.post(url("add_rule"), given(place, seen=0, keywords="井盖"))
        assert answer.status_code == 409
        shown = text(answer)
        assert "井盖" in shown and "The draft as it stands now" in shown
        assert 'name="seen" value="1"' in shown and RoutingRule.objects.count() == 1

    def test_who_activates_too_late_sees_the_draft_or_the_list(self, place):
        browser = begun(place, {})
        answer = browser.post(url("rules_trial"), {"seen": 0})
        assert answer.status_code == 409 and rule_book.active_of(place.county.pk) is None

    def test_whose_draft_was_dropped_meanwhile_finds_no_draft(self, place):
        browser = begun(place, {})
        rule = RoutingRule.objects.get()
        actions.drop_draft(draft=draft_of(place), seen=1, by=place.root)
        assert browser.post(url("delete_rule", rule.pk), {"seen": 1}).status_code == 404

    def test_a_unit_without_posts_is_said(self, place):
        begun(place, {"unit": str(place.team_3.pk)})
        Appointment.objects.filter(post__unit=place.team_3).delete()
        Post.objects.filter(unit=place.team_3).delete()
        shown = text(at(place.root).get(url("rules_draft")))
        assert "Its unit has no posts" in shown

    def test_a_circle_is_named_at_its_field_and_nothing_is_kept(self, place):
        there = {"items": [make.ADVICE], "target": "item", "as_item": str(make.item().pk)}
        browser = begun(place, there)
        back = given(place, target="item", as_item=str(make.item(make.ADVICE).pk))
        shown = text(browser.post(url("add_rule"), back))
        assert "lead in a circle" in shown and RoutingRule.objects.count() == 1

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"unit": ""}, "Say where it goes"),
            ({"since": "08:00", "until": "08:00"}, "no time left"),
            ({"keywords": "长" * 41}, "At most 30 words"),
        ],
    )
    def test_what_is_wrong_stands_at_its_field(self, place, wrong, said):
        browser = begun(place)
        assert said in text(browser.post(url("add_rule"), given(place, **wrong)))
        assert not RoutingRule.objects.exists()

    def test_warnings_stand_at_the_rule(self, place):
        begun(place, {}, {"items": [make.ADVICE], "unit": str(place.sanitation.pk)})
        begun(place, {"items": [], "target": "level", "level": "town"})
        actions.change_item(
            item=make.item(make.ADVICE),
            **dict.fromkeys(("name_zh", "name_en"), "咨询"),
            **dict.fromkeys(("hint_zh", "hint_en", "emergency_number"), ""),
            is_offered=True,
            is_active=False,
            by=place.root,
        )
        RoutingRule.objects.filter(order=1).update(unit=None)
        shown = text(at(place.root).get(url("rules_draft")))
        assert "Its unit no longer exists, so this rule never matches" in shown
        assert "Out of use, so this rule never matches: 咨询" in shown
        assert "It takes everything that no rule above has taken" in shown

    def test_a_rule_for_everything_in_the_middle_is_said_and_not_activated(self, place):
        browser = begun(place, {}, {"items": []})
        last = RoutingRule.objects.get(order=2)
        browser.post(url("move_rule", last.pk), {"seen": 2, "up": "on"})
        assert "no rule below it is ever asked" in text(browser.get(url("rules_draft")))
        shown = text(browser.post(url("rules_trial"), {"seen": 3}))
        assert "it can only be the last one" in shown
        assert rule_book.active_of(place.county.pk) is None


class TestTrial:
    def test_it_says_how_many_would_move_which_ones_and_where(self, place):
        moved, stays = make.report(), make.report(item=make.item(make.ADVICE))
        browser = begun(place, {})
        shown = text(browser.get(url("rules_trial")))
        assert "1 of 2 tickets would have gone to another unit" in shown
        assert moved.shown_number in shown and stays.shown_number not in shown
        with translation.override("en"):
            assert place.sanitation.name in shown and place.town_office.name in shown
        moved.refresh_from_db()
        assert moved.unit_id == place.sanitation.pk  # nothing is moved

    def test_overlaps_and_idle_rules_are_named(self, place):
        make.report()
        begun(
            place,
            {},
            {"keywords": "垃圾", "items": [], "unit": str(place.desk.pk)},
            {"items": [make.ADVICE]},
        )
        tried = rule_trial.try_out(draft_of(place), *_terms_and_now(place))
        one, two, three = (rule.pk for rule in rule_book.rules_of(draft_of(place)))
        assert tried.overlaps == [(one, two, 1)]
        assert tried.overruled == {two} and tried.never == {three}
        shown = text(at(place.root).get(url("rules_trial")))
        assert "Rules that overlap" in shown and "A rule above it always came first" in shown

    def test_pages_of_moved_tickets_join_without_gap(self, place, monkeypatch):
        monkeypatch.setattr(rule_trial, "SHOWN", 2)
        made = [make.report().pk for _n in range(5)]
        begun(place, {})
        seen, after = [], ""
        for _page in range(3):
            tried = rule_trial.try_out(draft_of(place), *_terms_and_now(place), after=after)
            assert tried.moved == 5
            seen, after = seen + [each.ticket.pk for each in tried.shown], tried.older
        assert seen == made[::-1] and not after

    def test_older_tickets_are_left_out_and_many_are_sampled(self, place, monkeypatch):
        old, *_others = (make.report() for _n in range(4))
        earlier = old.submitted_at - timedelta(days=31)
        Ticket.objects.filter(pk=old.pk).update(submitted_at=earlier)
        begun(place, {})
        assert rule_trial.try_out(draft_of(place), *_terms_and_now(place)).tried == 3
        monkeypatch.setattr(rule_trial, "MOST", 2)
        tried = rule_trial.try_out(draft_of(place), *_terms_and_now(place))
        assert (tried.tried, tried.is_sample) == (2, True)
        assert "the newest 20,000 were tried" in text(at(place.root).get(url("rules_trial")))


class TestVersions:
    def test_activating_sends_the_next_report_elsewhere(self, place):
        before = make.report()
        browser = activated(place, {})
        after = make.report()
        assert (before.unit, after.unit) == (place.sanitation, place.town_office)
        shown = text(browser.get(url("rules")))
        assert "Version 1" in shown and "试行" in shown and "If the item is" in shown

    def test_two_versions_are_compared_and_the_earlier_one_comes_back(self, place):
        browser = activated(place, {})
        activated(place, {"items": [make.ADVICE]})
        shown = text(browser.get(url("rules_version", 2), {"with": "1"}))
        assert "Only in version 2" in shown and "Only in version 1" not in shown
        browser.post(url("rules_restore", 1))
        assert rule_book.active_of(place.county.pk).version == 3
        assert "Back to version 1" in text(browser.get(url("rules")))
        assert "Both say the same" in text(browser.get(url("rules_version", 3), {"with": "1"}))
        assert "in force already" in text(browser.post(url("rules_restore", 3), follow=True))
        assert RuleSet.objects.filter(state="active").count() == 1

    def test_another_order_is_said(self, place):
        browser = activated(place, {}, {"items": [make.ADVICE]})
        browser.post(url("rules_draft"))
        first = rule_book.rules_of(draft_of(place)).first()
        browser.post(url("move_rule", first.pk), {"seen": 0})
        browser.post(url("rules_trial"), {"seen": 1})
        shown = text(browser.get(url("rules_version", 2), {"with": "1"}))
        assert "The same rules in another order" in shown


class TestWhyItWentThere:
    def test_the_ticket_names_its_rule_after_the_rules_have_changed(self, place):
        browser = activated(place, {"name_en": "Rubbish first"})
        ticket = make.report()
        actions.draft_rules(county_id=place.county.pk, by=place.root)
        rule = rule_book.rules_of(draft_of(place)).get()
        browser.post(url("delete_rule", rule.pk), {"seen": 0})
        browser.post(url("rules_trial"), {"seen": 1})
        shown = text(browser.get(url("ticket", ticket.pk)))
        assert "If the item is" in shown and "Version 1 of the routing rules" in shown

    def test_by_hand_it_says_what_the_rules_of_that_day_would_have_done(self, place):
        activated(place, {"items": [make.ADVICE]})
        ticket = make.team_ticket(place)
        shown = text(at(place.ben).get(url("ticket", ticket.pk)))
        assert "The rules of that day would have sent it to" in shown
        assert "Version 1 of the routing rules" in shown
        same = make.report(item=make.item(make.ADVICE))
        actions.dispatch(ticket=same, unit=place.town_office, by=place.ben)
        shown = text(at(place.ben).get(url("ticket", same.pk)))
        assert "would have chosen the same unit" in shown

    def test_the_dispatcher_reads_the_rule_before_deciding(self, place):
        ticket = make.report(item=make.item(make.ADVICE))
        activated(place, {"items": [make.ADVICE]})
        shown = text(at(place.ben).get(url("dispatch", ticket.pk)))
        assert "A routing rule of the county says so" in shown and "If the item is" in shown


def test_the_catalogue_of_targets_and_the_words_agree():
    assert set(RuleWords.__dataclass_fields__) <= {
        field.name for field in RoutingRule._meta.get_fields()
    }


def _terms_and_now(place):
    return Terms.objects.get(pk=place.county.pk), clock.now()
