"""What the database itself holds of plans and of links between areas."""

import pytest
from django.db import IntegrityError, transaction

from gewu.ground.territory.models import AreaLink, Redraw, RedrawPart
from gewu.ground.territory.tests.test_redraws import A, fresh, refused, split
from gewu.kernel.acting import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


class TestTheDatabaseHolds:
    @pytest.mark.parametrize(
        ("model", "changes", "constraint"),
        [
            (Redraw, {"state": "x"}, "known_state"),
            (Redraw, {"state": "in_force"}, "has_entered"),
            (RedrawPart, {"area": None}, "ends_or_changes_is_there"),
            (RedrawPart, {"code": ""}, "code_name_and_place"),
            (RedrawPart, {"keeps": True}, "redraw_keeps"),
        ],
    )
    def test_what_a_plan_is(self, town, model, changes, constraint):
        split(town)
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            model.objects.update(**changes)

    def test_one_open_plan_for_an_area_and_for_a_code(self, town):
        redraw = split(town)
        common = {"county_id": redraw.county_id, "redraw": redraw}
        with pytest.raises(IntegrityError, match="one_open_plan"), transaction.atomic():
            RedrawPart.objects.create(role="ends", area=town.grid_1, **common)
        with pytest.raises(IntegrityError, match="one_open_plan"), transaction.atomic():
            RedrawPart.objects.create(
                role="comes", parent=town.community, code=A, name_zh="x", **common
            )

    def test_what_a_link_is(self, town):
        split(town, day=None)
        link = AreaLink.objects.order_by("-keeps")[0]
        assert " > " in str(link)
        for changes, constraint in (
            ({"heir": link.former}, "comes_from_itself|linked_by_one_row"),
            ({"share": 2}, "none_and_all"),
        ):
            with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
                AreaLink.objects.filter(pk=link.pk).update(**changes)

    def test_two_at_the_same_moment(self, town, monkeypatch):
        split(town)
        here = "gewu.ground.territory.actions.planning.refuse_faults"
        monkeypatch.setattr(here, lambda *_args, **_given: None)
        with pytest.raises(Refusal) as no, transaction.atomic():
            split(town)
        assert no.value.code == "raced"

    def test_nobody_comes_from_themselves(self, town, monkeypatch):
        here = "gewu.ground.territory.rules.fitting.circle_in"
        monkeypatch.setattr(here, lambda _pairs: True)
        refused("circle", split, town, day=None)
        assert fresh(town.grid_1).closed_on is None
