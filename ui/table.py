"""Tables that people take away: the same rows as on the page, as a CSV file that opens in any office program."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

import streamlit as st

from ui.enter import Visit

Rows = Sequence[Sequence[object]]


def download(
    visit: Visit, heads: Sequence[str], rows: Rows | Callable[[], Rows], file_name: str, *, key: str, label: str = ""
) -> None:
    """A button that saves the rows as shown; no file is made before it is asked for.

    ``rows`` that take work may be given as a function. It is called outside the run, without a session: what it needs
    of the view it must hold.
    """
    st.download_button(
        label or visit.say("goal_page.download"),
        lambda: as_csv(heads, rows() if callable(rows) else rows),
        file_name,
        "text/csv",
        key=f"save_{key}",
        on_click="ignore",
    )


def as_csv(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    """UTF-8 with a mark, so that a spreadsheet reads Vietnamese; a cell that looks like a formula is made text."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([_safe(str(cell)) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "@", "\t", "\r") else cell
