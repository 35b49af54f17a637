"""`gewu evaluate routes`: a known problem of routes, beside the best anybody has found."""

import json
import time
from pathlib import Path
from typing import Annotated

import typer

from gewu.kernel.acting import Refusal
from gewu.methods.routes.instances import Unreadable, read_instance
from gewu.methods.routes.solving import search


def run(
    instance: Annotated[Path, typer.Option(help="File in the format of VRPLIB or CVRPLIB.")],
    seconds: Annotated[float, typer.Option(min=0.1, help="How long to search.")] = 20,
    cores: Annotated[int, typer.Option(min=1, help="Searches side by side.")] = 2,
) -> None:
    """Solve the instance and print its cost, the best known cost and the gap between them.

    The best known cost stands in NAME.sol beside the file, or in a table *bks*.csv beside or
    above it; without either it is null, as is the gap. `gap` is (cost − best known) / best known.
    """
    try:
        problem = read_instance(instance)
    except Unreadable as error:
        raise Refusal(
            f"{instance} cannot be read as VRPLIB: {error}.", code="bad_instance"
        ) from error
    start = time.perf_counter()
    found = search(problem.data, seconds, range(1, cores + 1))
    spent = time.perf_counter() - start
    cost, known = problem.cost(found.cost), problem.best_known
    figures = {
        "instance": instance.stem,
        "cost": round(cost, 3),
        "best_known": known,
        "gap": round((cost - known) / known, 6) if known else None,
        "feasible": found.is_feasible,
        "routes": len(found.routes),
        "clients": problem.data.num_clients,
        "rounding": problem.rounding,
        "seconds": round(spent, 2),
    }
    typer.echo(json.dumps(figures))
