"""A chart as a picture says and shows what the figure of the same sheet does, and brings nothing that could run."""

from __future__ import annotations

import re
from base64 import b64decode
from datetime import date
from html import unescape

import pytest

from metrics.goals import Verdict
from report import theme
from report.charts.corridor import CARD, corridor_figure, corridor_sheet
from report.charts.milestone import Milestone, milestone_figure, milestone_sheet
from report.charts.picture import picture
from report.charts.years import years_figure, years_sheet
from tests.report.charts.test_corridor import CASES
from tests.report.charts.test_years import drawn

MET = Milestone(date(2017, 5, 4), date(2017, 12, 31), date(2017, 12, 31), date(2017, 12, 19), Verdict.MET)


def words(html: str) -> list[str]:
    return [unescape(re.sub(r"<[^>]+>", "", one)) for one in re.findall(r"<span.*?</span>", html)]


def drawing(html: str) -> str:
    """The SVG inside the picture."""
    return b64decode(re.search(r"base64,([^\"]+)", html)[1]).decode()  # type: ignore[index]


@pytest.mark.parametrize("surface", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", CASES)
def test_it_says_the_same_words_as_the_figure(name: str, surface: theme.Palette) -> None:
    shown = CASES[name]("vi")
    figure = corridor_figure("vi", shown, surface, CARD)
    said = [re.sub(r"<[^>]+>", "", note.text) for note in figure.layout.annotations]
    signs = {"✓", "≠"}  # there these are shapes
    assert words(picture(corridor_sheet("vi", shown, surface, CARD), "")) == [one for one in said if one not in signs]


@pytest.mark.parametrize("name", CASES)
def test_the_verdict_stands_at_the_place_of_the_last_value(name: str) -> None:
    sheet = corridor_sheet("vi", CASES[name]("vi"), theme.LIGHT, CARD)
    html = picture(sheet, "")
    assert len(sheet.stamps) <= 1
    for one in sheet.stamps:
        share = (one.on - sheet.canvas.first).days / (sheet.canvas.last - sheet.canvas.first).days
        down = sheet.canvas.high - sheet.canvas.y(one.value)
        found = re.search(rf'class="m-shape v-{one.verdict}" style="left:([\d.]+)%;top:([\d.]+)px', html)
        if one.verdict in (None, Verdict.NOT_COMPARABLE):
            assert found is None
        else:
            assert found is not None
            assert float(found[1]) == pytest.approx(share * 100, abs=0.01)
            assert float(found[2]) == pytest.approx(down, abs=0.06)


def test_the_line_goes_through_every_value_of_the_figure() -> None:
    sheet = corridor_sheet("vi", CASES["met"]("vi"), theme.LIGHT, CARD)
    line = next(each for each in sheet.traces if each["name"] == "actual")
    canvas = sheet.canvas
    share = [(date.fromisoformat(on) - canvas.first) / (canvas.last - canvas.first) for on in line["x"]]
    down = [canvas.high - canvas.y(value) for value in line["y"]]
    way = [f"{x * 1000:.1f} {y:.1f}" for x, y in zip(share, down, strict=True)]
    assert f'd="M{"L".join(way)}"' in drawing(picture(sheet, ""))


def test_years_and_milestones_are_pictures_too() -> None:
    years = drawn(3, 5, None)
    for html, figure in (
        (picture(years_sheet("vi", years, theme.LIGHT, CARD), ""), years_figure("vi", years, theme.LIGHT, CARD)),
        (picture(milestone_sheet("vi", MET, theme.LIGHT, CARD), ""), milestone_figure("vi", MET, theme.LIGHT, CARD)),
    ):
        said = {re.sub(r"<[^>]+>", "", note.text) for note in figure.layout.annotations} - {"✓"}
        assert said == set(words(html))


def test_simulated_quarters_keep_their_hatch() -> None:
    html = picture(corridor_sheet("vi", CASES["met"]("vi"), theme.LIGHT, CARD), "")
    assert "repeating-linear-gradient" in html
    assert "mô phỏng" in words(html)


def test_its_words_are_words_and_nothing_in_it_runs() -> None:
    html = picture(corridor_sheet("vi", CASES["met"]("vi"), theme.LIGHT, CARD), 'a "quoted" <b>sentence</b>')
    assert 'aria-label="a &quot;quoted&quot; &lt;b&gt;sentence&lt;/b&gt;"' in html
    assert "<script" not in html
    assert "<svg" not in html
    assert "http" not in html.replace(drawing(html), "")


def test_the_same_sheet_gives_the_same_bytes() -> None:
    one, two = (picture(corridor_sheet("vi", CASES["bounds"]("vi"), theme.LIGHT, CARD), "") for _ in range(2))
    assert one == two
