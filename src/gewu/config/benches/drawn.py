"""A county of many drawn grids and somebody who sees all of it. Run as a program: `drawn COUNT`.

All of the import has been told and the tables have been looked through, as in an installation that
has been in service for a while: else the worker tells of 60,000 areas while the map is measured.
"""

import json
import sys
from datetime import date
from typing import cast

import django
from shapely import Polygon
from shapely.geometry import shape

if __name__ == "__main__":
    django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client

from gewu.config import schema
from gewu.config.cli.bench_areas import COUNTY, drawn_county
from gewu.ground.accounts.actions import add_user
from gewu.ground.staffing.actions import add_post, appoint, open_county
from gewu.ground.territory.actions import import_areas
from gewu.ground.territory.rules.rows import AreaRow
from gewu.kernel import drain
from gewu.kernel.acting import SYSTEM

FIRST_DAY = date(2026, 1, 1)


def main(count: int) -> dict[str, str]:
    """Migrate, draw and settle; answers the session of an administrator."""
    schema.migrate(say=lambda _words: None)
    desk = open_county(code=COUNTY, name_zh="测区", name_en="Bench County", by=SYSTEM)
    import_areas(rows=_rows(count), day=FIRST_DAY, by=SYSTEM)
    user = add_user(username="viewer", password="no-one-signs-in-4", name_zh="看图", by=SYSTEM)
    post = add_post(unit=desk, role="administrator", by=SYSTEM)
    appoint(post=post, user=user, from_day=FIRST_DAY, by=SYSTEM)
    client = Client()
    client.force_login(user)
    drain.drain_all()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return {"session": client.cookies[settings.SESSION_COOKIE_NAME].value}


def _rows(count: int) -> list[AreaRow]:
    below = drawn_county(count)["features"][1:]
    return [
        AreaRow(
            number=number,
            code=each["properties"]["code"],
            parent_code=each["properties"]["parent_code"],
            name_zh=each["properties"]["name_zh"],
            boundary=cast(Polygon, shape(each["geometry"])) if each["geometry"] else None,
        )
        for number, each in enumerate(below, 1)
    ]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))) + "\n")
