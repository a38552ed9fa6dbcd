"""A real server over a real store, and a browser that notes whatever leaves the machine or goes wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from tests.house import build_demo

CHROMIUM = "/usr/bin/chromium"


@dataclass
class Visitor:
    """A page of a fresh browser, what it asked of other machines and what its console complained of."""

    page: Page
    address: str
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open a path and wait until the script has run."""
        self.page.goto(self.address + path)
        self.settle()

    def settle(self) -> None:
        """Wait until the app has drawn what it was asked for."""
        self.page.wait_for_selector("[data-testid=stMainBlockContainer] [data-testid=stHtml]", state="attached")
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")

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
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a demo store; tests that write take a copy."""
    file = tmp_path_factory.mktemp("browser") / "moc.db"
    build_demo(file)
    return file


@pytest.fixture
def demo_copy(demo_file: Path, tmp_path: Path) -> str:
    """Address of a store of the test's own."""
    copy = tmp_path / "moc.db"
    shutil.copy(demo_file, copy)
    return f"sqlite:///{copy}"


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors, each with a browser of its own."""
    contexts = []

    def made(address: str, width: int = 1440, height: int = 900, scheme: str = "light") -> Visitor:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
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
        context.close()
