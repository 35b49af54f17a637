"""Up to four people more or less in the other town change no figure that this town can read (ADR 33).

Every page and file of figures is read before and after by each kind of people of the one town, and
by nobody at all.
"""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from gewu.ground.residents.tests import people
from gewu.work.tickets.tests import factories as make
from tests.cast import IN_GRID_1, IN_GRID_3, Town, person

pytestmark = pytest.mark.django_db

PAGES = (
    *("facts:units", "tickets:relief", "tickets:workload", "tickets:queue", "tickets:reminders"),
    *("residents:purposes", "staffing:units", "territory:tree", "desk:my_day", "portal:done"),
    *("portal:home", "keeping:periods"),
)
# What is new each time: keys of forms, stamps of files, clocks.
NEW = re.compile(
    r'name="(?:once|csrfmiddlewaretoken)" value="[^"]*"|"X-CSRFToken": "[^"]*"|nonce="[^"]*"'
    r'|<time.*?</time>|"stamp": *"[^"]*"|data-[\w-]+="[^"]*"|stamp=[\w-]+'
)


def read(client: Client, page: str) -> str:
    answer = client.get(reverse(page))
    said = answer.content.decode() if answer.status_code == 200 else str(answer.status_code)
    return NEW.sub("", said)


def files(client: Client) -> str:
    """The list of where help is needed, without the lines that say who took it."""
    answer: Any = client.post(reverse("tickets:export_relief"), {"kind": "csv", "purpose": "x"})
    if answer.status_code != 200:
        return str(answer.status_code)
    return "\n".join(answer.content.decode().splitlines()[3:])


def everything(clients: dict[str, Client]) -> dict[tuple[str, str], str]:
    cache.clear()
    found = {(who, page): read(each, page) for who, each in clients.items() for page in PAGES}
    return found | {(who, "file"): files(each) for who, each in clients.items()}


def more_in_the_west(place: Town, purpose: Any, number: int) -> None:
    """A report that no unit has yet, and somebody who agrees to be held for a purpose."""
    make.report(item=None, lon=IN_GRID_3[0], lat=IN_GRID_3[1])
    home = people.household(place, place.dan, area=place.grid_3, room=f"{number}01")
    values = {"name": "西" * (number + 1), "phone": f"1390000000{number}"}
    people.resident(place, purpose, values, home=home, by=place.dan)


def test_figures_of_one_town_say_nothing_of_a_few_people_of_the_other() -> None:
    place = make.equipped_town()
    place.people["cora"] = person("cora", "柯拉", place.community_office, "community")
    place.people["lena"] = person("lena", "莱娜", place.town_office, "leader")
    clients = {"nobody": Client()}
    for name in ("ada", "ben", "carl", "hana", "cora", "lena"):
        clients[name] = Client()
        clients[name].force_login(place.people[name])
    purpose = people.purpose()
    make.report(lon=IN_GRID_1[0], lat=IN_GRID_1[1])
    more_in_the_west(place, purpose, 1)
    everything(clients)  # what is opened for the first time is no longer new afterwards
    before = everything(clients)
    assert sum(len(said) > 3 for said in before.values()) > 40
    for number in (2, 3, 4):
        more_in_the_west(place, purpose, number)
    after = everything(clients)
    different = {
        key: [
            pair
            for pair in zip(said.splitlines(), after[key].splitlines(), strict=False)
            if len({*pair}) > 1
        ]
        for key, said in before.items()
        if said != after[key]
    }
    assert different == {}
