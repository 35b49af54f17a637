"""Scheduled and heavy work on tickets; every job is safe to repeat."""

from uuid import UUID

from procrastinate.contrib.django import app

from gewu.kernel import clock
from gewu.kernel.acting import SYSTEM
from gewu.work.tickets import actions
from gewu.work.tickets.actions import close_silent
from gewu.work.tickets.models import Terms


@app.periodic(cron="*/10 * * * *")
@app.task(name="tickets.close_silent", queueing_lock="tickets.close_silent", pass_context=False)
def close_silent_tickets(timestamp: int) -> int:
    """Close what was checked and not contradicted for as long as the county announced."""
    counties = Terms.objects.order_by("pk").values_list("pk", flat=True)
    return sum(close_silent(county_id=county, now=clock.now(), by=SYSTEM) for county in counties)


@app.periodic(cron="*/5 * * * *")
@app.task(name="tickets.go_on", queueing_lock="tickets.go_on", pass_context=False)
def go_on(timestamp: int) -> int:
    """Go on without answers that did not come, with what was suspended, and with successors and grids."""
    now = clock.now()
    gone_on = actions.lapse(now=now, by=SYSTEM) + actions.resume_due(now=now, by=SYSTEM)
    gone_on += actions.follow_successors(by=SYSTEM)
    return gone_on + actions.follow_areas(by=SYSTEM)


@app.periodic(cron="* * * * *")
@app.task(name="tickets.remind", queueing_lock="tickets.remind", pass_context=False)
def remind(timestamp: int) -> int:
    """Fire every reminder whose moment has come, a batch at a time."""
    fired = 0
    for county in Terms.objects.order_by("pk").values_list("pk", flat=True):
        for remind_of in (actions.remind_due, actions.remind_of_whistles):
            while count := remind_of(county_id=county, now=clock.now(), by=SYSTEM):
                fired += count
    return fired


@app.periodic(cron="23 3 * * *")
@app.task(name="tickets.archive", queueing_lock="tickets.archive", pass_context=False)
def archive(timestamp: int) -> int:
    """Lay to rest what ended long ago, a batch at a time."""
    laid = 0
    while count := actions.archive_old(now=clock.now(), by=SYSTEM):
        laid += count
    return laid


@app.periodic(cron="41 * * * *")
@app.task(
    name="tickets.forget_old_uploads",
    queueing_lock="tickets.forget_old_uploads",
    pass_context=False,
)
def forget_old_uploads(timestamp: int) -> int:
    """Erase files that were uploaded a day ago and never imported."""
    return actions.forget_old_uploads(now=clock.now(), by=SYSTEM)


@app.task(name="tickets.check_import")
def check_import(run: str) -> None:
    """Look through an uploaded file."""
    actions.check_import(pk=UUID(run), by=SYSTEM)


@app.task(name="tickets.land_import")
def land_import(run: str) -> None:
    """Import an uploaded file that was looked through."""
    actions.land_import(pk=UUID(run), by=SYSTEM)


@app.task(name="tickets.work_batch")
def work_batch(run: str) -> None:
    """Move many tickets, each for itself."""
    actions.work_batch(pk=UUID(run), by=SYSTEM)


@app.periodic(cron="* * * * *")
@app.task(
    name="tickets.go_on_with_batches",
    queueing_lock="tickets.go_on_with_batches",
    pass_context=False,
)
def go_on_with_batches(timestamp: int) -> int:
    """Go on where a worker was stopped."""
    return actions.go_on_with_batches(by=SYSTEM)


@app.task(name="tickets.recount_clocks")
def recount_clocks(county: str) -> int:
    """Count the limits of a county's open tickets again, after its calendar changed."""
    return actions.recount_clocks(county_id=UUID(county), by=SYSTEM)


@app.task(name="tickets.follow_redraw")
def follow_redraw(redraw: str) -> int:
    """Open tickets go to the grids in which they lie since the areas changed."""
    return actions.follow_areas(redraw=UUID(redraw), by=SYSTEM)
