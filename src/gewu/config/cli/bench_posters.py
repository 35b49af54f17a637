"""`gewu bench posters`: the sheets of a whole county's grids, from an empty database to the PDF."""

import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from gewu.config.benches.lifecycle import fresh_database, run_program
from gewu.config.cli.bench_areas import CLI, COUNTY, drawn_county
from gewu.config.env import CHECKOUT
from gewu.ground.territory.rules.posters import LAYOUTS
from gewu.kernel.postgres import Cluster

SITE = "https://gewu.example.gov.cn"


def run(grids: Annotated[int, typer.Option(min=1, help="How many.")] = 1_500) -> None:
    """Each layout by `gewu export posters`, in the seconds that the command says."""
    figures: dict[str, Any] = {"grids": grids}
    with (
        TemporaryDirectory() as folder,
        fresh_database(f"gewu_posters_{os.getpid()}", Cluster(CHECKOUT)) as owner,
    ):
        file = Path(folder, "grids.geojson")
        file.write_text(json.dumps(drawn_county(grids)), encoding="utf-8")
        run_program([CLI, "migrate"], owner)
        run_program([CLI, "import", "areas", str(file)], owner)
        for layout in LAYOUTS:
            pdf = str(Path(folder, f"{layout}.pdf"))
            words = ["export", "posters", pdf, "--under", COUNTY, "--layout", layout]
            said = run_program([CLI, *words, "--site", SITE, "--english"], owner).split()
            figures[layout] = {"seconds": float(said[-2]), "megabytes": float(said[2])}
    typer.echo(json.dumps(figures, indent=2))
