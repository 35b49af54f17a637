"""Who gets in where: every address, by every role, in the own town and in the neighbour's.

docs/generated/access.md is the declared policy: what it says was read and is meant so. Write it
anew with `GEWU_WRITE_ACCESS=1 bin/test -n 0 -p no:randomly tests/journeys/test_access.py`, and
read what has changed.
"""

import os
from functools import cache
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from gewu.doors.portal.tests.entering import enter
from gewu.ground.accounts.models import User
from tests.journeys.addresses import Address, addresses, left_out
from tests.journeys.more_places import PHONES
from tests.journeys.places import Places, Side, built

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).parents[2] / "docs" / "generated" / "access.md"
WRITES = bool(os.environ.get("GEWU_WRITE_ACCESS"))
WHO = (
    "nobody", "without a post", "worker", "community", "handler", "head", "dispatcher", "checker",
    "leader", "auditor", "administrator", "county administrator", "protector", "security",
    "resident",
)  # fmt: skip
HEAD = """# Who gets in where

Every address, tried with GET and then with an empty POST by everybody in East Town, by who looks after the whole county (its administrator and the protector), and by a resident of East Town who signed in with a phone, first at a thing of their own town, then (`~`) at the same thing of West Town, then (`^`) at the same thing of another county, which keeps a database of its own. Written by `tests/journeys/test_access.py`, which fails when a look differs.

`+` gets in (a page, a form with faults, a file) · `>` is led on to another page, which says for itself who gets in · `0` not found, as for whoever may not know of it · `x` refused · `s` asked to sign in · `-` there is no such method · `f` the body was refused before anything was looked for

"""
# The neighbour's things that staff of another town may see, and why.
SHARED = {
    "features:item": "areas are open",
    "territory:code": "the code of a grid hangs on its doors",
    "territory:poster": "posters hang on doors",
    "territory:public_grid": "a grid's page is open",
}
# Who holds the secret link is the reporter, or the owner of the calendar.
SECRET = "<str:secret>"
# Addresses that nobody may enter with these things: in states that the ticket is not in, for what
# was not asked, kept or founded so, or (from the gallery on) that this house does not have.
NOBODY_NOW = {
    "tickets:near_list", "tickets:grant", "tickets:request_reopen", "tickets:shred",
    "tickets:import_bad_rows", "notices:wording", "accounts:give_up_everything", "registers:import_bad_rows",
    "staffing:scan", "portal:waiting_photo", "mfa_deactivate_totp",
    "mfa_download_recovery_codes", "mfa_view_recovery_codes", "ui:gallery_wrong", "ui:map_archive",
    "ui:map_layer", "openapi:api-root",
    # Only where a provider is configured, where words are published, or for who lets in a county.
    "accounts:begin_identity", "accounts:identity_back", "portal:begin_identity",
    "portal:identity_back", "accounts:undertaking", "accounts:publish_undertaking",
}  # fmt: skip


def test_what_is_left_to_other_tests_exists():
    assert left_out() == set()


def test_every_address_knows_what_it_is_about():
    lost = [each.name for each in addresses() if set(each.about()) != set(each.wanted)]
    assert lost == []


@pytest.mark.parametrize("who", WHO)
def test_everybody_gets_in_where_it_is_declared(who):
    places = built()
    seen = {_label(each, side): look for each, side, look in _looks(places, who)}
    assert not [label for label, look in seen.items() if "!" in look], "a server error"
    if WRITES:
        _write(who, seen)
    declared = {label: columns[WHO.index(who)] for label, columns in _declared().items()}
    surprises = {
        label: f"{look} (declared: {declared.get(label)})"
        for label, look in seen.items()
        if declared.get(label) != look
    }
    assert surprises == {}
    assert set(declared) == set(seen), "addresses that are gone"


def test_nobody_sees_the_neighbours_things():
    """What the table may never declare."""
    # A department of the county works anywhere; the last two look after both towns.
    county = {"handler", "head", "county administrator", "protector"}
    wrong = []
    for label, columns in _declared().items():
        name = label.removeprefix("~").partition(" ")[0]
        shared = name in SHARED or SECRET in label
        if label.startswith("~") and not shared:
            inside = {who for who, look in zip(WHO, columns, strict=True) if "+" in look}
            wrong += [f"{label}: {sorted(inside - county)}"] if inside - county else []
    assert wrong == []


def test_whoever_sets_up_the_county_gets_in_where_towns_do_not():
    """A row that refuses everybody proves nothing."""
    refused = {
        label.partition(" ")[0]
        for label, columns in _declared().items()
        if label[0] not in "~^" and not set("+>f") & set("".join(columns))
    }
    assert refused == NOBODY_NOW


def test_nothing_of_another_county_is_known():
    rows = _declared().items()
    wrong = [label for label, row in rows if label[0] == "^" and "+" in "".join(row)]
    assert wrong == []


def test_nobody_without_a_post_sees_a_town():
    about = {each.name for each in addresses() if each.is_of_a_town}
    wrong = []
    for label, columns in _declared().items():
        name = label.lstrip("~^").partition(" ")[0]
        shared = name in SHARED or SECRET in label
        if name in about and not shared and "+" in columns[0] + columns[1]:
            wrong.append(f"{label}: {columns[:2]}")
    assert wrong == []


def _looks(places: Places, who: str):
    client = Client()
    user = places.people.get(who)
    if user is not None:
        client.force_login(user)
    elif who == "resident":
        enter(client, PHONES[0])
    for each in addresses():
        yield each, "", _look(client, each, places.east, user)
        if each.is_of_a_town:
            yield each, "~", _look(client, each, places.west, user)
            yield each, "^", _look(client, each, places.elsewhere, user)


def _look(client: Client, address: Address, side: Side, user: User | None) -> str:
    url = reverse(address.name, kwargs=address.of(side))
    bearer = {"Authorization": f"Bearer {user.key}"} if user and "openapi" in address.name else {}
    return "".join(_one(client, method, url, bearer) for method in ("get", "post"))


def _one(client: Client, method: str, url: str, headers: dict[str, str]) -> str:
    cookies = client.cookies.copy()
    try:
        with transaction.atomic():
            answer = getattr(client, method)(url, headers=headers)
            transaction.set_rollback(True)
    finally:
        client.cookies = cookies
    sign = _sign(answer.status_code, answer.get("Location", ""), is_api="/api/" in url)
    return ">" if method == "get" and answer.status_code == 302 and sign == "+" else sign


def _sign(status: int, location: str, *, is_api: bool) -> str:
    if is_api and status in {400, 422}:
        return "f"
    if status == 302 and location.startswith(("/accounts/login/", "/me/enter/")):
        return "s"
    if status >= 500:
        return "!"
    return {401: "s", 403: "x", 404: "0", 405: "-"}.get(status, "+")


def _label(address: Address, side: str) -> str:
    return f"{side}{address.name} {address.route}"


@cache
def _declared() -> dict[str, tuple[str, ...]]:
    rows = TABLE.read_text(encoding="utf-8").splitlines() if TABLE.exists() else []
    found = {}
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        if len(cells) == len(WHO) + 1 and cells[0].startswith("`"):
            found[cells[0].strip("`")] = tuple(cells[1:])
    return found


def _write(who: str, seen: dict[str, str]) -> None:
    known = _declared()
    lines = [f"| address | {' | '.join(WHO)} |", "|---|" + "---|" * len(WHO)]
    for label, look in seen.items():
        columns = list(known.get(label, ("",) * len(WHO)))
        columns[WHO.index(who)] = look
        lines.append(f"| `{label}` | {' | '.join(columns)} |")
    TABLE.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    _declared.cache_clear()
