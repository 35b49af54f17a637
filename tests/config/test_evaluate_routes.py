"""`gewu evaluate routes` on a made-up problem of four clients."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gewu.config.cli.evaluate import app

TOWN = """NAME : town
TYPE : {kind}
DIMENSION : 5
{extra}EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 2
NODE_COORD_SECTION
1 0 0
2 10 1
3 12 0
4 -10 1
5 -12 0
DEMAND_SECTION
1 0
2 1
3 1
4 1
5 1
{more}DEPOT_SECTION
1
-1
EOF
"""
WINDOWS = "TIME_WINDOW_SECTION\n1 0 900\n2 0 900\n3 0 900\n4 0 900\n5 0 900\n"


def evaluate(path: Path) -> dict[str, object]:
    result = CliRunner().invoke(
        app, ["routes", "--instance", str(path), "--seconds", "0.1", "--cores", "1"]
    )
    if result.exception:
        raise result.exception
    found: dict[str, object] = json.loads(result.stdout)
    return found


def written(folder: Path, kind: str = "CVRP", extra: str = "", more: str = "") -> Path:
    path = folder / "town.vrp"
    path.write_text(TOWN.format(kind=kind, extra=extra, more=more))
    return path


def test_without_a_known_best_there_is_no_gap(tmp_path):
    found = evaluate(written(tmp_path))
    assert (found["cost"], found["routes"], found["feasible"]) == (48, 2, True)
    assert (found["best_known"], found["gap"], found["clients"]) == (None, None, 4)


def test_the_known_best_says_how_distances_are_rounded(tmp_path):
    path = written(tmp_path)
    (tmp_path / "town.sol").write_text("Route #1: 1 2\nRoute #2: 3 4\nCost 48\n")
    assert evaluate(path)["gap"] == 0
    (tmp_path / "town.sol").write_text("Route #1: 1 2\nRoute #2: 3 4\nCost: 48572\n")
    found = evaluate(path)
    assert (found["rounding"], found["cost"], found["gap"]) == ("exact", 48572, 0)


def test_a_table_of_the_collection_will_do(tmp_path):
    (tmp_path / "cvrp_bks.csv").write_text("name,bks\nother,1\ntown,40\n")
    (tmp_path / "CVRP").mkdir()
    found = evaluate(written(tmp_path / "CVRP"))
    assert (found["best_known"], found["gap"]) == (40, 0.2)


def test_windows_are_kept_and_their_files_cut_after_one_digit(tmp_path):
    path = written(tmp_path, "VRPTW", "VEHICLES : 3\nSERVICE_TIME : 5\n", WINDOWS)
    (tmp_path / "town.sol").write_text("Route #1: 1 2\nRoute #2: 3 4\nCost 48.4\n")
    found = evaluate(path)
    assert (found["rounding"], found["feasible"], found["cost"]) == ("dimacs", True, 48.4)


def test_a_solution_of_another_problem_is_only_its_cost(tmp_path):
    path = written(tmp_path)
    (tmp_path / "town.sol").write_text("Route #1: 77 99\nCost 48\n")
    assert evaluate(path)["gap"] == 0


@pytest.mark.parametrize("text", ["", "no such thing", "DIMENSION : three\n"])
def test_what_is_no_instance_is_said(tmp_path, text):
    path = tmp_path / "odd.vrp"
    path.write_text(text)
    with pytest.raises(Exception, match=r"cannot be read as VRPLIB"):
        evaluate(path)
    with pytest.raises(Exception, match="No such file"):
        evaluate(tmp_path / "none.vrp")
