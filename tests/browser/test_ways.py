"""Ways through the app in a browser: back and forward, links without a reload, the search, no page, and paper."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

HOME = "/?resolution=NQ04-DB-2016&period=2019-Q4"
A4 = (595, 842)
PATIENCE = 90_000
"""Milliseconds a busy machine may take for a page; a quiet one takes a second."""

expect.set_options(timeout=PATIENCE)


@pytest.fixture
def guest(house: str, visitor: Callable[..., Visitor]) -> Callable[..., Visitor]:
    """Makes visitors of the house."""

    def came(width: int = 1440, height: int = 900, scheme: str = "light") -> Visitor:
        someone = visitor(house, width, height, scheme)
        someone.page.set_default_timeout(PATIENCE)
        return someone

    return came


def choose(someone: Visitor, name: str, words: str) -> None:
    someone.page.locator(f".st-key-pick_{name} input").click()
    someone.page.get_by_role("option", name=words, exact=True).click()
    expect(someone.page.locator(f".st-key-pick_{name} input")).to_have_value(words)
    someone.settle()


def test_going_back_returns_to_the_place_on_the_page_where_one_was(guest: Callable[..., Visitor]) -> None:
    someone = guest(390, 844)
    someone.go("/goal?resolution=NQ04-DB-2016&period=2019-Q4&goal=NQ04-DB-2016-02")
    page, place = someone.page, "document.querySelector('[data-testid=stMain]').scrollTop"
    below = page.get_by_role("link", name="Huyện Nậm Pồ").first
    below.scroll_into_view_if_needed()
    page.wait_for_function(f"{place} > 500")
    was = page.evaluate(place)
    below.click()
    page.wait_for_url("**/goal?**nam-po**")
    someone.settle()
    assert page.evaluate(place) == 0
    page.go_back()
    page.wait_for_function(f"Math.abs({place} - {was}) < 2")


def test_arriving_writes_nothing_and_one_back_undoes_one_step(house: str, guest: Callable[..., Visitor]) -> None:
    someone = guest()
    someone.go("/")
    assert someone.page.url == f"{house}/"
    steps = someone.page.evaluate("history.length")
    choose(someone, "period", "Quý IV/2018")
    assert "period=2018-Q4" in someone.page.url
    someone.page.click(".moc-nav .moc-to-goal")
    someone.page.wait_for_url("**/goal?**")
    someone.settle()
    assert someone.page.evaluate("history.length") == steps + 2
    someone.page.go_back()
    someone.page.wait_for_selector(".m-goals")
    expect(someone.page.locator(".st-key-pick_period input")).to_have_value("Quý IV/2018")
    someone.page.go_back()
    expect(someone.page.locator(".st-key-pick_period input")).to_have_value("Quý IV/2019")
    assert someone.page.url == f"{house}/"
    someone.page.go_forward()
    expect(someone.page.locator(".st-key-pick_period input")).to_have_value("Quý IV/2018")


def test_links_of_the_app_load_nothing_anew_and_name_the_tab(house: str, guest: Callable[..., Visitor]) -> None:
    someone = guest()
    documents: list[str] = []
    someone.page.on("request", lambda one: documents.append(one.url) if one.resource_type == "document" else None)
    someone.go(HOME)
    for page, title in (("goal", "Mục tiêu"), ("unit", "Đơn vị"), ("method", "Phương pháp")):
        someone.page.click(f".moc-nav .moc-to-{page}")
        expect(someone.page).to_have_title(re.compile(f"^{title} · NQ 04-NQ/TU – Mốc$"))
        someone.settle()
        assert someone.page.locator("[aria-current=page]").inner_text() == title
    assert len(documents) == 1


def test_the_language_of_the_page_follows_the_switch(house: str, guest: Callable[..., Visitor]) -> None:
    someone = guest()
    someone.go(HOME)
    sidebar = someone.page.locator("[data-testid=stSidebar]")
    expect(sidebar).to_have_attribute("aria-label", "Thanh bên")
    sidebar.locator("button", has_text="English").click()
    expect(someone.page.locator("html")).to_have_attribute("lang", "en")
    expect(sidebar).to_have_attribute("aria-label", "Sidebar")
    expect(someone.page).to_have_title("Overview · NQ 04-NQ/TU – Mốc")
    someone.page.go_back()
    expect(someone.page.locator("html")).to_have_attribute("lang", "vi")
    expect(sidebar).to_have_attribute("aria-label", "Thanh bên")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_a_unit_is_found_by_keyboard_and_opened(
    house: str, guest: Callable[..., Visitor], width: int, height: int
) -> None:
    someone = guest(width, height)
    someone.go(HOME)
    someone.page.wait_for_selector(".moc-nav", state="attached")
    someone.page.keyboard.press("/")
    field = someone.page.locator(".st-key-moc_search input")
    expect(field).to_be_focused()
    field.fill("muong cha")
    field.press("Enter")
    hit = someone.page.locator("a.moc-hit").filter(has=someone.page.locator("b", has_text="Huyện Mường Chà"))
    expect(hit).to_be_in_viewport()
    hit.focus()
    hit.press("Enter")
    someone.page.wait_for_url("**/unit?**unit=DB/muong-cha**")
    expect(someone.page.locator("h1")).to_contain_text("Mường Chà")
    assert someone.complaints == []


def test_a_phone_has_the_search_at_the_top(house: str, guest: Callable[..., Visitor]) -> None:
    someone = guest(390, 844)
    someone.go(HOME)
    someone.page.get_by_role("button", name="Tìm đơn vị, mục tiêu, văn bản").click()
    expect(someone.page.locator(".st-key-moc_search input")).to_be_focused()


@pytest.mark.parametrize(
    ("path", "lang", "title", "link"),
    [
        ("/muc-tieu", "vi", "Không có trang này", "/goal"),
        ("/goals?lang=en", "en", "There is no such page", "/goal?lang=en"),
        ("/a/b/<b>c</b>", "vi", "Không có trang này", "/"),
    ],
)
def test_an_address_that_is_no_page_says_so(
    house: str, guest: Callable[..., Visitor], path: str, lang: str, title: str, link: str
) -> None:
    someone = guest()
    answer = someone.page.goto(house + path)
    assert answer is not None
    assert answer.status == 404
    assert someone.page.locator("html").get_attribute("lang") == lang
    assert someone.page.locator("h1").inner_text() == title
    assert someone.page.locator(f"main a[href='{link}']").count() >= 1
    assert someone.outside == []
    someone.page.fill("#moc-q", "muong cha")
    someone.page.click("form button")
    expect(someone.page.locator("a.moc-hit").first).to_be_visible()


@pytest.mark.parametrize(("asked", "there"), [("/overview?lang=en", "/?lang=en"), ("/goal/", "/goal")])
def test_an_address_that_is_nearly_a_page_leads_there(
    house: str, guest: Callable[..., Visitor], asked: str, there: str
) -> None:
    someone = guest()
    someone.go(asked)
    assert someone.page.url == house + there


def test_the_whole_address_is_copied(house: str, guest: Callable[..., Visitor]) -> None:
    someone = guest()
    someone.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    someone.go("/?resolution=NQ04-DB-2016")
    someone.page.get_by_role("button", name="Sao chép địa chỉ").click()
    expect(someone.page.get_by_role("button", name="Đã sao chép")).to_be_visible()
    copied = someone.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{house}/?resolution=NQ04-DB-2016&period=2019-Q4&unit=DB")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [HOME, "/goal?resolution=NQ04-DB-2016&period=2019-Q4&goal=NQ04-DB-2016-02"])
def test_a_page_prints_on_clean_a4(house: str, guest: Callable[..., Visitor], path: str, scheme: str) -> None:
    someone = guest(scheme=scheme)
    someone.go(path)
    someone.page.wait_for_selector(".main-svg, .m-goal")
    file = someone.page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", file)
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {A4}
    assert 2 <= len(re.findall(rb"/Type /Page\b", file)) <= 8
    someone.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    someone.page.set_viewport_size({"width": 688, "height": 1000})
    someone.page.emulate_media(media="print")
    for gone in ("[data-testid=stSidebar]", ".st-key-pickers", "[data-testid=stHeader]", ".moc-phone"):
        expect(someone.page.locator(gone)).to_be_hidden()
    assert "Quý IV/2019" in someone.page.locator(".moc-chosen").inner_text()
    foot = someone.page.locator(".moc-page-foot").inner_text()
    assert "period=2019-Q4" in foot
    assert "mô phỏng" in foot
    assert someone.page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor") == (
        "rgb(255, 255, 255)"
    )
    assert someone.page.evaluate("document.documentElement.scrollWidth") <= 688
    wide = "[...document.querySelectorAll('.svg-container')].filter(e => e.getBoundingClientRect().right > 690).length"
    assert someone.page.evaluate(wide) == 0
