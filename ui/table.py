"""Tables that people take away: the same rows as on the page, as a CSV file that opens in any office program."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import streamlit as st

from ui.enter import Visit


def download(visit: Visit, heads: Sequence[str], rows: Sequence[Sequence[object]], file_name: str, *, key: str) -> None:
    """A button that saves the rows as shown."""
    st.download_button(
        visit.say("goal_page.download"),
        as_csv(heads, rows),
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
