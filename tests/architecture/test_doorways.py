"""Areas meet at their doors, and hold only the files that every area holds."""

from tests.architecture.sources import (
    PACKAGE,
    area_of,
    areas,
    dotted,
    imports,
    is_test,
    python_files,
    short,
)

DOORS = {"actions", "queries", "policies", "events", "hooks", "models"}
# Ways past a door that are still used; the list may only shrink.
STILL_OPEN: list[str] = []

# Floors above the areas that use them like any user.
USERS = ("simulation",)

SHAPE = {
    "__init__", "states", "events", "hooks", "rules", "models", "policies", "queries", "actions",
    "listeners", "jobs", "forms", "views", "urls", "plugs", "apps", "admin",
}  # fmt: skip
FOLDERS = {
    "templates",
    "templatetags",
    "migrations",
    "tests",
    "data",
    "locale",
    "static",
    "__pycache__",
}


def test_areas_import_each_other_only_at_their_doors() -> None:
    wrong = []
    for file in python_files():
        if PACKAGE not in file.parents or is_test(file):
            continue
        home = area_of(dotted(file))
        if home is None and file.relative_to(PACKAGE).parts[0] not in USERS:
            continue
        for name in imports(file):
            other = area_of(name)
            if other is None or other == home:
                continue
            rest = name.removeprefix(other).strip(".").split(".")
            if rest[0] not in DOORS:
                wrong.append(f"{short(file)} imports {name}")
    assert sorted(set(wrong) - set(STILL_OPEN)) == []


def test_every_area_has_the_same_inner_shape() -> None:
    wrong = []
    for area in areas():
        for entry in sorted(area.iterdir()):
            known = entry.stem in SHAPE if entry.suffix == ".py" else entry.name in SHAPE | FOLDERS
            if not known and entry.name != "max_migration.txt":
                wrong.append(short(entry))
    assert wrong == []


def test_no_drawer_for_everything() -> None:
    drawers = {"utils", "helpers", "common", "services", "misc"}
    found = [short(file) for file in python_files() if drawers & {*file.parts, file.stem}]
    assert found == []
