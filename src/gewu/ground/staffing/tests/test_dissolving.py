"""A unit ends: who may, what it says, what becomes of its posts, twice and at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from tests import cast

from gewu.ground.staffing import actions, hooks, queries
from gewu.ground.staffing.actions import dissolving
from gewu.ground.staffing.hooks import Burden, Heritage
from gewu.ground.staffing.models import Appointment, Unit
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.kernel.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def url(unit, tail="dissolve/"):
    return f"/staffing/{unit.pk}/{tail}"


@pytest.fixture
def handed(monkeypatch):
    """Somebody above has two things open with every unit."""
    done = []

    def hand_over(**given):
        done.append(given)

    own = hooks.Hook("test.heritages", "For a test.")
    own.plug(Heritage(lambda _unit: [Burden("Things", 2), Burden("Others", 0)], hand_over))
    monkeypatch.setattr(queries.units, "heritages", own)
    monkeypatch.setattr(dissolving, "heritages", own)
    return done


class TestAction:
    def test_an_idle_unit_goes_and_its_people_with_it(self, town):
        actions.dissolve_unit(unit=town.team_1, by=town.root)
        gone = Unit.ever.get(pk=town.team_1.pk)
        assert gone.dissolved_on == timezone.localdate() and gone.successor is None
        assert not Unit.objects.filter(pk=gone.pk).exists()
        assert queries.unit_on(town.grid_1) is None
        held = Appointment.objects.get(post__unit=gone)
        assert held.last_day == timezone.localdate()
        assert JournalEntry.objects.order_by("-id")[0].name == "staffing.unit_dissolved"

    def test_whoever_would_come_later_does_not_come(self, town):
        post = actions.add_post(unit=town.team_1, role="worker", full_time=False, by=SYSTEM)
        later = timezone.localdate() + timedelta(days=9)
        actions.appoint(post=post, user=town.dan, from_day=later, by=SYSTEM)
        ended = Appointment.objects.get(post__unit=town.team_1, user=town.ada)
        actions.end_appointment(appointment=ended, by=SYSTEM)
        actions.dissolve_unit(unit=town.team_1, by=town.root)
        assert list(Appointment.objects.filter(post__unit=town.team_1)) == [ended]

    def test_with_something_open_it_needs_a_successor_and_a_reason(self, town, handed):
        with pytest.raises(Refusal, match="It still has: Things 2") as no:
            actions.dissolve_unit(unit=town.team_1, words="撤并", by=town.root)
        assert (no.value.code, no.value.field) == ("still_open", "successor")
        with pytest.raises(Refusal, match="Say in a sentence"):
            actions.dissolve_unit(unit=town.team_1, successor=town.team_2, words=" ", by=town.root)
        assert handed == [] and Unit.objects.filter(pk=town.team_1.pk).exists()
        actions.dissolve_unit(unit=town.team_1, successor=town.team_2, words="撤并", by=town.root)
        assert [(each["successor"], each["words"]) for each in handed] == [(town.team_2, "撤并")]

    def test_twice_is_once_and_another_successor_is_refused(self, town, handed):
        given = {"unit": town.team_1, "words": "撤并", "by": town.root}
        for _twice in range(2):
            actions.dissolve_unit(successor=town.team_2, **given)
        assert len(handed) == 1
        with pytest.raises(Refusal, match="Grid 2 took over"):
            actions.dissolve_unit(successor=town.team_3, **given)

    def test_wrong_successors(self, town):
        def dissolve(successor, unit=town.team_1):
            return actions.dissolve_unit(unit=unit, successor=successor, by=town.root)

        with pytest.raises(Refusal, match="another unit of this county"):
            dissolve(town.team_1)
        actions.dissolve_unit(unit=town.team_3, by=town.root)
        with pytest.raises(Refusal, match="Grid 3 was dissolved already"):
            dissolve(town.team_3)
        with pytest.raises(Refusal, match="county desk"):
            dissolve(town.team_2, town.desk)

    def test_only_an_administrator_may(self, town):
        for who in (town.ben, town.ada, town.eve):
            with pytest.raises(Refusal, match="administrator"):
                actions.dissolve_unit(unit=town.team_1, by=who)

    def test_the_area_and_the_name_are_free_again(self, town):
        actions.dissolve_unit(unit=town.team_1, by=town.root)
        actions.dissolve_unit(unit=town.sanitation, by=town.root)
        (team,) = actions.add_missing_units(path=town.county.path, by=town.root)
        assert team.area == town.grid_1
        again = actions.add_unit(
            kind="department", area=town.county, name_zh=town.sanitation.name_zh, by=town.root
        )
        assert again.pk != town.sanitation.pk

    def test_the_database_knows_it_too(self, town):
        for wrong in ({"successor": town.team_2}, {"successor": town.team_1}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Unit.ever.filter(pk=town.team_1.pk).update(**wrong)


class TestPages:
    def test_it_says_what_is_open_and_who_took_over(self, town, client, handed):
        client.force_login(town.root)
        assert url(town.team_1) in client.get(url(town.team_1, "")).text
        page = client.get(url(town.team_1)).text
        assert "Things" in page and "when another unit takes this over" in page
        assert "optional" not in page.split("<form class")[1] and "Please choose" in page
        refused = client.post(url(town.team_1), {"words": "撤并"})
        assert refused.status_code == 422 and "It still has: Things 2" in refused.text
        given = {"words": "撤并", "successor": town.team_2.pk}
        for _twice in range(2):
            done = client.post(url(town.team_1), given)
            assert done["Location"] == url(town.team_1, "")
        shown = client.get(url(town.team_1, "")).text
        assert "Dissolved" in shown and "Grid 2" in shown and url(town.team_1) not in shown
        assert "Grid 1" not in client.get("/staffing/").text.split("<main")[1]
        assert client.get(url(town.team_1))["Location"] == url(town.team_1, "")

    def test_an_idle_unit_says_so(self, town, client):
        client.force_login(town.root)
        page = client.get(url(town.team_1)).text
        assert "Nothing is open" in page and "Nobody takes over" in page and "optional" in page
        assert url(town.desk) not in client.get(url(town.desk, "")).text

    def test_strangers_see_nothing_and_others_may_not(self, town, client):
        for who, code in ((town.dan, 404), (town.ben, 403)):
            client.force_login(who)
            assert client.get(url(town.team_1)).status_code == code
            assert client.post(url(town.team_1), {}).status_code == code
        assert Unit.objects.filter(pk=town.team_1.pk).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_two_that_would_take_over_each_other_do_not_both_go():
    town = cast.town()
    ready = Barrier(2)

    def go(unit, heir):
        try:
            ready.wait(timeout=30)
            actions.dissolve_unit(unit=unit, successor=heir, by=SYSTEM)
        except Refusal as no:
            return no.code
        else:
            return "done"
        finally:
            connection.close()

    pairs = [(town.team_1, town.team_2), (town.team_2, town.team_1)]
    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(lambda pair: go(*pair), pairs))
    assert said == ["done", "heir"]
    assert Unit.ever.filter(dissolved_on__isnull=False).count() == 1
