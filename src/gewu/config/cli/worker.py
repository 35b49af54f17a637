"""`gewu worker`: delivers events and runs jobs."""

import os
import signal
import threading

import typer
from procrastinate.contrib.django import app as jobs
from procrastinate.contrib.django.django_connector import DjangoConnector

from gewu.kernel import waking

app = typer.Typer(add_completion=False)
LOWER = 5  # nobody waits for a job as they wait for a page: pages are answered first


@app.command()
def worker() -> None:
    """Deliver events to their listeners and run jobs, until told to stop."""
    os.nice(LOWER)
    stop = threading.Event()
    delivery = threading.Thread(target=_deliver, args=[stop], name="delivery")
    delivery.start()
    try:
        with jobs.replace_connector(DjangoConnector().get_worker_connector()) as ours:
            ours.run_worker(concurrency=2, install_signal_handlers=True)
    finally:
        stop.set()
        delivery.join()


def _deliver(stop: threading.Event) -> None:
    """Run the loop; if it dies, the whole worker stops and is started again."""
    try:
        waking.listen_until(stop)
    finally:
        if not stop.is_set():
            os.kill(os.getpid(), signal.SIGTERM)
