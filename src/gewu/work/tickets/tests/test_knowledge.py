"""What the counter knows, and how an answer reaches whoever asked."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gewu.kernel.acting import Refusal
from gewu.work.tickets import actions
from gewu.work.tickets.models import Article, Note, ReplyTemplate, Ticket
from gewu.work.tickets.queries.history import timeline
from gewu.work.tickets.queries.scope import secret_of
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests.browsing import HTMX, at, text, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make.equipped_town()


def written(place, **changed):
    said = {"title": "垃圾桶多久清一次", "words": "每天早晚各清运一次。", "keywords": "清运 保洁"}
    return actions.add_article(county_id=place.county.pk, by=place.ben, **said | changed)


def question():
    return make.report(item=None, words="请问小区垃圾桶多久清运一次")


class TestArticles:
    GIVEN = {"title": "居住证怎么办", "words": "带身份证到社区。", "keywords": "暂住证"}

    def test_what_one_writes_the_others_find_by_words_and_item(self, place):
        item = make.item()
        answer = at(place.ben).post(url("add_article"), self.GIVEN | {"item": item.pk})
        article = Article.objects.get()
        assert answer["Location"] == url("article", article.pk)
        for words in ("居住证", "暂住证", item.name_zh[:2]):
            assert "居住证怎么办" in text(at(place.ada).get(url("knowledge"), {"q": words})), words
        assert "居住证怎么办" in text(at(place.ada).get(url("knowledge"), {"item": item.code}))
        none = text(at(place.ada).get(url("knowledge"), {"q": "路灯"}))
        assert "居住证怎么办" not in none and "Nothing is written about this yet" in none
        assert "带身份证到社区" in text(at(place.ada).get(url("article", article.pk)))

    def test_a_change_is_a_new_version_with_the_old_one_in_its_history(self, place):
        article = written(place)
        given = {"title": article.title, "words": "每天三次。", "version": 1}
        at(place.root).post(url("change_article", article.pk), given)
        article = Article.objects.get()
        assert (article.words, article.version) == ("每天三次。", 2)
        assert "每天三次" in text(at(place.ada).get(url("article", article.pk)))
        late = at(place.ben).post(url("change_article", article.pk), given | {"words": "旧"})
        assert "Somebody changed this article" in text(late)
        assert Article.objects.get().words == "每天三次。"
        history = apps.get_model("tickets", "ArticleEvent").objects.order_by("pgh_id")
        assert [row.words for row in history] == ["每天早晚各清运一次。", "每天三次。"]

    def test_what_is_past_its_day_is_marked(self, place):
        yesterday = timezone.localdate() - timedelta(days=1)
        article = written(place, valid_until=yesterday)
        assert "Out of date" in text(at(place.ada).get(url("knowledge")))
        assert "Out of date" in text(at(place.ada).get(url("article", article.pk)))

    def test_mistakes_are_said_at_the_field(self, place):
        for wrong, said in (
            ({"title": ""}, "Write the question."),
            ({"words": " "}, "Write the answer."),
            ({"words": "长" * 6_000}, "5000"),
            ({"item": str(uuid4())}, "Select a valid choice"),
            ({"valid_until": "soon"}, "valid date"),
        ):
            answer = at(place.ben).post(url("add_article"), self.GIVEN | wrong)
            assert said in text(answer), wrong
        assert not Article.objects.exists()

    def test_only_the_counter_and_administrators_write(self, place):
        article = written(place)
        for who in (place.ada, place.carl, place.eve, place.hana):
            assert at(who).get(url("knowledge")).status_code == 200
            for page in (url("add_article"), url("change_article", article.pk), url("replies")):
                assert at(who).post(page, self.GIVEN).status_code == 403
        assert at(place.ben).get(url("article", uuid4())).status_code == 404
        assert Client().get(url("knowledge")).status_code == 302

    def test_the_list_is_a_part_of_its_page(self, place):
        written(place)
        part = text(at(place.ada).get(url("knowledge"), headers=HTMX))
        assert part.startswith('<div id="found"') and part in text(
            at(place.ada).get(url("knowledge"))
        )


class TestPublic:
    def test_what_the_page_opens_residents_read_until_its_last_day(self, place, client):
        today = timezone.localdate()
        given = {"title": "垃圾桶多久清一次", "words": "每天早晚各清运一次。"}
        at(place.ben).post(url("add_article"), given)
        assert "每天早晚" not in client.get(reverse("portal:questions")).content.decode()
        article, opened = Article.objects.get(), given | {"is_public": "on"}
        until = {"valid_until": today.isoformat(), "version": 1}
        at(place.ben).post(url("change_article", article.pk), opened | until)
        assert "每天早晚" in client.get(reverse("portal:questions")).content.decode()
        until = {"valid_until": (today - timedelta(days=1)).isoformat(), "version": 2}
        at(place.ben).post(url("change_article", article.pk), opened | until)
        assert "每天早晚" not in client.get(reverse("portal:questions")).content.decode()
        assert "Out of date" in text(at(place.ada).get(url("knowledge")))

    def test_residents_read_what_is_opened_to_them_and_still_holds(self, place, client):
        yesterday = timezone.localdate() - timedelta(days=1)
        written(place, is_public=True)
        written(place, title="只给员工", words="内部口径")
        written(place, title="过期的", words="旧价格", is_public=True, valid_until=yesterday)
        page = client.get(reverse("portal:questions")).content.decode()
        assert "垃圾桶多久清一次" in page and "每天早晚各清运一次" in page
        assert "内部口径" not in page and "旧价格" not in page
        assert (
            "垃圾桶多久清一次"
            in client.get(reverse("portal:questions"), {"q": "保洁"}).content.decode()
        )
        none = client.get(reverse("portal:questions"), {"q": "路灯"}).content.decode()
        assert "垃圾桶多久清一次" not in none and reverse("portal:report") in none


class TestAnswerDirectly:
    def test_an_article_is_taken_and_the_resident_reads_it(self, place, client):
        article, ticket = written(place, item=make.item()), question()
        written(place, title="路灯坏了找谁", words="城管局。", keywords="")
        assert url("answer_directly", ticket.pk) in text(
            at(place.ben).get(url("ticket", ticket.pk))
        )
        page = text(at(place.ben).get(url("answer_directly", ticket.pk)))
        assert "垃圾桶多久清一次" in page and "路灯坏了找谁" not in page
        taken = at(place.ben).get(url("answer_directly", ticket.pk), {"article": article.pk})
        form = taken.context["form"]
        assert form["words"].value() == article.words and form["article"].value() == str(article.pk)
        assert form["item"].value() == article.item_id
        given = {"words": article.words, "article": article.pk, "item": article.item_id}
        answer = at(place.ben).post(url("answer_directly", ticket.pk), given)
        assert answer["Location"] == url("ticket", ticket.pk)
        ticket = Ticket.objects.get()
        assert ticket.state == "closed" and ticket.item_id == article.item_id
        assert timeline(ticket)[-1].move.codes == {"article": str(article.pk)}
        follow = reverse("portal:ticket", args=[ticket.number, secret_of(ticket)])
        assert "每天早晚各清运一次" in client.get(follow).content.decode()

    def test_words_find_an_article_that_was_not_suggested(self, place):
        ticket = question()
        written(place, title="路灯坏了找谁", words="城管局。", keywords="")
        page = text(at(place.ben).get(url("answer_directly", ticket.pk), {"q": "路灯"}))
        assert "路灯坏了找谁" in page

    def test_an_empty_answer_is_none_and_twice_is_once(self, place):
        ticket, once = question(), str(uuid4())
        refused = at(place.ben).post(url("answer_directly", ticket.pk), {"words": " "})
        assert "Write the answer." in text(refused)
        for _ in range(2):
            at(place.ben).post(
                url("answer_directly", ticket.pk), {"words": "每天两次", "once": once}
            )
        assert Note.objects.filter(ticket=ticket).count() == 1

    def test_it_is_for_the_desk_of_the_place(self, place):
        ticket = question()
        assert at(place.ada).get(url("answer_directly", ticket.pk)).status_code == 403
        assert at(place.dan).get(url("answer_directly", ticket.pk)).status_code == 404

    def test_what_is_under_way_is_not_answered_away(self, place):
        ticket = make.in_progress(place)
        answer = at(place.ben).post(url("answer_directly", ticket.pk), {"words": "x"})
        assert 'name="words"' not in text(answer)
        assert Ticket.objects.get().state == "in_progress"


class TestReadyWords:
    GIVEN = {
        "name": "已清运",
        "verb": "handle",
        "words_zh": "{单位}已办：{number}",
        "is_active": "on",
    }

    def test_they_are_offered_filled_at_their_step_until_out_of_use(self, place):
        ticket = make.in_progress(place)
        at(place.ben).post(url("replies"), self.GIVEN)
        kept = ReplyTemplate.objects.get()
        page = at(place.ada).get(url("handle", ticket.pk), headers={"accept-language": "zh-hans"})
        assert f"第一网格已办：{ticket.shown_number}" in page.content.decode()
        other = make.checking(place)
        assert "已清运" not in text(at(place.carl).get(url("check", other.pk)))
        at(place.root).post(url("replies"), self.GIVEN | {"template": kept.pk, "verb": ""})
        assert "已清运" in text(at(place.carl).get(url("check", other.pk)))
        off = {name: value for name, value in self.GIVEN.items() if name != "is_active"}
        at(place.root).post(url("replies"), off | {"template": kept.pk})
        assert "已清运" not in text(at(place.ada).get(url("handle", ticket.pk)))
        assert ReplyTemplate.objects.count() == 1

    def test_mistakes_are_said_at_the_field(self, place):
        at(place.ben).post(url("replies"), self.GIVEN)
        for wrong, said in (
            ({"words_zh": "{谁}已办"}, "Nothing is known to put into {谁}."),
            ({"words_zh": " "}, "Write the words."),
            ({"name": ""}, "Give it a name"),
            ({}, "This name is taken"),
            ({"verb": "confirm"}, "Select a valid choice"),
        ):
            assert said in text(at(place.ben).post(url("replies"), self.GIVEN | wrong)), wrong
        assert ReplyTemplate.objects.count() == 1
        for unknown in (str(uuid4()), "none"):
            answer = at(place.ben).post(url("replies"), self.GIVEN | {"template": unknown})
            assert answer.status_code == 404

    def test_what_cannot_be_filled_yet_is_not_offered(self, place):
        ticket = make.report(item=None)
        at(place.ben).post(url("replies"), self.GIVEN | {"verb": "", "words_zh": "{事项}已转办"})
        page = at(place.ben).get(url("answer_directly", ticket.pk))
        assert page.context["reply_templates"] == []

    def test_a_step_without_words_has_none(self, place):
        with pytest.raises(Refusal):
            actions.keep_reply_template(
                county_id=place.county.pk, verb="confirm", name="x", words_zh="x", by=place.ben
            )
