"""An empty database with its first administrator, and a county that was just opened."""

import pytest
from tests.cast import PASSWORD

from gewu.doors.setup.actions import open_county
from gewu.doors.setup.tests.files import COUNTY
from gewu.ground.accounts.actions import add_user
from gewu.kernel.acting import SYSTEM


@pytest.fixture
def chief(db):
    """Administers everything."""
    return add_user(
        username="chief", password=PASSWORD, name_zh="管理员", is_superuser=True, by=SYSTEM
    )


@pytest.fixture
def desk(chief):
    """The desk of a county in which nothing else stands yet."""
    return open_county(code=COUNTY, name_zh="北区", name_en="North", phone="0537-12345", by=chief)
