"""Households and people of a made-up county: brought in, looked for, sealed anew.

Run as a program in a process of its own, in an empty database; prints one line of JSON.
"""

import csv
import gzip
import json
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import django
from shapely import Polygon, box

if __name__ == "__main__":
    django.setup()

from django.conf import settings
from django.db import connection

from gewu.config import schema
from gewu.ground.accounts.actions import add_user
from gewu.ground.accounts.models import User
from gewu.ground.accounts.queries import scope_of
from gewu.ground.residents import actions, queries
from gewu.ground.residents.actions import PeopleRefused, PurposeGiven
from gewu.ground.residents.models import Person
from gewu.ground.residents.rules.people import check_digit
from gewu.ground.staffing.actions import add_missing_units, add_post, appoint, open_county
from gewu.ground.staffing.queries import unit_on
from gewu.ground.territory.actions import import_areas
from gewu.ground.territory.queries import area_by_code
from gewu.ground.territory.rules.rows import AreaRow
from gewu.kernel import sealing, viewing
from gewu.kernel.acting import SYSTEM
from gewu.kernel.partitions import ensure_all
from gewu.kernel.tables import read_table

COUNTY, TOWN, COMMUNITY = "379901", "379901100", "379901100001"
GRIDS = 500
SEARCHES = 300
LISTS = 20
HEAD = (
    *("household", "area", "entrance", "room", "person", "guardian", "relation", "purposes"),
    *("consents", "name", "phone", "id_number", "birth_date"),
)
CONSENTS = "service paper 2026-01-02"
NAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"


def main(households: int, faulty: float) -> dict[str, Any]:
    """Everything once, in the order in which a county does it."""
    viewer, above = _county()
    figures: dict[str, Any] = {"households": households, "faulty": faulty}
    with tempfile.TemporaryDirectory() as folder:
        bad = Path(folder, "bad.csv.gz")
        if faulty:
            figures["bad_rows_written"] = _file(bad, households, faulty)
            figures |= _refused(bad)
        good = Path(folder, "good.csv.gz")
        _file(good, households, 0.0)
        start = time.perf_counter()
        done = actions.import_people(table=read_table(good), by=SYSTEM)
        figures["import_s"] = round(time.perf_counter() - start, 1)
        figures["people"] = done.people
        figures["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for wall, worker, office in (
        ("", scope_of(viewer), scope_of(above)),
        ("unwalled_", None, None),
    ):
        with viewing.through(worker):
            found = _searched(viewer) | {"list": _p95(partial(_listed, viewer), [""] * LISTS)}
        with viewing.through(office):
            found["whole_list"] = _p95(partial(_listed, above), [""] * LISTS)
        figures |= {f"{wall}search_{key}_p95_ms": value for key, value in found.items()}
    figures |= _rotated()
    return figures


def _county() -> tuple[User, User]:
    """500 grids and their purposes; a worker of the first grid, and somebody of the community."""
    schema.migrate(say=lambda words: None)
    ensure_all()
    desk = open_county(code=COUNTY, name_zh="测速县", by=SYSTEM)
    rows = [_outlined(1, TOWN, COUNTY, box(116, 35, 117, 36))]
    rows.append(_outlined(2, COMMUNITY, TOWN, box(116, 35, 117, 36)))
    for n in range(GRIDS):
        west = 116 + n / GRIDS
        outline = box(west, 35, west + 1 / GRIDS, 36)
        rows.append(_outlined(3 + n, _grid(n), COMMUNITY, outline))
    import_areas(rows=rows, by=SYSTEM)
    add_missing_units(path=desk.area.path, by=SYSTEM)
    for code, fields in (("service", "name phone id_number birth_date"),):
        given = PurposeGiven(
            name_zh=code, basis="consent", authority="个人信息保护法", fields=fields.split()
        )
        made = actions.add_purpose(code=code, given=given, by=SYSTEM)
        actions.publish_notice(purpose=made, text_zh="告知", by=SYSTEM)
        words = {"necessity": "需要", "effects": "影响", "measures": "措施"}
        assessment = actions.make_assessment(purpose=made, **words, by=SYSTEM)
        actions.decide_assessment(assessment=assessment, is_approved=True, by=SYSTEM)
        actions.switch_purpose(purpose=made, on=True, by=SYSTEM)
    return _appointed("worker", _grid(0), "13700000001"), _appointed("community", COMMUNITY, "")


def _appointed(role: str, code: str, phone: str) -> User:
    user = add_user(username=role, password="a-long-enough-word-1", name_zh="工", by=SYSTEM)
    area = area_by_code(code)
    assert area is not None
    unit = unit_on(area)
    assert unit is not None
    post = add_post(unit=unit, role=role, phone=phone, by=SYSTEM)
    appoint(post=post, user=user, by=SYSTEM)
    return user


def _outlined(number: int, code: str, parent: str, outline: Polygon) -> AreaRow:
    return AreaRow(number=number, code=code, parent_code=parent, name_zh=code, boundary=outline)


def _grid(n: int) -> str:
    return f"{COMMUNITY}{n:03}"


def _file(path: Path, households: int, faulty: float) -> int:
    """Two and a half people a household; answers how many rows hold a fault."""
    random, wrong, serial = Random(7), 0, 0
    with gzip.open(path, "wt", encoding="utf-8", newline="", compresslevel=1) as text:
        writer = csv.writer(text)
        writer.writerow(HEAD)
        for home in range(households):
            for number in range(1, 3 + home % 2):
                serial += 1
                row = _row(home, number, serial)
                if random.random() < faulty:
                    wrong += 1
                    _spoil(row, random)
                writer.writerow(row)
    return wrong


def _row(home: int, number: int, serial: int) -> list[str]:
    is_child = number == 3
    born = f"{2018 if is_child else 1950 + serial % 50}{1 + serial % 12:02}{1 + serial % 28:02}"
    first = f"{370000 + serial // 1000}{born}{serial % 1000:03}"
    name = NAMES[serial % len(NAMES)] + NAMES[serial // 20 % 20] + NAMES[serial // 400 % 20]
    return [
        *(f"H{home}", _grid(home % GRIDS), str(1 + home % 4), str(101 + home % 900), str(number)),
        *(("1", "parent") if is_child else ("", "")),
        *(
            "service",
            CONSENTS,
            name,
            f"1{3_000_000_000 + serial}",
            first + check_digit(first),
        ),
        f"{born[:4]}-{born[4:6]}-{born[6:]}",
    ]


def _spoil(row: list[str], random: Random) -> None:
    at, value = random.choice(
        [(1, "999999"), (7, "nothing"), (8, ""), (10, "12"), (11, "110105194912310021")]
    )
    row[at] = value


def _refused(file: Path) -> dict[str, Any]:
    """A file with faults is read whole, each fault named, and nothing of it written."""
    start = time.perf_counter()
    try:
        actions.import_people(table=read_table(file), by=SYSTEM)
    except PeopleRefused as refused:
        took = round(time.perf_counter() - start, 1)
        lines = len({row.line for row in refused.bad})
        return {"refused_s": took, "bad_rows_told": lines, "written": Person.objects.count()}
    raise AssertionError("a file with faults was taken")


def _searched(viewer: User) -> dict[str, float]:
    """The whole search as the page asks it, with the viewer's scope."""
    random, found = Random(3), {}
    serials = [random.randrange(1, 400_000) for _ in range(SEARCHES)]
    rows = [_row(serial // 5 * 2, 1, serial) for serial in serials]
    for field, at in (("phone", 10), ("id_number", 11), ("name", 9)):
        found[field] = _p95(partial(queries.people_found, viewer, field), [row[at] for row in rows])
    return found


def _listed(viewer: User, _words: str) -> None:
    """The rows behind the first page of a list: how many there are, and forty with their people."""
    rows = queries.households_for(viewer)
    rows.count()
    in_order = rows.order_by("area__code", "building__name_zh", "entrance", "pk")
    list(queries.people_in(in_order[:40]))


def _p95(act: Callable[[str], Any], words: list[str]) -> float:
    took = []
    for row in words:
        start = time.perf_counter()
        act(row)
        took.append(time.perf_counter() - start)
    return round(sorted(took)[int(len(took) * 0.95)] * 1000, 1)


def _rotated() -> dict[str, Any]:
    """Seal everything anew with a second key, while somebody opens people all the time."""
    settings.DATA_KEYS = settings.DATA_KEYS | {max(settings.DATA_KEYS) + 1: b"k" * 32}
    stop, opened = threading.Event(), [0]
    reader = threading.Thread(target=_read, args=[stop, opened])
    reader.start()
    start = time.perf_counter()
    rows = sum(renewed for _name, renewed, _broken in sealing.renew_all())
    took = time.perf_counter() - start
    stop.set()
    reader.join()
    left = sum(count for key, count in sealing.by_key().items() if key != sealing.newest())
    return {
        "resealed": rows,
        "resealed_per_s": round(rows / took),
        "opened_meanwhile": opened[0],
        "left_under_old_keys": left,
    }


def _read(stop: threading.Event, opened: list[int]) -> None:
    try:
        for person in _forever():
            if stop.is_set():
                return
            actions.open_person(person=person, reason="测速", by=SYSTEM)
            opened[0] += 1
    finally:
        connection.close()


def _forever() -> Iterator[Person]:
    some = list(Person.objects.order_by("pk")[:300])
    while True:
        yield from some


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), float(sys.argv[2]))) + "\n")
