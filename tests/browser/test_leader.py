"""A leader with two minutes: the verdict at once, the unit that fell back in three clicks, the view sent to another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.house import build_demo, served

pytestmark = pytest.mark.browser

expect.set_options(timeout=60_000)
HOME = "/?resolution=NQ04-DB-2016&period=2019-Q4"


def test_on_a_phone_the_first_verdict_is_read_without_scrolling(house: str, visitor: Callable[..., Visitor]) -> None:
    someone = visitor(house, 390, 844)
    someone.go("/")
    card = someone.page.locator(".m-goal").first
    for part in (".m-name", ".m-badge", ".m-figure", ".m-result"):
        box = card.locator(part).first.bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 844, part
    assert someone.page.locator("[data-testid=stMain]").evaluate("e => e.scrollTop") == 0
    expect(card.locator(".m-badge")).to_be_visible()


def test_three_clicks_lead_to_the_village_that_fell_back_and_as_many_steps_back(
    house: str, visitor: Callable[..., Visitor]
) -> None:
    someone = visitor(house)
    someone.go(HOME)
    page = someone.page
    places = [page.url]
    page.locator(".st-key-box_attention").get_by_role("link", name="Tái trắng").first.click()
    page.wait_for_url("**/watch?**")
    someone.settle()
    places.append(page.url)
    page.locator("[class*=st-key-box_watch]").get_by_role("link", name="Bản").first.click()
    page.wait_for_url("**/unit?**")
    someone.settle()
    expect(page.locator("h1")).to_contain_text("Bản")
    expect(page.locator("[data-testid=stMain]")).to_contain_text("Tái trắng")
    page.go_back()
    page.wait_for_url("**/watch?**")
    someone.settle()
    page.go_back()
    page.wait_for_selector(".st-key-goals_0")
    someone.settle()
    expect(page.locator(".st-key-box_attention").get_by_role("link", name="Tái trắng").first).to_be_visible()
    assert page.url == places[0]
    assert someone.complaints == []
    assert someone.outside == []


VIEWS = (
    "/?resolution=NQ04-DB-2016&period=2018-Q4&unit=DB/muong-nhe&lang=en",
    "/goal?resolution=NQ04-DB-2016&period=2019-Q2&goal=NQ04-DB-2016-04&unit=DB/nam-po",
    "/unit?resolution=NQ04-DB-2016&period=2019-Q4&unit=DB/muong-cha&boundaries=today",
    "/compare?resolution=NQ04-DB-2016&period=2019-Q4&view=slopes",
    "/watch?resolution=NQ04-DB-2016&period=2019-Q4&rule=ready",
    "/quality?resolution=NQ04-DB-2016&period=2019-Q1",
)


def read(someone: Visitor) -> str:
    """What the page says once all of it is drawn; pickers and charts come a moment after the words."""
    someone.page.wait_for_function("() => !document.querySelector('[data-testid=stSkeleton]')")
    return someone.page.locator("[data-testid=stMain]").inner_text()


@pytest.mark.parametrize("path", VIEWS)
def test_a_copied_address_opens_the_same_view_for_another(
    house: str, visitor: Callable[..., Visitor], path: str
) -> None:
    sender, receiver = visitor(house), visitor(house)
    sender.go(path)
    told = read(sender)
    receiver.go(sender.page.url.removeprefix(house))
    read(receiver)
    assert receiver.page.url == sender.page.url
    assert len(told.splitlines()) > 10
    expect(receiver.page.locator("[data-testid=stMain]")).to_have_text(told, use_inner_text=True)
    for said in path.partition("?")[2].split("&"):
        assert said in receiver.page.url.replace("%2F", "/")


def test_what_was_chosen_on_the_way_stands_in_the_address(house: str, visitor: Callable[..., Visitor]) -> None:
    sender, receiver = visitor(house), visitor(house)
    sender.go(HOME)
    sender.page.locator(".st-key-pick_period input").click()
    sender.page.get_by_role("option", name="Quý II/2018", exact=True).click()
    sender.page.wait_for_url("**period=2018-Q2**")
    sender.settle()
    receiver.go(sender.page.url.removeprefix(house))
    for part in (".m-strip", ".m-figure >> nth=0"):
        expect(receiver.page.locator(part)).to_have_text(sender.page.locator(part).inner_text(), use_inner_text=True)
    expect(receiver.page.locator(".st-key-pick_period input")).to_have_value("Quý II/2018")


def test_an_empty_house_says_what_to_do_on_every_page(tmp_path: Path, visitor: Callable[..., Visitor]) -> None:
    url = build_demo(tmp_path / "empty.db", packs=())
    with served(url, demo=True) as address:
        someone = visitor(address)
        for path in ("/", "/goal", "/unit", "/compare", "/watch", "/actions", "/quality", "/method"):
            someone.go(path)
            assert someone.page.locator("[data-testid=stException]").count() == 0, path
            assert someone.page.locator("h1").count() == 1, path
            if path != "/method":
                expect(someone.page.locator("[data-testid=stMain]")).to_contain_text("pack load")
        assert someone.complaints == []
        assert someone.outside == []
