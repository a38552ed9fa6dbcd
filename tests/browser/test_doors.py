"""What only a browser shows: doors of a fresh server, sessions over reloads, nothing from outside, every page whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from db import accounts, store
from db.engine import checkpoint, open_store, writing
from tests.browser.conftest import Visitor
from tests.house import build_real, served

pytestmark = pytest.mark.browser

SIZES = ((390, 844, "dark"), (1440, 900, "light"), (1920, 1080, "dark"))
PATHS = ("/", "/goal", "/unit", "/compare", "/watch", "/actions", "/submit", "/quality", "/method")


@pytest.mark.parametrize("path", PATHS)
def test_the_first_deep_link_of_a_fresh_server_shows_only_the_sign_in(
    path: str, tmp_path: Path, visitor: Callable[..., Visitor]
) -> None:
    url = build_real(tmp_path / "moc.db")
    with served(url, demo=False) as address:
        someone = visitor(address)
        someone.go(path)
        assert someone.page.locator(".moc-form").count() == 1
        assert "user add" in someone.page.inner_text("[data-testid=stMain]")
        assert someone.page.locator(".moc-nav a").count() == 0
        assert someone.outside == []


def test_a_session_outlives_a_reload_and_ends_with_sign_out(house: str, visitor: Callable[..., Visitor]) -> None:
    someone = visitor(house)
    someone.sign_in("lanh-dao-demo")
    someone.page.reload()
    someone.page.wait_for_selector(".moc-who:has-text('lanh-dao-demo')")
    someone.page.get_by_role("button", name="Đăng xuất").click()
    someone.page.wait_for_selector(".moc-who:has-text('Khách xem')")


def test_a_wrong_password_says_so_and_keeps_the_door_closed(house: str, visitor: Callable[..., Visitor]) -> None:
    someone = visitor(house)
    someone.go("/sign-in")
    someone.page.fill("#moc-account", "quan-tri-demo")
    someone.page.fill("#moc-password", "khong phai")
    someone.page.click(".moc-form button")
    someone.page.get_by_text("không đúng").wait_for()


def test_signing_in_leads_back_to_the_view_that_was_asked_for(
    demo_file: Path, tmp_path: Path, visitor: Callable[..., Visitor]
) -> None:
    copy = tmp_path / "moc.db"
    shutil.copy(demo_file, copy)
    engine = open_store(f"sqlite:///{copy}")
    with writing(engine) as conn:
        store.keep(conn, "mode", "real")
        accounts.create(conn, name="lanh dao", password="mot mat khau dai", role="leader")
    checkpoint(engine)
    engine.dispose()
    with served(f"sqlite:///{copy}", demo=False) as address:
        someone = visitor(address)
        someone.go("/goal?goal=NQ04-DB-2016-04&period=2018-Q4")
        someone.page.fill("#moc-account", "lanh dao")
        someone.page.fill("#moc-password", "mot mat khau dai")
        someone.page.click(".moc-form button")
        someone.page.wait_for_selector(".st-key-box_why")
        assert "goal=NQ04-DB-2016-04" in someone.page.url
        assert "period=2018-Q4" in someone.page.url


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_whole_at_every_size(house: str, visitor: Callable[..., Visitor], path: str, lang: str) -> None:
    """Opened at the first size, then made as large as a desk's and a hall's screen."""
    first, *others = SIZES
    someone = visitor(house, *first)
    someone.go(f"{path}?lang={lang}")
    assert someone.page.locator("html").get_attribute("lang") == lang
    whole(someone, first[0])
    for width, height, scheme in others:
        someone.page.set_viewport_size({"width": width, "height": height})
        someone.page.emulate_media(color_scheme=scheme)
        someone.settle()
        whole(someone, width)
    assert someone.outside == []
    assert someone.complaints == []


def whole(someone: Visitor, width: int) -> None:
    assert someone.page.locator("[data-testid=stException]").count() == 0
    wide = someone.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= width, f"scrolls sideways: {wide} px"


def test_on_a_phone_the_first_card_is_above_the_fold(house: str, visitor: Callable[..., Visitor]) -> None:
    someone = visitor(house, 390, 844)
    someone.go("/?resolution=NQ04-DB-2016&period=2019-Q4")
    box = someone.page.locator(".m-goal").first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 844


def test_going_back_restores_the_view_before(house: str, visitor: Callable[..., Visitor]) -> None:
    someone = visitor(house)
    someone.go("/?resolution=NQ04-DB-2016&period=2019-Q4")
    someone.page.get_by_role("link", name="Vì sao?").first.click()
    someone.page.wait_for_selector(".st-key-box_why")
    someone.page.go_back()
    someone.page.wait_for_selector(".m-goal")
    assert "period=2019-Q4" in someone.page.url
