"""The heat map is a table of real text: every cell says its verdict by shape, colour and word."""

from __future__ import annotations

import re

import pytest

from metrics.goals import Verdict
from report.charts.heatmap import HeatCell, HeatColumn, HeatGroup, HeatRow, heatmap

COLUMNS = [HeatColumn("Chưa có chi bộ", "15–20 %/năm"), HeatColumn("Trạm y tế", "từ 20 %/năm")]


def row(name: str, *verdicts: Verdict | None) -> HeatRow:
    return HeatRow(name, tuple(HeatCell(one, "14,58", "48 → 27", f"{name}: {one}") for one in verdicts), "1/2")


def drawn(*rows: HeatRow, first: int | None = None, title: str = "") -> str:
    return heatmap(
        "vi", COLUMNS, [HeatGroup(rows, title)], total=row("Toàn tỉnh", Verdict.MET, Verdict.MET), first=first
    )


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_cell_has_shape_colour_figure_and_words(verdict: Verdict) -> None:
    html = drawn(row("A", verdict, None))
    assert f'class="m-shape v-{verdict}"' in html
    assert f'class="c v-{verdict}"' in html
    assert "14,58" in html
    assert "48 → 27" in html
    assert f'<span class="m-alt">A: {verdict}</span>' in html


def test_a_figure_without_a_verdict_has_no_colour() -> None:
    assert '<span class="c plain"' in drawn(row("A", None, Verdict.MET))


def test_every_row_has_as_many_cells_as_there_are_columns() -> None:
    html = drawn(row("A", Verdict.MET, Verdict.BEHIND), HeatRow("B", (None, None)))
    rows = re.findall(r'role="row">(.*?)</div>', html)
    assert [len(re.findall(r'role="(?:cell|rowheader|columnheader)"', one)) for one in rows] == [4, 4, 4, 4]


def test_many_rows_are_folded_below_the_total() -> None:
    html = drawn(*(row(f"Xã {at}", Verdict.MET, Verdict.MET) for at in range(129)), first=60)
    assert html.index("Xã 59") < html.index("Toàn tỉnh") < html.index("<details>") < html.index("Xã 60")
    assert "69" in html


def test_two_rows_more_are_not_folded() -> None:
    assert "<details>" not in drawn(*(row(f"Xã {at}", Verdict.MET, Verdict.MET) for at in range(62)), first=60)


def test_names_are_escaped_and_groups_are_headings() -> None:
    html = drawn(row("<b>A</b>", Verdict.MET, Verdict.MET), title="Chậm & không đạt")
    assert "<b>A</b>" not in html
    assert "<h3" in html
    assert "Chậm &amp; không đạt" in html
