"""The watch list as HTML: what stands on paper."""

from __future__ import annotations

from report.watchlist import Cell, Heads, Row, rows

HEADS = Heads(unit="Đơn vị", why="Vì sao", number="", since="Từ khi nào", planned="Kế hoạch", goal="")


def village(number: int) -> Row:
    return Row(
        unit=Cell(f"Bản {number}"),
        place="",
        why="Tái trắng đảng viên",
        more="",
        number="",
        since="Quý I/2019",
        planned=Cell("Chưa có kế hoạch"),
        goal=Cell(""),
        simulated=False,
    )


def test_rows_past_the_number_for_paper_are_left_to_the_screen() -> None:
    found = [village(number) for number in range(1, 6)]
    assert "off-paper" not in rows("vi", HEADS, found)
    drawn = rows("vi", HEADS, found, on_paper=3)
    first, _, rest = drawn.partition("Bản 4")
    assert first.count('class="off-paper"') == 1
    assert rest.count('class="off-paper"') == 1
