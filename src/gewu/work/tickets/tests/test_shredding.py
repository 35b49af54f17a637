"""Words and photos are removed for good: who may, what goes, what stays, what is read afterwards."""

from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from openpyxl import load_workbook
from tests.cast import CLEO, person

from gewu.ground.residents.models import Contact
from gewu.kernel import clock
from gewu.kernel.acting import RESIDENT, Refusal
from gewu.kernel.models import Attachment, JournalEntry
from gewu.kernel.states import IllegalMove
from gewu.work.tickets import actions, policies
from gewu.work.tickets.actions.shredding import WORDS
from gewu.work.tickets.models import Move, Note, Ticket, TicketPhoto, TicketText, Whistle
from gewu.work.tickets.queries import queue
from gewu.work.tickets.queries.scope import secret_of
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests import situations as so
from gewu.work.tickets.tests.browsing import at, text, url

SECRET = "王阿姨家三楼漏水"


@pytest.fixture
def place(db):
    place = so.whole_town()
    place.people["dora"] = person("dora", "朵拉", place.desk, "dispatcher")
    return place


def told(place):
    """A ticket whose words stand in every table that keeps words."""
    said = {"words": SECRET, "address": SECRET, "photos": [make.picture()], **CLEO}
    ticket = make.report(item=make.item(make.ADVICE), **said)
    ticket = actions.dispatch(ticket=ticket, unit=place.team_1, words=SECRET, by=place.ben)
    actions.sign(ticket=ticket, by=place.ada)
    order = actions.cohandle(ticket=ticket, unit=place.sanitation, words=SECRET, by=place.ada)
    actions.cohandled(order=order, words=SECRET, by=place.hana)
    actions.request_extension(ticket=ticket, words=SECRET, by=place.ada)
    actions.refuse(ticket=ticket, words=SECRET, by=place.ben)
    actions.raise_whistle(
        ticket=ticket,
        unit=place.team_1,
        units=[place.sanitation],
        kind=Whistle.Kind.RESIDENT_PROBLEM,
        words=SECRET,
        by=place.ada,
    )
    actions.handle(ticket=ticket, words=SECRET, photos=[make.picture()], by=place.ada)
    mine = actions.merge(ticket=so.submitted(), master=ticket, by=place.ben)
    actions.check(ticket=ticket, closing_met=True, words=SECRET, by=place.carl)
    actions.revisit(ticket=ticket, outcome="solved", satisfied=5, words=SECRET, by=place.bill)
    actions.rate(ticket=ticket, stars=4, words=SECRET, by=RESIDENT)
    actions.respond(ticket=mine, stars=4, words=SECRET, by=RESIDENT)
    return so.fresh(ticket)


def everything():
    """All rows of all tables, as text."""
    rows = [row for model in apps.get_models() for row in model._default_manager.order_by("pk")]
    return "\n".join(
        str({field.attname: getattr(row, field.attname) for field in row._meta.fields})
        for row in rows
    )


def test_every_field_with_words_about_a_ticket_is_in_the_list():
    """What is declared personal and hangs on a ticket or a whistle has to go with it."""
    known = {(model, field) for model, _named, fields in WORDS for field in fields}
    missing = []
    for model in apps.get_app_config("tickets").get_models():
        links = [f.related_model for f in model._meta.fields if f.is_relation]
        if model is TicketText or not {Ticket, Whistle} & set(links):
            continue
        for name, kind in model.PRIVACY.items():
            field = model._meta.get_field(name)
            if kind == "personal" and isinstance(field, models.TextField | models.CharField):
                missing += [] if (model, name) in known else [f"{model.__name__}.{name}"]
    assert missing == []


@pytest.mark.django_db(transaction=True)
def test_nothing_that_was_written_or_photographed_remains(english):
    place = so.whole_town()
    ticket = told(place)
    photos = list(Attachment.objects.filter(pk__in=TicketPhoto.objects.values("attachment")))
    assert len(photos) == 2 and SECRET in everything()
    before = list(Move.objects.filter(ticket_id=ticket.pk).values_list("pk", "verb"))
    command = uuid4()
    for _again in range(2):
        actions.shred(ticket=ticket, words="本人要求", command=command, by=place.kurt)
    assert SECRET not in everything()
    assert not Attachment.objects.exists() and not TicketPhoto.objects.exists()
    for photo in photos:
        assert not list(Path(settings.MEDIA_ROOT).glob(f"??/{photo.sha256}*"))
    ticket = so.fresh(ticket)
    assert (ticket.contact, ticket.lon, ticket.lat) == (None, None, None)
    assert Contact.objects.exclude(sealed_name=None).count() == 0
    after = list(Move.objects.filter(ticket_id=ticket.pk).values_list("pk", "verb"))
    assert [each for each in after if each in before] == before
    assert [verb for _pk, verb in after if verb == "shred"] == ["shred"]
    assert (ticket.number, ticket.item.code, ticket.unit) and ticket.area == place.grid_1
    entry = JournalEntry.objects.get(name="tickets.shredded")
    assert entry.actor_id == place.kurt.pk and entry.payload["photos"] == 2
    assert Note.objects.exclude(words="").get().words == "本人要求"


@pytest.mark.usefixtures("english")
class TestWhoMay:
    def test_the_countys_desk_alone(self, place):
        ticket = make.closed(place)
        able = {name for name, who in place.people.items() if policies.may(who, "shred", ticket)}
        assert able == {"dora", "kurt"}
        for who in (place.ben, place.lena):
            assert at(who).get(url("shred", ticket.pk)).status_code == 403
        assert at(place.dan).get(url("shred", ticket.pk)).status_code == 404

    def test_not_while_it_is_worked_on_nor_twice_nor_without_a_reason(self, place):
        with pytest.raises(IllegalMove):
            actions.shred(ticket=make.in_progress(place), words="本人要求", by=place.dora)
        ticket = make.closed(place)
        with pytest.raises(Refusal):
            actions.shred(ticket=ticket, words=" ", by=place.dora)
        assert TicketText.objects.get(ticket=ticket).words
        actions.shred(ticket=ticket, words="本人要求", by=place.dora)
        with pytest.raises(IllegalMove, match="removed already"):
            actions.shred(ticket=ticket, words="再来", by=place.dora)

    def test_archived_ones_too(self, place):
        ticket = so.archived(place)
        actions.shred(ticket=ticket, words="保存期满", by=place.dora)
        assert so.fresh(ticket).state == "archived"


@pytest.mark.usefixtures("english")
class TestWhatOthersNeed:
    def test_a_contact_of_another_part_and_a_photo_of_another_ticket_stay(self, place):
        whole = so.submitted(**CLEO)
        (part,) = actions.split(ticket=whole, parts=[("井盖", None)], by=place.ben)
        declined = actions.decline(ticket=whole, reason="not_here", words="邻县", by=place.ben)
        photo = make.picture()
        for each in (whole, part):
            TicketPhoto.objects.create(
                ticket=each,
                county_id=each.county_id,
                attachment=photo,
                stage="before",
                move_id=uuid4(),
            )
        actions.shred(ticket=declined, words="本人要求", by=place.dora)
        assert so.fresh(part).contact is not None and so.fresh(whole).contact is None
        assert Contact.objects.get(pk=part.contact_id).erased_at is None
        assert TicketPhoto.objects.get().ticket == part


@pytest.mark.usefixtures("english")
def test_the_desk_removes_them_and_everybody_reads_since_when(place, client):
    ticket = told(place)
    page = text(at(place.dora).get(url("shred", ticket.pk)))
    assert "removed for good" in page and "it cannot be brought back" in page
    assert url("shred", ticket.pk) in text(at(place.dora).get(url("ticket", ticket.pk)))
    given = {"words": "本人要求", "once": str(uuid4()), "seen": str(ticket.version)}
    refused = at(place.dora).post(url("shred", ticket.pk), given)
    assert "Tick that you mean it." in text(refused) and "本人要求" in text(refused)
    assert TicketText.objects.get(ticket=ticket).shredded_at is None
    done = at(place.dora).post(url("shred", ticket.pk), given | {"sure": "on"})
    assert done.status_code == 302
    now, day = clock.now(), f"{clock.now():%Y-}"
    for who in (place.ben, place.ada):
        shown = text(at(who).get(url("ticket", ticket.pk)))
        assert "Words and photos were removed" in shown and SECRET not in shown
        paper = text(at(who).get(url("print", ticket.pk)))
        assert "Words and photos were removed" in paper and SECRET not in paper
    assert url("shred", ticket.pk) not in text(at(place.dora).get(url("ticket", ticket.pk)))
    listed = text(at(place.ben).get(url("queue"), {"queue": "all"}))
    assert "Removed on" in listed and "内容已于" not in listed and SECRET not in listed
    words = queue.Filters(queue="all", words="三楼漏水")
    assert ticket not in queue.found(place.ben, words, now)
    assert ticket in queue.found(place.ben, queue.Filters(queue="all", words=ticket.number), now)
    sent = at(place.ben).post(url("export") + "?queue=all", {"kind": "xlsx", "purpose": "月报"})
    cells = [[c.value for c in row] for row in load_workbook(BytesIO(sent.content)).active.rows]
    (row,) = [each for each in cells if ticket.shown_number in each]
    assert str(row[-1]).startswith(day)
    followed = f"/follow/{ticket.number}/{secret_of(ticket)}/"
    portal = text(client.get(followed, headers={"accept-language": "en"}))
    assert "Words and photos were removed" in portal and SECRET not in portal
    assert "本人要求" not in portal and "内容已于" not in portal
