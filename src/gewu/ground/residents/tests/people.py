"""Purposes in force, households and people of the cast's town, for tests."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Town, person

from gewu.ground.accounts.models import User
from gewu.ground.residents import actions, queries
from gewu.ground.residents.actions import Door, PurposeGiven, Told
from gewu.ground.residents.models import Household, Person, Purpose
from gewu.ground.residents.rules.people import check_digit
from gewu.kernel.acting import SYSTEM, Actor, Refusal
from gewu.kernel.crypto import open_sealed

PAPER = Told(how="paper")
WANG = {"name": "王小明", "phone": "13800000001"}


def id_number(born: str = "19800101", serial: int = 1) -> str:
    """A citizen ID that holds together."""
    first = f"370899{born}{serial:03}"
    return first + check_digit(first)


def protector(town: Town) -> User:
    """Pia answers for data protection in the whole county."""
    if "pia" not in town.people:
        town.people["pia"] = person("pia", "皮娅", town.desk, "protector")
    return town.people["pia"]


def leader(town: Town) -> User:
    """Lena leads Ada's town."""
    if "lena" not in town.people:
        town.people["lena"] = person("lena", "莱娜", town.town_office, "leader")
    return town.people["lena"]


def purpose(code: str = "contact", fields: str = "name phone language", **given: object) -> Purpose:
    """A purpose in force, with its notice and, where it needs one, its assessment."""
    said = {"name_zh": code, "basis": "consent", "authority": "个人信息保护法"} | given
    made = actions.add_purpose(
        code=code, given=PurposeGiven(fields=fields.split(), **said), by=SYSTEM
    )
    actions.publish_notice(purpose=made, text_zh="我们这样处理", by=SYSTEM)
    words = {"necessity": "需要", "effects": "影响", "measures": "措施"}
    assessment = actions.make_assessment(purpose=made, **words, by=SYSTEM)
    actions.decide_assessment(assessment=assessment, is_approved=True, by=SYSTEM)
    return actions.switch_purpose(purpose=made, on=True, by=SYSTEM)


def household(town: Town, by: Actor | None = None, **given: object) -> Household:
    """A household in Ada's grid."""
    door = Door(**({"area": town.grid_1, "entrance": "2", "room": "1203"} | given))
    return actions.add_household(door=door, by=by or town.ada)


def resident(
    town: Town,
    held_for: Purpose,
    values: dict[str, str] | None = None,
    told: Told | None = PAPER,
    home: Household | None = None,
    by: Actor | None = None,
    **given: object,
) -> Person:
    """Somebody who lives in Ada's grid."""
    return actions.add_person(
        household=home or household(town),
        purpose=held_for,
        values=values or WANG,
        told=told,
        by=by or town.ada,
        **given,
    )


def child_of(
    town: Town,
    held_for: Purpose,
    guardian: Person,
    name: str = "王小小",
    by: Actor | None = None,
) -> Person:
    """A child of seven."""
    born = timezone.localdate() - timedelta(days=7 * 366)
    return resident(
        town,
        held_for,
        {"name": name, "birth_date": born.isoformat()},
        Told(how="paper", guardian=guardian),
        guardian.household,
        by=by,
        relation="parent",
    )


def code_of(act: Callable[[], object]) -> str:
    """Why something is refused."""
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def held(person: Person, made: Purpose) -> Any:
    """What stands under the seal, without a look on record."""
    part = queries.part_of(person, made.pk)
    return json.loads(open_sealed(part.sealed, part.bound_to)) if part else None


def client(user: User) -> Client:
    """The browser of somebody who has signed in."""
    made = Client()
    made.force_login(user)
    return made


def read(answer: Any) -> str:
    """The text of a page."""
    return str(answer.content.decode())


def url(name: str, *args: object) -> str:
    """An address of this area."""
    return reverse(f"residents:{name}", args=args)
