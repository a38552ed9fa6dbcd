"""Every page by keyboard, and nothing serious that axe would find, in both themes, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visitor
from tests.browser.shots import PAGES

pytestmark = pytest.mark.browser

SERIOUS = ("serious", "critical")
UNREACHED = """
() => [...document.querySelector("[data-testid=stMain]")
    .querySelectorAll("a[href], button, input, summary, textarea, [tabindex='0']")]
  .filter(e => !e.disabled && e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true})
    && e.getClientRects().length && !(e.type === 'radio' && !e.checked) && !e.dataset.reached
    && !e.closest("[role=radiogroup], [role=toolbar]")?.querySelector("[data-reached]"))
  .map(e => e.outerHTML.slice(0, 160))
"""
"""What the Tab key should have reached and has not. Of a group of choices it reaches one, arrow keys the others."""
STEP = """
() => {
  const at = document.activeElement;
  at.dataset.reached = '1';
  if (at === document.body) return null;
  const ringed = e => { const s = getComputedStyle(e);
    return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none'; };
  for (let up = at, steps = 0; up && steps < 4; up = up.parentElement, steps++) if (ringed(up)) return '';
  return at.outerHTML.slice(0, 160);
}
"""
"""Marks what has the focus; null at the end of the page, empty where the focus can be seen."""
MOST = 400


@pytest.mark.parametrize(
    ("width", "height", "scheme", "lang"),
    [(1440, 900, "light", "vi"), (390, 844, "dark", "vi"), (1440, 900, "dark", "en")],
)
def test_axe_finds_nothing_serious(
    staff: Callable[..., Visitor], width: int, height: int, scheme: str, lang: str
) -> None:
    someone = staff(width, height, scheme)
    found = []
    for page, path in PAGES.items():
        someone.go(f"{path}&lang={lang}")
        for each in Axe().run(someone.page).response["violations"]:
            if each["impact"] in SERIOUS:
                found += [f"{page}: {each['id']}: {node['html'][:200]}" for node in each["nodes"]]
    assert found == []


@pytest.mark.parametrize("page", PAGES)
def test_everything_on_a_page_is_reached_by_the_tab_key_and_seen_to_be(
    staff: Callable[..., Visitor], page: str
) -> None:
    someone = staff()
    someone.go(PAGES[page])
    unseen = []
    for _ in range(MOST):
        someone.page.keyboard.press("Tab")
        told = someone.page.evaluate(STEP)
        if told is None:
            break
        unseen += [told] if told else []
    assert someone.page.evaluate(UNREACHED) == []
    assert unseen == []


def test_a_page_is_opened_by_the_keyboard_alone(house: str, visitor: Callable[..., Visitor]) -> None:
    someone = visitor(house)
    someone.go(PAGES["overview"])
    why = someone.page.get_by_role("link", name="Vì sao?").first
    why.focus()
    someone.page.keyboard.press("Enter")
    someone.page.wait_for_selector(".st-key-box_why")
