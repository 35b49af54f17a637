"""Households and people of the invented county, held for purposes and with their consent."""

from datetime import date, timedelta
from random import Random

from gewu.ground.accounts.models import User
from gewu.ground.residents import actions, queries
from gewu.ground.residents.actions import Door, Told
from gewu.ground.residents.models import Household, Person, Purpose
from gewu.ground.territory.models import Area
from gewu.kernel.acting import SYSTEM
from gewu.simulation import names

HOMES = 12
IN_FORCE = ("contact", "care")
NOTICES = {
    "contact": (
        "为了与您联系和发布通知，我们记录您的姓名、电话、常用语言和门址说明，保存三年。您可以随时查看、更正或撤回同意，不影响您获得任何服务。",
        "To reach you we hold your name, phone, language and how to find your door, for three years. You can read, correct or withdraw at any time; no service depends on it.",
    ),
    "care": (
        "您要求探访或帮助时，我们记录您希望得到的帮助、紧急联系人、家庭医生和探访所必需的健康情况，保存一年。健康情况属于敏感信息，须您单独同意；拒绝不影响其他服务。",
        "Where you ask for visits we hold the help you want, whom to call, your doctor and what a visit must know of your health, for a year. Health is sensitive: it needs your separate consent, and a no changes nothing else.",
    ),
}
ASSESSMENT = {
    "necessity": "只为本人要求的探访，不记录就无法在紧急时帮助；只记录探访所必需的内容。",
    "effects": "泄露会暴露健康状况，可能使人难堪或受骗。",
    "measures": "加密保存，查看须写理由并告知本人，一年后自动删除，不导出，不用于其他目的。",
}
NEEDS = ("每周代买一次菜", "希望有人陪同去医院", "帮忙换灯泡和检查燃气")


def people_at_home(area: Area, writer: User, seed: int, today: date) -> None:
    """Some households of a grid: couples, a child with a parent, a few who asked for visits."""
    random, on = Random(f"{seed}:homes"), today - timedelta(days=30)
    purposes = _purposes()
    called = iter(names.people(random, HOMES * 3))
    for number in range(HOMES):
        door = Door(
            area=area, entrance=str(1 + number % 3), room=f"{1 + number // 3}0{1 + number % 2}"
        )
        home = actions.add_household(door=door, by=writer)
        told = Told(how="paper", on=on)
        first = _add(home, purposes["contact"], next(called)[0], number, told, writer)
        _add(home, purposes["contact"], next(called)[0], 100 + number, told, writer)
        if number % 4 == 1:
            _child(home, purposes["contact"], next(called)[0], first, on, writer)
        if number % 4 == 2:
            _visits(first, purposes["care"], random.choice(NEEDS), told, writer)


def _purposes() -> dict[str, Purpose]:
    """The usual ones; two of them told, assessed where that is needed, and in force."""
    actions.add_standard_purposes(by=SYSTEM)
    found = {each.code: each for each in queries.purposes()}
    for code in IN_FORCE:
        given = found[code]
        if code == "contact":
            given = _with_birthdays(given)
        chinese, english = NOTICES[code]
        actions.publish_notice(purpose=given, text_zh=chinese, text_en=english, by=SYSTEM)
        if code == "care":
            made = actions.make_assessment(purpose=given, **ASSESSMENT, by=SYSTEM)
            actions.decide_assessment(assessment=made, is_approved=True, by=SYSTEM)
        found[code] = actions.switch_purpose(purpose=given, on=True, by=SYSTEM)
    return found


def _with_birthdays(purpose: Purpose) -> Purpose:
    """Whether somebody is a child shows by the day of birth."""
    given = actions.PurposeGiven(
        name_zh=purpose.name_zh,
        name_en=purpose.name_en,
        basis=purpose.basis,
        authority=purpose.authority,
        fields=[*purpose.fields, "birth_date"],
        retention_days=purpose.retention_days,
        ask_again_months=purpose.ask_again_months,
    )
    return actions.change_purpose(purpose=purpose, given=given, by=SYSTEM)


def _add(home: Household, purpose: Purpose, name: str, number: int, told: Told, by: User) -> Person:
    values = {"name": name, "phone": names.phone(5_000 + number), "language": "普通话"}
    return actions.add_person(household=home, purpose=purpose, values=values, told=told, by=by)


def _child(
    home: Household, purpose: Purpose, name: str, parent: Person, on: date, by: User
) -> None:
    values = {"name": name, "birth_date": on.replace(year=on.year - 8, day=1).isoformat()}
    told = Told(how="paper", on=on, guardian=parent)
    actions.add_person(
        household=home, purpose=purpose, values=values, told=told, relation="parent", by=by
    )


def _visits(person: Person, purpose: Purpose, needs: str, told: Told, by: User) -> None:
    actions.record_consent(person=person, purpose=purpose, told=told, by=by)
    values = {"needs": needs, "emergency_contact": "邻居 13900000000", "health": "走路需要扶"}
    actions.write_part(person=person, purpose=purpose, values=values, by=by)
