"""What a visitor waits for in a browser: a verdict in sight, a click answered, beside a page that says hello.

Both are timed inside the page, by its own clock, so that the driver's round trips do not count.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import served
from benchmarks.asked import COMMUNE, REVIEW
from benchmarks.generate import RESOLUTION
from benchmarks.measure import Row

CHROMIUM = "/usr/bin/chromium"
TURNS = 7
ASKED = f"resolution={RESOLUTION}&period={REVIEW.code}"
PAGES = {
    "home": (f"/?{ASKED}", ".m-strip h2"),
    "goal": (f"/goal?{ASKED}", ".moc-head .m-badge"),
    "unit": (f"/unit?{ASKED}&unit={COMMUNE}", ".m-badge"),
    "compare": (f"/compare?{ASKED}", "[data-testid=stMain] h2"),
    "watch": (f"/watch?{ASKED}", "h1"),
}
"""Address of a page and what is its verdict, the first thing that a leader reads on it."""

IN_SIGHT = """
(selector) => { window.inSight = null; const look = () => {
  const found = [...document.querySelectorAll(selector)].find(e => e.innerText.trim() && e.getClientRects().length);
  if (found) window.inSight = performance.now(); else requestAnimationFrame(look); }; look(); }
"""
"""Started with the page: notes when something with text stands under the selector."""

ANSWERED = """
([selector, press]) => new Promise(done => {
  const text = () => [...document.querySelectorAll(selector)].map(e => e.textContent).join(' ');
  const before = text(), start = performance.now();
  document.querySelector(press).click();
  const look = () => text() !== before ? done(performance.now() - start) : requestAnimationFrame(look);
  requestAnimationFrame(look);
})
"""


def browser(province: Path, folder: Path) -> Iterator[Row]:
    """Rows of the two budgets, each page of ours in turn with hello."""
    with (
        served.hello(folder) as greeting,
        served.app(province, folder) as (ours, _),
        sync_playwright() as driver,
    ):
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        hello_page = (greeting, "[data-testid=stMarkdown]")
        for name, (path, selector) in PAGES.items():
            mine, theirs = _opened(chromium, (ours + path, selector), hello_page)
            yield Row(f"browser: {name}, navigation to its verdict", mine, 2, "a page that says hello", theirs)
        for name, mine, theirs in _clicks(chromium, ours, greeting):
            yield Row(f"browser: {name}, click to its answer", mine, 2.5, "a page that says hello", theirs)
        chromium.close()


def _opened(chromium: Browser, *views: tuple[str, str]) -> list[float]:
    """Median ms from navigation to text in sight, the views in turn, each in a browser that has its files already."""
    contexts = [chromium.new_context(viewport={"width": 1440, "height": 900}) for _ in views]
    taken: list[list[float]] = [[] for _ in views]
    for turn in range(TURNS + 1):
        for (address, selector), context, times in zip(views, contexts, taken, strict=True):
            page = context.new_page()
            page.add_init_script(f"({IN_SIGHT})({selector!r})")
            page.goto(address, wait_until="commit")
            page.wait_for_function("window.inSight !== null", timeout=120_000)
            if turn:
                times.append(page.evaluate("window.inSight"))
            _settle(page)
            page.close()
    for context in contexts:
        context.close()
    return [statistics.median(times) for times in taken]


def _clicks(chromium: Browser, ours: str, greeting: str) -> Iterator[tuple[str, float, float]]:
    """Median ms of a click: a button of the home page's own, and another quarter chosen; hello's button beside each."""
    theirs, mine = (chromium.new_page(viewport={"width": 1440, "height": 900}) for _ in range(2))
    theirs.goto(greeting)
    _settle(theirs)
    mine.goto(f"{ours}/?{ASKED}")
    _settle(mine)

    def again() -> float:
        return float(theirs.evaluate(ANSWERED, ["[data-testid=stMarkdown]", "[data-testid=stButton] button"]))

    def language() -> float:
        mine.wait_for_selector(".st-key-moc_foot button[aria-checked=false]")
        other = ".st-key-moc_foot button[aria-checked=false]"
        return float(mine.evaluate(ANSWERED, [".m-strip h2", other]))

    def quarter() -> float:
        picker = mine.locator(".st-key-pick_period [role=combobox], .st-key-pick_period input").first
        picker.click()
        option = "[role=option]:not([aria-selected=true])"
        mine.wait_for_selector(option)
        return float(mine.evaluate(ANSWERED, [".m-figure", option]))

    for name, click in (("home in the other language", language), ("home, another quarter", quarter)):
        ours_took, theirs_took = _in_turn((mine, click), (theirs, again))
        yield name, ours_took, theirs_took


def _in_turn(*clicks: tuple[Page, Callable[[], float]]) -> list[float]:
    taken: list[list[float]] = [[] for _ in clicks]
    for turn in range(TURNS + 1):
        for (page, click), times in zip(clicks, taken, strict=True):
            told = click()
            _settle(page)
            if turn:
                times.append(told)
    return [statistics.median(times) for times in taken]


def _settle(page: Page) -> None:
    """Wait until the script has run and what it sent is drawn."""
    page.wait_for_function("document.querySelector('[data-test-script-state=notRunning]') !== null", timeout=120_000)
    page.wait_for_timeout(300)
