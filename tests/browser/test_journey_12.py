"""Journey 12: a resident sees, copies, corrects and deletes their data, and everyone who looked at it.

She does it on her phone; a dispatcher looks, the data-protection officer answers, the auditor sees
that it happened and no data.
"""

import json
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from gewu.doors.portal.tests.entering import a_phone
from gewu.ground.residents.actions import ask_for_child, decide_child_request, open_urgently
from gewu.ground.residents.models import Contact, Person, PersonPart
from gewu.ground.residents.tests import people
from gewu.oversight.protection import jobs
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.tests import factories
from tests.browser.conftest import See, barriers, overflows
from tests.cast import CLEO, Town, person

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ME = reverse("portal:me")


@pytest.fixture
def place(transactional_db: None) -> Town:
    """The town, its leader and its data-protection officer."""
    built = factories.equipped_town()
    built.people["pia"] = person("pia", "皮娅", built.desk, "protector")
    return built


def session_of(user: object) -> str:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def fine(page: Page) -> None:
    """Nothing keeps anybody out, and it fits the window."""
    assert barriers(page) == []
    assert not overflows(page)


def signed_in(see: See) -> Page:
    """Cleo's phone, after the code came."""
    with a_phone() as arrived:
        page = see(ME, width=390)
        fine(page)
        page.locator("[name=phone]").fill("138 0000 0001")
        page.get_by_role("button", name="获取验证码").click()
        expect(page.locator("[name=code]")).to_be_visible()
        code = re.search(r"\d{6}", arrived[0][1])
    assert code
    page.locator("[name=code]").fill(code[0])
    page.get_by_role("button", name="继续").click()
    expect(page.locator("h1")).to_have_text("我的信息")
    return page


def test_a_resident_and_her_data(place: Town, see: See) -> None:
    ticket = factories.report(**CLEO)
    wang, child = a_family(place)
    desk = see(reverse("tickets:ticket", args=[ticket.pk]), session=session_of(place.ben))
    opens_the_contact(desk, "回电问楼号")
    expect(desk.locator("#contact")).to_contain_text(CLEO["phone"])
    phone = signed_in(see)
    she_reads_all_of_it(phone, place)
    she_copies_corrects_and_asks(phone, ticket)
    the_officer_answers(place, see)
    phone.reload()
    expect(phone.locator("main")).to_contain_text("垃圾清运由环卫中心负责")
    expect(phone.locator("main")).to_contain_text("查看您向个人信息保护专员提出的请求")
    she_takes_back_a_consent(phone, child)
    she_deletes_everything(phone)
    assert Person.objects.get(pk=wang.pk).erased_at
    desk.reload()
    opens_the_contact(desk, "再次回电")
    expect(desk.locator("#contact")).to_contain_text("任何人都不再查看")
    it_goes_when_the_case_is_closed(phone, ticket)
    the_auditor_sees_that_it_happened(place, see)


def a_family(place: Town) -> tuple[Person, Person]:
    """Somebody with a child, both on record; a worker asked to open the child's, another had to."""
    purpose = people.purpose(fields="name phone birth_date", name_zh="上门代办")
    wang = people.resident(place, purpose)
    child = people.child_of(place, purpose, wang)
    asked = ask_for_child(child=child, reason="疫苗通知", by=place.ada)
    decide_child_request(request=asked, is_approved=True, by=people.leader(place))
    open_urgently(person=wang, reason="闻到煤气味，敲门无人应", by=place.dan)
    return wang, child


def opens_the_contact(desk: Page, reason: str) -> None:
    desk.locator("#contact summary").click()
    desk.locator("#contact [name=reason]").fill(reason)
    desk.locator("#contact button").click()
    expect(desk.locator("#contact .notice")).to_be_visible()


def she_reads_all_of_it(phone: Page, place: Town) -> None:
    """What for, until when, who looked by post and unit; an emergency first."""
    for said in ("闻到煤气味", "回电问楼号", "东镇", "上门代办", "疫苗通知", "您是监护人"):
        expect(phone.locator("main")).to_contain_text(said)
    for user in (place.ben, place.dan, place.ada):
        expect(phone.locator("main")).not_to_contain_text(user.name_zh)
    fine(phone)


def she_copies_corrects_and_asks(phone: Page, ticket: Ticket) -> None:
    phone.get_by_text("供其他程序使用").click()
    with phone.expect_download() as download:
        phone.get_by_role("button", name="取得副本").click()
    copy = json.loads(download.value.path().read_bytes())
    assert copy["requests"][0]["number"] == ticket.number
    assert [each["name"] for each in copy["people"]] == ["王小明", "王小小"]
    phone.goto(phone.url.split("/me/")[0] + reverse("portal:correct", args=[ticket.contact_id]))
    phone.locator("[name=name]").fill("柯丽")
    phone.get_by_role("button", name="保存").click()
    expect(phone.locator("main")).to_contain_text("柯丽")
    phone.get_by_role("link", name="更正、询问或反对").click()
    phone.get_by_text("请说明系统自动作出的选择或决定").click()
    phone.locator("[name=words]").fill("为什么派给环卫？")
    phone.get_by_role("button", name="提交").click()
    expect(phone.locator("main")).to_contain_text("前答复")


def the_officer_answers(place: Town, see: See) -> None:
    pia = see(reverse("protection:requests"), session=session_of(place.people["pia"]))
    fine(pia)
    pia.get_by_role("link", name="说明").click()
    expect(pia.locator("main")).to_contain_text("为什么派给环卫？")
    pia.locator("[name=words]").first.fill("按事项清单，垃圾清运由环卫中心负责。")
    pia.get_by_role("button", name="发送答复").click()
    expect(pia.locator("main")).to_contain_text("已答复")
    fine(pia)


def she_takes_back_a_consent(phone: Page, child: Person) -> None:
    """For her child; what rested on it is gone at once."""
    phone.locator("section", has_text="王小小").get_by_role("button", name="收回同意").click()
    phone.locator("dialog[open] button[value=yes]").click()
    expect(phone.locator("main")).to_contain_text("已没有保存的信息")
    assert not PersonPart.objects.filter(person=child).exists()


def she_deletes_everything(phone: Page) -> None:
    """What is worked on is locked away."""
    phone.get_by_role("link", name="删除", exact=True).click()
    phone.get_by_text("以我的号码保存的全部信息").click()
    phone.get_by_role("button", name="删除", exact=True).click()
    phone.locator("dialog[open] button[value=yes]").click()
    expect(phone.locator("main")).to_contain_text("已封存，以后删除")
    fine(phone)


def it_goes_when_the_case_is_closed(phone: Page, ticket: Ticket) -> None:
    now = timezone.now()
    Ticket.objects.filter(pk=ticket.pk).update(state="closed", closed_at=now, checked_at=now)
    jobs.fulfil_restricted(0)
    phone.reload()
    expect(phone.locator("main")).to_contain_text("没有以这个号码保存的信息")
    expect(phone.locator("main")).to_contain_text("已办理")
    assert not Contact.objects.filter(erased_at=None).exists()


def the_auditor_sees_that_it_happened(place: Town, see: See) -> None:
    """And never what."""
    audit = see(reverse("accounts:audit"), session=session_of(place.eve))
    for said in ("查看了居民的称呼和电话", "提出个人信息请求", "办理个人信息请求"):
        expect(audit.locator("main")).to_contain_text(said)
    for secret in (CLEO["phone"], "柯丽", "王小明", "为什么派给环卫", "煤气"):
        expect(audit.locator("main")).not_to_contain_text(secret)
    assert audit.context.request.get(audit.url.split("/accounts")[0] + "/protection/").status == 404
