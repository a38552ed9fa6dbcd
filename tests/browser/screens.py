"""Draws docs/screens: every page in both languages at three sizes, and some in the dark; `make screens` calls it.

Pictures are halved and reduced to a palette that keeps the rare colours of verdicts; all stay below two megabytes.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Mapping
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import CHROMIUM, Visitor
from tests.corpus.sheets import Cell, Page, xlsx
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
HANDING_IN = (
    ("vi", "desktop", "light"),
    ("en", "desktop", "light"),
    ("vi", "phone", "light"),
    ("vi", "desktop", "dark"),
)
"""Where the pictures of a file being understood, and then looked at before it is accepted, are taken."""
ROWS: tuple[tuple[Cell, ...], ...] = (
    ("HUYỆN ỦY MƯỜNG CHÀ", None, None, None, "Biểu số 3"),
    (None, "RÀ SOÁT CHI BỘ Ở THÔN, BẢN, QUÝ IV NĂM 2019"),
    (),
    ("TT", "Thôn, bản", "Thôn, bản chưa có chi bộ", "Đảng viên ở thôn, bản", "Ghi chú"),
    ("I", "Xã Mường Tùng", None, None, None),
    (1, "Bản 6", 0, 3, None),
    (2, "bản số 7", 0, 4, None),
    ("II", "X. Huổi Mí", None, None, None),
    (1, "Ban 2", "không", 3, None),
    (2, "Bản 10", 0, 5, "mới lập"),
    (3, "Bản 11", 0, 4, None),
    ("III", "Xã Pa Ham", None, None, None),
    (1, "Bản 1", 0, 3, None),
    (2, "Bản 5", 0, 3, None),
    (None, "Tổng cộng", 0, 25, None),
)
"""A file of the office. What is asked about and wrong in the first is put right in the second."""
WRONG: Mapping[int, tuple[Cell, ...]] = {5: (1, "Bản 6", 0, "1.003", None), 6: (2, "bản số 7", "hai", 4, None)}
WIDEST = {"desktop": 1080, "phone": 390, "hall": 1080}
COLOURS = 64
TALLEST = 1600
WHOLE = 900
"""Pictures of a whole page: as much of it in height, and as wide, as is kept."""


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
    for lang in ("vi", "en"):
        if (lang, size, scheme) in HANDING_IN:
            _hand_in(visitor, folder, lang, size, scheme)
    context.close()


def _hand_in(visitor: Visitor, folder: Path, lang: str, size: str, scheme: str) -> None:
    """A file that is asked about and has an error, then one that can be accepted; each whole, not the window only."""
    first = [WRONG.get(place, row) for place, row in enumerate(ROWS)]
    for state, rows in (("understood", first), ("preview", ROWS)):
        visitor.go(f"{PAGES['submit']}&lang={lang}")
        file = {"name": "Ra soat chi bo.xlsx", "mimeType": "", "buffer": xlsx(Page(rows))}
        visitor.page.set_input_files("[data-testid=stFileUploaderDropzoneInput]", file)
        visitor.page.locator(".st-key-box_next").wait_for()
        visitor.settle()
        if state == "understood":
            visitor.page.locator(".st-key-box_understood [data-testid=stExpander] summary").first.click()
        width, height = SIZES[size]
        main = visitor.page.locator("[data-testid=stMain]")
        visitor.page.set_viewport_size(
            {"width": width, "height": min(int(main.evaluate("e => e.scrollHeight")), TALLEST)}
        )
        visitor.page.wait_for_timeout(400)
        mark = "" if scheme == "light" else "-dark"
        _keep(visitor.page.screenshot(), folder / f"submit-{state}-{lang}-{size}{mark}.png", min(WIDEST[size], WHOLE))
        visitor.page.set_viewport_size({"width": width, "height": height})


def _keep(picture: bytes, file: Path, widest: int) -> None:
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    if image.width > widest:
        image = image.resize((widest, round(image.height * widest / image.width)), Image.Resampling.LANCZOS)
    image.quantize(COLOURS, Image.Quantize.MAXCOVERAGE).save(file, optimize=True)


if __name__ == "__main__":
    draw(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/screens"))
