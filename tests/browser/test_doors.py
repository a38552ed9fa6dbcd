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

SIZES = ((1440, 900, "light"), (390, 844, "dark"), (1920, 1080, "dark"))
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


def test_a_session_outlives_a_reload_and_ends_with_sign_out(demo_copy: str, visitor: Callable[..., Visitor]) -> None:
    with served(demo_copy, demo=True) as address:
        someone = visitor(address)
        someone.sign_in("lanh-dao-demo")
        someone.page.reload()
        someone.page.wait_for_selector(".moc-who:has-text('lanh-dao-demo')")
        someone.page.get_by_role("button", name="Đăng xuất").click()
        someone.page.wait_for_selector(".moc-who:has-text('Khách xem')")


def test_a_wrong_password_says_so_and_keeps_the_door_closed(demo_copy: str, visitor: Callable[..., Visitor]) -> None:
    with served(demo_copy, demo=True) as address:
        someone = visitor(address)
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
@pytest.mark.parametrize(
    ("width", "height", "scheme"), [(1440, 900, "light"), (390, 844, "dark"), (1920, 1080, "dark")]
)
def test_every_page_is_whole_at_every_size(
    demo_server: str, visitor: Callable[..., Visitor], width: int, height: int, scheme: str, lang: str
) -> None:
    someone = visitor(demo_server, width, height, scheme)
    for path in PATHS:
        someone.go(f"{path}?lang={lang}")
        assert someone.page.locator("html").get_attribute("lang") == lang
        assert someone.page.locator("[data-testid=stException]").count() == 0
        wide = someone.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
        assert wide <= width, f"{path} scrolls sideways: {wide} px"
    assert someone.outside == []
    assert someone.complaints == []


def test_on_a_phone_the_first_card_is_above_the_fold(demo_server: str, visitor: Callable[..., Visitor]) -> None:
    someone = visitor(demo_server, 390, 844)
    someone.go("/?resolution=NQ04-DB-2016&period=2019-Q4")
    box = someone.page.locator(".m-goal").first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 844


def test_going_back_restores_the_view_before(demo_server: str, visitor: Callable[..., Visitor]) -> None:
    someone = visitor(demo_server)
    someone.go("/?resolution=NQ04-DB-2016&period=2019-Q4")
    someone.page.get_by_role("link", name="Vì sao?").first.click()
    someone.page.wait_for_selector(".st-key-box_why")
    someone.page.go_back()
    someone.page.wait_for_selector(".m-goal")
    assert "period=2019-Q4" in someone.page.url


@pytest.fixture(scope="module")
def demo_server(demo_file: Path, tmp_path_factory: pytest.TempPathFactory):
    copy = tmp_path_factory.mktemp("doors") / "moc.db"
    shutil.copy(demo_file, copy)
    with served(f"sqlite:///{copy}", demo=True) as address:
        yield address
