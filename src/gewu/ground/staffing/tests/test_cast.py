"""The small town of the tests is what its docstring says."""

import pytest
from tests import cast

from gewu.ground.territory.queries import locate

pytestmark = pytest.mark.django_db


def test_ada_works_in_grid_1_and_nowhere_else(town):
    assert town.ada.may("tickets.handle", town.grid_1.path)
    assert not town.ada.may("tickets.handle", town.grid_3.path)
    assert town.ada.units_with("tickets.handle") == (town.team_1.pk,)


def test_points_lie_in_their_grids(town):
    assert locate(*cast.IN_GRID_1) == town.grid_1
    assert locate(*cast.IN_GRID_3) == town.grid_3
    assert locate(*cast.NOWHERE) is None
