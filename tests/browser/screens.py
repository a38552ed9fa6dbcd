"""Draws docs/screens: every page in both languages at three sizes, and some in the dark; `make screens` calls it.

Pictures are halved and reduced to a palette, so that all of them stay below two megabytes.
"""

from __future__ import annotations

import io
import sys
import tempfile
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import CHROMIUM, Visitor
from tests.house import build_demo, served

SIZES = {"desktop": (1440, 900), "phone": (390, 844), "hall": (1920, 1080)}
PAGES = {
    "overview": "/?resolution=NQ04-DB-2016&period=2019-Q4",
    "goal": "/goal?resolution=NQ04-DB-2016&period=2019-Q4&goal=NQ04-DB-2016-02",
    "unit": "/unit?resolution=NQ04-DB-2016&period=2019-Q4&unit=DB/muong-cha",
    "submit": "/submit?unit=DB/muong-cha&period=2019-Q4",
    "method": "/method?",
}
STAFF = "can-bo-muong-cha"
WIDEST = {"desktop": 1080, "phone": 390, "hall": 1080}
COLOURS = 64


def draw(folder: Path) -> None:
    """Build a demo store, serve it, and write one PNG a page, language, size and theme."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        url = build_demo(Path(place) / "moc.db", packs=("dien-bien", "kon-tum", "bac-son"))
        with served(url, demo=True) as address:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for size, scheme in [*product(SIZES, ["light"]), ("desktop", "dark"), ("phone", "dark")]:
                _draw_size(browser, address, folder, size, scheme)
            browser.close()
    (folder / "overview-vi-desktop.png").rename(folder / "overview.png")


def _draw_size(browser: Browser, address: str, folder: Path, size: str, scheme: str) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
    visitor = Visitor(context.new_page(), address)
    visitor.sign_in(STAFF)
    for lang, (page, path) in product(("vi", "en"), PAGES.items()):
        if scheme == "dark" and (lang == "en" or page not in ("overview", "goal")):
            continue
        visitor.go(f"{path}&lang={lang}")
        visitor.page.wait_for_load_state("networkidle")
        mark = "" if scheme == "light" else "-dark"
        _keep(visitor.page.screenshot(), folder / f"{page}-{lang}-{size}{mark}.png", WIDEST[size])
    context.close()


def _keep(picture: bytes, file: Path, widest: int) -> None:
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    if image.width > widest:
        image = image.resize((widest, round(image.height * widest / image.width)), Image.Resampling.LANCZOS)
    image.quantize(COLOURS).save(file, optimize=True)


if __name__ == "__main__":
    draw(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/screens"))
