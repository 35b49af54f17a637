"""A purge while a list is being written: the list says all or nothing, and nobody gets an error."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from gewu.kernel.acting import SYSTEM
from gewu.kernel.models import ExportRecord
from gewu.oversight.keeping import actions as keeping
from gewu.oversight.keeping.models import Purge
from gewu.ui.exporting import Export, file_answer
from gewu.work.tickets.models import Ticket, TicketText
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests.browsing import at
from tests.cast import CLEO, Town

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WORDS = "三号楼前垃圾桶满了"
QUOTED_NOTHING = '""'  # as a list of one column writes it


@pytest.fixture
def place(transactional_db: None) -> Town:
    """Three tickets that ended long ago."""
    place = make.equipped_town()
    for _ in range(3):
        make.report(words=WORDS, **CLEO)
    old = timezone.now() - timedelta(days=4 * 365)
    ended = {"state": "closed", "pending": "", "closed_at": old, "checked_at": old}
    Ticket.objects.update(**ended, paused_at=None)
    return place


def elsewhere(act: Callable[[], Any]) -> Any:
    """In another process's place: a thread with a connection of its own."""

    def alone() -> Any:
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(alone).result(timeout=60)


def purged() -> list[Purge]:
    return keeping.purge_all(now=timezone.now(), by=SYSTEM)


def read(between: Callable[[], Any]) -> Iterator[list[str]]:
    """A row a statement, as long lists are read, with something done in the middle."""
    for number, key in enumerate(TicketText.objects.order_by("pk").values_list("pk", flat=True)):
        if number == 1:
            between()
        yield [TicketText.objects.get(pk=key).words]


def written(place: Town, between: Callable[[], Any]) -> list[str]:
    export = Export("words", place.eve, is_personal=True, purpose="复核")
    answer = file_answer(export, "csv", ["words"], read(between))
    assert answer.status_code == 200
    return [str(line) for line in answer.content.decode().splitlines()[4:]]


def test_a_list_says_all_of_it_and_the_next_nothing(place: Town) -> None:
    runs: list[Purge] = []
    assert written(place, lambda: runs.extend(elsewhere(purged))) == [WORDS] * 3
    assert {run.kind: run.gone for run in runs}["tickets.words"] == 3
    assert all(not run.fault and run.is_proven for run in runs)
    assert written(place, lambda: None) == [QUOTED_NOTHING] * 3
    assert list(ExportRecord.objects.order_by("number").values_list("rows", flat=True)) == [3, 3]


def test_pages_and_files_asked_for_meanwhile_have_no_error(place: Town) -> None:
    pages = ("tickets:queue", "facts:units", "keeping:periods", "keeping:proofs")
    ben, eve = at(place.ben), at(place.eve)

    def looked() -> list[int]:
        said = [eve.get(reverse(page)).status_code for page in pages]
        given = {"kind": "xlsx", "purpose": "周报"}
        return [*said, ben.post(reverse("tickets:export"), given).status_code]

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(lambda: (purged(), connections.close_all()))
        found = looked()
        while not running.done():
            found += looked()
        running.result()
    assert set(found) == {200}
