"""A real server over a real store, and a browser that notes whatever leaves the machine or goes wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Cookie, Error, Page, Request, sync_playwright

from tests.house import build_demo, built, served

CHROMIUM = "/usr/bin/chromium"
QUIET = 150
"""Milliseconds of the page's own time in which nothing may happen before the app has settled."""

LISTEN = """
(() => {
  const traffic = (window.mocTraffic = { asked: false, last: 0 });
  const heard = new WeakSet();
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (!heard.has(this)) {
      heard.add(this);
      this.addEventListener("message", () => Object.assign(traffic, { asked: false, last: performance.now() }));
    }
    Object.assign(traffic, { asked: true, last: performance.now() });
    return send.call(this, data);
  };
})();
"""
"""Notes when the page last spoke with its server, and whether it waits for an answer."""

SETTLED = """
([turn, quiet]) => {
  const now = performance.now();
  const traffic = window.mocTraffic || { asked: false, last: 0 };
  const idle = document.querySelector("[data-testid=stApp][data-test-script-state=notRunning]")
    && document.querySelector("[data-testid=stMainBlockContainer] [data-testid=stHtml]")
    && !document.querySelector("[data-testid=stSkeleton]")
    && !(traffic.asked && now - traffic.last < 3000);
  if (!idle || window.mocTurn !== turn) Object.assign(window, { mocTurn: turn, mocIdle: now });
  return Boolean(idle) && now - Math.max(window.mocIdle, traffic.last) >= quiet;
}
"""
_turns = count()


@dataclass
class Visitor:
    """A page of a browser, what it asked of other machines and what its console complained of."""

    page: Page
    address: str
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.add_init_script(LISTEN)

    def go(self, path: str) -> None:
        """Open a path and wait until it is drawn."""
        self.page.goto(self.address + path, wait_until="commit")
        self.settle()

    def settle(self) -> None:
        """Wait until the script has run, every element is drawn, and for a moment nothing more has come."""
        self.page.wait_for_function(SETTLED, arg=[next(_turns), QUIET], polling=30)

    def sign_in(self, account: str) -> None:
        """Sign in with a demo account and land on home."""
        self.go("/sign-in")
        self.page.fill("#moc-account", account)
        self.page.fill("#moc-password", account)
        self.page.click(".moc-form button")
        self.page.wait_for_selector(f".moc-who:has-text('{account}')")
        self.settle()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a demo store; tests that write take a copy."""
    return built(tmp_path_factory, "demo", build_demo)


@pytest.fixture
def demo_copy(demo_file: Path, tmp_path: Path) -> str:
    """Address of a store of the test's own."""
    copy = tmp_path / "moc.db"
    shutil.copy(demo_file, copy)
    return f"sqlite:///{copy}"


@pytest.fixture(scope="session")
def house(demo_file: Path) -> Iterator[str]:
    """Address of a demo house for tests that only read."""
    with served(f"sqlite:///{demo_file}", demo=True) as address:
        yield address


@pytest.fixture(scope="session")
def idle(browser: Browser) -> list[BrowserContext]:
    """Browsers of visitors who have left: nobody is signed in and nothing is kept but the files of the app."""
    return []


@pytest.fixture
def visitor(browser: Browser, idle: list[BrowserContext]) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors, each with a browser of its own: no other visitor's cookies or storage are in it."""
    contexts: list[BrowserContext] = []

    def made(address: str, width: int = 1440, height: int = 900, scheme: str = "light") -> Visitor:
        context = idle.pop() if idle else browser.new_context()
        contexts.append(context)
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
        page.set_default_timeout(60_000)
        found = Visitor(page, address)

        def asked(request: Request) -> None:
            host = address.removeprefix("http://")
            if not request.url.startswith((f"http://{host}", f"ws://{host}", "data:", "blob:")):
                found.outside.append(request.url)

        def complained(message: ConsoleMessage) -> None:
            if message.type == "error":
                found.complaints.append(message.text)

        page.on("request", asked)
        page.on("console", complained)
        page.on("pageerror", lambda error: found.complaints.append(str(error)))
        return found

    yield made
    for context in contexts:
        for page in context.pages:
            with suppress(Error):
                page.evaluate("localStorage.clear()")
            page.close()
        context.clear_cookies()
        context.clear_permissions()
        idle.append(context)


@pytest.fixture(scope="session")
def staff_words(browser: Browser, house: str) -> list[Cookie]:
    """What a browser keeps of a staff member who has signed in to the house."""
    context = browser.new_context()
    Visitor(context.new_page(), house).sign_in("can-bo-muong-cha")
    kept = context.cookies()
    context.close()
    return kept


@pytest.fixture
def staff(visitor: Callable[..., Visitor], house: str, staff_words: list[Cookie]) -> Callable[..., Visitor]:
    """Makes visitors of the house who have signed in as a staff member."""

    def came(width: int = 1440, height: int = 900, scheme: str = "light") -> Visitor:
        someone = visitor(house, width, height, scheme)
        someone.page.context.add_cookies(staff_words)  # type: ignore[arg-type]  # as they came
        return someone

    return came
