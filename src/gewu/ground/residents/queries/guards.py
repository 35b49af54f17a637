"""What the second wall lets a viewer see of people: the rules of policies once more, in SQL."""

from gewu.ground.territory.models import Level
from gewu.kernel.wall import READER, Guard, paths_with, seen_with

KEEP, APPROVE, PROTECT = "residents.keep", "residents.approve_child", "residents.protect"
# Both asked once a statement.
KEPT = f"(SELECT id FROM territory_area WHERE path LIKE ANY ({paths_with(KEEP)}))"
PROTECTS = f"""EXISTS (SELECT FROM territory_area WHERE level = {Level.COUNTY:d}
    AND closed_on IS NULL AND path LIKE ANY ({paths_with(PROTECT)}))"""
# Whoever approves is not let in to the child itself, so the place is asked of a function.
ASKED = f"""asked_by_id = {READER}
    OR residents_place_of(child_id) LIKE ANY ({paths_with(APPROVE)})"""
WITH_THEM = {"personpart": "person_id", "consent": "person_id", "guardian": "child_id"}


def guards() -> list[Guard]:
    """Households, people, what is held of them and who looked; how residents sign in is nobody's."""
    access = "residents_personaccess"
    urgent = f"{access}.kind = 'urgent' AND {PROTECTS}"
    return [
        Guard("residents_household", f"area_id IN {KEPT}", by=(KEEP,)),
        Guard("residents_person", _with("household", "residents_person.household_id")),
        *(
            Guard(f"residents_{name}", _with("person", f"residents_{name}.{column}"))
            for name, column in WITH_THEM.items()
        ),
        Guard("residents_childrequest", ASKED, by=(APPROVE,)),
        Guard(access, f"{_with('person', f'{access}.person_id')} OR {urgent}", by=(PROTECT,)),
        Guard("residents_accessreview", _with("personaccess", "residents_accessreview.access_id")),
        Guard("residents_signincode", "false"),
        Guard("residents_residentsession", "false"),
    ]


def _with(name: str, column: str) -> str:
    return seen_with(f"residents_{name} seen", f"seen.id = {column}")
