"""Draws docs/shots: every page in both languages, both themes and three sizes, and a sheet of them all.

`make shots` calls it. Pictures are compressed; none is wider than WIDEST.
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
SCHEMES = ("light", "dark")
DIEN_BIEN = "resolution=NQ04-DB-2016&period=2019-Q4"
PAGES = {
    "overview": f"/?{DIEN_BIEN}",
    "goal": f"/goal?{DIEN_BIEN}&goal=NQ04-DB-2016-02",
    "unit": f"/unit?{DIEN_BIEN}&unit=DB/muong-cha",
    "compare": f"/compare?{DIEN_BIEN}",
    "watch": f"/watch?{DIEN_BIEN}",
    "actions": "/actions?resolution=KH49-BS-2017",
    "submit": "/submit?unit=DB/muong-cha&period=2019-Q4",
    "quality": f"/quality?{DIEN_BIEN}",
    "method": f"/method?{DIEN_BIEN}&goal=NQ04-DB-2016-02",
}
"""Every page, in the order of the navigation."""
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
WIDEST = 1080
TALLEST = 1600
QUALITY = 72
ROW, GAP = 216, 12
"""Height of a row of the sheet and the space between its pictures, in px."""
SHEET = (("desktop", "vi", "light"), ("desktop", "en", "dark"), ("hall", "vi", "dark"))
SHEET_PHONES = (("phone", "vi", "light"), ("phone", "en", "dark"))
"""Which pictures of a page stand on the sheet, one row a page."""


def draw(folder: Path) -> None:
    """Build a demo store, serve it, and write one WebP a page, language, theme and size, then the sheet."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.webp"):
        old.unlink()
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        url = build_demo(Path(place) / "moc.db", packs=("dien-bien", "kon-tum", "bac-son"))
        with served(url, demo=True) as address:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for size, scheme in product(SIZES, SCHEMES):
                _draw_size(browser, address, folder, size, scheme)
            browser.close()
    _sheet(folder)


def _named(page: str, size: str, lang: str, scheme: str) -> str:
    return f"{page}-{size}-{lang}-{scheme}.webp"


def _draw_size(browser: Browser, address: str, folder: Path, size: str, scheme: str) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
    visitor = Visitor(context.new_page(), address)
    visitor.sign_in(STAFF)
    for lang, (page, path) in product(("vi", "en"), PAGES.items()):
        visitor.go(f"{path}&lang={lang}")
        visitor.page.wait_for_load_state("networkidle")
        _keep(visitor.page.screenshot(), folder / _named(page, size, lang, scheme))
    for lang in ("vi", "en"):
        if (lang, size, scheme) in HANDING_IN:
            _hand_in(visitor, folder, lang, size, scheme)
    context.close()


def _sheet(folder: Path) -> None:
    """All pages under each other, a few pictures of each beside each other."""
    rows = [[_small(folder / _named(page, *which)) for which in (*SHEET, *SHEET_PHONES)] for page in PAGES]
    width = max(sum(one.width + GAP for one in row) for row in rows) + GAP
    sheet = Image.new("RGB", (width, len(rows) * (ROW + GAP) + GAP), "#C9C6BE")
    for at, row in enumerate(rows):
        left = GAP
        for one in row:
            sheet.paste(one, (left, GAP + at * (ROW + GAP)))
            left += one.width + GAP
    sheet.save(folder / "sheet.webp", quality=QUALITY, method=6)


def _small(file: Path) -> Image.Image:
    picture = Image.open(file)
    return picture.resize((round(picture.width * ROW / picture.height), ROW), Image.Resampling.LANCZOS)


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
        _keep(visitor.page.screenshot(), folder / _named(f"submit-{state}", size, lang, scheme))
        visitor.page.set_viewport_size({"width": width, "height": height})


def _keep(picture: bytes, file: Path) -> None:
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    if image.width > WIDEST:
        image = image.resize((WIDEST, round(image.height * WIDEST / image.width)), Image.Resampling.LANCZOS)
    image.save(file, quality=QUALITY, method=6)


if __name__ == "__main__":
    draw(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/shots"))
