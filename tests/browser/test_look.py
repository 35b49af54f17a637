"""The look in a real browser: every component, keys, dialogs, photos, the map."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import See, barriers, overflows

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WRONG = [f"/_gallery/wrong/{status}/" for status in (400, 403, 404, 500)]
FACES = ["/_gallery/", "/_gallery/portal/", "/_gallery/plain/", *WRONG]


@pytest.mark.parametrize("path", FACES)
@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark"), (360, "light")])
def test_a_face_keeps_nobody_out_and_fits(see: See, path: str, width: int, theme: str) -> None:
    page = see(path, width=width, theme=theme, elder=width == 360)
    page.wait_for_load_state("networkidle")
    assert not overflows(page)
    assert barriers(page) == []


def test_the_desk_is_driven_by_keys(see: See) -> None:
    page = see("/_gallery/")
    page.keyboard.press("?")
    assert page.locator("dialog#keys[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert "雨水井" in page.evaluate("document.activeElement.innerText")


def test_a_confirmation_goes_on_only_after_yes(see: See) -> None:
    page = see("/_gallery/")
    link = page.get_by_role("link", name="删除")
    link.click()
    page.get_by_role("dialog").get_by_role("button", name="取消").click()
    assert "deleted" not in page.url
    link.click()
    page.get_by_role("dialog").get_by_role("button", name="继续").click()
    page.wait_for_url("**/?deleted=1")


def test_a_large_photo_is_made_smaller_and_can_be_removed(see: See, tmp_path: Path) -> None:
    page = see("/_gallery/portal/", width=390)
    photo = BytesIO()
    Image.new("RGB", (4000, 3000), (40, 90, 120)).save(photo, "JPEG")
    file = {"name": "drain.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()}
    page.set_input_files("input[type=file]", [file, {**file, "name": "step.jpg"}])
    page.wait_for_selector(".photo-strip-own li:nth-child(2)")
    size = page.evaluate(
        "createImageBitmap(document.querySelector('input[type=file]').files[0])"
        ".then((photo) => [photo.width, photo.height])"
    )
    assert size == [2560, 1920]
    page.locator(".photo-remove").first.click()
    names = page.evaluate(
        "[...document.querySelector('input[type=file]').files].map((file) => file.name)"
    )
    assert names == ["step.jpg"]


def test_a_place_is_picked_by_click_and_by_the_device(see: See) -> None:
    page = see("/_gallery/")
    found = page.locator("gewu-map[source=pick-map][ready]")
    found.wait_for(timeout=30_000)
    found.scroll_into_view_if_needed()
    found.click(position={"x": 300, "y": 120})
    first = page.input_value("#lon")
    assert 120.1 < float(first) < 120.2
    found.get_by_role("button", name="我的位置").click()
    expect(page.locator("#lon")).to_have_value("120.1525")
    expect(page.locator("#lat")).to_have_value("30.2745")


def test_a_theme_is_changed_at_once_and_kept(see: See) -> None:
    page = see("/_gallery/")
    with page.expect_response("**/look/theme/"):
        page.get_by_role("button", name="深色").click()
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"


def test_everything_is_there_without_javascript(see: See) -> None:
    page = see("/_gallery/portal/", script=False)
    assert page.get_by_text("剩 2 天").count() > 0
    page.get_by_role("button", name="English").click()
    assert page.get_by_role("heading", name="Gallery").count() == 1
    page.get_by_role("button", name="Large type").click()
    assert page.locator("html[data-elder]").count() == 1


def test_a_double_click_sends_a_form_once_with_its_key(see: See) -> None:
    page = see("/_gallery/")
    page.get_by_label("发生了什么").first.fill("灯不亮")
    sent: list[str] = []
    page.on("request", lambda it: sent.append(it.post_data or "") if it.method == "POST" else None)
    button = page.locator("form[data-once] button.btn-primary").first
    with page.expect_navigation():
        button.evaluate("it => { it.click(); it.click() }")
    assert len(sent) == 1
    assert "once=" in sent[0]
