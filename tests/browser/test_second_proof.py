"""A passkey, from adding it to signing in with nothing else, in a real browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.conftest import See
from tests.cast import PASSWORD, Town, town

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def place(transactional_db: None) -> Town:
    """The town with its cast."""
    return town()


def test_a_passkey_alone_opens_the_desk(place: Town, see: See) -> None:
    ada = see(reverse("account_login"), width=390)
    give_it_a_key(ada)
    sign_in(ada)
    ada.goto(at(ada, "mfa_index"))
    ada.get_by_role("link", name="添加通行密钥").click()
    expect(ada.get_by_role("heading", name="是您本人吗？")).to_be_visible()
    ada.locator("[name=password]").fill(PASSWORD)
    ada.get_by_role("button", name="继续").click()
    ada.locator("[name=name]").fill("我的手机")
    ada.locator("[name=passwordless]").check()
    ada.get_by_role("button", name="添加通行密钥").click()
    expect(ada.get_by_text("通行密钥已设好。")).to_be_visible()
    expect(ada.get_by_text("共 10 个，还剩 10 个。")).to_be_visible()
    ada.goto(at(ada, "mfa_list_webauthn"))
    expect(ada.get_by_text("我的手机")).to_be_visible()

    ada.context.clear_cookies(name="gewu_session")
    ada.goto(at(ada, "account_login"))
    ada.get_by_role("button", name="用通行密钥登录").click()
    ada.wait_for_url("**/desk/")

    ada.context.clear_cookies(name="gewu_session")
    ada.goto(at(ada, "account_login"))
    sign_in(ada, until="/2fa/authenticate/")
    ada.get_by_role("button", name="用通行密钥").click()
    ada.wait_for_url("**/desk/")


def test_a_passkey_is_renamed_and_removed(place: Town, see: See) -> None:
    ada = see(reverse("account_login"))
    give_it_a_key(ada)
    sign_in(ada)
    ada.goto(at(ada, "mfa_add_webauthn"))
    ada.locator("[name=password]").fill(PASSWORD)
    ada.get_by_role("button", name="继续").click()
    ada.get_by_role("button", name="添加通行密钥").click()
    expect(ada.get_by_text("通行密钥已设好。")).to_be_visible()

    ada.goto(at(ada, "mfa_list_webauthn"))
    ada.get_by_role("link", name="更名").click()
    ada.locator("[name=name]").fill("办公室的钥匙")
    ada.get_by_role("button", name="保存").click()
    expect(ada.get_by_text("办公室的钥匙")).to_be_visible()

    ada.goto(at(ada, "mfa_reauthenticate_webauthn") + f"?next={reverse('mfa_list_webauthn')}")
    ada.get_by_role("button", name="用通行密钥").click()
    ada.get_by_role("link", name="移除").click()
    ada.get_by_role("button", name="移除").click()
    expect(ada.get_by_text("还没有通行密钥")).to_be_visible()


def at(page: Page, name: str) -> str:
    return "/".join(page.url.split("/")[:3]) + reverse(name)


def give_it_a_key(page: Page) -> None:
    """A device that the browser takes for built in, and that says yes to everything."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in(page: Page, until: str = "/desk/") -> None:
    page.locator("#id_login").fill("ada")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url(f"**{until}")
